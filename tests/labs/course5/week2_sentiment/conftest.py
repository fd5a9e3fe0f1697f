"""The kept tables of the lab on sentiment, and what its tests read from their rows."""

import numpy as np
import pytest

from utils.labs.measured import load_measured, rows_where


@pytest.fixture(scope="session")
def kept():
    return load_measured("course5/week2_sentiment")


def mean(row, which, kind=None):
    """The mean of a row's draws.    kind: of the sentences, where a draw has an entry for each."""
    return float(np.mean([value if kind is None else value[kind] for value in row[which]]))


def one(table, **what):
    """The one row with these entries."""
    (row,) = rows_where(table, **what)
    return row
