"""The exercise convolutional_block_backward: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import _backward, convolutional_cases
from utils.layers.batch_norm import batch_norm_backward
from utils.layers.convolution import conv2d_backward
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import convolutional_block, main_path_backward

convolutional_backward_cases = _backward(convolutional_block, convolutional_cases)


def convolutional_back_from_layers(dA, cache):
    cache_main, (cache_conv, cache_norm, _), cache_relu = cache
    dZ = dA * (cache_relu > 0)
    dC, dgamma0, dbeta0 = batch_norm_backward(dZ, cache_norm)
    dX, dW0, _ = conv2d_backward(dC, cache_conv)
    dX_main, grads = main_path_backward(dZ, cache_main)
    return dX + dX_main, {**grads, "dW0": dW0, "dgamma0": dgamma0, "dbeta0": dbeta0}


EXERCISE = Exercise(
    steps.convolutional_block_backward,
    points=10,
    returns=("dX", "grads"),
    cases=convolutional_backward_cases,
    mistakes={
        "dX lacks what comes back along the shortcut; add it to the main path's.": slip(
            "dX_main + dX_shortcut", "dX_main"
        ),
        "dX lacks what comes back along the main path; add it to the shortcut's.": slip(
            "dX_main + dX_shortcut", "dX_shortcut"
        ),
        "You add dZ as if X itself had been added; here it went through a convolution, so add dX_shortcut.": slip(
            "dX_main + dX_shortcut", "dX_main + dZ"
        ),
        "The shortcut starts from dA; it ends before the last ReLU, so it starts from dZ.": slip(
            "convolution_norm_backward(dZ,", "convolution_norm_backward(dA,"
        ),
        "The main path starts from dA; it ends before the last ReLU, so it starts from dZ.": slip(
            "main_path_backward(dZ,", "main_path_backward(dA,"
        ),
        "Your backward pass leaves out the last ReLU; both ways start from dZ = relu_backward(dA, cache_relu).": slip(
            "dZ = relu_backward(dA, cache_relu)", "dZ = dA"
        ),
        "Your grads lack the shortcut's parameters; join both dictionaries.": slip(
            "grads_main | grads_shortcut", "grads_main"
        ),
        "Your grads lack the main path's parameters; join both dictionaries.": slip(
            "grads_main | grads_shortcut", "grads_shortcut"
        ),
        "You send the main path's dX through the shortcut, one after the other; they stand side by side, so "
        "both start from dZ.": slip("convolution_norm_backward(dZ,", "convolution_norm_backward(dX_main,"),
        "You subtract one way's gradient from the other's; add them.": slip(
            "dX_main + dX_shortcut", "dX_main - dX_shortcut"
        ),
    },
    right=[convolutional_back_from_layers],
    hints=[
        "As in the identity block, but what comes back along the shortcut goes through its convolution.",
        "dX = (main path, back from dZ) + (shortcut, back from dZ).",
        "dX_shortcut, grads_shortcut = convolution_norm_backward(dZ, cache_shortcut); return dX_main + …, "
        "grads_main | ….",
    ],
    topics=["convolutional block"],
)
