"""Time several calls fairly: interleaved in one process, the median of CPU time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS, SECONDS = 15, 1.0  # at least so many rounds, and so much CPU time over all calls of a case
MOST = 400


@dataclass
class Case:
    """One row of the table: calls without arguments, each a forward and a backward pass on the same numbers.

    target: ours / torch that performance is held to.    torch_best: PyTorch in its better memory layout, where it
    has two.    products: the bare matrix products of our pass, without anything around them.
    """

    name: str
    ours: Callable
    target: float | None = None
    torch: Callable | None = None
    torch_best: Callable | None = None
    products: Callable | None = None

    def calls(self):
        names = ("ours", "torch", "torch_best", "products")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


def cpu_milliseconds(calls, rounds=ROUNDS, seconds=SECONDS):
    """The median CPU time of each call, in ms; they take turns, so that a busy machine slows them alike.

    calls: {name: function without arguments}.    rounds, seconds: go on until both are reached.
    """
    for call in calls.values():
        for _ in range(3):
            call()
    times = {name: [] for name in calls}
    start = time.process_time_ns()
    while len(next(iter(times.values()))) < MOST and (
        len(next(iter(times.values()))) < rounds or time.process_time_ns() - start < seconds * 1e9
    ):
        for name, call in calls.items():
            before = time.process_time_ns()
            call()
            times[name].append(time.process_time_ns() - before)
    return {name: statistics.median(values) / 1e6 for name, values in times.items()}


def row(case):
    """Measure a case. Returns a dict: name, target, ms of each call, and the ratios that the table shows."""
    ms = cpu_milliseconds(case.calls())
    ours, default = ms["ours"], ms.get("torch")
    best = min(default, ms.get("torch_best", default)) if default else None
    return {
        "name": case.name,
        "target": case.target,
        "ms": ms,
        "ratio": ours / default if default else None,
        "ratio_best": ours / best if best else None,
        "products_share": ms["products"] / ours if "products" in ms else None,
    }
