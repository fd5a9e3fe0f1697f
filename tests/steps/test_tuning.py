"""Drawing settings, searching, panda and caviar: against what must hold for any range, and by hand."""

import numpy as np
import pytest

from utils.steps import tuning

pytestmark = pytest.mark.lab("course2/week3_tuning_and_batchnorm")


class Fixed:
    """A generator whose next shares are known."""

    def __init__(self, *shares):
        self.shares = list(shares)

    def random(self):
        return self.shares.pop(0)


@pytest.mark.parametrize(
    ("scale", "low", "high", "start", "middle"),
    [
        ("linear", -1.0, 3.0, -1.0, 1.0),
        ("log", 1e-4, 1.0, 1e-4, 1e-2),
        ("1 - log", 0.9, 0.999, 0.9, 0.99),
        ("whole", 1, 4, 1, 3),
        ("whole", -3, -1, -3, -2),
    ],
)
def test_where_a_share_lies_on_each_scale(scale, low, high, start, middle):
    space = {"a": (scale, low, high), "b": (scale, low, high), "c": (scale, low, high)}
    found = tuning.sample_hyperparameters(space, Fixed(0.0, 0.5, 1 - 1e-12))
    assert found["a"] == pytest.approx(start) and found["b"] == pytest.approx(middle)
    assert found["c"] == pytest.approx(high)
    assert all(type(value) is int for value in found.values()) == (scale == "whole")


def test_whole_numbers_are_equally_likely():
    rng = np.random.default_rng(0)
    drawn = [tuning.sample_hyperparameters({"n": ("whole", 2, 6)}, rng)["n"] for _ in range(5000)]
    np.testing.assert_allclose(np.bincount(drawn)[2:] / 5000, 0.2, atol=0.02)


@pytest.mark.parametrize(("scale", "low", "high"), [("log", 1e-3, 10.0), ("1 - log", 0.5, 0.99), ("linear", 2.0, 3.0)])
def test_a_grid_has_the_ends_and_is_even_on_its_scale(scale, low, high):
    settings = tuning.grid_of({"a": (scale, low, high), "n": ("whole", 1, 5)}, 3)
    assert len(settings) == 9 and [setting["n"] for setting in settings[:3]] == [1, 3, 5]
    values = [setting["a"] for setting in settings[::3]]
    assert values[0] == pytest.approx(low) and values[2] == pytest.approx(high)
    middle = tuning.sample_hyperparameters({"a": (scale, low, high)}, Fixed(0.5))["a"]
    assert values[1] == pytest.approx(middle)


def test_a_search_returns_what_it_tried_and_the_first_of_the_best():
    errors = iter([0.5, float("nan"), 0.2, 0.2, 0.9])
    best, settings, noted = tuning.random_search(
        lambda setting: next(errors), {"x": ("linear", 0, 1)}, 5, np.random.default_rng(3)
    )
    again = np.random.default_rng(3)
    assert settings == [tuning.sample_hyperparameters({"x": ("linear", 0, 1)}, again) for _ in range(5)]
    assert best is settings[2]
    np.testing.assert_array_equal(noted, [0.5, np.nan, 0.2, 0.2, 0.9])


def test_the_panda_goes_back_to_the_morning():
    kept, errors, rates = tuning.panda(lambda model, rate: model + rate, lambda model: abs(model - 3.0), 0.0, 2.0, 5)
    assert rates == pytest.approx([2.0, 3.0, 1.0, 1.5, 0.5])
    assert errors == pytest.approx([1.0, 1.0, 0.0, 0.0, 0.0]) and kept == pytest.approx(3.0)


def test_caviar_is_each_model_alone():
    models, rates = [1.0, 2.0, 4.0], [0.5, 0.9, 3.0]
    best, model, errors = tuning.caviar(lambda model, rate: model * (1 - rate), abs, models, rates, 3)
    alone = [[abs(m * (1 - r) ** day) for day in (1, 2, 3)] for m, r in zip(models, rates, strict=True)]
    np.testing.assert_allclose(errors, alone)
    assert best == 1 and model == pytest.approx(2 * 0.1**3)
