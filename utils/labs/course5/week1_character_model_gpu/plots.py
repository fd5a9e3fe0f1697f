"""Figures of the lab: nats by width, with and without dropout; the influence of letters on later ones."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

STYLES = {
    0.0: {"color": BLUE, "linestyle": "-", "marker": "o"},
    0.4: {"color": ORANGE, "linestyle": "--", "marker": "s"},
}
PARTS = ("names learnt from", "names kept away")


def nats_by_width(axes, rows, baseline):
    """Mean nats a symbol by the number of units, a line for each dropout, with standard errors.

    axes: two, for names learnt from and names to report.    rows: of the kept table "widths".
    baseline: nats of a table of counts on the names to report.
    """
    for ax, part, title in zip(axes, (0, 2), PARTS, strict=True):
        for dropout, style in STYLES.items():
            some = [row for row in rows if row["dropout"] == dropout]
            found = np.array([[nats[part] for nats in row["nats"]] for row in some])
            errors = found.std(axis=1, ddof=1) / np.sqrt(found.shape[1])
            widths = [row["n_a"] for row in some]
            ax.errorbar(widths, found.mean(axis=1), errors, capsize=3, label=f"dropout {dropout}", **style)
        ax.set(xscale="log", xlabel="units of the GRU", title=title, xlim=(40, 310))
        ax.set_xticks(widths, widths)
        ax.minorticks_off()
    axes[0].set(ylabel="nats a symbol", ylim=(1.1, 1.9))
    axes[1].set(ylim=(1.65, 1.9))
    axes[1].axhline(baseline, color=GREY, lw=1)
    axes[1].annotate("mixed table", (58, baseline), (0, 3), textcoords="offset points", color=GREY)


def speed_by_form(ax, batch_sizes, speeds):
    """Tokens a second by the number of sequences in a batch, a line for each form.

    speeds: {form: a number for each batch size}.
    """
    looks = ({"color": "#222222", "linestyle": ":", "marker": "^"}, *STYLES.values())
    for (name, found), style in zip(speeds.items(), looks, strict=False):
        ax.plot(batch_sizes, found, label=name, **style)
    ax.set(xscale="log", yscale="log", xlabel="sequences in a batch", ylabel="tokens a second, forward and back")
    ax.set_xticks(batch_sizes, batch_sizes)
    ax.minorticks_off()
    ax.legend()
