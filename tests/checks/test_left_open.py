"""Bugs to find, challenges and decisions: what a lab leaves for the learner."""

import linecache
from dataclasses import replace

import numpy as np
import pytest

from utils.checking import Challenge, Decision, Exercise, Lab, OverBudget, State, evaluate, slip
from utils.checking.cards import help_with
from utils.checking.stubs import stub_of
from utils.checking.verdict import withheld

BUG = "Your sum runs over the units; sum over the examples, axis=1."


def mean_error(A, Y):
    """Mean absolute error of each unit.

    A, Y: (n, m).    Returns (n,).
    """
    # the error of each example
    errors = np.abs(A - Y)
    # their mean
    return np.sum(errors, axis=1) / A.shape[1]


def pairs(rng):
    return [(rng.normal(size=(2, 3)), rng.normal(size=(2, 3))), (rng.normal(size=(4, 4)), rng.normal(size=(4, 4)))]


def exercise(**fields):
    fields = {"planted": BUG, "symptom": "With two units and three examples three numbers come back."} | fields
    return Exercise(
        mean_error,
        points=100,
        returns=("error",),
        cases=pairs,
        mistakes={
            BUG: slip("axis=1", "axis=0"),
            "You leave out the absolute value.": slip("np.abs(A - Y)", "(A - Y)"),
        },
        hints=["one", "two", "three"],
        **fields,
    )


def lab_of(*exercises, **fields):
    return Lab("course1/tiny", title="Tiny", edition=1, minutes=20, exercises=exercises, **fields)


def test_the_learner_finds_the_whole_function_with_its_bug():
    stub = stub_of(exercise())
    assert "axis=0" in stub and "axis=1" not in stub and "NotImplementedError" not in stub


def test_unchanged_it_is_not_written_and_only_the_symptom_is_said():
    bug = exercise()
    outcome = evaluate(bug, bug.planted.function)
    assert outcome.state == State.NOT_WRITTEN and bug.symptom in outcome.message and BUG not in outcome.message


def test_comments_and_blank_lines_change_nothing_and_a_constant_does():
    bug = exercise()
    names = {"np": np}
    exec(stub_of(bug).replace("# their mean", "# what is wrong here?\n"), names)
    assert evaluate(bug, names["mean_error"]).state == State.NOT_WRITTEN
    exec(stub_of(bug).replace("axis=0", "axis=-1"), names)
    assert evaluate(bug, names["mean_error"]).state == State.CORRECT


def test_its_card_says_that_the_bug_is_not_found_and_keeps_the_solution(capsys):
    bug = exercise()
    lab_of(bug).check(bug.planted.function)
    said = capsys.readouterr().out
    assert "mean_error: the bug is not found yet · 0 of 100 points" in said
    assert [fold.summary for fold in help_with(bug)] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]


def rewritten(A, Y):
    return sum(abs(a - y) for a, y in zip(A, Y, strict=True)) / A.shape[1]


def without_abs(A, Y):
    return np.sum(A - Y, axis=1) / A.shape[1]


def test_before_the_last_hint_a_rewritten_bug_gets_its_symptom_and_other_faults_their_own_sentence():
    bug = exercise()
    outcome = evaluate(bug, rewritten)
    assert outcome.state == State.NOT_RIGHT and BUG in [finding.message for finding in outcome.findings]
    told = withheld(bug, rewritten, outcome)
    assert told.message == f"The bug is still in it. {bug.symptom}"
    assert BUG not in [finding.message for finding in told.findings] and told.points == outcome.points
    assert withheld(bug, without_abs, evaluate(bug, without_abs)).message == "You leave out the absolute value."


def test_once_the_planted_code_is_gone_the_lines_that_are_wrong_are_named():
    bug = exercise()
    names = {"np": np}
    source = stub_of(bug).replace("axis=0", "axis=1").replace("np.abs(A - Y)", "2 * np.abs(A - Y)")
    file = "<the bug is found, and another made>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    exec(compile(source, file, "exec"), names)
    attempt = names["mean_error"]
    told = withheld(bug, attempt, evaluate(bug, attempt))
    assert "Line" in told.message and "2 *" in told.message


@pytest.mark.parametrize("hints, told", [(2, False), (3, True)])
def test_the_last_hint_lets_the_check_speak(hints, told, capsys):
    lab = lab_of(exercise())
    for _ in range(hints):
        lab.hint("mean_error")
    capsys.readouterr()
    rewritten.__name__ = "mean_error"
    lab.check(rewritten)
    assert (BUG in capsys.readouterr().out) is told


