"""The exercise identity_block_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import _backward, identity_cases
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import identity_block, main_path_backward

identity_backward_cases = _backward(identity_block, identity_cases)


def identity_back_by_mask(dA, cache):
    dX, grads = main_path_backward(dA * (cache[1] > 0), cache[0])
    dX = dX + np.where(cache[1] > 0, dA, 0)
    return dX, grads


EXERCISE = Exercise(
    steps.identity_block_backward,
    points=15,
    returns=("dX", "grads"),
    cases=identity_backward_cases,
    mistakes={
        "The shortcut's gradient is missing: X stood in the sum itself, so dZ is added to what the main path "
        "hands down.": slip("dX_main + dZ", "dX_main"),
        "The shortcut gets dA; it stood before the last ReLU, so it gets dZ.": slip("dX_main + dZ", "dX_main + dA"),
        "The main path gets dA; it ends before the last ReLU, so it gets dZ.": slip(
            "main_path_backward(dZ,", "main_path_backward(dA,"
        ),
        "Your backward pass leaves out the last ReLU; both ways start from dZ = relu_backward(dA, cache_relu).": slip(
            "dZ = relu_backward(dA, cache_relu)", "dZ = dA"
        ),
        "You return the shortcut's gradient alone; what the main path hands down is added to it.": slip(
            "dX_main + dZ", "dZ"
        ),
        "You multiply the gradients of the two ways; gradients of a sum's two terms add up.": slip(
            "dX_main + dZ", "dX_main * dZ"
        ),
        "You share dZ out between the two ways, half and half; a sum hands all of it to each.": slip(
            ("main_path_backward(dZ,", "main_path_backward(dZ / 2,"), ("dX_main + dZ", "dX_main + dZ / 2")
        ),
        "You take the mean of the two ways' gradients; add them.": slip("dX_main + dZ", "(dX_main + dZ) / 2"),
        "The ReLU stands at the end of your backward pass; it came last in the forward pass, so it comes first.": slip(
            ("dZ = relu_backward(dA, cache_relu)", "dZ = dA"),
            ("return dX_main + dZ,", "return relu_backward(dX_main + dZ, cache_relu),"),
        ),
        "You add the number 1; the 1 of 1 + F' stands before dZ, so add dZ.": slip("dX_main + dZ", "dX_main + 1"),
        "The main path's gradient goes through the last ReLU a second time; dZ has done so for both ways.": slip(
            "dX_main + dZ", "relu_backward(dX_main, cache_relu) + dZ"
        ),
        "The arguments of relu_backward have changed places: first dA, then cache_relu.": slip(
            "relu_backward(dA, cache_relu)", "relu_backward(cache_relu, dA)"
        ),
        "You subtract the shortcut's gradient; X was added, so its gradient is, too.": slip(
            "dX_main + dZ", "dX_main - dZ"
        ),
        "main_path_backward returns dX and the gradients; take both: dX_main, grads = main_path_backward(…).": slip(
            "dX_main, grads = main_path_backward", "dX_main = grads = main_path_backward"
        ),
    },
    right=[identity_back_by_mask],
    hints=[
        "X was used twice: by the main path and by the sum. What does the sum hand back to each of its terms?",
        "dZ = relu_backward(dA, …); dX = (what the main path hands down from dZ) + dZ.",
        "dX_main, grads = main_path_backward(dZ, cache_main); return dX_main + …, grads.",
    ],
    topics=["identity block", "why residual networks work"],
)
