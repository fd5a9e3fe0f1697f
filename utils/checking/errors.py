"""The words for what stops a function: a stub, an error, a loop without end, and what to do about each."""

import re

from utils.checking.calls import TimeLimit, Unfit, learner_frame, raised_in
from utils.checking.values import describe

FEW, SHORT = 4, 40  # arguments that are named one by one, letters of a value that is written out


def of_a_stub(error):
    """True if a line `raise NotImplementedError` raised this error, not a library that lacks what was asked for."""
    if not isinstance(error, NotImplementedError):
        return False
    _, line = raised_in(error)
    return not line or "NotImplementedError" in line


def own_stub(error, attempt):
    """True if the attempt itself, not a function that it calls, is a stub that raised this error."""
    if not of_a_stub(error):
        return False
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = getattr(attempt, "__code__", None)
    return trace is not None and trace.tb_frame.f_code is code


def endless(error):
    """True if a call was given up for taking too long."""
    return isinstance(error, TimeLimit)


def exception(run, attempt, say=str):
    """(kind, message, path) for a call that raised.    say: see `Exercise.say`."""
    error, where = run.error, run.line
    name = getattr(attempt, "__name__", "your function")
    if endless(error):
        return "endless", f"{name} did not finish within the time limit: is there a loop that never ends?", ""
    if of_a_stub(error):
        other, _ = raised_in(error)
        message = f"{name} calls {other}, which is not written yet: run the check of {other} first, it lends you one."
        return "exception", message, ""
    if isinstance(error, Unfit):
        return "type", f"{name} {error}", ""
    if isinstance(error, RecursionError):
        return (
            "exception",
            f"{name} calls itself without end: call the function that does the step, not {name}.",
            "",
        )
    line = where[1] if where else ""
    if isinstance(error, TypeError) and where is None and "argument" in str(error):
        return "exception", f"{name} does not take its arguments ({error}): keep its first line as it was given.", ""
    at = f" at line {where[0]} of the function, `{line}`" if line else ""
    shapes = _shapes(error, attempt, line) if isinstance(error, ValueError | IndexError | TypeError) else ""
    words = f"{type(error).__name__}: {plain_text(error)}{shapes}{_cure(error, line, say)}"
    return "exception", f"{name} stops{at} with {words}", ""


def _shapes(error, attempt, line):
    """The shapes of the arrays that a line names, as they were when it failed: " (W1 is (4, 3), X is (2, 5))"."""
    frame, _ = learner_frame(error, attempt)
    if frame is None:
        return ""
    known, said = frame.f_locals, {}
    for name, key in re.findall(NAMED, line.split("=")[-1]):
        value = known.get(name)
        value = value.get(key) if key and isinstance(value, dict) else value
        shape = getattr(value, "shape", None)
        if shape is not None and len(shape):
            text = f"{name}['{key}']" if key else name
            said[text] = f"{text} is {tuple(shape)}"
    return f" ({', '.join(said.values())})" if said else ""


def due_error(due, run, attempt, say=str):
    """(kind, message, path) where the arguments call for an error and the attempt did not raise it; else None."""
    name, kind = getattr(attempt, "__name__", "your function"), type(due).__name__
    if run.error is None:
        message = f"{name} must raise {kind} for these arguments{_given(run, attempt, say)}"
        message += f", and returns {describe(run.value, say)}."
        return "error", message, ""
    if endless(run.error) or not isinstance(run.error, type(due)):
        return exception(run, attempt, say)
    return None


