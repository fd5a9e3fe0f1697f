"""The exercise convolutional_block: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import convolutional_cases
from utils.layers.activations import relu_forward
from utils.layers.batch_norm import batch_norm_forward
from utils.layers.convolution import conv2d_forward
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import main_path_forward


def convolutional_from_layers(X, f, filters, s, parameters):
    W, gamma, beta = (parameters[f"{name}0"] for name in ("W", "gamma", "beta"))
    C, cache_conv = conv2d_forward(X, W, None, s, 0)
    shortcut, cache_norm = batch_norm_forward(C, gamma, beta)
    Z, cache_main = main_path_forward(X, f, filters, s, parameters)
    A = np.maximum(shortcut + Z, 0)
    return A, (cache_main, (cache_conv, cache_norm, 0), A)


def shortcut_without_norm(X, f, filters, s, parameters):
    Z, cache_main = main_path_forward(X, f, filters, s, parameters)
    shortcut, cache_shortcut = conv2d_forward(X, parameters["W0"], None, s, 0)
    A, cache_relu = relu_forward(Z + shortcut)
    return A, (cache_main, cache_shortcut, cache_relu)


EXERCISE = Exercise(
    steps.convolutional_block,
    points=10,
    returns=("A", "cache"),
    cases=convolutional_cases,
    mistakes={
        "X itself is added; it goes through the shortcut's 1 × 1 convolution first.": slip("Z + shortcut", "Z + X"),
        "There is no shortcut in your sum; add it to Z before the last ReLU.": slip("Z + shortcut", "Z"),
        "Your shortcut moves by 1, so it keeps height and width; it needs the main path's stride s.": slip(
            "filters[2], 1, s,", "filters[2], 1, 1,"
        ),
        "Your main path moves by 1; it needs the stride s.": slip(
            "= main_path_forward(X, f, filters, s,", "= main_path_forward(X, f, filters, 1,"
        ),
        "Your shortcut starts from the main path's output; it starts from X, as the main path does.": slip(
            "convolution_norm_forward(X,", "convolution_norm_forward(Z,"
        ),
        "Your shortcut has F1 filters; it needs as many as the main path ends with, F3 = filters[2].": slip(
            "filters[2]", "filters[0]"
        ),
        "You subtract the shortcut; it is added.": slip("Z + shortcut", "Z - shortcut"),
        "Your shortcut looks through f × f windows; it is 1 × 1.": slip("filters[2], 1, s,", "filters[2], f, s,"),
        "Your shortcut has the weights of the first convolution; its own have the number 0.": slip(
            "parameters, 0)", "parameters, 1)"
        ),
        "Your shortcut has a ReLU on it, so it can only add; leave it out.": slip(
            "Z + shortcut", "Z + relu_forward(shortcut)[0]"
        ),
        "Your shortcut is convolved and not normalised; convolution_norm_forward does both.": shortcut_without_norm,
        "You add the shortcut behind the last ReLU; add it to Z, and then take ReLU of the sum.": slip(
            "relu_forward(Z + shortcut)\n", "relu_forward(Z)\n    A = A + shortcut\n"
        ),
        "Your sum is handed on as it is; a last ReLU follows it.": slip(
            "A, cache_relu = relu_forward(Z + shortcut)", "A = cache_relu = Z + shortcut"
        ),
        "Your cache has another order than the docstring; it is (cache_main, cache_shortcut, cache_relu).": slip(
            "(cache_main, cache_shortcut, cache_relu)", "(cache_main, cache_relu, cache_shortcut)"
        ),
    },
    right=[convolutional_from_layers],
    hints=[
        "The identity block, with one more line: X goes through a convolution of its own before it is added.",
        "The shortcut: F3 filters of 1 × 1, stride s, number 0, no ReLU. Then A = relu(Z + shortcut).",
        "shortcut, cache_shortcut = convolution_norm_forward(X, filters[2], 1, s, parameters, 0).",
    ],
    topics=["convolutional block"],
)
