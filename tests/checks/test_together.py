"""Two faults at once: two known mistakes, one beside a line, one behind an error, one besides an order, half a cure."""

import numpy as np

from utils.checking import Exercise, evaluate, slip
from utils.checking.ladder import _and
from utils.checking.verdict import State

ROWS = "Your mean runs over the rows; take it along the columns, axis=1."
SPREAD = "Your spread is a variance; take its root, np.std."
SIGN = "You add the mean; take it off."
INNER = "Your product has the weights behind; they stand before."


def statistics(X):
    """Mean, spread and centred values of each row."""
    mean = np.mean(X, axis=1, keepdims=True)
    spread = np.std(X, axis=1, keepdims=True)
    centred = X - mean
    return mean, spread, centred


def forward(W, X, b):
    """A layer's sums, and their mean square."""
    Z = W @ X + b
    return Z, np.mean(Z**2, axis=1)


STATISTICS = Exercise(
    statistics,
    points=10,
    returns=("mean", "spread", "centred"),
    cases=lambda rng: [(rng.normal(size=shape),) for shape in ((3, 3), (4, 4), (2, 2))],
    mistakes={
        ROWS: slip("np.mean(X, axis=1, keepdims=True)", "np.mean(X, axis=0, keepdims=True)"),
        SPREAD: slip("np.std", "np.var"),
        SIGN: slip("X - mean", "X + mean"),
    },
    hints=["one", "two", "three"],
)
FORWARD = Exercise(
    forward,
    points=10,
    returns=("Z", "square"),
    cases=lambda rng: [(rng.normal(size=(n, 3)), rng.normal(size=(3, 5)), rng.normal(size=(n, 1))) for n in (2, 4)],
    mistakes={INNER: slip("W @ X", "X @ W")},
    hints=["one", "two", "three"],
)


def findings(exercise, attempt):
    outcome = evaluate(exercise, attempt)
    assert outcome.state == State.NOT_RIGHT
    return [(finding.kind, finding.message) for finding in outcome.findings]


def test_slips_are_made_together_where_both_can_be():
    both = {frozenset((one.sentence, other.sentence)): pair for one, other, pair in STATISTICS.pairs}
    assert both.keys() == {frozenset(pair) for pair in ((ROWS, SPREAD), (ROWS, SIGN), (SPREAD, SIGN))}
    X = np.arange(9.0).reshape(3, 3)
    _, spread, centred = both[frozenset((SPREAD, SIGN))].function(X)
    np.testing.assert_allclose(spread, X.var(axis=1, keepdims=True))
    np.testing.assert_allclose(centred, X + X.mean(axis=1, keepdims=True))


def test_two_known_mistakes_whose_effects_meet_are_both_said():
    """centred is wrong by both, and no line is written as in the reference."""

    def statistics(X):
        n = len(X)
        mean = sum(X[k] for k in range(n))[None] / n
        return mean, np.sqrt(((X - X.mean(1)[:, None]) ** 2).mean(1))[:, None], np.stack([x + mean[0] for x in X])

    said = findings(STATISTICS, statistics)
    assert [sentence for kind, sentence in said if kind == "known mistake"] == [ROWS, SIGN]


def test_a_known_mistake_behind_which_another_line_is_wrong():
    def forward(W, X, b):
        Z = X @ W + b
        return Z, np.mean(Z**2, axis=0)

    (kind, sentence), *_ = findings(FORWARD, forward)
    assert kind == "line"
    assert INNER.rstrip(".") in sentence and "And line 3" in sentence and "write axis=1" in sentence


def test_a_known_mistake_that_ends_in_an_error_stands_alone_where_nothing_else_is_wrong():
    def forward(W, X, b):
        Z = X @ W + b
        return Z, np.mean(Z**2, axis=1)

    assert findings(FORWARD, forward)[0] == ("known mistake", INNER)


def test_besides_two_results_in_each_others_place_the_rest_is_looked_at():
    def statistics(X):
        mean = X.mean(axis=1, keepdims=True)
        return X.std(axis=1, keepdims=True), mean, X + mean

    (kind, order), second, *_ = findings(STATISTICS, statistics)
    assert kind == "order" and "mean and spread are swapped" in order
    assert second == ("known mistake", SIGN)


def test_a_change_that_puts_some_results_right_says_which():
    def statistics(X):
        mean = X.mean(axis=1, keepdims=True)
        spread = np.var(X, axis=1, keepdims=True)
        return mean, spread, np.tanh(X - mean) - 0.25 * np.cos(mean)

    (_, sentence), *_ = findings(STATISTICS, statistics)
    assert SPREAD in sentence or "puts spread right" in sentence


def test_after_and_a_name_keeps_its_capital():
    assert _and("Your db sums over the units.") == "And your db sums over the units."
    assert _and("Line 3 is wrong.") == "And line 3 is wrong."
    assert _and("W1 lacks a factor.") == "And W1 lacks a factor."
    assert _and("A (1 − A) is the slope.") == "And A (1 − A) is the slope."
    assert _and("A is a row.") == "And A is a row."
    assert _and("A day without an error stops it.") == "And a day without an error stops it."
    assert _and("dW is a sum.") == "And dW is a sum."
