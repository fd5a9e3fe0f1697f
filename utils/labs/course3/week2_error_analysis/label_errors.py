"""What wrong labels in the training set cost, scattered at random or all in one way."""

import numpy as np

from utils.data.phone_digits import CLASSES, mislabel
from utils.labs.course3.week2_error_analysis.networks import train_network
from utils.labs.course3.week2_error_analysis.project import System, error_of, sources


def error_with_wrong_labels(share, kind, seed):
    """The true error on web images of a network that learned from labels of which a share is wrong.

    kind: "random", one of the nine other digits, or "next", each digit taken for the next one, 9 for 0.
    """
    drawn, rng = sources(seed), np.random.default_rng((seed, 13))
    truth = drawn.web.truth
    labels = mislabel(truth, share, rng)
    if kind == "next":
        labels = np.where(labels != truth, (truth + 1) % CLASSES, truth)
    system = System([train_network(drawn.web.images, labels, (seed, 0))], stretch=False)
    return error_of(system, drawn.train_dev.images, drawn.train_dev.truth)
