"""The exercise L_layer_model: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_application.common import (
    _about_costs,
    _about_the_start,
    _about_the_step,
    _training,
    any_layers_while,
)
from utils.steps import deep_models as steps


def L_layer_cases(rng):
    return _training(
        rng,
        [([2, 3, 1], None, 0.1, 2), ([3, 4, 2, 1], 5, 0.05, 102), ([4, 1], 3, 0.3, 1), ([1, 3, 5, 2, 1], 7, 0.2, 5)],
    )


EXERCISE = Exercise(
    steps.L_layer_model,
    points=25,
    returns=("parameters", "costs"),
    cases=L_layer_cases,
    mistakes={
        "AL and Y have changed places on the way back; it is L_model_backward(AL, Y, caches).": slip(
            "L_model_backward(AL, Y", "L_model_backward(Y, AL"
        ),
        "AL and Y have changed places in the cost; it is compute_cost(AL, Y).": slip(
            "compute_cost(AL, Y", "compute_cost(Y, AL"
        ),
        "Only the outer widths are used, so the hidden layers are lost; hand on layers_dims as a whole.": slip(
            "deep(layers_dims", "deep([layers_dims[0], layers_dims[-1]]"
        ),
        "L_model_forward returns AL and the caches; take both: AL, caches = L_model_forward(…).": slip(
            "AL, caches = L_model_forward", "AL = caches = L_model_forward"
        ),
        "Each layer here has its widths exchanged; layers_dims runs from the input to the output as it is.": slip(
            "deep(layers_dims", "deep(layers_dims[::-1]"
        ),
        "You walk uphill; update_parameters already subtracts, so hand learning_rate on as it is.": slip(
            "grads, learning_rate)", "grads, -learning_rate)"
        ),
        **_about_the_start(),
        **_about_the_step(),
        **_about_costs(),
    },
    right=[any_layers_while],
    hints=[
        "The loop of two_layer_model with four lines in it: forward, keep a cost now and then, back, one step.",
        "AL and caches come from L_model_forward, the gradients from L_model_backward, the step is update_parameters.",
        "AL, caches = L_model_forward(X, parameters); grads = L_model_backward(AL, Y, caches); parameters = "
        "update_parameters(parameters, grads, learning_rate).",
    ],
    topics=["L-layer network", "gradient descent"],
)
