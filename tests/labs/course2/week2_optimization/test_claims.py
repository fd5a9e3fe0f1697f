"""Landscapes, networks and the kept tables of the lab on optimisation, and what the lab says of them."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from utils.checking import OverBudget
from utils.labs.course2.week2_optimization import lab, measured, networks, open_challenge, smoothing
from utils.labs.course2.week2_optimization.landscapes import (
    LANDSCAPES,
    NEVER,
    OWN_RATES,
    RATES,
    best_rate,
    descend,
    ravine,
    steps_to_goal,
)
from utils.labs.course2.week2_optimization.methods import METHODS, PLANS, start_state, step_with
from utils.labs.measured import load_measured, rows_where
from utils.steps.optimization import update_parameters_with_gd, update_parameters_with_momentum

pytestmark = pytest.mark.lab("course2/week2_optimization")


@pytest.fixture(scope="module")
def table():
    return load_measured("course2/week2_optimization")


@pytest.fixture(scope="module")
def digits():
    return networks.digits_task()


# Landscapes


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_gradient_of_a_landscape_is_its_cost_s(name):
    landscape = LANDSCAPES[name]
    for W in np.random.default_rng(0).normal(size=(5, 2, 1)):
        for i in (0, 1):
            step = np.zeros((2, 1))
            step[i] = 1e-6
            slope = (landscape.cost(W + step) - landscape.cost(W - step)) / 2e-6
            assert landscape.gradient(W)[i, 0] == pytest.approx(slope.item(), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_scipy_finds_the_lowest_cost_that_is_stated(name):
    landscape = LANDSCAPES[name]
    found = minimize(
        lambda w: float(landscape.cost(w)),
        landscape.start,
        jac=lambda w: landscape.gradient(w.reshape(2, 1))[:, 0],
        method="BFGS",
    )
    assert found.fun == pytest.approx(landscape.lowest, abs=1e-6)
    assert landscape.goal == pytest.approx(landscape.lowest + 0.01)
    assert found.njev < 100


@pytest.mark.parametrize("name", LANDSCAPES)
def test_the_own_rates_are_those_that_a_search_finds(name):
    for method in METHODS:
        assert best_rate(LANDSCAPES[name], method, steps=300)[0] == OWN_RATES[name][method]


@pytest.mark.parametrize("method", METHODS)
def test_walkers_side_by_side_walk_as_each_would_alone(method):
    together = descend(LANDSCAPES["turned ravine"], method, np.array([0.01, 0.03, 0.3]), 25)
    for k, rate in enumerate((0.01, 0.03, 0.3)):
        np.testing.assert_allclose(together[..., k], descend(LANDSCAPES["turned ravine"], method, rate, 25), rtol=1e-9)


def test_a_path_that_runs_away_is_no_number_from_there_on():
    path = descend(LANDSCAPES["ravine"], "gradient descent", 1.0, 30)
    lost = np.isnan(path[:, 0])
    assert lost.any() and not lost[0] and np.all(np.diff(lost.astype(int)) >= 0)


def test_the_order_of_the_methods_on_the_landscapes():
    def steps(name, method):
        path = descend(LANDSCAPES[name], method, OWN_RATES[name][method], 300)
        return steps_to_goal(LANDSCAPES[name], path)

    found = {name: [steps(name, method) for method in METHODS] for name in LANDSCAPES}
    assert found["ravine"] == [86, 118, 71, 154, 65]
    straight, turned = found["ravine"], found["turned ravine"]
    assert [turned[k] - straight[k] for k in (0, 2, 4)] == [0, 0, 3] and turned[3] == pytest.approx(236, abs=2)
    assert found["saddle"] == [21, 14, 55, 31, 37]
    assert found["plateau"] == [62, 40, 50, 23, 35]


def test_every_tenth_rate_misses_the_best_of_gradient_descent():
    assert best_rate(LANDSCAPES["ravine"], "gradient descent", RATES[::10], 300)[1] == 105
    assert OWN_RATES["ravine"]["gradient descent"] == pytest.approx(2 / 51, rel=0.03)


def test_from_nearer_gradient_descent_is_ahead():
    near = LANDSCAPES["ravine"]._replace(start=(-1.0, 1.0))
    plain, momentum, adam = (best_rate(near, method, steps=300)[1] for method in (METHODS[0], "momentum", "Adam"))
    assert plain < adam < momentum


def test_the_first_at_the_saddle_changes_with_the_distance():
    def steps(beside):
        near = LANDSCAPES["saddle"]._replace(start=(1.5, beside))
        return {method: best_rate(near, method, steps=300)[1] for method in METHODS}

    near, nearest = steps(1e-6), steps(1e-12)
    assert all(near["gradient descent"] < near[method] for method in ("momentum", "RMSprop", "Adam"))
    assert nearest["RMSprop"] < nearest["Adam"] < nearest["gradient descent"]


@pytest.mark.parametrize("method", METHODS)
def test_only_sums_of_gradients_turn_with_the_ravine(method):
    c = math.sqrt(0.5)
    R = np.array([[c, c], [-c, c]])
    straight, turned = (descend(LANDSCAPES[name], method, 0.03, 40) for name in ("ravine", "turned ravine"))
    same = np.allclose(straight, turned @ R.T, atol=1e-9)
    assert same == (method in ("gradient descent", "with decay", "momentum"))


def momentum_with(beta):
    """A step of momentum like `step_with`, with another β."""

    def step(method, parameters, grads, state, t, rate):
        parameters, v = update_parameters_with_momentum(parameters, grads, state[0], beta, rate)
        return parameters, (v, state[1])

    return step


def test_the_usual_beta_pays_in_steep_ravines_and_one_of_its_own_from_10_on():
    for steep, (plain, usual) in {2.0: (4, 47), 10.0: (18, 52), 50.0: (86, 71)}.items():
        assert [best_rate(ravine(steep), m, steps=500)[1] for m in (METHODS[0], "momentum")] == [plain, usual]
        best = min(best_rate(ravine(steep), "momentum", step=momentum_with(b))[1] for b in (0.5, 0.7, 0.8, 0.9))
        assert (best < plain) == (steep >= 10)


def test_turning_a_ravine_helps_rmsprop_at_2_and_hurts_it_later():
    counts = {
        steep: [best_rate(ravine(steep, turned), "RMSprop", steps=500)[1] for turned in (False, True)]
        for steep in (2.0, 10.0, 50.0, 200.0)
    }
    assert counts[2.0][1] < counts[2.0][0] and all(counts[k][0] < counts[k][1] for k in (10.0, 50.0, 200.0))
    assert counts[200.0][0] < best_rate(ravine(200.0), "gradient descent", steps=500)[1] < counts[200.0][1]


def test_steps_to_the_goal_are_counted_to_the_last_time_above_it():
    landscape = LANDSCAPES["ravine"]
    inside, outside = [0.01, 0.0], [1.0, 1.0]
    assert steps_to_goal(landscape, np.array([outside, inside, outside, inside, inside])) == 3
    assert steps_to_goal(landscape, np.array([outside, inside, outside])) == NEVER
    assert steps_to_goal(landscape, np.array([outside, [np.nan, np.nan]])) == NEVER


def test_a_saddle_costs_time_by_the_distance():
    counts = []
    for beside in (1e-2, 1e-4, 1e-6, 1e-8, 0.0):
        near = LANDSCAPES["saddle"]._replace(start=(1.5, beside))
        counts.append(steps_to_goal(near, descend(near, "gradient descent", 0.05, 500)))
    assert counts == [57, 105, 153, 202, NEVER]
    assert math.ceil(math.log(1e6) / math.log(1.1)) == 145


def test_momentum_is_later_on_the_plateau_at_the_same_small_rates_only():
    plateau = LANDSCAPES["plateau"]
    for rate in (0.1, 0.5, 1.5):
        plain, momentum = (steps_to_goal(plateau, descend(plateau, m, rate, 2000)) for m in (METHODS[0], "momentum"))
        assert plain < momentum < NEVER
    plain, momentum = (steps_to_goal(plateau, descend(plateau, m, 5.0, 2000)) for m in (METHODS[0], "momentum"))
    assert momentum < 100 and plain == NEVER
    assert steps_to_goal(plateau, descend(plateau, "RMSprop", 0.5, 2000)) == NEVER
    far = plateau._replace(start=(-4.0, 2.0))
    plain, momentum = (best_rate(far, method, steps=1000)[1] for method in (METHODS[0], "momentum"))
    assert plain > 6 * momentum


def test_a_method_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="'Newton' is none of gradient descent"):
        step_with("Newton", {}, {}, ({}, {}), 1, 0.1)


def test_the_plans_by_hand():
    assert PLANS["constant"](0.4, 30) == 0.4
    assert PLANS["smooth"](0.4, 20) == pytest.approx(0.2)
    assert [PLANS["stairs"](0.3, epoch) for epoch in (9, 10, 20)] == [0.3, pytest.approx(0.2), pytest.approx(0.15)]


# Averages


def test_the_correction_fed_back_explodes_and_creeps_back():
    fed_back = smoothing.average_fed_back(np.full(200, 5.0), 0.9)
    assert fed_back[0] == pytest.approx(5) and fed_back.max() == pytest.approx(19_726, abs=1) == fed_back[20]
    assert fed_back[199] == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize(("beta", "newest", "share"), [(0.9, 10, 0.651), (0.98, 50, 0.636), (0.999, 1000, 0.632)])
def test_the_effective_memory_holds_about_two_thirds(beta, newest, share):
    assert smoothing.memory(beta) == (newest, pytest.approx(share, abs=5e-4))


# Networks


@pytest.mark.parametrize("name", networks.TASKS)
def test_the_networks_gradients_are_measured_slopes(name):
    task = networks.TASKS[name]()
    parameters, rng = networks.start_of(task, 3)
    X, Y = task.X[:, :7], task.Y[:, :7]
    _, grads = networks.cost_and_grads(parameters, X, Y)
    for key, value in parameters.items():
        for _ in range(4):
            place = tuple(rng.integers(size) for size in value.shape)
            costs = []
            for nudge in (1e-6, -1e-6):
                moved = parameters | {key: value.copy()}
                moved[key][place] += nudge
                costs.append(networks.cost_and_grads(moved, X, Y)[0])
            slope = (costs[0] - costs[1]) / 2e-6
            assert grads[f"d{key}"][place] == pytest.approx(slope, rel=1e-4, abs=1e-7)


def test_pytorch_has_the_same_cost_and_gradients(digits):
    torch = pytest.importorskip("torch")
    parameters, _ = networks.start_of(digits, 1)
    cost, grads = networks.cost_and_grads(parameters, digits.X[:, :50], digits.Y[:, :50])
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    hidden = torch.relu(tensors["W1"] @ torch.tensor(digits.X[:, :50]) + tensors["b1"])
    scores = tensors["W2"] @ hidden + tensors["b2"]
    losses = torch.nn.functional.binary_cross_entropy_with_logits(
        scores, torch.tensor(digits.Y[:, :50]), reduction="sum"
    )
    (losses / 50).backward()
    assert cost == pytest.approx(losses.item() / 50)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(grads[f"d{key}"], tensor.grad.numpy(), atol=1e-12)


def test_the_tasks_have_the_shapes_that_the_lab_names(digits):
    assert (
        digits.X.shape == (64, 1258) and digits.X_dev.shape == (64, 539) and digits.Y.sum(axis=0).tolist() == [1] * 1258
    )
    moons = networks.moons_task()
    assert moons.X.shape == (2, 600) and moons.Y.shape == (1, 600) and moons.X_dev.shape == (2, 1000)


def test_accuracy_by_hand():
    parameters = {"W1": np.array([[1.0], [-1.0]]), "b1": np.zeros((2, 1))}
    X = np.array([[2.0, -1.0, 3.0]])
    assert networks.accuracy(parameters, X, np.array([[1, 1, 0], [0, 0, 1]])) == pytest.approx(1 / 3)
    one = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
    assert networks.accuracy(one, X, np.array([[1, 0, 0]])) == pytest.approx(2 / 3)


def test_a_run_keeps_an_entry_for_each_epoch_and_ends_where_the_cost_is_no_number(digits):
    run = networks.train(digits, "Adam", 0.01, 2, 0, size=300)
    assert len(run.costs) == len(run.dev) == 3 and run.steps == 10 and run.costs[2] < run.costs[0]
    with np.errstate(all="ignore"):
        lost = networks.train(digits, "gradient descent", 1e200, 5, 0, size=300)
    assert len(lost.costs) < 6 and not np.isfinite(lost.costs[-1])


def test_the_goal_is_reached_when_it_is_counted_and_not_before(digits):
    steps = networks.steps_to_accuracy(digits, "Adam", 0.1, 0, 400)
    parameters, rng = networks.start_of(digits, 0)
    state, t, looks = start_state(parameters), 0, {}
    while t < steps:
        for X, Y in networks.random_mini_batches(digits.X, digits.Y, 64, rng):
            t += 1
            grads = networks.cost_and_grads(parameters, X, Y)[1]
            parameters, state = step_with("Adam", parameters, grads, state, t, 0.1)
            looks[t] = networks.accuracy(parameters, digits.X_dev, digits.Y_dev)
    assert looks[steps] >= digits.goal and all(looks[t] < digits.goal for t in range(5, steps, 5))
    assert networks.steps_to_accuracy(digits, "Adam", 1e-6, 0, 40) is None


# The kept tables


def test_the_tables_hold_every_row_once(table):
    keys = [(row["task"], row["method"], row["kind"]) for row in table["methods"]]
    assert keys == [(task, method, kind) for task in networks.TASKS for method in METHODS for kind in ("own", "one")]
    assert [row["size"] for row in table["sizes"]] == list(measured.SIZES)
    plans = [(row["task"], row["method"], row["plan"]) for row in table["decay"]]
    assert plans == [(t, m, plan) for t in networks.TASKS for m in ("gradient descent", "Adam") for plan in PLANS]
    for row in table["methods"] + table["sizes"]:
        assert len(row["steps"]) == len(measured.JUDGE)
    for row in rows_where(table["methods"], kind="own"):
        assert len(row["tried"]) == len(measured.RATES)
        assert row["rate"] == measured.RATES[row["tried"].index(min(filter(None, row["tried"])))]
    for row in table["decay"]:
        assert len(row["cost"]) == len(row["dev"]) == len(row["wobble"]) == len(measured.JUDGE)
    assert not set(measured.SEARCH) & set(measured.JUDGE)


def test_the_command_measures_every_row_of_the_tables(monkeypatch, table):
    monkeypatch.setattr(measured, "method_rows", lambda *what: [what])
    monkeypatch.setattr(measured, "size_row", lambda *what: what)
    monkeypatch.setattr(measured, "decay_row", lambda *what: what)
    found = measured.measure()
    assert found["methods"] == [(row["task"], row["method"]) for row in rows_where(table["methods"], kind="own")]
    assert found["sizes"] == list(measured.SIZES.items())
    assert found["decay"] == [(row["task"], row["method"], row["plan"]) for row in table["decay"]]


def test_a_search_takes_the_least_median_and_none_as_worst(monkeypatch):
    monkeypatch.setattr(measured, "SEARCH", (0, 1, 2))
    results = {1.0: [5, 5, None], 2.0: [1, None, None], 3.0: [4, 9, 4], 4.0: [float("nan"), 8, 9]}
    rate, medians = measured.search(lambda rate, seed: results[rate][seed], rates=list(results))
    assert rate == 3.0 and medians == [5, None, 4, 9]
    assert measured.median_steps({"steps": [None, 3, 4]}) == 4


@pytest.mark.parametrize(("task", "method"), [("moons", "RMSprop"), ("moons", "Adam"), ("digits", "momentum")])
def test_a_kept_run_comes_again(table, task, method):
    row = rows_where(table["methods"], task=task, method=method, kind="own")[0]
    again = measured._steps(task, method, row["rate"], measured.JUDGE[0])
    assert again == pytest.approx(row["steps"][0], abs=10)


def test_rows_are_made_of_runs(monkeypatch):
    calls = []
    monkeypatch.setattr(measured, "_steps", lambda *what: calls.append(what) or round(100 * what[2]) + what[3])
    monkeypatch.setattr(measured, "RATES", [0.3, 0.1, 0.2])
    own, one = measured.method_rows("moons", "Adam")
    assert own["kind"] == "own" and own["rate"] == 0.1 and one["rate"] == measured.ONE_RATE and "tried" in own
    assert one["steps"] == [1 + seed for seed in measured.JUDGE]
    assert {what[3] for what in calls} == {*measured.SEARCH, *measured.JUDGE}


def test_a_decay_row_is_made_of_runs(monkeypatch):
    monkeypatch.setattr(measured, "SEARCH", (0,))
    monkeypatch.setattr(measured, "JUDGE", (1, 2))
    monkeypatch.setattr(measured, "RATES", [0.5, 0.7])
    monkeypatch.setattr(measured, "EPOCHS", 2)
    row = measured.decay_row("moons", "gradient descent", "stairs")
    assert row["plan"] == "stairs" and len(row["cost"]) == 2 and row["rate"] in (0.5,)
    run = networks.train(networks.moons_task(1), "gradient descent", 0.5, 2, 1, plan="stairs")
    assert row["cost"][0] == pytest.approx(run.costs[-1], rel=1e-3) and row["dev"][0] == pytest.approx(run.dev[-1])


def test_what_the_lab_says_of_the_methods(table):
    def median(task, method, kind="own"):
        return measured.median_steps(rows_where(table["methods"], task=task, method=method, kind=kind)[0])

    for task in networks.TASKS:
        plain = median(task, "gradient descent")
        medians = {method: median(task, method) for method in METHODS}
        assert min(medians, key=medians.get) == "momentum" and sorted(medians, key=medians.get)[1] == "Adam"
        runs = {m: rows_where(table["methods"], task=task, method=m, kind="own")[0]["steps"] for m in METHODS}
        ahead = [sum(a < b for a, b in zip(runs[m], runs[METHODS[0]], strict=True)) for m in ("momentum", "Adam")]
        assert ahead == ([10, 10] if task == "digits" else [8, 6])
        assert 1.6 < plain / medians["momentum"] < 2
        for method in METHODS[:3]:
            steps = rows_where(table["methods"], task=task, method=method, kind="one")[0]["steps"]
            assert steps == [None] * 10
        assert median(task, "RMSprop", "one") < 250 > median(task, "Adam", "one")
    tried = {row["method"]: row["tried"] for row in rows_where(table["methods"], task="digits", kind="own")}
    assert all(steps[measured.RATES.index(0.1)] is not None for steps in tried.values())


def test_what_the_lab_says_of_sizes(table):
    steps = [measured.median_steps(row) for row in table["sizes"]]
    epochs = [count * row["size"] / 1258 for count, row in zip(steps, table["sizes"], strict=True)]
    assert epochs == sorted(epochs) and 2 < epochs[0] < 3
    assert steps[:4] == sorted(steps[:4], reverse=True) and steps[3] < steps[4] < 1.2 * steps[3]


def test_what_the_lab_says_of_decay(table):
    def rows(task, method):
        found = [rows_where(table["decay"], task=task, method=method, plan=plan)[0] for plan in PLANS]
        return [np.array(row["cost"]) for row in found], [np.median(row["wobble"]) for row in found]

    costs, wobble = rows("digits", "Adam")
    assert all(np.median(other) < np.median(costs[0]) / 2 for other in costs[1:])
    costs, wobble = rows("moons", "gradient descent")
    assert wobble[2] < wobble[0] / 4 and 0.9 < np.median(costs[2]) / np.median(costs[0]) < 1
    costs, _ = rows("digits", "gradient descent")
    assert np.all(costs[1] > costs[0]) and np.all(costs[2] > costs[0])
    costs, _ = rows("moons", "Adam")
    assert all(np.median(other) < np.median(costs[0]) for other in costs[1:])
    for task in networks.TASKS:
        for method in METHODS[::4]:
            right = [np.median(row["dev"]) for row in rows_where(table["decay"], task=task, method=method)]
            assert max(right) - min(right) < 0.01


# The open challenge


def looking_ahead(parameters, grads, state, t):
    """Momentum that steps on along its new average: Nesterov's."""
    v = state or start_state(parameters)[0]
    _, v = update_parameters_with_momentum(parameters, grads, v, 0.9, 0.0)
    ahead = {name: 0.9 * v[name] + 0.1 * grads[name] for name in v}
    return update_parameters_with_gd(parameters, ahead, 2.37), v


