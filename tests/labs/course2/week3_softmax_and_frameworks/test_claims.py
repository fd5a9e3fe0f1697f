"""What the lab on softmax, heads and frameworks says, recomputed; its challenge; its own class of Variables."""

import copy

import numpy as np
import pytest
from scipy.special import softmax as scipy_softmax

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.checking import OverBudget, evaluate
from utils.course_files import course_root, master_path
from utils.labs.course2.week3_softmax_and_frameworks import calibration, common, gradients, in_order, networks
from utils.labs.course2.week3_softmax_and_frameworks import output_head as heads
from utils.steps import automatic_differentiation as steps
from utils.steps import gradient_rules
from utils.steps.activations import sigmoid
from utils.steps.heads import output_head
from utils.steps.softmax import one_hot_matrix, softmax, softmax_cross_entropy

pytestmark = pytest.mark.lab("course2/week3_softmax_and_frameworks")
SEEDS = range(3)


def head(task):
    return lambda Z, Y: output_head(Z, Y, task)[2]


def dev_scores(data, backward, seed, **settings):
    X, Y, X_dev, Y_dev = data()
    return networks.scores(X_dev, networks.train(X, Y, backward, seed, **settings)), Y_dev


def right(Z, Y):
    return np.mean(Z.argmax(axis=0) == Y.argmax(axis=0))


# Data


def test_overlaid_images_hold_one_or_two_digits_of_their_own_part():
    X, Y, X_dev, Y_dev = networks.overlaid()
    assert X.shape == (64, 3000) and Y_dev.shape == (10, 1000)
    assert set(Y.sum(axis=0)) == set(Y_dev.sum(axis=0)) == {1.0, 2.0}
    singles = networks.digits()[2]
    one = X_dev[:, np.flatnonzero(Y_dev.sum(axis=0) == 1)[0]]
    assert np.all(X_dev.max(axis=0) <= 1) and one.max() > 0 and singles.shape == (64, 539)


def test_the_patients_are_standardised_by_those_to_learn_from():
    X, Y, X_dev, Y_dev = networks.diabetes()
    assert Y.mean() == pytest.approx(0) and Y.std() == pytest.approx(1) and X_dev.shape == (10, 142)
    assert 0.5 < np.mean(Y_dev < 0) < 0.65 and 0.3 < np.mean(np.abs(Y_dev) > 1) < 0.45


COSTS = {
    "softmax with squares": (networks.softmax_with_squares, lambda Z, Y: np.sum((softmax(Z) - Y) ** 2) / 8),
    "softmax twice": (networks.softmax_twice, lambda Z, Y: softmax_cross_entropy(softmax(Z), Y)),
    "softmax of several": (networks.softmax_of_several, lambda Z, Y: -np.sum(Y * np.log(softmax(Z))) / 4),
    "sigmoids": (networks.sigmoids, lambda Z, Y: output_head(Z, Y, "multi-label")[1]),
    "plain": (networks.plain, lambda Z, Y: np.sum((Z - Y) ** 2) / 8),
    **{
        name: (networks.squeezed(name), lambda Z, Y, value=value: np.sum((value(Z) - Y) ** 2) / 8)
        for name, (value, _) in networks.SQUEEZERS.items()
    },
}


@pytest.mark.parametrize("name", COSTS)
def test_every_pairing_s_slope_is_its_cost_s(name):
    slope, cost = COSTS[name]
    rng = np.random.default_rng(1)
    Z, Y = rng.normal(size=(3, 4)), rng.integers(0, 2, (3, 4)).astype(float)
    if name == "softmax twice":
        Y = one_hot_matrix([0, 2, 1, 1], 3)
    assert_close(slope(Z, Y), numeric_gradient(lambda: cost(Z, Y), Z), 1e-7)


# Pairings


def test_sigmoids_for_one_class_cost_no_accuracy_and_sum_to_1_only_on_average():
    for seed in SEEDS:
        Z, Y = dev_scores(networks.digits, head("multi-class"), seed)
        others, _ = dev_scores(networks.digits, networks.sigmoids, seed)
        assert right(Z, Y) > 0.97 and right(others, Y) > right(Z, Y) - 0.01
        sums = sigmoid(others).sum(axis=0)
        assert sums.mean() == pytest.approx(1, abs=0.03) and 0.1 < sums.std() < 0.2


