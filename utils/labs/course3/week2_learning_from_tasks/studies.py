"""Several tasks at once, as the lab tries it: questions with missing answers, and a digit on a texture.

Of the 1797 real digits each study keeps those of its test apart.
"""

from typing import NamedTuple

import numpy as np

from utils.data.digits import load_digits
from utils.data.textured_digits import KINDS, on_textures
from utils.labs.course3.week2_learning_from_tasks import networks as net
from utils.steps.learning_from_tasks import multitask_forward

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


UNITS = (8, 16, 32, 64, 128, 256)


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
