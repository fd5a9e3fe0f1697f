"""The exercise main_path_backward: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import _backward, main_path_cases
from utils.layers.activations import relu_backward
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import convolution_norm_backward, main_path_forward

main_path_backward_cases = _backward(main_path_forward, main_path_cases)


def main_path_back_in_a_loop(dZ3, cache):
    grads, dA = {}, dZ3
    for place in (4, 2, 0):
        dA, new = convolution_norm_backward(dA, cache[place])
        grads.update(new)
        if place > 0:
            dA = relu_backward(dA, cache[place - 1])
    return dA, grads


PLANTED = "The caches of the two ReLUs have changed places; dA2 goes with relu2, dA1 with relu1."


EXERCISE = Exercise(
    steps.main_path_backward,
    points=10,
    returns=("dX", "grads"),
    cases=main_path_backward_cases,
    mistakes={
        "The ReLU between the second and the third convolution is left out in the backward pass; dA2 goes through "
        "relu_backward first.": slip("relu_backward(dA2, relu2)", "dA2"),
        "The ReLU between the first and the second convolution is left out in the backward pass; dA1 goes through "
        "relu_backward first.": slip("relu_backward(dA1, relu1)", "dA1"),
        "Both ReLUs are left out in the backward pass; each gradient goes through its relu_backward first.": slip(
            ("relu_backward(dA2, relu2)", "dA2"), ("relu_backward(dA1, relu1)", "dA1")
        ),
        PLANTED: slip(
            ("relu_backward(dA2, relu2)", "relu_backward(dA2, relu0)"),
            ("relu_backward(dA1, relu1)", "relu_backward(dA1, relu2)"),
            ("relu_backward(dA2, relu0)", "relu_backward(dA2, relu1)"),
        ),
        "You take ReLU of the gradients; relu_backward(dA, cache) lets through those whose activation was "
        "positive.": slip(
            ("relu_backward(dA2, relu2)", "relu_forward(dA2)[0]"),
            ("relu_backward(dA1, relu1)", "relu_forward(dA1)[0]"),
        ),
        "The arguments of relu_backward have changed places: the gradient first, then the cache.": slip(
            ("relu_backward(dA2, relu2)", "relu_backward(relu2, dA2)"),
            ("relu_backward(dA1, relu1)", "relu_backward(relu1, dA1)"),
        ),
        "You walk from the first convolution to the third; the backward pass begins with cache3.": slip(
            ("convolution_norm_backward(dZ3, cache3)", "convolution_norm_backward(dZ3, cache0)"),
            ("relu1), cache1)", "relu1), cache3)"),
            ("cache0)", "cache1)"),
        ),
        "Every convolution starts from dZ3; each starts from what the one behind it handed down.": slip(
            ("relu_backward(dA2, relu2)", "relu_backward(dZ3, relu2)"),
            ("relu_backward(dA1, relu1)", "relu_backward(dZ3, relu1)"),
        ),
        "You hand dA2 to the first convolution; it gets dA1, which the second hands down.": slip(
            "relu_backward(dA1, relu1)", "relu_backward(dA2, relu2)"
        ),
        "Your grads hold the last dictionary only; join all three, grads1 | grads2 | grads3.": slip(
            "grads1 | grads2 | grads3", "grads1"
        ),
        "Your grads are a list of dictionaries; join them into one, grads1 | grads2 | grads3.": slip(
            "grads1 | grads2 | grads3", "[grads1, grads2, grads3]"
        ),
        "You return what the second convolution hands down; dX comes from the first.": slip(
            "return dX, grads1", "return dA1, grads1"
        ),
        "convolution_norm_backward returns two things; take both: dA2, grads3 = convolution_norm_backward(…).": slip(
            "dA2, grads3 = convolution_norm_backward", "dA2 = grads3 = convolution_norm_backward"
        ),
    },
    right=[main_path_back_in_a_loop],
    hints=[
        "With filters (2, 4, 5) write down the shapes: Z1 and relu1 have 2 channels, Z2 and relu2 have 4. Which does "
        "each gradient have?",
        "dZ3 → third → dA2 → ReLU 2 → second → dA1 → ReLU 1 → first → dX, every one with its own cache.",
        "The second convolution gets relu_backward(dA2, relu2), the first relu_backward(dA1, relu1).",
    ],
    topics=["residual block", "1×1 convolutions"],
    planted=PLANTED,
    symptom="Where F1 and F2 are equal, as in ResNet50, it runs, and dX is wrong; where they differ, a shape is "
    "refused.",
)
