"""Exercises of the lab that builds convolution and pooling, forward and backward."""

from utils.checking import Lab
from utils.labs.course4.week1_convolution_steps import (
    conv_backward,
    conv_forward,
    conv_forward_im2col,
    conv_output_shape,
    conv_single_step,
    create_mask_from_window,
    distribute_value,
    gradient_filters,
    im2col,
    pool_backward,
    pool_forward,
    zero_pad,
)
from utils.labs.course4.week1_convolution_steps.quiz import QUESTIONS

lab = Lab(
    "course4/week1_convolution_steps",
    title="Convolution, step by step",
    edition=2,
    minutes=75,
    builds="edge filters, padding, convolution and pooling forward and backward in loops, then as one matrix product",
    exercises=[
        gradient_filters.EXERCISE,
        zero_pad.EXERCISE,
        conv_output_shape.EXERCISE,
        conv_single_step.EXERCISE,
        conv_forward.EXERCISE,
        pool_forward.EXERCISE,
        conv_backward.EXERCISE,
        create_mask_from_window.EXERCISE,
        distribute_value.EXERCISE,
        pool_backward.EXERCISE,
        im2col.EXERCISE,
        conv_forward_im2col.EXERCISE,
    ],
    quiz=QUESTIONS,
    shows={
        "explore_stepping": ["edge detection"],
        "angle_errors": ["Sobel and Scharr"],
        "explore_filters": ["edge detection"],
        "explore_coverage": ["padding", "strided convolution"],
        "number_grid": ["backward pass of a convolution"],
        "times_by_size": ["vectorisation"],
    },
)
