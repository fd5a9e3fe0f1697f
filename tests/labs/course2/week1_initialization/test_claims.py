"""What the lab on initialisation says of signals, gradients, training and clipping, at other seeds and sizes."""

import numpy as np
import pytest

from utils.data.planar import circles
from utils.labs.course2.week1_initialization import measured, open_challenge
from utils.labs.course2.week1_initialization.networks import (
    accuracy,
    draw_stack,
    follow,
    odd_digits,
    profile,
    scores_of,
)
from utils.labs.measured import load_measured
from utils.steps.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
)
from utils.steps.signal_propagation import (
    cost_and_gradients,
    gradient_norms_by_depth,
    stack_forward,
    train_with_clipping,
)

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
    assert 0.65 < found["saturated"].mean() < 0.72
    assert found["gradient"][0] / found["gradient"][-1] > 5e5
    gains = [profile("tanh", gain, width, seed)["gradient"] for gain in (1.0, 2.0, 3.0, 5.0)]
    ratios = [sizes[0] / sizes[-1] for sizes in gains]
    assert ratios == sorted(ratios) and ratios[0] < 1 < ratios[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_vanishes_where_hardly_a_unit_is_left(seed):
    ratio = {}
    for width in (30, 100):
        for gain in (20.0, 100.0, 1000.0):
            sizes = profile("tanh", gain, width, seed)["gradient"]
            ratio[width, gain] = sizes[0] / sizes[-1]
    assert ratio[30, 20] > 1e6 and ratio[100, 20] > 1e12
    assert ratio[30, 100] < 1e-10 and ratio[100, 100] > 1e12
    assert ratio[30, 1000] == ratio[100, 1000] == 0


def test_he_keeps_the_mean_square_over_draws_and_loses_most_narrow_networks():
    sizes = {}
    for width in (10, 100):
        starts = (initialize_parameters_he([width] * 31, np.random.default_rng(seed)) for seed in range(60))
        sizes[width] = [follow(start, "relu", np.random.default_rng(0))["rms"][-1] for start in starts]
    assert np.sqrt(np.mean(np.square(sizes[100]))) == pytest.approx(1, rel=0.25)
    assert np.mean(np.square(sizes[10])) < 0.7  # rare large draws, missing here, would make up for the rest
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
    for seed in range(20):
        start = initialize_parameters_random([2, 10, 5, 1], np.random.default_rng(seed))
        cost, grads = cost_and_gradients(X, Y, start, "relu")
        assert cost > 90 and np.sqrt(sum(np.sum(grad**2) for grad in grads.values())) > 35


@pytest.mark.parametrize("seed", SEEDS)
def test_large_weights_unlearn_at_once_and_then_stay_behind(rings, seed):
    X, Y, X_new, Y_new = rings
    start = initialize_parameters_random([2, 10, 5, 1], np.random.default_rng(seed))
    wrong = []
    for steps in (0, 100):
        parameters, _, _ = train_with_clipping(X, Y, start, 0.1, steps, np.inf)
        scores = scores_of(X, parameters)
        wrong.append(np.mean((np.abs(scores) > 14) & ((scores > 0) != Y)))
    assert wrong[0] > 0.4 and wrong[1] < 0.02
    end, _, _ = train_with_clipping(X, Y, parameters, 0.1, 1900, np.inf)
    assert accuracy(X_new, Y_new, end) < 0.9


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


@pytest.fixture(scope="module")
def clipping():
    return load_measured("course2/week1_initialization")["clipping"]


def test_what_is_told_of_twelve_seeds(clipping):
    def tests(start, rate, limited):
        return np.array([row["test"] for row in measured.rows_where(clipping, start=start, rate=rate, limited=limited)])

    learnt = {(start, rate): [np.sum(tests(start, rate, limited) > 0.95) for limited in (False, True)]
              for start in ("4/n", "2/n") for rate in (1.0, 0.3, 0.1)}  # fmt: skip
    assert learnt["4/n", 1.0] == [0, 11] and learnt["2/n", 1.0] == [0, 12]
    assert learnt["4/n", 0.1][0] == 8
    price = [tests("4/n", 0.1, limited)[:3] for limited in (False, True)]
    assert (price[0] > price[1]).all() and tests("4/n", 0.1, True).mean() > tests("4/n", 0.1, False).mean() + 0.05
    assert tests("4/n", 0.1, True).min() > 0.6 > tests("4/n", 0.1, False).min()
    first = np.array([row["first"] for row in measured.rows_where(clipping, start="2/n", rate=1.0, limited=False)])
    assert len(first) == 12 and np.median(first) < 1


@pytest.mark.parametrize("seed", [0, 11])
def test_a_run_on_rings_comes_again(clipping, seed):
    what = {"start": "4/n", "rate": 1.0, "limited": True, "seed": seed}
    (kept,) = measured.rows_where(clipping, **what)
    again = measured.measure_rings(**what)
    assert again["first"] == pytest.approx(kept["first"], rel=1e-3)
    assert (again["test"] > 0.95) == (kept["test"] > 0.95)


def test_he_s_steep_place_comes_mostly_after_the_first_step(rings):
    X, Y, _, _ = rings
    later = 0
    for seed in range(12):
        start = draw_stack(measured.RINGS_DIMS, np.sqrt(2), np.random.default_rng(seed))
        with np.errstate(over="ignore", invalid="ignore"):
            _, _, norms = train_with_clipping(X, Y, start, 1, 40, np.inf)
        later += not norms[0] >= np.nanmax(norms)
    assert later >= 10


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


def orthogonal(layers_dims, rng):
    """Orthogonal rows or columns, times √2."""
    parameters = initialize_parameters_zeros(layers_dims)
    for layer, (n_before, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:], strict=True), start=1):
        Q, _ = np.linalg.qr(rng.standard_normal((max(n, n_before), min(n, n_before))))
        parameters[f"W{layer}"] = np.sqrt(2) * (Q if n >= n_before else Q.T)
    return parameters


