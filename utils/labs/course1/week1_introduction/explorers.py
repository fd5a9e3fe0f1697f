"""Two explorers: the knobs of one ReLU unit over houses; the size of the data and of the model."""

import numpy as np
from ipywidgets import FloatSlider, SelectionSlider
from matplotlib import colormaps
from matplotlib.colors import BoundaryNorm, ListedColormap

from utils.explorers.frame import explorer
from utils.labs.course1.week1_introduction.plots import CHANCE, house_prices, size_axis
from utils.plots import BLUE, GREY, LIGHT_BLUE, ORANGE
from utils.steps.introduction import relu_unit

WEIGHTS, BIASES = np.linspace(-1, 5, 61), np.linspace(-300, 200, 101)


def mean_error(size, price, w, b):
    """Mean distance between the unit's prices and the true ones, in thousands."""
    return float(np.mean(np.abs(relu_unit(size, w, b) - price)))


def error_map(size, price, weights=WEIGHTS, biases=BIASES):
    """`mean_error` of every pair of knobs: (len(biases), len(weights))."""
    guesses = relu_unit(np.asarray(size), weights[:, None], biases[:, None, None])  # (biases, weights, m)
    return np.abs(guesses - price).mean(axis=2)


def best_knobs(errors, weights=WEIGHTS, biases=BIASES):
    """The pair (w, b) with the smallest entry of an `error_map`."""
    row, column = np.unravel_index(errors.argmin(), errors.shape)
    return float(weights[column]), float(biases[row])


def draw_relu_unit(fig, size, price, w, b, errors=None):
    """Draw the unit over the houses, and where its knobs stand on the map of all errors.

    size, price: (m,).    w: thousands per m².    b: thousands.    errors: an `error_map`, computed if None.
    """
    errors = error_map(size, price) if errors is None else errors
    left, right = fig.subplots(1, 2)
    house_prices(left, size, price)
    across = np.linspace(20, 200, 361)
    line, guess = relu_unit(across, w, b), relu_unit(size, w, b)
    left.vlines(size, np.minimum(guess, price), np.maximum(guess, price), color=LIGHT_BLUE, linewidth=0.8, zorder=0)
    formula = f"max(0, {w:g} · size {'-' if b < 0 else '+'} {abs(b):g})".replace("-", "−")
    left.plot(across, line, color=BLUE, label=formula)
    left.legend(loc="upper left")
    left.set_title(f"Off by {mean_error(size, price, w, b):.0f} thousand on average")
    if not guess.any():
        left.text(110, 240, "0 for every house:\na small turn of w or b\nchanges nothing", color=BLUE, ha="center")
    elif line.max() > 480:
        left.text(200, 440, "leaves the figure\nat the top", color=BLUE, ha="right")
    _draw_map(right, errors, w, b)


def _draw_map(ax, errors, w, b):
    levels = [0, 20, 30, 50, 75, 100, 150, 200, 300, 2000]
    colours = ListedColormap(colormaps["Blues"](np.linspace(0, 0.75, len(levels) - 1)))
    ax.contourf(WEIGHTS, BIASES, errors, levels, cmap=colours, norm=BoundaryNorm(levels, len(levels) - 1))
    lines = ax.contour(WEIGHTS, BIASES, errors, levels=[20, 50, 100, 200], colors="black", linewidths=0.6)
    ax.clabel(lines, fmt="%d", fontsize=8)
    ax.plot(*best_knobs(errors), "*", color="black", markersize=11, linewidth=0, label="best pair")
    ax.plot(w, b, "o", color=ORANGE, markersize=9, linewidth=0, label="your knobs")
    ax.set(xlim=(-1, 5), ylim=(-300, 200), xlabel="w, thousands per m²", ylabel="b, thousands")
    ax.set_title("Mean error of every pair of knobs")
    ax.legend(loc="upper right", frameon=True)


def explore_relu_unit(size, price):
    """Sliders for w and b. Opens where small houses are far too dear and large ones far too cheap."""
    errors = error_map(size, price)
    w = FloatSlider(value=0.5, min=-1, max=5, step=0.1, description="weight w")
    b = FloatSlider(value=100, min=-300, max=200, step=5, description="bias b")

    def draw(fig, **values):
        draw_relu_unit(fig, size, price, errors=errors, **values)

    return explorer(draw, title="One ReLU unit over the houses", figsize=(9, 3.8), w=w, b=b)


def gains(curves, sizes, model, size):
    """What one step along either axis brings: a larger model at this size, and twice the data for this model.

    curves: {model: (mean, spread)}, from the smallest model to the largest.    sizes: numbers of examples, rising.
    Returns (next model or None, gain in accuracy), (next size or None, gain).
    Raises ValueError for a model or a size that was not tried.
    """
    models, sizes = list(curves), list(sizes)
    if model not in models or size not in sizes:
        raise ValueError(f"{model} with {size} images was not tried; there are {', '.join(models)} and sizes {sizes}.")
    i, k = models.index(model), sizes.index(size)
    here = curves[model][0][k]
    larger = (models[i + 1], float(curves[models[i + 1]][0][k] - here)) if i + 1 < len(models) else (None, 0.0)
    more = (sizes[k + 1], float(curves[model][0][k + 1] - here)) if k + 1 < len(sizes) else (None, 0.0)
    return larger, more


def draw_scale(fig, curves, sizes, model, size):
    """Draw accuracy against data size for one model among the others, and against model size for one data size.

    curves: {model: (mean, spread)}, from the smallest model to the largest.    model, size: where to look.
    """
    larger, more = gains(curves, sizes, model, size)
    sizes, models = list(sizes), list(curves)
    k = sizes.index(size)
    left, right = fig.subplots(1, 2, sharey=True)
    for name, (mean, spread) in curves.items():
        chosen = name == model
        style = {"color": BLUE, "yerr": spread, "zorder": 3} if chosen else {"color": GREY, "linewidth": 1}
        left.errorbar(sizes, mean, capsize=2, **style)
    left.axvline(size, color=ORANGE, linestyle=":")
    size_axis(left, sizes)
    here = float(curves[model][0][k])
    left.plot(size, here, "o", color=ORANGE, markersize=9, zorder=4)
    left.set(ylim=(0, 1), ylabel="accuracy on new images", title=f"{model}, {size} images: {here:.2f}")
    heights = [curves[name][0][k] for name in models]
    colours = [ORANGE if name == model else LIGHT_BLUE for name in models]
    right.bar(range(len(models)), heights, yerr=[curves[name][1][k] for name in models], color=colours, capsize=3)
    right.set_xticks(range(len(models)), models)
    right.axhline(CHANCE, color="black", linewidth=0.8, linestyle=":")
    right.set(xlabel="model", title=f"Every model with {size} images")
    left.text(0.03, 0.97, _advice(larger, more), transform=left.transAxes, va="top", fontsize=9)


def _advice(larger, more):
    lines = [
        f"twice the images: {more[1]:+.2f}" if more[0] else "no more images were tried",
        f"{larger[0]} instead: {larger[1]:+.2f}" if larger[0] else "no larger model was tried",
    ]
    return "\n".join(lines).replace("-", "−")


def explore_scale(curves, sizes):
    """Sliders for the size of the data and of the model. Opens where the linear model is stuck with all the data."""
    models, sizes = list(curves), list(sizes)
    model = SelectionSlider(options=models, value=models[0], description="model")
    size = SelectionSlider(options=sizes, value=sizes[-1], description="training images")

    def draw(fig, **values):
        draw_scale(fig, curves, sizes, **values)

    return explorer(draw, title="Accuracy by size of data and model", figsize=(9, 3.6), model=model, size=size)
