"""A fixed piece of work, to tell a slow machine from a slow test: the ledger's seconds are given in its units.

Budgets are written in CPU seconds of one machine (an AMD EPYC of 2025, one thread, other work on the other core), on
which the loop takes REFERENCE. Where it takes twice as long, on an older processor say, the tests may take so, too.
"""

import time

import numpy as np

REFERENCE = 0.048  # CPU seconds of `loop` on the machine of the budgets


def loop():
    """Some interpreted Python, some small arrays, some matrix products: what the labs are made of."""
    total = 0
    for i in range(600_000):
        total += i % 7
    rng = np.random.default_rng(0)
    small, large = rng.random((20, 30)), rng.random((200, 200))
    for _ in range(6_000):
        small = np.tanh(small + 0.1)
    for _ in range(60):
        large = large @ large / np.abs(large).max()
    return total + small.sum() + large.sum()


def speed():
    """How fast this process is just now: 1 on the machine of the budgets, 0.5 where work takes twice as long."""
    start = time.process_time()
    loop()
    return REFERENCE / (time.process_time() - start)


def within(limit, function, times=3):
    """Whether one of some calls of `function` takes less than `limit` CPU seconds of the machine of the budgets."""
    for _ in range(times):
        start = time.process_time()
        function()
        used = time.process_time() - start
        if used < limit / 4 or used * speed() < limit:
            return True
    return False