def test_orthogonal_matrices_do_worse_than_he_in_the_challenge():
    assert open_challenge.CHALLENGE.judge(orthogonal) == pytest.approx(0.60, abs=0.06)


def test_a_start_of_another_network_is_refused():
    with pytest.raises(ValueError, match=r"W30 has shape None; due is \(1, 10\)"):
        open_challenge.mean_cost_of(lambda dims, rng: initialize_parameters_he(dims[:-1], rng))
    with pytest.raises(ValueError, match=r"b1 has shape \(10,\); due is \(10, 1\)"):
        open_challenge.mean_cost_of(lambda dims, rng: initialize_parameters_he(dims, rng) | {"b1": np.zeros(10)})


# The kept table


@pytest.fixture(scope="module")
def table():
    return load_measured("course2/week1_initialization")["depths"]


def means(table, activation, depth, start, what="test"):
    _, rows = measured.best(table, activation, depth, start)
    return np.mean([row[what] for row in rows]) if rows else None


def test_every_run_is_in_the_table(table):
    runs = {tuple(row[key] for key in ("activation", "depth", "start", "rate", "seed", "steps")) for row in table}
    starts = (*measured.STARTS, measured.DEFAULT)
    kinds = (measured.ACTIVATIONS, measured.DEPTHS, starts, measured.RATES, measured.SEEDS)
    assert len(runs) == len(table) == np.prod([len(kind) for kind in kinds]) + len(measured.SEEDS)


