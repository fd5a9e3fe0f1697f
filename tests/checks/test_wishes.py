"""Cases decide; a wish adds one sentence to *correct*; another answer of the course's own is correct, too."""

import numpy as np
import pytest

from utils.checking import Exercise, Lab, State, evaluate, slip
from utils.checking.session import is_lent
from utils.checking.verdict import leaves_no_wish, passes


def scaled(x, kind="double"):
    """x twice or thrice; any other kind is an error."""
    if kind not in ("double", "triple"):
        raise ValueError(f"no such kind: {kind}")
    return (2 if kind == "double" else 3) * x


UNKNOWN = "You take any unknown kind for one of the two; raise a ValueError."
HALVED = "You halve; multiply."
TENTHS = "the course adds a tenth."


@pytest.fixture
def exercise():
    return Exercise(
        scaled,
        points=100,
        returns=("y",),
        cases=lambda rng: [(rng.random(3), "double"), (rng.random(2), "triple")],
        wishes=lambda rng: [(np.ones(2), "half"), (np.array([np.inf, 1.0]), "double")],
        mistakes={UNKNOWN: slip('if kind not in ("double", "triple"):', "if False:"), HALVED: slip("* x", "/ 2 * x")},
        accepted={TENTHS: slip("* x", "* x + 0.1")},
        right=[],
        hints=["a", "b", "c"],
    )


def without_errors(x, kind="double"):
    return x + x if kind == "double" else 3 * x


def test_the_reference_leaves_no_wish(exercise):
    outcome = evaluate(exercise, scaled)
    assert (outcome.state, outcome.wish) == (State.CORRECT, "") and leaves_no_wish(exercise, scaled)


def test_a_wish_is_said_in_a_known_mistake_s_sentence_and_costs_nothing(exercise):
    outcome = evaluate(exercise, without_errors)
    assert (outcome.state, outcome.points, outcome.wish) == (State.CORRECT, 100, UNKNOWN)
    assert passes(exercise, without_errors) and not leaves_no_wish(exercise, without_errors)


def test_a_wish_that_no_mistake_explains_is_said_as_it_was_found(exercise):
    def attempt(x, kind="double"):
        if kind not in ("double", "triple"):
            raise ValueError
        return np.where(np.isinf(x), 0.0, scaled(x, kind))

    assert evaluate(exercise, attempt).wish == "y[0] should be inf and is 0; 1 of 2 elements differ (case 3)."


def test_a_mistake_that_a_case_refutes_is_no_remark_on_a_right_attempt(exercise):
    """It halves where the cases do not look, and does in the wish what one who halves everywhere does."""

    def attempt(x, kind="double"):
        if kind not in ("double", "triple"):
            raise ValueError
        return x if np.isinf(x).any() else scaled(x, kind)

    inf = np.array([np.inf, 1.0])
    np.testing.assert_array_equal(exercise.mistakes[1].function(inf), attempt(inf))
    assert evaluate(exercise, attempt).wish == "y is the argument x, unchanged."


def test_where_a_case_is_wrong_no_wish_is_looked_at(exercise):
    asked = []

    def attempt(x, kind="double"):
        asked.append(kind)
        return x / 2

    outcome = evaluate(exercise, attempt)
    assert outcome.state == State.NOT_RIGHT and outcome.wish == "" and "half" not in asked


def test_a_mistake_that_only_wishes_show_is_no_cause_of_what_is_wrong_in_a_case(exercise):
    outcome = evaluate(exercise, lambda x, kind="double": without_errors(x, kind).astype(np.float32))
    assert outcome.state == State.NOT_RIGHT and UNKNOWN not in [finding.message for finding in outcome.findings]


def test_another_answer_of_the_course_is_correct_with_its_sentence(exercise):
    outcome = evaluate(exercise, lambda x, kind="double": without_errors(x, kind) + 0.1)
    assert (outcome.state, outcome.points, outcome.wish) == (State.CORRECT, 100, TENTHS)
    assert passes(exercise, lambda x, kind="double": without_errors(x, kind) + 0.1)
    assert evaluate(exercise, lambda x, kind="double": without_errors(x, kind) + 0.2).state == State.NOT_RIGHT


def test_a_wish_that_never_ends_ends_by_itself(exercise):
    def attempt(x, kind="double"):
        while kind == "half":
            pass
        return without_errors(x, kind)

    outcome = evaluate(exercise, attempt, limit=0.1)
    assert outcome.state == State.CORRECT and "did not finish" in outcome.wish


def test_the_card_says_what_is_beyond_the_assignment_and_its_case_can_be_tried(exercise, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    lab = Lab("course1/trial", title="A trial", edition=1, minutes=5, exercises=[exercise])
    assert lab.check(without_errors, "scaled") is without_errors
    assert f"One thing more, for no points: {UNKNOWN}" in capsys.readouterr().out
    assert lab.case("scaled", 2)[1] == "half" and lab.case("scaled", 4) is None


def test_one_s_own_function_is_tried_though_the_course_s_own_is_lent(exercise, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    lab = Lab("course1/trial", title="A trial", edition=1, minutes=5, exercises=[exercise])
    lab.try_("scaled")
    assert "Check scaled first" in capsys.readouterr().out
    halved = lambda x, kind="double": x / 2  # noqa: E731
    assert is_lent(lab.check(halved, "scaled"))
    assert 'lab.try_("scaled", 0)' in capsys.readouterr().out
    lab.try_("scaled", 1)
    said = capsys.readouterr().out
    assert "Your scaled on case 1: not right yet" in said and "kind = 'triple'" in said
    assert "x = array([" in said and "yours: array([" in said and "expected: array([" in said
    assert "y[0] should be" in said
    lab.try_("scaled", 2)
    assert "expected: raises ValueError" in capsys.readouterr().out
    lab.try_("scaled", 9)
    assert "cases 0 to 3" in capsys.readouterr().out
    lab.check(without_errors, "scaled")
    lab.try_(scaled, 0)
    assert "case 0: right" in capsys.readouterr().out


def test_an_attempt_that_fails_without_words_is_tried_all_the_same(exercise, capsys, monkeypatch, tmp_path):
    class Wordless(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def attempt(x, kind="double"):
        np.seterr(all="ignore")
        raise Wordless

    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    lab = Lab("course1/trial", title="A trial", edition=1, minutes=5, exercises=[exercise])
    lab.check(attempt, "scaled")
    before = np.geterr()
    lab.try_("scaled", 0)
    assert "yours: Wordless: an error whose own words cannot be read" in capsys.readouterr().out
    assert np.geterr() == before


def test_another_answer_of_the_course_is_right_where_it_is_tried(exercise, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    lab = Lab("course1/trial", title="A trial", edition=1, minutes=5, exercises=[exercise])
    lab.check(lambda x, kind="double": without_errors(x, kind) + 0.1, "scaled")
    said = capsys.readouterr().out
    assert "is right in every case that counts" in said and "agrees" not in said
    lab.try_("scaled", 1)
    assert "on case 1: right" in capsys.readouterr().out
