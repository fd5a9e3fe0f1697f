"""The exercise avoidable_bias: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def people_who_vote(rng, k, m, classes, wrong):
    """Votes (k, m) of k people who guess this often, a share for all or for each (k, 1), and labels (1, m)."""
    Y = rng.integers(0, classes, (1, m))
    votes = np.where(rng.random((k, m)) < wrong, rng.integers(0, classes, (k, m)), Y)
    return votes, Y


def panel_cases(rng):
    """Three people by hand; one better than the majority; fewer than half; ties; one person; a model below all."""
    Y = np.array([[0, 1, 2, 3]])
    votes = np.array([[0, 1, 2, 0], [0, 1, 0, 3], [1, 1, 2, 3]])
    cases = [(votes, Y, 0.3)]
    cases.append((np.array([[0, 1, 2, 3], [3, 3, 3, 3], [3, 3, 3, 3]]), Y, 0.3))
    # The right label has two of five votes, and the others one each
    most = [[2, 1, 3, 0, 6], [2, 5, 0, 2, 3], [0, 5, 12, 4, 8], [1, 8, 12, 11, 9], [9, 9, 14, 11, 6]]
    cases.append((np.array(most), np.array([[2, 5, 12, 11, 6]]), 0.5))
    cases.append((np.array([[2, 1, 2, 3], [0, 1, 1, 3], [1, 0, 0, 3], [3, 2, 3, 0]]), Y, 0.8))
    cases.append((np.array([[2, 1, 3, 1], [0, 2, 3, 1]]), np.array([[0, 1, 3, 2]]), 0.25))
    cases.append((np.array([[0, 1, 1, 3]]), Y, 0.1))
    for k, m, classes in ((3, 30, 4), (4, 20, 2)):
        wrong = np.array([0.15, *[0.7] * (k - 1)])[:, np.newaxis]
        cases.append((*people_who_vote(rng, k, m, classes, wrong), 0.2))
    for k, m, classes, wrong in ((5, 40, 10, 0.3), (3, 25, 2, 0.2), (4, 30, 3, 0.5), (6, 30, 4, 0.4)):
        cases.append((*people_who_vote(rng, k, m, classes, wrong), round(float(rng.uniform(0, 0.3)), 2)))
    return cases


def panel_wishes(rng):
    """A single image."""
    return [(np.array([[1], [1], [2]]), np.array([[1]]), 0.0)]


def by_loops(votes, Y, train_error):
    k, m = votes.shape
    wrong = [sum(int(votes[person, j] != Y[0, j]) for j in range(m)) / m for person in range(k)]
    missed = sum(int(np.bincount(votes[:, j]).argmax() != Y[0, j]) for j in range(m))
    human = min(*wrong, missed / m)
    return train_error - human, human


def by_one_more_row(votes, Y, train_error):
    labels = np.arange(max(votes.max(), Y.max()) + 1)
    majority = (votes[..., None] == labels).sum(axis=0).argmax(axis=-1)
    human = (np.vstack([votes, majority]) != Y).mean(axis=1).min()
    return train_error - human, human


BEST = "min(errors.min(), majority)"

EXERCISE = Exercise(
    steps.avoidable_bias,
    points=14,
    returns=("bias", "human_error"),
    cases=panel_cases,
    wishes=panel_wishes,
    mistakes={
        "You take the mean of the people's errors; the lowest of all is the best proxy for what is possible.": slip(
            BEST, "min(errors.mean(), majority)"
        ),
        "You take the mean of the people's errors, and leave out the majority; the lowest of all is asked for.": slip(
            BEST, "errors.mean()"
        ),
        "You take the worse of the best person and the majority; take the lower of the two.": slip(
            BEST, "max(errors.min(), majority)"
        ),
        "You ask for more than half of the votes; the label with the most votes may have fewer.": slip(
            "np.mean(counts.argmax(axis=1) != Y[0])", "np.mean(np.sum(votes == Y, axis=0) <= len(votes) / 2)"
        ),
        "The largest label is not counted: arange(k) ends at k − 1.": slip("votes.max() + 1", "max(votes.max(), 1)"),
        "The majority is left out; several people together may be better than each of them.": slip(
            BEST, "errors.min()"
        ),
        "You look at the majority alone; where one person is better than it, that person's error is lower still.": slip(
            BEST, "majority"
        ),
        "You take the worst of all; no error that somebody stays below can be the lowest possible one.": slip(
            BEST, "max(errors.max(), majority)"
        ),
        "Your sign is turned: the bias is the training error minus the human error.": slip(
            "return train_error - human_error", "return human_error - train_error"
        ),
        "You cut the bias off at 0; below 0 it says that the model surpasses people.": slip(
            "return train_error - human_error", "return max(train_error - human_error, 0.0)"
        ),
        "You return the size of the difference; below 0 it says that the model surpasses people.": slip(
            "return train_error - human_error", "return abs(train_error - human_error)"
        ),
        "Your majority is the mean of the labels, rounded; labels are names, so count the votes for each.": slip(
            "counts.argmax(axis=1) != Y[0]", "np.round(votes.mean(axis=0)) != Y[0]"
        ),
        "Your majority is the median of the labels; labels are names, so count the votes for each.": slip(
            "counts.argmax(axis=1) != Y[0]", "np.median(votes, axis=0) != Y[0]"
        ),
        "Of labels with as many votes you take the largest; take the smallest.": slip(
            "counts.argmax(axis=1)", "(counts.shape[1] - 1 - counts[:, ::-1].argmax(axis=1))"
        ),
        "You count an image as right if anybody is right on it; ask for the label with the most votes.": slip(
            "majority = np.mean(counts.argmax(axis=1) != Y[0])", "majority = np.mean(np.all(votes != Y, axis=0))"
        ),
        "You return the share of right answers as the human error; take it from 1.": slip(
            "return train_error - human_error, human_error", "return train_error - human_error, 1 - human_error"
        ),
        "The model's error is returned; the human error comes second.": slip(
            "return train_error - human_error, human_error", "return train_error - human_error, train_error"
        ),
        "Only the bias is returned; return the human error after it.": slip(
            "return train_error - human_error, human_error", "return train_error - human_error"
        ),
    },
    right=[by_loops, by_one_more_row],
    hints=[
        "k people give k errors, and their majority one more. Which of these is closest to what is possible at all?",
        "human_error = min(errors of each person, error of the majority); bias = train_error − human_error.",
        "errors = np.mean(votes != Y, axis=1); counts = np.sum(votes[:, :, np.newaxis] == np.arange(votes.max() + 1), "
        "axis=0); majority = np.mean(counts.argmax(axis=1) != Y[0]); human_error = min(…)",
    ],
    topics=["human-level performance", "Bayes error", "avoidable bias and variance", "surpassing human level"],
)
