"""Reverse-mode automatic differentiation: arrays that remember how they were computed.

    a, b = Variable(3.0), Variable(2.0)
    c = a * b + a.exp()
    c.backward()          # a.grad = b + e^a,    b.grad = a

Every operation makes a new Variable that knows its parents and, for each, how a gradient travels back to it. That is
the graph of the computation; `backward` walks it once, from the result to the inputs.
Source: Linnainmaa (1970); Baydin, Pearlmutter, Radul, Siskind, "Automatic differentiation in machine learning" (2018).
"""

import numpy as np


def add(a, b):
    """a + b.    a, b: Variables, arrays or numbers, whose shapes broadcast.    Returns a Variable."""
    # Numbers and arrays become Variables without parents
    a, b = as_variable(a), as_variable(b)
    # A new Variable of the sum. Both parents move it one for one: each gets the gradient g as it is
    return Variable(a.data + b.data, [(a, lambda g: g), (b, lambda g: g)])


def multiply(a, b):
    """a · b, element by element.    a, b: as for `add`.    Returns a Variable."""
    # Numbers and arrays become Variables without parents
    a, b = as_variable(a), as_variable(b)
    # A new Variable of the product. When a moves by one, it moves by b: a gets g times b, and b gets g times a
    return Variable(a.data * b.data, [(a, lambda g: g * b.data), (b, lambda g: g * a.data)])


def power(a, exponent):
    """a to the power of a number.    a: a Variable.    exponent: a number, no Variable.    Returns a Variable."""
    # A new Variable of the power, with one parent, which gets g times exponent · a^(exponent − 1)
    return Variable(a.data**exponent, [(a, lambda g: g * exponent * a.data ** (exponent - 1))])


def matmul(a, b):
    """a @ b, with da = g bᵀ and db = aᵀ g.    a: (n, k).    b: (k, m).    Returns a Variable (n, m)."""
    # Numbers and arrays become Variables without parents
    a, b = as_variable(a), as_variable(b)
    # A new Variable of the product. Each parent gets g times the other one transposed, on the side on which the
    # other one stands: the shapes leave no other choice
    return Variable(a.data @ b.data, [(a, lambda g: g @ b.data.T), (b, lambda g: a.data.T @ g)])


def exp(a):
    """e to the power of a, element by element.    a: a Variable.    Returns a Variable."""
    # Compute the exponential once: it is its own derivative
    y = np.exp(a.data)
    # A new Variable of it, whose parent gets g times it
    return Variable(y, [(a, lambda g: g * y)])


def log(a):
    """The natural logarithm, element by element.    a: a Variable above 0.    Returns a Variable."""
    # A new Variable of the logarithm, whose parent gets g divided by a
    return Variable(np.log(a.data), [(a, lambda g: g / a.data)])


def tanh(a):
    """The hyperbolic tangent, element by element.    a: a Variable.    Returns a Variable."""
    # Compute it once: its derivative is one minus its own square
    y = np.tanh(a.data)
    # A new Variable of it, whose parent gets g times that
    return Variable(y, [(a, lambda g: g * (1 - y**2))])


def relu(a):
    """max(0, a), element by element.    a: a Variable.    Returns a Variable."""
    # A new Variable of the maximum, whose parent gets g where a is positive, and 0 elsewhere
    return Variable(np.maximum(0, a.data), [(a, lambda g: g * (a.data > 0))])


def sum_over(a, axis=None, keepdims=False):
    """The sum over one axis, several (a tuple) or all (None).    a: a Variable.    Returns a Variable."""
    # The sums, with the axes that they ran over kept as size 1
    kept = a.data.sum(axis=axis, keepdims=True)
    # Each number that went in moves its sum one for one: in the kept shape, g is repeated to the shape of a
    back = (a, lambda g: np.broadcast_to(g.reshape(kept.shape), a.data.shape))
    # A new Variable of the sums, without the axes of size 1 unless they are to be kept
    return Variable(kept if keepdims else a.data.sum(axis=axis), [back])


