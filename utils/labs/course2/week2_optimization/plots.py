"""Figures of the lab on optimisation: landscapes with paths, costs, averages and their weights, counts of steps."""

import numpy as np

from utils.labs.course2.week2_optimization.landscapes import NEVER, steps_to_goal
from utils.plots import BLUE, GREY, ORANGE

STYLES = {
    "gradient descent": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "with decay": {"color": "#2b8cbe", "linestyle": "--", "marker": "v"},
    "momentum": {"color": ORANGE, "linestyle": "-", "marker": "s"},
    "RMSprop": {"color": "#7a5195", "linestyle": "-.", "marker": "D"},
    "Adam": {"color": "#222222", "linestyle": ":", "marker": "^"},
}

FAINT = "#7d98b3"  # 3 to 1 against white


def paths_on_map(ax, landscape, paths):
    """A landscape's lines of equal cost, and the paths of methods on it.

    paths: {method: places (k, 2)}; what lies outside the map is left out, with the lines to it.
    """
    x, y = np.meshgrid(np.linspace(*landscape.xlim, 121), np.linspace(*landscape.ylim, 81))
    height = np.sqrt(landscape.cost(np.stack([x, y])) - landscape.lowest)  # the root, so that the floor has lines, too
    ax.contour(x, y, height, levels=14, colors="#8c8c8c", linewidths=0.5)
    low, high = np.array([landscape.xlim, landscape.ylim]).T
    for method, path in paths.items():
        inside = np.all((path >= low) & (path <= high), axis=1, keepdims=True)  # NaN is not
        path = np.where(inside, path, np.nan)
        ax.plot(*path.T, **STYLES[method], ms=3, lw=1.2, markevery=max(1, len(path) // 25), label=method)
    ax.plot(*landscape.start, "k*", ms=10)
    ax.set(xlim=landscape.xlim, ylim=landscape.ylim, xlabel="$w_1$", ylabel="$w_2$", aspect="equal")


def arrival(arrives, steps):
    """In words: after how many steps a path arrives, where `steps` of them are drawn."""
    if arrives == NEVER:
        return "does not arrive"
    return f"{arrives} steps" if arrives <= steps else "arrives later"


def costs_by_step(ax, landscape, paths, steps):
    """How far each path's cost is above the lowest, by step, on a logarithmic scale; the goal as a line.

    paths: {method: places (k, 2)}, of which the first `steps` steps are drawn. The legend says when each path arrives
    for good, by all of them.
    """
    for method, path in paths.items():
        arrives = steps_to_goal(landscape, path)
        words = f"{method}: {arrival(arrives, steps)}"
        excess = np.maximum(landscape.cost(path[: steps + 1].T) - landscape.lowest, 1e-12)
        ax.semilogy(excess, **STYLES[method], ms=3, lw=1.2, markevery=max(1, steps // 10), label=words)
    ax.axhline(landscape.goal - landscape.lowest, color=GREY, lw=1)
    ax.set(xlabel="step", ylabel="cost above the lowest", ylim=(1e-6, 1e4), xlim=(0, steps))
    ax.legend(loc="upper right", fontsize=8)


def averages_over_days(ax, season, measured, curves):
    """A noisy series as dots, what it is noise around, and averages of it.

    curves: {label: averages (n,)}.
    """
    days = np.arange(1, len(measured) + 1)
    ax.plot(days, measured, ".", color=FAINT, ms=3, label="measured")
    ax.plot(days, season, color=GREY, lw=1, ls="--", label="without noise")
    looks = ((ORANGE, "-"), (BLUE, "-."), ("#222222", ":"))
    for (label, averages), (colour, style) in zip(curves.items(), looks, strict=False):
        ax.plot(days, averages, color=colour, ls=style, label=label)
    ax.set(xlabel="day", ylabel="degrees", xlim=(0, len(measured)), ylim=(0, 40))
    ax.legend(loc="upper center", ncols=2)


def weights_by_age(ax, beta, newest, share):
    """The weight of each value in an average by its age, the newest ones strong.

    newest: how many are strong.    share: of the weight that they hold, for the legend.
    """
    ages = np.arange(200)
    weights = (1 - beta) * beta**ages
    strong = ages < newest
    ax.bar(
        ages[strong], weights[strong], color=ORANGE, width=1, label=f"the newest {newest}: {share:.0%} of the weight"
    )
    ax.bar(ages[~strong], weights[~strong], color=FAINT, width=1, label=f"all older: {1 - share:.0%}")
    ax.set(xlabel="age of a value, in steps", ylabel="its weight", xlim=(-1, 100), ylim=(0, max(0.02, 1 - beta)))
    ax.legend(loc="upper right")


def costs_by_epoch(ax, runs, ylim):
    """Costs after each epoch on a logarithmic scale.

    runs: {label: (style as of `ax.plot`, costs (k,))}.    ylim: limits of the cost.
    """
    for label, (style, costs) in runs.items():
        ax.semilogy(costs, **style, ms=3, lw=1.3, markevery=max(1, len(costs) // 10), label=label)
    ax.set(xlabel="epoch", ylabel="cost on the training examples", ylim=ylim, xlim=(0, None))
    ax.legend(loc="upper right")


def steps_by_method(ax, rows, most):
    """A ring for each run's steps to the goal, a bar for the median; a run that was given up lies at the right edge.

    rows: {label: steps, None where given up}.    most: the edge.
    """
    for place, (label, steps) in enumerate(rows.items()):
        found = np.array([most if count is None else count for count in steps], dtype=float)
        colour = STYLES[label]["color"]
        ax.plot(found, np.full(len(found), place), "o", color=colour, mfc="white", ms=5)
        ax.plot([np.median(found)] * 2, [place - 0.3, place + 0.3], color=colour, lw=3)
    ax.set(
        xlabel="steps to the goal: a ring is a seed, the bar the median",
        xlim=(0, most * 1.03),
        ylim=(len(rows) - 0.5, -0.5),
    )
    ax.set_yticks(range(len(rows)), list(rows))
