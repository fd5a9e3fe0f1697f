"""Pictures of deep networks: sizes by layer, activations by layer, boundaries, costs."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE
from utils.plots.boundary import decision_boundary

STYLES = ("-", "--", ":", "-.")
COLOURS = (ORANGE, BLUE, GREY, "black")
LOWEST, HIGHEST = 1e-18, 1e18  # sizes beyond them are drawn on the edge
HUGE = 1e8


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

    found: {title: a list of activations, layer 1 first}.    layers: up to three numbers of layers, from 1.
    """
    bins = np.linspace(-1, 1, 42)  # 41 of them: one lies around 0
    for ax, (title, activations) in zip(axes, found.items(), strict=True):
        for k, layer in enumerate(layers):  # later ones thinner, so that equal ones are seen
            share = np.histogram(activations[layer - 1], bins)[0] / activations[layer - 1].size
            width = 4.5 - 1.5 * k
            ax.stairs(share, bins, color=COLOURS[k], linestyle=STYLES[k], linewidth=width, label=f"layer {layer}")
        ax.set(xlabel="activation", xlim=(-1.05, 1.05), ylim=(0, 1.05), title=title)
    axes[0].set_ylabel("share of the activations")
    axes[0].legend(loc="upper left")


def boundaries(axes, networks, X, Y):
    """What networks of two inputs say about the plane, a panel for each.

    networks: {title: a function from (2, k) points to (1, k) answers}.
    """
    for ax, (title, answer) in zip(axes, networks.items(), strict=True):
        decision_boundary(ax, answer, X, Y, steps=100)
        ax.set_title(title)
    handles, labels = axes[0].get_legend_handles_labels()
    axes[0].figure.legend(handles, labels, loc="outside lower center", ncols=2)


def errors_by_depth(axes, depths, found, line):
    """Errors on new data by depth, an activation in each panel: a marker for each seed, lines through means.

    found: {activation: {label: (depths, seeds)}}, shares that are wrong, NaN where a cost became no number.
    line: a baseline's share.
    """
    for ax, (activation, starts) in zip(axes, found.items(), strict=True):
        for k, (label, errors) in enumerate(starts.items()):
            places = np.array(depths) + (k - 1.5) * 0.6  # side by side where they would hide each other
            ax.plot(np.repeat(places, errors.shape[1]), errors.ravel(), "os^D"[k], color=COLOURS[k], ms=4, alpha=0.6)
            ax.plot(places, errors.mean(axis=1), STYLES[k], color=COLOURS[k], marker="os^D"[k], ms=6, label=label)
        ax.axhline(line, color=GREY, linewidth=0.8, label="logistic regression")
        ax.set(xlabel="layers", xlim=(3, 33), ylim=(0.01, 1), yscale="log", xticks=depths, title=activation)
    axes[0].set_ylabel("share of new digits wrong")
    handles, labels = axes[0].get_legend_handles_labels()
    axes[0].figure.legend(handles, labels, loc="outside right center", title="variance")


def cost_with_and_without(left, right, runs, limit):
    """Costs by step, and gradients' norms before clipping.

    runs: {label: (costs, norms)}, (steps,) each; what is above HUGE or no number is left out.    limit: of the norm.
    """
    for k, (label, (costs, norms)) in enumerate(runs.items()):
        for ax, values in ((left, costs), (right, norms)):
            usable = np.isfinite(values) & (values < HUGE)
            seen = np.where(usable, np.maximum(values, 1e-4), np.nan)
            last = "" if usable.all() else f", beyond 1e8 from step {np.argmin(usable)} on"
            ax.semilogy(
                np.arange(len(seen)), seen, STYLES[k], color=COLOURS[k], label=label + last, marker="o^"[k], ms=4
            )
    right.axhline(limit, color=GREY, linewidth=1, label="the limit")
    for ax, what in ((left, "cost"), (right, "norm before clipping")):
        ax.set(xlabel="step", ylabel=what, ylim=(5e-5, 2 * HUGE))
        ax.legend(loc="upper right")
