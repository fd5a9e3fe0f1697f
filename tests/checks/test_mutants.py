"""At least 97 % of the mechanical changes of a lab's references are refused, or listed as equivalent with a reason."""

import inspect
import textwrap

import pytest

from tests.mutants.mutate import mutants
from tests.mutants.survey import function_of, listed_in, survey
from utils import labs
from utils.checking import State, evaluate
from utils.checking.verdict import passes


def test_mutants_are_killed(lab_id):
    results = list(survey(labs.load(lab_id)))
    survived = [f"{result.name}: {mutant}" for result in results for mutant in result.survived]
    stale = [f"{result.name}: {mutant}" for result in results for mutant in result.stale]
    count = sum(result.killed + len(result.equivalent) for result in results) + len(survived)
    assert not stale, "listed as equivalent, and no longer surviving:\n" + "\n".join(stale)
    cure = f"Add a case that tells them from the reference, or list them with a reason in {listed_in(lab_id)}:\n"
    assert len(survived) <= 0.03 * count, cure + "\n".join(survived)


@pytest.mark.full
def test_the_quick_verdict_on_every_mutant_is_that_of_the_whole_check(lab_id):
    for exercise in labs.load(lab_id).exercises.values():
        for mutant, tree in mutants(textwrap.dedent(inspect.getsource(exercise.reference))):
            attempt = function_of(exercise, tree)
            outcome = evaluate(exercise, attempt, limit=0.5)
            assert passes(exercise, attempt, limit=0.5) == (outcome.state == State.CORRECT), mutant


def test_each_comparison_of_a_chain_is_changed():
    found = {mutant.split(" → return ")[-1] for mutant, _ in mutants("def f(x):\n    return 0 < x < 1\n")}
    assert {"0 <= x < 1", "0 < x <= 1"} <= found
