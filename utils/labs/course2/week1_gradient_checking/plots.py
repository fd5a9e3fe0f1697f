"""Pictures of measured slopes: costs around θ, errors by step."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

STEPS = np.logspace(-12, 0, 97)  # every eighth of a decade


def costs_artists(ax):
    """Axes for the cost close to θ, in units of the step; returns what changes, for `move_costs`."""
    (stored,) = ax.plot([], [], color=BLUE, linewidth=1.4, label="cost as it is stored")
    (tangent,) = ax.plot([], [], ":", color=GREY, label="true slope")
    (secant,) = ax.plot([], [], "o--", color=ORANGE, label="measured slope")
    ax.axhline(0, color=GREY, linewidth=0.5)
    ax.set(xlim=(-2, 2), ylim=(-2, 2), xlabel="(θ′ − θ) / ε", ylabel="(J(θ′) − J(θ)) / ε")
    ax.legend(loc="upper right")
    return {"stored": stored, "tangent": tangent, "secant": secant}


def move_costs(artists, places, rises, slope, ends):
    """Set the stored costs, the true slope, and the two ends between which is measured.

    places, rises: (k,) in units of the step.    slope: the true one.    ends: ((2,), (2,)) places and rises.
    """
    artists["stored"].set_data(places, rises)
    artists["tangent"].set_data([-2, 2], [-2 * slope, 2 * slope])
    artists["secant"].set_data(*ends)


def errors_artists(ax):
    """Axes for errors by step, both logarithmic; returns what changes, for `move_errors`."""
    (errors,) = ax.loglog([], [], ".", color=BLUE, ms=4, label="measured")
    (limit,) = ax.loglog([], [], "--", color=GREY, label="derived bound")
    (here,) = ax.loglog([], [], "D", color=ORANGE, ms=8, label="this step")
    ax.set(xlim=(1e-12, 1), ylim=(1e-16, 10), xlabel="step ε", ylabel="error of the measured slope")
    ax.legend(loc="lower left")
    return {"errors": errors, "limit": limit, "here": here}


def move_errors(artists, errors, limit, here):
    """Set the errors at STEPS, the bound there, and (step, error) of the present one; 0 lies on the lower edge."""
    artists["errors"].set_data(STEPS, np.maximum(errors, 1e-16))
    artists["limit"].set_data(STEPS, limit)
    artists["here"].set_data([here[0]], [max(here[1], 1e-16)])


def differences_by_step(ax, steps, found):
    """The relative difference by step: a dot for each network, lines through the medians.

    steps: (k,).    found: {label: (networks, k)}, at most three.
    """
    for k, (label, rows) in enumerate(found.items()):
        colour, rows = (BLUE, ORANGE, GREY)[k], np.asarray(rows)
        ax.loglog(np.tile(steps, len(rows)), rows.ravel(), "os^"[k], color=colour, ms=3, alpha=0.5)
        ax.loglog(steps, np.median(rows, axis=0), ("-", "--", ":")[k], color=colour, label=label)
    ax.set(xlim=(4e-13, 3e-2), ylim=(1e-12, 2), xlabel="step ε", ylabel="relative difference")
    ax.legend(loc="lower left")


def accuracy_by_fault(ax, rows, right):
    """How well networks with wrong gradients do on new points: a dot for each seed, an interval of their ends.

    rows: {what is wrong: (seeds,)} accuracies.    right: (seeds,) those of the right gradient.
    """
    for place, (_words, values) in enumerate(rows.items()):
        ax.plot([min(values), max(values)], [place, place], color=ORANGE, linewidth=1)
        ax.plot(values, np.full(len(values), place), "o", color=ORANGE, ms=5)
    ax.axvspan(min(right), max(right), color=BLUE, alpha=0.25)
    ax.axvline(np.mean(right), color=BLUE, linestyle="--", label="right gradient")
    ax.set(xlim=(0.4, 1.02), ylim=(len(rows) - 0.5, -0.5), xlabel="right on new points")
    ax.set_yticks(range(len(rows)), list(rows))
    ax.legend(loc="lower left")