def _given(run, attempt, say):
    """ " (x = -1.0)": the arguments of a call, by the attempt's names; what is long by its kind alone."""
    code = getattr(attempt, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else ()
    if len(names) < len(run.before) or len(run.before) > FEW:
        return ""
    short = [_in_short(value, say) for value in run.before]
    return f" ({', '.join(f'{name} {value}' for name, value in zip(names, short, strict=False))})"


def _in_short(value, say):
    text = repr(value) if isinstance(value, int | float | str | dict) else ""
    return f"= {text}" if 0 < len(text) <= SHORT else f"is {describe(value, say)}"


def plain_text(error):
    """The error's own words; NumPy's on matrix products, of @ and np.dot, made one sentence."""
    try:
        text = str(error).strip() or "no message"
    except Exception:
        text = "an error whose own words cannot be read"
    of_matmul = re.search(r"matmul.*\(size (?P<right>\d+) is different from (?P<left>\d+)\)", text)
    of_dot = re.search(r"not aligned: (?P<left>\d+) \(dim \d\) != (?P<right>\d+) \(dim \d\)", text)
    sizes = of_matmul or of_dot
    if sizes:
        return f"the inner sizes of a matrix product must agree and are {sizes['left']} and {sizes['right']}"
    return text


# A name in a line of code, and the key where an entry of it is taken
NAMED = r"""(?<![\w.'"])([A-Za-z_]\w*)(?:\[['"](\w+)['"]\])?"""

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
    (ValueError, "broadcast", ":-", "a slice pad:-pad is empty where pad is 0; end it at pad + the size that is due."),
    (ValueError, "broadcast", "", "the two shapes do not fit: keepdims=True, a .T, or another array than meant?"),
    (ValueError, "ambiguous", "", "an if decides once, for the whole array; decide element by element with np.where."),
    (ValueError, "dimensions", "", "look at the shapes: one array has another number of axes than this line expects."),
    (TypeError, "scalar", "math.", "math functions take one number; NumPy's take arrays."),
    (
        TypeError,
        "integer scalar",
        "np.max(",
        "np.max is the largest entry of one array; np.maximum compares two.",
    ),
    (
        TypeError,
        "integer scalar",
        "np.min(",
        "np.min is the least entry of one array; np.minimum compares two.",
    ),
    (TypeError, "integer scalar", "", "a whole number is due here, and this is an array: its length or a shape?"),
    (
        TypeError,
        "Cannot cast ufunc",
        "",
        "whole numbers are changed in place: write a = a * b, a new array.",
    ),
    (
        TypeError,
        "as a data type",
        "",
        "a shape is one argument, a tuple: two pairs of brackets, np.zeros((2, 3)).",
    ),
    (TypeError, "'tuple'", "", "a function that gives several things gives a tuple: take it apart, J, cache = f(x)."),
    (TypeError, "bitwise_xor", "", "** is the power in Python; ^ is another operation."),
    (TypeError, "positional argument", "", "compare the arguments with the signature of the function that is called."),
    (TypeError, "unexpected keyword", "", "compare the arguments with the signature of the function that is called."),
    (KeyError, "", "", "look at the keys in the docstring; is a number written in that belongs to the case?"),
    (TypeError, "NoneType", "", "something here is None: a gradient before backward, or a function without a return?"),
    (RuntimeError, "non-empty", "", "there is nothing to join: is a batch that is not full left out?"),
    (TypeError, "signature matching types", "", "a string is computed with: unpacking a dictionary gives its keys."),
    (ValueError, "values to unpack", "", "the right-hand side gives another number of things than stand on the left."),
    (AttributeError, "'str'", "", "this is a key: unpacking or looping over a dictionary gives its keys."),
    (IndexError, "only integers", "", "an array is used like a dictionary: are two arguments in each other's place?"),
    (TypeError, "type 'str'", "", "an array is used like a dictionary: are two arguments in each other's place?"),
    (IndexError, "scalar", "", "this is a single number: are two returned values swapped?"),
    (IndexError, "out of ", "", "the last index of n things is n − 1; is it the axis you mean?"),
    (IndexError, "too many indices", "", "the array has fewer axes than this line indexes."),
    (IndexError, "integer (or boolean)", "", "an index is a whole number, or an array of them."),
    (MemoryError, "", "", "the result would be far larger than the arguments: an outer product where a sum was meant?"),
)


def _cure(error, line, say):
    """What to do about an error, or nothing."""
    text = plain_text(error)
    for kind, words, in_line, cure in CURES:
        if isinstance(error, kind) and words in text and in_line in line:
            return f" — {say(cure)}"
    return ""
