"""What every data set asks of its arguments."""

import numpy as np


def whole_number(name, value, things, least=2):
    """Refuse a number of things that is not whole, or too small."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} = {value!r}: ask for a whole number of {things}, at least {least}")


def spread(name, value):
    """Refuse a standard deviation that is not a number from 0 up."""
    if not 0 <= value < np.inf:
        raise ValueError(f"{name} = {value!r}: it is a standard deviation, 0 or more")
