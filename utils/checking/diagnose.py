"""What explains wrong values: known mistakes, swapped outputs, relations to the right ones."""

import re

import numpy as np

from utils.checking import relations as related
from utils.checking.errors import plain_text
from utils.checking.relations import argument_names
from utils.checking.values import compare_outputs, describe, is_number, same


def wrong_count(exercise, value):
    """(kind, message, path) where another number of things came back than is due."""
    due = ", ".join(exercise.returns)
    if isinstance(value, list | tuple):
        message = f"{exercise.name} returns {len(value)} things; it must return {len(exercise.returns)}: {due}."
        return "length", message, ""
    return (
        "type",
        f"{exercise.name} returns {describe(value, exercise.say)}; it must return {due}, separated by commas.",
        "",
    )


def same_run(a, b, exercise, due=None):
    """True if two runs did the same: the same error, or the same value and the same changes of arguments.

    due: the error that the arguments call for, if any. Its words, and those of any error that is raised on purpose,
    are its author's own.
    """
    if a.error is not None or b.error is not None:
        if due is not None and isinstance(a.error, type(due)) and isinstance(b.error, type(due)):
            return True
        on_purpose = all(run.line and re.search(r"\braise\b", run.line[1]) for run in (a, b))
        alike = type(a.error) is type(b.error) and (on_purpose or plain_text(a.error) == plain_text(b.error))
        return alike and _same_target(exercise, a.line, b.line)
    tolerance = exercise.rtol, exercise.atol
    return same(a.value, b.value, *tolerance) and same(a.after, b.after, *tolerance)


def unfit(trials):
    """True if some run ended in an error that was not due: there are no values to compare."""
    return any(trial.run.error is not None and trial.due_error is None for trial in trials)


def _same_target(exercise, *lines):
    """False if two lines, as far as they are known, compute things of different names, both of the reference's."""
    targets = {line[1].split("=")[0].strip() for line in lines if line and re.match(r"\w+ *=[^=]", line[1])}
    return len(targets & set(exercise.reference.__code__.co_varnames)) < 2


def is_right(exercise, trial):
    """Whether the attempt's run gave what is due in a case."""
    return _right(exercise, trial.run, trial)


def accepted(exercise, trials, limit):
    """The sentence of the other answer, right by the course's own assignment, that an attempt gives; None without."""
    for other in exercise.accepted:
        if _explains(exercise, _runs(exercise, other, trials, limit), trials):
            return other.sentence
    return None


def _runs(exercise, known, trials, limit):
    return [exercise.call_of(known, trial.number, trial.arguments, limit) for trial in trials]


def _explains(exercise, runs, trials):
    """Whether runs of a known answer do in every case what the attempt does."""
    pairs = zip(runs, trials, strict=True)
    return all(same_run(run, trial.run, exercise, trial.due_error) for run, trial in pairs)


def _right_everywhere(exercise, runs, trials):
    return all(_right(exercise, run, trial) for run, trial in zip(runs, trials, strict=True))


def _right(exercise, run, trial):
    """Whether a run gave what is due in a case."""
    if run.error is not None or trial.due_error is not None:
        return trial.due_error is not None and isinstance(run.error, type(trial.due_error))
    if not same(run.after, trial.run.before):
        return False
    found = compare_outputs(exercise, trial.expected, run.value)
    return bool(found) and not any(leaf.kind for leaf in found)


def like_a_right(exercise, trials, limit):
    """The known mistakes that do in every case what an attempt does that is right there: only wishes show them."""
    return [known for known in exercise.mistakes if _explains(exercise, _runs(exercise, known, trials, limit), trials)]


