"""Exercises of the PyTorch twin of the lab on residual networks."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course4.week2_residual_networks_gpu import (
    convolutional_block,
    gradient_norms,
    identity_block,
    learning_rate_at,
    resnet50,
    scaled_step,
)
from utils.labs.course4.week2_residual_networks_gpu.open_challenge import CHALLENGE
from utils.labs.course4.week2_residual_networks_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course4/week2_residual_networks_gpu",
    title="Residual networks in PyTorch",
    edition=2,
    minutes=70,
    builds="the blocks and ResNet50 as modules, gradients at 110 layers, half precision, a run stopped and resumed",
    exercises=[
        identity_block.EXERCISE,
        convolutional_block.EXERCISE,
        resnet50.EXERCISE,
        gradient_norms.EXERCISE,
        learning_rate_at.EXERCISE,
        scaled_step.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "losses_by_step": ["why residual networks work", "blocks that start as the identity"],
        "norms_along": [
            "why residual networks work",
            "vanishing and exploding gradients",
            "blocks that start as the identity",
        ],
        "explore_half_precision": ["mixed precision"],
        "train_small": ["checkpoints"],
    },
)
