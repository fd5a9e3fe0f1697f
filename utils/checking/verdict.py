"""Decide what a learner's attempt is: not written yet, not right yet (and why), or correct."""

import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, islice

import numpy as np

from utils.checking import diagnose, errors, written
from utils.checking.ladder import climb, ladder
from utils.checking.surroundings import as_before
from utils.checking.trials import Finding, any_wrong, rungs, try_case
from utils.checking.values import describe

SLOW_FACTOR, SLOW_SECONDS = 20, 0.005
TOGETHER = 20.0  # seconds for all cases of an attempt


class State(StrEnum):
    """The three things that a check can say."""

    NOT_WRITTEN = "not written yet"
    NOT_RIGHT = "not right yet"
    CORRECT = "correct"


@dataclass
class Outcome:
    """What a check found. `message` is the one sentence to read first; `findings` hold the rest in order.

    wish: what a correct attempt does otherwise than this course would have it, in one sentence; else empty.
    """

    state: State
    points: int
    message: str
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    printed: str = ""
    wish: str = ""


def evaluate(exercise, attempt, limit=10.0):
    """Check an attempt at an exercise. Pure: it depends on the two objects alone, and changes neither.

    exercise: an Exercise.    attempt: what the learner wrote, a function.
    limit: seconds for one call; after that it counts as endless. All calls of the attempt together have TOGETHER.
    Returns an Outcome. What the attempt has changed around itself is put back: see `as_before`.
    """
    with as_before():
        return _evaluate(exercise, attempt, limit)


def _evaluate(exercise, attempt, limit):
    if not callable(attempt):
        what, name = describe(attempt, exercise.say), exercise.name
        message = f"{name} is {what}, not a function: define it with def {name}(…)."
        return Outcome(State.NOT_RIGHT, 0, message, [Finding("type", message)])
    empty = written.empty_body(attempt)
    if empty:
        return Outcome(State.NOT_WRITTEN, 0, empty, [Finding("stub", empty)])
    if exercise.planted and written.same_code(attempt, exercise.planted.function):
        message = f"The bug is still in it. {exercise.symptom}"
        return Outcome(State.NOT_WRITTEN, 0, message, [Finding("stub", message)])
    trials, end = [], time.monotonic() + TOGETHER
    for arguments, reference in exercise.posed(limit):
        if reference.error is not None and not trials:
            raise reference.error  # the simplest case has an answer, or the exercise is broken
        left = max(min(limit, end - time.monotonic()), 0.01)
        trial = try_case(exercise, attempt, len(trials), arguments, reference, left)
        if errors.own_stub(trial.run.error, attempt):
            message = written.unfinished(attempt)
            return Outcome(State.NOT_WRITTEN, 0, message, [Finding("stub", message)], printed=trial.run.printed)
        trials.append(trial)
        if errors.endless(trial.run.error):
            break
    printed = next((t.run.printed for t in trials if t.run.printed), "")
    other = diagnose.accepted(exercise, trials, limit)
    if other and any_wrong(exercise, attempt, trials):
        return Outcome(State.CORRECT, exercise.points, _praise(exercise, other), printed=printed, wish=other)
    findings = ladder(exercise, attempt, trials, limit)
    if findings:
        as_given = exercise.planted and findings[0].message == exercise.planted.sentence
        points, notes = 0 if as_given else _partial_points(exercise, trials), _warnings(exercise, trials)
        return Outcome(State.NOT_RIGHT, points, findings[0].message, findings, notes, printed)
    late = exercise.second_look(attempt, limit)
    if late:
        return Outcome(State.NOT_RIGHT, 0, late, [Finding("second look", late)])
    notes, wish = _slow_note(exercise, attempt, trials, limit), _wish(exercise, attempt, trials, limit)
    return Outcome(State.CORRECT, exercise.points, _praise(exercise, wish), [], notes, printed, wish)


def withheld(exercise, attempt, outcome):
    """What may be said, before the last hint, of an attempt at a bug to find: not where the planted bug is.

    Its own sentence gives way to its symptom. As long as the bug is there, what the lines show is left out, since it
    would name the bug's line.
    """
    planted = exercise.planted
    there = any(finding.message == planted.sentence for finding in outcome.findings)
    lines_too = there or written.holds_code(attempt, planted.source)
    told = [f for f in outcome.findings if f.message != planted.sentence and not (lines_too and f.kind == "line")]
    if outcome.state != State.NOT_RIGHT or told == outcome.findings:
        return outcome
    besides = "The bug is still in it, and something else is not right, either."
    message = f"The bug is still in it. {exercise.symptom}" if there else told[0].message if told else besides
    return replace(outcome, message=message, findings=told)