def test_the_challenge_s_baseline_is_momentum_and_can_be_beaten():
    def momentum(parameters, grads, state, t):
        return update_parameters_with_momentum(parameters, grads, state or start_state(parameters)[0], 0.9, 1.78)

    challenge = open_challenge.CHALLENGE
    assert open_challenge.median_steps_of(momentum) == pytest.approx(challenge.baseline, abs=10)
    assert challenge.beats(open_challenge.median_steps_of(looking_ahead))
    assert not set(open_challenge.SEEDS) & {*measured.SEARCH, *measured.JUDGE}


def test_a_step_that_goes_nowhere_is_over_budget(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (40,))
    with pytest.raises(OverBudget, match="not there after 300 steps"):
        open_challenge.median_steps_of(lambda parameters, grads, state, t: (parameters, state))


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["update_parameters_with_adam"]
    parameters, grads = {"W1": np.zeros((1, 1))}, {"dW1": np.full((1, 1), 3.0)}
    for function, length in ((exercise.planted.function, 0.1), (exercise.reference, 0.01)):
        moved = function(parameters, grads, *start_state(parameters), 1)[0]
        assert moved["W1"].item() == pytest.approx(-length, rel=1e-6)


def test_what_the_quiz_counts():
    assert 10 * math.ceil(50_000 / 128) == 3910 and 10 * math.ceil(50_000 / 256) == 1960
    assert [math.ceil(math.log(1e3) / math.log(factor)) for factor in (1.019, 1.19)] == [368, 40] and 1.019**367 > 999
    assert 50 * (1 - 0.96**25) == pytest.approx(32, abs=0.1)
    assert 0.02 * sum(0.95**k for k in range(1000)) == pytest.approx(0.4)
    lengths = [[(1 - 0.9**t) / math.sqrt(1 - beta**t) for t in (1, 10)] for beta in (0.99, 0.999)]
    assert np.round(lengths, 1).tolist() == [[1.0, 2.1], [3.2, 6.5]]


