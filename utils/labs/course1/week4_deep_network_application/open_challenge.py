"""The open challenge of this lab: more from the same 400 images than 50 newly drawn bears bring."""

import numpy as np
from threadpoolctl import threadpool_limits

from utils.checking import Challenge, OverBudget
from utils.data.cats import load_cats, make_pictures
from utils.steps.logistic_regression import flatten_images

IMAGES, DRAWN = 600, 60  # newly drawn test images, and the seed that draws them
SEEDS, MOST = tuple(range(21, 31)), 800  # seeds on which the lab itself trains no deep network; training images
HIDDEN, RATE, STEPS = (20, 7, 5), 0.05, 500
BASELINE = 0.904  # with 50 more bears, the mean of three drawings; 0.888 without


def accuracy_of(my_images):
    """The mean accuracy over SEEDS of deep networks that were trained on what my_images makes of the 400 images.

    my_images: (images (400, 64, 64, 3) uint8, Y (1, 400)) -> images (k, 64, 64, 3) from 0 to 255, and Y (1, k).
    Raises OverBudget for more than MOST images, ValueError for other shapes.
    """
    cats = load_cats()
    images, Y = (np.asarray(part) for part in my_images(cats.X_train.copy(), cats.Y_train.copy()))
    if images.shape[1:] != (64, 64, 3) or Y.shape != (1, len(images)):
        raise ValueError(f"shapes {images.shape} and {Y.shape}; due are (k, 64, 64, 3) and (1, k)")
    if len(images) > MOST:
        raise OverBudget(f"{len(images)} images; at most {MOST} are allowed")
    return mean_accuracy(flatten_images(images) / 255 - 0.5, Y)


def mean_accuracy(X, Y):
    """The mean accuracy over SEEDS on IMAGES newly drawn images.    X: (12288, k), centred.    Y: (1, k)."""
    from utils.labs.course1.week4_deep_network_application.explorers import accuracies, train_together  # and widgets

    drawn, Y_new, _ = make_pictures(IMAGES, "test", np.random.default_rng(DRAWN))
    with threadpool_limits(1):
        axes, R = np.linalg.qr(X)
        networks = train_together(R, Y, [len(R), *HIDDEN, 1], SEEDS, RATE, STEPS)
        return float(accuracies(axes.T @ (flatten_images(drawn) / 255 - 0.5), Y_new, *networks).mean())


CHALLENGE = Challenge(
    "my_images",
    task="Make more of the 400 training images than 50 newly drawn bears bring.",
    baseline=BASELINE,
    of="the 400 images and 50 more bears",
    budget=f"At most {MOST} images, all made of the 400; 20, 7, 5 units, {STEPS} iterations; {len(SEEDS)} seeds count.",
    judge=accuracy_of,
)
