"""A progress bar for long training, which short runs and strict runs never show."""

import os


def progress(iterable, label=""):
    """Iterate as usual; show a bar once half a second has passed.

    iterable: anything with a length.    label: the text in front of the bar.
    Under COURSE_STRICT=1 there is no bar, so that outputs compare equal from run to run.
    """
    from tqdm.auto import tqdm  # here, so that steps and layers need only NumPy when they are imported

    strict = os.environ.get("COURSE_STRICT", "0") == "1"
    return tqdm(iterable, desc=label, disable=strict, delay=0.5, leave=False)
