"""Exercises of the lab that counts what networks cost, and wires an Inception module."""

from utils.checking import Lab
from utils.labs.course4.week2_classic_architectures import (
    compound_scaling,
    count_multiplications,
    count_parameters,
    depthwise_conv,
    inception_module,
    inception_module_backward,
    layer_output_shape,
    loss_with_auxiliary_head,
)
from utils.labs.course4.week2_classic_architectures.open_challenge import CHALLENGE
from utils.labs.course4.week2_classic_architectures.quiz import QUESTIONS

lab = Lab(
    "course4/week2_classic_architectures",
    title="What networks cost, and why they look as they do",
    edition=3,
    minutes=90,
    builds="parameters and multiplications from LeNet-5 to EfficientNet, an Inception module forward and backward, "
    "depthwise convolutions",
    exercises=[
        layer_output_shape.EXERCISE,
        count_parameters.EXERCISE,
        count_multiplications.EXERCISE,
        inception_module.EXERCISE,
        inception_module_backward.EXERCISE,
        loss_with_auxiliary_head.EXERCISE,
        depthwise_conv.EXERCISE,
        compound_scaling.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "costs_by_layer": ["cost in multiplications", "VGG-16"],
        "explore_costs": [
            "LeNet-5",
            "AlexNet",
            "VGG-16",
            "MobileNet v1",
            "MobileNet v2 bottleneck",
            "1×1 convolutions",
            "Inception module and network",
            "cost in multiplications",
        ],
        "gradients_by_depth": ["auxiliary heads"],
        "accuracies_by_pass": ["auxiliary heads"],
        "counts_against_time": ["depthwise separable convolution", "cost in multiplications"],
        "growth": ["compound scaling, EfficientNet"],
    },
)
