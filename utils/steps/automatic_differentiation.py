"""Reverse-mode automatic differentiation: arrays that remember how they were computed.

    a, b = Variable(3.0), Variable(2.0)
    c = a * b + a.exp()
    c.backward()          # a.grad = b + e^a,    b.grad = a

Every operation makes a new Variable that knows its parents and, for each, how a gradient travels back to it:

    Variable(data, [(parent, gradient -> that parent's gradient), …])
    Variable(a.data + b.data, [(a, lambda g: g), (b, lambda g: g)])          a + b

That is the graph of the computation; `backward` walks it once, from the result to the inputs.
Source: Linnainmaa (1970); Baydin, Pearlmutter, Radul, Siskind, "Automatic differentiation in machine learning" (2018).
"""

import numpy as np


def add(a, b):
    """a + b, element by element: both slopes are 1.

    An operation is written as Variable(data, [(parent, gradient -> that parent's gradient), …]): the result's numbers,
    and for each parent a function of one argument g, the gradient of the result, which has the result's shape. Where
    broadcasting repeated a parent, `backward` sums what that function gives to the parent's shape.

    a, b: Variables, arrays or numbers, whose shapes broadcast.    At hand: `as_variable`.
    Returns a Variable.
    """
    # Numbers and arrays take part as constants: Variables without parents
    a, b = as_variable(a), as_variable(b)
    # The sum, and for each parent how g travels to it: by how much does the sum move when that parent moves by one?
    return Variable(a.data + b.data, [(a, lambda g: g), (b, lambda g: g)])


def multiply(a, b):
    """a · b, element by element.    a, b: as for `add`.    Returns a Variable."""
    # Constants as for `add`
    a, b = as_variable(a), as_variable(b)
    # The product, and both parents again: when one of them moves by one, the product moves by what it is multiplied by
    return Variable(a.data * b.data, [(a, lambda g: g * b.data), (b, lambda g: g * a.data)])


def power(a, exponent):
    """a to the power of a number, with the slope exponent · a^(exponent − 1).

    a: a Variable.    exponent: a number.
    Returns a Variable. Raises TypeError where exponent is no number: a ** b is (b * a.log()).exp(), for a above 0.
    """
    # A Variable as exponent would be a second parent, with a slope of its own: refuse all but numbers
    if not isinstance(exponent, int | float | np.number):
        kind = type(exponent).__name__
        raise TypeError(f"the exponent is of type {kind}, not a number; for a above 0, a ** b is (b * a.log()).exp()")
    # To the power of 0 all is 1, and the slope is 0, also at a = 0, where the formula would say 0 · ∞
    lower = exponent - 1 if exponent != 0 else 0
    # The power, and its one parent
    return Variable(a.data**exponent, [(a, lambda g: g * exponent * a.data**lower)])


def matmul(a, b):
    """a @ b, with da = g bᵀ and db = aᵀ g.

    a: (n, k).    b: (k, m).    Variables or arrays.
    Returns a Variable (n, m). Raises ValueError for any other shapes.
    """
    # Constants as for `add`
    a, b = as_variable(a), as_variable(b)
    # The two gradients hold for matrices only: refuse vectors, stacks of matrices, and sizes that do not fit
    if a.data.ndim != 2 or b.data.ndim != 2 or a.data.shape[1] != b.data.shape[0]:
        raise ValueError(f"matmul takes (n, k) and (k, m); these have the shapes {a.data.shape} and {b.data.shape}")
    # The product; the shapes leave no choice of where a transpose stands
    return Variable(a.data @ b.data, [(a, lambda g: g @ b.data.T), (b, lambda g: a.data.T @ g)])


def exp(a):
    """e to the power of a, element by element; its slope is itself.    a: a Variable.    Returns a Variable."""
    # Both the result and its slope need it: once is enough
    y = np.exp(a.data)
    return Variable(y, [(a, lambda g: g * y)])


def log(a):
    """The natural logarithm, element by element; slope 1/a.    a: a Variable above 0.    Returns a Variable."""
    # The steeper, the closer a is to 0
    return Variable(np.log(a.data), [(a, lambda g: g / a.data)])


