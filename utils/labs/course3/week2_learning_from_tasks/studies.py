"""What the lab tries: transfer to mirrored digits, questions with missing answers, a narrow layer, a pipeline.

Of the 1797 real digits each study keeps those of its test apart, and transfer those of its two tasks, too.
"""

from typing import NamedTuple

import numpy as np

from utils.data.digit_sums import Sums, add_up, brightest_boxes
from utils.data.digits import load_digits
from utils.data.placed_digits import place
from utils.data.textured_digits import KINDS, on_textures
from utils.labs.course3.week2_learning_from_tasks import networks as net
from utils.steps.learning_from_tasks import (
    end_to_end_predict,
    layers_forward,
    multitask_forward,
    pipeline_predict,
    replace_head,
)

# Transfer: a network that reads digits learns to read them in a mirror

SIDE, WIDTHS, NOISE = 10, [100, 128, 64, 10], 0.05
TRANSFER_SIZES = (20, 50, 100, 200, 500, 1000, 2000, 4400)
WAYS = {"head only": 2, "head and second layer": 1, "all layers": 0, "from scratch": None}  # layers that are frozen


class Transfer(NamedTuple):
    """Images as columns and labels (m,) of the source task, of the new task and of its test."""

    X_source: np.ndarray
    source: np.ndarray
    X: np.ndarray
    labels: np.ndarray
    X_test: np.ndarray
    test: np.ndarray


def mirrored(X):
    """Images of 8 × 8 pixels, (64, m), with left and right exchanged."""
    return np.ascontiguousarray(X.T.reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64).T)


def fields(X, copies, rng):
    """Each image so many times, at a random place of a field, with noise: (SIDE², copies · m)."""
    X = np.hstack([place(X, SIDE, rng) for _ in range(copies)])
    return np.clip(X + NOISE * rng.normal(size=X.shape), 0, 1).astype(np.float32)


def transfer_data(seed):
    """700 real digits at twelve places each for the source, 558 others mirrored, at eight, for the new task."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    X_source, Y_source = real.X_train[:, :700], real.Y_train[0, :700]
    X, Y = mirrored(real.X_train[:, 700:]), real.Y_train[0, 700:]
    return Transfer(
        fields(X_source, 12, rng),
        np.tile(Y_source, 12),
        fields(X, 8, rng),
        np.tile(Y, 8),
        fields(mirrored(real.X_test), 4, rng),
        np.tile(real.Y_test[0], 4),
    )


def source_network(data, seed, shuffle_pixels=False):
    """A network that has learnt the source task; with all pixels of an image in another order, the same for all."""
    rng = np.random.default_rng([seed, 1])
    order = rng.permutation(SIDE**2) if shuffle_pixels else np.arange(SIDE**2)
    return net.train(net.start(WIDTHS, rng), data.X_source[order], data.source, 4000, rng)


def learn_new_task(data, source, n, way, seed, rate=net.RATE):
    """The network that learns the new task from n examples in one of WAYS.    source: of `source_network`."""
    rng = np.random.default_rng([seed, 2, n])
    begin = net.start(WIDTHS, rng)
    if WAYS[way] is not None:
        begin = replace_head(source, WIDTHS[-1], rng)
    frozen = WAYS[way] or 0
    return net.train(begin, data.X[:, :n], data.labels[:n], 1500, rng, frozen, rate)


def transfer_error(data, source, n, way, seed, rate=net.RATE):
    """The test error of `learn_new_task`."""
    return net.error(learn_new_task(data, source, n, way, seed, rate), data.X_test, data.test)


def head_to_its_end(data, source, n):
    """The test error of a new head on the source's frozen layers that is trained until its cost falls no more.

    It is logistic regression on what the frozen layers return, with the penalty that scikit-learn has by default.
    """
    from sklearn.linear_model import LogisticRegression  # here, so that the lab loads quickly

    lower = {key: source[key] for key in list(source)[:-2]}
    found = LogisticRegression(max_iter=5000).fit(layers_forward(data.X[:, :n], lower)[0].T, data.labels[:n])
    return float(np.mean(found.predict(layers_forward(data.X_test, lower)[0].T) != data.test))


# Several tasks: eight questions on a digit, and a digit on a texture

QUESTIONS = {
    "is it even?": (0, 2, 4, 6, 8),
    "is it 5 or more?": (5, 6, 7, 8, 9),
    "is it prime?": (2, 3, 5, 7),
    "is there a loop?": (0, 6, 8, 9),
    "only straight lines?": (1, 4, 7),
    "a multiple of 3?": (0, 3, 6, 9),
    "is it from 4 to 7?": (4, 5, 6, 7),
    "a curve at the top?": (0, 2, 3, 5, 8),
}
ANSWERS = np.array([[digit in yes for digit in range(10)] for yes in QUESTIONS.values()], dtype=np.float32)  # (8, 10)
MISSING = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)
SHARED = [64, 64, 32]
SINGLES = {"eight, each as large": [64, 64, 32], "eight, an eighth each": [64, 8, 4]}


class Asked(NamedTuple):
    """Images X (64, m) and all answers Y (8, m), in two parts."""

    X: np.ndarray
    Y: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray


def asked_data(seed, m=1200, noise=0.1):
    """1200 digits to learn from and 539 others, noisy, with the answers to the eight questions."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    X, X_test = (X + noise * rng.normal(size=X.shape) for X in (real.X_train[:, :m], real.X_test))
    Y, Y_test = ANSWERS[:, real.Y_train[0, :m]], ANSWERS[:, real.Y_test[0]]
    return Asked(*(np.clip(a, 0, 1).astype(np.float32) for a in (X, Y, X_test, Y_test)))