def test_scores_as_answers_leave_0_to_1_and_lose_one_to_two_points():
    lost, outside = [], []
    for seed in SEEDS:
        Z, Y = dev_scores(networks.digits, networks.plain, seed)
        best, _ = dev_scores(networks.digits, head("multi-class"), seed)
        lost.append(right(best, Y) - right(Z, Y))
        outside.append(np.mean((Z < 0) | (Z > 1)))
    assert 0.01 < np.mean(lost) < 0.02 and np.mean(outside) > 0.35


def test_scores_as_answers_are_level_after_3000_steps_and_still_leave_0_to_1():
    lost = []
    for seed in SEEDS:
        Z, Y = dev_scores(networks.digits, networks.plain, seed, steps=3000)
        best, _ = dev_scores(networks.digits, head("multi-class"), seed, rate=0.5)
        lost.append(right(best, Y) - right(Z, Y))
        assert np.mean((Z < 0) | (Z > 1)) > 0.3
    assert abs(np.mean(lost)) < 0.006


def test_learnt_as_the_next_digit_first_squares_do_not_catch_up_in_600_steps():
    X, Y = networks.digits()[:2]
    for seed in SEEDS:
        wrong = networks.train(X, np.roll(Y, 1, axis=0), head("multi-class"), seed)
        Z, Y_dev = dev_scores(networks.digits, head("multi-class"), seed, start=wrong)
        assert right(Z, Y_dev) > 0.97
        for rate in (0.5, 3.0):
            Z, _ = dev_scores(networks.digits, networks.softmax_with_squares, seed, start=wrong, rate=rate)
            assert right(Z, Y_dev) < 0.85


def test_fresh_costs_lie_a_little_above_ln_C_and_grow_with_the_last_weights():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(64, 500))
        for C in (2, 10, 1000):
            Y, fresh = one_hot_matrix(rng.integers(0, C, 500), C), networks.start_parameters(64, 64, C, rng)
            costs = [
                softmax_cross_entropy(networks.scores(X, fresh | {"W2": factor * fresh["W2"]}), Y)
                for factor in (0, 1, 3, 10)
            ]
            assert costs == sorted(costs) and costs[0] == pytest.approx(np.log(C))
            assert 0 < costs[1] - costs[0] < 0.4 and costs[3] > costs[0] + 0.8
    # What the quiz says of 20 classes
    rng = np.random.default_rng(0)
    fresh, Y = networks.start_parameters(64, 64, 20, rng), one_hot_matrix(rng.integers(0, 20, 500), 20)
    assert softmax_cross_entropy(networks.scores(X, fresh | {"W2": 15 * fresh["W2"]}), Y) > 7


def test_the_diagonal_alone_does_not_teach():
    for seed in SEEDS:
        Z, Y = dev_scores(networks.digits, networks.diagonal_alone, seed)
        assert right(Z, Y) < 0.25 and Z.min() > 0


def test_the_floor_of_the_quiz():
    assert -np.log(np.e / (np.e + 3)) == pytest.approx(0.744, abs=5e-4)


def test_softmax_with_squares_is_slower_and_catches_up_at_a_higher_rate():
    for seed in SEEDS:
        best, Y = dev_scores(networks.digits, head("multi-class"), seed)
        slow, _ = dev_scores(networks.digits, networks.softmax_with_squares, seed)
        fast, _ = dev_scores(networks.digits, networks.softmax_with_squares, seed, rate=3.0)
        assert right(slow, Y) < right(best, Y) - 0.005 and right(fast, Y) > right(best, Y) - 0.005


def test_from_a_surely_wrong_start_squares_do_not_catch_up():
    X, Y = (array[:, :200] for array in networks.digits()[:2])
    wrong = {"b": np.array([[25.0]] + [[0.0]] * 9)}
    for slope, learns in ((head("multi-class"), True), (networks.softmax_with_squares, False)):
        W, b = np.zeros((10, 64)), wrong["b"]
        for _ in range(600):
            dZ = slope(W @ X + b, Y)
            W, b = W - 3.0 * dZ @ X.T, b - 3.0 * dZ.sum(axis=1, keepdims=True)
        assert (right(W @ X + b, Y) > 0.9) == learns