def tanh(a):
    """The hyperbolic tangent, element by element; slope 1 − tanh²(a).    a: a Variable.    Returns a Variable."""
    # As for `exp`, the slope is known from the result
    y = np.tanh(a.data)
    return Variable(y, [(a, lambda g: g * (1 - y**2))])


def relu(a):
    """max(0, a), element by element; slope 1 where a > 0, else 0.    a: a Variable.    Returns a Variable."""
    # A number that was cut off has no influence, and gets no gradient; nor does a 0
    return Variable(np.maximum(0, a.data), [(a, lambda g: g * (a.data > 0))])


def sum_over(a, axis=None, keepdims=False):
    """The sum over one axis, several (a tuple) or all (None).

    a: a Variable.    keepdims: keep the axes that were summed over, with size 1, as NumPy does.
    Returns a Variable.
    """
    # The shape of the sums with those axes kept, whatever keepdims says: in it, g broadcasts against a
    kept = a.data.sum(axis=axis, keepdims=True)
    # Every number moves the sum that it went into one for one: each gets that sum's gradient
    back = (a, lambda g: np.broadcast_to(g.reshape(kept.shape), a.data.shape))
    # The result itself keeps those axes only where it is asked to
    return Variable(kept if keepdims else a.data.sum(axis=axis), [back])


def mean_over(a, axis=None, keepdims=False):
    """The mean over one axis, several (a tuple) or all (None).    a: a Variable.    Returns a Variable."""
    # What is made of other operations needs no gradient of its own: begin with the sum
    total = sum_over(a, axis, keepdims)
    # How many numbers went into each sum follows from the two sizes
    return total * (total.data.size / a.data.size)


def reshape(a, *shape):
    """The same numbers in another shape.    a: a Variable.    shape: as for NumPy.    Returns a Variable."""
    # Each number only moved to another place: its gradient has to find the way back to the old one
    return Variable(a.data.reshape(*shape), [(a, lambda g: g.reshape(a.data.shape))])


def transpose(a):
    """All axes in reverse order.    a: a Variable.    Returns a Variable."""
    # Again each number only moved
    return Variable(a.data.T, [(a, lambda g: g.T)])


def backward(result):
    """Give all that a number was computed from its slope: grad = d result / d data.

    result: a Variable of one number. Every Variable that it was computed from gets a new `grad`, of its data's shape.
    At hand: `in_order`, `unbroadcast`, and the pairs (parent, gradient -> that parent's gradient) in `parents`.
    Raises ValueError where result is not one number.
    """
    # Refuse a result of many numbers: a slope is that of one
    if result.data.size != 1:
        raise ValueError(f"backward starts from one number; this result has shape {result.data.shape}")
    # All that takes part, parents first
    nodes = in_order(result)
    # A new gradient for each, to which others will add; that of the result with respect to itself is known
    for node in nodes:
        node.grad = np.zeros(node.data.shape)
    result.grad = np.ones(result.data.shape)
    # A node's gradient may travel on once it is complete: after all that were computed from the node have sent theirs.
    # A parent that is used in several places gets a share from each
    for node in reversed(nodes):
        for parent, travel in node.parents:
            parent.grad = parent.grad + unbroadcast(travel(node.grad), parent.data.shape)


def in_order(result):
    """All that a Variable was computed from, and itself, each after its parents.

    result: a Variable.
    Returns a list of Variables without repeats; result stands last.
    """
    order, seen = [], set()
    # A Variable may be placed once all its parents are. A recursion says that in few lines, but Python stops it at a
    # thousand calls: keep a stack of your own, on which a Variable waits below its parents until they are placed
    stack = [(result, False)]
    while stack:
        node, parents_placed = stack.pop()
        if parents_placed:
            order.append(node)
        # One that is met again, on another way, stands in the list already
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
    parents: pairs (parent, gradient -> that parent's gradient), as in the module's first lines; none for an input.
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

    def __rpow__(self, base):
        raise TypeError(
            "the exponent is a Variable, not a number; for a number a above 0, a ** b is (b * np.log(a)).exp()"
        )

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
