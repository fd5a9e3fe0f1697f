"""Two explorers: five methods on a landscape, and β against smoothing."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course2.week2_optimization.landscapes import LANDSCAPES, NEVER, OWN_RATES, descend, steps_to_goal
from utils.labs.course2.week2_optimization.methods import METHODS
from utils.labs.course2.week2_optimization.plots import (
    averages_over_days,
    costs_by_step,
    paths_on_map,
    weights_by_age,
)
from utils.labs.course2.week2_optimization.smoothing import CORRECTIONS, averages_of, memory, noisy_year

LONG = 400  # steps by which it is told whether a path arrives, however few are drawn


def race(landscape, factor, steps):
    """The paths of the five methods, each with `factor` times the rate that suits it: {method: (steps + 1, 2)}.

    landscape: a key of LANDSCAPES.
    """
    rates = {method: factor * OWN_RATES[landscape][method] for method in METHODS}
    return {method: descend(LANDSCAPES[landscape], method, rate, steps) for method, rate in rates.items()}


def draw_race(fig, landscape, factor, steps):
    """Draw the paths of five methods on a landscape, and their costs by step; arguments as of `race`."""
    left, right = fig.subplots(1, 2)
    place, paths = LANDSCAPES[landscape], race(landscape, factor, max(steps, LONG))
    paths_on_map(left, place, {method: path[: steps + 1] for method, path in paths.items()})
    costs_by_step(right, place, paths, steps)
    lost = [method for method, path in paths.items() if np.isnan(path[-1, 0])]
    away = f"diverge: {', '.join(lost)}" if lost else "none diverges for good"
    left.set_title(f"{landscape.capitalize()}, {factor:.2g} × best rates: {away}")
    arrives = {method: steps_to_goal(place, path) for method, path in paths.items()}
    first = min(arrives, key=arrives.get)
    right.set_title(
        f"{first} is first at the goal (grey)" if arrives[first] < NEVER else "Nobody stays at the goal (grey)"
    )


def explore_race():
    """Landscape, learning rate and steps. Opens on a rate with which gradient descent runs away."""
    return explorer(
        draw_race,
        title="Five methods on a landscape: paths and costs",
        figsize=(10, 4),
        landscape=Dropdown(options=list(LANDSCAPES)),
        factor=FloatLogSlider(value=2.0, base=2, min=-4, max=4, step=0.25, description="× best rate"),
        steps=IntSlider(value=100, min=10, max=300, step=10),
    )


def draw_smoothing(fig, beta, correction, seed=0):
    """Draw a noisy year with its average, and the weights in it.

    beta: from 0 up to 1.    correction: one of CORRECTIONS.    seed: of the noise.
    """
    left, right = fig.subplots(1, 2, width_ratios=(3, 2))
    season, measured = noisy_year(np.random.default_rng(seed))
    averages = averages_of(measured, beta, correction)
    averages_over_days(left, season, measured, {"its average": averages})
    off = np.sqrt(np.mean((averages[50:] - season[50:]) ** 2))
    words = f"{off:.2f}" if off < 100 else "more than 100"
    left.set_title(f"β = {beta:g}, correction {correction}: off by {words} degrees after day 50")
    newest, share = memory(beta)
    weights_by_age(right, beta, newest, share)
    right.set_title(f"1 / (1 − β) = {1 / (1 - beta):.0f} hold {share:.0%} of the weight")


def explore_smoothing():
    """β and the correction. Opens on a long memory that starts at 0 and is not corrected."""
    return explorer(
        draw_smoothing,
        title="A noisy year, its exponentially weighted average, and the weights",
        figsize=(10, 3.6),
        beta=FloatSlider(value=0.98, min=0.0, max=0.99, step=0.01, description="β"),
        correction=Dropdown(options=list(CORRECTIONS)),
    )