def test_at_a_half_softmax_finds_no_pair_and_at_another_threshold_most_of_them():
    for seed in SEEDS:
        Z, Y = dev_scores(networks.overlaid, head("multi-label"), seed, rate=1.0)
        two = Y.sum(axis=0) == 2
        assert 0.3 < np.mean(((Z > 0) == Y).all(axis=0)[two]) < 0.55
        Z, _ = dev_scores(networks.overlaid, networks.softmax_of_several, seed, rate=1.0)
        assert np.mean(((softmax(Z) > 0.5) == Y).all(axis=0)[two]) == 0
        assert np.mean(((softmax(Z) > 0.16) == Y).all(axis=0)[two]) > 0.3
        assert np.mean(((np.sort(Z, axis=0)[-2] <= Z) == Y).all(axis=0)[two]) > 0.55
        Z, _ = dev_scores(networks.overlaid, head("multi-class"), seed, rate=1.0)
        assert np.mean(((np.sort(Z, axis=0)[-2] <= Z) == Y).all(axis=0)[two]) < 0.15


def test_without_its_own_gradient_the_scores_of_two_labels_rise_without_end():
    sizes = []
    for steps_taken in (300, 600, 1200):
        Z, _ = dev_scores(networks.overlaid, head("multi-class"), 0, rate=1.0, steps=steps_taken)
        sizes.append(np.abs(Z).max())
    assert sizes[1] > 1.5 * sizes[0] and sizes[2] > 1.5 * sizes[1] and sizes[1] > 500
    _, Y, _, _ = networks.overlaid()
    assert (softmax(np.zeros(Y.shape)) - Y).sum(axis=0).min() == pytest.approx(-1)


@pytest.mark.parametrize("split", range(6))
def test_which_heads_hurt_the_regression(split):
    X, Y, X_dev, Y_dev = networks.diabetes(split)

    def r2(name, steps_taken):
        backward = networks.plain if name == "none" else networks.squeezed(name)
        parameters, found = networks.train(X, Y, backward, split, rate=0.1, n_h=16, steps=steps_taken), []
        for x, y in ((X_dev, Y_dev), (X, Y)):
            Z = networks.scores(x, parameters)
            A = Z if name == "none" else networks.SQUEEZERS[name][0](Z)
            found.append(1 - np.mean((A - y) ** 2) / np.var(y))
        return found

    (free, learnt), (later, learnt_later) = r2("none", 600), r2("none", 2000)
    assert later < free - 0.06 and learnt_later > learnt + 0.08
    assert abs(r2("tanh", 600)[0] - free) < 0.055 and r2("tanh", 2000)[0] > later + 0.01
    assert r2("sigmoid", 600)[0] < 0.6 * free and r2("ReLU", 600)[0] < 0.67 * free


def test_two_softmaxes_stop_at_1_46_and_hurt_where_the_rate_is_low():
    floor = -np.log(np.e / (np.e + 9))
    assert floor == pytest.approx(1.4612, abs=1e-4)
    for seed in SEEDS:
        best, Y = dev_scores(networks.digits, head("multi-class"), seed)
        for rate, lost in ((0.5, 0.02), (3.0, 0.005)):
            Z, _ = dev_scores(networks.digits, networks.softmax_twice, seed, rate=rate)
            assert right(Z, Y) > right(best, Y) - lost and floor < softmax_cross_entropy(softmax(Z), Y) < 1.6
        once, _ = dev_scores(networks.digits, head("multi-class"), seed, rate=0.1)
        twice, _ = dev_scores(networks.digits, networks.softmax_twice, seed, rate=0.1)
        assert 0.08 < right(once, Y) - right(twice, Y) < 0.32


