"""What every layer asks of its arrays: refused here, with the shapes in the message, before any work is done.

Layers that weigh or normalise their input refuse NaN and infinity. Layers that only pass numbers on (activations,
dropout, reshaping) leave them to the next layer that weighs, so that memory is not read twice for nothing.
"""

import numpy as np


def check_array(name, array, shape, dtype=None, finite=True):
    """Refuse an array that a layer cannot compute with.

    name: how the message calls it.    shape: what it must have, an entry for each axis: a number where the size is
    given, a word ("m", "n_H") where any size from 1 up will do; a leading ... stands for any number of axes.
    dtype: the type of the layer's weights, where it has any.    finite: also refuse NaN and infinity.
    Raises ValueError: not an array of float32 or float64, another type than the weights', another rank or size,
    an empty axis, NaN or infinity.
    """
    if not isinstance(array, np.ndarray) or array.dtype.char not in "fd":
        raise ValueError(f"{name} is {kind_of(array)}; layers take arrays of float32 or float64: {remedy(name, array)}")
    if dtype is not None and array.dtype != dtype:
        raise ValueError(
            f"{name} {array.shape} is {array.dtype} and the weights are {np.dtype(dtype)}: "
            f"{name}.astype(np.{np.dtype(dtype)}) gives both one type"
        )
    check_shape(name, array, shape)
    if finite and not all_finite(array):
        bad = "NaN" if np.isnan(array).any() else "infinity"
        raise ValueError(f"{name} {array.shape} holds {bad}: look for a division by 0 or a learning rate too large")


def kind_of(value):
    """What a message calls a value: an array with its type, or the name of its class."""
    return f"an array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__


def remedy(name, value, dtype=np.float32):
    """The line that turns a value into an array of a type."""
    written_type = "int" if dtype is int else "np.float32"
    return f"{name}.astype({written_type})" if isinstance(value, np.ndarray) else f"np.asarray({name}, {written_type})"


def check_shape(name, array, shape):
    """Refuse an array of another rank or size, or with an empty axis; `shape` as in `check_array`."""
    leading = len(shape) > 0 and shape[0] is ...
    sizes = shape[1:] if leading else shape
    found = array.shape[max(array.ndim - len(sizes), 0) :] if leading else array.shape
    fits = len(found) == len(sizes)
    for have, want in zip(found, sizes, strict=False):
        fits = fits and (have == want or isinstance(want, str))
    if not fits:
        raise ValueError(f"{name} has shape {array.shape}; expected {written(shape)}")
    if 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape}: it is empty, and a layer needs at least one of everything")


def written(shape):
    """A shape as a message says it: (m, n_H, n_W, 3)."""
    text = ", ".join("…" if size is ... else str(size) for size in shape)
    return f"({text},)" if len(shape) == 1 else f"({text})"


def all_finite(array):
    """True where no element is NaN or infinite.

    The sum of squares tells at the speed of a matrix product; only where it overflows is each element looked at.
    """
    flat = array.ravel(order="K")
    with np.errstate(all="ignore"):
        total = np.dot(flat, flat)
    return bool(np.isfinite(total) or np.isfinite(array).all())


def check_labels(name, labels, shape, count):
    """Refuse labels that are not whole numbers from 0 to count − 1; `shape` as in `check_array`."""
    if not isinstance(labels, np.ndarray) or labels.dtype.kind not in "iu":
        raise ValueError(f"{name} is {kind_of(labels)}; it is an array of whole numbers: {remedy(name, labels, int)}")
    check_shape(name, labels, shape)
    low, high = labels.min(), labels.max()
    if low < 0 or high >= count:
        raise ValueError(f"{name} {labels.shape} runs from {low} to {high}; it has to lie within 0 … {count - 1}")


def as_index(ids):
    """Whole numbers of any type, as the type that rows are looked up by: NumPy 2.0's take refuses uint64."""
    return ids.astype(np.intp, copy=False)


def check_whole(name, value, least=1):
    """Refuse a size, stride or count that is not a whole number from `least` up."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} = {value!r}: it is a whole number, at least {least}")