def test_sorted_batches_kill_units_at_large_rates_only(digits):
    order = np.argsort(digits.Y.argmax(axis=0), kind="stable")
    by_label = digits._replace(X=digits.X[:, order], Y=digits.Y[:, order])

    def cut_only(X, Y, size, rng):
        return [(X[:, k : k + size], Y[:, k : k + size]) for k in range(0, X.shape[1], size)]

    for method, rate, dies in (("momentum", 0.05, False), ("momentum", 2.37, True), ("Adam", 0.1, True)):
        run = networks.train(by_label, method, rate, 10, 0, batches=cut_only)
        Z, inputs = networks.scores_and_inputs(run.parameters, digits.X_dev)
        dead = np.all(inputs[-1] <= 0, axis=1).sum()
        assert (dead > 28) == dies and (len(set(Z.argmax(axis=0))) == 10) != dies and (run.dev[-1] < 0.15) == dies


def test_a_late_drop_lowers_the_last_costs_and_no_accuracy():
    for seed in (10, 13):
        task = networks.digits_task(seed)
        plain, late = (
            networks.train(task, "gradient descent", 0.562, 40, seed, plan=plan)
            for plan in ("constant", lambda rate, epoch: rate if epoch < 36 else rate / 10)
        )
        assert np.mean(late.costs[-4:]) < np.mean(plain.costs[-4:]) and late.dev[-1] >= plain.dev[-1]


def test_the_lost_run_on_the_moons_is_a_dead_network():
    task = networks.moons_task(0)
    run = networks.train(task, "gradient descent", 3.16, 40, 0)
    Z, inputs = networks.scores_and_inputs(run.parameters, task.X)
    assert run.costs[-1] == pytest.approx(math.log(2), abs=1e-3) and abs(Z).max() < 0.1
    assert all(np.all(A <= 0) for A in inputs[2:])
