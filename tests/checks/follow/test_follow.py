"""Which lines an attempt gets wrong: both faults of two, in other words, with helpers, and when nothing may be said."""

import math
import time

import numpy as np
import pytest

from utils.checking import Exercise, evaluate, slip
from utils.checking.follow import follow
from utils.checking.follow.follow import Follower, _constants_of
from utils.checking.follow.repairs import harmless
from utils.checking.follow.watch import tree_of
from utils.checking.verdict import State
from utils.steps.activations import sigmoid

ERROR = "Your error is A + Y; it is A − Y."


def gradient(w, b, X, Y):
    """Gradient and cost of logistic regression."""
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ = A - Y
    return {"dw": np.dot(X, dZ.T) / m, "db": np.sum(dZ) / m}, cost


def cases(rng):
    sizes = ((2, 3), (4, 5), (1, 7), (3, 1))
    return [
        (rng.normal(size=(n, 1)), 0.3, rng.normal(size=(n, m)), (rng.random((1, m)) > 0.5).astype(int))
        for n, m in sizes
    ]


EXERCISE = Exercise(
    gradient,
    points=20,
    returns=("grads", "cost"),
    cases=cases,
    mistakes={ERROR: slip("A - Y", "A + Y")},
    hints=["one", "two", "three"],
)


def message(attempt):
    outcome = evaluate(EXERCISE, attempt)
    assert outcome.state == State.NOT_RIGHT
    return outcome.message


def test_both_faults_are_said_with_their_lines():
    def gradient(w, b, X, Y):
        m = X.shape[0]
        A = sigmoid(np.dot(w.T, X) + b)
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1]
        dZ = A - Y
        dw = np.dot(X, dZ.T) / m
        return {"dw": dw, "db": np.mean(dw)}, cost

    said = message(gradient)
    assert "Line 2, `m = X.shape[0]`: write `X.shape[1]` in place of `X.shape[0]`." in said
    assert "And line 7" in said


def test_other_names_are_followed_too():
    def gradient(weights, bias, data, labels):
        count = data.shape[1]
        scores = np.dot(weights.T, data) - bias
        guess = 1 / (1 + np.exp(-scores))
        loss = -np.mean(labels * np.log(guess) + (1 - labels) * np.log(1 - guess))
        error = guess - labels
        return {"dw": data @ error.T / count, "db": np.sum(error)}, loss

    said = message(gradient)
    assert "Line 3, `scores = np.dot(weights.T, data) - bias`: write + in place of -" in said
    assert "And line 7" in said
    assert "use mean in place of sum" in said


def test_a_known_mistake_beside_another_fault_is_said_in_its_words():
    def gradient(w, b, X, Y):
        m = X.shape[1]
        A = sigmoid(np.dot(w.T, X) + b)
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(A)) / m
        dZ = A + Y
        return {"dw": np.dot(X, dZ.T) / m, "db": np.sum(dZ) / m}, cost

    said = message(gradient)
    assert ERROR in said
    assert "line 4" in said.lower()


def test_an_error_keeps_its_own_words_and_gets_its_cause():
    def gradient(w, b, X, Y):
        m = X.shape[1]
        A = sigmoid(np.dot(w, X) + b)
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
        dZ = A - Y
        return {"dw": np.dot(X, dZ.T) / m, "db": np.sum(dZ) / m}, cost

    said = message(gradient)
    assert said.startswith("gradient stops at line 3")
    assert "transpose: `w.T` in place of `w`" in said


def mean_of(values):
    return np.sum(values)


