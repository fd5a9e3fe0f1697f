"""Two explorers: attention from its scores to its output, and how alike the encodings of two positions are."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, IntSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, CLASS_CMAP, GREY, ORANGE
from utils.steps.attention import create_look_ahead_mask, create_padding_mask

WORDS = ("six", "cats", "saw", "a", "bird", "pad")  # the last one is padding
STAGES = ("QKᵀ", "scaled", "masked")
MASKS = {
    "none": np.ones((6, 6), bool),
    "padding": np.broadcast_to(create_padding_mask(np.array([[1, 2, 3, 4, 5, 0]]))[0], (6, 6)),
    "look-ahead": create_look_ahead_mask(6)[0],
}
LARGEST_D = 256
QUERIES, KEYS = np.random.default_rng(6).normal(size=(2, 6, LARGEST_D))
ROUND = 2 * np.pi * np.arange(6) / 6
VALUES = np.stack([np.cos(ROUND), np.sin(ROUND)], axis=1)
FARTHEST, SHOWN_D = 100, 64


def stages(stage, d_k, mask):
    """The scores at a stage, what a softmax makes of them, and the output: (6, 6), (6, 6), (6, 2).

    stage: one of STAGES.    d_k: columns of queries and keys, up to LARGEST_D.    mask: a key of MASKS.
    """
    scores = QUERIES[:, :d_k] @ KEYS[:, :d_k].T
    if stage != "QKᵀ":
        scores = scores / np.sqrt(d_k)
    if stage == "masked":
        scores = np.where(MASKS[mask], scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = exps / exps.sum(axis=1, keepdims=True)
    return scores, weights, weights @ VALUES


def stages_artists(fig):
    """Two tables and a plane, without numbers."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(1, 1, 0.9))
    artists = {"left": left.set_title(" "), "middle": middle.set_title(" "), "right": right.set_title(" ")}
    for name, ax, cmap, span in (("scores", left, CLASS_CMAP, (-4, 4)), ("weights", middle, "Blues", (0, 1.6))):
        artists[name] = ax.imshow(np.zeros((6, 6)), cmap=cmap, vmin=span[0], vmax=span[1], alpha=0.6)
        artists[f"{name} words"] = [
            [ax.text(j, i, " ", ha="center", va="center", fontsize=8) for j in range(6)] for i in range(6)
        ]
        ax.set_xticks(range(6), WORDS)
        ax.set_yticks(range(6), WORDS)
        ax.set(xlabel="keys", ylabel="queries")
        ax.grid(False)
    right.plot(*VALUES.T, "o", color=BLUE, ms=9, label="a value")
    for word, (x, y) in zip(WORDS, VALUES, strict=True):
        right.text(1.3 * x, 1.3 * y, word, color=BLUE, ha="center", va="center", fontsize=9)
    artists["outputs"] = right.plot(*VALUES.T, "X", color=ORANGE, ms=8, label="a query's output", ls="")[0]
    right.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.9), aspect="equal", xlabel="column 0", ylabel="column 1")
    right.legend(loc="upper center", ncols=2, fontsize=7)
    return artists


def update_stages(artists, stage, log_d, mask):
    """Set a stage, the logarithm of d_k to base 2, and a mask."""
    scores, weights, output = stages(stage, 2**log_d, mask)
    artists["scores"].set_data(np.where(np.isfinite(scores), scores, 0))
    artists["weights"].set_data(weights)
    for i in range(6):
        for j in range(6):
            artists["scores words"][i][j].set_text(f"{scores[i, j]:.1f}".replace("-inf", "−∞").replace("-", "−"))
            artists["weights words"][i][j].set_text(f"{weights[i, j]:.2f}")
    artists["outputs"].set_data(*output.T)
    artists["left"].set_text(f"Scores, d_k = {2**log_d}: {stage}" + (f", {mask}" if stage == "masked" else ""))
    artists["middle"].set_text(f"Softmax: largest weight {weights.max():.2f}")
    artists["right"].set_text("Outputs among the values")


