"""Run an exercise's check on every mutant of its reference."""

import inspect
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.mutate import mutants
from utils.checking.verdict import leaves_no_wish, passes

# Survivors that do the same as the original, with the reason: [exercise] "mutant" = "reason", a file for each lab.
EQUIVALENT = Path(__file__).with_name("equivalent")


@dataclass
class Result:
    """Mutants of one exercise. `stale` are listed as equivalent, and were killed or no longer exist."""

    name: str
    killed: int = 0
    equivalent: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def listed_in(lab_id):
    """The file that lists a lab's mutants that do the same as the original."""
    return EQUIVALENT / f"{lab_id.replace('/', '_')}.toml"


def _listed(lab):
    path = listed_in(lab.id)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def function_of(exercise, tree):
    """A mutant of an exercise's reference as a function."""
    namespace = dict(exercise.reference.__globals__)
    exec(compile(tree, f"<mutant of {exercise.name}>", "exec"), namespace)
    return namespace[exercise.name]


def survey(lab):
    """Yield a Result for each exercise of a lab."""
    listed = _listed(lab)
    for name, exercise in lab.exercises.items():
        result = Result(name)
        reasons = listed.get(name, {})
        source = textwrap.dedent(inspect.getsource(exercise.reference))
        for mutant, tree in mutants(source):
            # Seconds of a clock on the wall: those that are to pass have plenty of them, on a busy machine too
            attempt, limit = function_of(exercise, tree), 10.0 if mutant in reasons else 0.5
            if not (passes(exercise, attempt, limit) and leaves_no_wish(exercise, attempt, limit)):
                result.killed += 1
            elif mutant in reasons:
                result.equivalent.append(mutant)
            else:
                result.survived.append(mutant)
        result.stale = sorted(set(reasons) - set(result.equivalent))
        yield result
