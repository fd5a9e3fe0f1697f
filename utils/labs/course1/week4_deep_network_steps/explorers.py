"""An explorer on deep networks: the shapes of a network you draw, and where they stop to fit."""

import numpy as np
from ipywidgets import Dropdown, IntSlider, Text

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.plots.diagrams import arrow, box

MAX_LAYERS, MAX_WIDTH = 5, 99_999
STRIDE = 1.75  # from the centre of one block to the next
FAULTS = ["none", "W stored as (n_prev, n)", "one example per row of X", "b stored as (n,)"]


def read_widths(text):
    """Turn "3, 5, 1" into [3, 5, 1]. Raises ValueError with a sentence for the figure."""
    try:
        widths = [int(part) for part in text.replace(",", " ").split()]
    except ValueError:
        raise ValueError("Write whole numbers with commas between them, such as 3, 5, 1") from None
    if len(widths) < 2:
        raise ValueError("A network needs two widths at least: its inputs and its output")
    if len(widths) > MAX_LAYERS + 1:
        raise ValueError(f"The figure has room for {MAX_LAYERS} layers; the code has no such limit")
    if not all(1 <= width <= MAX_WIDTH for width in widths):
        raise ValueError(f"Every width must lie between 1 and {MAX_WIDTH:,}")
    return widths


def network_shapes(widths, m, fault="none"):
    """Follow the shapes through a network and find where they stop to fit.

    widths: [n_0, …, n_L].    m: number of examples.    fault: one of FAULTS.
    Returns a list with a dictionary for each layer: "A_prev", "W", "b", "Z" (shapes; Z is None where it cannot be
    computed), "due" (the shape that Z must have), "numbers" (weights and biases) and "state":
    "fits", "by accident" (the shapes fit and the sum is another one), "wrong shape", "stops" or "not reached".
    """
    A = (m, widths[0]) if fault == FAULTS[2] else (widths[0], m)
    layers, tainted = [], fault == FAULTS[2] and max(A) > 1
    for n_prev, n in zip(widths, widths[1:], strict=False):
        W = (n_prev, n) if fault == FAULTS[1] else (n, n_prev)
        b = (n,) if fault == FAULTS[3] else (n, 1)
        layer = {"A_prev": A, "W": W, "b": b, "Z": None, "due": (n, m), "numbers": n * n_prev + n}
        layers.append(layer | {"state": "not reached"})
        if A is None:
            continue
        A = _sum_shape(W, A, b)
        tainted = tainted or (fault == FAULTS[1] and n > 1) or (fault == FAULTS[3] and n > 1)
        fitting = "by accident" if tainted else "fits"
        state = "stops" if A is None else fitting if A == (n, m) else "wrong shape"
        layers[-1] |= {"Z": A, "state": state}
    return layers


def _sum_shape(W, A, b):
    """Shape of W @ A + b, or None where NumPy refuses."""
    if W[1] != A[0]:
        return None
    try:
        return np.broadcast_shapes((W[0], A[1]), b)
    except ValueError:
        return None


def verdict(layers):
    """One sentence on the first layer where something is wrong, or the count of what the network learns."""
    for number, layer in enumerate(layers, start=1):
        W, A, b, Z, due = (layer[key] for key in ("W", "A_prev", "b", "Z", "due"))
        if layer["state"] == "stops" and W[1] != A[0]:
            return f"Stops at layer {number}: {W} @ {A}, and {W[1]} is not {A[0]}"
        if layer["state"] == "stops":
            return f"Stops at layer {number}: {(W[0], A[1])} + {b} cannot be broadcast"
        if layer["state"] == "wrong shape":
            return f"No error at layer {number}, yet Z{number} is {Z} and must be {due}"
        if layer["state"] == "by accident":
            return f"No error at layer {number}: the sizes fit by accident, and the sums are wrong"
    total = sum(layer["numbers"] for layer in layers)
    return f"{len(layers)} layer{'s' * (len(layers) > 1)}, {total:,} numbers to learn, and every product fits"


def shapes_artists(fig):
    """Empty axes and a heading, for `update_shapes`."""
    return {"axes": fig.subplots(), "heading": fig.suptitle(" ", weight="bold")}


