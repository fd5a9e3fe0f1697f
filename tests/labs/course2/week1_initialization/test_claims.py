"""What the lab on initialisation says of signals, gradients, training and clipping, at other seeds and sizes."""

import numpy as np
import pytest

from utils.data.planar import circles
from utils.labs.course2.week1_initialization import measured, open_challenge
from utils.labs.course2.week1_initialization.networks import accuracy, draw_stack, follow, odd_digits, profile
from utils.labs.measured import load_measured
from utils.steps.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
)
from utils.steps.signal_propagation import cost_and_gradients, stack_forward, train_with_clipping

pytestmark = pytest.mark.lab("course2/week1_initialization")

SEEDS = (3, 4, 5)  # the lab itself shows 0, 1 and 2


def test_a_relu_halves_the_mean_square_whatever_symmetric_draws_it_is_given():
    rng = np.random.default_rng(0)
    for draws in (rng.standard_normal(400_000), rng.uniform(-3, 3, 400_000), rng.laplace(size=400_000)):
        assert np.mean(np.maximum(draws, 0) ** 2) == pytest.approx(np.mean(draws**2) / 2, rel=0.02)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("depth", [10, 20, 30])
def test_small_weights_leave_a_power_of_their_gain_and_equal_gradients_of_the_weights(depth, seed):
    found = profile("tanh", 0.1, 100, seed, depth)
    assert found["rms"][-1] == pytest.approx(0.1**depth, rel=0.6)
    assert found["gradient"][0] / found["gradient"][-1] == pytest.approx(0.1 ** (depth - 1), rel=0.6)
    assert found["dW"][0] / found["dW"][-1] == pytest.approx(1, abs=0.5)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("width", [50, 200])
def test_large_weights_make_tanh_flat_and_its_gradient_grow(width, seed):
    found = profile("tanh", 5.0, width, seed)
    assert 0.65 < found["faint"].mean() < 0.72
    assert found["gradient"][0] / found["gradient"][-1] > 5e5
    gains = [profile("tanh", gain, width, seed)["gradient"] for gain in (1.0, 2.0, 3.0, 5.0)]
    ratios = [sizes[0] / sizes[-1] for sizes in gains]
    assert ratios == sorted(ratios) and ratios[0] < 1 < ratios[1]


def test_he_keeps_the_mean_square_over_draws_and_loses_most_narrow_networks():
    sizes = {}
    for width in (10, 100):
        starts = (initialize_parameters_he([width] * 31, np.random.default_rng(seed)) for seed in range(60))
        sizes[width] = [follow(start, "relu", np.random.default_rng(0))["rms"][-1] for start in starts]
    assert np.sqrt(np.mean(np.square(sizes[100]))) == pytest.approx(1, rel=0.25)
    assert np.median(sizes[10]) < 0.1 and 0.5 < np.median(sizes[100]) < 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_xavier_loses_both_ways_where_widths_take_turns(seed):
    widths, rng = [50, 200] * 15 + [50], np.random.default_rng(seed)
    start = initialize_parameters_xavier(widths, rng)
    X = 0.01 * rng.standard_normal((50, 50))
    A, _ = stack_forward(X, start, "tanh")
    assert np.sqrt(np.mean(A**2)) / 0.01 == pytest.approx(0.64**7.5, rel=0.6)
    found = follow(start, "tanh", rng)["gradient"]
    assert found[0] / found[-1] < 0.06
    kept, _ = stack_forward(X, draw_stack(widths, 1, np.random.default_rng(seed)), "tanh")
    assert 0.4 < np.sqrt(np.mean(kept**2)) / 0.01 < 1.8


@pytest.fixture(scope="module")
def rings():
    return *circles(300, np.random.default_rng(0)), *circles(1000, np.random.default_rng(100))


def test_zeros_never_move_and_large_weights_are_sure_and_wrong(rings):
    X, Y, _, _ = rings
    _, grads = cost_and_gradients(X, Y, initialize_parameters_zeros([2, 10, 5, 1]), "relu")
    assert not any(grad.any() for grad in grads.values())
    for seed in SEEDS:
        start = initialize_parameters_random([2, 10, 5, 1], np.random.default_rng(seed))
        assert cost_and_gradients(X, Y, start, "relu")[0] > 50


def test_two_hidden_layers_learn_the_rings_from_xavier_s_and_he_s_weights_and_not_from_zeros(rings):
    X, Y, X_new, Y_new = rings
    for rule in (initialize_parameters_xavier, initialize_parameters_he):
        start = rule([2, 10, 5, 1], np.random.default_rng(3))
        end, _, _ = train_with_clipping(X, Y, start, 0.1, 2000, np.inf)
        assert accuracy(X_new, Y_new, end) > 0.98
    end, costs, _ = train_with_clipping(X, Y, initialize_parameters_zeros([2, 10, 5, 1]), 0.1, 5, np.inf)
    assert accuracy(X_new, Y_new, end) == 0.5 and costs[-1] == pytest.approx(np.log(2))


def trained(rings, gain, rate, limit, seeds):
    """The accuracies of ten layers on new points, and the first norms of their gradients."""
    X, Y, X_new, Y_new = rings
    right, first = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for seed in seeds:
            start = draw_stack([2] + [20] * 9 + [1], gain, np.random.default_rng(seed))
            end, _, norms = train_with_clipping(X, Y, start, rate, 200, limit)
            right.append(accuracy(X_new, Y_new, end))
            first.append(norms[0])
    return np.array(right), np.array(first)


