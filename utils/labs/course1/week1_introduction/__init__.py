"""Exercises of the first lab: a unit, a network, structured and unstructured data, the learning curve."""

from utils.checking import Lab
from utils.labs.course1.week1_introduction import (
    accuracy,
    housing_network,
    learning_curve,
    relu_layer,
    relu_unit,
    shuffle_pixels,
)
from utils.labs.course1.week1_introduction.open_challenge import CHALLENGE
from utils.labs.course1.week1_introduction.quiz import QUESTIONS

lab = Lab(
    "course1/week1_introduction",
    title="A first look at neural networks",
    edition=2,
    minutes=50,
    builds="a housing price unit, learning curves of small and large networks",
    exercises=[
        relu_unit.EXERCISE,
        relu_layer.EXERCISE,
        housing_network.EXERCISE,
        accuracy.EXERCISE,
        shuffle_pixels.EXERCISE,
        learning_curve.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_relu_unit": ["what a neural network is"],
        "network_diagram": ["what a neural network is"],
        "image_grid": ["structured and unstructured data"],
        "learning_curves": ["scale drives performance"],
        "explore_scale": ["scale drives performance"],
    },
)
