"""Exercises of the lab that trains a convolutional network on digits."""

from utils.checking import Lab
from utils.labs.course4.week1_cnn_application import (
    convolutional_model,
    feature_maps,
    parameter_table,
    parameters_three_ways,
    predict,
    same_size_dense,
    shift,
    train,
)
from utils.labs.course4.week1_cnn_application.open_challenge import CHALLENGE
from utils.labs.course4.week1_cnn_application.quiz import QUESTIONS

lab = Lab(
    "course4/week1_cnn_application",
    title="A convolutional network on digits",
    edition=2,
    minutes=75,
    builds="a LeNet-style network, its table of parameters, training, feature maps, "
    "a dense network of the same size beside it",
    exercises=[
        parameters_three_ways.EXERCISE,
        convolutional_model.EXERCISE,
        feature_maps.EXERCISE,
        parameter_table.EXERCISE,
        same_size_dense.EXERCISE,
        train.EXERCISE,
        predict.EXERCISE,
        shift.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "cost_curve": ["simple CNN"],
        "maps_by_stage": ["simple CNN"],
        "explore_feature_maps": ["simple CNN", "parameter sharing"],
        "accuracy_when_moved": ["parameter sharing"],
        "sizes_by_layer": ["simple CNN"],
    },
)
