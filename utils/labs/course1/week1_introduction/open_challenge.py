"""The open challenge of this lab: read placed digits from 400 images better than the RBF SVM does."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.placed_digits import load_placed_digits
from utils.steps.introduction import accuracy

DIVISIONS, IMAGES = (21, 22, 23), 400  # divisions of the digits that the lab itself does not use
SECONDS = 60.0  # of the processor, for all divisions together
BASELINE = 0.661  # SVC(C=10)


def accuracy_of(my_fit):
    """The mean accuracy over DIVISIONS of what my_fit makes of IMAGES training images, on digits not among them.

    my_fit: (X (144, 400), Y (1, 400)) -> predict; predict(X_new) returns (1, m) labels.
    Raises OverBudget after SECONDS of processor time, ValueError for predictions of another shape.
    """
    scores, spent = [], 0.0
    for division in DIVISIONS:
        rng = np.random.default_rng(division)
        placed = load_placed_digits(rng)
        first = rng.permutation(placed.X_train.shape[1])[:IMAGES]
        began = time.process_time()
        guess = my_fit(placed.X_train[:, first], placed.Y_train[:, first])(placed.X_test)
        spent += time.process_time() - began
        if spent > SECONDS:
            raise OverBudget(f"it took {spent:.0f} s of the processor, and has {SECONDS:.0f}; try a smaller model")
        if np.shape(guess) != placed.Y_test.shape:
            raise ValueError(f"the labels have shape {np.shape(guess)}; due is {placed.Y_test.shape}")
        scores.append(accuracy(guess, placed.Y_test))
    return float(np.mean(scores))


CHALLENGE = Challenge(
    "my_fit",
    task="From 400 placed digits, read new ones better than the RBF SVM does.",
    baseline=BASELINE,
    of="the RBF SVM",
    budget=f"{IMAGES} images in each of {len(DIVISIONS)} divisions; {SECONDS:.0f} s of the processor for all of them.",
    judge=accuracy_of,
)
