"""Exercises of the lab that builds convolution and pooling, forward and backward."""

from utils.checking import Lab
from utils.labs.course4.week1_convolution_steps import (
    conv_backward,
    conv_forward,
    conv_single_step,
    create_mask_from_window,
    distribute_value,
    pool_backward,
    pool_forward,
    zero_pad,
)
from utils.labs.course4.week1_convolution_steps.open_challenge import CHALLENGE
from utils.labs.course4.week1_convolution_steps.quiz import QUESTIONS

lab = Lab(
    "course4/week1_convolution_steps",
    title="Convolution, step by step",
    edition=3,
    minutes=90,
    builds="padding, convolution and pooling, forward and backward in loops; "
    "edge filters and one matrix product to read",
    exercises=[
        zero_pad.EXERCISE,
        conv_single_step.EXERCISE,
        conv_forward.EXERCISE,
        pool_forward.EXERCISE,
        conv_backward.EXERCISE,
        create_mask_from_window.EXERCISE,
        distribute_value.EXERCISE,
        pool_backward.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_stepping": ["edge detection"],
        "angle_errors": ["Sobel and Scharr"],
        "explore_filters": ["edge detection"],
        "explore_coverage": ["padding", "strided convolution"],
        "number_grid": ["backward pass of a convolution"],
        "times_by_size": ["vectorisation"],
    },
)
