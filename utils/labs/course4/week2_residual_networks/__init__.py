"""Exercises of the lab on residual networks."""

from utils.checking import Lab
from utils.labs.course4.week2_residual_networks import (
    convolutional_block,
    convolutional_block_backward,
    gradient_norms,
    identity_block,
    identity_block_backward,
    main_path_backward,
    main_path_forward,
    resnet50,
)
from utils.labs.course4.week2_residual_networks.open_challenge import CHALLENGE
from utils.labs.course4.week2_residual_networks.quiz import QUESTIONS

lab = Lab(
    "course4/week2_residual_networks",
    title="Residual networks",
    edition=2,
    minutes=70,
    builds="identity and convolutional blocks both ways, ResNet50 counted, plain against residual by depth",
    exercises=[
        main_path_forward.EXERCISE,
        main_path_backward.EXERCISE,
        identity_block.EXERCISE,
        identity_block_backward.EXERCISE,
        convolutional_block.EXERCISE,
        convolutional_block_backward.EXERCISE,
        gradient_norms.EXERCISE,
        resnet50.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "losses_by_step": ["why residual networks work"],
        "accuracy_by_depth": ["why residual networks work"],
        "along_the_net": ["why residual networks work", "vanishing and exploding gradients"],
        "explore_depth": ["why residual networks work", "vanishing and exploding gradients"],
    },
)
