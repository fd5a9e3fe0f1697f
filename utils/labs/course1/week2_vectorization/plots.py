"""Pictures of small graphs, tangents and timings."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE

# Where each node of J = 3(a + bc) stands, and what it computes
NODES = {
    "a": (0.0, 2.0, "a"),
    "b": (0.0, 1.0, "b"),
    "c": (0.0, 0.0, "c"),
    "u": (1.5, 0.5, "u = bc"),
    "v": (3.0, 1.25, "v = a + u"),
    "J": (4.5, 1.25, "J = 3v"),
}
EDGES = ("av", "bu", "cu", "uv", "vJ")
LABEL = {"ha": "center", "va": "center", "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}


def draw_graph(ax, values, gradients=None):
    """Draw the graph of J = 3(a + bc): each node's value above it, the slope of J below it.

    values: {"a", "b", "c", "u", "v", "J"}.
    gradients: {"dJ_da", …}; each arrow then shows its own slope. None draws the forward pass alone.
    """
    fill_graph(graph_artists(ax), values, gradients)


def graph_artists(ax):
    """Draw the graph without its numbers; returns their texts, {"values": {node: text}, …}, for `fill_graph`."""
    artists = {"values": {}, "slopes": {}, "edges": {}}
    for start, end in EDGES:
        (x0, y0, _), (x1, y1, _) = NODES[start], NODES[end]
        arrow = {"arrowstyle": "-|>", "color": GREY, "shrinkA": 18, "shrinkB": 30}
        ax.annotate("", (x1, y1), (x0, y0), arrowprops=arrow)
        middle = {"x": (x0 + x1) / 2 - 0.05, "y": (y0 + y1) / 2}
        artists["edges"][start + end] = ax.text(**middle, s="", **LABEL, color=GREY, size="small")
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": GREY}
    for name, (x, y, label) in NODES.items():
        ax.text(x, y, label, ha="center", va="center", bbox=box, zorder=3)
        value = {"ha": "center", "va": "bottom", "color": BLUE, "weight": "bold"}
        artists["values"][name] = ax.text(x, y + 0.27, "", **value)
        artists["slopes"][name] = ax.text(x, y - 0.27, "", ha="center", va="top", color=ORANGE, size="small")
    ax.set(xlim=(-0.6, 5.1), ylim=(-0.65, 2.65))
    ax.axis("off")
    return artists


def fill_graph(artists, values, gradients=None):
    """Write the numbers of `draw_graph` into the texts of `graph_artists`."""
    for name, text in artists["values"].items():
        text.set_text(f"{values[name] + 0.0:g}")
    if gradients is None:
        return
    own = dict(zip(EDGES, (1, values["c"], values["b"], 1, 3), strict=True))
    for edge, text in artists["edges"].items():
        text.set_text(f"× {own[edge] + 0.0:g}")
    for name, text in artists["slopes"].items():
        text.set_text("" if name == "J" else f"dJ/d{name} = {gradients[f'dJ_d{name}'] + 0.0:g}")


def sensitivity_artists(ax, names, step):
    """Draw the axes for slopes by the chain rule and by a nudge of `step`; returns what `fill_sensitivities` sets."""
    rows = np.arange(len(names))[::-1]
    bars = ax.barh(rows, 0, color=ORANGE, height=0.5, label="chain rule")
    (measured,) = ax.plot(np.zeros(len(names)), rows, "o", color=BLUE, label=f"measured with a nudge of {step:g}")
    ax.vlines(0, -0.4, 2.6, color=GREY, linewidth=0.8)
    ax.set(xlim=(-17, 17), ylim=(-1.2, 2.7), xlabel="slope of J", title="How much J reacts")
    ax.set_yticks(rows, names)
    ax.legend(loc="lower center", fontsize="small", ncols=1)
    return {"bars": list(bars), "measured": measured, "words": [ax.text(0, row + 0.4, "", **LABEL) for row in rows]}


def fill_sensitivities(artists, nudges, step):
    """Set bars to the slopes by the chain rule, dots to what a nudge of `step` measures.

    nudges: {"a": {"gradient", "measured"}, …}.
    """
    artists["measured"].set_xdata([found["measured"] for found in nudges.values()])
    for bar, words, (name, found) in zip(artists["bars"], artists["words"], nudges.items(), strict=True):
        bar.set_width(found["gradient"])
        words.set(text=f"{name} + {step:g} moves J by {found['measured'] * step + 0.0:+.4f}", size="small")


def draw_sensitivities(ax, nudges, step):
    """Bars for the slopes by the chain rule, dots for what a nudge of `step` measures; arguments as above."""
    fill_sensitivities(sensitivity_artists(ax, list(nudges), step), nudges, step)


def tangent_line(ax, function, z, step, found):
    """A curve, its tangent at z, and where the curve and the tangent arrive one step further.

    found: {"slope", "promised", "actual"}, numbers.
    """
    move_tangent(tangent_artists(ax, function), z, step, found)


def tangent_artists(ax, function):
    """Draw a curve; returns its tangent and where both arrive one step further, still nowhere, for `move_tangent`."""
    line = np.linspace(-9, 12, 421)
    ax.plot(line, function(line), color=BLUE, label="sigmoid")
    hollow = {"markerfacecolor": "white"}
    artists = {
        "tangent": ax.plot([], [], color=ORANGE, linewidth=1.2, linestyle="--", label="tangent at z")[0],
        "gap": ax.plot([], [], color=GREY, linestyle=":")[0],
        "here": ax.plot([], [], "o", color=BLUE)[0],
        "actual": ax.plot([], [], "o", color=BLUE, **hollow, label="sigmoid at z + δ")[0],
        "promised": ax.plot([], [], "s", color=ORANGE, **hollow, label="tangent at z + δ")[0],
    }
    ax.axhline(1, color=GREY, linewidth=0.6)
    ax.axhline(0, color=GREY, linewidth=0.6)
    ax.set(xlim=(-9, 12), ylim=(-0.35, 1.75), ylabel="output")
    ax.legend(loc="upper left", fontsize="small")
    return artists


def move_tangent(artists, z, step, found):
    """Set what `tangent_artists` left open.    found: {"slope", "promised", "actual"}, numbers."""
    ends, height = np.array([-9.0, 12.0]), found["promised"] - step * found["slope"]
    artists["tangent"].set_data(ends, height + found["slope"] * (ends - z))
    artists["here"].set_data([z], [height])
    artists["actual"].set_data([z + step], [found["actual"]])
    artists["promised"].set_data([z + step], [found["promised"]])
    artists["gap"].set_data([z + step] * 2, [found["actual"], found["promised"]])


def draw_race(ax, sizes, seconds):
    """Time against size on logarithmic axes, one line for each way of computing.

    sizes: whole numbers.    seconds: {label: one time for each size}.
    """
    for (label, times), color, marker in zip(seconds.items(), (ORANGE, GREY, BLUE), "os^", strict=False):
        ax.loglog(sizes, times, marker=marker, color=color, label=label)
    ax.set(xlabel="length n of the vectors", ylabel="seconds for one inner product")
    ax.set(ylim=(1e-7, 1), title="Loop and vectorised code, the same sum")
    ax.legend(loc="upper left")
