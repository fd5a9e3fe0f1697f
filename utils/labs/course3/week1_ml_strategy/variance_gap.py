"""The exercise variance_gap: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def gap_cases(rng):
    """Ten and five examples by hand; no error; all wrong on the dev set; a dev set that went better; random ones."""
    zeros = np.zeros((1, 10), dtype=int)
    some = zeros.copy()
    some[0, 0] = 1
    cases = [(zeros, some, zeros[:, :5], np.array([[1, 1, 0, 0, 0]])), (zeros, zeros, zeros[:, :5], zeros[:, :5])]
    cases += [(zeros, some, zeros[:, :5], 1 + zeros[:, :5]), (zeros, 1 - some, zeros[:, :4], some[:, :4])]
    for m_train, m_dev, classes in ((40, 20, 10), (25, 33, 3), (60, 12, 2)):
        Y, Y_dev = rng.integers(0, classes, (1, m_train)), rng.integers(0, classes, (1, m_dev))
        Y_hat = np.where(rng.random(Y.shape) < 0.1, (Y + 1) % classes, Y)
        cases.append((Y, Y_hat, Y_dev, np.where(rng.random(Y_dev.shape) < 0.3, (Y_dev + 1) % classes, Y_dev)))
    return cases


def by_counts(Y_train, Y_hat_train, Y_dev, Y_hat_dev):
    m_train, m_dev = Y_train.size, Y_dev.size
    wrong_train, wrong_dev = np.count_nonzero(Y_train != Y_hat_train), np.count_nonzero(Y_dev != Y_hat_dev)
    return wrong_dev / m_dev - wrong_train / m_train, np.sqrt(wrong_dev * (m_dev - wrong_dev) / m_dev) / m_dev


def by_std(Y_train, Y_hat_train, Y_dev, Y_hat_dev):
    wrong = (Y_dev != Y_hat_dev).ravel().astype(float)
    return wrong.mean() - (Y_train != Y_hat_train).mean(), wrong.std() / len(wrong) ** 0.5


ROOT = "np.sqrt(dev_error * (1 - dev_error) / Y_dev.shape[1])"

EXERCISE = Exercise(
    steps.variance_gap,
    points=8,
    returns=("gap", "standard_error"),
    cases=gap_cases,
    mistakes={
        "Your sign is turned: the gap is the dev error minus the training error, and an error is the share that is "
        "wrong.": slip("return dev_error - train_error", "return train_error - dev_error"),
        "You return the size of the gap; below 0 it says that the dev set went better.": slip(
            "return dev_error - train_error", "return abs(dev_error - train_error)"
        ),
        "You return the dev error alone; take the training error from it.": slip(
            "return dev_error - train_error", "return dev_error"
        ),
        "Your standard error has no root: that is the variance of the mean.": slip(
            ROOT, "dev_error * (1 - dev_error) / Y_dev.shape[1]"
        ),
        "The number of examples stands outside of your root; it belongs inside.": slip(
            ROOT, "np.sqrt(dev_error * (1 - dev_error)) / Y_dev.shape[1]"
        ),
        "You return the standard deviation of one answer; the examples are the columns of Y_dev: divide its variance "
        "by their number before you take the root.": slip(ROOT, "np.sqrt(dev_error * (1 - dev_error))"),
        "Your standard error counts the training examples; the dev error is measured on m_dev.": slip(
            "/ Y_dev.shape[1])", "/ Y_train.shape[1])"
        ),
        "Your standard error is that of the training error; the dev error is the sample.": slip(
            ROOT, "np.sqrt(train_error * (1 - train_error) / Y_dev.shape[1])"
        ),
        "You add the training error's sample; the dev error's alone is asked for.": slip(
            ROOT,
            "np.sqrt(train_error * (1 - train_error) / Y_train.shape[1] + dev_error * (1 - dev_error) / "
            "Y_dev.shape[1])",
        ),
        "Your standard error is that of the gap's own size; put the dev error in.": slip(
            ROOT, "np.sqrt(abs(dev_error - train_error) * (1 - abs(dev_error - train_error)) / Y_dev.shape[1])"
        ),
        "You divide by m − 1; the variance is known from the share itself, not from deviations: divide by m.": slip(
            "Y_dev.shape[1]", "(Y_dev.shape[1] - 1)"
        ),
    },
    right=[by_counts, by_std],
    hints=[
        "Two shares of wrong answers, each by its own number of examples; then their difference.",
        "gap = dev error − training error; standard error = √(dev error · (1 − dev error) / m_dev).",
        "train_error = np.mean(Y_train != Y_hat_train); dev_error = …; np.sqrt(dev_error * (1 - dev_error) / "
        "Y_dev.shape[1])",
    ],
    topics=["avoidable bias and variance", "size of dev and test sets"],
)
