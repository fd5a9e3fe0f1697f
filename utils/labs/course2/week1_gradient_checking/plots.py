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
    """Axes for relative differences by step, both logarithmic; returns what changes, for `move_errors`."""
    (errors,) = ax.loglog([], [], ".", color=BLUE, ms=4, label="measured")
    (limit,) = ax.loglog([], [], "--", color=GREY, label="derived, for stored costs")
    (here,) = ax.loglog([], [], "D", color=ORANGE, ms=8, label="this step")
    ax.set(xlim=(1e-12, 1), ylim=(1e-16, 10), xlabel="step ε", ylabel="relative difference")
    ax.legend(loc="lower left")
    return {"errors": errors, "limit": limit, "here": here}


def move_errors(artists, errors, limit, here):
    """Set the differences at STEPS, those derived, and (step, difference) of this one; 0 lies on the lower edge."""
    artists["errors"].set_data(STEPS, np.maximum(errors, 1e-16))
    artists["limit"].set_data(STEPS, limit)
    artists["here"].set_data([here[0]], [max(here[1], 1e-16)])


def differences_by_step(ax, steps, found, crossed):
    """The relative difference by step: a mark for each network, hollow where a step crossed a kink; median lines.

    steps: (k,).    found: {label: (networks, k)}, at most three.    crossed: (networks, k) of True and False.
    """
    for k, (label, rows) in enumerate(found.items()):
        colour, marker, rows = (BLUE, ORANGE, GREY)[k], "os^"[k], np.asarray(rows)
        places = np.tile(steps * 10.0 ** (0.16 * k - 0.08), (len(rows), 1))
        ax.loglog(places[~crossed], rows[~crossed], marker, color=colour, ms=4, alpha=0.6)
        ax.loglog(places[crossed], rows[crossed], marker, color=colour, ms=5, mfc="none")
        ax.loglog(steps, np.median(rows, axis=0), ("-", "--", ":")[k], color=colour, label=f"{label}, median")
    ax.plot([], [], "o", color=GREY, mfc="none", label="a step crossed a kink")
    ax.set(xlim=(4e-13, 3e-2), ylim=(1e-12, 2), xlabel="step ε", ylabel="relative difference")
    ax.legend(loc="lower left")


def accuracy_by_fault(ax, rows):
    """How well networks do on new points, by bug: a mark for each start, for up to two groups of networks.

    rows: {what is wrong: {group: (starts,)}}, shares of points got right.
    """
    for place, groups in enumerate(rows.values()):
        for k, (group, values) in enumerate(groups.items()):
            heights = place - 0.18 + 0.36 * k + np.linspace(-0.09, 0.09, len(values))
            label = group if place == 0 else None
            ax.plot(values, heights, "o^"[k], color=(BLUE, ORANGE)[k], ms=5, alpha=0.8, label=label, clip_on=False)
        ax.axhline(place + 0.5, color=GREY, linewidth=0.4)
    ax.axvline(0.5, color=GREY, linestyle=":", label="a coin")
    ax.set(xlim=(0.4, 1.02), ylim=(len(rows) - 0.5, -0.5), xlabel="right on new points")
    ax.set_yticks(range(len(rows)), list(rows))
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, -0.16), ncols=3)
