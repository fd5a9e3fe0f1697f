"""Starting weights against the steps and PyTorch's fans, the signal that they keep, and what they refuse."""

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES
from utils.layers.dropout import Dropout
from utils.layers.initialization import fans, he, small_random, xavier
from utils.steps import initialization as steps

KINDS = pytest.mark.parametrize("init", [small_random, xavier, he])


@pytest.mark.parametrize(
    "init, step", [(xavier, steps.initialize_parameters_xavier), (he, steps.initialize_parameters_he)]
)
def test_they_agree_with_the_steps_in_columns(init, step):
    """The same numbers of the generator, times the same scale."""
    ours = init((5, 3), np.random.default_rng(1), dtype=np.float64)
    twin = step([5, 3], np.random.default_rng(1))["W1"]
    np.testing.assert_allclose(ours.ravel(), twin.ravel(), rtol=1e-12)


@pytest.mark.parametrize(
    "shape, expected", [((5, 3), (5, 3)), ((3, 3, 8, 16), (72, 144)), ((1, 1, 4, 2), (4, 2)), ((4, 6, 7), (6, 7))]
)
def test_fans_by_hand(shape, expected):
    assert fans(shape) == expected


def test_fans_are_pytorchs():
    torch = pytest.importorskip("torch")
    for shape in ((5, 3), (3, 2, 8, 16)):
        theirs = torch.nn.init._calculate_fan_in_and_fan_out(torch.zeros(shape[::-1]))
        assert fans(shape) == theirs


@pytest.mark.parametrize("shape", [(300, 200), (3, 3, 40, 50), (4, 120, 130)])
def test_the_spread_is_what_the_formula_says(shape):
    n_in, n_out = fans(shape)
    rng = np.random.default_rng(2)
    for init, variance in ((small_random, 1e-4), (xavier, 2 / (n_in + n_out)), (he, 2 / n_in)):
        W = init(shape, rng)
        assert W.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / W.size))
        assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)
    assert small_random(shape, rng, scale=3).std() == pytest.approx(3, rel=0.05)


def test_he_keeps_a_signal_through_thirty_relus_and_small_numbers_do_not():
    rng = np.random.default_rng(3)
    sizes = {}
    for init in (he, small_random):
        A = rng.standard_normal((50, 200), dtype=np.float32)
        for _ in range(30):
            A = np.maximum(A @ init((200, 200), rng), 0)
        sizes[init] = np.mean(A**2)
    assert 0.1 < sizes[he] < 10 and sizes[small_random] < 1e-20


@DTYPES
@KINDS
def test_type_and_generator(init, dtype):
    one, same, next_one = (init((3, 4), np.random.default_rng(seed), dtype=dtype) for seed in (4, 4, 5))
    assert one.dtype == dtype and np.array_equal(one, same) and not np.array_equal(one, next_one)


@KINDS
@pytest.mark.parametrize("size", [0, -1, 2.0])
def test_sizes_that_are_none_are_refused(init, size):
    with pytest.raises(ValueError, match="a size of the weights = "):
        init((3, size), np.random.default_rng(6))


def test_weights_have_two_axes():
    with pytest.raises(ValueError, match=r"shape \(3,\): inputs and outputs are two axes"):
        he((3,), np.random.default_rng(7))


@KINDS
@pytest.mark.parametrize("rng", [3, None, np.random, np.random.RandomState(3)], ids=["int", "None", "module", "old"])
def test_what_is_no_generator_is_refused(init, rng):
    kind = type(rng).__name__
    with pytest.raises(ValueError, match=rf"rng is {kind}; it is a np.random.Generator: np.random.default_rng\(seed\)"):
        init((3, 4), rng)
    with pytest.raises(ValueError, match=f"rng is {kind}"):
        Dropout(0.5, rng)


@KINDS
@pytest.mark.parametrize("shape", [(0, 0), (-3, 3), (2.5, 2)])
def test_sizes_are_refused_before_anything_is_divided_by_them(init, shape):
    with pytest.raises(ValueError, match=f"a size of the weights = {shape[0]}"):
        init(shape, np.random.default_rng(8))


@pytest.mark.parametrize("scale", [-0.1, np.nan, np.inf])
def test_a_spread_that_is_none_is_refused(scale):
    with pytest.raises(ValueError, match="scale = "):
        small_random((3, 4), np.random.default_rng(9), scale)
