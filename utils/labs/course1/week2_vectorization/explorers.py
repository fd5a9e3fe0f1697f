"""Two explorers on derivatives: a small graph with its inputs on sliders, and a tangent line on the sigmoid."""

import numpy as np
from ipywidgets import FloatLogSlider, FloatSlider

from utils.explorers.frame import explorer
from utils.labs.course1.week2_vectorization.plots import draw_graph, draw_sensitivities, tangent_line
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


def draw_nudges(fig, a, b, c, step=0.001):
    """Draw the graph with its values and slopes, and beside it what a nudge of each input does to J."""
    left, right = fig.subplots(1, 2, width_ratios=(1.7, 1))
    values, gradients = {"a": a, "b": b, "c": c} | forward_graph(a, b, c), backward_graph(a, b, c)
    draw_graph(left, values, gradients)
    dead = [name for name in "abc" if gradients[f"dJ_d{name}"] == 0]
    left.set_title(f"J does not react to {' or '.join(dead)} here" if dead else "Values forward, slopes backward")
    draw_sensitivities(right, nudge_inputs(a, b, c, step), step)


def explore_nudges():
    """Sliders for a, b and c. Opens at c = 0, where b has no influence at all."""
    sliders = {
        name: FloatSlider(value=value, min=-5, max=5, step=0.5, description=name, continuous_update=False)
        for name, value in {"a": 4.0, "b": -2.0, "c": 0.0}.items()
    }
    return explorer(draw_nudges, title="J = 3(a + bc): values, slopes and nudges", figsize=(10, 3.8), **sliders)


def tangent_prediction(z, step):
    """What the tangent at z promises for σ(z + step), against what the sigmoid gives.

    Returns {"slope", "promised", "actual", "error"}, numbers; error = promised − actual.
    """
    slope = sigmoid_derivative(z)
    promised, actual = sigmoid(z) + step * slope, sigmoid(z + step)
    return {"slope": slope, "promised": promised, "actual": actual, "error": promised - actual}


def draw_tangent(fig, z, step):
    """Draw the sigmoid with its tangent at z and both ends of the step, and below it the slope."""
    upper, lower = fig.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    found = tangent_prediction(z, step)
    tangent_line(upper, sigmoid, z, step, found)
    upper.set_title(_verdict(found))
    line = np.linspace(-9, 12, 421)
    lower.plot(line, sigmoid_derivative(line), color=BLUE)
    lower.plot(z, found["slope"], "o", color=ORANGE)
    lower.axvspan(-9, -5, color="0.92", zorder=0)
    lower.axvspan(5, 12, color="0.92", zorder=0)
    lower.text(-7, 0.16, "saturated", ha="center", color="0.35")
    lower.text(8.5, 0.16, "saturated", ha="center", color="0.35")
    lower.set(xlabel="z", ylabel="slope σ'(z)", xlim=(-9, 12), ylim=(0, 0.28))


def _verdict(found):
    """One line on the tangent's promise: impossible, close, or off by so much."""
    if not 0 < found["promised"] < 1:
        return f"The tangent promises {found['promised']:.2f}: no sigmoid gives that. The step is too large."
    where = f"Saturated, slope {found['slope']:.2g}: promised" if found["slope"] < 0.007 else "Promised"
    return f"{where} {found['promised']:.4f}, actual {found['actual']:.4f}, off by {abs(found['error']):.1g}"


def explore_tangent():
    """Sliders for the point z and the step δ. Opens with a step so large that the promise is impossible."""
    z = FloatSlider(value=1.0, min=-8, max=8, step=0.5, description="z", continuous_update=False)
    step = FloatLogSlider(value=3.0, base=10, min=-3, max=0.5, step=0.1, description="δ", continuous_update=False)
    return explorer(draw_tangent, title="Tangent line on the sigmoid", figsize=(8, 4.6), z=z, step=step)
