"""A small task on which all can be tried in seconds: rows of digits, to be written backwards."""

import numpy as np

PAD, START, END, FIRST = 0, 1, 2, 3  # numbers of the special words, and of the digit 0
WORDS, SHORTEST, LONGEST = 13, 3, 8  # words of either side; digits in a row


def reversed_digits(m, rng):
    """Rows of 3 to 8 digits and their reversals.

    Returns source (m, 8), 0 behind each row, and target (m, 10), from the start to the end, 0 behind it.
    """
    lengths = rng.integers(SHORTEST, LONGEST + 1, m)
    digits = rng.integers(FIRST, WORDS, (m, LONGEST))
    source = np.where(np.arange(LONGEST) < lengths[:, np.newaxis], digits, PAD)
    target = np.zeros((m, LONGEST + 2), int)
    target[:, 0] = START
    for i, n in enumerate(lengths):
        target[i, 1 : n + 1] = source[i, :n][::-1]
        target[i, n + 1] = END
    return source, target


def digits(ids):
    """A row of numbers as its digits, without what is no digit: "314"."""
    return "".join(str(number - FIRST) for number in ids if number >= FIRST)
