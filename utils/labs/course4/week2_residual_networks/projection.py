"""The exercises on the block whose shortcut brings its input to another shape."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_residual_networks import cases
from utils.steps import residual_networks as steps

TOPICS = ["residual networks", "convolutional block", "dimension matching"]


def add_convolutional_block(lab):
    lab.exercise(
        steps.convolutional_block,
        points=10,
        returns=("A", "cache"),
        cases=cases.convolutional_cases,
        mistakes=[
            mistake(
                "X itself is added; it goes through the shortcut's 1 × 1 convolution first.",
                slip("Z + shortcut", "Z + X"),
            ),
            mistake(
                "There is no shortcut in your sum; add it to Z before the last ReLU.",
                slip("Z + shortcut", "Z"),
            ),
            mistake(
                "Your shortcut moves by 1, so it keeps height and width; it needs the main path's stride s.",
                slip("filters[2], 1, s,", "filters[2], 1, 1,"),
            ),
            mistake(
                "Your main path moves by 1; it needs the stride s.",
                slip("= main_path_forward(X, f, filters, s,", "= main_path_forward(X, f, filters, 1,"),
            ),
            mistake(
                "Your shortcut starts from the main path's output; it starts from X, as the main path does.",
                slip("convolution_norm_forward(X,", "convolution_norm_forward(Z,"),
            ),
            mistake(
                "Your shortcut has F1 filters; it needs as many as the main path ends with, F3 = filters[2].",
                slip("filters[2]", "filters[0]"),
            ),
            mistake("You subtract the shortcut; it is added.", slip("Z + shortcut", "Z - shortcut")),
            mistake(
                "Your shortcut looks through f × f windows; it is 1 × 1.",
                slip("filters[2], 1, s,", "filters[2], f, s,"),
            ),
            mistake(
                "Your shortcut has the weights of the first convolution; its own have the number 0.",
                slip("parameters, 0)", "parameters, 1)"),
            ),
            mistake(
                "Your shortcut has a ReLU on it, so it can only add; leave it out.",
                slip("Z + shortcut", "Z + relu_forward(shortcut)[0]"),
            ),
            mistake(
                "Your shortcut is convolved and not normalised; convolution_norm_forward does both.",
                cases.shortcut_without_norm,
            ),
            mistake(
                "You add the shortcut behind the last ReLU; add it to Z, and then take ReLU of the sum.",
                slip("relu_forward(Z + shortcut)\n", "relu_forward(Z)\n    A = A + shortcut\n"),
            ),
            mistake(
                "Your sum is handed on as it is; a last ReLU follows it.",
                slip("A, cache_relu = relu_forward(Z + shortcut)", "A = cache_relu = Z + shortcut"),
            ),
            mistake(
                "Your cache has another order than the docstring; it is (cache_main, cache_shortcut, cache_relu).",
                slip("(cache_main, cache_shortcut, cache_relu)", "(cache_main, cache_relu, cache_shortcut)"),
            ),
        ],
        right=[cases.convolutional_from_layers],
        hints=[
            "The identity block, with one more line: X goes through a convolution of its own before it is added.",
            "The shortcut: F3 filters of 1 × 1, stride s, number 0, no ReLU. Then A = relu(Z + shortcut).",
            "shortcut, cache_shortcut = convolution_norm_forward(X, filters[2], 1, s, parameters, 0).",
        ],
        topics=TOPICS,
    )


def add_convolutional_block_backward(lab):
    lab.exercise(
        steps.convolutional_block_backward,
        points=10,
        returns=("dX", "grads"),
        cases=cases.convolutional_backward_cases,
        mistakes=[
            mistake(
                "dX lacks what comes back along the shortcut; add it to the main path's.",
                slip("dX_main + dX_shortcut", "dX_main"),
            ),
            mistake(
                "dX lacks what comes back along the main path; add it to the shortcut's.",
                slip("dX_main + dX_shortcut", "dX_shortcut"),
            ),
            mistake(
                "You add dZ as if X itself had been added; here it went through a convolution, so add dX_shortcut.",
                slip("dX_main + dX_shortcut", "dX_main + dZ"),
            ),
            mistake(
                "The shortcut starts from dA; it ends before the last ReLU, so it starts from dZ.",
                slip("convolution_norm_backward(dZ,", "convolution_norm_backward(dA,"),
            ),
            mistake(
                "The main path starts from dA; it ends before the last ReLU, so it starts from dZ.",
                slip("main_path_backward(dZ,", "main_path_backward(dA,"),
            ),
            mistake(
                "The last ReLU is left out on the way back; both ways start from dZ = relu_backward(dA, cache_relu).",
                slip("dZ = relu_backward(dA, cache_relu)", "dZ = dA"),
            ),
            mistake(
                "Your grads lack the shortcut's parameters; join both dictionaries.",
                slip("grads_main | grads_shortcut", "grads_main"),
            ),
            mistake(
                "Your grads lack the main path's parameters; join both dictionaries.",
                slip("grads_main | grads_shortcut", "grads_shortcut"),
            ),
            mistake(
                "You send the main path's dX through the shortcut, one after the other; they stand side by side, so "
                "both start from dZ.",
                slip("convolution_norm_backward(dZ,", "convolution_norm_backward(dX_main,"),
            ),
            mistake(
                "You subtract one way's gradient from the other's; add them.",
                slip("dX_main + dX_shortcut", "dX_main - dX_shortcut"),
            ),
        ],
        right=[cases.convolutional_back_from_layers],
        hints=[
            "As in the identity block, but what comes back along the shortcut goes through its convolution.",
            "dX = (main path, back from dZ) + (shortcut, back from dZ).",
            "dX_shortcut, grads_shortcut = convolution_norm_backward(dZ, cache_shortcut); return dX_main + …, "
            "grads_main | ….",
        ],
        topics=TOPICS,
    )
