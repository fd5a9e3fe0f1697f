"""The words for what is wrong: stubs, errors, known mistakes, relations, the first differing number."""

import re

import numpy as np

from utils.checking import relations as related
from utils.checking.relations import argument_names
from utils.checking.run import TimeLimit, call, learner_line, raised_in
from utils.checking.values import compare_outputs, describe, is_number, same

STUB = "Nothing written yet: replace the line raise NotImplementedError by your own lines, then run both cells."
EMPTY = "Nothing written yet: the function has no lines of its own. Write them, then run both cells."
UNFINISHED = "You have begun, but the line raise NotImplementedError is still there: delete it once your lines stand."


def _stub():
    raise NotImplementedError


def _documented_stub():
    """A docstring, as stubs have."""
    raise NotImplementedError


def _empty():
    pass


def empty_body(attempt):
    """EMPTY if the function's body is empty (pass, … or a docstring alone), else None."""
    code = getattr(attempt, "__code__", None)
    return EMPTY if code is not None and code.co_code == _empty.__code__.co_code else None


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
    line = where[1] if where else ""
    if isinstance(error, TypeError) and where is None and "argument" in str(error):
        return "exception", f"{name} does not take its arguments ({error}): keep its first line as it was given.", ""
    at = f" at line {where[0]} of the function, `{line}`" if line else ""
    return "exception", f"{name} stops{at} with {type(error).__name__}: {_plain_text(error)}{_cure(error, line)}", ""


def due_error(due, run, attempt):
    """(kind, message, path) where the arguments call for an error and the attempt did not raise it; else None."""
    name, kind = getattr(attempt, "__name__", "your function"), type(due).__name__
    if run.error is None:
        return "error", f"{name} must raise {kind} for these arguments, and returns {describe(run.value)}.", ""
    if endless(run.error) or not isinstance(run.error, type(due)):
        return exception(run.error, attempt)
    return None


def _plain_text(error):
    """The error's own words; NumPy's on matrix products, of @ and np.dot, made one sentence."""
    text = str(error).strip() or "no message"
    of_matmul = re.search(r"matmul.*\(size (?P<right>\d+) is different from (?P<left>\d+)\)", text)
    of_dot = re.search(r"not aligned: (?P<left>\d+) \(dim \d\) != (?P<right>\d+) \(dim \d\)", text)
    sizes = of_matmul or of_dot
    if sizes:
        return f"the inner sizes of a matrix product must agree and are {sizes['left']} and {sizes['right']}"
    return text


# What to do about the commonest errors: (error, words in its text, words in the learner's line, the cure).
CURES = (
    (UnboundLocalError, "", "", "it has no value when it is used: the branch or loop that sets it did not run."),
    (NameError, "", "", "is it spelt as in the signature? A function of a module wants its prefix, a product its *."),
    (
        ValueError,
        "inner sizes",
        "",
        "compare both shapes with the docstring: a missing .T, or another array than meant?",
    ),
    (ValueError, "broadcast", "", "the two shapes do not fit: keepdims=True, a .T, or another array than meant?"),
    (ValueError, "ambiguous", "", "an if decides once, for the whole array; decide element by element with np.where."),
    (ValueError, "dimensions", "", "look at the shapes: one array has another number of axes than this line expects."),
    (TypeError, "scalar", "math.", "math functions take one number; NumPy's take arrays."),
    (TypeError, "integer scalar", "", "a whole number is due here, and this is an array: its length or a shape?"),
    (TypeError, "bitwise_xor", "", "** is the power in Python; ^ is another operation."),
    (TypeError, "positional argument", "", "compare the arguments with the signature of the function that is called."),
    (TypeError, "unexpected keyword", "", "compare the arguments with the signature of the function that is called."),
    (KeyError, "", "", "look at the keys in the docstring."),
    (ValueError, "values to unpack", "", "the right-hand side gives another number of things than stand on the left."),
    (AttributeError, "'str'", "", "this is a key: unpacking or looping over a dictionary gives its keys."),
    (IndexError, "scalar", "", "this is a single number: are two returned values swapped?"),
    (IndexError, "", "", "the last index of n things is n − 1."),
    (MemoryError, "", "", "the result would be far larger than the arguments: an outer product where a sum was meant?"),
)


def _cure(error, line):
    """What to do about an error, or nothing."""
    text = _plain_text(error)
    for kind, words, in_line, cure in CURES:
        if isinstance(error, kind) and words in text and in_line in line:
            return f" — {cure}"
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
        return type(a.error) is type(b.error) and _plain_text(a.error) == _plain_text(b.error)
    tolerance = exercise.rtol, exercise.atol
    return same(a.value, b.value, *tolerance) and same(a.after, b.after, *tolerance)


def unfit(trials):
    """True if some run ended in an error that was not due: there are no values to compare."""
    return any(trial.run.error is not None and trial.due_error is None for trial in trials)


def known_mistakes(exercise, trials, limit):
    """The known mistakes in an attempt, as lists of (sentence, path).

    Returns (whole, some): those that explain all that is wrong, one or several together; else those that explain
    some of the wrong outputs and leave others open.
    """
    partial, wrong = [], _wrong_outputs(trials)
    for known in exercise.mistakes:
        runs = [call(known.function, trial.arguments, limit) for trial in trials]
        if all(_same_run(run, trial.run, exercise) for run, trial in zip(runs, trials, strict=True)):
            return [(known.sentence, "")], []
        explained = _explained(exercise, runs, trials, wrong)
        if explained:
            partial.append((known.sentence, explained))
    chosen, still_open = _share(partial, wrong)
    return ([], chosen) if still_open else (chosen, [])


def _output(path):
    """The output that a place belongs to: the entry of a returned dictionary, or the returned value as a whole."""
    entry = re.match(r"\w+\['[^']*'\]", path)
    return entry[0] if entry else path.split("[")[0]


def _wrong_outputs(trials):
    return {_output(leaf.path) for trial in trials for leaf in trial.leaves if leaf.kind}


def _explained(exercise, runs, trials, wrong):
    """The outputs that a mistake gets wrong, if the attempt gets the same values there in every case; else none."""
    if any(run.error and not trial.due_error for run, trial in zip(runs, trials, strict=True)) or unfit(trials):
        return set()
    agreeing, mistaken = set(wrong), set()
    for run, trial in zip(runs, trials, strict=True):
        theirs = {leaf.path: leaf for leaf in compare_outputs(exercise, trial.expected, run.value)}
        mine = {leaf.path: leaf for leaf in trial.leaves}
        mistaken |= {_output(path) for path, leaf in theirs.items() if leaf.kind}
        for path in theirs.keys() | mine.keys():
            if not _agree(theirs.get(path), mine.get(path), exercise):
                agreeing.discard(_output(path))
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
    """The sentence for two returned values in each other's place, or None."""
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
