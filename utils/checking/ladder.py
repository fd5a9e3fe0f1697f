"""The ladder: of all that is wrong with an attempt, what is said first."""

import builtins

import numpy as np

from utils.checking import defaults, diagnose, errors, written
from utils.checking.follow import follow
from utils.checking.trials import Finding, any_wrong, by_rung, rungs, try_case
from utils.checking.values import same

VERBS = {"is", "has", "holds", "must", "should", "stands", "comes", "gets", "needs"}  # behind a name, not behind "A"
NUMPYS_OWN = {name: value for name, value in vars(np).items() if callable(value)}  # what is loaded, and no more


def ladder(exercise, attempt, trials, limit):
    """All findings, the headline first; other defaults than the stub's are told before what is wrong beside them."""
    mended, sentence = defaults.as_due(exercise.reference, attempt)
    if mended is None or errors.endless(trials[-1].run.error):
        return climb(exercise, attempt, trials, limit)
    anew = _anew(exercise, mended, trials, limit)
    matters = not all(diagnose.same_run(old.run, new.run, exercise) for old, new in zip(trials, anew, strict=True))
    wrong = any_wrong(exercise, attempt, trials)
    if not (matters and wrong) or diagnose.known_mistakes(exercise, trials, limit)[0]:
        return climb(exercise, attempt, trials, limit)
    rest = climb(exercise, mended, anew, limit)
    beside = f" {_and(rest[0].message)}" if rest else ""
    return [Finding("default", sentence + beside), *rest[1:]]


def _anew(exercise, attempt, trials, limit):
    """The trials of another attempt on the same cases."""
    return [try_case(exercise, attempt, trial.number, trial.arguments, trial.answer, limit) for trial in trials]


def climb(exercise, attempt, trials, limit, lines=True, among=None):
    """The findings of the rungs: a known mistake, else wrong lines, else the lowest rung that fails.

    lines: whether to look for wrong lines; a few cases, such as wishes, do not tell them.
    among: the known mistakes that can be; None for all.
    """
    plain = []
    for trial in trials:
        found = rungs(exercise, attempt, trial)
        plain += [Finding(kind, message, path, trial.number) for kind, message, path in found]
    if not plain:
        return []
    if errors.endless(trials[-1].run.error):
        return by_rung(plain)
    whole, some = diagnose.known_mistakes(exercise, trials, limit, among)
    known = [Finding("known mistake", sentence, path) for sentence, path in whole or some]
    if whole:
        behind = _behind(exercise, attempt, trials, known[0].message) if lines and len(whole) == 1 else []
        return (behind or known) + by_rung(plain)
    headline = _outside(exercise, attempt)
    order = diagnose.swapped(exercise, trials) if not headline else None
    if order:
        return [Finding("order", order[0]), *_in_order(exercise, attempt, trials, limit, *order[1])]
    headline = headline or _chance(exercise, attempt, trials, limit)
    if lines and not headline:
        headline = _lines(exercise, attempt, trials, partly=not known)
    if not headline and not diagnose.unfit(trials):
        plain += [Finding("relation", sentence, path) for sentence, path in diagnose.relations(exercise, trials)]
    plain = by_rung(plain)
    in_place = next((finding for finding in plain if finding.kind == "in-place"), None)
    if in_place and headline and headline[0].kind == "line":  # it is so, whatever a line's change would do
        headline = [Finding("line", f"{in_place.message} {_and(headline[0].message)}")]
        plain.remove(in_place)
    ordered = headline + plain
    return ordered[:1] + known + ordered[1:]


def _lines(exercise, attempt, trials, partly):
    """A finding on the lines that are wrong, as far as they are found; else none.

    partly: whether a change counts that puts a part of the outputs right.
    Where an error stops the attempt its own words come first, and then what is behind it.
    """
    said = follow(exercise, attempt, trials, partly)
    if said and not any(one.line for one in said):
        return [Finding("known mistake", one.sentence) for one in said]
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
        sentences[-1] = _and(sentences[-1])
    return [Finding("line", " ".join(sentences))]


def _in_order(exercise, attempt, trials, limit, i, j):
    """What is wrong with an attempt besides the order of two things that it returns."""

    def mended(*arguments, **named):
        value = list(attempt(*arguments, **named))
        value[i], value[j] = value[j], value[i]
        return tuple(value)

    return climb(exercise, mended, _anew(exercise, mended, trials, limit), limit, lines=False)


def _behind(exercise, attempt, trials, sentence):
    """A finding on a known mistake that ends in an error, and on the line that is wrong behind it; none without.

    A mistake that is made in several places shows several lines by itself, and is looked at no further; nothing is
    behind the mistake as the exercise has it.
    """
    known = next(known for known in exercise.mistakes if known.sentence == sentence)
    if not diagnose.unfit(trials) or not known.one_place or attempt is known.function:
        return []
    said = follow(exercise, attempt, trials)
    sure = len(said) > 1 and all(one.cause and one.line for one in said)
    if not sure or not any(sentence.rstrip(".") in one.sentence for one in said):
        return []
    return [Finding("line", f"{said[0].sentence} {_and(said[1].sentence)}")]


def _and(sentence):
    """A sentence after "And": a name such as W1 or A keeps its capital, the word A does not."""
    first, second, *_ = [*sentence.split(), "", ""]
    word = first[1:].islower() or (first == "A" and second.islower() and second not in VERBS)
    return f"And {sentence[0].lower() if word else sentence[0]}{sentence[1:]}"


def _outside(exercise, attempt):
    """A finding if a wrong attempt reads a value of the notebook's or this computer's clock, draws numbers that do not
    come from rng, calls what has been replaced, or ends its loop in the first round.
    """
    arguments, theirs = diagnose.argument_names(exercise.reference, None), written.globals_read(exercise.reference)
    replaced = next((name for name, function in NUMPYS_OWN.items() if getattr(np, name, None) is not function), None)
    if replaced:
        message = f"np.{replaced} is no longer NumPy's own, something has replaced it: restart the kernel."
        return [Finding("outside", message)]
    for name in written.globals_read(attempt):
        value = attempt.__globals__.get(name)
        if name in attempt.__globals__ and hasattr(builtins, name) and not callable(value):
            message = f"{name} is a variable of the notebook, no longer Python's own function: give it another name."
            return [Finding("outside", message)]
        data = isinstance(value, int | float | np.ndarray | dict | list)
        if data and name not in theirs and not name.isupper():
            here = f", where it is {value}" if isinstance(value, int | float) else ""
            message = f"{exercise.name} reads {name} from the notebook{here}: compute it from {', '.join(arguments)}."
            return [Finding("outside", message)]
    line = written.return_in_a_loop(attempt)
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


def _chance(exercise, attempt, trials, limit):
    """A finding if two calls with the same arguments do not give the same."""
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
