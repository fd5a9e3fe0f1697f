"""The exercise identity_block: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import identity_cases
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import main_path_forward


def identity_by_maximum(X, f, filters, parameters):
    Z, cache_main = main_path_forward(X, f, filters, 1, parameters)
    A = np.maximum(X + Z, 0)
    return A, (cache_main, A)


EXERCISE = Exercise(
    steps.identity_block,
    points=15,
    returns=("A", "cache"),
    cases=identity_cases,
    mistakes={
        "You add X behind the last ReLU; add it to Z, and then take ReLU of the sum.": slip(
            "relu_forward(Z + X)\n", "relu_forward(Z)\n    A = A + X\n"
        ),
        "There is no shortcut: your block is a plain one; add X to Z before the last ReLU.": slip("Z + X", "Z"),
        "Your sum is handed on as it is; a last ReLU follows it.": slip(
            "A, cache_relu = relu_forward(Z + X)", "A = cache_relu = Z + X"
        ),
        "The main path goes through a ReLU before the sum, so the block can only add, never take away; add Z "
        "itself.": slip("relu_forward(Z + X)", "relu_forward(relu_forward(Z)[0] + X)"),
        "Your shortcut has a ReLU on it; X is added as it is.": slip("Z + X", "Z + relu_forward(X)[0]"),
        "You add the main path's output to itself: X has been overwritten by the time of the sum; keep X under "
        "its name.": slip(("    Z, cache_main =", "    X, cache_main ="), ("Z + X", "X + X")),
        "You subtract X; a shortcut adds it.": slip("Z + X", "Z - X"),
        "You subtract the main path; both terms are added.": slip("Z + X", "X - Z"),
        "You multiply the two paths; a shortcut is a sum.": slip("Z + X", "Z * X"),
        "You take the mean of the two paths; the block is their sum.": slip("Z + X", "(Z + X) / 2"),
        "You put X beside Z, which doubles the channels (a dense block does so); add them.": slip(
            "Z + X", "np.concatenate([Z, X], axis=3)"
        ),
        "The first convolution skips pixels, so that nothing fits X; an identity block has stride 1.": slip(
            "filters, 1, parameters", "filters, 2, parameters"
        ),
        "Your cache holds the main path only; the last ReLU left one, too: (cache_main, cache_relu).": slip(
            "return A, (cache_main, cache_relu)", "return A, cache_main"
        ),
    },
    right=[identity_by_maximum],
    hints=[
        "The main path is one call; what is left are a sum and a ReLU, in this order.",
        "A = relu(Z + X), where Z comes from main_path_forward with stride 1.",
        "Z, cache_main = main_path_forward(X, f, filters, 1, parameters); A, cache_relu = relu_forward(…).",
    ],
    topics=["identity block", "residual block"],
)
