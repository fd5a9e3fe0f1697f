"""What the lab tells of dead units, of copies, of the cost's valleys and of starting weights, at several seeds."""

import inspect

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.planar import flower, spirals
from utils.labs.course1.week3_shallow_network import lab, open_challenge
from utils.labs.course1.week3_shallow_network.explorers import share_saturated
from utils.steps.activations import leaky_relu_derivative, relu_backward, relu_derivative
from utils.steps.shallow_network import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    nn_model,
    predict,
    update_parameters,
)

pytestmark = pytest.mark.lab("course1/week3_shallow_network")


def train(parameters, X, Y, steps):
    for _ in range(steps):
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


def cost(parameters, X, Y):
    return compute_cost(forward_propagation(X, parameters)[0], Y)


def test_a_leaky_relu_of_slope_0_has_relu_s_derivative():
    z = np.array([-2.0, -0.0, 0.0, 1e-9, 3.0])
    assert leaky_relu_derivative(z, 0.0).tolist() == relu_derivative(z).tolist() == [0, 0, 0, 1, 1]


def test_a_relu_unit_that_is_off_comes_back_only_if_its_inputs_change():
    w, X = np.array([[-1.0, -1.0]]), np.array([[1.0, 2.0], [0.5, 1.0]])
    assert not (relu_backward(np.ones((1, 2)), w @ X) @ X.T).any()
    assert (relu_backward(np.ones((1, 2)), w @ (X - 3)) @ (X - 3).T).any()


@pytest.mark.parametrize("seed", range(3))
def test_two_units_exchanged_cost_the_same_and_halfway_the_cost_is_higher(seed):
    X, Y = flower(400, np.random.default_rng(0))
    trained = nn_model(X, Y, n_h=4, num_iterations=2000, rng=seed)
    order = [1, 0, 2, 3]
    swapped = trained | {key: trained[key][order] for key in ("W1", "b1")} | {"W2": trained["W2"][:, order]}
    halfway = {key: (trained[key] + swapped[key]) / 2 for key in trained}
    assert cost(swapped, X, Y) == pytest.approx(cost(trained, X, Y))
    assert cost(halfway, X, Y) > cost(trained, X, Y) + 0.05


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_hundred_times_the_draws_saturates_and_the_lines_stay(seed):
    X, Y = flower(400, np.random.default_rng(0))
    draws = initialize_parameters(2, 4, 1, np.random.default_rng(seed))
    moved = []
    for spread in (1, 100):
        start = draws | {"W1": draws["W1"] / 0.01 * spread}
        end = train(start, X, Y, 500)
        moved.append(np.linalg.norm(end["W1"] - start["W1"]) / np.linalg.norm(start["W1"]))
    assert moved[1] < 0.01 < 0.2 < moved[0]


def test_the_spread_at_which_half_of_the_tanh_sums_are_saturated_is_on_the_slider():
    assert share_saturated("tanh", 2.0) < 0.5 < share_saturated("tanh", 4.0)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(3))
def test_the_told_steps_on_the_spirals(seed):
    """20 units come to a cost of 0.3 about twenty times as fast from weights of 0.3 as from 0.01."""
    X, Y = spirals(300, np.random.default_rng(0))
    draws = initialize_parameters(2, 20, 1, np.random.default_rng(seed))
    needed = []
    for scale in (0.01, 0.3):
        parameters = {key: value * scale / 0.01 for key, value in draws.items()}
        steps = 0
        while cost(parameters, X, Y) > 0.3 and steps < 8000:
            parameters, steps = train(parameters, X, Y, 50), steps + 50
        needed.append(steps)
    assert 2500 <= needed[0] <= 6000 and 100 <= needed[1] <= 400


def test_four_units_part_the_flower_at_several_seeds():
    X, Y = flower(400, np.random.default_rng(0))
    X_new, Y_new = flower(1000, np.random.default_rng(100))
    right = [np.mean(predict(nn_model(X, Y, 4, 3000, rng=seed), X_new) == Y_new) for seed in range(1, 4)]
    assert min(right) > 0.85


def test_the_backward_pass_is_to_be_derived():
    """Neither the docstring nor the comments of the derived exercise hold its formulas."""
    source = inspect.getsource(backward_propagation)
    words = source.split("m = X")[0] + "".join(line for line in source.splitlines() if line.strip().startswith("#"))
    assert not any(formula in words for formula in ("A2 − Y", "A1ᵀ", "Xᵀ", "W2ᵀ", "A1²"))


# The bug to find


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["nn_model"]
    X, Y = flower(400, np.random.default_rng(0))
    for function, learns in ((exercise.planted.function, False), (exercise.reference, True)):
        cost = compute_cost(forward_propagation(X, function(X, Y, 4, 1000))[0], Y)
        assert cost < 0.4 if learns else cost == pytest.approx(np.log(2), abs=1e-3)


# The open challenge


def start(rng):
    return {key: 30 * value for key, value in initialize_parameters(2, 6, 1, rng).items()}


def plain(slopes, rng):
    parameters = start(rng)
    for _ in range(open_challenge.CALLS):
        parameters = update_parameters(parameters, slopes(parameters)[1], 2.4)
    return parameters


def with_momentum(slopes, rng):
    """Steps along the average of the last slopes, nine tenths of the old one."""
    parameters = start(rng)
    average = {key: np.zeros_like(value) for key, value in parameters.items()}
    for _ in range(open_challenge.CALLS):
        grads = slopes(parameters)[1]
        average = {key: 0.9 * average[key] + 0.1 * grads["d" + key] for key in average}
        parameters = {key: parameters[key] - 2.4 * average[key] for key in parameters}
    return parameters


def test_the_challenge_s_baseline_is_gradient_descent_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(plain) == pytest.approx(challenge.baseline, abs=0.003)
    assert challenge.beats(challenge.judge(with_momentum) + 0.005)


def test_one_call_or_one_unit_too_many_has_no_score(monkeypatch):
    with pytest.raises(OverBudget, match="7 hidden units"):
        open_challenge.mean_cost_of(lambda slopes, rng: initialize_parameters(2, 7, 1, rng))
    with pytest.raises(ValueError, match="W1 has shape"):
        open_challenge.mean_cost_of(lambda slopes, rng: initialize_parameters(3, 6, 1, rng))
    monkeypatch.setattr(open_challenge, "CALLS", 3)

    def four(slopes, rng):
        return [slopes(start(rng)) for _ in range(4)]

    with pytest.raises(OverBudget, match="more than 3 times"):
        open_challenge.mean_cost_of(four)
