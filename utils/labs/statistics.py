"""What a few independent runs say of their mean."""

import numpy as np


def standard_error(values):
    """How far the mean of independent values may be off: their standard deviation over the root of their number.

    values: numbers, or rows of them: then one result for each column.
    """
    return np.std(values, axis=0, ddof=1) / np.sqrt(len(values))


def mean_and_error(values):
    """The mean of independent values, and its standard error."""
    return np.mean(values, axis=0), standard_error(values)
