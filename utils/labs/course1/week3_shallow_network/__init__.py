"""The lab on networks with one hidden layer."""

from utils.checking import Lab
from utils.labs.course1.week3_shallow_network import (
    backward_propagation,
    compute_cost,
    forward_propagation,
    initialize_parameters,
    layer_sizes,
    leaky_relu_derivative,
    nn_model,
    predict,
    symmetry_report,
    update_parameters,
)
from utils.labs.course1.week3_shallow_network.open_challenge import CHALLENGE
from utils.labs.course1.week3_shallow_network.quiz import QUESTIONS

lab = Lab(
    "course1/week3_shallow_network",
    title="A network with one hidden layer",
    edition=3,
    minutes=80,
    builds="forward, backward, activations, decision boundaries, symmetry",
    exercises=[
        leaky_relu_derivative.EXERCISE,
        layer_sizes.EXERCISE,
        initialize_parameters.EXERCISE,
        forward_propagation.EXERCISE,
        compute_cost.EXERCISE,
        backward_propagation.EXERCISE,
        update_parameters.EXERCISE,
        nn_model.EXERCISE,
        predict.EXERCISE,
        symmetry_report.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "two_spaces": ["shallow network"],
        "slopes_side_by_side": ["activation functions", "derivatives of activations"],
        "explore_activation": ["activation functions", "derivatives of activations"],
        "stacked_layers": ["collapse of linear layers"],
        "wires": ["backpropagation"],
        "explore_units": ["shallow network"],
        "zero_line": ["symmetry", "random initialisation"],
    },
)
