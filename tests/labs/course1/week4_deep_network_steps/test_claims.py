"""What the lab tells of its small network, of signals that fade and of weights that start too small; tasks solved."""

import inspect

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.planar import circles
from utils.labs.course1.week4_deep_network_steps import explorers as shapes
from utils.labs.course1.week4_deep_network_steps import lab, open_challenge
from utils.labs.course1.week4_deep_network_steps.explorer_of_the_walk import walk
from utils.steps import deep_network as steps
from utils.steps.activations import relu

pytestmark = pytest.mark.lab("course1/week4_deep_network_steps")


def units_on(x_2):
    return int(np.sum(walk(2.0, x_2, 1)["Z1"] > 0))


def test_two_units_are_off_at_the_told_place():
    assert units_on(-2.0) == 1 and walk(2.0, -2.0, 1)["Z1"].ravel().tolist() == [4, -1, -2]


def test_no_x_2_switches_all_three_units_on():
    assert max(units_on(x_2) for x_2 in np.linspace(-20, 20, 2001)) == 2


def test_equal_widths_hide_a_transposed_weight_until_the_last_layer():
    states = [layer["state"] for layer in shapes.network_shapes([4, 4, 4, 1], 10, shapes.FAULTS[1])]
    assert states == ["by accident", "by accident", "stops"]


@pytest.mark.parametrize("seed", range(5))
def test_with_small_weights_signal_and_gradient_vanish(seed):
    """Less than a millionth of the signal gets through six layers, and of the gradient back through as many."""
    rng = np.random.default_rng(seed)
    parameters = steps.initialize_parameters_deep([100] * 7 + [1], rng)
    X, Y = rng.standard_normal((100, 200)), rng.integers(0, 2, (1, 200))
    for factor, faint in ((0.01 * np.sqrt(100), True), (1.0, False)):
        scaled = {key: factor * value for key, value in parameters.items()}
        A, spreads = X, [X.std()]
        for layer in range(1, 7):
            A = relu(scaled[f"W{layer}"] @ A)
            spreads.append(A.std())
        AL, caches = steps.L_model_forward(X, scaled)
        grads = steps.L_model_backward(AL, Y, caches)
        back = np.linalg.norm(grads["dA0"]) / np.linalg.norm(grads["dA6"])
        assert (spreads[6] < 1e-6 * spreads[0]) == faint and (back < 1e-6) == faint
        assert (max(np.divide(spreads[1:], spreads[:-1])) < 0.1) == faint


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_tiny_weights_learn_nothing_and_the_others_find_the_ring(seed):
    X, Y = circles(300, np.random.default_rng(3))
    start = steps.initialize_parameters_deep([2, 8, 4, 1], np.random.default_rng(seed))
    costs = []
    for factor in (1.0, 0.01):
        parameters = {key: factor * value for key, value in start.items()}
        for _ in range(1500):
            AL, caches = steps.L_model_forward(X, parameters)
            parameters = steps.update_parameters(parameters, steps.L_model_backward(AL, Y, caches), 0.3)
        costs.append(steps.compute_cost(AL, Y))
    assert costs[0] < 0.3 and costs[1] == pytest.approx(np.log(2), abs=1e-3)


def test_the_linear_half_s_gradient_is_to_be_derived():
    """Neither the docstring nor the comments of the derived exercise hold its formulas."""
    source = inspect.getsource(steps.linear_backward)
    words = source.split("A_prev, W, b = cache")[0] + "".join(
        line for line in source.splitlines() if line.strip().startswith("#")
    )
    assert not any(formula in words for formula in ("dZ A_prev", "Wᵀ", "W.T", "Σ"))


# The bug to find


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise, rng = lab.exercises["L_model_forward"], np.random.default_rng(0)
    parameters = steps.initialize_parameters_deep([3, 50, 50, 1], rng)
    X = 3 * rng.standard_normal((3, 40))
    for function, bounded in ((exercise.planted.function, True), (exercise.reference, False)):
        AL, caches = function(X, parameters)
        hidden = np.concatenate([cache[0][0] for cache in caches[1:]])
        assert (0 < AL).all() and (AL < 1).all() and hidden.shape == (100, 40)
        assert ((0 < hidden) & (hidden <= 1)).all() == bounded and (hidden.min() == 0) != bounded


# The open challenge


def ring_with(dims, rate, falling):
    """A training of a network of these widths, at a rate that falls to 0 in the second half, or does not."""

    def training(slopes, rng):
        parameters, calls = steps.initialize_parameters_deep(dims, rng), open_challenge.CALLS
        for t in range(calls):
            now = rate * min(1, 2 - 2 * t / calls) if falling else rate
            parameters = steps.update_parameters(parameters, slopes(parameters)[1], now)
        return parameters

    return training


def test_the_challenge_s_baseline_is_the_lab_s_network_and_can_be_beaten(monkeypatch):
    challenge = open_challenge.CHALLENGE
    assert challenge.beats(challenge.judge(ring_with([2, 6, 1], 4.0, True)) + 0.001)
    with pytest.raises(OverBudget, match="65 parameters"):
        challenge.judge(ring_with([2, 8, 4, 1], 0.3, False))
    monkeypatch.setattr(open_challenge, "PARAMETERS", 65)
    assert challenge.judge(ring_with([2, 8, 4, 1], 0.3, False)) == pytest.approx(challenge.baseline, abs=0.001)


def test_one_call_too_many_has_no_score(monkeypatch):
    monkeypatch.setattr(open_challenge, "CALLS", 3)
    small = steps.initialize_parameters_deep([2, 6, 1], np.random.default_rng(0))
    with pytest.raises(OverBudget, match="more than 3 times"):
        open_challenge.mean_cost_of(lambda slopes, rng: [slopes(small) for _ in range(4)])