def update_shapes(artists, widths, m, fault="none"):
    """Draw the forward blocks above, the backward blocks below, with the shape of every array.

    widths: a text such as "3, 5, 1".
    """
    ax = artists["axes"]
    ax.clear()
    ax.axis("off")
    artists["heading"].set_text(" ")
    try:
        layers = network_shapes(read_widths(widths), m, fault)
    except ValueError as problem:
        ax.text(0.5, 0.5, str(problem), ha="center", va="center", size=12, color=ORANGE, transform=ax.transAxes)
        return
    sound = all(layer["state"] == "fits" for layer in layers)
    artists["heading"].set(text=verdict(layers), color=BLUE if sound else ORANGE)
    for number, layer in enumerate(layers, start=1):
        _draw_layer(ax, number, layer, layers, sound)
    if sound:
        _draw_turn(ax, layers)
    else:
        _draw_cure(ax, layers)
    ax.set(xlim=(-0.65, STRIDE * max(len(layers), 3) + 1.2), ylim=(-0.75, 2.55))


def draw_network_shapes(fig, widths, m, fault="none"):
    """Draw the shapes of every array of a network; arguments as for `update_shapes`."""
    update_shapes(shapes_artists(fig), widths, m, fault)


def _draw_layer(ax, number, layer, layers, sound):
    """One forward block, and the backward block under it where the way back exists."""
    x, state = STRIDE * number - 0.7, layer["state"]
    large, small = (8.5, 7.5) if len(layers) < 5 else (7, 6)
    colour = {"fits": BLUE, "not reached": GREY}.get(state, ORANGE)
    unknown = "?" if state == "not reached" else "impossible"
    lines = [f"W{number} {layer['W']}", f"b{number} {layer['b']}", f"Z{number} {layer['Z'] or unknown}"]
    name = f"layer {number}: " + ("sigmoid" if number == len(layers) else "ReLU")
    box(ax, x, 2, [name, *lines, f"{layer['numbers']:,} numbers"], colour, width=1.2, size=large)
    if layer["A_prev"] is not None:
        arrow(ax, (x - 1.15, 2), (x - 0.6, 2), f"A{number - 1}\n{layer['A_prev']}", colour, size=small)
    if sound:
        (n, m), (_, n_prev) = layer["due"], layer["W"]
        lines = [f"dZ{number} {(n, m)}", f"dW{number} {(n, n_prev)}", f"db{number} {(n, 1)}"]
        box(ax, x, 0, [f"layer {number} back", *lines], ORANGE, width=1.2, size=large)
        arrow(ax, (x - 0.6, 0), (x - 1.15, 0), f"dA{number - 1}\n{(n_prev, m)}", ORANGE, size=small)
        arrow(ax, (x, 1.5), (x, 0.5), style="--")
        ax.text(x + 0.05, 1, f"cache {number}", ha="left", va="center", size=large, color=GREY)


def _draw_turn(ax, layers):
    """The way from the last activation to the cost and back."""
    L, end = len(layers), STRIDE * len(layers) + 0.5
    arrow(ax, (end - 0.6, 2), (end, 1.2), colour=BLUE)
    arrow(ax, (end, 0.8), (end - 0.6, 0), colour=ORANGE)
    ax.text(end - 0.2, 1.75, f"A{L}\n{layers[-1]['due']}", color=BLUE, size=7.5, va="center")
    ax.text(end - 0.2, 0.25, f"dA{L}\n{layers[-1]['due']}", color=ORANGE, size=7.5, va="center")
    ax.text(end, 1, "cost J", ha="center", va="center", weight="bold")


def _draw_cure(ax, layers):
    """What the first faulty layer should have been given."""
    number = next(k for k, layer in enumerate(layers, start=1) if layer["state"] != "fits")
    (n, m), wrong = layers[number - 1]["due"], layers[number - 1]
    n_prev = wrong["numbers"] // n - 1
    right = f"W{number} {(n, n_prev)} @ A{number - 1} {(n_prev, m)} + b{number} {(n, 1)}  →  Z{number} {(n, m)}"
    ax.text(0.5, 0.45, "What belongs there", ha="center", color=GREY, transform=ax.transAxes)
    ax.text(0.5, 0.34, right, ha="center", color=BLUE, transform=ax.transAxes)


def explore_network_shapes():
    """A text for the widths, a slider for m, a list of faults. Opens with W stored the wrong way round."""
    return explorer(
        shapes_artists,
        update=update_shapes,
        title="Shapes of a network you draw",
        figsize=(10, 4.2),
        widths=Text(value="3, 5, 4, 1", description="widths"),
        m=IntSlider(value=10, min=1, max=20, description="examples m"),
        fault=Dropdown(options=FAULTS, value=FAULTS[1], description="fault"),
    )
