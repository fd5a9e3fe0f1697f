"""Figures of the lab on music: a score, losses by tunes, rules by model, chord tones by place."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from utils.data.music import CHORDS, EIGHTHS, HALF, SCALE
from utils.plots import BLUE, GREY, ORANGE

LETTER = (0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6)  # of the seven letters, C first, for the twelve semitones
BOTTOM = 30  # the letters below E4, which stands on the lowest line
LINE = 4  # bars of a line
LEFT = 1.0  # eighths before a bar's first note
LOOKS = {
    "of the chord": {"color": BLUE, "marker": "o"},
    "of the scale": {"color": "#222222", "marker": "s"},
    "outside the scale": {"color": ORANGE, "marker": "D"},
}


def staff_place(pitch):
    """How high a pitch stands above the lowest line, in spaces."""
    return (7 * (pitch // 12 - 1) + LETTER[pitch % 12] - BOTTOM) / 2


def kind(pitch, chord):
    """A key of LOOKS."""
    if chord is not None and pitch % 12 in CHORDS[chord]:
        return "of the chord"
    return "of the scale" if pitch % 12 in SCALE else "outside the scale"


def draw_score(ax, bars, title="", start=0):
    """Draw up to LINE bars on five lines, chords above them; a note's colour and shape say what it is to its chord.

    A bar is as wide as eight eighths at least; where it has more or fewer, that stands below it.

    bars: of (chord or None, notes).    start: how many bars stand before them.
    """
    x, heads, strokes = 0.0, {}, {(GREY, 1.0): []}
    for chord, notes in bars[:LINE]:
        length = sum(eighths for _, eighths in notes)
        ax.text(x + LEFT, 6.9, chord or "no chord", fontsize=10, weight="bold")
        if length != EIGHTHS:
            ax.text(x + LEFT, -3.6, f"{length} eighths", fontsize=9, color=ORANGE, weight="bold")
        place = x + LEFT
        for pitch, eighths in notes:
            if pitch is None:
                strokes.setdefault(("#222222", 1.6), []).append(rest_strokes(place, eighths))
            else:
                note_strokes(heads, strokes, place, pitch, eighths, chord)
                if pitch % 12 not in SCALE:
                    ax.text(place - 0.35, staff_place(pitch), "♯", ha="right", va="center", fontsize=9, color=ORANGE)
            place += eighths
        x += LEFT + max(length, EIGHTHS)
        strokes[GREY, 1.0].append([(x, 0), (x, 4)])
    finish_score(ax, heads, strokes, max(x, LINE * (EIGHTHS + LEFT)))
    if start:
        ax.text(0, 4.6, str(start + 1), fontsize=8, color="#555555")
    ax.set_title(title)


def finish_score(ax, heads, strokes, width):
    """All heads of a look and all strokes of a colour at once, which is quick; the five lines; no axes.

    heads: {(key of LOOKS, hollow): [(x, y), …]}.    strokes: {(colour, width): [points, …]}.
    """
    strokes[GREY, 0.7] = strokes.get((GREY, 0.7), []) + [[(0, line), (width, line)] for line in range(5)]
    for (color, thick), lines in strokes.items():
        ax.add_collection(LineCollection(lines, colors=color, linewidths=thick, zorder=1))
    for (name, hollow), places in heads.items():
        look = LOOKS[name]
        fill = "white" if hollow else look["color"]
        ax.plot(*zip(*places, strict=True), ls="", ms=6, mew=1.5, mfc=fill, zorder=2, **look)
    ax.set(xlim=(-0.5, width + 0.5), ylim=(-4.2, 8.2))
    ax.axis("off")


def note_strokes(heads, strokes, x, pitch, eighths, chord):
    """Add a head, a stem from it, a flag of an eighth, and the short lines below or above the five."""
    y, name = staff_place(pitch), kind(pitch, chord)
    color, side = LOOKS[name]["color"], 1 if y < 2 else -1
    heads.setdefault((name, eighths == HALF), []).append((x, y))
    stem, end = x + 0.25 * side, y + 2.8 * side
    own = strokes.setdefault((color, 1.4), [])
    own.append([(stem, y), (stem, end)])
    if eighths == 1:
        own.append([(stem, end), (stem + 0.4, end - 0.9 * side)])
    for line in [*range(-1, int(np.ceil(y)) - 1, -1), *range(5, int(np.floor(y)) + 1)]:
        strokes.setdefault((GREY, 0.7), []).append([(x - 0.4, line), (x + 0.4, line)])


def rest_strokes(x, eighths):
    """A hook for an eighth's silence, a zigzag for a quarter's."""
    if eighths == 1:
        return [(x - 0.2, 2.6), (x + 0.25, 2.8), (x, 1.2)]
    return [(x - 0.1, 3.2), (x + 0.2, 2.6), (x - 0.15, 2.1), (x + 0.2, 1.5), (x, 0.9)]


def draw_tune(fig, bars, title=""):
    """A tune of any number of bars, LINE on each of two lines, with what the colours mean."""
    axes = fig.subplots(2, 1)
    for k, ax in enumerate(axes):
        draw_score(ax, bars[k * LINE : (k + 1) * LINE], title if k == 0 else "", k * LINE)
    key_to_looks(fig)


def key_to_looks(fig):
    """Below a figure, what the colours and shapes of notes mean."""
    handles = [Line2D([], [], ls="", ms=6, **look) for look in LOOKS.values()]
    fig.legend(handles, [f"tone {words}" for words in LOOKS], loc="outside lower center", ncols=3, fontsize=8)


def losses_by_tunes(ax, networks, tables, floor):
    """Test losses against how many tunes there were to learn from.

    networks, tables: rows of the kept tables.    floor: the grammar's own.
    """
    for name, style in (("LSTM", {"color": BLUE, "marker": "o"}), ("last 8 tokens", {"color": ORANGE, "marker": "s"})):
        rows = [row for row in networks if row["model"] == name]
        means = [np.mean(row["losses"]) for row in rows]
        label = "LSTM" if name == "LSTM" else "dense network, last 8 tokens"
        ax.plot([row["tunes"] for row in rows], means, "-", **style, ms=6, label=label)
    looks = (("--", "^"), (":", "v"))
    for (n, name), (line, marker) in zip({1: "bigram", 2: "trigram"}.items(), looks, strict=True):
        rows = [row for row in tables if row["n"] == n]
        points = [row["tunes"] for row in rows], [row["loss"] for row in rows]
        ax.plot(*points, line, marker=marker, color="#222222", ms=6, label=f"{name} table")
    ax.axhline(floor, color=GREY, lw=1.2, label="the grammar itself")
    ax.set(xscale="log", xlim=(130, 2800), ylim=(1.2, 3.4), xlabel="tunes to learn from", ylabel="nats a token, test")
    ax.set_xticks([150, 600, 2400], ["150", "600", "2400"])
    ax.minorticks_off()
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8)


def tones_by_place(ax, shares):
    """The share of chord tones at each eighth of a bar.    shares: {name: (8,)}."""
    styles = [("-", "o", BLUE), ("--", "s", ORANGE), (":", "^", "#222222")]
    for (name, each), (line, marker, color) in zip(shares.items(), styles, strict=False):
        ax.plot(np.arange(1, 9), each, line, marker=marker, color=color, label=name, ms=5)
    ax.set(xlim=(0.7, 8.3), ylim=(0, 1.05), xlabel="eighth of the bar", ylabel="share of chord tones")
    ax.legend(loc="lower right", fontsize=8)