def test_the_hidden_layer_gains_on_overlaid_digits_and_not_on_patients():
    from sklearn.linear_model import LinearRegression

    X, Y, X_dev, Y_dev = networks.diabetes()
    line = LinearRegression().fit(X.T, Y.T).score(X_dev.T, Y_dev.T)
    nets = []
    for seed in SEEDS:
        Z, _ = dev_scores(networks.diabetes, networks.plain, seed, rate=0.1, n_h=16)
        nets.append(1 - np.mean((Z - Y_dev) ** 2) / np.var(Y_dev))
    assert abs(np.mean(nets) - line) < 0.03
    for seed in SEEDS:
        Z, Y_dev = dev_scores(networks.overlaid, head("multi-label"), seed, rate=1.0, steps=2000)
        assert 0.67 < np.mean(((Z > 0) == Y_dev).all(axis=0)) < 0.74  # ten logistic regressions: 0.659


# Sums and the notes


def test_the_numbers_of_the_notes_example():
    exps = np.exp([2.0, 1.0, 0.1])
    assert exps.sum() == pytest.approx(11.21, abs=0.005)
    assert softmax(np.array([[2.0], [1.0], [0.1]]))[:, 0].round(2).tolist() == [0.66, 0.24, 0.1]
    assert softmax(10 * np.array([[2.0], [1.0], [0.1]])).max().round(5) == 0.99995


def test_scipy_agrees_far_out():
    Z = np.random.default_rng(0).normal(0, 300, (5, 1000))
    np.testing.assert_allclose(softmax(Z), scipy_softmax(Z, axis=0), rtol=1e-9, atol=1e-15)


# The lab's own class


@pytest.fixture(scope="module")
def notebook():
    """The names of the master's cells that hold the class, its rules and the three ways."""
    cells = master_path(course_root(), "course2/week3_softmax_and_frameworks").read_text(encoding="utf-8")
    wanted = ("def add_backward", "def exp_backward", "class Variable", "def by_hand")
    names = {"np": np, "output_head": output_head, "gradients": steps.gradients}
    names |= {name: getattr(gradient_rules, name) for name in ("unbroadcast", "multiply_backward", "matmul_backward")}
    for cell in cells.split("# %%"):
        if any(word in cell for word in wanted) and not cell.startswith(" [markdown]"):
            exec(cell, names)
    return names


def test_the_class_of_the_notebook_gives_what_the_library_s_gives(notebook):
    rng = np.random.default_rng(0)
    W, b, X = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)), rng.normal(size=(4, 5))
    found = []
    for Variable in (notebook["Variable"], steps.Variable):
        w, c = Variable(W), Variable(b)
        hidden = (w @ X + c).tanh()
        result = ((hidden * hidden.exp() - 2 * hidden + X[:3]).sum(axis=0) * 1.5).exp().log().sum()
        found.append([result.data, *steps.gradients(result, [w, c])])
    for mine, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12)


def test_by_hand_and_by_variables_agree_to_ten_digits(notebook):
    X, Y = (array[:, :300] for array in networks.digits()[:2])
    parameters = networks.start_parameters(64, 16, 10, np.random.default_rng(3))
    cost, grads = notebook["by_hand"](X, Y, parameters)
    same_cost, same_grads = notebook["by_variables"](X, Y, parameters)
    assert cost == pytest.approx(same_cost, abs=1e-12)
    for one, other in zip(grads, same_grads, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-10)


def test_the_listing_s_thousand_steps_end_near_5():
    w = steps.Variable(0.0)
    for _ in range(1000):
        (slope,) = steps.gradients(w * w - 10 * w + 25, [w])
        w = steps.Variable(w.data - 0.01 * slope)
    assert w.data == pytest.approx(5, abs=1e-6)


# Order


class _Call:
    def __init__(self, value):
        self.value = value


def test_any_order_with_parents_first_is_right():
    result, _ = common.diamond()
    order = steps.in_order(result)
    assert in_order.faults_in_order(None, _Call(order)) is None
    assert in_order.faults_in_order(None, _Call(in_order.by_counting(result))) is None
    assert in_order.faults_in_order(None, _Call(order[::-1])) == in_order.TURNED
    assert in_order.faults_in_order(None, _Call([*order[1:], order[0]])) == in_order.EARLY


def test_a_deep_recursion_is_told_as_one_and_not_as_repeats():
    for recursion in (in_order.by_recursion, in_order.by_recursion_on_a_list):
        assert "recursion" in evaluate(in_order.EXERCISE, recursion).wish


