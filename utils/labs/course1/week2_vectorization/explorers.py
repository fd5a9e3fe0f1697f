"""Two explorers on derivatives: a small graph with its inputs on sliders, and a tangent line on the sigmoid."""

import numpy as np
from ipywidgets import FloatLogSlider, FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course1.week2_vectorization.plots import (
    fill_graph,
    fill_sensitivities,
    graph_artists,
    move_tangent,
    sensitivity_artists,
    tangent_artists,
)
from utils.plots import BLUE, ORANGE
from utils.steps.activations import sigmoid, sigmoid_derivative
from utils.steps.vectorization import backward_graph, forward_graph


def nudge_inputs(a, b, c, step=0.001):
    """Move one input at a time by `step` and watch J = 3(a + bc).

    Returns {"a", "b", "c"}, each {"measured": ΔJ / step, "gradient": dJ/d(input) by the chain rule}.
    """
    inputs, gradients = {"a": a, "b": b, "c": c}, backward_graph(a, b, c)
    start, found = forward_graph(a, b, c)["J"], {}
    for name, value in inputs.items():
        moved = forward_graph(**(inputs | {name: value + step}))["J"]
        found[name] = {"measured": (moved - start) / step, "gradient": gradients[f"dJ_d{name}"]}
    return found


def nudges_artists(fig, step=0.001):
    """Draw the graph and the axes beside it; returns what the inputs change, for `update_nudges`."""
    left, right = fig.subplots(1, 2, width_ratios=(1.7, 1))
    return {
        "title": left.set_title(" "),
        "graph": graph_artists(left),
        "reactions": sensitivity_artists(right, ["a", "b", "c"], step),
    }


def update_nudges(artists, a, b, c, step=0.001):
    """Set the inputs of the graph, and all that follows from them."""
    values, gradients = {"a": a, "b": b, "c": c} | forward_graph(a, b, c), backward_graph(a, b, c)
    fill_graph(artists["graph"], values, gradients)
    fill_sensitivities(artists["reactions"], nudge_inputs(a, b, c, step), step)
    dead = [name for name in "abc" if gradients[f"dJ_d{name}"] == 0]
    heading = f"J does not react to {' or '.join(dead)} here" if dead else "Values forward, slopes backward"
    artists["title"].set_text(heading)


def draw_nudges(fig, a, b, c, step=0.001):
    """Draw the graph with its values and slopes, and beside it what a nudge of each input does to J."""
    update_nudges(nudges_artists(fig, step), a, b, c, step)


def explore_nudges():
    """Sliders for a, b and c. Opens at c = 0, where b has no influence at all."""
    sliders = {
        name: FloatSlider(value=value, min=-5, max=5, step=0.5, description=name)
        for name, value in {"a": 4.0, "b": -2.0, "c": 0.0}.items()
    }
    title = "J = 3(a + bc): values, slopes and nudges"
    return explorer(nudges_artists, update=update_nudges, title=title, figsize=(10, 3.8), **sliders)


def tangent_prediction(z, step):
    """What the tangent at z promises for σ(z + step), against what the sigmoid gives.

    Returns {"slope", "promised", "actual", "error"}, numbers; error = promised − actual.
    """
    slope = sigmoid_derivative(z)
    promised, actual = sigmoid(z) + step * slope, sigmoid(z + step)
    return {"slope": slope, "promised": promised, "actual": actual, "error": promised - actual}


def sigmoid_artists(fig):
    """Draw the sigmoid and below it its slope; returns what z and the step change, for `update_tangent`."""
    upper, lower = fig.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    artists = tangent_artists(upper, sigmoid) | {"title": upper.set_title(" ")}
    line = np.linspace(-9, 12, 421)
    lower.plot(line, sigmoid_derivative(line), color=BLUE)
    lower.axvspan(-9, -5, color="0.92", zorder=0)
    lower.axvspan(5, 12, color="0.92", zorder=0)
    lower.text(-7, 0.16, "saturated", ha="center", color="0.35")
    lower.text(8.5, 0.16, "saturated", ha="center", color="0.35")
    lower.set(xlabel="z", ylabel="slope σ'(z)", xlim=(-9, 12), ylim=(0, 0.28))
    return artists | {"slope": lower.plot([], [], "o", color=ORANGE)[0]}


def update_tangent(artists, z, step):
    """Move the tangent to z, and both ends of the step."""
    found = tangent_prediction(z, step)
    move_tangent(artists, z, step, found)
    artists["slope"].set_data([z], [found["slope"]])
    artists["title"].set_text(_verdict(found))


def draw_tangent(fig, z, step):
    """Draw the sigmoid with its tangent at z and both ends of the step, and below it the slope."""
    update_tangent(sigmoid_artists(fig), z, step)


def _verdict(found):
    """One line on the tangent's promise: impossible, close, or off by so much."""
    if not 0 < found["promised"] < 1:
        return f"The tangent promises {found['promised']:.2f}: no sigmoid gives that. The step is too large."
    where = f"Saturated, slope {found['slope']:.2g}: promised" if found["slope"] < 0.007 else "Promised"
    return f"{where} {found['promised']:.4f}, actual {found['actual']:.4f}, off by {abs(found['error']):.1g}"


def explore_tangent():
    """Sliders for the point z and the step δ. Opens with a step so large that the promise is impossible."""
    return explorer(
        sigmoid_artists,
        update=update_tangent,
        title="Tangent line on the sigmoid",
        figsize=(8, 4.6),
        z=FloatSlider(value=1.0, min=-8, max=8, step=0.5, description="z"),
        step=FloatLogSlider(value=10**0.5, base=10, min=-3, max=0.5, step=0.1, description="δ"),
    )