def with_missing(Y, share, seed):
    """The answers with that share of them NaN, each by a draw of its own; a larger share takes away more."""
    drawn = np.random.default_rng([seed, 5]).random(Y.shape)
    return np.where(drawn < share, np.nan, Y).astype(np.float32)


def on_other_images(Y, j, n):
    """Answers of which each question keeps n, on images of its own: question j the first n, the others the next."""
    kept = np.full_like(Y, np.nan)
    for block, question in enumerate([j, *(k for k in range(len(Y)) if k != j)]):
        images = slice(block * n, (block + 1) * n)
        kept[question, images] = Y[question, images]
    return kept


def one_network(data, Y, seed, widths=SHARED, steps=1500, **learner):
    """Shared layers and a head of one question for each task, trained on answers Y: shared, heads."""
    rng = np.random.default_rng([seed, 7])
    labels = {task: Y[j : j + 1] for j, task in enumerate(QUESTIONS)}
    shared, heads = net.start_tasks(widths, dict.fromkeys(QUESTIONS, 1), rng)
    return net.train_tasks(shared, heads, data.X, labels, steps, rng, **learner)


def wrong_answers(shared, heads, X, Y):
    """The share of wrong answers to each question, (8,)."""
    predictions, _ = multitask_forward(X, shared, heads)
    return np.mean((np.vstack(list(predictions.values())) > 0.5) != Y, axis=1)


def single_network_errors(data, Y, seed, widths, steps=1500, tasks=None):
    """The share of wrong answers of one network for each question, which learns from that question's answers alone."""
    found = []
    for j in range(len(QUESTIONS)) if tasks is None else tasks:
        rng = np.random.default_rng([seed, 9, j])
        shared, heads = net.start_tasks(widths, {"alone": 1}, rng)
        shared, heads = net.train_tasks(shared, heads, data.X, {"alone": Y[j : j + 1]}, steps, rng)
        predictions, _ = multitask_forward(data.X_test, shared, heads)
        found.append(np.mean((predictions["alone"][0] > 0.5) != data.Y_test[j]))
    return np.array(found)


UNITS = (4, 8, 16, 32, 64, 128, 256)


def textured_data(seed):
    """3000 textured digits to learn from, 2000 of other digits to judge on: two TexturedDigits."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    return on_textures(real.X_train, real.Y_train, 3000, rng), on_textures(real.X_test, real.Y_test, 2000, rng)


def digit_and_texture(seed, units, tasks=("digit", "texture"), steps=2500):
    """Test errors {task: share} of a network with one shared layer of so many units, for one of the tasks or both."""
    train, test = textured_data(seed)
    classes = {"digit": 10, "texture": KINDS}
    labels = {task: net.one_hot(getattr(train, task), classes[task]) for task in tasks}
    rng = np.random.default_rng([seed, 11, units])
    shared, heads = net.start_tasks([train.X.shape[0], units], {task: classes[task] for task in tasks}, rng)
    shared, heads = net.train_tasks(shared, heads, train.X, labels, steps, rng, rate=3e-3)
    predictions, _ = multitask_forward(test.X, shared, heads)
    return {task: float(np.mean(predictions[task].argmax(axis=0) != getattr(test, task))) for task in tasks}


# The sum of two digits: a pipeline, and one network from image to sum

SUM_SIZES = (100, 300, 1000, 3000, 10_000, 30_000)
READER, FINDER, END_TO_END = [64, 64, 5], [80, 64, 3], [160, 256, 64, 9]


def sums_data(seed, m=SUM_SIZES[-1]):
    """m strips to learn from, 2000 of other digits to judge on: two Sums."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    return add_up(real.X_train, real.Y_train, m, rng), add_up(real.X_test, real.Y_test, 2000, rng)