def test_what_is_told_of_the_table(table):
    line = 0.905  # logistic regression, as the notebook prints it
    kinds = [(activation, start) for activation in measured.ACTIVATIONS for start in measured.STARTS]
    assert all(means(table, *kind[:1], 5, kind[1]) > line for kind in kinds)
    learn = [kind for kind in kinds if (means(table, kind[0], 30, kind[1]) or 0) > line]
    assert learn == [("tanh", "1/n"), ("tanh", "2/n"), ("relu", "2/n")]
    for kind in (("relu", "1/n"), ("relu", "1/(3n)"), ("tanh", "1/(3n)")):
        assert means(table, kind[0], 30, kind[1], "cost") == pytest.approx(np.log(2), abs=0.01)
    lost = [sum(row["cost"] is None for row in measured.rows_where(table, activation="relu", start="4/n", depth=depth))
            for depth in measured.DEPTHS]  # fmt: skip
    assert lost == [1, 13, 15]
    assert measured.best(table, "relu", 30, "4/n") == (None, []) == measured.best(table, "relu", 15, "4/n")
    assert means(table, "tanh", 30, "4/n", "cost") < 0.35 and means(table, "tanh", 30, "4/n") < line
    assert 8 < means(table, "tanh", 30, "1/n", "cost") / means(table, "tanh", 30, "2/n", "cost") < 15
    assert means(table, "tanh", 15, "4/n") < line < means(table, "tanh", 5, "4/n")
    assert all(measured.best(table, "tanh", 5, start)[0] == 1 for start in measured.STARTS)
    longer = [row["test"] for row in measured.rows_where(table, steps=measured.MORE_STEPS)]
    assert [test > line for test in longer] == [False, True, True]
    for activation in measured.ACTIVATIONS:
        assert means(table, activation, 5, measured.DEFAULT) > line
        assert all(means(table, activation, depth, measured.DEFAULT) < 0.55 for depth in (15, 30))
    assert abs(means(table, "tanh", 30, "1/n") - means(table, "tanh", 30, "2/n")) < 0.01


def test_a_run_comes_again(table):
    what = {"activation": "tanh", "depth": 5, "start": "1/n", "rate": 0.1, "seed": 1, "steps": 150}
    (kept,) = measured.rows_where(table, **what)
    again = measured.measure_net("tanh", 5, "1/n", 0.1, 1, odd_digits())
    assert again["first"] == pytest.approx(kept["first"], rel=1e-3)
    assert again["test"] == pytest.approx(kept["test"], abs=0.01)


def test_the_best_rate_is_that_of_the_lowest_mean_cost_without_a_lost_run():
    rows = [
        {"activation": "tanh", "depth": 5, "start": "1/n", "rate": rate, "seed": seed, "steps": 150, "cost": cost}
        for rate, costs in ((1.0, (0.1, None)), (0.3, (0.3, 0.1)), (0.1, (0.5, 0.2)))
        for seed, cost in enumerate(costs)
    ]
    rate, found = measured.best(rows, "tanh", 5, "1/n")
    assert rate == 0.3 and [row["cost"] for row in found] == [0.3, 0.1]
    assert measured.best(rows[:2], "tanh", 5, "1/n") == (None, [])


# What the quiz says


def norms_of_dW(W, rng_seed=3):
    rng = np.random.default_rng(rng_seed)
    A, caches = stack_forward(1e-6 * rng.standard_normal((20, 40)), W, "tanh")
    return gradient_norms_by_depth(rng.standard_normal(A.shape), caches, "tanh")["dW"]


def test_a_layer_twice_as_large_doubles_the_gradients_of_all_other_layers():
    start = draw_stack([20] * 31, 0.5, np.random.default_rng(0))
    ratio = norms_of_dW(start | {"W10": 2 * start["W10"]}) / norms_of_dW(start)
    assert ratio == pytest.approx([1 if layer == 10 else 2 for layer in range(1, 31)], rel=1e-6)


def test_doubled_weights_double_what_comes_back_through_a_clipped_activation():
    rng = np.random.default_rng(0)
    A, draws, dZ = np.clip(20 * rng.standard_normal((2000, 20)), -1, 1), rng.standard_normal((2000, 2000)), []
    for gain in (30, 60):
        W = draws * gain / np.sqrt(2000)
        Z = W @ A
        dA = W.T @ rng.standard_normal(Z.shape)
        dZ.append(np.mean((dA * (np.abs(Z) < 1)) ** 2))
    assert dZ[1] / dZ[0] == pytest.approx(2, rel=0.1)


def test_xavier_divides_the_mean_square_by_fifty_from_10_to_1000_units():
    rng = np.random.default_rng(0)
    W = initialize_parameters_xavier([10, 1000], rng)["W1"]
    X = 0.01 * rng.standard_normal((10, 500))
    assert np.mean(X**2) / np.mean(np.tanh(W @ X) ** 2) == pytest.approx(50, rel=0.1)


def test_an_even_draw_of_root_six_over_n_has_he_s_variance():
    draws = np.random.default_rng(0).uniform(-np.sqrt(6 / 50), np.sqrt(6 / 50), 200_000)
    assert 50 * draws.var() == pytest.approx(2, rel=0.01)
