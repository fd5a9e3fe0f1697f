"""An explorer on whole networks: depth and width against accuracy, every network trained from several seeds."""

import numpy as np
from ipywidgets import IntSlider, SelectionSlider

from utils.bars import progress
from utils.explorers.frame import explorer
from utils.labs.course1.week4_deep_network_application.plots import accuracy_by_depth, accuracy_map, frame_cell
from utils.steps.deep_network import initialize_parameters_deep

DEPTHS, WIDTHS, SEEDS = (0, 1, 2, 3, 4, 5), (2, 4, 8, 16), (0, 1, 2, 3, 4)


def starting_weights(layers_dims, seeds, dtype):
    """The starting parameters of every seed, stacked: W_l (seeds, n_l, n_{l-1}) and b_l (seeds, n_l, 1), in two lists.

    Each seed's are those of initialize_parameters_deep.
    """
    starts = [initialize_parameters_deep(layers_dims, np.random.default_rng(seed)) for seed in seeds]
    layers = range(1, len(layers_dims))
    weights = [np.stack([start[f"W{layer}"] for start in starts]).astype(dtype) for layer in layers]
    biases = [np.stack([start[f"b{layer}"] for start in starts]).astype(dtype) for layer in layers]
    return weights, biases


def forward_together(X, weights, biases):
    """Send X (n_x, m) through all stacked networks at once: the activations [A_1, …, A_L], A_l (seeds, n_l, m)."""
    seeds, _, n_x = weights[0].shape
    # All seeds read the same X: one product for all of them
    Z = (weights[0].reshape(-1, n_x) @ X).reshape(seeds, -1, X.shape[1]) + biases[0]
    activations = []
    for W, b in zip(weights[1:], biases[1:], strict=True):
        activations.append(np.maximum(Z, 0))
        Z = W @ activations[-1] + b
    return [*activations, 1 / (1 + np.exp(-Z))]


def train_together(X, Y, layers_dims, seeds, learning_rate, num_iterations, dtype=np.float32):
    """L_layer_model for several seeds side by side: one stack of arrays in place of a loop over seeds.

    Single precision takes half the time, and decides as double precision does but for a picture now and then.
    X: (n_x, m).    Y: (1, m).    Returns the stacked weights and biases after the last step, two lists.
    """
    X, Y = X.astype(dtype), Y.astype(dtype)
    X_rows, m = np.ascontiguousarray(X.T), X.shape[1]
    weights, biases = starting_weights(layers_dims, seeds, dtype)
    for _ in range(num_iterations):
        activations = forward_together(X, weights, biases)
        dZ = (activations[-1] - Y) * dtype(learning_rate / m)  # step length and mean at once
        for layer in range(len(weights) - 1, 0, -1):
            A_prev = activations[layer - 1]
            dA_prev = weights[layer].transpose(0, 2, 1) @ dZ
            weights[layer] -= dZ @ A_prev.transpose(0, 2, 1)
            biases[layer] -= dZ.sum(axis=2, keepdims=True)
            dZ = dA_prev * (A_prev > 0)
        weights[0] -= (dZ.reshape(-1, m) @ X_rows).reshape(weights[0].shape)
        biases[0] -= dZ.sum(axis=2, keepdims=True)
    return weights, biases


def accuracies(X, Y, weights, biases):
    """Share of the columns of X that each stacked network decides right: (seeds,)."""
    AL = forward_together(X.astype(weights[0].dtype), weights, biases)[-1]  # (seeds, 1, m)
    return np.mean((AL > 0.5) == Y, axis=(1, 2))


def architecture_table(
    X, Y, X_test, Y_test, depths=DEPTHS, widths=WIDTHS, seeds=SEEDS, learning_rate=0.05, num_iterations=400
):
    """Train networks of every depth and width from every seed.

    depths: numbers of hidden layers, 0 is logistic regression.    widths: units in each hidden layer.
    Returns {"depths", "widths", "n_x", "train", "test"}; the last two are accuracies (depths, widths, seeds).
    """
    shape = len(depths), len(widths), len(seeds)
    table = {"depths": tuple(depths), "widths": tuple(widths), "n_x": X.shape[0]}
    table |= {"train": np.zeros(shape), "test": np.zeros(shape)}
    for i, j in progress(list(np.ndindex(shape[:2])), "depths and widths"):
        if depths[i] == 0 and j > 0:  # without hidden layers there is no width
            table["train"][i, j], table["test"][i, j] = table["train"][i, 0], table["test"][i, 0]
            continue
        layers_dims = [X.shape[0], *[widths[j]] * depths[i], 1]
        networks = train_together(X, Y, layers_dims, seeds, learning_rate, num_iterations)
        table["train"][i, j] = accuracies(X, Y, *networks)
        table["test"][i, j] = accuracies(X_test, Y_test, *networks)
    return table


def depth_artists(fig, table):
    """Draw the map of all depths and widths; returns what a choice among them changes, for `update_depth`."""
    left, right = fig.subplots(1, 2, width_ratios=(1.25, 1))
    return {"curves": left, "frame": accuracy_map(right, table, 0, 0)}


def update_depth(artists, table, hidden_layers, width):
    """Choose a depth and a width of the table.    Raises ValueError for others."""
    if hidden_layers not in table["depths"] or width not in table["widths"]:
        raise ValueError(f"The table has depths {table['depths']} and widths {table['widths']}")
    i, j = table["depths"].index(hidden_layers), table["widths"].index(width)
    artists["curves"].clear()
    accuracy_by_depth(artists["curves"], table, i, j)
    frame_cell(artists["frame"], i, j)


def draw_depth_and_width(fig, table, hidden_layers, width):
    """Draw accuracy against depth for one width, and the map of all depths and widths.

    table: from `architecture_table`.    hidden_layers, width: a depth and a width of the table, else a ValueError.
    """
    update_depth(depth_artists(fig, table), table, hidden_layers, width)


def explore_depth_and_width(table):
    """Sliders for the number of hidden layers and their width. Opens where most networks learn nothing."""
    depths, widths = table["depths"], table["widths"]
    return explorer(
        lambda fig: depth_artists(fig, table),
        update=lambda artists, **values: update_depth(artists, table, **values),
        title="Depth and width against accuracy",
        figsize=(10, 3.8),
        hidden_layers=IntSlider(value=depths[-1], min=depths[0], max=depths[-1], description="hidden layers"),
        width=SelectionSlider(options=widths, value=widths[0], description="units in each"),
    )