def passes(exercise, attempt, limit=10.0):
    """Whether `evaluate` would call an attempt correct; stops at the first wrong case and explains nothing."""
    if not callable(attempt) or written.empty_body(attempt):
        return False
    trials, right = [], True
    for number, (arguments, reference) in enumerate(exercise.posed(limit)):
        trials.append(try_case(exercise, attempt, number, arguments, reference, limit))
        right = right and not any(rungs(exercise, attempt, trials[-1]))
        if not right and (not exercise.accepted or errors.endless(trials[-1].run.error)):
            return False
    if not right:
        return bool(diagnose.accepted(exercise, trials, limit))
    return not exercise.second_look(attempt, limit)


def leaves_no_wish(exercise, attempt, limit=10.0):
    """Whether an attempt that `passes` does all that this course would have it do."""
    return not evaluate(exercise, attempt, limit).wish


def another_answer(exercise, attempt):
    """Whether an attempt is right by giving other values, which the course's own assignment takes, too."""
    with as_before():
        return bool(exercise.accepted) and passes(exercise, attempt)


def trial_of(exercise, attempt, number, limit=10.0):
    """The Trial of an attempt on the case of a number (wishes follow the cases); None where there is none."""
    posed = chain(exercise.posed(limit), exercise.posed(limit, wishes=True))
    arguments, reference = next(islice(posed, number, None), (None, None))
    with as_before():
        return None if reference is None else try_case(exercise, attempt, number, arguments, reference, limit)


def _wish(exercise, attempt, cases, limit):
    """The sentence on the wishes that a correct attempt leaves open; empty where there are none.

    cases: its trials, all right. A known mistake that one of them refutes is not the attempt's.
    """
    trials = []
    for number, (arguments, reference) in enumerate(exercise.posed(limit, wishes=True), start=len(cases)):
        trials.append(try_case(exercise, attempt, number, arguments, reference, limit))
        if errors.endless(trials[-1].run.error):
            break
    if not any_wrong(exercise, attempt, trials):
        return ""
    among = diagnose.like_a_right(exercise, cases, limit)
    findings = climb(exercise, attempt, trials, limit, lines=False, among=among)
    return findings[0].message if findings else ""


def _praise(exercise, wish):
    if wish:
        return f"{exercise.name} is right in every case that counts."
    return f"{exercise.name} agrees with the definition on every case."


def _partial_points(exercise, trials):
    """Share of the outputs that are right in every case, in whole points, less than all of them."""
    if diagnose.unfit(trials) or not all(trial.leaves or trial.due_error for trial in trials):
        return 0
    if len(exercise.returns) == 1 and not isinstance(trials[0].expected, dict):
        return 0
    wrong = {leaf.path for trial in trials for leaf in trial.leaves if leaf.kind}
    paths = {leaf.path for trial in trials for leaf in trial.leaves}
    share = 0.0
    for output in exercise.returns:
        mine = [path for path in paths if path == output or path.startswith(f"{output}[")]
        share += np.mean([path not in wrong for path in mine]) if mine else 1
    return min(int(exercise.points * share / len(exercise.returns)), exercise.points - 1)


def _warnings(exercise, trials):
    seen = dict.fromkeys(text for trial in trials for text in trial.run.warned)
    return [f"{exercise.say('NumPy')} warned: {text}" for text in list(seen)[:2]]


def _slow_note(exercise, attempt, trials, limit):
    """A note if a correct attempt takes far longer than the vectorised form on some case.

    Both are timed again before anything is said, and the fastest call counts: a busy machine holds up single calls.
    """
    worst = max(trials, key=lambda trial: trial.run.seconds)
    if worst.run.seconds < SLOW_SECONDS:
        return []

    def fastest(function, calls):
        return min(exercise.call(function, worst.arguments, limit).seconds for _ in range(calls))

    quick = fastest(exercise.reference, 2)
    if worst.run.seconds < SLOW_FACTOR * quick:
        return []
    slow = min(worst.run.seconds, fastest(attempt, 2))
    times = slow / max(quick, 1e-9)
    if slow < SLOW_SECONDS or times < SLOW_FACTOR:
        return []
    cure = exercise.say("a Python loop does what one array operation can do")
    return [f"Right, and {times:.0f} times slower than it could be: {cure}."]
