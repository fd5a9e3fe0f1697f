"""The sum of two digits in a strip, as the lab tries it: pipelines of two stages, and one network from image to sum.

Of the 1797 real digits 1000 are to learn from; dev and test have digits of their own.
"""

from functools import partial

import numpy as np

from utils.data.digit_sums import Sums, add_up, brightest_boxes
from utils.data.digits import load_digits
from utils.labs.course3.week2_learning_from_tasks import networks as net
from utils.steps.learning_from_tasks import class_scores, end_to_end_predict, pipeline_predict

SIZES = (300, 1000, 5000, 30_000)
READER, FINDER, END_TO_END, WIDER = [64, 64, 5], [80, 64, 3], [160, 128, 64, 9], [160, 256, 128, 9]
SYSTEMS = ("rule, reader of true boxes", "rule, reader of its boxes", "learnt boxes", "true boxes", "end to end")


def sums_data(seed, m=SIZES[-1]):
    """m strips to learn from, 1000 for dev, 2000 for the test: three Sums."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    return (
        add_up(real.X_train[:, :1000], real.Y_train[:, :1000], m, rng),
        add_up(real.X_train[:, 1000:], real.Y_train[:, 1000:], 1000, rng),
        add_up(real.X_test, real.Y_test, 2000, rng),
    )


def first(data, n):
    """The first n images of Sums."""
    return Sums(*(part[:n] for part in data))


def crops_of(images, left):
    """What the boxes hold, in order: (m, 2, 8, 8)."""
    columns = left[:, :, np.newaxis] + np.arange(8)
    return images.transpose(0, 2, 1)[np.arange(len(images))[:, np.newaxis, np.newaxis], columns].transpose(0, 1, 3, 2)


def halves(images):
    """Left and right half of each strip below each other, as columns (80, 2 m): those of an image are neighbours."""
    return images.reshape(-1, 8, 2, 10).transpose(0, 2, 1, 3).reshape(-1, 80).T


def true_crops(data):
    """What a reader of true boxes learns from: crops as columns, their digits."""
    return crops_of(data.images, data.left).reshape(-1, 64).T, data.digits.ravel()


def rule_crops(data):
    """What a reader of the rule's boxes learns from: crops as columns, the digits that should be in them."""
    return crops_of(data.images, brightest_boxes(data.images)).reshape(-1, 64).T, data.digits.ravel()


def places(data):
    """What a finder learns from: half strips as columns, and the place of the box in each."""
    return halves(data.images), (data.left - [0, 10]).ravel()


def whole_strips(data):
    """What one network from image to sum learns from: strips as columns, their sums."""
    return data.images.reshape(len(data.images), -1).T, data.sums


NETWORKS = {  # what each learns from, its widths
    "reader of true boxes": (true_crops, READER),
    "reader of the rule's boxes": (rule_crops, READER),
    "finder": (places, FINDER),
    "end to end": (whole_strips, END_TO_END),
}


def train(name, data, dev, seed, rate, widths=None, **settings):
    """`Trained`: one of NETWORKS, until its error on dev falls no more.

    widths: others than its own.    settings: of `train_on_dev`, such as wait.
    """
    learns_from, own = NETWORKS[name]
    rng = np.random.default_rng([seed, list(NETWORKS).index(name), len(data.sums)])
    X, labels = learns_from(data)
    settings = {"batch": 64, "most": 8000, "wait": 800, **settings}
    start = net.start(widths or own, rng)
    return net.train_on_dev(start, np.ascontiguousarray(X), labels, learns_from(dev), rng, rate, **settings)


def classes_of(X, parameters):
    """The class with the highest score for each column."""
    return class_scores(X, parameters)[0].argmax(axis=0)


def read(crops, parameters):
    """Digits (n,) of crops (n, 8, 8)."""
    return classes_of(crops.reshape(len(crops), -1).T, parameters)


def find(images, parameters):
    """Left columns (m, 2) of the boxes of strips."""
    return classes_of(halves(images), parameters).reshape(-1, 2) + [0, 10]


def system_errors(networks, data):
    """The share of wrong sums of each of SYSTEMS.    networks: {name of NETWORKS: parameters}.    data: Sums."""
    reader = partial(read, parameters=networks["reader of true boxes"])
    used_to_rule = partial(read, parameters=networks["reader of the rule's boxes"])
    finder = partial(find, parameters=networks["finder"])
    found = (
        pipeline_predict(data.images, brightest_boxes, reader),
        pipeline_predict(data.images, brightest_boxes, used_to_rule),
        pipeline_predict(data.images, finder, reader),
        pipeline_predict(data.images, lambda _: data.left, reader),
        end_to_end_predict(data.images, networks["end to end"]),
    )
    return {name: float(np.mean(sums != data.sums)) for name, sums in zip(SYSTEMS, found, strict=True)}