def mean_over(a, axis=None, keepdims=False):
    """The mean over one axis, several (a tuple) or all (None).    a: a Variable.    Returns a Variable."""
    # The sum, by the function above
    total = sum_over(a, axis, keepdims)
    # Divided by how many numbers went into each: the quotient of the two sizes
    return total * (total.data.size / a.data.size)


def reshape(a, *shape):
    """The same numbers in another shape.    a: a Variable.    Returns a Variable."""
    # A new Variable of the other shape, whose parent gets g in the old one
    return Variable(a.data.reshape(*shape), [(a, lambda g: g.reshape(a.data.shape))])


def transpose(a):
    """All axes in reverse order.    a: a Variable.    Returns a Variable."""
    # A new Variable of the transposed array, whose parent gets g transposed
    return Variable(a.data.T, [(a, lambda g: g.T)])


def backward(result):
    """Give all that a number was computed from its slope: grad = d result / d data.

    result: a Variable of one number. Every Variable that it was computed from gets a new `grad`, of its data's shape.
    Raises ValueError where result is not one number.
    """
    # Refuse a result of many numbers: a slope is that of one
    if result.data.size != 1:
        raise ValueError(f"backward starts from one number; this result has shape {result.data.shape}")
    # All that takes part, parents first
    nodes = in_order(result)
    # Start from 0 everywhere, and from 1 at the result, which moves one for one with itself
    for node in nodes:
        node.grad = np.zeros(node.data.shape)
    result.grad = np.ones(result.data.shape)
    # Go through them from the last to the first, so that a node's gradient is complete before it travels on
    for node in reversed(nodes):
        # For each of its parents: send the node's gradient back, sum it to the parent's shape, and add it to what the
        # parent has: a Variable that is used twice gets a share from each use
        for parent, travel in node.parents:
            parent.grad = parent.grad + unbroadcast(travel(node.grad), parent.data.shape)


def in_order(result):
    """All that a Variable was computed from, and itself, each after its parents.

    result: a Variable.
    Returns a list of Variables without repeats; result stands last.
    """
    # The order so far, and the Variables that have been met
    order, seen = [], set()
    # A list as a stack takes the place of a recursion, which Python stops at a thousand calls: at first it holds the
    # result, with the remark that its parents are not placed yet
    stack = [(result, False)]
    # Take from its end until it is empty
    while stack:
        node, parents_placed = stack.pop()
        # Are its parents placed? Then it follows them
        if parents_placed:
            order.append(node)
        # Met for the first time? Put it back with the remark that its parents are placed, and its parents on top of
        # it: they come out, and are placed, before it
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    return order


def unbroadcast(gradient, shape):
    """Sum a gradient over the axes along which broadcasting repeated an operand.

    gradient: of the shape of an operation's result.    shape: the operand's.
    Returns the gradient of the operand, of that shape.
    """
    # Axes that broadcasting put in front of the operand's own: summed away
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))
    # Axes of size 1 that it stretched: summed, and kept as size 1
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return gradient.sum(axis=stretched, keepdims=True)


class Variable:
    """An array, its gradient, and where it comes from; operators and methods call the functions above.

    data: a number or an array; float64 from here on.
    parents: pairs (Variable, function from this one's gradient to the parent's); none for an input.
    grad: None until `backward` of a result sets it.
    """

    __array_ufunc__ = None  # array + Variable is left to Variable, which NumPy would otherwise take apart

    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = np.asarray(data, dtype=float), parents, None

    __add__ = __radd__ = add
    __mul__ = __rmul__ = multiply
    __matmul__, __pow__ = matmul, power
    exp, log, tanh, relu, reshape, backward = exp, log, tanh, relu, reshape, backward
    sum, mean, T = sum_over, mean_over, property(transpose)

    def __rmatmul__(self, other):
        return matmul(other, self)

    def __neg__(self):
        return multiply(self, -1)

    def __sub__(self, other):
        return add(self, multiply(other, -1))

    def __rsub__(self, other):
        return add(other, multiply(self, -1))

    def __truediv__(self, other):
        return multiply(self, power(as_variable(other), -1))

    def __rtruediv__(self, other):
        return multiply(other, power(self, -1))


def as_variable(value):
    """The value itself where it is a Variable, else a constant: a Variable without parents."""
    return value if isinstance(value, Variable) else Variable(value)
