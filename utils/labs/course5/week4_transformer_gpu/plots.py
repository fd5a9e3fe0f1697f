"""A figure of the lab: what Transformers have learnt, by learning rate, warm-up and place of the norms."""

from utils.labs.course5.week4_transformer_gpu.measured import RATES
from utils.plots import BLUE, GREY, ORANGE

LABELS = {"norm after": "norms after", "norm before": "norms before", "small start": "norms after, small start"}


def name_of(row):
    """What a row of the kept table is called."""
    return f"{LABELS[row['order']]}, {'warm-up' if row['warm'] else 'no warm-up'}"


def words_by_rate(axes, rows, guess):
    """The share of right words on dev sentences by learning rate, an axes for each depth.

    axes: as many as depths.    rows: the kept table "warm_up".    guess: the share of the most frequent word.
    """
    for ax, layers in zip(axes, sorted({row["layers"] for row in rows}), strict=True):
        for row in rows:
            if row["layers"] == layers:
                look = {"color": BLUE if row["order"] == "norm before" else ORANGE}
                look |= {"linestyle": "-" if row["warm"] else "--", "marker": "o" if row["warm"] else "s"}
                if row["order"] == "small start":
                    look |= {"color": GREY, "marker": "^"}
                ax.plot(RATES[: len(row["dev"])], row["dev"], label=name_of(row), **look)
        ax.axhline(guess, color=GREY, lw=1, ls=":")
        ax.set(
            xscale="log",
            xlim=(0.0008, 0.08),
            ylim=(0, 1),
            xlabel="highest learning rate",
            title=f"{layers} layers of each kind",
        )
    axes[0].set_ylabel("words right, told the true ones")
    axes[0].annotate("the most frequent word", (RATES[0], guess), (0, -11), textcoords="offset points", fontsize=8)
    axes[-1].legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
