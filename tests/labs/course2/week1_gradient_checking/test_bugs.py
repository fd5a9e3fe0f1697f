"""What the lab on gradient checking says of bugs, training, blind spots and false alarms, at other seeds."""

import numpy as np
import pytest

from tests.labs.course2.week1_gradient_checking.common import FAULTS, difference
from utils.data.planar import circles
from utils.labs.course2.week1_gradient_checking import lab
from utils.labs.course2.week1_gradient_checking.common import crossings, task
from utils.labs.course2.week1_gradient_checking.faults import wrong_both_ways
from utils.steps import gradient_checking as checking
from utils.steps.deep_network import compute_cost, initialize_parameters_deep, update_parameters
from utils.steps.gradient_checking import (
    gradients_to_vector,
    measured_along,
    measured_gradients,
    relative_difference,
    worst_element,
)
from utils.steps.regularization import backward_propagation_with_dropout, forward_propagation_with_dropout
from utils.steps.three_layer_network import (
    backward_propagation_leaky,
    backward_propagation_n,
    forward_propagation_leaky,
    forward_propagation_n,
)

pytestmark = pytest.mark.lab("course2/week1_gradient_checking")

SHOWN = 47  # the seed of the network that the notebook shows


# Bugs


@pytest.mark.parametrize("words", FAULTS)
@pytest.mark.parametrize("seed", [SHOWN, 100, 101, 102])
def test_the_check_sees_every_bug(words, seed):
    assert difference(*FAULTS[words], seed) > 1e-4


def test_the_planted_bugs_show_what_their_symptoms_say():
    parameters, X, Y = task(SHOWN)
    planted = lab.exercises["backward_propagation_n"].planted.function
    gradients = planted(X, Y, forward_propagation_n(X, Y, parameters)[1])
    assert round(checking.gradient_check_n(parameters, gradients, X, Y, 1e-5), 2) == 0.13
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


def trained(rings, forward, backward, seed, widths=(2, 8, 4, 1)):
    """Share of new points got right, cost, mean cosine to the right gradient, whether all of layer 2 is off."""
    X, Y, X_new, Y_new = rings
    right = backward_propagation_leaky if forward is forward_propagation_leaky else backward_propagation_n
    network, cosines = initialize_parameters_deep(list(widths), np.random.default_rng(seed)), []
    for step in range(800):
        cache = forward(X, Y, network)[1]
        gradients = backward(X, Y, cache)
        if step % 40 == 0:
            used, due = map(gradients_to_vector, (gradients, right(X, Y, cache)))
            lengths = np.linalg.norm(used) * np.linalg.norm(due)
            cosines += [np.sum(used * due) / lengths] if lengths > 1e-12 else []
        network = update_parameters(network, gradients, 0.3)
    cache = forward(X_new, Y_new, network)[1]
    share, off = np.mean((cache[9] > 0.5) == Y_new), not (cache[4] > 0).any()
    return share, forward(X, Y, network)[0], np.mean(cosines), off


def test_three_bugs_cost_nothing_and_a_wrong_sign_costs_the_narrow_network(rings):
    """On other rings, and from other starts than the notebook."""
    right = np.mean([trained(rings, forward_propagation_n, backward_propagation_n, seed)[0] for seed in (5, 6)])
    for words in ("dA1 skips layer 2's ReLU", "db2 is always 0", "the leak is lost in layer 2"):
        assert all(trained(rings, *FAULTS[words], seed)[0] > right - 0.02 for seed in (5, 6))
    assert all(trained(rings, *FAULTS["db1 has the wrong sign"], seed)[0] < right - 0.1 for seed in (5, 6))


