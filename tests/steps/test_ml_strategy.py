"""Strategy in numbers: against loops, scikit-learn, exact intervals, and what must hold for any situation."""

import numpy as np
import pytest
from scipy.stats import binom
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from utils.steps import ml_strategy as steps

pytestmark = pytest.mark.lab("course3/week1_ml_strategy")


@pytest.mark.parametrize("seed", range(5))
def test_precision_recall_and_f1_are_scikit_learn_s(seed):
    rng = np.random.default_rng(seed)
    Y, Y_hat = rng.random((2, 1, 40)) < (0.3, 0.6)[seed % 2]
    theirs = precision_recall_fscore_support(Y[0], Y_hat[0], average="binary", zero_division=0)[:3]
    np.testing.assert_allclose(steps.precision_recall_f1(Y.astype(int), Y_hat.astype(int)), theirs)


def test_the_harmonic_mean_is_lowest_and_at_most_twice_the_smaller():
    rng = np.random.default_rng(0)
    for _ in range(50):
        Y, Y_hat = (rng.random((2, 1, 30)) < 0.5).astype(int)
        P, R, f1 = steps.precision_recall_f1(Y, Y_hat)
        assert min(P, R) - 1e-12 <= f1 <= np.sqrt(P * R) + 1e-12 <= (P + R) / 2 + 2e-12
        assert f1 <= 2 * min(P, R)


def test_without_a_hit_all_three_are_0():
    Y = np.array([[0, 1, 1]])
    assert steps.precision_recall_f1(Y, np.zeros((1, 3))) == steps.precision_recall_f1(Y, 1 - Y) == (0, 0, 0)


def test_the_chosen_model_keeps_its_limits_and_none_that_does_is_better():
    rng = np.random.default_rng(1)
    for _ in range(50):
        measured = {k: {"f1": rng.random(), "ms": rng.random(), "recall": rng.random()} for k in range(6)}
        chosen = steps.choose_model(measured, "f1", {"ms": 0.5}, {"recall": 0.4})
        inside = {k for k, values in measured.items() if values["ms"] <= 0.5 and values["recall"] >= 0.4}
        assert (chosen is None) == (not inside)
        assert chosen is None or (chosen in inside and measured[chosen]["f1"] == max(measured[k]["f1"] for k in inside))


def test_equal_weights_are_the_plain_error_and_a_common_factor_cancels():
    rng = np.random.default_rng(2)
    Y, Y_hat = rng.integers(0, 4, (2, 1, 50))
    plain = 1 - accuracy_score(Y[0], Y_hat[0])
    assert steps.weighted_error(Y, Y_hat, {}) == pytest.approx(plain)
    assert steps.weighted_error(Y, Y_hat, dict.fromkeys(range(4), 7.0)) == pytest.approx(plain)
    weights = {0: 2.0, 1: 0.5, 2: 3.0, 3: 1.0}
    by_sklearn = 1 - accuracy_score(Y[0], Y_hat[0], sample_weight=[weights[y] for y in Y[0].tolist()])
    assert steps.weighted_error(Y, Y_hat, weights) == pytest.approx(by_sklearn)


def test_a_weight_of_3_is_the_example_three_times():
    Y, Y_hat = np.array([[0, 1, 1, 0]]), np.array([[0, 0, 1, 1]])
    thrice = [np.concatenate([a, a[Y == 1][np.newaxis], a[Y == 1][np.newaxis]], axis=1) for a in (Y, Y_hat)]
    assert steps.weighted_error(Y, Y_hat, {1: 3.0}) == pytest.approx(steps.weighted_error(*thrice, {}))


def test_examples_without_weight_are_refused():
    with pytest.raises(ValueError, match="weigh nothing"):
        steps.weighted_error(np.array([[1]]), np.array([[0]]), {1: 0.0})


@pytest.mark.parametrize(("error", "half_width"), [(0.03, 0.003), (0.1, 0.01), (0.5, 0.02)])
def test_an_interval_of_that_width_holds_the_truth_as_often_as_it_says(error, half_width):
    train, dev, test = steps.split_sizes(10**8, error, half_width)
    assert train + dev + test == 10**8 and dev == test
    low, high = np.ceil((error - half_width) * dev), np.floor((error + half_width) * dev)
    assert binom.cdf(high, dev, error) - binom.cdf(low - 1, dev, error) == pytest.approx(0.95, abs=0.005)
    assert 1.96 * np.sqrt(error * (1 - error) / dev) <= half_width < 1.96 * np.sqrt(error * (1 - error) / (dev - 1))


