"""What the lab on gradient checking says of steps, bugs, costs and blind spots, at other seeds than it shows."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.planar import circles
from utils.labs.course2.week1_gradient_checking import lab, open_challenge
from utils.labs.course2.week1_gradient_checking.common import task
from utils.labs.course2.week1_gradient_checking.faults import faulty_passes, wrong_both_ways
from utils.labs.course2.week1_gradient_checking.steps_and_errors import (
    best_measured,
    derivatives,
    error_of,
    roundoff,
)
from utils.steps import gradient_checking as checking
from utils.steps.deep_network import compute_cost, initialize_parameters_deep, update_parameters
from utils.steps.gradient_checking import gradients_to_vector, measured_gradients, relative_difference, worst_element
from utils.steps.regularization import backward_propagation_with_dropout, forward_propagation_with_dropout
from utils.steps.three_layer_network import (
    backward_propagation_leaky,
    backward_propagation_n,
    forward_propagation,
    forward_propagation_leaky,
    forward_propagation_n,
)

pytestmark = pytest.mark.lab("course2/week1_gradient_checking")

FAULTS = faulty_passes()
SHOWN = 47  # the seed of the network that the notebook shows


def difference(forward, backward, seed, m=7, step=1e-5, kind=float):
    parameters, X, Y = task(seed, m=m)
    parameters, X = {key: value.astype(kind) for key, value in parameters.items()}, X.astype(kind)
    computed = gradients_to_vector(backward(X, Y, forward(X, Y, parameters)[1]))
    return relative_difference(computed, gradients_to_vector(measured_gradients(forward, parameters, X, Y, step)))


# Steps


@pytest.mark.parametrize("x, theta", [(2.0, 0.4), (1.0, -1.0), (-2.0, 0.7), (3.0, 0.2)])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_derived_steps_are_right_within_a_factor_of_two(x, theta, precision):
    derived = checking.best_epsilon(forward_propagation(x, theta), *derivatives(x, theta), roundoff(precision))
    errors = []
    for rule, step in zip(("one-sided", "centred"), derived, strict=True):
        measured, error = best_measured(x, theta, precision, rule)
        assert 0.45 < measured / step < 2.2
        errors.append(error)
    low, high = (300, 3000) if precision == "float64" else (10, 60)
    assert low < errors[0] / errors[1] < high


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


@pytest.mark.parametrize("kind, step", [(np.float32, 1e-2), (np.float32, 1e-3), (np.float32, 1e-5)])
def test_single_precision_mixes_right_and_leak_lost(kind, step):
    right = [
        difference(forward_propagation_leaky, backward_propagation_leaky, s, step=step, kind=kind) for s in range(10)
    ]
    wrong = [difference(*FAULTS["the leak is lost in layer 2"], s, step=step, kind=kind) for s in range(10)]
    assert max(right) > min(wrong)


@pytest.mark.parametrize("step", [1e-5, 1e-7])
def test_double_precision_keeps_them_apart(step):
    right = [difference(forward_propagation_leaky, backward_propagation_leaky, s, step=step) for s in range(20, 35)]
    wrong = [difference(*FAULTS["the leak is lost in layer 2"], s, step=step) for s in range(20, 35)]
    assert 1000 * max(right) < min(wrong)


# Bugs


@pytest.mark.parametrize("words", FAULTS)
@pytest.mark.parametrize("seed", [SHOWN, 100, 101, 102])
def test_the_check_sees_every_bug(words, seed):
    assert difference(*FAULTS[words], seed) > 1e-4


def test_the_planted_bugs_show_what_their_symptoms_say():
    parameters, X, Y = task(SHOWN)
    planted = lab.exercises["backward_propagation_n"].planted.function
    gradients = planted(X, Y, forward_propagation_n(X, Y, parameters)[1])
    assert round(checking.gradient_check_n(parameters, gradients, X, Y, 1e-5), 2) == 0.21
    measured = measured_gradients(forward_propagation_n, parameters, X, Y)
    agree = {key for key in measured if relative_difference(gradients[key], measured[key]) < 1e-7}
    assert agree == {"dW3", "db3", "dW2", "db2"}

    planted = lab.exercises["backward_propagation_leaky"].planted.function
    cache = forward_propagation_leaky(X, Y, parameters)[1]
    gradients, measured = planted(X, Y, cache), measured_gradients(forward_propagation_leaky, parameters, X, Y)
    assert round(relative_difference(*map(gradients_to_vector, (gradients, measured))), 3) == 0.003
    name, place, error = worst_element(gradients, measured)
    assert (name, place[0], error) == ("dW2", 1, 1.0) and gradients[name][place] == 0
    assert round(measured[name][place], 5) == 0.00003 and not (cache[4][1] > 0).any()


@pytest.mark.parametrize("words", [words for words in FAULTS if "leak" not in words])
def test_one_direction_shows_each_bug(words):
    forward, backward = FAULTS[words]
    parameters, X, Y = task(SHOWN)
    cache = forward(X, Y, parameters)[1]
    wrong, right = backward(X, Y, cache), backward_propagation_n(X, Y, cache)

    def seen(gradients):
        rngs = (np.random.default_rng(seed) for seed in range(20, 60))
        return [checking.random_direction_check(parameters, gradients, X, Y, 1e-5, rng) for rng in rngs]

    assert np.median(seen(right)) < 1e-8 and max(seen(right)) < 1e-6
    assert min(seen(wrong)) > 100 * max(seen(right))


@pytest.fixture(scope="module")
def rings():
    return *circles(300, np.random.default_rng(13)), *circles(1000, np.random.default_rng(14))


def trained(rings, forward, backward, seed):
    """Share of new points got right, and the mean cosine to the right gradient."""
    X, Y, X_new, Y_new = rings
    right = backward_propagation_leaky if forward is forward_propagation_leaky else backward_propagation_n
    net, cosines = initialize_parameters_deep([2, 8, 4, 1], np.random.default_rng(seed)), []
    for step in range(800):
        cache = forward(X, Y, net)[1]
        gradients = backward(X, Y, cache)
        if step % 40 == 0:
            used, due = map(gradients_to_vector, (gradients, right(X, Y, cache)))
            cosines.append(np.sum(used * due) / (np.linalg.norm(used) * np.linalg.norm(due) + 1e-12))
        net = update_parameters(net, gradients, 0.3)
    return np.mean((forward(X_new, Y_new, net)[1][9] > 0.5) == Y_new), np.mean(cosines)


def test_which_bugs_training_shows(rings):
    """On other rings, and from other starts than the notebook."""
    found = {words: np.mean([trained(rings, *both, seed) for seed in (3, 5)], axis=0) for words, both in FAULTS.items()}
    unseen = {"dA1 skips layer 2's ReLU", "db2 is always 0", "the leak is lost in layer 2"}
    right = np.mean([trained(rings, forward_propagation_n, backward_propagation_n, seed)[0] for seed in (3, 5)])
    assert all(found[words][0] > right - 0.02 for words in unseen)
    assert found["db1 has the wrong sign"][0] < right - 0.1
    upright = {words for words, (_, cosine) in found.items() if cosine > 0.87}
    assert upright == unseen | {"dZ3 through the sigmoid twice"}


def test_it_is_a_tendency_and_no_law(rings):
    share, cosine = trained(rings, *FAULTS["dA1 skips layer 2's ReLU"], 4)
    assert share > 0.95 and cosine < 0.7


# Blind spots and false alarms


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kink_gives_a_false_alarm_at_every_step(seed):
    parameters, X, Y = task(seed)
    X = X * (np.arange(7) > 0)
    start = {key: 0 * value if key.startswith("b") else value for key, value in parameters.items()}
    for net, alarm in ((start, True), (parameters, False)):
        gradients = backward_propagation_n(X, Y, forward_propagation_n(X, Y, net)[1])
        seen = [checking.gradient_check_n(net, gradients, X, Y, step) for step in (1e-4, 1e-5, 1e-6)]
        assert min(seen) > 1e-3 if alarm else max(seen) < 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_mistake_in_both_passes_is_not_seen(seed, rings):
    forward, backward = wrong_both_ways()
    assert difference(forward, backward, seed) < 1e-8
    X, Y, X_new, Y_new = rings
    assert trained(rings, forward, backward, seed)[0] < 0.6


def test_one_example_hides_a_lost_mean():
    both = FAULTS["dW2 is a sum, not a mean"]
    for seed in range(10, 20):
        assert difference(*both, seed, m=1) < 1e-8 and difference(*both, seed, m=7) > 0.1


def test_two_examples_hide_it_where_a_layer_is_off_for_both():
    parameters, X, Y = task(12, m=2)
    assert not (forward_propagation_n(X, Y, parameters)[1][4] > 0).any()
    assert difference(*FAULTS["dW2 is a sum, not a mean"], 12, m=2) < 1e-8


@pytest.mark.parametrize("seed", [SHOWN, 1, 2])
def test_new_masks_make_noise_that_grows_as_the_step_shrinks(seed):
    parameters, X, Y = task(seed)
    shared = np.random.default_rng(seed)

    def distance(rng_of, step):
        def forward(X, Y, parameters):
            A3, cache = forward_propagation_with_dropout(X, parameters, 0.8, rng_of())
            return compute_cost(A3, Y), cache

        gradients = backward_propagation_with_dropout(X, Y, forward(X, Y, parameters)[1], 0.8)
        measured = measured_gradients(forward, parameters, X, Y, step)
        return np.linalg.norm(gradients_to_vector(gradients) - gradients_to_vector(measured))

    large, small = (distance(lambda: shared, step) for step in (1e-3, 1e-5))
    assert 50 < small / large < 200 and 0.02 < 1e-3 * 2 * large / np.sqrt(57) < 0.5
    assert distance(lambda: np.random.default_rng(0), 1e-5) < 1e-8


def test_biases_of_0_hide_a_pull_on_biases():
    parameters, X, Y = task(3)
    start = {key: 0 * value if key.startswith("b") else value for key, value in parameters.items()}

    def forward(X, Y, net):
        cost, cache = forward_propagation_n(X, Y, net)
        return cost + 0.05 * sum(np.sum(net[f"W{layer}"] ** 2) for layer in (1, 2, 3)), cache

    for net, seen in ((start, False), (parameters, True)):
        gradients = backward_propagation_n(X, Y, forward(X, Y, net)[1])
        pulled = {"d" + key: gradients["d" + key] + 0.1 * net[key] for key in net}
        found = measured_gradients(forward, net, X, Y)
        assert (relative_difference(*map(gradients_to_vector, (pulled, found))) > 0.01) == seen


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
