"""At least 97 % of the mechanical changes of a lab's references are refused, or listed as equivalent with a reason."""

import pytest

from tests.mutants.survey import survey
from utils import labs


@pytest.mark.parametrize("name", labs.loadable())
def test_mutants_are_killed(name):
    results = list(survey(labs.load(name)))
    survived = [f"{result.name}: {mutant}" for result in results for mutant in result.survived]
    stale = [f"{result.name}: {mutant}" for result in results for mutant in result.stale]
    count = sum(result.killed + len(result.equivalent) for result in results) + len(survived)
    assert not stale, "listed as equivalent, and no longer surviving:\n" + "\n".join(stale)
    assert len(survived) <= 0.03 * count, "\n".join(survived)
