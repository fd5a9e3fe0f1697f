"""The lab that builds a network of any depth, block by block."""

from utils.checking import Lab
from utils.labs.course1.week4_deep_network_steps import (
    compute_cost,
    initialize_parameters_deep,
    l_model_backward,
    l_model_forward,
    linear_activation_backward,
    linear_activation_forward,
    linear_backward,
    linear_forward,
    update_parameters,
)
from utils.labs.course1.week4_deep_network_steps.open_challenge import CHALLENGE
from utils.labs.course1.week4_deep_network_steps.quiz import QUESTIONS

lab = Lab(
    "course1/week4_deep_network_steps",
    title="A deep network, block by block",
    edition=2,
    minutes=75,
    builds="L layers forward and backward, caches, a gradient check",
    exercises=[
        initialize_parameters_deep.EXERCISE,
        linear_forward.EXERCISE,
        linear_activation_forward.EXERCISE,
        l_model_forward.EXERCISE,
        compute_cost.EXERCISE,
        linear_backward.EXERCISE,
        linear_activation_backward.EXERCISE,
        l_model_backward.EXERCISE,
        update_parameters.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "signal_by_layer": ["random initialisation"],
        "explore_network_shapes": ["shapes", "L-layer network"],
        "explore_walk": ["forward block", "backward block", "caches"],
        "cost_curve": ["gradient descent"],
    },
)
