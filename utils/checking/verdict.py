"""Decide what a learner's attempt is: not written yet, not right yet (and why), or correct."""

import builtins
import time
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain, islice

import numpy as np

from utils.checking import defaults, diagnose, errors
from utils.checking.follow import follow
from utils.checking.surroundings import as_before
from utils.checking.values import compare_outputs, describe, same

SLOW_FACTOR, SLOW_SECONDS = 20, 0.005
TOGETHER = 20.0  # seconds for all cases of an attempt
NUMPYS_OWN = {name: value for name, value in vars(np).items() if callable(value)}  # what is loaded, and no more


class State(StrEnum):
    """The three things that a check can say."""

    NOT_WRITTEN = "not written yet"
    NOT_RIGHT = "not right yet"
    CORRECT = "correct"


@dataclass
class Finding:
    """One thing that is wrong. `kind`: its rung of the ladder; `case`: number of the case that shows it, from 0."""

    kind: str
    message: str
    path: str = ""
    case: int | None = None


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


@dataclass
class Trial:
    """One case: its arguments, the right answer or the error that is due, the attempt's run and its compared leaves.

    number: of the case, from 0; wishes are counted on from the last case.    silent: whether the answer prints nothing.
    """

    number: int
    arguments: tuple
    expected: object
    due_error: Exception | None
    run: object
    leaves: list
    silent: bool = False


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
    empty = errors.empty_body(attempt)
    if empty:
        return Outcome(State.NOT_WRITTEN, 0, empty, [Finding("stub", empty)])
    if exercise.planted and errors.same_code(attempt, exercise.planted.function):
        message = f"The bug is still in it. {exercise.symptom}"
        return Outcome(State.NOT_WRITTEN, 0, message, [Finding("stub", message)])
    trials, end = [], time.monotonic() + TOGETHER
    for arguments, reference in exercise.posed(limit):
        if reference.error is not None and not trials:
            raise reference.error  # the simplest case has an answer, or the exercise is broken
        left = max(min(limit, end - time.monotonic()), 0.01)
        trial = _try(exercise, attempt, len(trials), arguments, reference, left)
        if errors.own_stub(trial.run.error, attempt):
            message = errors.unfinished(attempt)
            return Outcome(State.NOT_WRITTEN, 0, message, [Finding("stub", message)], printed=trial.run.printed)
        trials.append(trial)
        if errors.endless(trial.run.error):
            break
    findings = _beside_defaults(exercise, attempt, trials, limit)
    printed = next((t.run.printed for t in trials if t.run.printed), "")
    if findings:
        other = diagnose.accepted(exercise, trials, limit)
        if other:
            return Outcome(State.CORRECT, exercise.points, _praise(exercise), printed=printed, wish=other)
        points, notes = _partial_points(exercise, trials), _warnings(exercise, trials)
        return Outcome(State.NOT_RIGHT, points, findings[0].message, findings, notes, printed)
    late = exercise.second_look(attempt, limit)
    if late:
        return Outcome(State.NOT_RIGHT, 0, late, [Finding("second look", late)])
    notes, wish = _slow_note(exercise, attempt, trials, limit), _wish(exercise, attempt, len(trials), limit)
    return Outcome(State.CORRECT, exercise.points, _praise(exercise), [], notes, printed, wish)


def _beside_defaults(exercise, attempt, trials, limit):
    """The ladder's findings; where arguments have other defaults than the stub's, that, and what is wrong beside it."""
    mended, sentence = defaults.as_due(exercise.reference, attempt)
    if mended is None or errors.endless(trials[-1].run.error):
        return _ladder(exercise, attempt, trials, limit)
    posed = [(trial.arguments, reference) for trial, (_, reference) in zip(trials, exercise.posed(limit), strict=True)]
    anew = [_try(exercise, mended, number, *case, limit) for number, case in enumerate(posed)]
    matters = not all(diagnose.same_run(old.run, new.run, exercise) for old, new in zip(trials, anew, strict=True))
    wrong = any(any(_rungs(exercise, attempt, trial)) for trial in trials)
    if not (matters and wrong) or diagnose.known_mistakes(exercise, trials, limit)[0]:
        return _ladder(exercise, attempt, trials, limit)
    rest = _ladder(exercise, mended, anew, limit)
    beside = f" And {rest[0].message[0].lower()}{rest[0].message[1:]}" if rest else ""
    return [Finding("default", sentence + beside), *rest[1:]]


