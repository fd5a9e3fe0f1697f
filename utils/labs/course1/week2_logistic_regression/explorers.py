"""Two explorers: the learning rate and the scale of the pixels; the weights as a picture while they are learnt."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, IntSlider, SelectionSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.plots.weights import weights_in_colour, weights_signed
from utils.steps.logistic_regression import (
    flatten_images,
    initialize_with_zeros,
    optimize,
    predict,
    propagate,
)

# How pixels of 0 to 255 may be handed to the model: multiply, then shift
PIXELS = {"0 to 255": (1.0, 0.0), "0 to 1": (1 / 255, 0.0), "−0.5 to 0.5": (1 / 255, -0.5)}
MARKS = (1, 3, 10, 30, 100, 300, 1000)


def shrink(images, side):
    """Average square blocks of pixels: (m, 64, 64, 3) becomes (m, side, side, 3), floats from 0 to 255.

    side: a divisor of the images' side, else a ValueError.
    """
    m, height, width, channels = images.shape
    if height % side or width % side:
        raise ValueError(f"images of {height} × {width} pixels do not divide into {side} × {side} blocks")
    blocks = images.reshape(m, side, height // side, side, width // side, channels)
    return blocks.mean(axis=(2, 4))


def columns(images, pixels="−0.5 to 0.5"):
    """Flatten images of 0 to 255 into columns on the scale `pixels`, a key of PIXELS."""
    factor, shift = PIXELS[pixels]
    return flatten_images(images) * factor + shift


def small_set(cats, side):
    """The data of `load_cats` shrunk to side × side: {"X_train", "Y_train", "X_test", "Y_test"}."""
    small = {name: shrink(cats[name], side) for name in ("X_train", "X_test")}
    return small | {name: cats[name] for name in ("Y_train", "Y_test")}


def accuracy(w, b, X, Y):
    """Share of the columns of X that are predicted right."""
    return float(np.mean(predict(w, b, X) == Y))


def stable_rate(X):
    """A learning rate below which gradient descent on X cannot overshoot.

        2 / λ,   λ = largest eigenvalue of (1/4m) [X; 1] [X; 1]ᵀ

    λ bounds the curvature of the cost, because σ' ≤ 1/4.    X: (n, m).    Returns a number.
    """
    V = np.vstack([X, np.ones((1, X.shape[1]))])
    gram = V @ V.T if V.shape[0] <= V.shape[1] else V.T @ V  # the same largest eigenvalue, from the smaller product
    return float(8 * X.shape[1] / np.linalg.eigvalsh(gram)[-1])


def learning_rate_path(X, Y, X_test, Y_test, learning_rate, steps):
    """Cost and accuracies before each of `steps` steps of gradient descent from zeros, and after the last.

    Returns {"costs", "train", "test"}, arrays of steps + 1; a cost is nan or inf where some a is exactly 0 or 1.
    """
    w, b = initialize_with_zeros(X.shape[0])
    path = {"costs": [], "train": [], "test": []}
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            grads, cost = propagate(w, b, X, Y)
            path["costs"].append(cost)
            path["train"].append(accuracy(w, b, X, Y))
            path["test"].append(accuracy(w, b, X_test, Y_test))
            w = w - learning_rate * grads["dw"]
            b = b - learning_rate * grads["db"]
    return {name: np.array(values) for name, values in path.items()}


def draw_learning_rate(fig, small, learning_rate, steps, pixels):
    """Draw the cost and the accuracies of one gradient descent.

    small: from `small_set`.    learning_rate: a number.    steps: iterations.    pixels: a key of PIXELS.
    """
    X, X_test = columns(small["X_train"], pixels), columns(small["X_test"], pixels)
    path = learning_rate_path(X, small["Y_train"], X_test, small["Y_test"], learning_rate, steps)
    left, right = fig.subplots(1, 2)
    _draw_costs(left, path["costs"], learning_rate, stable_rate(X))
    right.plot(path["train"], color=BLUE, label=f"train, {path['train'][-1]:.2f} at the end")
    right.plot(path["test"], color=ORANGE, label=f"test, {path['test'][-1]:.2f} at the end")
    share = small["Y_test"].mean()
    right.axhline(max(share, 1 - share), color=GREY, linestyle=":", label="always the same answer")
    right.set(xlim=(0, steps), ylim=(0.3, 1), xlabel="iteration", ylabel="accuracy", title="What it is worth")
    right.legend(loc="lower right")


def _draw_costs(ax, costs, learning_rate, limit):
    ax.plot(costs, color=BLUE)
    ax.axhline(np.log(2), color=GREY, linestyle=":", label="cost at the start, ln 2")
    ax.set(xlim=(0, len(costs) - 1), yscale="log", ylim=(0.3, 4), xlabel="iteration", ylabel="cost, on a log scale")
    ax.set_yticks([0.3, 0.5, 1, 2, 4], ["0.3", "0.5", "1", "2", "4"])
    ax.set_yticks([], minor=True)
    ax.legend(loc="lower left")
    side = "above" if learning_rate > limit else "below"
    ax.set_title(f"Rate {learning_rate:.2g} is {side} the safe {limit:.2g}")
    remarks = []
    if not np.isfinite(costs).all():
        remarks.append(
            f"no finite cost at {np.sum(~np.isfinite(costs))} of {len(costs)} points:\nsome a is exactly 0 or 1"
        )
    if np.nanmax(costs, initial=0, where=np.isfinite(costs)) > 4:
        remarks.append("the cost leaves the figure at the top")
    ax.text(0.97, 0.95, "\n".join(remarks), transform=ax.transAxes, ha="right", va="top")


def explore_learning_rate(small):
    """Sliders for the learning rate, the iterations and the scale of the pixels. Opens on a rate that overshoots."""
    rate = FloatLogSlider(value=10**-0.25, base=10, min=-7, max=1, step=0.25, description="rate α")
    steps = IntSlider(value=200, min=20, max=500, step=20, description="iterations")
    pixels = Dropdown(options=list(PIXELS), value="0 to 1", description="pixels")

    def draw(fig, **values):
        draw_learning_rate(fig, small, **values)

    title = "Learning rate and cost curve"
    return explorer(draw, title=title, figsize=(9, 3.6), learning_rate=rate, steps=steps, pixels=pixels)


def weight_snapshots(X, Y, X_test, Y_test, marks=MARKS, learning_rate=0.03):
    """Gradient descent from zeros, stopped at each of `marks` iterations for a look.

    Returns a list of {"iteration", "w", "b", "train", "test"}, accuracies in the last two.
    """
    w, b = initialize_with_zeros(X.shape[0])
    done, snapshots = 0, []
    for mark in marks:
        params, _, _ = optimize(w, b, X, Y, mark - done, learning_rate)
        w, b, done = params["w"], params["b"], mark
        scores = {"train": accuracy(w, b, X, Y), "test": accuracy(w, b, X_test, Y_test)}
        snapshots.append({"iteration": mark, "w": w, "b": b} | scores)
    return snapshots


def draw_weights(fig, snapshots, iteration):
    """Draw the weights after `iteration` iterations twice, and the accuracies up to there.

    snapshots: from `weight_snapshots`.    iteration: one of its iterations, else a ValueError.
    """
    marks = [snapshot["iteration"] for snapshot in snapshots]
    if iteration not in marks:
        raise ValueError(f"There is no snapshot at iteration {iteration}; there are {marks}.")
    now = snapshots[marks.index(iteration)]
    colour, signed, right = fig.subplots(1, 3, width_ratios=(1, 1, 1.4))
    side = int(np.sqrt(now["w"].size / 3))
    weights_in_colour(colour, now["w"], side)
    weights_signed(signed, now["w"], side)
    colour.set_title(f"After {iteration}: in colour")
    signed.set_title("Orange for, blue against")
    for name, hue in (("train", BLUE), ("test", ORANGE)):
        right.semilogx(marks, [snapshot[name] for snapshot in snapshots], "o-", color=hue, markersize=3, label=name)
        right.plot(iteration, now[name], "o", color=hue, markersize=8)
    right.axvline(iteration, color=GREY, linestyle=":")
    right.set(ylim=(0.3, 1), xlabel="iteration", ylabel="accuracy")
    right.set_title(f"train {now['train']:.2f}, test {now['test']:.2f}")
    right.set_xticks(marks, marks)
    right.set_xticks([], minor=True)
    right.legend(loc="lower center")


def explore_weights(snapshots):
    """A slider over the iterations. Opens at the last one, where speckle hides the cat."""
    marks = [snapshot["iteration"] for snapshot in snapshots]
    slider = SelectionSlider(options=marks, value=marks[-1], description="iteration")

    def draw(fig, **values):
        draw_weights(fig, snapshots, **values)

    return explorer(draw, title="The weights as a picture", figsize=(9, 3.2), iteration=slider)
