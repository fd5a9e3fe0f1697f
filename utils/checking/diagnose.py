"""The words for what is wrong: stubs, errors, known mistakes, relations, the first differing number."""

import re

import numpy as np

from utils.checking import relations as related
from utils.checking.relations import argument_names
from utils.checking.run import TimeLimit, call, learner_line, raised_in
from utils.checking.values import compare_outputs, describe, is_number, same

STUB = "Nothing written yet: replace the line raise NotImplementedError by your own lines, then run both cells."
UNFINISHED = "You have begun, but the line raise NotImplementedError is still there: delete it once your lines stand."


def _stub():
    raise NotImplementedError


def _documented_stub():
    """A docstring, as stubs have."""
    raise NotImplementedError


def _empty():
    pass


def untouched_stub(attempt):
    """STUB if the function's body is empty (pass, … or a docstring alone), else None."""
    code = getattr(attempt, "__code__", None)
    return STUB if code is not None and code.co_code == _empty.__code__.co_code else None


def own_stub(error, attempt):
    """True if the attempt itself, not a function that it calls, raised this NotImplementedError."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = getattr(attempt, "__code__", None)
    return trace is not None and trace.tb_frame.f_code is code


def unfinished(attempt):
    """STUB, or UNFINISHED where lines have been written above the raise."""
    stubs = {_stub.__code__.co_code, _documented_stub.__code__.co_code}
    written = attempt.__code__.co_code not in stubs and len(attempt.__code__.co_code) > max(map(len, stubs)) + 8
    return UNFINISHED if written else STUB


def endless(error):
    """True if a call was given up for taking too long."""
    return isinstance(error, TimeLimit)


def exception(error, attempt):
    """(kind, message, path) for a call that raised."""
    name = getattr(attempt, "__name__", "your function")
    if endless(error):
        return "endless", f"{name} did not finish within the time limit: is there a loop that never ends?", ""
    if isinstance(error, NotImplementedError):
        other, _ = raised_in(error)
        message = f"{name} calls {other}, which is not written yet: run the check of {other} first, it lends you one."
        return "exception", message, ""
    if isinstance(error, RecursionError):
        return (
            "exception",
            f"{name} calls itself without end: call the function that does the step, not {name}.",
            "",
        )
    where = learner_line(error, attempt)
    at = f" at line {where[0]} of the function, `{where[1]}`" if where and where[1] else ""
    return "exception", f"{name} stops{at} with {type(error).__name__}: {_plain_text(error)}{_cure(error)}", ""


def _plain_text(error):
    """The error's own words; NumPy's on a matrix product without its formal signature."""
    text = str(error).strip() or "no message"
    sizes = re.search(r"\(size (\d+) is different from (\d+)\)", text)
    if sizes and "matmul" in text:
        return f"the inner sizes of a matrix product must agree and are {sizes[2]} and {sizes[1]}"
    return text


def _cure(error):
    """What to do about the commonest errors."""
    text = str(error)
    if isinstance(error, NameError):
        return f" — is `{error.name}` spelt as in the signature, and does its line run before it is used?"
    if isinstance(error, UnboundLocalError):
        return " — it is used before it gets a value."
    if isinstance(error, ValueError) and ("matmul" in text or "not aligned" in text or "broadcast" in text):
        return " — write down the shapes of both factors; one may need a .T."
    if isinstance(error, TypeError) and "only" in text and "array" in text.lower() and "scalar" in text.lower():
        return " — math functions take one number; NumPy's take arrays."
    if isinstance(error, TypeError) and "argument" in text and ("takes" in text or "missing" in text):
        return " — keep the first line of the function as it was given."
    if isinstance(error, KeyError):
        return " — look at the keys in the docstring."
    return ""


def wrong_count(exercise, value):
    """(kind, message, path) where another number of things came back than is due."""
    due = ", ".join(exercise.returns)
    if isinstance(value, list | tuple):
        message = f"{exercise.name} returns {len(value)} things; it must return {len(exercise.returns)}: {due}."
        return "length", message, ""
    return (
        "type",
        f"{exercise.name} returns {describe(value)}; it must return {due}, separated by commas.",
        "",
    )


def _same_run(a, b, exercise):
    """True if two runs did the same: the same error, or the same value and the same changes of arguments."""
    if a.error is not None or b.error is not None:
        return type(a.error) is type(b.error) and str(a.error) == str(b.error)
    tolerance = exercise.rtol, exercise.atol
    return same(a.value, b.value, *tolerance) and same(a.after, b.after, *tolerance)


def known_mistakes(exercise, trials, limit):
    """(sentence, path) of the mistakes that explain the attempt: one that explains all of it, or several parts."""
    partial = []
    for known in exercise.mistakes:
        runs = [call(known.function, trial.arguments, limit) for trial in trials]
        if all(_same_run(run, trial.run, exercise) for run, trial in zip(runs, trials, strict=True)):
            return [(known.sentence, "")]
        explained = _explained(exercise, runs, trials)
        if explained:
            partial.append((known.sentence, explained))
    return _share(partial, _wrong_paths(trials))


def _wrong_paths(trials):
    return {leaf.path for trial in trials for leaf in trial.leaves if leaf.kind}


def _explained(exercise, runs, trials):
    """The wrong places at which a mistake gives the attempt's values in every case, and a wrong one in some."""
    if any(run.error is not None for run in runs) or any(trial.run.error is not None for trial in trials):
        return set()
    agreeing, mistaken = _wrong_paths(trials), set()
    for run, trial in zip(runs, trials, strict=True):
        theirs = {leaf.path: leaf for leaf in compare_outputs(exercise, trial.expected, run.value)}
        mine = {leaf.path: leaf for leaf in trial.leaves}
        mistaken |= {path for path, leaf in theirs.items() if leaf.kind}
        agreeing = {
            path
            for path in agreeing & theirs.keys() & mine.keys()
            if same(theirs[path].got, mine[path].got, exercise.rtol, exercise.atol)
        }
    return agreeing & mistaken


def _share(partial, wrong):
    """Choose mistakes, the most telling first, until none explains another wrong place; [] if none explains one."""
    chosen, open_paths = [], set(wrong)
    while partial and open_paths:
        sentence, paths = max(partial, key=lambda item: len(item[1] & open_paths))
        gained = paths & open_paths
        if not gained:
            break
        chosen.append((sentence, min(gained)))
        open_paths -= gained
    return chosen


def swapped(exercise, trials):
    """The sentence for two returned values in each other's place, or None."""
    if len(exercise.returns) < 2 or not all(trial.leaves for trial in trials):
        return None
    both = [(trial.expected, trial.run.value) for trial in trials]
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
