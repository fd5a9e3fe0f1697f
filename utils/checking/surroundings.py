"""What a function may change around itself, put back as it was before."""

import contextlib
import os
import random
import sys

import numpy as np

from utils.bars import hidden


@contextlib.contextmanager
def as_before():
    """After the body, these are as they were: NumPy's error and print settings, the global random states, the working
    directory, Matplotlib's settings; of the figures that were opened in it the first stays, the others are closed.
    No progress bar is shown meanwhile.
    """
    errors, printing, folder = np.geterr(), np.get_printoptions(), os.getcwd()
    drawn, drawn_by_numpy = random.getstate(), np.random.get_state()  # noqa: NPY002  the global one, of others
    plotting = sys.modules.get("matplotlib.pyplot")
    settings, figures = (dict(plotting.rcParams), plotting.get_fignums()) if plotting else ({}, [])
    try:
        with hidden():
            yield
    finally:
        np.seterr(**errors)
        np.set_printoptions(**printing)
        random.setstate(drawn)
        np.random.set_state(drawn_by_numpy)  # noqa: NPY002
        with contextlib.suppress(OSError):
            os.chdir(folder)
        if plotting:
            dict.update(plotting.rcParams, settings)  # as they were, without asking again whether they are valid
            for number in [number for number in plotting.get_fignums() if number not in figures][1:]:
                plotting.close(number)
