"""Exercises of the lab that trains deep networks on images."""

from utils.checking import Lab
from utils.labs.course1.week4_deep_network_application import (
    accuracy,
    compare_architectures,
    count_parameters,
    l_layer_model,
    predict,
    two_layer_model,
    worst_mistakes,
)
from utils.labs.course1.week4_deep_network_application.open_challenge import CHALLENGE
from utils.labs.course1.week4_deep_network_application.quiz import QUESTIONS

lab = Lab(
    "course1/week4_deep_network_application",
    title="A deep network on images",
    edition=2,
    minutes=70,
    builds="two and more layers against logistic regression on the same images",
    exercises=[
        two_layer_model.EXERCISE,
        predict.EXERCISE,
        accuracy.EXERCISE,
        l_layer_model.EXERCISE,
        worst_mistakes.EXERCISE,
        compare_architectures.EXERCISE,
        count_parameters.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "cost_curve": ["gradient descent"],
        "scores_by_seed": ["parameters and hyperparameters"],
        "folded_lines": ["why depth"],
        "explore_depth_and_width": ["why depth", "parameters and hyperparameters"],
        "unit_pictures": ["images as vectors"],
    },
)
