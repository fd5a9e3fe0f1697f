"""The open challenge of this lab: what can be learnt of two moons from 40 points."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.planar import moons
from utils.labs.course2.week1_regularization import networks

SEEDS, POINTS, MOST = tuple(range(40, 48)), 40, 10.0  # draws that the lab trains nothing on; CPU seconds for one draw
BASELINE = 0.124  # the network of the lab with an L2 penalty, λ = 0.3, the best of 0.1, 0.3, 1, 3


def mean_error_of(my_answers):
    """The mean over SEEDS of the share of 2000 new points that are answered wrongly.

    my_answers: (X, Y, X_new, rng) -> (1, 2000) of 0 and 1.
    Raises ValueError for answers of another shape, OverBudget where a draw takes longer than MOST.
    """
    errors = []
    for seed in SEEDS:
        X, Y = moons(POINTS, np.random.default_rng(seed), networks.NOISE)
        X_new, Y_new = moons(2000, np.random.default_rng(1000 + seed), networks.NOISE)
        begun = time.process_time()
        answers = np.asarray(my_answers(X, Y, X_new, np.random.default_rng(seed)))
        if time.process_time() - begun > MOST:
            raise OverBudget(f"one draw took more than {MOST:.0f} s of CPU; train fewer networks, or for fewer steps")
        if answers.shape != Y_new.shape or not np.isin(answers, (0, 1)).all():
            raise ValueError(f"answers of shape {answers.shape}; due are {Y_new.shape} of 0 and 1")
        errors.append(np.mean(answers != Y_new))
    return float(np.mean(errors))


def with_l2(X, Y, X_new, rng, lambd=0.3):
    """The baseline: the lab's network with an L2 penalty."""
    begin = networks.initialize_parameters_he(list(networks.DIMS), rng)
    end, _ = networks.train(X, Y, begin, networks.l2_gradients(lambd))
    return (networks.scores_of(X_new, end) > 0).astype(int)


CHALLENGE = Challenge(
    "my_answers",
    task="Learn from 40 points of the moons, and answer new ones with fewer errors than the network with L2.",
    baseline=BASELINE,
    of="the lab's network with λ = 0.3",
    budget=f"40 points and {MOST:.0f} s of CPU for each of eight draws; the mean share of wrong answers counts.",
    judge=mean_error_of,
    higher=False,
    digits=3,
)
