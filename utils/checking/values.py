"""Compare what a function returned with what it should have returned, leaf by leaf."""

from collections import namedtuple
from numbers import Rational

import numpy as np

# One place in a returned value: how to write it ("grads['dw']"), what was due, what came, and what is wrong or None.
Leaf = namedtuple("Leaf", "path expected got kind message")

HUGE = 1e300
ODD = {"O": " of objects", "U": " of strings", "S": " of bytes", "V": " with fields", "c": " of complex numbers"}
_RIGHT = (None, None)


def is_number(value):
    """True for Python and NumPy numbers, fractions, and zero-dimensional arrays of them."""
    return isinstance(value, int | float | complex | Rational | np.number | np.bool_) or (
        isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype != object
    )


def describe(value, say=str):
    """A value's kind in a learner's words: 'an array of shape (2, 3)', 'a dictionary', …    say: see `Exercise.say`."""
    if isinstance(value, np.ndarray) and value.ndim:
        return say(f"an array{ODD.get(value.dtype.kind, '')} of shape {value.shape}")
    if isinstance(value, int) and abs(value) > HUGE:
        return "a whole number of more than 300 digits"
    if is_number(value):
        return "a number"
    names = {dict: "a dictionary", list: "a list", tuple: "a tuple", str: "a string", type(None): "None"}
    kind = str if isinstance(value, str) else type(value)
    return names.get(kind, f"a {kind.__name__}")


def close(a, b, rtol=1e-6, atol=1e-8):
    """True where two arrays or numbers agree in shape and, within tolerance, in values (NaN equals NaN)."""
    if isinstance(a, float | int) and isinstance(b, float | int) and -HUGE < a < HUGE and -HUGE < b < HUGE:
        return bool(abs(a - b) <= atol + rtol * abs(b))  # as below, but quick: tables hold thousands of numbers
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or {a.dtype.kind, b.dtype.kind} & {"O", "V"}:
        return False
    if not (_numeric(a) and _numeric(b)):
        return bool(np.array_equal(a, b))
    equal = a == b
    if equal.all():
        return True
    with np.errstate(all="ignore"):
        return bool((equal | _near(a, b, rtol, atol)).all())


def _near(a, b, rtol, atol):
    """Where two arrays of numbers agree within tolerance; as np.isclose, which takes ten times as long."""
    b = b + 0.0  # not whole numbers, whose differences may overflow
    return (np.abs(a - b) <= atol + rtol * np.abs(b)) & np.isfinite(b) | (a != a) & (b != b)


def _numeric(array):
    return array.dtype.kind in "biufc"


