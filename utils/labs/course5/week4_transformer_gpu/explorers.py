"""An explorer on the memory of attention: tables that are kept for the way back, or kernels that keep none."""

import numpy as np
from ipywidgets import FloatLogSlider, SelectionSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE

LENGTHS = 2 ** np.arange(6, 18)  # of sequences
D, BYTES, ROOM = 512, 4, 16e9  # columns; bytes of a number in float32; memory of a device, 16 GB


def written_out(T, m, heads, d=D):
    """Bytes that one attention keeps for the way back, scores and softmax written out.

    T: length.    m: rows.    heads: in d columns together.    Queries, keys, values, and a table of T × T weights for
    each head and row.
    """
    return BYTES * m * (3.0 * T * d + heads * T**2)


def fused(T, m, heads, d=D):
    """The same by a fused kernel: queries, keys, values, outputs, and a number for each head and query."""
    return BYTES * m * (4.0 * T * d + heads * T)


def longest(kept, m, heads, layers):
    """The longest of LENGTHS whose layers fit into ROOM; 0 where none does."""
    fits = [int(T) for T in LENGTHS if layers * kept(float(T), m, heads) <= ROOM]
    return max(fits, default=0)


def memory_artists(fig):
    """Two lines, the room, and what changes."""
    ax = fig.subplots()
    lines = {
        "written": ax.plot(LENGTHS, LENGTHS, "s--", color=ORANGE, label="scores and softmax written out")[0],
        "fused": ax.plot(LENGTHS, LENGTHS, "o-", color=BLUE, label="fused kernel")[0],
    }
    ax.axhline(ROOM, color=GREY, lw=1)
    ax.annotate("16 GB", (LENGTHS[0], ROOM), (0, 3), textcoords="offset points", color=GREY)
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.set(xlim=(50, 1.6e5), ylim=(1e5, 1e15), xlabel="length of a sequence", ylabel="bytes kept for the way back")
    ax.legend(loc="upper left", fontsize=8)
    return lines | {"title": ax.set_title(" ")}


def update_memory(artists, m, heads, layers):
    """Set both lines for m rows, a number of heads, and layers."""
    m = round(m)
    for name, kept in (("written", written_out), ("fused", fused)):
        artists[name].set_ydata(layers * kept(LENGTHS.astype(float), m, heads))
    a, b = (longest(kept, m, heads, layers) for kept in (written_out, fused))
    rows = "1 row" if m == 1 else f"{m} rows"
    artists["title"].set_text(f"{rows}, {heads} heads, {layers} layers: 16 GB hold lengths up to {a:,}, fused {b:,}")


def draw_memory(fig, m, heads, layers):
    """Draw what attention keeps, by length.    m: rows.    heads: in 512 columns.    layers: of attention."""
    update_memory(memory_artists(fig), m, heads, layers)


def explore_memory():
    """Rows, heads, layers. Opens where tables that are written out leave room for no length above 512."""
    return explorer(
        memory_artists,
        update=update_memory,
        title="Memory of attention by length",
        figsize=(8, 3.6),
        m=FloatLogSlider(value=64, base=2, min=0, max=9, step=1, description="rows"),
        heads=SelectionSlider(options=[1, 2, 4, 8, 16, 32], value=8, description="heads"),
        layers=SelectionSlider(options=[1, 6, 12, 24, 48], value=12, description="layers"),
    )
