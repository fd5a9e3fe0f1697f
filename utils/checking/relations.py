"""Find how a wrong answer relates to the right one: a factor, an offset, a swap, a precision."""

import inspect
from itertools import combinations

import numpy as np

from utils.checking.values import close, is_number, same


def argument_names(function, count):
    """The first `count` parameter names of a function; all of them for None."""
    return list(inspect.signature(function).parameters)[:count]


def named_sizes(names, arguments):
    """Numbers that a learner may have multiplied by: each array's sizes and each number among the arguments."""
    sizes = {}
    for name, value in zip(names, arguments, strict=False):
        if isinstance(value, np.ndarray) and value.ndim:
            sizes |= {f"{name}.shape[{axis}]": float(value.shape[axis]) for axis in reversed(range(value.ndim))}
        elif is_number(value) and not isinstance(value, bool):
            sizes[name] = float(value)
    return sizes


def relation(path, pairs, sizes, arguments, names, rtol=1e-6, atol=1e-8):
    """One sentence on how the values at `path` relate to the right ones, or None.

    pairs: (expected, got) of every case.    sizes, arguments: `named_sizes` and the arguments of every case.
    """
    if any(np.asarray(due).shape != np.asarray(came).shape for due, came in pairs):
        return None
    pairs = [(np.asarray(due), np.asarray(came)) for due, came in pairs]
    if any(array.dtype.kind not in "biuf" for pair in pairs for array in pair) or _counts(pairs):
        return None
    with np.errstate(all="ignore"):
        return (
            _argument_unchanged(path, pairs, arguments, names, rtol, atol)
            or _zero(path, pairs)
            or _cut_down(path, pairs)
            or _factor(path, pairs, sizes)
            or _offset(path, pairs, rtol, atol)
            or _function_of(path, pairs, rtol, atol)
        )


def swapped(runs, returns, rtol=1e-6, atol=1e-8):
    """(one sentence, the two places) if two of the returned values stand in each other's in every case, or None.

    runs: (expected tuple, got tuple) of every case.
    """
    for i, j in combinations(range(len(returns)), 2):
        if all(
            same(due[i], came[j], rtol, atol) and same(due[j], came[i], rtol, atol) for due, came in runs
        ) and not all(same(due[i], due[j], rtol, atol) for due, _ in runs):
            order = ", ".join(returns)
            return f"{returns[i]} and {returns[j]} are swapped: return {order}, in this order.", (i, j)
    return None


def _argument_unchanged(path, pairs, arguments, names, rtol, atol):
    if all(came.size < 2 for _, came in pairs):
        return None  # single numbers agree by chance
    for k, name in enumerate(names):
        given = [_entry(case[k], path) if k < len(case) else None for case in arguments]
        if all(_is(value, came, rtol, atol) for value, (_, came) in zip(given, pairs, strict=True)):
            return f"{path} is the argument {name}, unchanged."
    return None


def _entry(argument, path):
    """A dictionary argument's value under the path's last key; any other argument itself."""
    if isinstance(argument, dict) and path.endswith("]"):
        return argument.get(path[path.rindex("[") + 1 : -1].strip("'\""))
    return argument


def _is(argument, came, rtol, atol):
    return (is_number(argument) or isinstance(argument, np.ndarray)) and close(argument, came, rtol, atol)


def _zero(path, pairs):
    if all(not came.any() for _, came in pairs):
        return f"{path} is 0 everywhere."
    return None


def _counts(pairs):
    """True for single whole numbers (and nothing at all): a count that is wrong is no multiple of the right one."""
    return all(due.size == 0 or (due.size == 1 and due.dtype.kind in "iu") for due, _ in pairs)


def _cut_down(path, pairs):
    whole = all(np.array_equal(came, np.round(came)) for _, came in pairs) and any(came.any() for _, came in pairs)
    if whole and all(close(np.trunc(due), came) or close(np.round(due), came) for due, came in pairs):
        return f"{path} holds the right values cut down to whole numbers: an integer dtype or // has lost the rest."
    return None


def _factor(path, pairs, sizes):
    factors = [_common(came, due) for due, came in pairs if due.size and np.abs(due).max() > 1e-12]
    cases = [size for (due, _), size in zip(pairs, sizes, strict=True) if due.size and np.abs(due).max() > 1e-12]
    if not factors or any(factor is None for factor in factors) or np.allclose(factors, 1, rtol=1e-9):
        return None
    if np.allclose(factors, factors[0], rtol=1e-6):
        factor = factors[0]
        if factor == -1 or np.isclose(factor, -1):
            return f"{path} has the wrong sign everywhere."
        if not _ambiguous(factor, cases) and sum(due.size for due, _ in pairs) > 2:
            return f"{path} is {_number(factor)} times the right answer, in every element and every case."
    for label in cases[0]:
        values = np.array([case.get(label, np.nan) for case in cases])
        if np.allclose(factors, values, rtol=1e-6):
            return f"{path} is {label} times too large: divide by {label} once."
        if np.allclose(np.multiply(factors, values), 1, rtol=1e-6):
            return f"{path} is {label} times too small: it is divided by {label} once too often."
        if np.allclose(factors, -values, rtol=1e-6):
            return f"{path} is −{label} times the right answer: wrong sign, and a division by {label} is missing."
    if len(factors) > 1 and all(due.size > 1 for due, _ in pairs):
        return (
            f"{path} is the right answer times a factor that depends on the case ({_number(factors[-1])} in the last)."
        )
    return None


def _ambiguous(factor, cases):
    """True if one case only was seen and the factor may be a size of its arguments."""
    return len(cases) == 1 and any(np.isclose(factor, [v, 1 / v if v else 0]).any() for v in cases[0].values())


def _common(came, due):
    """The number c with came = c · due everywhere, or None."""
    at = np.unravel_index(np.abs(due).argmax(), due.shape)
    c = float(came[at]) / float(due[at])
    fits = np.isfinite(c) and c != 0 and close(c * due, came.astype(float), 1e-6, 1e-10)
    return c if fits else None


def _offset(path, pairs, rtol, atol):
    shifts = [float((came.astype(float) - due).ravel()[0]) for due, came in pairs if due.size]
    fits = all(
        close(due + shift, came.astype(float), rtol, atol) for (due, came), shift in zip(pairs, shifts, strict=False)
    )
    if fits and np.allclose(shifts, shifts[0], rtol=1e-6, atol=1e-9) and any(due.size > 1 for due, _ in pairs):
        return f"{path} is off by the same amount everywhere: got − expected = {_number(shifts[0])}."
    return None


def _function_of(path, pairs, rtol, atol):
    if len(np.unique(np.concatenate([came.ravel() for _, came in pairs]))) < 2:
        return None  # what is always 1 is no exponential of what happens to be 0
    named = {
        "the square of the right answer": np.square,
        "the square root of the right answer": np.sqrt,
        "one divided by the right answer": np.reciprocal,
        "the absolute value of the right answer": np.abs,
        "the exponential of the right answer": np.exp,
        "the logarithm of the right answer": np.log,
        "one minus the right answer": lambda x: 1 - x,
    }
    for words, function in named.items():
        if all(close(function(due.astype(float)), came.astype(float), rtol, atol) for due, came in pairs):
            return f"{path} is {words}."
    return None


def _number(value):
    return f"{value:.4g}"