def test_a_helper_of_the_learners_own_is_named():
    def gradient(w, b, X, Y):
        A = sigmoid(np.dot(w.T, X) + b)
        cost = mean_of(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        return {"dw": np.dot(X, (A - Y).T) / X.shape[1], "db": np.mean(A - Y)}, cost

    assert "or in mean_of, which it calls" in message(gradient)


def test_a_value_that_differs_is_told_as_a_fact_where_no_change_is_found():
    def gradient(w, b, X, Y):
        A = np.tanh(np.abs(np.dot(w.T, X)) ** 3 + np.cos(b) * 7)
        cost = math.pi * A.sum() ** 2 + b
        return {"dw": X * 3 + cost, "db": [cost]}, {"cost": cost}

    said = follow(EXERCISE, gradient, trials_of(gradient))
    assert all(not one.cause for one in said)


def trials_of(attempt):
    from utils.checking.verdict import trial_of

    return [trial_of(EXERCISE, attempt, number) for number in range(4)]


def test_nothing_is_said_of_a_right_attempt():
    assert follow(EXERCISE, gradient, trials_of(gradient)) == []


def writes(w, b, X, Y):
    open("never", "w").close()
    return {"dw": X, "db": b}, 0.0


def calls_one_that_writes(w, b, X, Y):
    return writes(w, b, X, Y)


@pytest.mark.parametrize("function", [writes, calls_one_that_writes])
def test_what_reaches_out_of_the_function_is_not_run_again(function):
    assert not harmless(function)
    assert follow(EXERCISE, function, []) == []


def test_numpy_and_the_projects_functions_are_harmless():
    assert harmless(gradient)


def test_a_follower_that_fails_says_nothing(monkeypatch):
    def gradient(w, b, X, Y):
        return {"dw": X, "db": b}, 0.0

    trials = trials_of(gradient)

    def broken(self):
        raise ZeroDivisionError

    monkeypatch.setattr(Follower, "faults", broken)
    assert follow(EXERCISE, gradient, trials) == []
    assert evaluate(EXERCISE, gradient).state == State.NOT_RIGHT


def test_the_time_is_held_though_changes_never_end():
    def gradient(w, b, X, Y):
        n = 3
        while n > 0:
            n = n - 1
        A = sigmoid(np.dot(w.T, X) + b + n + 1)
        return {"dw": X * A, "db": np.sum(A)}, np.sum(A)

    trials = trials_of(gradient)
    start = time.thread_time()
    follow(EXERCISE, gradient, trials)
    assert time.thread_time() - start < 4


def test_arguments_and_results_of_the_trials_are_left_as_they_are():
    def gradient(w, b, X, Y):
        A = sigmoid(np.dot(w.T, X) - b)
        X += 1
        return {"dw": np.dot(X, (A - Y).T), "db": np.sum(A - Y)}, np.sum(A)

    trials = trials_of(gradient)
    before = [np.array(trial.arguments[2]) for trial in trials]
    follow(EXERCISE, gradient, trials)
    for trial, X in zip(trials, before, strict=True):
        np.testing.assert_array_equal(trial.arguments[2], X)


def grid(A, W):
    """The sum of every window, by two loops."""
    f = W.shape[0]
    out = np.zeros((A.shape[0] - f + 1, A.shape[1] - f + 1))
    for h in range(out.shape[0]):
        for w in range(out.shape[1]):
            top, left = h, w
            window = A[top : top + f, left : left + f]
            out[h, w] = np.sum(window * W)
    return out


def test_a_value_in_a_loop_is_compared_with_the_same_round():
    exercise = Exercise(
        grid,
        points=1,
        returns=("out",),
        cases=lambda rng: [(rng.normal(size=(4, 5)), rng.normal(size=(2, 2))), (np.eye(3), np.ones((2, 2)))],
        mistakes={},
        hints="abc",
    )

    def attempt(A, W):
        f = W.shape[0]
        out = np.zeros((A.shape[0] - f + 1, A.shape[1] - f + 1))
        for h in range(out.shape[0]):
            for w in range(out.shape[1]):
                top, left = h, w
                window = A[top : top + f, left : left + f]
                out[h, w] = np.sum(window * W) / out.size - 3 * np.sum(W)
        return out

    said = evaluate(exercise, attempt).message
    assert "ine 8" in said
    assert "top" not in said.split(":")[-1]


def test_no_cure_is_made_of_an_error_s_words():
    tree = tree_of(kinds)
    assert [value for value in _constants_of(tree) if isinstance(value, str)] == ["double"]


def kinds(x, kind):
    """Twice x."""
    if kind != "double":
        raise ValueError(f"kind is {kind!r}, it must be double")
    return x * 2


def test_lists_of_unequal_arrays_are_followed_too():
    """np.shape raises for them; the follower must not fall back because of that."""

    def pieces(X, size):
        return [(X[:, k : k + size], X[0, k : k + size]) for k in range(0, X.shape[1], size)]

    exercise = Exercise(
        pieces,
        points=5,
        returns=("pieces",),
        cases=lambda rng: [(rng.normal(size=(2, m)), 2) for m in (5, 4, 3)],
        mistakes={},
        hints=["one", "two", "three"],
    )

    def attempt(X, size):
        found = []
        for k in range(0, X.shape[1], size):
            part = X[:, k : k + size + 1]
            found.append((part, X[1, k : k + size]))
        return found

    said = evaluate(exercise, attempt).message
    assert "Line 4" in said and "line 5" in said