def withheld(exercise, outcome):
    """What may be said, before the last hint, of an attempt at a bug to find: not where the planted bug is.

    Its own sentence gives way to its symptom; what the lines show is left out, since it would name the bug's line.
    """
    told = [f for f in outcome.findings if f.kind != "line" and f.message != exercise.planted.sentence]
    if outcome.state != State.NOT_RIGHT or told == outcome.findings:
        return outcome
    there = any(f.message == exercise.planted.sentence for f in outcome.findings)
    message = f"The bug is still in it. {exercise.symptom}" if there or not told else told[0].message
    return replace(outcome, message=message, findings=told)


def passes(exercise, attempt, limit=10.0):
    """Whether `evaluate` would call an attempt correct; stops at the first wrong case and explains nothing."""
    if not callable(attempt) or errors.empty_body(attempt):
        return False
    trials, right = [], True
    for number, (arguments, reference) in enumerate(exercise.posed(limit)):
        trials.append(_try(exercise, attempt, number, arguments, reference, limit))
        right = right and not any(_rungs(exercise, attempt, trials[-1]))
        if not right and (not exercise.accepted or errors.endless(trials[-1].run.error)):
            return False
    if not right:
        return bool(diagnose.accepted(exercise, trials, limit))
    return not exercise.second_look(attempt, limit)


def leaves_no_wish(exercise, attempt, limit=10.0):
    """Whether an attempt that `passes` does all that this course would have it do."""
    if exercise.accepted:
        return not evaluate(exercise, attempt, limit).wish
    return not _wish(exercise, attempt, len(exercise.make_cases()), limit)


def trial_of(exercise, attempt, number, limit=10.0):
    """The Trial of an attempt on the case of a number (wishes follow the cases); None where there is none."""
    posed = chain(exercise.posed(limit), exercise.posed(limit, wishes=True))
    arguments, reference = next(islice(posed, number, None), (None, None))
    with as_before():
        return None if reference is None else _try(exercise, attempt, number, arguments, reference, limit)


def faults_of(exercise, attempt, trial):
    """Sentences on everything that is wrong with one trial."""
    return [message for _, message, _ in _rungs(exercise, attempt, trial)]


def _wish(exercise, attempt, number, limit):
    """The sentence on the wishes that a correct attempt leaves open; empty where there are none.

    number: of the first wish.
    """
    trials = []
    for i, (arguments, reference) in enumerate(exercise.posed(limit, wishes=True), start=number):
        trials.append(_try(exercise, attempt, i, arguments, reference, limit))
        if errors.endless(trials[-1].run.error):
            break
    findings = _ladder(exercise, attempt, trials, limit, lines=False) if trials else []
    return findings[0].message if findings else ""


def _try(exercise, attempt, number, arguments, reference, limit):
    """The Trial of an attempt on the case of a number.    reference: the Call that answers the case."""
    run = exercise.call(attempt, arguments, limit)
    no_values = run.error is not None or reference.error is not None
    found = [] if no_values else compare_outputs(exercise, reference.value, run.value)
    return Trial(number, arguments, reference.value, reference.error, run, found, not reference.printed)


def _praise(exercise):
    return f"{exercise.name} agrees with the definition on every case."


def _ladder(exercise, attempt, trials, limit, lines=True):
    """All findings, the headline first: a known mistake, else wrong lines, else the lowest rung that fails.

    lines: whether to look for wrong lines; a few cases, such as wishes, do not tell them.
    """
    plain = []
    for trial in trials:
        found = _rungs(exercise, attempt, trial)
        plain += [Finding(kind, message, path, trial.number) for kind, message, path in found]
    if not plain:
        return []
    if errors.endless(trials[-1].run.error):
        return _details(plain)
    whole, some = diagnose.known_mistakes(exercise, trials, limit)
    known = [Finding("known mistake", sentence, path) for sentence, path in whole or some]
    if whole:
        return known + _details(plain)
    headline = _outside(exercise, attempt) or _swap_or_chance(exercise, attempt, trials, limit)
    if lines and not headline:
        headline = _lines(exercise, attempt, trials)
    if not headline and not diagnose.unfit(trials):
        plain += [Finding("relation", sentence, path) for sentence, path in diagnose.relations(exercise, trials)]
    ordered = headline + _details(plain)
    return ordered[:1] + known + ordered[1:]


def _lines(exercise, attempt, trials):
    """A finding on the lines that are wrong, as far as they are found; else none.

    Where an error stops the attempt its own words come first, and then what is behind it.
    """
    said = follow(exercise, attempt, trials)
    failed = trials[0].run
    if failed.error is not None and trials[0].due_error is None:
        stops = errors.exception(failed, attempt, exercise.say)[1]
        stops = stops if stops.endswith((".", "?")) else f"{stops}."
        said = [one for one in said if one.cause or failed.line is None or one.line != failed.line[0]]
        sentences = [stops, *(one.sentence for one in said)]
    else:
        sentences = [one.sentence for one in said]
    if not said:
        return []
    if len(said) == 2:
        sentences[-1] = f"And {sentences[-1][0].lower()}{sentences[-1][1:]}"
    return [Finding("line", " ".join(sentences))]


