"""Figures of what networks cost: by layer, by scale, against time; and of a gradient on its way to the first layer."""

import numpy as np

from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE

PANELS = (("parameters", BLUE), ("multiplications", ORANGE))
UNITS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))


def readable(number):
    """A count in words: 12,443,648 -> "12.4 million"."""
    for size, word in UNITS:
        if number >= 0.9995 * size:
            return f"{number / size:.1f} {word}"
    return f"{number:,.0f}"


def costs_by_layer(fig, rows, titles=None, before=None):
    """Parameters to the left and multiplications to the right: a bar for each layer that has any.

    rows: from `cost_table`.    titles: of the two panels, by default the totals.
    before: rows of the same length to draw behind, as grey frames; those with nothing to compare are None.
    """
    fill_costs(list(fig.subplots(1, 2, sharey=True)), rows, titles, before)


def fill_costs(axes, rows, titles=None, before=None):
    """Draw what `costs_by_layer` draws on two axes that are there; what was on them goes."""
    for ax in axes:
        ax.clear()
    kept = [i for i, row in enumerate(rows) if row["multiplications"]]
    places = np.arange(len(kept))
    for k, (ax, (what, colour)) in enumerate(zip(axes, PANELS, strict=True)):
        values = np.array([rows[i][what] for i in kept])
        size, word = next(((size, word) for size, word in UNITS if values.max() >= size), (1, ""))
        ax.barh(places, values / size, color=colour, height=0.7)
        if before is not None:
            frames = np.array([before[i][what] / size if before[i] else 0 for i in kept])
            moved = not np.allclose(frames, values / size)
            ax.barh(places, frames, fill=False, edgecolor=GREY, linestyle=":", height=0.85, label="as it was")
            if moved and k == 0:
                ax.legend(loc="lower right")
        ax.set(xlabel=f"{word} {what}".strip(), ylim=(max(len(kept), 4) - 0.4, -0.6), xlim=(0, None))
        whole = readable(sum(row[what] for row in rows))
        ax.set_title(titles[k] if titles else f"{whole} {what}")
    axes[0].set_yticks(places, [rows[i]["name"] for i in kept], fontsize=9 if len(kept) < 12 else 7)


def gradients_by_depth(fig, table):
    """The gradient of the first layer against the number of modules, with and without an auxiliary head.

    table: {"modules": (k,), scale: {weight of the head: (k, seeds)}, …}; a panel for each scale, one line a weight.
    """
    modules, scales = table["modules"], [scale for scale in table if scale != "modules"]
    for ax, scale in zip(fig.subplots(1, len(scales), sharey=True), scales, strict=True):
        for (weight, norms), (colour, pale, marker) in zip(
            table[scale].items(), ((BLUE, LIGHT_BLUE, "o-"), (ORANGE, LIGHT_ORANGE, "s--")), strict=True
        ):
            name = f"with the head, weight {weight}" if weight else "without the head"
            ax.plot(np.repeat(modules, norms.shape[1]), norms.ravel(), marker[0], color=pale, ms=5, mec=colour, mew=0.6)
            ax.plot(modules, np.exp(np.log(norms).mean(axis=1)), marker, color=colour, ms=3, label=name)
        ax.set(yscale="log", ylim=(5e-6, 3), xlabel="modules", title=f"Starting weights × {scale:g}")
        ax.set_xticks(modules)
        ax.legend(loc="lower left")
    fig.axes[0].set_ylabel("gradient of the first filters")


def accuracies_by_pass(ax, passes, runs):
    """Test accuracy against passes over the data: a point for each seed, a line for their mean.

    passes: (k,).    runs: {name: (seeds, k)}, three at most.
    """
    styles = ((BLUE, LIGHT_BLUE, "o", "-"), (ORANGE, LIGHT_ORANGE, "s", "--"), (GREY, "white", "^", ":"))
    for place, ((name, found), (colour, pale, marker, line)) in enumerate(zip(runs.items(), styles, strict=False)):
        beside = np.tile(passes, len(found)) + 0.05 * (place - 1)  # so that no point hides another's
        ax.plot(beside, found.ravel(), marker, color=pale, ms=5, mec=colour, mew=0.6, ls="none")
        ax.plot(passes, found.mean(axis=0), marker + line, color=colour, ms=4, label=name)
    ax.set(ylim=(0, 1), xlim=(passes[0] - 0.2, passes[-1] + 0.2), xlabel="passes over the data", ylabel="test accuracy")
    ax.set_xticks(passes)
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))


def counts_against_time(ax, names, counts, seconds):
    """Two bars for each network, both relative to the first network: multiplications and measured time."""
    places = np.arange(len(names))
    for values, colour, shift, label in ((counts, ORANGE, -0.19, "multiplications"), (seconds, BLUE, 0.19, "time")):
        shares = np.array(values) / values[0]
        bars = ax.barh(places + shift, shares, 0.36, color=colour, label=label)
        ax.bar_label(bars, [f"{share:.2f}" for share in shares], padding=3, fontsize=9)
    ax.set_yticks(places, names)
    ax.set(
        xlim=(0, max(1.3, 1.15 * max(seconds) / seconds[0])),
        ylim=(len(names) - 0.4, -0.6),
        xlabel="share of the first network's",
    )
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2)


def growth(ax, curves, rule):
    """Multiplications of a network, relative to its own, against the power that a budget of 2, 4, 8 … allows.

    curves: {name: (factors (k,), costs (k,))}, the cost where one direction alone grows by a factor.
    rule: {name: exponent}, drawn dotted.
    """
    styles = ((BLUE, "o-"), (ORANGE, "s--"), ("#009e73", "^-."))
    for (name, (factors, costs)), (colour, line) in zip(curves.items(), styles, strict=True):
        ax.plot(factors, costs, line, color=colour, ms=4, label=f"{name}: counted")
        ax.plot(factors, np.power(factors, rule[name]), ":", color=colour)
    ax.set(xlim=(1, 2.05), ylim=(0.8, 4.4), xlabel="factor", ylabel="multiplications, relative")
    ax.legend(loc="upper left", title="dotted: the rule's")
