"""Reverse-mode automatic differentiation: arrays that remember how they were computed.

    a, b = Variable(3.0), Variable(2.0)
    c = a * b + a.exp()
    c.backward()          # a.grad = b + e^a,    b.grad = a

Every operation has a rule in utils.steps.gradient_rules. `apply` makes the operation's result, a Variable that knows
its parents and the rule:

    apply(np.multiply, multiply_backward, a, b)          a · b

That is the graph of the computation; `gradients` walks it once, from the result to the inputs.
Source: Linnainmaa (1970); Baydin, Pearlmutter, Radul, Siskind, "Automatic differentiation in machine learning" (2018).
"""

import numpy as np

from utils.steps.gradient_rules import (
    add_backward,
    exp_backward,
    log_backward,
    matmul_backward,
    multiply_backward,
    relu_backward,
    sum_backward,
    tanh_backward,
)


def in_order(result):
    """All that a Variable was computed from, and itself, each after its parents.

    result: a Variable. Its `parents` are the Variables that it was directly computed from, a list; an input has none.
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
            stack.extend((parent, False) for parent in node.parents)
    return order


def gradients(result, inputs):
    """The gradients of one number with respect to what it was computed from.

    result: a Variable of one number.    inputs: a list of Variables.
    A Variable has `data`, an array; `parents`, a list of Variables; and `rule`, a function that turns the gradient of
    the Variable into a gradient for each of its parents.    At hand: `in_order(result)`.
    Returns a list of arrays, each of its input's shape; 0 where the result does not depend on the input.
    Raises ValueError where result is not one number.
    """
    # Refuse a result of many numbers: a gradient is that of one
    if result.data.size != 1:
        raise ValueError(f"a gradient is that of one number; this result has shape {result.data.shape}")
    # All that takes part, parents first
    nodes = in_order(result)
    # A gradient for each, 0 so far; that of the result with respect to itself is known
    total = {node: np.zeros(node.data.shape) for node in [*inputs, *nodes]}
    total[result] = np.ones(result.data.shape)
    # A gradient may travel on once it is complete: after all that were computed from the Variable have sent theirs
    for node in reversed(nodes):
        parts = node.rule(total[node])
        for parent, part in zip(node.parents, parts, strict=True):
            total[parent] = total[parent] + part
    return [total[node] for node in inputs]


def apply(forward, rule, *operands):
    """The Variable that an operation makes of others.

    forward: function of the operands' arrays.    rule: function of g and the same arrays; returns a gradient for each.
    operands: Variables, arrays or numbers; the last two take part as constants.
    Returns a Variable.
    """
    # Variables without parents for what is none
    parents = [as_variable(operand) for operand in operands]
    arrays = [parent.data for parent in parents]
    # What comes out, where it comes from, and how a gradient travels back
    return Variable(forward(*arrays), parents, lambda g: rule(g, *arrays))


class Variable:
    """An array, its gradient, and where it comes from.

    data: a number or an array; float64 from here on.
    parents: the Variables that it was computed from.    rule: its gradient -> a gradient for each parent.
    grad: None until `backward` of a result sets it.
    """

    __array_ufunc__ = None  # array + Variable is left to Variable, which NumPy would otherwise take apart

    def __init__(self, data, parents=(), rule=lambda g: ()):
        self.data, self.parents, self.rule, self.grad = np.asarray(data, dtype=float), list(parents), rule, None

    def backward(self):
        """Give everything that this one number was computed from a new `grad`."""
        nodes = in_order(self)
        for node, gradient in zip(nodes, gradients(self, nodes), strict=True):
            node.grad = gradient

    def __deepcopy__(self, memo):
        """A copy of the graph, without a recursion, which a deep one would not survive."""
        for node in in_order(self):
            if id(node) not in memo:
                twin = Variable(node.data.copy(), [memo[id(parent)] for parent in node.parents], node.rule)
                twin.grad = None if node.grad is None else node.grad.copy()
                memo[id(node)] = twin
        return memo[id(self)]

    def __repr__(self):
        whence = f", from {len(self.parents)} parent{'s' * (len(self.parents) > 1)}" if self.parents else ""
        return f"Variable({np.array2string(self.data, threshold=6, precision=4)}{whence})"

    def __add__(self, other):
        return apply(np.add, add_backward, self, other)

    def __mul__(self, other):
        return apply(np.multiply, multiply_backward, self, other)

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other):
        return _matmul(self, as_variable(other))

    def __rmatmul__(self, other):
        return _matmul(as_variable(other), self)

    def __pow__(self, exponent):
        return _power(self, exponent)

    def __rpow__(self, base):
        raise TypeError(
            "the exponent is a Variable, not a number; for a number a above 0, a ** b is (b * np.log(a)).exp()"
        )

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + as_variable(other) * -1

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * as_variable(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        return apply(np.exp, exp_backward, self)

    def log(self):
        return apply(np.log, log_backward, self)

    def tanh(self):
        return apply(np.tanh, tanh_backward, self)

    def relu(self):
        return apply(lambda a: np.maximum(0, a), relu_backward, self)

    def sum(self, axis=None, keepdims=False):
        """The sum over one axis, several (a tuple) or all (None)."""
        return apply(lambda a: a.sum(axis=axis, keepdims=keepdims), lambda g, a: sum_backward(g, a, axis), self)

    def mean(self, axis=None, keepdims=False):
        """The mean over one axis, several (a tuple) or all (None)."""
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape):
        """The same numbers in another shape."""
        return apply(lambda a: a.reshape(*shape), lambda g, a: (g.reshape(a.shape),), self)

    @property
    def T(self):
        """All axes in reverse order."""
        return apply(np.transpose, lambda g, a: (g.T,), self)


def as_variable(value):
    """The value itself where it is a Variable, else a constant: a Variable without parents."""
    return value if isinstance(value, Variable) else Variable(value)


def _matmul(a, b):
    """a @ b of matrices. Raises ValueError for any other shapes."""
    if a.data.ndim != 2 or b.data.ndim != 2 or a.data.shape[1] != b.data.shape[0]:
        raise ValueError(f"matmul takes (n, k) and (k, m); these have the shapes {a.data.shape} and {b.data.shape}")
    return apply(np.matmul, matmul_backward, a, b)


def _power(a, exponent):
    """A Variable to the power of a number. Raises TypeError for any other exponent."""
    if not isinstance(exponent, int | float | np.number):
        kind = type(exponent).__name__
        raise TypeError(f"the exponent is of type {kind}, not a number; for a above 0, a ** b is (b * a.log()).exp()")
    # To the power of 0 all is 1, and the slope is 0, also at a = 0, where the formula would say 0 · ∞
    lower = exponent - 1 if exponent != 0 else 0
    return apply(lambda a: a**exponent, lambda g, a: (g * exponent * a**lower,), a)
