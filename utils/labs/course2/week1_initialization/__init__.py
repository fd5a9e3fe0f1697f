"""The lab on where weights start, and what becomes of signals and gradients in deep networks."""

from utils.checking import Lab
from utils.labs.course2.week1_initialization import (
    activation_statistics,
    clip_by_global_norm,
    gradient_norms_by_depth,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
    train_with_clipping,
)
from utils.labs.course2.week1_initialization.open_challenge import CHALLENGE
from utils.labs.course2.week1_initialization.quiz import QUESTIONS

lab = Lab(
    "course2/week1_initialization",
    title="Where weights start",
    edition=1,
    minutes=80,
    builds="zeros, large, He and Xavier starts; signal and gradient by depth; clipping",
    exercises=[
        initialize_parameters_zeros.EXERCISE,
        initialize_parameters_random.EXERCISE,
        activation_statistics.EXERCISE,
        initialize_parameters_he.EXERCISE,
        gradient_norms_by_depth.EXERCISE,
        initialize_parameters_xavier.EXERCISE,
        clip_by_global_norm.EXERCISE,
        train_with_clipping.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "activation_histograms": ["vanishing and exploding gradients"],
        "explore_depth": ["vanishing and exploding gradients", "Xavier initialisation", "He initialisation"],
        "boundaries": ["He initialisation", "symmetry"],
        "errors_by_depth": ["default initialisation of PyTorch", "Xavier initialisation", "He initialisation"],
        "cost_with_and_without": ["gradient clipping by norm"],
    },
)
