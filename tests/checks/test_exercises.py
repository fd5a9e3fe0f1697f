"""Every exercise of every lab: right answers pass, a stub is a stub, known mistakes are called by their name."""

import types

import pytest

from tests.budget.calibration import within
from utils import labs
from utils.checking import State, evaluate
from utils.checking.verdict import passes, withheld
from utils.checking.written import STUB

EXERCISES = [
    pytest.param((lab, name), marks=pytest.mark.lab(lab), id=f"{lab.split('/')[1]}-{name}")
    for lab in labs.loadable()
    for name in labs.load(lab).exercises
]


@pytest.fixture(params=EXERCISES)
def exercise(request):
    lab, name = request.param
    return labs.load(lab).exercises[name]


def test_the_reference_passes_within_its_time(exercise):
    outcome = evaluate(exercise, exercise.reference)
    assert outcome.state == State.CORRECT, outcome.message
    assert outcome.points == exercise.points and not outcome.findings and not outcome.wish
    assert within(0.2, lambda: evaluate(exercise, exercise.reference))


def test_a_stub_is_not_written_yet(exercise):
    def stub(*arguments, **options):
        """As handed out."""
        raise NotImplementedError

    outcome = evaluate(exercise, stub)
    assert (outcome.state, outcome.points, outcome.message) == (State.NOT_WRITTEN, 0, STUB)


def test_each_known_mistake_is_named_by_its_own_sentence(exercise):
    """Refused, or where only wishes tell it from a right answer, correct with its sentence as one thing more."""
    for known in exercise.mistakes:
        assert_named(exercise, known, known.function)


@pytest.mark.full
def test_behind_a_known_mistake_nothing_is_found_that_is_not_there(exercise):
    """The same code in a function of its own, as a learner has it: there the check looks for more behind an error."""
    for known in exercise.mistakes:
        assert_named(exercise, known, of_its_own(known.function))


def of_its_own(function):
    own = types.FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    own.__kwdefaults__ = function.__kwdefaults__
    return own


def assert_named(exercise, known, attempt):
    outcome = evaluate(exercise, attempt)
    if known is exercise.planted:
        assert outcome.state == State.NOT_WRITTEN and known.sentence not in outcome.message
    elif outcome.state == State.CORRECT:
        assert outcome.wish == known.sentence, f"accepted: {known.sentence}"
    else:
        assert outcome.message == known.sentence
        assert outcome.points < exercise.points


def test_a_bug_to_find_is_wrong_and_in_other_words_only_its_symptom_is_said(exercise):
    if not exercise.planted:
        return
    assert not passes(exercise, exercise.planted.function)

    def reworded(*arguments, **options):
        return exercise.planted.function(*arguments, **options)

    outcome = evaluate(exercise, reworded)
    assert outcome.message == exercise.planted.sentence and outcome.points == 0
    assert withheld(exercise, reworded, outcome).message == f"The bug is still in it. {exercise.symptom}"


def test_what_the_course_s_own_assignment_accepts_is_correct_with_a_sentence(exercise):
    for other in exercise.accepted:
        outcome = evaluate(exercise, other.function)
        assert (outcome.state, outcome.wish) == (State.CORRECT, other.sentence)
        assert not outcome.findings and outcome.points == exercise.points


def test_right_answers_written_another_way_pass(exercise):
    for another in exercise.right:
        outcome = evaluate(exercise, another)
        assert outcome.state == State.CORRECT, f"{another.__name__}: {[f.message for f in outcome.findings]}"
