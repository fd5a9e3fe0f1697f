"""Reading the kept tables of this lab: means, standard errors, errors by seed."""

import numpy as np

from utils.labs.measured import load_measured, rows_where

LAB = "course3/week2_learning_from_tasks"


def kept():
    """The tables of measured.json."""
    return load_measured(LAB)


def summary(rows):
    """Mean and standard error of each row's errors: two arrays."""
    errors = [np.array(row["errors"]) for row in rows]
    return np.array([e.mean() for e in errors]), np.array([e.std(ddof=1) / np.sqrt(len(e)) for e in errors])


def curve(table, by, **what):
    """Sizes, means and standard errors of the rows that have these entries, in the order of `by`."""
    rows = sorted(rows_where(table, **what), key=lambda row: row[by])
    return np.array([row[by] for row in rows]), *summary(rows)


def errors_of(table, **what):
    """The errors by seed of the one row that has these entries."""
    (row,) = rows_where(table, **what)
    return np.array(row["errors"])


def between(table, by, place, log=False, **what):
    """Mean and standard error at a place between two that were measured, along a straight line."""
    places, means, spread = curve(table, by, **what)
    scale = np.log if log else np.asarray
    return tuple(float(np.interp(scale(place), scale(places), values)) for values in (means, spread))