@pytest.mark.parametrize("m", [1, 4, 5, 99, 1000, 12_345])
def test_small_data_give_a_fifth_at_most(m):
    train, dev, test = steps.split_sizes(m, 0.03, 0.001)
    assert (train, dev, test) == (m - 2 * (m // 5), m // 5, m // 5)


@pytest.mark.parametrize("error", [0.0, 1.0, -0.1, 1.5])
def test_an_error_that_is_none_is_refused(error):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        steps.split_sizes(100, error, 0.01)


def test_the_human_error_is_the_lowest_of_people_and_majority():
    rng = np.random.default_rng(5)
    for k in (1, 2, 3, 5):
        Y = rng.integers(0, 6, (1, 60))
        votes = np.where(rng.random((k, 60)) < 0.35, rng.integers(0, 6, (k, 60)), Y)
        majority = [np.bincount(column).argmax() for column in votes.T]
        due = min(*(np.mean(row != Y[0]) for row in votes), np.mean(majority != Y[0]))
        bias, human = steps.avoidable_bias(votes, Y, 0.2)
        assert human == pytest.approx(due) and bias == pytest.approx(0.2 - due)


def test_the_standard_error_is_that_of_many_dev_sets():
    rng = np.random.default_rng(6)
    zeros = np.zeros((1, 300), dtype=int)
    found = [steps.variance_gap(zeros[:, :50], zeros[:, :50], zeros, rng.random((1, 300)) < 0.2) for _ in range(400)]
    gaps, errors = np.array(found).T
    assert gaps.mean() == pytest.approx(0.2, abs=0.005) and gaps.std() == pytest.approx(errors.mean(), rel=0.1)


SITUATIONS = {
    (0.01, 0.08, 0.10, 0.10): "bias",
    (0.075, 0.08, 0.10, 0.10): "variance",
    (0.01, 0.01, 0.02, 0.08): "dev set",
    (0.05, 0.03, 0.031, 0.031): "yardstick",
    (0.05, 0.05, 0.052, 0.050): "done",
}


@pytest.mark.parametrize(("errors", "due"), SITUATIONS.items())
def test_each_diagnosis(errors, due):
    focus, gaps = steps.diagnose(*errors, 10**5, 10**5)
    assert focus == due
    assert list(gaps.values()) == pytest.approx(np.diff(errors).tolist())


def test_what_is_diagnosed_counts_and_is_largest_of_those_that_do():
    rng = np.random.default_rng(7)
    seen = set()
    for _ in range(2000):
        errors = np.clip(np.cumsum([rng.uniform(0, 0.1), *rng.normal(0.01, 0.02, 3)]), 0, 1)
        m_dev, m_test = (10 ** rng.uniform(2, 5, 2)).astype(int)
        focus, gaps = steps.diagnose(*errors, m_dev, m_test)
        se_dev, se_test = np.sqrt(errors[2:] * (1 - errors[2:]) / (m_dev, m_test))
        least = {"bias": 0.005, "variance": max(0.005, 2 * se_dev)}
        least["dev set"] = max(0.005, 2 * np.hypot(se_dev, se_test))
        counting = [name for name in gaps if gaps[name] > least[name]]
        if counting:
            assert focus in counting and gaps[focus] == max(gaps[name] for name in counting)
        else:
            assert focus == ("yardstick" if errors[1] < errors[0] else "done")
        seen.add(focus)
    assert seen == {"bias", "variance", "dev set", "yardstick", "done"}


def test_knobs_against_a_loop_and_the_start_is_left_alone():
    def train(setting, seed):
        draw = np.random.default_rng([seed, setting["a"], setting["b"]])
        return draw.random(), draw.random()

    start, knobs, seeds = {"a": 1, "b": 2}, {"x": {"a": 5}, "y": {"b": 7}, "z": {"a": 0, "b": 0}}, [3, 1, 4, 15]
    effects, errors = steps.orthogonal_knobs(train, start, knobs, seeds)
    assert start == {"a": 1, "b": 2}
    for k, change in enumerate(knobs.values()):
        for column in (0, 1):
            moved = [train({**start, **change}, seed)[column] - train(start, seed)[column] for seed in seeds]
            mean = sum(moved) / 4
            assert effects[k, column] == pytest.approx(mean)
            assert errors[k, column] == pytest.approx((sum((x - mean) ** 2 for x in moved) / 3 / 4) ** 0.5)


def test_what_a_seed_draws_for_all_settings_cancels():
    effects, errors = steps.orthogonal_knobs(
        lambda s, seed: (seed + s["a"], 2 * seed), {"a": 0}, {"x": {"a": 1}}, [1, 9]
    )
    np.testing.assert_array_equal(effects, [[1, 0]])
    np.testing.assert_array_equal(errors, [[0, 0]])


def test_each_setting_is_trained_once_for_each_seed():
    calls = []
    steps.orthogonal_knobs(lambda s, seed: calls.append(seed) or (0, 0), {}, {"x": {"a": 1}, "y": {"a": 2}}, [1, 2])
    assert sorted(calls) == [1, 1, 1, 2, 2, 2]
