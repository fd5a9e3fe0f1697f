"""A figure of the lab: what readers answer, by the place at which their state is read."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE


def accuracy_by_place(ax, rows, places, guess):
    """The share of right answers by where the state is read, a line for each training, points for some of the draws.

    rows: of the kept table "padding".    places: of the rows whose end is read.    guess: of always the same mood.
    """
    x = np.arange(1 + len(places))
    for row in rows:
        found = np.column_stack([row["word"], row["end"]])  # (draws, 1 + places)
        words = f"trained at the {'end of 12' if row['trained_at_end'] else 'last word'}"
        look = {"color": ORANGE if row["trained_at_end"] else BLUE, "marker": "s" if row["trained_at_end"] else "o"}
        look |= {"linestyle": ":", "mfc": "white"} if row["keeps"] else {"linestyle": "-"}
        ax.plot(x, found.mean(axis=0), label=words + (", forget gates start at 1" if row["keeps"] else ""), **look)
        for one in [] if row["keeps"] else found:
            ax.plot(x, one, ".", color=look["color"], alpha=0.5, ms=5)
    ax.axhline(guess, color=GREY, lw=1)
    ax.annotate("one mood for all", (x[-1], guess), (0, 3), textcoords="offset points", ha="right", color=GREY)
    ax.set_xticks(x, ["last word", *(f"end of {T}" for T in places)])
    ax.set(ylim=(0, 1.03), ylabel="right on test sentences", xlabel="where the state is read")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
