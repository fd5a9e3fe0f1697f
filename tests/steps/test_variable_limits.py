"""Where Variables end: powers at 0, exponents that are no numbers, other shapes than matrices, results of several."""

import re

import numpy as np
import pytest

from tests.layers.witnesses import assert_close
from tests.steps.test_automatic_differentiation import gradients
from utils.steps.automatic_differentiation import Variable, apply


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("exponent, slope", [(0, 0), (0.0, 0), (1, 1), (2, 0)])
def test_the_slope_of_a_power_at_0_is_a_number(exponent, slope):
    _, (da,) = gradients(lambda a: a**exponent, 0.0)
    assert da == slope


@pytest.mark.parametrize("exponent", [Variable(2.0), np.array([2.0, 3.0]), "2"], ids=["Variable", "array", "text"])
def test_an_exponent_is_a_number(exponent):
    with pytest.raises(TypeError, match=rf"of type {type(exponent).__name__}.*\(b \* a.log\(\)\).exp\(\)"):
        Variable([1.0, 2.0]) ** exponent


@pytest.mark.parametrize("base", [2, np.array([2.0, 3.0])], ids=["number", "array"])
def test_a_variable_as_exponent_is_refused_and_its_advice_is_right(base):
    v = Variable([1.0, 2.0])
    with pytest.raises(TypeError, match=r"\(b \* np.log\(a\)\).exp\(\)"):
        base**v
    value, (dv,) = gradients(lambda v: (v * np.log(base)).exp().sum(), v.data)
    assert value == pytest.approx(np.sum(base**v.data))
    assert_close(dv, np.log(base) * base**v.data, 1e-12)


@pytest.mark.parametrize(
    "left, right", [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((4, 2, 3), (3, 2)), ((2, 3),) * 2]
)
def test_matmul_refuses_all_but_two_matrices_that_fit(left, right):
    with pytest.raises(ValueError, match=f"{re.escape(str(left))} and {re.escape(str(right))}"):
        Variable(np.ones(left)) @ Variable(np.ones(right))


def test_an_operation_of_one_s_own_needs_its_rule_only():
    """What the docstrings tell a learner: apply(forward, rule, *operands)."""
    a = Variable([1.0, 4.0])
    halves = apply(lambda a: a / 2, lambda g, a: (g / 2,), a)
    (halves * halves).sum().backward()
    assert a.grad.tolist() == [0.5, 2]


def test_backward_starts_from_one_number():
    with pytest.raises(ValueError, match=r"one number; this result has shape \(2,\)"):
        Variable([1.0, 2.0]).backward()