def same(a, b, rtol=0.0, atol=0.0):
    """True where two nested values agree in structure and values; generators and functions are not compared."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key], rtol, atol) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(same(x, y, rtol, atol) for x, y in zip(a, b, strict=True))
    if (is_number(a) or isinstance(a, np.ndarray)) and (is_number(b) or isinstance(b, np.ndarray)):
        return close(a, b, rtol, atol)
    if isinstance(a, str) and isinstance(b, str):
        return a == b  # one of NumPy's, out of an array of words, is one, too
    if isinstance(a, str | bytes | type(None)) or isinstance(b, str | bytes | type(None)):
        return type(a) is type(b) and a == b
    return type(a) is type(b)


def leaves(expected, got, path, exercise):
    """Yield a Leaf for every place of `expected`; where the structure differs, one Leaf for the whole branch.

    exercise: gives the tolerances, and the words for arrays.
    """
    if isinstance(expected, dict):
        yield from _dict_leaves(expected, got, path, exercise)
    elif isinstance(expected, list | tuple):
        yield from _sequence_leaves(expected, got, path, exercise)
    else:
        yield Leaf(path, expected, got, *_judge(expected, got, path, exercise))


def _dict_leaves(expected, got, path, exercise):
    if not isinstance(got, dict):
        message = f"{path} is {describe(got, exercise.say)}; it must be a dictionary with the keys {_listed(expected)}."
        yield Leaf(path, expected, got, "type", message)
        return
    for key, value in expected.items():
        place = f"{path}[{key!r}]"
        if key in got:
            yield from leaves(value, got[key], place, exercise)
        else:
            message = f"{path} has no key {key!r}: its keys are {_listed(got)}, they must be {_listed(expected)}."
            yield Leaf(place, value, None, "keys", message)
    extra = next((key for key in got if exercise.all_keys and key not in expected), None)
    if extra is not None:
        yield Leaf(path, expected, got, "keys", f"{path} has a key {extra!r}, which is not due.")


def _sequence_leaves(expected, got, path, exercise):
    if not isinstance(got, list | tuple):
        is_it, due = describe(got, exercise.say), describe(expected, exercise.say)
        message = f"{path} is {is_it}; it must be {due} of length {len(expected)}."
        yield Leaf(path, expected, got, "type", message)
    elif len(got) != len(expected):
        message = f"{path} has length {len(got)}; it must have length {len(expected)}."
        yield Leaf(path, expected, got, "length", message)
    else:
        for i, (due, came) in enumerate(zip(expected, got, strict=True)):
            yield from leaves(due, came, f"{path}[{i}]", exercise)


def _listed(keys):
    return ", ".join(repr(key) for key in keys) or "none"


def _judge(expected, got, path, exercise):
    """(kind, message) of what is wrong with one leaf, or (None, None)."""
    if got is None and expected is not None:
        return "none", f"{path} is None; it must be {describe(expected, exercise.say)}."
    if is_number(expected) or isinstance(expected, np.ndarray):
        return _judge_array(expected, got, path, exercise)
    if same(expected, got):
        return _RIGHT
    if type(got) is not type(expected):
        return "type", f"{path} is {describe(got, exercise.say)}; it must be {describe(expected, exercise.say)}."
    return "value", f"{path} is {got!r}; it must be {expected!r}."


def _judge_array(expected, got, path, exercise):
    got = float(got) if isinstance(got, Rational) and not isinstance(got, int | np.number) else got
    if not (is_number(got) or isinstance(got, np.ndarray)) or not _computes(np.asarray(got), np.asarray(expected)):
        return "type", f"{path} is {describe(got, exercise.say)}; it must be {describe(expected, exercise.say)}."
    due, came = np.asarray(expected), np.asarray(got)
    if due.shape != came.shape:
        return "shape", shape_message(due, came, path, exercise)
    if came.dtype.kind == "b" and due.dtype.kind in "iuf":
        return "type", f"{path} holds True and False, where 0 and 1 are due: multiply by 1, or use .astype(int)."
    if _too_coarse(due, came):
        message = f"{path} is computed in {came.dtype}; keep float64, the precision of the arguments."
        return "precision", message
    if close(due, came, exercise.rtol, exercise.atol):
        return _RIGHT if came.dtype.kind != "f" or type(expected) is not int else ("type", _float_message(path, came))
    bad = _bad_numbers(due, came)
    if bad:
        return (
            "nan",
            f"{path} holds {bad}, where a finite number is due: look for a log of 0, 0/0 or an overflow.",
        )
    return "value", first_difference(path, due, came, exercise.rtol, exercise.atol)


def _computes(came, due):
    """Whether an array holds numbers of a kind that can be told right or wrong: no objects, strings, fields."""
    return _numeric(came) and (came.dtype.kind != "c" or due.dtype.kind == "c")


def _float_message(path, came):
    """For the right number of the wrong kind: range, shapes and indices refuse 4.0."""
    return f"{path} is a float, {came:.1f}, where a whole number is due: use // or int(…)."


def _too_coarse(due, came):
    """True for the right values in half or single precision where double is due."""
    coarse = due.dtype == np.float64 and came.dtype in (np.float32, np.float16)
    return coarse and close(due, came, 1e-2, 1e-4)


def first_difference(path, due, came, rtol=1e-6, atol=1e-8):
    """Where two arrays of one shape first differ, with both numbers."""
    if due.ndim == 0:
        return f"{path} {_should_be(due, came)}"
    with np.errstate(all="ignore"):
        differs = ~np.isclose(due.astype(float), came.astype(float), rtol=rtol, atol=atol, equal_nan=True)
    index = tuple(int(i) for i in np.unravel_index(differs.argmax(), due.shape))
    place = ", ".join(map(str, index))
    count = "" if due.size == 1 else f"; {int(differs.sum())} of {due.size} elements differ"
    return f"{path}[{place}] {_should_be(due[index], came[index])}{count}"


def _should_be(due, came):
    """Both numbers, with as many digits as tell them apart."""
    pairs = ((_digits(due, digits), _digits(came, digits)) for digits in (6, 9, 12, 17))
    due, came = next((pair for pair in pairs if pair[0] != pair[1]), (due, came))
    return f"should be {due} and is {came}"


def _digits(value, digits):
    return f"{value:.{digits}g}" if np.asarray(value).dtype.kind in "fc" else str(value)


def _bad_numbers(due, came):
    if came.dtype.kind not in "fc" or not np.isfinite(due).all():
        return ""
    if np.isnan(came).any():
        return "NaN"
    return "infinity" if np.isinf(came).any() else ""


def shape_message(due, came, path, exercise):
    """One sentence on a wrong shape: what relation the values have to the right ones, if any."""
    rtol, atol, say = exercise.rtol, exercise.atol, exercise.say
    has = f"{path} is {describe(came, say)}; it must be {describe(due, say)}"
    if came.shape == due.shape[::-1] and close(due.T, came, rtol, atol):
        return f"{path} is the transpose of the right answer: its shape is {came.shape}, it must be {due.shape}."
    if came.size == due.size and close(due.ravel(), came.ravel(), rtol, atol):
        if due.ndim == 0:
            return f"{path} has the right value, wrapped in {describe(came, say)}; return a plain number."
        if came.ndim < due.ndim:
            return f"{has}. The values are right: keep the dimension, for example with keepdims=True or reshape."
        return f"{has}. The values are right, only the shape is not."
    for axis in range(due.ndim):
        if due.shape[axis] > 1 and due.any() and close(due.sum(axis=axis).squeeze(), came.squeeze(), rtol, atol):
            return f"{has}. It is the right answer summed over axis {axis}: one sum too many."
    if came.ndim == due.ndim and came.shape == due.shape[::-1]:
        return f"{has}: that is the shape of the transpose. Check the order of the factors and their .T."
    if came.ndim == 1 and due.ndim == 2:
        return f"{has}. {say('A rank-1 array')} is neither a row nor a column: keep both dimensions."
    return f"{has}."


def compare_outputs(exercise, expected, got):
    """Leaves of every output of an exercise; [] where another number of outputs came back than is due."""
    names = exercise.returns
    if len(names) == 1:
        return list(leaves(expected, got, names[0], exercise))
    if not isinstance(got, list | tuple) or len(got) != len(names):
        return []
    return [
        leaf for name, due, came in zip(names, expected, got, strict=True) for leaf in leaves(due, came, name, exercise)
    ]