def pushed_again(result):
    """A stack without a second look when a Variable is taken from it."""
    order, seen, stack = [], set(), [(result, 0)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            seen |= {node}
        else:
            stack.append((node, 1))
            for parent in node.parents:
                if parent not in seen:
                    stack.append((parent, 0))
    return order


def test_repeats_are_told_as_repeats():
    assert "twice" in evaluate(in_order.EXERCISE, pushed_again).message


def test_the_planted_bug_shows_what_its_symptom_says():
    bug = gradients.EXERCISE.planted.function
    a, b = steps.Variable(3.0), steps.Variable(2.0)
    assert bug(a + b, [a, b]) == [2.0, 2.0]
    assert bug(a.tanh(), [a])[0] == pytest.approx(steps.gradients(a.tanh(), [a])[0] + 1)


def with_the_slope_left_in(Z, Y, task):
    A, cost, dZ = output_head(Z, Y, task)
    if task == "multi-label":
        dZ = dZ * A * (1 - A)
    return A, cost, dZ


def test_the_slope_left_in_is_named():
    assert "has cancelled" in evaluate(heads.EXERCISE, with_the_slope_left_in).message


def seen_when_pushed(result):
    """The classic slip: a Variable counts as met when it is pushed, and may be placed too late."""
    order, seen, stack = [], {result}, [(result, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
            continue
        stack.append((node, True))
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, False))
    return order


def test_a_variable_marked_when_it_is_pushed_is_found_out():
    assert evaluate(in_order.EXERCISE, seen_when_pushed).message == in_order.EARLY


def test_deep_graphs_are_copied():
    result, _ = common.deep()
    twin = copy.deepcopy(result)
    assert twin is not result and len(steps.in_order(twin)) == len(steps.in_order(result))


# The challenge


def by_temperature(Z, labels, Z_new):
    Y = one_hot_matrix(labels, 10)
    T = min(np.arange(0.5, 4, 0.05), key=lambda T: softmax_cross_entropy(Z / T, Y))
    return softmax(Z_new / T)


def by_regression(Z, labels, Z_new):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=0.01, max_iter=1000).fit(Z.T, labels).predict_proba(Z_new.T).T


def by_margin(Z, labels, Z_new):
    """A temperature that rises or falls with the distance of the two largest scores: no answer changes."""
    Y = one_hot_matrix(labels, 10)

    def shares(Z, a, b):
        second, first = np.sort(Z, axis=0)[-2:]
        return softmax(Z / np.maximum(a + b * (first - second), 0.3))

    tried = [(a, b) for a in np.arange(0.5, 3, 0.1) for b in np.arange(-0.3, 0.6, 0.05)]
    best = min(tried, key=lambda ab: -np.sum(Y * np.log(shares(Z, *ab) + 1e-300)))
    return shares(Z_new, *best)


def test_the_challenge_s_baseline_is_one_temperature_and_can_be_beaten():
    challenge = calibration.CHALLENGE
    for T in np.arange(1.5, 2.5, 0.05):  # no one temperature beats the best one
        assert not challenge.beats(challenge.judge(lambda Z, labels, Z_new, T=T: softmax(Z_new / T)))
    plain = challenge.judge(lambda Z, labels, Z_new: softmax(Z_new))
    assert plain == pytest.approx(0.544, abs=0.03)
    assert challenge.judge(by_temperature) == pytest.approx(0.401, abs=0.002)
    assert challenge.beats(challenge.judge(by_margin)) and not challenge.beats(plain)
    with pytest.raises(OverBudget, match="answers have changed"):
        challenge.judge(by_regression)
    Z, labels, Z_new, labels_new = calibration.overconfident(0)
    assert 0.85 < np.mean(Z_new.argmax(axis=0) == labels_new) < 0.95 and Z.shape == (10, 300) and len(labels) == 300


@pytest.mark.parametrize("wrong", [lambda Z, y, Z_new: Z_new, lambda Z, y, Z_new: softmax(Z), lambda Z, y, Z_new: [1]])
def test_what_is_no_table_of_shares_is_over_budget(wrong):
    with pytest.raises(OverBudget):
        calibration.CHALLENGE.judge(wrong)
