"""An explorer: signal and gradient through thirty layers, as the scale of the weights slides."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, SelectionSlider

from utils.explorers.frame import explorer
from utils.labs.course2.week1_initialization.networks import profile
from utils.labs.course2.week1_initialization.plots import sizes_by_layer

WIDTHS = (30, 100, 300)


def change(before, after):
    """How often a size has become larger or smaller, in words: "as before", "× 1.5", "÷ 4,000", "÷ 10^9"."""
    sign, factor = ("×", after / before) if after >= before else ("÷", before / after)
    if factor < 1.05:
        return "as before"
    if factor < 10:
        return f"{sign} {factor:.1f}"
    if factor < 1e5:
        return f"{sign} {float(f'{factor:.1g}'):,.0f}"
    return f"{sign} $10^{{{np.log10(factor):.0f}}}$"


def draw_depth(fig, activation, gain, width):
    """Draw signal and gradient of thirty layers by layer, beside the starts 1/n and 2/n.

    activation: "tanh" or "relu".    gain: the weights have variance gain² / n.    width: units of every layer.
    """
    left, right = fig.subplots(1, 2)
    networks = {
        f"variance {gain**2:.3g}/n": profile(activation, gain, width),
        "1/n (Xavier)": profile(activation, 1.0, width),
        "2/n (He)": profile(activation, float(np.sqrt(2)), width),
    }
    for ax, what, label in ((left, "rms", "root mean square of $A$"), (right, "gradient", "root mean square of $dZ$")):
        sizes_by_layer(ax, {name: found[what] for name, found in networks.items()}, label)
    chosen = next(iter(networks.values()))
    left.set_title(f"{activation}: signal, layer 1 to 30: {change(*chosen['rms'][[0, -1]])}")
    saturated = f"chosen variance: {chosen['saturated'].mean():.0%} saturated"
    right.set_title(f"Gradient, layer 30 to 1: {change(*chosen['gradient'][[-1, 0]])}")
    right.text(0.98, 0.04, saturated, transform=right.transAxes, ha="right")


def explore_depth():
    """Activation, gain and width. Opens on tanh with a variance of 1/(4n), where nothing arrives."""
    return explorer(
        draw_depth,
        title="Signal and gradient through thirty layers",
        figsize=(11, 3.8),
        activation=Dropdown(options=["tanh", "relu"], value="tanh"),
        gain=FloatLogSlider(value=0.5, base=2, min=-2, max=2.5, step=0.25, description="gain"),
        width=SelectionSlider(options=WIDTHS, value=100, description="units a layer"),
    )
