"""Graphs on which the exercises of automatic differentiation are tried."""

import numpy as np

from utils.steps.automatic_differentiation import Variable


def product_and_sum():
    """a · b + a at 3 and 2: a is used twice. Returns result, [a, b]."""
    a, b = Variable(3.0), Variable(2.0)
    return a * b + a, [a, b]


def inner_first():
    """p + tanh(p) with p = a · b: the result's first parent is a parent of its second. Returns result, [a, b]."""
    a, b = Variable(0.5), Variable(0.4)
    product = a * b
    return product + product.tanh(), [a, b]


def input_first():
    """a + a · b: the result's first parent is an input, which the second uses. Returns result, [a, b]."""
    a, b = Variable(3.0), Variable(2.0)
    return a + a * b, [a, b]


def all_asked():
    """a · b + a, and all of its Variables. Returns result, [a, b, product, result]."""
    a, b = Variable(3.0), Variable(2.0)
    product = a * b
    result = product + a
    return result, [a, b, product, result]


def one_array_for_both():
    """(a + b) + a, where the rule hands both parents one array. Returns result, [a, b, inner, result]."""
    a, b = Variable(3.0), Variable(2.0)
    inner = Variable(a.data + b.data, [a, b], lambda g: (g, g))
    result = Variable(inner.data + a.data, [inner, a], lambda g: (g, g))
    return result, [a, b, inner, result]


def one_by_one():
    """A product of shape (1, 1). Returns result, [row, column, result]."""
    row, column = Variable([[1.0, 2.0]]), Variable([[3.0], [4.0]])
    result = row @ column
    return result, [row, column, result]


def squared():
    """a · a. Returns result, [a]."""
    a = Variable(3.0)
    return a * a, [a]


def chain(length=3):
    """tanh of tanh of … of a number. Returns result, [a]."""
    a = Variable(0.5)
    node = a
    for _ in range(length):
        node = node.tanh()
    return node, [a]


def diamond():
    """Two ways of different lengths from an input to the result, which also uses the input itself."""
    a, b = Variable(1.5), Variable(0.5)
    long = (a * b).tanh().exp()
    return long * a + (long + b) * a, [a, b]


def twins():
    """Two inputs that hold the same number, and two products that do."""
    a, b = Variable(2.0), Variable(2.0)
    return (a * b) + (b * a) * b, [a, b]


def small_net(rng):
    """The mean square of a layer of tanh units on three examples. Returns result, [W, b]."""
    W, b, X = Variable(rng.normal(size=(2, 3))), Variable(rng.normal(size=(2, 1))), rng.normal(size=(3, 3))
    A = (W @ X + b).tanh()
    return (A * A).sum() * (1 / 3), [W, b]


def stray(rng):
    """A result that does not depend on one of the inputs. Returns result, [a, apart]."""
    a, apart = Variable(rng.normal(size=(2, 2))), Variable(np.ones(3))
    return (a * a).sum(), [a, apart]


def deep():
    """2000 sums, one on top of the other: deeper than Python recurses. Returns result, [a]."""
    a = Variable(1.0)
    node = a
    for _ in range(2000):
        node = node + a
    return node, [a]
