"""The lab on optimisation algorithms."""

from utils.checking import Lab
from utils.labs.course2.week2_optimization import (
    exponentially_weighted_average,
    initialize_velocity,
    random_mini_batches,
    schedule_lr_decay,
    update_parameters_with_adam,
    update_parameters_with_momentum,
    update_parameters_with_rmsprop,
)
from utils.labs.course2.week2_optimization.open_challenge import CHALLENGE
from utils.labs.course2.week2_optimization.quiz import QUESTIONS

lab = Lab(
    "course2/week2_optimization",
    title="Optimisation algorithms",
    edition=1,
    minutes=75,
    builds="mini-batches, corrected averages, momentum, RMSprop, Adam, decay, each at its own learning rate",
    exercises=[
        random_mini_batches.EXERCISE,
        exponentially_weighted_average.EXERCISE,
        initialize_velocity.EXERCISE,
        update_parameters_with_momentum.EXERCISE,
        update_parameters_with_rmsprop.EXERCISE,
        update_parameters_with_adam.EXERCISE,
        schedule_lr_decay.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_race": ["momentum", "RMSprop", "Adam", "saddle points and local optima", "plateaus"],
        "explore_smoothing": ["exponentially weighted averages", "bias correction"],
        "costs_by_epoch": ["batch, mini-batch and stochastic gradient descent", "learning-rate decay"],
    },
)
