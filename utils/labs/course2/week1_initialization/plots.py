"""Pictures of deep networks: sizes by layer, activations by layer, boundaries, costs."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE
from utils.plots.boundary import decision_boundary

STYLES = ("-", "--", ":", "-.")
COLOURS = (ORANGE, BLUE, GREY, "black")
LOWEST, HIGHEST = 1e-18, 1e18  # sizes beyond them are drawn on the edge


def sizes_by_layer(ax, curves, ylabel):
    """Sizes on a logarithmic scale, a line for each network.

    curves: {label: (L,)}, at most four, the first one with dots.
    """
    for k, (label, sizes) in enumerate(curves.items()):
        layers = np.arange(1, len(sizes) + 1)
        inside = np.clip(sizes, LOWEST, HIGHEST)
        ax.semilogy(layers, inside, STYLES[k], color=COLOURS[k], label=label, marker=None if k else "o", ms=3)
    ax.set(xlabel="layer", ylabel=ylabel, xlim=(0, len(sizes) + 1), ylim=(LOWEST, HIGHEST))
    ax.legend(loc="upper left")


def activation_histograms(axes, found, layers):
    """Where the activations of some layers lie, a panel for each network.

    found: {title: a list of activations, layer 1 first}.    layers: up to four numbers of layers, from 1.
    """
    bins = np.linspace(-1, 1, 42)  # 41 of them: one lies around 0
    for ax, (title, activations) in zip(axes, found.items(), strict=True):
        for k, layer in enumerate(layers):
            share = np.histogram(activations[layer - 1], bins)[0] / activations[layer - 1].size
            ax.stairs(share, bins, color=COLOURS[k], linestyle=STYLES[k], linewidth=1.6, label=f"layer {layer}")
        ax.set(xlabel="activation", xlim=(-1.05, 1.05), ylim=(0, 1), title=title)
    axes[0].set_ylabel("share of the activations")
    axes[0].legend(loc="upper left")


def boundaries(axes, networks, X, Y):
    """What networks of two inputs say about the plane, a panel for each.

    networks: {title: a function from (2, k) points to (1, k) answers}.
    """
    for ax, (title, answer) in zip(axes, networks.items(), strict=True):
        decision_boundary(ax, answer, X, Y, steps=100)
        ax.set_title(title)
    axes[0].legend(loc="lower left")


def costs_by_depth(axes, depths, found, floor):
    """The cost that training reaches by depth, an activation in each panel: a dot for each seed, lines through means.

    found: {activation: {label: (depths, seeds)}}, NaN where a cost is no number.    floor: lower limit of the cost.
    """
    for ax, (activation, starts) in zip(axes, found.items(), strict=True):
        for k, (label, costs) in enumerate(starts.items()):
            costs, moved = np.maximum(costs, floor), (k - 1.5) * 0.5  # side by side where they would hide each other
            places = np.array(depths) + moved
            ax.plot(np.repeat(places, costs.shape[1]), costs.ravel(), "os^D"[k], color=COLOURS[k], ms=4, alpha=0.6)
            ax.plot(places, costs.mean(axis=1), STYLES[k], color=COLOURS[k], label=label)
        ax.set(xlabel="layers", xlim=(3, 33), ylim=(floor, 1), yscale="log", xticks=depths, title=activation)
        ax.axhline(np.log(2), color=GREY, linewidth=0.6)
    axes[0].set_ylabel("cost after training")
    axes[1].legend(loc="lower right", title="variance")


def cost_with_and_without(left, right, runs, limit):
    """Costs by step, and gradients' norms before clipping.

    runs: {label: (costs, norms)}, (steps,) each; what is no number is left out.    limit: of the norm.
    """
    for k, (label, (costs, norms)) in enumerate(runs.items()):
        for ax, values in ((left, costs), (right, norms)):
            seen = np.where(np.isfinite(values), np.clip(values, 1e-4, 1e8), np.nan)
            ax.semilogy(np.arange(len(seen)), seen, STYLES[k], color=COLOURS[k], label=label, marker=".", ms=4)
    right.axhline(limit, color=GREY, linewidth=1)
    left.set(xlabel="step", ylabel="cost", ylim=(1e-4, 1e8))
    right.set(xlabel="step", ylabel="norm before clipping", ylim=(1e-4, 1e8))
    left.legend(loc="upper right")
