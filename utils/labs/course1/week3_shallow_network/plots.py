"""Pictures of a network with one hidden layer: its units, its two spaces, its errors on their way back."""

import numpy as np

from utils.plots import BLUE, CLASS_CMAP, GREY, ORANGE
from utils.plots.diagrams import edge, unit

GAP = 0.12  # between two tiles of the unit maps, in tiles


def signed(number, form="g"):
    """A number's text with a true minus sign; no minus before zero."""
    return f"{number + 0.0:{form}}".replace("-", "−")


def points(ax, X, Y):
    """Draw examples of two classes.

    X: (2, m).    Y: (1, m) of 0 and 1.
    """
    for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "^")):
        ax.scatter(*X[:, Y[0] == label], c=colour, marker=marker, s=14, linewidths=0, label=f"class {label}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")


def stacked_layers(ax, t, outputs):
    """What two layers give along a straight way through the plane, without an activation between them and with one.

    t: (k,) places on the way.    outputs: {label: (k,)}, two of them.
    """
    for (label, values), colour, style in zip(outputs.items(), (BLUE, ORANGE), ("-", "--"), strict=True):
        ax.plot(t, values, style, color=colour, label=label)
    ax.set(xlabel="$x_1$, while $x_2 = 0$", ylabel="$z^{[2]}$")
    ax.legend()


def zero_line(ax, weights, bias, label=None, colour=GREY):
    """Draw the line on which a unit's weighted sum is 0, where it crosses the axes' limits as they are.

    weights: two numbers.    bias: a number.
    """
    (low_x, high_x), (low_y, high_y) = ax.get_xlim(), ax.get_ylim()
    w_1, w_2 = weights
    if abs(w_2) > abs(w_1):
        x = np.array([low_x, high_x])
        y = -(w_1 * x + bias) / w_2
    elif w_1:
        y = np.array([low_y, high_y])
        x = -(w_2 * y + bias) / w_1
    else:
        return
    ax.plot(x, y, color=colour, linestyle="--", linewidth=1, label=label)
    ax.set(xlim=(low_x, high_x), ylim=(low_y, high_y))


def two_spaces(left, right, X, Y, A1, parameters):
    """Draw examples as they come in, with each hidden unit's line, and as the hidden units give them out.

    X: (2, m).    Y: (1, m).    A1: (2, m).    parameters: of a network with 2 inputs, 2 hidden units, 1 output.
    """
    for ax, places, space in ((left, X, "x"), (right, A1, "a")):
        for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "^")):
            ax.scatter(*places[:, Y[0] == label], c=colour, marker=marker, s=110, label=f"class {label}", zorder=3)
        ax.set(xlim=(-1.8, 1.8), ylim=(-1.8, 1.8), xlabel=f"${space}_1$", ylabel=f"${space}_2$", aspect="equal")
    zero_line(left, parameters["W1"][0], parameters["b1"][0, 0])
    zero_line(left, parameters["W1"][1], parameters["b1"][1, 0])
    zero_line(right, parameters["W2"][0], parameters["b2"][0, 0], colour="black")
    for k in range(2):
        w, bias = parameters["W1"][k], parameters["b1"][k, 0]
        foot, tilt = -bias * w / (w @ w), np.degrees(np.arctan2(-w[0], w[1]))
        words = {"rotation": tilt, "rotation_mode": "anchor", "ha": "center", "va": "bottom"}
        left.text(*foot, f"unit {k + 1}", color=GREY, **words)
    right.annotate("two examples", A1[:, 1], (0.0, -1.55), arrowprops={"arrowstyle": "->", "color": GREY}, color=GREY)
    left.set_title("As they come in: two units, two lines")
    right.set_title("As the units give them out: one line is enough")
    left.legend(loc="lower left")


def wires(ax, values, errors, title):
    """Draw layer 2 for one example: values forward in blue, errors in orange, and on each wire their product.

    values: a_1, a_2, the hidden units' outputs.    errors: dz_1, dz_2 of the hidden units, and dz of the output.
    """
    hidden, output = [(0.0, 2.0), (0.0, 0.0)], (2.6, 1.0)
    for k, place in enumerate(hidden):
        pull = errors[2] * values[k]
        product = f"{signed(errors[2])} · {signed(values[k])} = {signed(pull, '.3g')}"
        edge(ax, place, output, product, colour=ORANGE, where=0.5, size=9)
        unit(ax, *place, f"$a_{k + 1}$", values[k], gradient=f"$dz_{k + 1}$ = {signed(errors[k], '.3g')}", size=10)
    ax.scatter(*output, s=1500, facecolor="white", edgecolor=ORANGE, lw=1.5, zorder=3)
    ax.text(*output, signed(errors[2]), color=ORANGE, ha="center", va="center", zorder=4)
    ax.text(output[0], output[1] + 0.42, "$dz$", color=GREY, ha="center", size=8)
    ax.set(xlim=(-0.7, 3.2), ylim=(-0.75, 2.75), title=title)
    ax.axis("off")


def unit_maps(ax, parameters, low, high, steps=36):
    """Draw what each hidden unit gives out on the plane, a tile for each, its weight in the output above it.

    parameters: of a network with 2 inputs, tanh units and 1 output.    low, high: (2,) corners of the plane.
    """
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    n_h = len(W1)
    columns = int(np.ceil(np.sqrt(n_h)))
    rows = -(-n_h // columns)
    grid = np.array(np.meshgrid(*np.linspace(low, high, steps).T)).reshape(2, -1)
    maps = np.tanh(W1 @ grid + b1).reshape(n_h, steps, steps)
    for k, tile in enumerate(maps):
        left, bottom = k % columns * (1 + GAP), (rows - 1 - k // columns) * (1 + 3 * GAP)
        extent = (left, left + 1, bottom, bottom + 1)
        ax.imshow(tile, cmap=CLASS_CMAP, vmin=-1, vmax=1, origin="lower", extent=extent)
        size = 10 if n_h < 7 else 8
        ax.text(left + 0.5, bottom + 1.02, f"× {signed(W2[0, k], '.1f')}", ha="center", va="bottom", size=size)
    ax.set(xlim=(-GAP, columns * (1 + GAP)), ylim=(-GAP, rows * (1 + 3 * GAP)), aspect="equal", anchor="NW")
    ax.axis("off")


def slopes_side_by_side(axes, functions):
    """Draw activations in blue with their slopes in orange.

    axes: one for each.    functions: {name: (function, derivative)}.
    """
    z = np.linspace(-4, 4, 401)
    for ax, (name, (function, derivative)) in zip(axes, functions.items(), strict=True):
        slope = derivative(z)
        slope[np.abs(np.diff(slope, append=slope[-1])) > 0.5] = np.nan  # a jump is no line
        ax.plot(z, function(z), color=BLUE, label="value")
        ax.plot(z, slope, "--", color=ORANGE, label="slope")
        ax.set(xlim=(-4, 4), ylim=(-1.2, 2.2), xlabel="$z$", title=name)
        ax.axhline(0, color=GREY, linewidth=0.6)
    axes[0].legend(loc="upper left")
