"""An explorer on deep networks: one example walks through a 2-3-1 network and back, number by number."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.plots.diagrams import edge, unit
from utils.steps.activations import relu_backward, sigmoid_backward
from utils.steps.deep_network import L_model_forward, compute_cost, linear_backward

STEPS = [
    "the inputs",
    "Z1 = W1 A0 + b1, and layer 1 caches A0, W1, b1, Z1",
    "A1 = relu(Z1)",
    "Z2 = W2 A1 + b2, and layer 2 caches A1, W2, b2, Z2",
    "A2 = σ(Z2)",
    "the cost J",
    "dA2 = −Y / A2 + (1 − Y) / (1 − A2)",
    "dZ2 = dA2 · σ'(Z2), with Z2 from cache 2",
    "dW2, with A1 from cache 2; for one example db2 = dZ2",
    "dA1 = W2ᵀ dZ2, with W2 from cache 2",
    "dZ1 = dA1 where Z1 > 0, else 0, with Z1 from cache 1",
    "dW1, with A0 from cache 1; for one example db1 = dZ1",
]
INPUTS, HIDDEN, OUTPUT = [(0, 2.6), (0, 0.9)], [(2, 3.5), (2, 1.75), (2, 0)], (4, 1.75)


def small_network():
    """Parameters of a 2-3-1 network whose arithmetic can be done by hand."""
    return {
        "W1": np.array([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]]),
        "b1": np.array([[0.0], [0.0], [1.0]]),
        "W2": np.array([[1.0, -1.0, 2.0]]),
        "b2": np.array([[0.0]]),
    }


def walk(x_1, x_2, y):
    """Every number of one pass forward and back through `small_network` for one example.

    x_1, x_2: the inputs.    y: the label, 0 or 1.
    Returns a dictionary with A0, Z1, A1, Z2, A2, J, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1.
    """
    X, Y = np.array([[x_1], [x_2]], dtype=float), np.array([[float(y)]])
    A2, (first, second) = L_model_forward(X, small_network())
    found = {"A0": X, "Z1": first[1], "A1": second[0][0], "Z2": second[1], "A2": A2, "J": compute_cost(A2, Y)}
    found["dA2"] = -Y / A2 + (1 - Y) / (1 - A2)
    found["dZ2"] = sigmoid_backward(found["dA2"], second[1])
    found["dA1"], found["dW2"], found["db2"] = linear_backward(found["dZ2"], second[0])
    found["dZ1"] = relu_backward(found["dA1"], first[1])
    _, found["dW1"], found["db1"] = linear_backward(found["dZ1"], first[0])
    return found


def walk_artists(fig):
    """Empty axes and a heading, for `update_walk`."""
    return {"axes": fig.subplots(), "heading": fig.suptitle(" ")}


def update_walk(artists, step, x_2, y, x_1=2.0):
    """Draw the network with what is known after `step` steps: values in blue, gradients in orange."""
    ax, found = artists["axes"], walk(x_1, x_2, y)
    ax.clear()
    ax.axis("off")
    heading = f"Step {step} of {len(STEPS) - 1}: {STEPS[step]}"
    artists["heading"].set(text=heading, color=ORANGE if step > 5 else BLUE)
    _draw_edges(ax, found, step)
    for k, place in enumerate(INPUTS):
        unit(ax, *place, f"$x_{k + 1}$", found["A0"][k, 0])
    for k, place in enumerate(HIDDEN):
        _draw_unit(ax, place, f"unit {k + 1}, layer 1", found, k, "1", shown=(step - 1, step - 9))
    _draw_unit(ax, OUTPUT, "unit 1, layer 2", found, 0, "2", shown=(step - 3, step - 6))
    if step >= 5:
        ax.text(5.1, 1.75, f"label {y}\ncost J = {found['J']:.3f}", ha="left", va="center", weight="bold")
    off = [str(k + 1) for k in range(3) if found["Z1"][k, 0] <= 0]
    if step >= 10 and off:
        units = "Unit " + off[0] + " is" if len(off) == 1 else "Units " + " and ".join(off) + " are"
        ax.text(5.1, 0.3, f"{units} off:\nno gradient passes,\nnothing is learnt there", color=ORANGE, va="center")
    ax.set(xlim=(-0.7, 7.2), ylim=(-0.85, 4.15))


def draw_walk(fig, step, x_2, y, x_1=2.0):
    """Draw the network with what is known after `step` steps: values in blue, gradients in orange."""
    update_walk(walk_artists(fig), step, x_2, y, x_1)


def _draw_unit(ax, place, name, found, k, layer, shown):
    """A unit with Z, then A; beneath it dA, then dZ. shown: steps since its Z and since its dA were known."""
    forward, back = shown
    value = None if forward < 0 else found[f"Z{layer}" if forward == 0 else f"A{layer}"][k, 0]
    known = [f"dA {found[f'dA{layer}'][k, 0] + 0.0:.3g}"] if back >= 0 else []
    known += [f"dZ {found[f'dZ{layer}'][k, 0] + 0.0:.3g}"] if back >= 1 else []
    now = "" if forward < 0 else ": Z" if forward == 0 else ": A"
    unit(ax, *place, name + now, value, ", ".join(known) or None)


def _draw_edges(ax, found, step):
    """Weights in grey; once its gradient is known, dW in orange takes the weight's place."""
    network = small_network()
    for layer, starts, ends, known in (("1", INPUTS, HIDDEN, 11), ("2", HIDDEN, [OUTPUT], 8)):
        name, colour = (f"dW{layer}", ORANGE) if step >= known else (f"W{layer}", GREY)
        numbers = found[name] if step >= known else network[name]
        for i, end in enumerate(ends):
            for j, start in enumerate(starts):
                sign = "dw " if step >= known else "w "
                edge(
                    ax,
                    start,
                    end,
                    f"{sign}{numbers[i, j] + 0.0:.3g}",
                    colour,
                    where=0.22 if (layer, j) == ("1", 0) else 0.55,
                )


def explore_walk():
    """Sliders for the step, the second input and the label. Opens at the end, where one unit has learnt nothing."""
    return explorer(
        walk_artists,
        update=update_walk,
        title="One pass forward and back through a 2-3-1 network",
        figsize=(10, 4.4),
        step=IntSlider(value=len(STEPS) - 1, min=0, max=len(STEPS) - 1, description="step"),
        x_2=FloatSlider(value=1.0, min=-3, max=3, step=0.5, description="x₂"),
        y=IntSlider(value=1, min=0, max=1, description="label y"),
    )
