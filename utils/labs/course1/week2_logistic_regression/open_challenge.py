"""The open challenge of this lab: features with which one unit tells cats from other things, negatives included."""

import numpy as np
from threadpoolctl import threadpool_limits

from utils.checking import Challenge, OverBudget
from utils.data.cats import load_cats, make_pictures
from utils.steps.logistic_regression import optimize, predict

SEED, IMAGES = 50, 400  # of the newly drawn images
MOST, STEPS = 12288, 1000  # features, iterations
BASELINE = 0.678  # the pixels as they are


def accuracy_of(my_features):
    """The accuracy on newly drawn images of one unit that was trained on my_features of the 400 training images.

    my_features: images (m, 64, 64, 3) uint8 -> X (n, m). The rate is 0.8 times the safe one, for any X.
    Raises OverBudget for more than MOST features, ValueError for another shape or numbers that are not finite.
    """
    from utils.labs.course1.week2_logistic_regression.explorers import stable_rate  # brings the widgets along

    cats = load_cats()
    images, Y_new, _ = make_pictures(IMAGES, "test", np.random.default_rng(SEED))
    X, X_new = (checked(my_features(part.copy()), len(part)) for part in (cats.X_train, images))
    if len(X) != len(X_new):
        raise ValueError(f"{len(X)} features of the training images and {len(X_new)} of the new ones")
    with threadpool_limits(1):
        if len(X) > X.shape[1]:  # along the axes that the training images span, the steps are the same and cheaper
            axes, X = np.linalg.qr(X)
            X_new = axes.T @ X_new
        start = np.zeros((len(X), 1)), 0.0
        learnt, _, _ = optimize(*start, X, cats.Y_train, STEPS, 0.8 * stable_rate(X))
        return float(np.mean(predict(learnt["w"], learnt["b"], X_new) == Y_new))


def checked(X, m):
    """The features as floats, refused where they are too many or no (n, m) of finite numbers."""
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] != m or not np.isfinite(X).all():
        raise ValueError(f"features of shape {X.shape}; due are finite numbers, a column for each of {m} images")
    if len(X) > MOST:
        raise OverBudget(f"{len(X)} features; at most {MOST} are allowed, as many as an image has numbers")
    return X


CHALLENGE = Challenge(
    "my_features",
    task="Tell cats from other things with one unit, by features that you compute from the pixels.",
    baseline=BASELINE,
    of="the centred pixels as features",
    budget=f"One unit, {STEPS} iterations at 0.8 times the safe rate, at most {MOST} features.",
    judge=accuracy_of,
)
