"""The open challenge of this lab: name digits by the nearest of 200 prototypes."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.digits import load_digits

DIVISIONS, MOST = (31, 32, 33, 34, 35), 200  # divisions of the digits that the lab itself does not use
BASELINE = 0.957  # the first 200 training digits as they are


def accuracy_of(my_prototypes):
    """The mean accuracy over DIVISIONS of the nearest prototype, on digits that my_prototypes has not seen.

    my_prototypes: (X (64, m), Y (1, m)) -> P (64, k) and labels (1, k).
    Raises OverBudget for more than MOST prototypes, ValueError for other shapes.
    """
    scores = []
    for division in DIVISIONS:
        digits = load_digits(np.random.default_rng(division))
        P, labels = (np.asarray(part) for part in my_prototypes(digits.X_train, digits.Y_train))
        if P.ndim != 2 or len(P) != 64 or labels.shape != (1, P.shape[1]):
            raise ValueError(f"shapes {P.shape} and {labels.shape}; due are (64, k) and (1, k)")
        if P.shape[1] > MOST:
            raise OverBudget(f"{P.shape[1]} prototypes; at most {MOST} are allowed")
        distances = np.sum(P**2, axis=0) - 2 * np.dot(digits.X_test.T, P)  # without what all prototypes share
        scores.append(np.mean(labels[0, np.argmin(distances, axis=1)] == digits.Y_test[0]))
    return float(np.mean(scores))


CHALLENGE = Challenge(
    "my_prototypes",
    task=f"Name new digits by the nearest of {MOST} prototypes, better than {MOST} training digits do.",
    baseline=BASELINE,
    of=f"the first {MOST} training digits",
    budget=f"At most {MOST} prototypes; the mean of {len(DIVISIONS)} divisions of the digits counts.",
    judge=accuracy_of,
)