def draw_stages(fig, stage, log_d, mask):
    """Draw attention at a stage.    stage: one of STAGES.    log_d: log2 of d_k.    mask: a key of MASKS."""
    update_stages(stages_artists(fig), stage, log_d, mask)


def explore_stages():
    """Stage, size and mask. Opens on raw scores of 64 columns, where nearly every query takes one value whole."""
    return explorer(
        stages_artists,
        update=update_stages,
        title="Attention in stages: scores, their softmax, and the outputs",
        figsize=(10.5, 3.7),
        log_d=IntSlider(value=6, min=1, max=8, description="log₂ d_k"),
        stage=Dropdown(options=list(STAGES), value="QKᵀ"),
        mask=Dropdown(options=list(MASKS), value="none"),
    )


def encoding(positions, d, base):
    """Sines and cosines as of positional_encoding, with another base than 10000: (positions, d), d even."""
    angles = np.arange(positions)[:, np.newaxis] * float(base) ** (-np.arange(0, d, 2) / d)
    table = np.empty((positions, d))
    table[:, 0::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
    return table


def products(first, d, base):
    """The dot products of a position with those 0, 1, …, FARTHEST steps further, over d/2: (FARTHEST + 1,)."""
    table = encoding(first + FARTHEST + 1, d, base)
    return table[first:] @ table[first] / (d / 2)


def look_alike(likeness, least=5):
    """The distance of at least so many steps with the largest dot product, and that product."""
    n = least + int(np.argmax(likeness[least:]))
    return n, float(likeness[n])


def positions_artists(fig):
    """The table without colours, and the two curves."""
    left, right = fig.subplots(1, 2, width_ratios=(1, 1.5))
    image = left.imshow(
        np.zeros((64, SHOWN_D)), cmap=CLASS_CMAP, vmin=-1, vmax=1, aspect="auto", interpolation="nearest"
    )
    left.set(xlabel="column", ylabel="position")
    left.grid(False)
    steps = np.arange(FARTHEST + 1)
    right.axhline(0, color=GREY, lw=0.8)
    artists = {
        "table": image,
        "here": right.plot(steps, np.ones(len(steps)), color=BLUE, lw=2.5, label="from the chosen position")[0],
        "zero": right.plot(steps, np.ones(len(steps)), "s", ms=3.5, color=ORANGE, markevery=2, label="from position 0")[
            0
        ],
        "left title": left.set_title(" "),
        "right title": right.set_title(" "),
    }
    right.set(xlim=(0, FARTHEST), ylim=(-1.1, 1.4), xlabel="steps between the two", ylabel="dot product / (d/2)")
    right.legend(loc="upper right", ncols=2, fontsize=8)
    return artists


def update_positions(artists, d, base, first):
    """Set the columns, the base, and the position from which distances are counted."""
    table = np.full((64, SHOWN_D), np.nan)
    table[:, :d] = encoding(64, d, base)
    artists["table"].set_data(table)
    likeness = products(first, d, base)
    artists["here"].set_ydata(likeness)
    artists["zero"].set_ydata(products(0, d, base))
    n, product = look_alike(likeness)
    artists["left title"].set_text(f"d = {d}, base {base:,.0f}")
    artists["right title"].set_text(f"Most alike of those 5 or more apart: {n} steps, {product:.3f}")


def draw_positions(fig, d, base, first):
    """Draw the encodings and their dot products.    d: even, up to 64.    first: a position from 0."""
    update_positions(positions_artists(fig), d, base, first)


def explore_positions():
    """Columns, base and first position. Opens on two columns, where positions 44 apart look alike."""
    return explorer(
        positions_artists,
        update=update_positions,
        title="Encodings of positions, and how alike two of them are",
        figsize=(10, 3.7),
        d=IntSlider(value=2, min=2, max=SHOWN_D, step=2, description="columns d"),
        base=FloatLogSlider(value=10**4, min=0.5, max=5, step=0.25, description="base"),
        first=IntSlider(value=10, min=0, max=200, description="position"),
    )