@pytest.mark.parametrize("fields", [{"planted": "no such sentence."}, {"symptom": ""}])
def test_a_bug_without_its_slip_or_symptom_is_refused(fields):
    with pytest.raises(ValueError, match="planted is the sentence"):
        exercise(**fields)


def _judge(guess):
    value = guess(10)
    if value > 100:
        raise OverBudget("It takes 100 at most.")
    return value / 100


CHALLENGE = Challenge("guess", "Guess high.", 0.5, "what one draws blind", "At most 100.", _judge)


def shipped(n):
    """Return a guess."""
    raise NotImplementedError


@pytest.fixture
def lab(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_STRICT", "0")
    return lab_of(exercise(), challenges=[CHALLENGE], decisions=DECISIONS)


def try_it(lab, function):
    function.__name__ = "guess"
    lab.challenge(function)


def test_as_shipped_a_challenge_runs_nothing(lab, capsys):
    try_it(lab, shipped)
    said = capsys.readouterr().out
    assert "not tried yet" in said and "To beat: 0.500, what one draws blind." in said


@pytest.mark.parametrize(
    "value, said",
    [
        (50, "0.500 does not beat"),
        (60, "0.600 beats the baseline"),
        (40, "0.400 does not beat"),
        (200, "no score"),
        ("x", "TypeError"),
    ],
)
def test_a_try_is_judged(lab, capsys, value, said):
    try_it(lab, lambda n: value)
    assert said in capsys.readouterr().out


def test_the_best_score_is_kept_and_reported_without_points(lab, capsys):
    for value in (70, 60):
        try_it(lab, lambda n, value=value: value)
    assert "Your best so far: 0.700" in capsys.readouterr().out
    lab.report()
    said = capsys.readouterr().out
    assert "Challenge guess: best 0.700; to beat: 0.500" in said and "0 of 100 points" in said


def test_a_try_that_stops_is_told_with_its_line_and_reported_as_tried(lab, capsys):
    def out_of_range(n):
        few = [1, 2]
        return few[n]

    try_it(lab, out_of_range)
    assert "Line 3, return few[n]: IndexError" in capsys.readouterr().out
    lab.report()
    assert "Challenge guess: tried, no score yet" in capsys.readouterr().out


def test_a_try_that_takes_too_long_is_told_so(capsys):
    quick = replace(CHALLENGE, seconds=0.05)
    open_ended = lab_of(exercise(), challenges=[quick])

    def forever(n):
        while True:
            pass

    try_it(open_ended, forever)
    assert "It was stopped after" in capsys.readouterr().out


def _first(earlier):
    return {"a": 0.3, "b": 0.2, "c": 0.1}


def _second(earlier):
    return {"a": 0.3 if earlier["first"] == "a" else 0.05, "b": 0.2}


DECISIONS = [
    Decision(
        "first", "What first?", {"a": "more data", "b": "a larger net", "c": "nothing"}, _first, "dev error", False
    ),
    Decision("second", "What then?", {"a": "labels", "b": "rates"}, _second, "dev error", False, after=("first",)),
]


def test_a_decision_shows_what_each_option_was_worth(lab, capsys):
    lab.decide("second", "a")
    assert "First decide first" in capsys.readouterr().out
    lab.decide("first")
    said = capsys.readouterr().out
    assert "not decided yet" in said and "b: a larger net" in said
    lab.decide("first", "b")
    said = capsys.readouterr().out
    assert "b came out 2 of 3" in said and said.index("c: nothing: 0.100") < said.index("a: more data: 0.300")
    lab.decide("second", "a")
    assert "a came out 1 of 2" in capsys.readouterr().out
    lab.report()
    assert "Decided first: b, 2 of 3" in capsys.readouterr().out


def test_the_solution_takes_its_own_decision_and_a_learner_none(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    lab = lab_of(exercise(), decisions=[replace(DECISIONS[0], solution="c")])
    assert lab.decide("first", None) is None and lab.decide("first", "a") == "a"
    lab.start(edition=1, solution=True)
    assert lab.decide("first", None) == "c" and lab.decide("first", "b") == "b"
    monkeypatch.setenv("COURSE_STRICT", "1")
    lab.start(edition=1)
    assert lab.decide("first", None) == "c"


def test_what_is_no_option_is_said(lab, capsys):
    lab.decide("first", "z")
    assert "'z' is none of the options" in capsys.readouterr().out
