"""The exercise parameters_three_ways: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.layers import Conv2D, Dense
from utils.steps import cnn_application as steps


def ways_cases(rng):
    return [((4, 4, 1), 3, 1), ((6, 6, 3), 3, 10), ((5, 9, 2), 1, 4), ((3, 3, 4), 3, 6), ((32, 28, 3), 5, 8)]


def ways_by_making(shape, f, n_C):
    rng = np.random.default_rng(0)
    n_in = shape[0] * shape[1] * shape[2]
    places = (shape[0] - f + 1) * (shape[1] - f + 1)
    conv = Conv2D(shape[2], n_C, f, rng)
    shared = conv.W.size + conv.b.size
    window = Dense(f * f * shape[2], n_C, rng)
    return places * n_C * (n_in + 1), places * (window.W.size + window.b.size), shared


EXERCISE = Exercise(
    steps.parameters_three_ways,
    points=15,
    returns=("dense", "local", "shared"),
    cases=ways_cases,
    mistakes={
        "Your biases are missing; each set of weights comes with one bias, hence the + 1 in the brackets.": slip(
            (" + 1)\n    local", ")\n    local"),
            (" + 1)\n    #", ")\n    #"),
            (" + 1)\n    return", ")\n    return"),
        ),
        "Your shared count has a bias for each place; the places of a channel share the bias, too.": slip(
            "shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * f * f * n_C_prev + outputs"
        ),
        "Your local count has one bias for each channel; without sharing, every output number has its own.": slip(
            "local = outputs * (f * f * n_C_prev + 1)", "local = outputs * f * f * n_C_prev + n_C"
        ),
        "Your dense count has one bias for each channel; every output number has its own.": slip(
            "dense = outputs * (n_H_prev * n_W_prev * n_C_prev + 1)",
            "dense = outputs * n_H_prev * n_W_prev * n_C_prev + n_C",
        ),
        "Your windows are one channel deep; a filter looks at all n_C_prev channels, f · f · n_C_prev numbers.": slip(
            "f * f * n_C_prev", "f * f"
        ),
        "Your output is one channel deep; its numbers are n_H · n_W · n_C.": slip(
            "outputs = n_H * n_W * n_C", "outputs = n_H * n_W"
        ),
        "You count the output with the size of the image; without padding it has n − f + 1 places each way.": slip(
            "conv_output_shape(n_H_prev, n_W_prev, f, 1, 0)", "n_H_prev, n_W_prev"
        ),
        "Your windows move by f, side by side; with stride 1 they overlap.": slip("f, 1, 0)", "f, f, 0)"),
        "Your output has the width of its height; conv_output_shape gives the places down and across.": slip(
            "outputs = n_H * n_W * n_C", "outputs = n_H * n_H * n_C"
        ),
        "Your window is f numbers long; it is f × f.": slip("f * f * n_C_prev", "f * n_C_prev"),
        "Your local count lets all channels of a place use the same weights; each output number has its own.": slip(
            "local = outputs * (", "local = n_H * n_W * ("
        ),
        "Your dense count has one output number for each channel; there is one at each place, too.": slip(
            "dense = outputs * (", "dense = n_C * ("
        ),
        "Your local count has one set of weights for each channel; each place has its own, too.": slip(
            "local = outputs * (", "local = n_C * ("
        ),
        "Your dense and local counts have one output number for each channel; there is one at each place, too.": slip(
            ("dense = outputs * (", "dense = n_C * ("), ("local = outputs * (", "local = n_C * (")
        ),
        "Your dense layer looks at one channel; each output number weighs all n_C_prev of them.": slip(
            "n_H_prev * n_W_prev * n_C_prev + 1", "n_H_prev * n_W_prev + 1"
        ),
        "Your shared count has one filter; each of the n_C output channels has its own.": slip(
            "shared = n_C * (", "shared = ("
        ),
        "Your shared count has a set of weights for each place; a convolution has one for each channel, n_C.": slip(
            "shared = n_C * (", "shared = outputs * ("
        ),
        "Your dense count has no biases; every output number has one, hence the + 1 in the brackets.": slip(
            "n_W_prev * n_C_prev + 1", "n_W_prev * n_C_prev"
        ),
        "Your local count has no biases; every output number has one, hence the + 1 in the brackets.": slip(
            "local = outputs * (f * f * n_C_prev + 1)", "local = outputs * (f * f * n_C_prev)"
        ),
        "Your shared count has no biases; every output channel has one, hence the + 1 in the brackets.": slip(
            "shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * (f * f * n_C_prev)"
        ),
        "Your shared count has one bias in all; every output channel has its own.": slip(
            "shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * f * f * n_C_prev + 1"
        ),
        "Your local count has one bias in all; every output number has its own.": slip(
            "local = outputs * (f * f * n_C_prev + 1)", "local = outputs * f * f * n_C_prev + 1"
        ),
        "Your dense count has one bias in all; every output number has its own.": slip(
            "(n_H_prev * n_W_prev * n_C_prev + 1)", "n_H_prev * n_W_prev * n_C_prev + 1"
        ),
    },
    right=[ways_by_making],
    hints=[
        "For each way two questions: what has one output number to itself, and how many different sets are there?",
        "dense: outputs · (all inputs + 1); local: outputs · (f f n_C_prev + 1); shared: n_C · (f f n_C_prev + 1).",
        "n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, 1, 0); outputs = n_H * n_W * n_C; "
        "dense = outputs * (n_H_prev * … + 1).",
    ],
    topics=["parameter sharing", "sparsity of connections", "parameters of a convolution"],
)
