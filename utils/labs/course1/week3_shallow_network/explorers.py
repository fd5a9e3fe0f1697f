"""Two explorers: activations and where they saturate; the decision boundary and its hidden units."""

from statistics import NormalDist

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, SelectionSlider

from utils.bars import progress
from utils.explorers.frame import explorer
from utils.labs.course1.week3_shallow_network.plots import signed, unit_maps, zero_line
from utils.plots import BLUE, ORANGE
from utils.plots.boundary import decision_boundary
from utils.steps import activations
from utils.steps.shallow_network import (
    backward_propagation,
    forward_propagation,
    initialize_parameters,
    predict,
    update_parameters,
)

FUNCTIONS = {
    "sigmoid": (activations.sigmoid, activations.sigmoid_derivative),
    "tanh": (np.tanh, activations.tanh_derivative),
    "ReLU": (activations.relu, activations.relu_derivative),
    "leaky ReLU": (activations.leaky_relu, activations.leaky_relu_derivative),
}
FAINT = 0.1  # a slope below it counts as none
LINE = np.linspace(-10, 10, 801)
QUANTILES = np.array([NormalDist().inv_cdf((k + 0.5) / 2000) for k in range(2000)])
WIDTHS = (1, 2, 3, 4, 6, 10, 20)
MARKS = (10, 30, 100, 300, 1000, 3000)


def share_saturated(activation, scale):
    """Share of weighted sums at which an activation's slope is below FAINT.

    activation: a key of FUNCTIONS.    scale: standard deviation of the sums, which are normal around 0.
    """
    return float(np.mean(FUNCTIONS[activation][1](scale * QUANTILES) < FAINT))


def activation_artists(fig):
    """Draw the axes; returns what changes with activation, place and spread, for `update_activation`."""
    left, right = fig.subplots(1, 2)
    left.set(xlim=(-10, 10), ylim=(-1.6, 3), xlabel="$z$", ylabel="activation")
    right.set(xlim=(-10, 10), ylim=(0, 1.45), yticks=[])
    spans = {
        "passes": right.fill_between(LINE, 0 * LINE, color=BLUE, alpha=0.75, linewidth=0),
        "faint": right.fill_between(
            LINE, 0 * LINE, color=ORANGE, alpha=0.75, linewidth=0, hatch="//", edgecolor="white"
        ),
    }
    right.legend(list(spans.values()), ["slope passes errors on", "slope near 0"], loc="upper right")
    return spans | {
        "titles": [ax.set_title(" ") for ax in (left, right)],
        "curve": left.plot([], [], color=BLUE, label="value")[0],
        "slope": left.plot([], [], color=ORANGE, linestyle="--", linewidth=2.5, label=" ")[0],
        "here": left.plot([], [], "o", color=BLUE)[0],
        "legend": left.legend(loc="upper left"),
        "beyond": right.text(0.02, 0.04, "", transform=right.transAxes, color="black"),
        "label": right.set_xlabel(" ") and right.xaxis.label,
    }


def update_activation(artists, activation, z, scale):
    """Show an activation with its tangent at z, and how many sums of a given spread meet a slope near 0.

    activation: a key of FUNCTIONS.    z: a number.    scale: standard deviation of the sums.
    """
    function, derivative = FUNCTIONS[activation]
    slope, near = float(derivative(z)), np.array([z - 1.5, z + 1.5])
    artists["curve"].set_data(LINE, function(LINE))
    artists["slope"].set_data(near, function(z) + slope * (near - z))
    artists["here"].set_data([z], [function(z)])
    artists["legend"].texts[-1].set_text(f"slope at z: {slope:.4f}")
    left, right = artists["titles"]
    left.set_text(f"{activation} at z = {signed(z)}: passes back {slope:.4f} of an error")
    right.set_text(f"{share_saturated(activation, scale):.0%} of the sums meet a slope below {FAINT}")
    faint, height = derivative(LINE) < FAINT, np.exp(-0.5 * (LINE / scale) ** 2)
    artists["passes"].set_verts(_areas(height, ~faint))
    artists["faint"].set_verts(_areas(height, faint))
    artists["label"].set_text(f"weighted sums $z$ with spread {scale:.3g}")
    beyond = 2 * NormalDist(0, scale).cdf(-10)
    artists["beyond"].set_text(f"{beyond:.0%} lie outside" if beyond > 0.005 else "")