def first(data, n):
    """The first n images of Sums."""
    return Sums(*(part[:n] for part in data))


def crops_of(images, left):
    """What the boxes hold, in order: (m, 2, 8, 8)."""
    columns = left[:, :, np.newaxis] + np.arange(8)
    return images.transpose(0, 2, 1)[np.arange(len(images))[:, np.newaxis, np.newaxis], columns].transpose(0, 1, 3, 2)


def train_reader(data, left, seed, steps=1500, rate=net.RATE):
    """A network that reads crops, trained on those of the boxes `left`: function (n, 8, 8) -> digits (n,)."""
    rng = np.random.default_rng([seed, 13, len(left)])
    X = crops_of(data.images, left).reshape(-1, 64).T
    parameters = net.train(net.start(READER, rng), X, data.digits.ravel(), steps, rng, rate=rate, batch=64)
    return lambda crops: net.class_scores(crops.reshape(len(crops), -1).T, parameters)[0].argmax(axis=0)


def halves(images):
    """Left and right half of each strip below each other, as columns (80, 2 m): those of an image are neighbours."""
    return images.reshape(-1, 8, 2, 10).transpose(0, 2, 1, 3).reshape(-1, 80).T


def train_finder(data, seed, steps=1500, rate=net.RATE):
    """A network that finds the box in each half, from their true places: function (m, 8, 20) -> left (m, 2)."""
    rng = np.random.default_rng([seed, 15, len(data.left)])
    places = (data.left - [0, 10]).ravel()
    parameters = net.train(net.start(FINDER, rng), halves(data.images), places, steps, rng, rate=rate, batch=64)
    return lambda images: net.class_scores(halves(images), parameters)[0].argmax(axis=0).reshape(-1, 2) + [0, 10]


def train_end_to_end(data, seed, steps=None, rate=net.RATE):
    """One network from the whole image to the sum, from sums alone; 2000 steps, or 6000 from 3000 images on."""
    rng = np.random.default_rng([seed, 17, len(data.sums)])
    steps = steps or (2000 if len(data.sums) < 3000 else 6000)
    X = data.images.reshape(len(data.images), -1).T
    return net.train(net.start(END_TO_END, rng), X, data.sums, steps, rng, rate=rate, batch=64)


SYSTEMS = ("rule, reader of true boxes", "rule, reader of its boxes", "learnt boxes", "true boxes", "end to end")


def longer_errors(data, test, seed, steps=6000, rate=3e-3):
    """The share of wrong sums of the three systems that learn, all of them trained longer and at a higher rate."""
    reader, finder = train_reader(data, data.left, seed, steps, rate), train_finder(data, seed, steps, rate)
    whole = train_end_to_end(data, seed, steps, rate)
    sums = {
        "learnt boxes": pipeline_predict(test.images, finder, reader),
        "true boxes": pipeline_predict(test.images, lambda _: test.left, reader),
        "end to end": end_to_end_predict(test.images, whole),
    }
    return {name: float(np.mean(found != test.sums)) for name, found in sums.items()}


def systems(data, seed):
    """All of SYSTEMS trained on the same images: {system: function (images, true boxes) -> sums}."""
    reader, finder = train_reader(data, data.left, seed), train_finder(data, seed)
    used_to_rule = train_reader(data, brightest_boxes(data.images), seed)
    whole = train_end_to_end(data, seed)
    return {
        SYSTEMS[0]: lambda images, left: pipeline_predict(images, brightest_boxes, reader),
        SYSTEMS[1]: lambda images, left: pipeline_predict(images, brightest_boxes, used_to_rule),
        SYSTEMS[2]: lambda images, left: pipeline_predict(images, finder, reader),
        SYSTEMS[3]: lambda images, left: pipeline_predict(images, lambda _: left, reader),
        SYSTEMS[4]: lambda images, left: end_to_end_predict(images, whole),
    }


def system_errors(data, test, seed):
    """The share of wrong sums of each of SYSTEMS."""
    return {name: float(np.mean(run(test.images, test.left) != test.sums)) for name, run in systems(data, seed).items()}
