"""What the lab on gradient checking says of steps, precisions and the open challenge, at other seeds than it shows."""

import numpy as np
import pytest

from tests.labs.course2.week1_gradient_checking.common import FAULTS, difference
from utils.checking import OverBudget
from utils.labs.course2.week1_gradient_checking import open_challenge
from utils.labs.course2.week1_gradient_checking.common import crossings, task
from utils.labs.course2.week1_gradient_checking.steps_and_errors import (
    best_measured,
    derivatives,
    error_of,
    roundoff,
)
from utils.steps import gradient_checking as checking
from utils.steps.gradient_checking import (
    relative_difference,
)
from utils.steps.three_layer_network import (
    backward_propagation,
    backward_propagation_leaky,
    backward_propagation_n,
    forward_propagation,
    forward_propagation_leaky,
    forward_propagation_n,
)

pytestmark = pytest.mark.lab("course2/week1_gradient_checking")


# Steps


def derived_and_measured(x, theta, precision):
    """Of both rules: the measured best step as a multiple of the derived one, and the error there."""
    derived = checking.best_epsilon(forward_propagation(x, theta), *derivatives(x, theta), roundoff(precision))
    found = [best_measured(x, theta, precision, rule) for rule in ("one-sided", "centred")]
    return [step / due for (step, _), due in zip(found, derived, strict=True)], [error for _, error in found]


@pytest.mark.parametrize("x, theta", [(2.0, 0.4), (1.0, -1.0), (-2.0, 0.7), (3.0, 0.2)])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_derived_steps_are_right_within_a_factor_of_two_where_rounding_of_theta_counts_little(x, theta, precision):
    assert abs(theta * backward_propagation(x, theta)) < 0.8 * forward_propagation(x, theta)
    ratios, errors = derived_and_measured(x, theta, precision)
    assert all(0.45 < ratio < 1.1 for ratio in ratios)
    low, high = (300, 3000) if precision == "float64" else (10, 60)
    assert low < errors[0] / errors[1] < high


@pytest.mark.parametrize("x, theta", [(2.0, 5.0), (2.0, 6.0), (-2.0, -5.0)])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_derived_steps_are_too_short_where_rounding_of_theta_counts_most(x, theta, precision):
    assert abs(theta * backward_propagation(x, theta)) > 9 * forward_propagation(x, theta)
    assert min(derived_and_measured(x, theta, precision)[0]) > 1.2


@pytest.mark.parametrize("x, theta", [(2.0, 0.4), (1.0, -1.0), (-2.0, 0.7), (2.0, 5.0)])
def test_the_usual_default_is_near_the_best_one_sided_step_only(x, theta):
    near = 1e-7 * np.logspace(-0.15, 0.15, 40)
    for rule, low, high in (("centred", 25, 150), ("one-sided", 1.5, 10)):
        rms = np.sqrt(np.mean([error_of(x, theta, step, "float64", rule) ** 2 for step in near]))
        assert low < rms / best_measured(x, theta, "float64", rule)[1] < high


def test_the_smallest_step_is_about_a_million_times_worse():
    ratios = [
        error_of(x, theta, 1e-12, "float64") / max(error_of(x, theta, 1e-5, "float64"), 1e-13)
        for x, theta in ((2.0, 0.4), (1.0, -1.0), (-2.0, 0.7), (3.0, 0.2), (1.5, 0.9))
    ]
    assert 1e5 < np.median(ratios) < 1e7


def test_float64_agrees_best_near_1e_5_and_float32_near_1e_3():
    for kind, best in ((np.float64, -5), (np.float32, -3)):
        rows = [
            [difference(forward_propagation_n, backward_propagation_n, seed, step=10.0**k, kind=kind)
             for k in (-2, -3, -4, -5, -6, -7)]
            for seed in range(5, 12)
        ]  # fmt: skip
        assert (-2, -3, -4, -5, -6, -7)[int(np.argmin(np.median(rows, axis=0)))] in (best, best - 1, best + 1)


def right_and_leak_lost(kind, step, seeds):
    """The largest difference of a right backward pass, the least of one that loses the leak."""
    right = [difference(forward_propagation_leaky, backward_propagation_leaky, s, step=step, kind=kind) for s in seeds]
    return max(right), min(difference(*FAULTS["the leak is lost in layer 2"], s, step=step, kind=kind) for s in seeds)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("step", [1e-2, 1e-3])
def test_kinks_mix_right_and_wrong_in_either_precision(kind, step):
    """Over all networks they overlap; over those without a crossing they are apart, or just touch."""
    seeds = range(20, 60)
    right, wrong = right_and_leak_lost(kind, step, seeds)
    assert right > 10 * wrong
    smooth = [seed for seed in seeds if not crossings(forward_propagation_leaky, *task(seed), step)]
    assert 20 < len(smooth) < 40
    right, wrong = right_and_leak_lost(kind, step, smooth)
    touches = kind is np.float32 and step == 1e-3
    assert 0.5 < wrong / right < 2 if touches else wrong > 5 * right


def test_rounding_mixes_them_in_single_precision_at_a_small_step():
    right, wrong = right_and_leak_lost(np.float32, 1e-5, range(20, 40))
    assert right > wrong
    assert not any(crossings(forward_propagation_leaky, *task(seed), 1e-5) for seed in range(20, 40))


def test_crossings_counts_what_a_loop_counts():
    parameters, X, Y = task(3)
    theta, _ = checking.dictionary_to_vector(parameters)
    counted, before = 0, forward_propagation_n(X, Y, parameters)[1]
    for i in range(len(theta)):
        for step in (0.05, -0.05):
            moved = theta.copy()
            moved[i] += step
            cache = forward_propagation_n(X, Y, checking.vector_to_dictionary(moved, parameters))[1]
            counted += any(((cache[k] > 0) != (before[k] > 0)).any() for k in (0, 4))
    assert counted == crossings(forward_propagation_n, parameters, X, Y, 0.05) > 0


@pytest.mark.parametrize("step", [1e-5, 1e-7])
def test_double_precision_keeps_them_apart(step):
    right = [difference(forward_propagation_leaky, backward_propagation_leaky, s, step=step) for s in range(20, 35)]
    wrong = [difference(*FAULTS["the leak is lost in layer 2"], s, step=step) for s in range(20, 35)]
    assert 1000 * max(right) < min(wrong)


# The open challenge


def direction(epsilon, threshold):
    def is_wrong(cost, theta, grad):
        v = np.random.default_rng(0).standard_normal(theta.shape)
        v /= np.linalg.norm(v)
        measured = (float(cost(theta + epsilon * v)) - float(cost(theta - epsilon * v))) / (2 * epsilon)
        return relative_difference(np.sum(grad * v), measured) > threshold

    return is_wrong


def test_the_challenge_s_baseline_is_what_it_says_and_a_better_step_beats_it():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(direction(0.01, 0.01)) == pytest.approx(challenge.baseline, abs=0.01)
    assert challenge.judge(direction(1e-3, 1e-3)) > challenge.baseline + 0.05
    assert challenge.judge(lambda cost, theta, grad: True) < 0.6


def test_a_whole_check_is_over_budget():
    def all_numbers(cost, theta, grad):
        return any(cost(theta + 0.01 * np.eye(len(theta))[:, [i]]) > 1e9 for i in range(len(theta)))

    with pytest.raises(OverBudget, match="more than 20 costs"):
        open_challenge.share_right(all_numbers)


def test_the_challenge_s_networks_are_no_others():
    assert open_challenge.FIRST_SEED > 1000
    share = np.mean([wrong for _, wrong, *_ in open_challenge.cases()])
    assert 0.4 < share < 0.6
