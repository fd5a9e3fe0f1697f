"""A progress bar for long training, which short runs, strict runs and checks never show."""

import contextlib
import os

from utils.strictness import STRICT

_hidden = []  # one entry for each check that is at work


def progress(iterable, label=""):
    """Iterate as usual; show a bar once half a second has passed.

    iterable: anything with a length.    label: the text in front of the bar.
    In strict runs (COURSE_STRICT) there is no bar, so that outputs compare equal from run to run.
    """
    from tqdm.auto import tqdm  # here, so that steps and layers need only NumPy when they are imported

    strict = STRICT.get(os.environ.get("COURSE_STRICT", "").strip().lower(), True)
    return tqdm(iterable, desc=label, disable=strict or bool(_hidden), delay=0.5, leave=False)


@contextlib.contextmanager
def hidden():
    """In the body no bar is shown: a check stops what it runs, and would leave a dead one above its card."""
    _hidden.append(True)
    try:
        yield
    finally:
        _hidden.pop()
