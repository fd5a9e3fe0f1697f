"""Train the same model twice, ours and eager PyTorch's, on the same batches, until each reaches a stated score."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Side:
    """One of the two. `step` takes the rows of a batch and learns; `score` judges on held-out data."""

    step: Callable
    score: Callable
    times: list = field(default_factory=list)  # CPU seconds of each step
    goal_at: int | None = None  # steps after which the score was reached
    last_score: float | None = None

    def seconds_to_goal(self):
        return None if self.goal_at is None else sum(self.times[: self.goal_at])


@dataclass
class Lab:
    """A whole lab.

    goal: the score to reach; `lower` says that a lower one is better (a loss).    examples: of the training set.
    every: steps between two looks at the score, which are not timed.    most: steps after which the race is over.
    sides: {"ours": Side, "torch": Side}.
    """

    name: str
    measure: str
    goal: float
    examples: int
    batch_size: int
    every: int
    most: int
    sides: dict
    lower: bool = False

    def reached(self, score):
        return score <= self.goal if self.lower else score >= self.goal


def race(lab):
    """Run a lab. The sides take turns in stretches of `every` steps, both to the end of the slower one.

    Returns a dict: name, goal, and for each side ms a step (median), steps and CPU seconds to the goal, last score.
    """
    batches = _batches(lab)
    done = 0
    while done < lab.most and any(side.goal_at is None for side in lab.sides.values()):
        stretch = [next(batches) for _ in range(lab.every)]
        done += lab.every
        for side in lab.sides.values():
            for rows in stretch:
                start = time.process_time()
                side.step(rows)
                side.times.append(time.process_time() - start)
            side.last_score = float(side.score())
            if side.goal_at is None and lab.reached(side.last_score):
                side.goal_at = done
    result = {"name": lab.name, "measure": lab.measure, "goal": lab.goal}
    for name, side in lab.sides.items():
        result[name] = {
            "ms_per_step": 1e3 * statistics.median(side.times),
            "steps_to_goal": side.goal_at,
            "seconds_to_goal": side.seconds_to_goal(),
            "last_score": side.last_score,
        }
    if "torch" in result:
        result["ratio"] = result["ours"]["ms_per_step"] / result["torch"]["ms_per_step"]
    return result


def _batches(lab):
    """Rows of the training set, shuffled anew each time around, in batches of one size."""
    rng = np.random.default_rng(0)
    while True:
        order = rng.permutation(lab.examples)
        for first in range(0, lab.examples - lab.batch_size + 1, lab.batch_size):
            yield np.sort(order[first : first + lab.batch_size])
