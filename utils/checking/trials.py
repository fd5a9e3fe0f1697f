"""What one case shows: the attempt's run beside the right answer, and everything that is wrong with it."""

from dataclasses import dataclass

import numpy as np

from utils.checking import diagnose, errors, written
from utils.checking.values import compare_outputs, same

RUNGS = (
    *("endless", "exception", "none", "error", "type", "length", "keys", "shape", "nan", "in-place", "printed"),
    *("relation", "precision", "value"),
)


@dataclass
class Finding:
    """One thing that is wrong. `kind`: its rung of the ladder; `case`: number of the case that shows it, from 0."""

    kind: str
    message: str
    path: str = ""
    case: int | None = None


@dataclass
class Trial:
    """One case: its arguments, the reference's and the attempt's Call on them, and the compared leaves.

    number: of the case, from 0; wishes are counted on from the last case.    expected: the right answer; due_error: the
    error that is due.    silent: whether the reference prints nothing.
    """

    number: int
    arguments: tuple
    answer: object
    run: object
    leaves: list

    @property
    def expected(self):
        return self.answer.value

    @property
    def due_error(self):
        return self.answer.error

    @property
    def silent(self):
        return not self.answer.printed


def try_case(exercise, attempt, number, arguments, reference, limit):
    """The Trial of an attempt on the case of a number.    reference: the Call that answers the case."""
    run = exercise.call(attempt, arguments, limit)
    no_values = run.error is not None or reference.error is not None
    found = [] if no_values else compare_outputs(exercise, reference.value, run.value)
    return Trial(number, arguments, reference, run, found)


def rungs(exercise, attempt, trial):
    """(kind, message, path) of everything wrong with one case."""
    run = trial.run
    if trial.due_error is not None:
        wrong = errors.due_error(trial.due_error, run, attempt, exercise.say)
        if wrong:
            yield wrong
        return
    if run.error is not None:
        yield errors.exception(run, attempt, exercise.say)
        return
    if run.value is None and trial.expected is not None:
        yield "none", written.returns_none(attempt, exercise.name), ""
        return
    count = len(exercise.returns)
    if count > 1 and not (isinstance(run.value, list | tuple) and len(run.value) == count):
        yield diagnose.wrong_count(exercise, run.value)
    for leaf in trial.leaves:
        if leaf.kind:
            yield leaf.kind, _words(leaf, trial), leaf.path
    if run.printed and trial.silent and "print_cost" in diagnose.argument_names(exercise.reference, None):
        yield "printed", f"{exercise.name} prints although print_cost is False: print only where it is True.", ""
    for name, before, after in zip(
        diagnose.argument_names(exercise.reference, len(run.before)), run.before, run.after, strict=False
    ):
        if not same(before, after):
            message = f"{exercise.name} changes its argument {name} in place: compute a new value, or work on a copy."
            yield "in-place", message, name


def any_wrong(exercise, attempt, trials):
    """Whether anything is wrong with one of the trials."""
    return any(any(rungs(exercise, attempt, trial)) for trial in trials)


def _words(leaf, trial):
    """What is said of a leaf that is wrong in a trial."""
    if leaf.kind == "nan" and not _finite(trial.arguments):
        return f"{leaf.message.partition(':')[0]}; an argument holds NaN or infinity here: look at what is due then."
    return f"{leaf.message} (case {trial.number})." if leaf.kind == "value" else leaf.message


def _finite(value):
    """Whether all numbers in a nested value are finite."""
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_finite, value))
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return bool(np.isfinite(value).all()) if isinstance(value, float) or kind == "f" else True


def by_rung(plain):
    """Findings by rung, then by case; of several cases of one fault at one place, the first."""
    seen, ordered = set(), []
    for finding in sorted(plain, key=lambda f: (RUNGS.index(f.kind), f.case if f.case is not None else -1)):
        if (finding.kind, finding.path) not in seen:
            seen.add((finding.kind, finding.path))
            ordered.append(finding)
    return ordered


def faults_of(exercise, attempt, trial):
    """Sentences on everything that is wrong with one trial."""
    return [message for _, message, _ in rungs(exercise, attempt, trial)]
