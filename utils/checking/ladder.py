"""The ladder: of all that is wrong with an attempt, what is said first."""

import builtins

import numpy as np

from utils.checking import defaults, diagnose, errors
from utils.checking.follow import follow
from utils.checking.trials import Finding, by_rung, rungs, try_case
from utils.checking.values import same

NUMPYS_OWN = {name: value for name, value in vars(np).items() if callable(value)}  # what is loaded, and no more


def ladder(exercise, attempt, trials, limit):
    """All findings, the headline first; other defaults than the stub's are told before what is wrong beside them."""
    mended, sentence = defaults.as_due(exercise.reference, attempt)
    if mended is None or errors.endless(trials[-1].run.error):
        return climb(exercise, attempt, trials, limit)
    posed = [(trial.arguments, reference) for trial, (_, reference) in zip(trials, exercise.posed(limit), strict=True)]
    anew = [try_case(exercise, mended, number, *case, limit) for number, case in enumerate(posed)]
    matters = not all(diagnose.same_run(old.run, new.run, exercise) for old, new in zip(trials, anew, strict=True))
    wrong = any(any(rungs(exercise, attempt, trial)) for trial in trials)
    if not (matters and wrong) or diagnose.known_mistakes(exercise, trials, limit)[0]:
        return climb(exercise, attempt, trials, limit)
    rest = climb(exercise, mended, anew, limit)
    beside = f" And {rest[0].message[0].lower()}{rest[0].message[1:]}" if rest else ""
    return [Finding("default", sentence + beside), *rest[1:]]


def climb(exercise, attempt, trials, limit, lines=True):
    """The findings of the rungs: a known mistake, else wrong lines, else the lowest rung that fails.

    lines: whether to look for wrong lines; a few cases, such as wishes, do not tell them.
    """
    plain = []
    for trial in trials:
        found = rungs(exercise, attempt, trial)
        plain += [Finding(kind, message, path, trial.number) for kind, message, path in found]
    if not plain:
        return []
    if errors.endless(trials[-1].run.error):
        return by_rung(plain)
    whole, some = diagnose.known_mistakes(exercise, trials, limit)
    known = [Finding("known mistake", sentence, path) for sentence, path in whole or some]
    if whole:
        return known + by_rung(plain)
    headline = _outside(exercise, attempt) or _swap_or_chance(exercise, attempt, trials, limit)
    if lines and not headline:
        headline = _lines(exercise, attempt, trials)
    if not headline and not diagnose.unfit(trials):
        plain += [Finding("relation", sentence, path) for sentence, path in diagnose.relations(exercise, trials)]
    ordered = headline + by_rung(plain)
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
