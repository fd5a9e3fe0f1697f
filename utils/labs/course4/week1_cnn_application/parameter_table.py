"""The exercise parameter_table: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.layers import BatchNorm, Conv2D, Dense, Flatten, GlobalAveragePool2D, MaxPool2D, ReLU, Sequential
from utils.models.lenet import lenet
from utils.steps import cnn_application as steps


def table_cases(rng):
    nested = Sequential(
        Sequential(Conv2D(2, 4, 3, rng, pad="same", bias=False, first=True), BatchNorm(4), ReLU()),
        MaxPool2D(2),
        Conv2D(4, 6, 3, rng, stride=2),
        GlobalAveragePool2D(),
        Dense(6, 5, rng),
    )
    return [
        (Sequential(Flatten(), Dense(6, 2, rng)), (3, 2, 1)),
        (lenet(8, 1, 10, rng, filters=(3, 5), hidden=7), (8, 8, 1)),
        (nested, (7, 11, 2)),
        (Sequential(Conv2D(3, 2, 5, rng), ReLU(), Flatten(), Dense(36, 4, rng), ReLU(), Dense(4, 3, rng)), (10, 7, 3)),
    ]


def table_layer_by_layer(network, shape):
    A, rows = np.zeros((1, *shape), dtype=np.float32), []
    for layer in network.layers:
        A = layer.forward(A)
        learnt = sum(a.size for name, a in layer.parameters().items())
        rows.append(
            {"layer": layer.__class__.__name__, "shape": A[0].shape, "size": A[0].size, "parameters": int(learnt)}
        )
    return rows


EXERCISE = Exercise(
    steps.parameter_table,
    points=15,
    returns=("rows",),
    cases=table_cases,
    mistakes={
        "Your shapes begin with the one example; leave the first axis out: Z.shape[1:].": slip(
            "Z.shape[1:]", "Z.shape"
        ),
        "Your size leaves out the channels; it counts all numbers of the output.": slip(
            "Z.size", "int(np.prod(Z.shape[:-1]))"
        ),
        "You count arrays; count the numbers in them, array.size.": slip(
            "sum(array.size for array in layer.parameters().values())", "len(layer.parameters())"
        ),
        "You count the weights only; the arrays of a layer hold biases, too.": slip(
            "sum(array.size for array in layer.parameters().values())",
            "sum(array.size for array in layer.parameters().values() if array.ndim > 1)",
        ),
        "Every row has the parameters of the whole network; ask the layer, layer.parameters().": slip(
            "in layer.parameters()", "in network.parameters()"
        ),
        "You take the length of each array, which is its first axis; array.size counts all its numbers.": slip(
            "array.size for", "len(array) for"
        ),
        "Your rows hold the layers themselves; type(layer).__name__ is the name of the class.": slip(
            "type(layer).__name__", "layer"
        ),
        "Your rows hold classes; .__name__ gives a class's name.": slip("type(layer).__name__", "type(layer)"),
        "Your blank image is one without the axis of the examples; its shape is (1, n_H, n_W, n_C).": slip(
            "(1, *shape)", "shape"
        ),
        "Your blank image is of float64 and the weights of float32; np.zeros takes the type as its second "
        "argument.": slip(", np.float32)", ")"),
        "shape is a tuple inside your tuple; a star unpacks it: (1, *shape).": slip("(1, *shape)", "(1, shape)"),
        "Your return stands inside the loop and ends it after the first row; move it to the left.": slip(
            "\n    return rows", "\n        return rows"
        ),
        "Your table knows only layers that hold W and b themselves; layer.parameters() finds all arrays.": slip(
            "sum(array.size for array in layer.parameters().values())",
            'sum(getattr(layer, name).size for name in ("W", "b") if name in layer.weights)',
        ),
        "All your rows are one dictionary; make a new one in the loop.": slip(
            ("rows = []", "rows, row = [], {}"), ("row = {", "row |= {")
        ),
        "Your count goes on from layer to layer; it starts at 0 for each.": slip(
            ("rows = []", "rows, count = [], 0"), ("= sum(", "= count = count + sum(")
        ),
        "Your size counts channels; it counts all numbers of the output, Z.size.": slip("Z.size", "Z.shape[-1]"),
    },
    right=[table_layer_by_layer],
    hints=[
        "The shapes need not be worked out: one image on its way through the layers shows them.",
        "maps = feature_maps(network, blank image); zip(network.layers, maps) walks through both side by side.",
        "for layer, Z in zip(network.layers, maps): a dictionary with type(layer).__name__, Z.shape[1:], Z.size "
        "and sum(array.size for array in …).",
    ],
    topics=["table of parameters", "parameters of a convolution"],
)
