"""The lab on gradient checking: measured gradients, the best step, and what a check cannot see."""

from utils.checking import Lab
from utils.labs.course2.week1_gradient_checking import (
    backward_propagation_leaky,
    backward_propagation_n,
    best_epsilon,
    gradient_check,
    gradient_check_n,
    random_direction_check,
    vector_to_dictionary,
    worst_element,
)
from utils.labs.course2.week1_gradient_checking.open_challenge import CHALLENGE
from utils.labs.course2.week1_gradient_checking.quiz import QUESTIONS

lab = Lab(
    "course2/week1_gradient_checking",
    title="Gradient checking",
    edition=1,
    minutes=85,
    builds="a gradient check, its best step, two bugs found in backward passes; where it is blind",
    exercises=[
        gradient_check.EXERCISE,
        best_epsilon.EXERCISE,
        vector_to_dictionary.EXERCISE,
        gradient_check_n.EXERCISE,
        backward_propagation_n.EXERCISE,
        worst_element.EXERCISE,
        backward_propagation_leaky.EXERCISE,
        random_direction_check.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_step": ["gradient checking"],
        "differences_by_step": ["gradient checking"],
        "accuracy_by_fault": ["gradient checking"],
    },
)