def known_mistakes(exercise, trials, limit, among=None):
    """The known mistakes in an attempt, as lists of (sentence, path).    among: those that can be; None for all.

    Returns (whole, some): those that explain all that is wrong, one or several together; else those that explain
    some of the wrong outputs and leave others open.
    """
    possible = exercise.mistakes if among is None else among
    found = [(known.sentence, _runs(exercise, known, trials, limit)) for known in possible]
    for sentence, runs in found:
        if _explains(exercise, runs, trials) and not _right_everywhere(exercise, runs, trials):
            return [(sentence, "")], []
    # a mistake that only wishes show is the cause of nothing here
    found = [(sentence, runs) for sentence, runs in found if not _right_everywhere(exercise, runs, trials)]
    wrong = _wrong_outputs(trials)
    partial = [(sentence, _explained(exercise, runs, trials, wrong)) for sentence, runs in found]
    partial = [(sentence, outputs) for sentence, outputs in partial if outputs]
    chosen, still_open = _share(partial, wrong)
    return ([], chosen) if still_open else (chosen, [])


def output_of(path):
    """The output that a place belongs to: the entry of a returned dictionary, or the returned value as a whole."""
    entry = re.match(r"\w+\['[^']*'\]", path)
    return entry[0] if entry else path.split("[")[0]


def _wrong_outputs(trials):
    return {output_of(leaf.path) for trial in trials for leaf in trial.leaves if leaf.kind}


def _explained(exercise, runs, trials, wrong):
    """The outputs that a mistake gets wrong, if the attempt gets the same values there in every case; else none."""
    if any(run.error and not trial.due_error for run, trial in zip(runs, trials, strict=True)) or unfit(trials):
        return set()
    agreeing, mistaken = set(wrong), set()
    for run, trial in zip(runs, trials, strict=True):
        if trial.due_error is not None:
            continue  # an error was due: there are no values to compare
        theirs = {leaf.path: leaf for leaf in compare_outputs(exercise, trial.expected, run.value)}
        mine = {leaf.path: leaf for leaf in trial.leaves}
        mistaken |= {output_of(path) for path, leaf in theirs.items() if leaf.kind}
        for path in theirs.keys() | mine.keys():
            if not _agree(theirs.get(path), mine.get(path), exercise):
                agreeing.discard(output_of(path))
    return mistaken if mistaken <= agreeing else set()


def _agree(a, b, exercise):
    """True if both have this place, filled, with the same value."""
    if a is None or b is None or "keys" in (a.kind, b.kind):
        return False
    return same(a.got, b.got, exercise.rtol, exercise.atol)


def _share(partial, wrong):
    """Choose mistakes, the most telling first. Returns them as (sentence, path), and the outputs still unexplained."""
    chosen, still_open = [], set(wrong)
    while partial and still_open:
        sentence, outputs = max(partial, key=lambda item: len(item[1] & still_open))
        gained = outputs & still_open
        if not gained:
            break
        chosen.append((sentence, min(gained)))
        still_open -= gained
    return chosen, still_open


def swapped(exercise, trials):
    """(the sentence, the places) for two returned values in each other's place, or None."""
    if len(exercise.returns) < 2 or not all(t.leaves or t.due_error for t in trials):
        return None
    both = [(trial.expected, trial.run.value) for trial in trials if not trial.due_error]
    return related.swapped(both, exercise.returns, exercise.rtol, exercise.atol)


def relations(exercise, trials):
    """Yield (sentence, path) for every output whose wrong values relate to the right ones in every case."""
    names = argument_names(exercise.reference, len(trials[0].arguments))
    for path in dict.fromkeys(leaf.path for t in trials for leaf in t.leaves if leaf.kind == "value"):
        having = [(t, leaf) for t in trials for leaf in t.leaves if leaf.path == path]
        pairs = [(leaf.expected, leaf.got) for _, leaf in having if _numbers(leaf.expected, leaf.got)]
        if not pairs or len(pairs) < len(having):
            continue
        arguments = [t.arguments for t, _ in having]
        sizes = [related.named_sizes(names, case) for case in arguments]
        sentence = related.relation(path, pairs, sizes, arguments, names, exercise.rtol, exercise.atol)
        if sentence:
            yield sentence, path


def _numbers(*values):
    return all(is_number(value) or isinstance(value, np.ndarray) for value in values)
