"""Exercises of the lab on logistic regression."""

from utils.checking import Lab
from utils.labs.course1.week2_logistic_regression import (
    flatten_images,
    initialize_with_zeros,
    model,
    optimize,
    predict,
    propagate,
)
from utils.labs.course1.week2_logistic_regression.open_challenge import CHALLENGE
from utils.labs.course1.week2_logistic_regression.quiz import QUESTIONS

lab = Lab(
    "course1/week2_logistic_regression",
    title="Logistic regression",
    edition=2,
    minutes=65,
    builds="a classifier of 64 × 64 images, gradient descent, cost curves",
    exercises=[
        flatten_images.EXERCISE,
        initialize_with_zeros.EXERCISE,
        propagate.EXERCISE,
        optimize.EXERCISE,
        predict.EXERCISE,
        model.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "loss_curves": ["loss and cost"],
        "example_graph": ["logistic regression", "computational graph"],
        "explore_learning_rate": ["gradient descent", "learning rate"],
        "explore_weights": ["logistic regression", "images as vectors"],
        "cost_curve": ["gradient descent"],
    },
)
