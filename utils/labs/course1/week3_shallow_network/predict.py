"""The exercise predict: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import network, readable
from utils.steps import shallow_network as steps
from utils.steps.shallow_network import forward_propagation


def predict_cases(rng):
    """The readable network; random ones; and one that is undecided everywhere."""
    zero = {key: np.zeros_like(value) for key, value in readable().items()}
    return [
        (readable(), np.array([[1.0, -1.0, 0.0], [0.5, 2.0, -1.0]])),
        (network(rng, 3, 4, scale=1.5), rng.normal(size=(3, 12))),
        (network(rng, 2, 3, 2, scale=1.5), rng.normal(size=(2, 7))),
        (zero, rng.normal(size=(2, 4))),
    ]


def predict_by_rounding(parameters, X):
    return np.round(forward_propagation(X, parameters)[0])


def predict_by_score(parameters, X):
    return np.where(forward_propagation(X, parameters)[1]["Z2"] > 0, 1, 0)


EXERCISE = Exercise(
    steps.predict,
    points=4,
    returns=("predictions",),
    cases=predict_cases,
    mistakes={
        "A probability of exactly 0.5 gives 0 here: compare with >, not >=.": slip("A2 > 0.5", "A2 >= 0.5"),
        "You return the probabilities; compare them with 0.5.": slip("(A2 > 0.5).astype(int)", "A2"),
        "Every probability is above 0; the threshold is 0.5.": slip("A2 > 0.5", "A2 > 0"),
        "The two answers are exchanged: 1 stands for a probability above 0.5.": slip("A2 > 0.5", "A2 < 0.5"),
        "astype(int) cuts every probability down to 0; compare with 0.5 first.": slip(
            "(A2 > 0.5).astype(int)", "A2.astype(int)"
        ),
        "An if decides once, for the whole array; a comparison, A2 > 0.5, decides element by element.": slip(
            "(A2 > 0.5).astype(int)", "1 if A2 > 0.5 else 0"
        ),
        "forward_propagation returns two things, A2 and the cache; compare A2 alone.": slip("A2, _ = ", "A2 = "),
    },
    accepted={
        "your predictions are True and False; 0 and 1 can be added up and compared: (A2 > 0.5).astype(int).": slip(
            ".astype(int)", ""
        ),
    },
    right=[predict_by_rounding, predict_by_score],
    hints=[
        "The forward pass gives a probability for each example.",
        "1 where A2 > 0.5, else 0.",
        "A2, _ = forward_propagation(X, parameters); return (A2 > …).astype(int)",
    ],
    topics=["shallow network"],
)
