"""Two explorers: the learning rate and the scale of the pixels; the weights as a picture while they are learnt."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, IntSlider, SelectionSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.plots.weights import colour_picture, signed_picture, weights_in_colour, weights_signed
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


def rate_artists(fig):
    """Draw the axes; returns what a gradient descent changes, for `update_rate`."""
    left, right = fig.subplots(1, 2)
    left.axhline(np.log(2), color=GREY, linestyle=":", label="cost at the start, ln 2")
    left.set(yscale="log", ylim=(0.3, 4), xlabel="iteration", ylabel="cost, on a log scale")
    left.set_yticks([0.3, 0.5, 1, 2, 4], ["0.3", "0.5", "1", "2", "4"])
    left.set_yticks([], minor=True)
    left.legend(loc="lower left")
    (train,) = right.plot([], [], color=BLUE, label=" ")
    (test,) = right.plot([], [], color=ORANGE, linestyle="--", label=" ")
    share = right.axhline(0, color=GREY, linestyle=":", label="always the same answer")
    right.set(ylim=(0.3, 1), xlabel="iteration", ylabel="accuracy", title="What it is worth")
    return {
        "title": left.set_title(" "),
        "costs": left.plot([], [], color=BLUE)[0],
        "remarks": left.text(0.97, 0.95, "", transform=left.transAxes, ha="right", va="top"),
        "train": train,
        "test": test,
        "share": share,
        "legend": right.legend(loc="lower right"),
        "ticks": [left.xaxis, right.xaxis],
    }


def update_rate(artists, small, learning_rate, steps, pixels):
    """Set what one gradient descent changes.

    small: from `small_set`.    learning_rate: a number.    steps: iterations.    pixels: a key of PIXELS.
    """
    X, X_test = columns(small["X_train"], pixels), columns(small["X_test"], pixels)
    path = learning_rate_path(X, small["Y_train"], X_test, small["Y_test"], learning_rate, steps)
    limit = stable_rate(X)
    side = "above" if learning_rate > limit else "below"
    artists["title"].set_text(f"Rate {learning_rate:.2g} is {side} the safe {limit:.2g}")
    artists["costs"].set_data(np.arange(steps + 1), path["costs"])
    artists["remarks"].set_text("\n".join(_remarks(path["costs"])))
    for axis in artists["ticks"]:
        axis.axes.set_xlim(0, steps)
    for name, entry in zip(("train", "test"), artists["legend"].texts, strict=False):
        artists[name].set_data(np.arange(steps + 1), path[name])
        entry.set_text(f"{name}, {path[name][-1]:.2f} at the end")
    share = small["Y_test"].mean()
    artists["share"].set_ydata([max(share, 1 - share)] * 2)


def _remarks(costs):
    """What the curve of costs cannot show."""
    lost, remarks = np.sum(~np.isfinite(costs)), []
    if lost:
        remarks.append(f"no finite cost at {lost} of {len(costs)} points:\nsome a is exactly 0 or 1")
    if np.nanmax(costs, initial=0, where=np.isfinite(costs)) > 4:
        remarks.append("the cost leaves the figure at the top")
    return remarks


def draw_learning_rate(fig, small, learning_rate, steps, pixels):
    """Draw the cost and the accuracies of one gradient descent; arguments as for `update_rate`."""
    update_rate(rate_artists(fig), small, learning_rate, steps, pixels)


def explore_learning_rate(small):
    """Sliders for the learning rate, the iterations and the scale of the pixels. Opens on a rate that overshoots."""
    rate = FloatLogSlider(value=10**-0.25, base=10, min=-7, max=1, step=0.25, description="rate α")
    steps = IntSlider(value=200, min=20, max=500, step=20, description="iterations")
    pixels = Dropdown(options=list(PIXELS), value="0 to 1", description="pixels")
    return explorer(
        rate_artists,
        update=lambda artists, **values: update_rate(artists, small, **values),
        title="Learning rate and cost curve",
        figsize=(9, 3.6),
        learning_rate=rate,
        steps=steps,
        pixels=pixels,
    )


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


def weights_artists(fig, snapshots):
    """Draw the accuracies of all snapshots; returns what a choice among them changes, for `update_weights`."""
    marks = [snapshot["iteration"] for snapshot in snapshots]
    colour, signed, right = fig.subplots(1, 3, width_ratios=(1, 1, 1.4))
    side, first = int(np.sqrt(snapshots[0]["w"].size / 3)), snapshots[0]["w"]
    weights_in_colour(colour, first, side)
    weights_signed(signed, first, side)
    signed.set_title("Orange for, blue against")
    now = {}
    for name, hue, style in (("train", BLUE, "o-"), ("test", ORANGE, "^--")):
        right.semilogx(marks, [snapshot[name] for snapshot in snapshots], style, color=hue, markersize=4, label=name)
        now[name] = right.plot([], [], style[0], color=hue, markersize=9)[0]
    right.set(ylim=(0.3, 1), xlabel="iteration", ylabel="accuracy")
    right.set_xticks(marks, marks)
    right.set_xticks([], minor=True)
    right.legend(loc="lower center")
    place = right.axvline(marks[0], color=GREY, linestyle=":")
    titles = [colour.set_title(" "), right.set_title(" ")]
    return now | {"place": place, "titles": titles, "colour": colour.images[0], "signed": signed.images[0]}


def update_weights(artists, snapshots, iteration):
    """Show the weights after `iteration` iterations.    Raises ValueError where no snapshot was taken."""
    marks = [snapshot["iteration"] for snapshot in snapshots]
    if iteration not in marks:
        raise ValueError(f"There is no snapshot at iteration {iteration}; there are {marks}.")
    now = snapshots[marks.index(iteration)]
    side = int(np.sqrt(now["w"].size / 3))
    artists["colour"].set_data(colour_picture(now["w"], side))
    means, limit = signed_picture(now["w"], side)
    artists["signed"].set(data=means, clim=(-limit, limit))
    for name in ("train", "test"):
        artists[name].set_data([iteration], [now[name]])
    artists["place"].set_xdata([iteration] * 2)
    picture, curves = artists["titles"]
    picture.set_text(f"After {iteration}: in colour")
    curves.set_text(f"train {now['train']:.2f}, test {now['test']:.2f}")


def draw_weights(fig, snapshots, iteration):
    """Draw the weights after `iteration` iterations twice, and the accuracies up to there.

    snapshots: from `weight_snapshots`.    iteration: one of its iterations, else a ValueError.
    """
    update_weights(weights_artists(fig, snapshots), snapshots, iteration)


def explore_weights(snapshots):
    """A slider over the iterations. Opens at the last one, where speckle hides the cat."""
    marks = [snapshot["iteration"] for snapshot in snapshots]
    slider = SelectionSlider(options=marks, value=marks[-1], description="iteration")
    return explorer(
        lambda fig: weights_artists(fig, snapshots),
        update=lambda artists, **values: update_weights(artists, snapshots, **values),
        title="The weights as a picture",
        figsize=(9, 3.2),
        iteration=slider,
    )
