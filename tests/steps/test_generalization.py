"""Splits, normalised inputs, early stopping, augmentation, ensembles: against loops and scikit-learn."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from utils.steps import generalization as steps
from utils.steps.regularization import forward_propagation


def numbered(m, n_x=2):
    return np.arange(n_x * m, dtype=float).reshape(n_x, m), np.arange(m)[None, :]


@pytest.mark.parametrize(("m", "dev", "test"), [(10, 0.2, 0.2), (7, 0.3, 0.0), (1, 0.0, 0.0), (100, 0.33, 0.333)])
def test_a_split_deals_every_example_out_once_with_its_label(m, dev, test):
    X, Y = numbered(m)
    parts = steps.train_dev_test_split(X, Y, dev, test, np.random.default_rng(0))
    assert [part[1].shape[1] for part in parts[1:]] == [round(m * dev), round(m * test)]
    assert sorted(np.hstack([part[1] for part in parts])[0]) == list(range(m))
    for X_part, Y_part in parts:
        np.testing.assert_array_equal(X_part, X[:, Y_part[0]])


def test_two_draws_split_differently_and_nothing_for_training_is_refused():
    X, Y = numbered(50)
    first, second = (steps.train_dev_test_split(X, Y, 0.2, 0.2, np.random.default_rng(s))[1][1] for s in (0, 1))
    assert not np.array_equal(first, second)
    with pytest.raises(ValueError, match="of 50 examples 25 go to dev and 25 to test"):
        steps.train_dev_test_split(X, Y, 0.5, 0.5, np.random.default_rng(0))


def test_scikit_learn_scales_alike():
    rng = np.random.default_rng(0)
    X_train, X_dev, X_test = (rng.normal(3, 5, (4, m)) for m in (30, 7, 5))
    X_train[2] = 1.5
    *parts, mu, sigma = steps.normalize_inputs(X_train, X_dev, X_test)
    scaler = StandardScaler().fit(X_train.T)
    for part, X in zip(parts, (X_train, X_dev, X_test), strict=True):
        np.testing.assert_allclose(part.T, scaler.transform(X.T), atol=1e-12)
    np.testing.assert_allclose(mu[:, 0], scaler.mean_)
    np.testing.assert_allclose(sigma[:, 0], scaler.scale_)


def stopped_by_search(costs, patience):
    """The first check behind which `patience` checks in a row are no lower than all before them."""
    for stop in range(patience, len(costs)):
        lowest = min(costs[: stop - patience + 1])
        if all(cost >= lowest for cost in costs[stop - patience + 1 : stop + 1]):
            return int(np.argmin(costs[: stop + 1])), stop
    return int(np.argmin(costs)), len(costs) - 1


def test_early_stopping_agrees_with_a_search():
    rng = np.random.default_rng(1)
    for _ in range(300):
        costs = list(rng.integers(0, 8, rng.integers(1, 15)))
        patience = int(rng.integers(1, 5))
        assert steps.early_stopping(costs, patience) == stopped_by_search(costs, patience)


def turned_by_loops(image, degrees):
    """Each pixel looks where it was before the turn, and takes the weighted mean of the four pixels there."""
    (h, w), angle, turned = image.shape, np.deg2rad(degrees), np.zeros(image.shape)
    padded = np.pad(image, 10)
    for i in range(h):
        for j in range(w):
            y, x = i - (h - 1) / 2, j - (w - 1) / 2
            row = np.cos(angle) * y + np.sin(angle) * x + (h - 1) / 2 + 10
            column = -np.sin(angle) * y + np.cos(angle) * x + (w - 1) / 2 + 10
            top, left = int(np.floor(row)), int(np.floor(column))
            for a, part in ((top, 1 - row + top), (top + 1, row - top)):
                for b, share in ((left, 1 - column + left), (left + 1, column - left)):
                    turned[i, j] += part * share * padded[a, b]
    return turned


def test_a_turn_agrees_with_loops_and_by_right_angles_moves_whole_pixels():
    image = np.random.default_rng(2).random((6, 6))
    for k in range(4):
        np.testing.assert_allclose(steps.rotate(image, 90 * k), np.rot90(image, k), atol=1e-9)
    for degrees in (20, -35):
        np.testing.assert_allclose(steps.rotate(image, degrees), turned_by_loops(image, degrees), atol=1e-9)


def test_a_distortion_moves_no_pixel_farther_than_its_strength():
    rng = np.random.default_rng(3)
    ramp = np.tile(np.arange(20.0), (20, 1)) + 100
    moved = steps.distort(ramp, rng.standard_normal((2, 20, 20)), 1.5)[3:-3, 3:-3]
    shift = np.abs(moved - ramp[3:-3, 3:-3])
    assert 0.3 < shift.max() <= 1.5 + 1e-9
    np.testing.assert_array_equal(steps.distort(ramp, np.zeros((2, 20, 20)), 2.0), ramp)


def test_copies_are_new_and_mirrored_as_often_as_asked():
    images = np.random.default_rng(4).random((400, 5, 5))
    before = images.copy()
    copies = steps.augment(images, 0.3, 0, 0.0, np.random.default_rng(5))
    mirrored = np.array([np.allclose(copy, image[:, ::-1]) for copy, image in zip(copies, images, strict=True)])
    kept = np.array([np.allclose(copy, image) for copy, image in zip(copies, images, strict=True)])
    assert (mirrored ^ kept).all() and mirrored.mean() == pytest.approx(0.3, abs=0.07)
    np.testing.assert_array_equal(images, before)


def test_an_ensemble_of_one_is_that_one_and_of_two_lies_between():
    rng = np.random.default_rng(6)
    shapes = {"W1": (4, 2), "b1": (4, 1), "W2": (3, 4), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
    members = [{key: rng.standard_normal(shape) for key, shape in shapes.items()} for _ in range(2)]
    X = rng.standard_normal((2, 9))
    each = [forward_propagation(X, member)[0] for member in members]
    np.testing.assert_allclose(steps.ensemble_predict(X, members[:1])[1], each[0])
    answers, A3 = steps.ensemble_predict(X, members)
    np.testing.assert_allclose(A3, (each[0] + each[1]) / 2)
    np.testing.assert_array_equal(answers, A3 > 0.5)