def _outside(exercise, attempt):
    """A finding if a wrong attempt reads a value of the notebook's or this computer's clock, draws numbers that do not
    come from rng, calls what has been replaced, or ends its loop in the first round.
    """
    arguments, theirs = diagnose.argument_names(exercise.reference, None), errors.globals_read(exercise.reference)
    replaced = next((name for name, function in NUMPYS_OWN.items() if getattr(np, name, None) is not function), None)
    if replaced:
        message = f"np.{replaced} is no longer NumPy's own, something has replaced it: restart the kernel."
        return [Finding("outside", message)]
    for name in errors.globals_read(attempt):
        value = attempt.__globals__.get(name)
        if name in attempt.__globals__ and hasattr(builtins, name) and not callable(value):
            message = f"{name} is a variable of the notebook, no longer Python's own function: give it another name."
            return [Finding("outside", message)]
        data = isinstance(value, int | float | np.ndarray | dict | list)
        if data and name not in theirs and not name.isupper():
            here = f", where it is {value}" if isinstance(value, int | float) else ""
            message = f"{exercise.name} reads {name} from the notebook{here}: compute it from {', '.join(arguments)}."
            return [Finding("outside", message)]
    line = errors.return_in_a_loop(attempt)
    if line:
        message = f"Line {line}: your return stands inside the loop, whose first round it ends; move it left."
        return [Finding("outside", message)]
    names, due = (getattr(getattr(one, "__code__", None), "co_names", ()) for one in (attempt, exercise.reference))
    if "rng" in arguments and {"rand", "randn", "seed"} & set(names):
        message = f"{exercise.name} draws from np.random: draw every number from rng, as in rng.standard_normal(size)."
        return [Finding("outside", message)]
    if "clock" in due and {"time", "perf_counter", "monotonic"} & set(names):
        message = f"{exercise.name} reads this computer's clock: take the time from what the arguments hold."
        return [Finding("outside", message)]
    return []


def _swap_or_chance(exercise, attempt, trials, limit):
    """A finding if two outputs are swapped, or two calls with the same arguments do not give the same."""
    order = diagnose.swapped(exercise, trials)
    if order:
        return [Finding("order", order)]
    if diagnose.unfit(trials) or not any(leaf.kind == "value" for trial in trials for leaf in trial.leaves):
        return []
    first = trials[0]
    again = exercise.call(attempt, first.arguments, limit)
    if again.error is not None or same(again.value, first.run.value, 1e-9, 1e-12):
        return []
    cure = "it must not depend on chance"
    if "rng" in diagnose.argument_names(exercise.reference, None):
        cure = "draw every random number from the generator that is passed in, rng"
    message = f"Two calls of {exercise.name} with the same arguments give different results: {cure}."
    return [Finding("random", message)]


RUNGS = (
    *("endless", "exception", "none", "error", "type", "length", "keys", "shape", "nan", "in-place", "printed"),
    *("relation", "precision", "value"),
)


def _rungs(exercise, attempt, trial):
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
        yield "none", f"{exercise.name} returns None: does it end with a return?", ""
        return
    count = len(exercise.returns)
    if count > 1 and not (isinstance(run.value, list | tuple) and len(run.value) == count):
        yield diagnose.wrong_count(exercise, run.value)
    for leaf in trial.leaves:
        if leaf.kind:
            message = f"{leaf.message} (case {trial.number})." if leaf.kind == "value" else leaf.message
            yield leaf.kind, message, leaf.path
    if run.printed and trial.silent and "print_cost" in diagnose.argument_names(exercise.reference, None):
        yield "printed", f"{exercise.name} prints although print_cost is False: print only where it is True.", ""
    for name, before, after in zip(
        diagnose.argument_names(exercise.reference, len(run.before)), run.before, run.after, strict=False
    ):
        if not same(before, after):
            message = f"{exercise.name} changes its argument {name} in place: compute a new value, or work on a copy."
            yield "in-place", message, name


def _details(plain):
    """Findings by rung, then by case; of several cases of one fault at one place, the first."""
    seen, ordered = set(), []
    for finding in sorted(plain, key=lambda f: (RUNGS.index(f.kind), f.case if f.case is not None else -1)):
        if (finding.kind, finding.path) not in seen:
            seen.add((finding.kind, finding.path))
            ordered.append(finding)
    return ordered


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