def test_what_training_shows_depends_on_the_width_and_the_cosine_does_not_sort_it(rings):
    both, narrow, wide = FAULTS["dZ1 asks for A1 >= 0"], (2, 8, 4, 1), (2, 16, 8, 1)
    shares = [trained(rings, *both, seed, narrow)[0] for seed in (5, 6, 7)]
    assert max(shares) > 0.95 and min(shares) < 0.7
    for seed in (5, 6):
        share, _, cosine, _ = trained(rings, *both, seed, wide)
        assert share > max(shares) - 0.02 and cosine < 0.65
    twice = [trained(rings, *FAULTS["dZ3 through the sigmoid twice"], seed, narrow) for seed in (4, 5)]
    assert min(share for share, *_ in twice) < 0.92 and all(cosine > 0.85 for _, _, cosine, _ in twice)
    right = [trained(rings, forward_propagation_n, backward_propagation_n, seed, narrow)[1] for seed in (4, 5)]
    assert min(cost for _, cost, *_ in twice) > 5 * max(right)


def test_a_summed_dw2_turns_layer_2_off_in_some_networks_which_end_as_a_coin(rings):
    found = [trained(rings, *FAULTS["dW2 is a sum, not a mean"], seed, (2, 16, 8, 1)) for seed in range(5, 11)]
    assert all(0.45 < share < 0.55 for share, _, _, off in found if off)
    assert any(off for *_, off in found) and max(share for share, *_ in found) > 0.97
    assert not any(trained(rings, forward_propagation_n, backward_propagation_n, s, (2, 16, 8, 1))[3] for s in (5, 8))


# Blind spots and false alarms


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_kink_gives_a_false_alarm_at_every_step(seed):
    parameters, X, Y = task(seed)
    X = X * (np.arange(7) > 0)
    start = {key: 0 * value if key.startswith("b") else value for key, value in parameters.items()}
    for net, alarm in ((start, True), (parameters, False)):
        gradients = backward_propagation_n(X, Y, forward_propagation_n(X, Y, net)[1])
        seen = [checking.gradient_check_n(net, gradients, X, Y, step) for step in (1e-4, 1e-5, 1e-6)]
        count = crossings(forward_propagation_n, net, X, Y, 1e-5)
        assert min(seen) > 1e-3 and count if alarm else max(seen) < 1e-6 and not count


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


def along(forward, backward, seed, m=7):
    parameters, X, Y = task(seed, m=m)
    gradients = gradients_to_vector(backward(X, Y, forward(X, Y, parameters)[1]))
    v = np.random.default_rng(seed).standard_normal(gradients.shape)
    v /= np.linalg.norm(v)
    return relative_difference(np.sum(gradients * v), measured_along(forward, parameters, X, Y, v))


def test_one_direction_is_the_exercise_s_own_for_the_relu_network():
    for seed in range(3):
        (parameters, X, Y), passes = task(seed), (forward_propagation_n, FAULTS["db2 is always 0"][1])
        gradients = passes[1](X, Y, passes[0](X, Y, parameters)[1])
        due = checking.random_direction_check(parameters, gradients, X, Y, 1e-5, np.random.default_rng(seed))
        assert np.isclose(along(*passes, seed), due, rtol=1e-9)


def test_few_examples_hide_it_where_dw2_itself_is_0():
    seeds = range(500, 1000)
    hidden = {m: {s for s in seeds if along(*FAULTS["dW2 is a sum, not a mean"], s, m) < 1e-6} for m in (2, 3, 7)}
    assert 5 < len(hidden[2]) < 30 and 2 < len(hidden[3]) < 20 and len(hidden[7]) < 3
    for m, found in hidden.items():
        for seed in found:
            parameters, X, Y = task(seed, m=m)
            right = backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1])
            assert np.abs(right["dW2"]).max() < 1e-6


def test_two_bugs_are_not_there_where_all_of_layer_2_is_on():
    for words in ("dA1 skips layer 2's ReLU", "the leak is lost in layer 2"):
        forward, _ = both = FAULTS[words]
        for seed in (345, 473):
            parameters, X, Y = task(seed)
            assert along(*both, seed) < 1e-6 and (forward(X, Y, parameters)[1][4] > 0).all()
        assert np.sum([along(*both, seed) < 1e-6 for seed in range(500, 1000)]) < 8


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