def test_clipping_rescues_a_rate_that_explodes(rings):
    lost, norms = trained(rings, 2, 0.3, np.inf, SEEDS)
    kept, _ = trained(rings, 2, 0.3, 1.0, SEEDS)
    assert (norms > 10).all() and (lost < 0.6).all() and (kept > 0.95).all()


@pytest.mark.full
def test_what_is_told_of_twelve_seeds(rings):
    found = {
        (gain, rate, limit): (trained(rings, gain, rate, limit, range(12))[0] > 0.95).sum()
        for gain, rate, limit in (
            *((2, 1, np.inf), (2, 1, 1.0), (2, 0.1, np.inf)),
            *((np.sqrt(2), 1, np.inf), (np.sqrt(2), 1, 1.0)),
        )
    }
    assert list(found.values()) == [0, pytest.approx(11, abs=1), pytest.approx(8, abs=1), 0, 12]


# The open challenge


def mirrored(layers_dims, rng):
    """Every unit has a twin with its signs turned, so that pairs of ReLUs pass everything on."""
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n_before, n = layers_dims[layer - 1], layers_dims[layer]
        if layer == 1:
            W = rng.standard_normal((n // 2, n_before)) / np.sqrt(n_before)
            W = np.vstack([W, -W])
        elif n == 1:
            W = rng.standard_normal((1, n_before // 2)) / np.sqrt(n_before // 2)
            W = np.hstack([W, -W])
        else:
            W, _ = np.linalg.qr(rng.standard_normal((n // 2, n_before // 2)))
            W = np.block([[W, -W], [-W, W]])
        parameters[f"W{layer}"], parameters[f"b{layer}"] = W, np.zeros((n, 1))
    return parameters


def test_the_challenge_s_baseline_is_he_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(initialize_parameters_he) == pytest.approx(challenge.baseline, abs=0.03)
    assert challenge.judge(mirrored) < 0.7 * challenge.baseline


def test_a_start_of_another_network_is_refused():
    with pytest.raises(ValueError, match=r"W30 has shape None; due is \(1, 10\)"):
        open_challenge.mean_cost_of(lambda dims, rng: initialize_parameters_he(dims[:-1], rng))
    with pytest.raises(ValueError, match=r"b1 has shape \(10,\); due is \(10, 1\)"):
        open_challenge.mean_cost_of(lambda dims, rng: initialize_parameters_he(dims, rng) | {"b1": np.zeros(10)})


# The kept table


@pytest.fixture(scope="module")
def table():
    return load_measured("course2/week1_initialization")


def means(table, activation, depth, start, what="test"):
    _, rows = measured.best(table, activation, depth, start)
    return np.mean([row[what] for row in rows]) if rows else None


def test_every_run_is_in_the_table(table):
    runs = {tuple(row[key] for key in ("activation", "depth", "start", "rate", "seed")) for row in table}
    kinds = (measured.ACTIVATIONS, measured.DEPTHS, measured.STARTS, measured.RATES, measured.SEEDS)
    assert len(runs) == len(table) == np.prod([len(kind) for kind in kinds])


def test_what_is_told_of_the_table(table):
    line = 0.905  # logistic regression, as the notebook prints it
    kinds = [(activation, start) for activation in measured.ACTIVATIONS for start in measured.STARTS]
    assert all(means(table, *kind[:1], 5, kind[1]) > line for kind in kinds)
    learn = [kind for kind in kinds if (means(table, kind[0], 30, kind[1]) or 0) > line]
    assert learn == [("tanh", "1/n"), ("tanh", "2/n"), ("relu", "2/n")]
    for kind in (("relu", "1/n"), ("relu", "1/(3n)"), ("tanh", "1/(3n)")):
        assert means(table, kind[0], 30, kind[1], "cost") == pytest.approx(np.log(2), abs=0.01)
    assert measured.best(table, "relu", 30, "4/n") == (None, []) == measured.best(table, "relu", 15, "4/n")
    assert means(table, "tanh", 30, "4/n", "cost") < 0.35 and means(table, "tanh", 30, "4/n") < line
    assert 8 < means(table, "tanh", 30, "1/n", "cost") / means(table, "tanh", 30, "2/n", "cost") < 15
    assert abs(means(table, "tanh", 30, "1/n") - means(table, "tanh", 30, "2/n")) < 0.01


def test_a_run_comes_again(table):
    what = {"activation": "tanh", "depth": 5, "start": "1/n", "rate": 0.1, "seed": 1}
    (kept,) = measured.rows_where(table, **what)
    again = measured.measure_net("tanh", 5, "1/n", 0.1, 1, odd_digits())
    assert again["first"] == pytest.approx(kept["first"], rel=1e-3)
    assert again["test"] == pytest.approx(kept["test"], abs=0.01)


def test_the_best_rate_is_that_of_the_lowest_mean_cost_without_a_lost_run():
    rows = [
        {"activation": "tanh", "depth": 5, "start": "1/n", "rate": rate, "seed": seed, "cost": cost}
        for rate, costs in ((1.0, (0.1, None)), (0.3, (0.3, 0.1)), (0.1, (0.5, 0.2)))
        for seed, cost in enumerate(costs)
    ]
    rate, found = measured.best(rows, "tanh", 5, "1/n")
    assert rate == 0.3 and [row["cost"] for row in found] == [0.3, 0.1]
    assert measured.best(rows[:2], "tanh", 5, "1/n") == (None, [])
