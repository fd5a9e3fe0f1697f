import numpy as np
import pytest

from utils.data.planar import circles, flower, moons, spirals

pytestmark = pytest.mark.lab("course1/week3_shallow_network")

SETS = [flower, moons, circles, spirals]


@pytest.mark.parametrize("make", SETS)
@pytest.mark.parametrize("m", [2, 3, 400, np.int64(7)])
def test_points_are_columns_and_classes_a_row_of_whole_numbers(make, m):
    X, Y = make(m, np.random.default_rng(0))
    assert X.shape == (2, m) and X.dtype == float and X.flags.c_contiguous
    assert Y.shape == (1, m) and Y.dtype == int
    assert np.isfinite(X).all() and np.abs(X).max() < 8


@pytest.mark.parametrize("make", SETS)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(make):
    first, again, other = (make(50, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("make", SETS)
def test_classes_are_balanced_and_mixed(make):
    _, Y = make(400, np.random.default_rng(3))
    assert Y.sum() == 200
    assert 60 < Y[0, :200].sum() < 140


def test_spirals_have_as_many_classes_as_arms():
    _, Y = spirals(90, np.random.default_rng(0), arms=3)
    assert np.array_equal(np.bincount(Y[0]), [30, 30, 30])


def test_without_noise_the_shapes_are_exact():
    rng = np.random.default_rng(0)
    X, Y = circles(100, rng, noise=0, inner=0.6)
    np.testing.assert_allclose(np.hypot(*X), np.where(Y[0] == 0, 1, 0.6))
    X, Y = moons(100, rng, noise=0)
    np.testing.assert_allclose(np.hypot(X[0] - Y[0], X[1] - 0.5 * Y[0]), 1)
    X, _ = flower(100, rng, noise=0)
    angle = np.arctan2(X[0], X[1])
    np.testing.assert_allclose(np.hypot(*X), 4 * np.abs(np.sin(4 * angle)), atol=1e-9)


@pytest.mark.parametrize("make", SETS)
def test_no_straight_line_parts_them_but_close_points_agree(make):
    X, Y = make(400, np.random.default_rng(0))
    flat, signs = np.vstack([X, np.ones(400)]), 2 * Y[0] - 1
    by_line = np.mean(np.sign(np.linalg.lstsq(flat.T, signs, rcond=None)[0] @ flat) == signs)
    apart = np.sum((X[:, :, None] - X[:, None]) ** 2, axis=0) + np.diag(np.full(400, np.inf))
    by_neighbour = np.mean(Y[0, apart.argmin(axis=0)] == Y[0])
    assert by_line < 0.92 and by_neighbour > by_line + 0.03


@pytest.mark.parametrize("make", SETS)
@pytest.mark.parametrize("m", [1, 0, -4, 2.5, 10.0, True, "20", None, float("nan")])
def test_a_wrong_number_of_points_is_refused(make, m):
    with pytest.raises(ValueError, match="whole number of points, at least 2"):
        make(m, np.random.default_rng(0))


@pytest.mark.parametrize("make", SETS)
@pytest.mark.parametrize("noise", [-0.1, float("nan"), float("inf")])
def test_noise_that_is_no_standard_deviation_is_refused(make, noise):
    with pytest.raises(ValueError, match="standard deviation"):
        make(10, np.random.default_rng(0), noise=noise)


def test_fewer_points_or_fewer_arms_than_a_spiral_needs_are_refused():
    with pytest.raises(ValueError, match="at least 3"):
        spirals(2, np.random.default_rng(0), arms=3)
    with pytest.raises(ValueError, match="arms = 1"):
        spirals(10, np.random.default_rng(0), arms=1)
