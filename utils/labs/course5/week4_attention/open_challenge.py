"""The open challenge of this lab: a table of positions that serves beyond the training's length."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course5.week4_attention.copying import (
    DELAY,
    LONG,
    SHORT,
    Copier,
    D,
    right_by_step,
    train_copier,
)

SEEDS, STEPS, RATE = (60, 61, 62), 300, 0.01  # seeds that the lab trains nothing on
SECONDS, LARGEST = 2.0, 3.0  # for my_positions, which trains nothing; of its entries
BASELINE = 0.301  # the sines and cosines of positional_encoding


def accuracy_beyond(my_positions):
    """The mean accuracy over SEEDS at steps SHORT to LONG − 1, after training at steps 0 to SHORT − 1.

    my_positions: (T, d) -> an array (T, d) of numbers from −LARGEST to LARGEST.
    Raises OverBudget for another shape, larger numbers, or more than SECONDS; ValueError for what is no finite number.
    """
    begin = time.process_time()
    table = np.array(my_positions(LONG, D), float)
    if time.process_time() - begin > SECONDS:
        raise OverBudget(f"my_positions took longer than {SECONDS:.0f} s; it makes a table, and trains nothing")
    if table.shape != (LONG, D):
        raise OverBudget(f"the table has shape {table.shape}; it has a row for each position, ({LONG}, {D})")
    if not np.isfinite(table).all():
        raise ValueError("the table holds what is no finite number")
    if np.abs(table).max() > LARGEST:
        raise OverBudget(f"the entries lie between −{LARGEST:g} and {LARGEST:g}")
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng([seed, 5])
        model = Copier("sinusoidal", rng, table=table)
        train_copier(model, RATE, STEPS, rng)
        found.append(right_by_step(model, seed=10**7 + seed)[SHORT - DELAY :].mean())
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_positions",
    task=f"Write a table of positions with which attention, trained at {SHORT} steps, copies at steps {SHORT} to "
    f"{LONG - 1}.",
    baseline=BASELINE,
    of="sines and cosines with base 10000",
    budget=f"{D} columns, entries up to {LARGEST:g}, {STEPS} steps of training; the mean of {len(SEEDS)} seeds counts.",
    judge=accuracy_beyond,
)
