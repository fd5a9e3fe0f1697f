"""Figures of the lab: forms of sequence models, recall by gap, bars of the next letter."""

import numpy as np

from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE

STYLES = {
    "RNN": {"color": "#222222", "linestyle": ":", "marker": "^"},
    "GRU": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "LSTM": {"color": ORANGE, "linestyle": "--", "marker": "s"},
    "attention": {"color": GREY, "linestyle": "-.", "marker": "D"},
}
# Steps with an input, steps with an output, of so many steps
FORMS = {
    "one to many\nmusic from a genre": ({0}, {0, 1, 2}, 3),
    "many to one\nmood of a review": ({0, 1, 2}, {2}, 3),
    "many to many, step by step\nnames in a text; a language model": ({0, 1, 2}, {0, 1, 2}, 3),
    "many to many, of another length\ntranslation: encoder, then decoder": ({0, 1, 2}, {3, 4}, 5),
}


def sequence_forms(axes):
    """Which steps of a recurrent network have an input, and which an output, in four forms; an axis for each."""
    for ax, (title, (inputs, outputs, T)) in zip(axes, FORMS.items(), strict=True):
        encoder = min(outputs) if min(outputs) > 2 else T
        for t in range(T):
            color = LIGHT_BLUE if t < encoder else LIGHT_ORANGE
            ax.text(
                t, 1, "a" + "¹²³⁴⁵"[t], ha="center", va="center", bbox={"boxstyle": "square", "fc": color, "ec": GREY}
            )
            if t:
                ax.annotate("", (t - 0.25, 1), (t - 0.75, 1), arrowprops={"arrowstyle": "->", "color": "black"})
            for there, name, places, color in ((0, "x", (0.2, 0.7), BLUE), (2, "ŷ", (1.3, 1.8), ORANGE)):
                if t in (inputs if there == 0 else outputs):
                    ax.text(t, there, name, ha="center", va="center", color=color)
                    ax.annotate("", (t, places[1]), (t, places[0]), arrowprops={"arrowstyle": "->", "color": color})
        ax.set(xlim=(-0.6, max(T - 0.4, 2.6)), ylim=(-0.4, 2.4))
        ax.set_title(title, fontsize=9)
        ax.axis("off")


def recall_by_gap(ax, rows, gaps, label_of):
    """The share of right verbs by the number of words between noun and verb, the mean of the seeds.

    rows: of the kept table "sentences".    gaps: phrases, for each entry of a row.    label_of: function of a row.
    """
    words = 3 * np.array(gaps) + 1  # so that a gap of 0 has a place on the logarithmic axis
    for number, row in enumerate(rows):
        style = STYLES[row["cell"]] | {"lw": 1.8 if row["most"] > 2 else 1.1}
        right = np.mean(row["right"], axis=0)
        ax.plot(
            words, right - 0.004 * number, **style, ms=5, mfc=None if row["most"] > 2 else "white", label=label_of(row)
        )
    ax.axhline(0.5, color=GREY, lw=0.8)
    ax.axvspan(5, 50, color=LIGHT_ORANGE, alpha=0.25, lw=0)
    ax.set(xscale="log", xlim=(0.9, 230), ylim=(0.4, 1.03), ylabel="share of right verbs (curves moved apart)")
    ax.set_xticks(words, [str(3 * gap) for gap in gaps])
    ax.minorticks_off()
    ax.set_xlabel("words between noun and verb (shaded: the ranges of the notes, 5 to 50)")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)