def _areas(height, where):
    """The outlines of the areas under a curve over LINE, one for each stretch where `where` is true."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]])))
    outlines = []
    for first, end in ends.reshape(-1, 2):
        x, y = LINE[first:end], height[first:end]
        outlines.append(np.stack([[x[0], *x, x[-1]], [0, *y, 0]], axis=1))
    return outlines


def draw_activation(fig, activation, z, scale):
    """Draw an activation with its tangent at z, and how many sums of a given spread meet a slope near 0.

    activation: a key of FUNCTIONS.    z: a number.    scale: standard deviation of the sums.
    """
    update_activation(activation_artists(fig), activation, z, scale)


def explore_activation():
    """Activation, place and spread. Opens on a tanh unit whose sums are far too large."""
    return explorer(
        activation_artists,
        update=update_activation,
        title="An activation, its slope, and how many weighted sums saturate it",
        figsize=(9, 3.6),
        activation=Dropdown(options=list(FUNCTIONS), value="tanh"),
        z=FloatSlider(value=3.0, min=-8, max=8, step=0.25),
        scale=FloatLogSlider(value=10.0, base=10, min=-1, max=2, step=0.25, description="spread of the sums"),
    )


def train_family(X, Y, rng, widths=WIDTHS, marks=MARKS, learning_rate=0.6, scale=0.3):
    """Train a network of each width by gradient descent, and keep what it is like on the way.

    X: (2, m).    Y: (1, m).    rng: np.random.Generator.    widths: hidden units.    marks: iterations to keep, rising.
    scale: standard deviation of the starting weights; with 0.01 the first thousand steps would be spent on growing.
    Returns {n_h: {iteration: parameters}}.
    """
    family = {}
    for n_h in progress(widths, "networks"):
        start = initialize_parameters(2, n_h, 1, rng)
        parameters = {key: value * (scale / 0.01) for key, value in start.items()}
        family[n_h] = {}
        for iteration in range(1, marks[-1] + 1):
            _, cache = forward_propagation(X, parameters)
            slopes = backward_propagation(parameters, cache, X, Y)
            parameters = update_parameters(parameters, slopes, learning_rate)
            if iteration in marks:
                family[n_h][iteration] = parameters
    return family


def update_units(axes, families, data, hidden_units, iteration):
    """Draw a network's boundary into the first of two axes, into the second what each hidden unit contributes.

    families: {name of a data set: {"X", "Y", "nets"}}, nets from `train_family`.    data: one of the names.
    hidden_units, iteration: which network, and when; ValueError for one that was not kept.
    """
    family = families[data]
    X, Y, nets = family["X"], family["Y"], family["nets"]
    if hidden_units not in nets or iteration not in nets[hidden_units]:
        raise ValueError(f"No network of {hidden_units} units was kept at iteration {iteration}.")
    parameters = nets[hidden_units][iteration]
    left, right = axes
    left.clear()
    right.clear()
    decision_boundary(left, lambda places: forward_propagation(places, parameters)[0], X, Y, steps=90)
    if hidden_units <= 6:
        for row, bias in zip(parameters["W1"], parameters["b1"][:, 0], strict=True):
            zero_line(left, row, bias)
    share = np.mean(predict(parameters, X) == Y)
    plural = "s" * (hidden_units > 1)
    left.set_title(f"{hidden_units} hidden unit{plural} after {iteration} steps: {share:.0%} right")
    corner, opposite = X.min(axis=1), X.max(axis=1)
    unit_maps(right, parameters, corner - 0.1 * (opposite - corner), opposite + 0.1 * (opposite - corner))
    right.set_title("What each unit gives out, and its weight")


def draw_units(fig, families, data, hidden_units, iteration):
    """Draw a network's boundary, and what each hidden unit contributes; arguments as for `update_units`."""
    update_units(fig.subplots(1, 2), families, data, hidden_units, iteration)


def explore_units(families):
    """Data, hidden units and iteration. Opens on the first data set with one hidden unit, which is not enough."""
    some = next(iter(families.values()))["nets"]
    marks = list(next(iter(some.values())))
    return explorer(
        lambda fig: list(fig.subplots(1, 2)),
        update=lambda axes, **values: update_units(axes, families, **values),
        title="Decision boundary and hidden units",
        figsize=(9, 4.2),
        data=Dropdown(options=list(families)),
        hidden_units=SelectionSlider(options=list(some), value=min(some)),
        iteration=SelectionSlider(options=marks, value=marks[-1]),
    )
