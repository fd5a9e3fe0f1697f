"""Two explorers: the parameters of one ReLU unit over houses; the size of the data and of the model."""

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
    """`mean_error` of every pair of parameters: (len(biases), len(weights))."""
    guesses = relu_unit(np.asarray(size), weights[:, None], biases[:, None, None])  # (biases, weights, m)
    return np.abs(guesses - price).mean(axis=2)


def best_pair(errors, weights=WEIGHTS, biases=BIASES):
    """The pair (w, b) with the smallest entry of an `error_map`."""
    row, column = np.unravel_index(errors.argmin(), errors.shape)
    return float(weights[column]), float(biases[row])


def relu_artists(fig, size, price, errors):
    """Draw the houses and the map of all errors; returns what the parameters change, for `update_relu`.

    size, price: (m,).    errors: an `error_map`.
    """
    left, right = fig.subplots(1, 2)
    house_prices(left, size, price)
    text = {"color": BLUE, "ha": "right", "va": "top"}
    return {
        "title": left.set_title(" "),
        "misses": left.vlines([], [], [], color=GREY, linewidth=0.6, alpha=0.6),
        "line": left.plot([], [], color=BLUE, label=" ")[0],
        "legend": left.legend(loc="upper left"),
        "remark": left.text(200, 455, "", **text),
        "point": _draw_map(right, errors),
    }


def update_relu(artists, size, price, w, b):
    """Set the parameters.    w: thousands per m².    b: thousands."""
    across = np.linspace(20, 200, 361)
    line, guess = relu_unit(across, w, b), relu_unit(size, w, b)
    artists["title"].set_text(f"Off by {mean_error(size, price, w, b):.0f} thousand on average")
    artists["misses"].set_segments(np.stack([np.stack([size, guess], 1), np.stack([size, price], 1)], 1))
    artists["line"].set_data(across, line)
    formula = f"max(0, {w:g} · size {'-' if b < 0 else '+'} {abs(b):g})".replace("-", "−")
    artists["legend"].texts[-1].set_text(formula)
    remark = "leaves the figure\nat the top" if line.max() > 480 else ""
    if not guess.any():
        remark = "0 for every house:\na small turn of w or b\nchanges nothing"
    artists["remark"].set_text(remark)
    artists["point"].set_data([w], [b])


def draw_relu_unit(fig, size, price, w, b):
    """Draw the unit over the houses, and where its parameters stand on the map of all errors.

    size, price: (m,).    w: thousands per m².    b: thousands.
    """
    update_relu(relu_artists(fig, size, price, error_map(size, price)), size, price, w, b)


def _draw_map(ax, errors):
    """The map; returns the point that stands for the parameters."""
    levels = [0, 20, 30, 50, 75, 100, 150, 200, 300, 2000]
    colours = ListedColormap(colormaps["Blues"](np.linspace(0, 0.75, len(levels) - 1)))
    ax.contourf(WEIGHTS, BIASES, errors, levels, cmap=colours, norm=BoundaryNorm(levels, len(levels) - 1))
    lines = ax.contour(WEIGHTS, BIASES, errors, levels=[20, 50, 100, 200], colors="black", linewidths=0.6)
    ax.clabel(lines, fmt="%d", fontsize=8)
    ax.plot(*best_pair(errors), "*", color="black", markersize=11, linewidth=0, label="best pair")
    (point,) = ax.plot([], [], "o", color=ORANGE, markersize=9, linewidth=0, label="your pair")
    ax.set(xlim=(-1, 5), ylim=(-300, 200), xlabel="w, thousands per m²", ylabel="b, thousands")
    ax.set_title("Mean error of every pair of parameters")
    ax.legend(loc="upper right", frameon=True)
    return point


def explore_relu_unit(size, price):
    """Sliders for w and b. Opens where small houses are far too dear and large ones far too cheap."""
    errors = error_map(size, price)
    w = FloatSlider(value=0.5, min=-1, max=5, step=0.1, description="weight w")
    b = FloatSlider(value=100, min=-300, max=200, step=5, description="bias b")
    return explorer(
        lambda fig: relu_artists(fig, size, price, errors),
        update=lambda artists, **values: update_relu(artists, size, price, **values),
        title="One ReLU unit over the houses",
        figsize=(9, 3.8),
        w=w,
        b=b,
    )


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


def scale_artists(fig, curves, sizes):
    """Draw every curve and the axes; returns what a choice of model and size changes, for `update_scale`.

    curves: {model: (mean, spread)}, from the smallest model to the largest.    sizes: numbers of examples, rising.
    """
    left, right = fig.subplots(1, 2, sharey=True)
    for mean, spread in curves.values():
        left.errorbar(sizes, mean, yerr=spread, color=GREY, linewidth=1, capsize=2)
    size_axis(left, sizes)
    left.set(ylim=(0, 1), ylabel="accuracy on new images")
    bars = right.bar(range(len(curves)), 0, color=LIGHT_BLUE, edgecolor=BLUE)
    right.set_xticks(range(len(curves)), list(curves))
    right.axhline(CHANCE, color="black", linewidth=0.8, linestyle=":")
    right.set(xlabel="model")
    return {
        "titles": [ax.set_title(" ") for ax in (left, right)],
        "chosen": left.plot([], [], color=BLUE, linewidth=2.5)[0],
        "place": left.axvline(sizes[-1], color=ORANGE, linestyle=":"),
        "here": left.plot([], [], "o", color=ORANGE, markersize=9)[0],
        "bars": list(bars),
        "spreads": right.vlines([], [], [], color="black", linewidth=1.4),
        "advice": left.text(0.03, 0.97, "", transform=left.transAxes, va="top", fontsize=9),
    }


def update_scale(artists, curves, sizes, model, size):
    """Choose one model among the others, and one data size.    model, size: ValueError for what was not tried."""
    advice = _advice(*gains(curves, sizes, model, size))
    sizes, models = list(sizes), list(curves)
    k, mean = sizes.index(size), curves[model][0]
    here, every = artists["titles"]
    here.set_text(f"{model}, {size} images: {float(mean[k]):.2f}")
    every.set_text(f"Every model with {size} images")
    artists["chosen"].set_data(sizes, mean)
    artists["place"].set_xdata([size, size])
    artists["here"].set_data([size], [mean[k]])
    artists["advice"].set_text(advice)
    segments = []
    for place, (name, bar) in enumerate(zip(models, artists["bars"], strict=True)):
        height, spread = (float(values[k]) for values in curves[name])
        bar.set(height=height, facecolor=ORANGE if name == model else LIGHT_BLUE, hatch="//" if name == model else "")
        segments.append([(place, height - spread), (place, height + spread)])
    artists["spreads"].set_segments(segments)


def draw_scale(fig, curves, sizes, model, size):
    """Draw accuracy against data size for one model among the others, and against model size for one data size.

    curves: {model: (mean, spread)}, from the smallest model to the largest.    model, size: where to look.
    """
    update_scale(scale_artists(fig, curves, sizes), curves, sizes, model, size)


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
    return explorer(
        lambda fig: scale_artists(fig, curves, sizes),
        update=lambda artists, **values: update_scale(artists, curves, sizes, **values),
        title="Accuracy by size of data and model",
        figsize=(9, 3.6),
        model=model,
        size=size,
    )
