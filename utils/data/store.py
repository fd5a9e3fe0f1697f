"""Keep data that takes a while to make: made once, read from a file afterwards, and never in the way."""

import contextlib
import io
import os
from pathlib import Path

import numpy as np

from utils.files import write_atomically


def folder():
    """Where made data is kept: COURSE_CACHE, or the user's cache folder."""
    if os.environ.get("COURSE_CACHE"):
        return Path(os.environ["COURSE_CACHE"])
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("course-companion", appauthor=False))


def kept(name, make, expected):
    """The arrays that `make` returns, from the file of an earlier call where there is one.

    name: the file's name without its ending; change it when `make` changes.    make: () -> {str: array}.
    expected: the names that a whole file holds.
    A file that is damaged or incomplete is made anew; a folder that cannot be written to is left alone.
    Returns {str: array}.
    """
    path = folder() / f"{name}.npz"
    arrays = _read(path)
    if arrays is None or set(arrays) != set(expected):
        arrays = make()
        _write(path, arrays)
    return arrays


def _read(path):
    """The arrays of a file; None if it is not there or not whole (the checksums in it tell)."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except Exception:  # a damaged file fails in many ways, and the answer is the same: make it anew
        return None


def _write(path, arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    with contextlib.suppress(OSError):  # a kept file only saves time
        write_atomically(path, file.getvalue())
