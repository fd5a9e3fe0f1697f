"""The exercise multitask_loss: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TASKS, drawn_labels
from utils.steps import learning_from_tasks as steps


def drawn(rng, questions, m, missing):
    """Predictions and labels of such a shape, that share of the labels missing."""
    predictions = {task: rng.uniform(0.02, 0.98, (n, m)) for task, n in questions.items()}
    return predictions, drawn_labels(rng, questions, m, missing)


def loss_cases(rng):
    """Two tasks with halves and quarters; none missing; most missing; a task without labels; one label in all."""
    nan = np.nan
    small = (
        {"loop": np.array([[0.5, 0.25, 0.5]]), "even": np.array([[0.5, 0.75, 0.9]])},
        {"loop": np.array([[1.0, 0.0, 1.0]]), "even": np.array([[0.0, nan, nan]])},
    )
    questions = {"a": 2, "b": 1, "c": 3}
    silent = drawn(rng, questions, 5, 0.3)
    silent[1]["b"][:] = nan
    alone = drawn(rng, {"a": 2, "b": 1}, 4, 0.0)
    alone = alone[0], {"a": np.full((2, 4), nan), "b": np.array([[nan, nan, 1.0, nan]])}
    return [
        small,
        drawn(rng, {"a": 1, "b": 1}, 6, 0.0),
        drawn(rng, questions, 7, 0.4),
        drawn(rng, {"a": 4, "b": 1}, 20, 0.9),
        silent,
        alone,
        drawn(rng, {"a": 3}, 1, 0.3),
        ({"a": np.array([[0.5, 0.5]])}, {"a": np.array([[nan, nan]])}),
    ]


def loss_by_where(predictions, labels):
    total, count = 0, 0
    for task in predictions:
        y, p = labels[task], predictions[task]
        there = np.logical_not(np.isnan(y))
        filled = np.where(there, y, 0)
        losses = -(filled * np.log(p) + (1 - filled) * np.log(1 - p))
        total, count = total + (losses * there).sum(), count + there.sum()
    return total / count if count else 0.0


def loss_by_nansum(predictions, labels):
    Y = np.vstack([labels[task] for task in labels])
    P = np.vstack([predictions[task] for task in labels])
    losses = -np.log(np.where(np.isnan(Y), np.nan, np.where(Y == 1, P, 1 - P)))
    return np.nansum(losses) / max(1, np.count_nonzero(~np.isnan(losses)))


def _mean_of_means(predictions, labels):
    means = []
    for task, Y in labels.items():
        known = ~np.isnan(Y)
        y, y_hat = Y[known], predictions[task][known]
        if y.size:
            means.append(np.mean(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)))
    return float(np.mean(means)) if means else 0.0


def _sum_of_means(predictions, labels):
    total = 0.0
    for task, Y in labels.items():
        known = ~np.isnan(Y)
        y, y_hat = Y[known], predictions[task][known]
        if y.size:
            total += np.mean(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))
    return float(total)


def _means_without_a_guard(predictions, labels):
    means = []
    for task, Y in labels.items():
        known = ~np.isnan(Y)
        y, y_hat = Y[known], predictions[task][known]
        means.append(np.mean(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)))
    return float(np.mean(means))


def _nan_times_zero(predictions, labels):
    total, labelled = 0.0, 0
    for task, Y in labels.items():
        known, y_hat = ~np.isnan(Y), predictions[task]
        total += np.sum(known * (-Y * np.log(y_hat) - (1 - Y) * np.log(1 - y_hat)))
        labelled += known.sum()
    return float(total / labelled) if labelled else 0.0


def _missing_is_no(predictions, labels):
    total, labelled = 0.0, 0
    for task, Y in labels.items():
        y, y_hat = np.nan_to_num(Y), predictions[task]
        total += np.sum(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))
        labelled += np.sum(~np.isnan(Y))
    return float(total / labelled) if labelled else 0.0


def _complete_columns(predictions, labels):
    known = ~np.isnan(np.vstack(list(labels.values()))).any(axis=0)
    total, labelled = 0.0, 0
    for task, Y in labels.items():
        y, y_hat = Y[:, known], predictions[task][:, known]
        total += np.sum(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))
        labelled += y.size
    return float(total / labelled) if labelled else 0.0


LOSS = "-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)"
MEAN = "float(total / labelled) if labelled else 0.0"

EXERCISE = Exercise(
    steps.multitask_loss,
    points=14,
    returns=("loss",),
    cases=loss_cases,
    mistakes={
        "You divide by all entries, missing ones too, so the loss falls as labels go missing; divide by those that you "
        "have added up.": slip("labelled += y.size", "labelled += Y.size"),
        "You divide by the number of examples, as if each had exactly one label; divide by the number of labels that "
        "are "
        "there.": slip(MEAN, "float(total / Y.shape[1])"),
        "You divide nothing; a mean needs the number of labels.": slip(MEAN, "float(total)"),
        "You take the mean of each task, then the mean of these: a label of a task with few labels then weighs more; "
        "add "
        "up all losses and divide once.": _mean_of_means,
        "You take the mean of each task, and one without labels has none: 0/0; add up all losses and divide "
        "once.": _means_without_a_guard,
        "You multiply by the mask, and NaN times 0 is NaN; pick the entries that are there before you "
        "add.": _nan_times_zero,
        "You add up the means of the tasks; add up all losses and divide once.": _sum_of_means,
        "You count a missing label as a no; leave it out.": _missing_is_no,
        "You leave out every example that lacks one label; only the entries that are missing are left out.": (
            _complete_columns
        ),
        "Your sum contains NaN: a missing label makes NaN of all it touches, times 0, too; pick the entries that are "
        "there before you add.": slip("known = ~np.isnan(Y)", "known = np.ones(Y.shape, bool)"),
        "You pick the entries that are missing; ~ turns the mask around.": slip(
            "known = ~np.isnan(Y)", "known = np.isnan(Y)"
        ),
        "Where nothing is labelled you divide 0 by 0; return 0.0 there.": slip(MEAN, "float(total / labelled)"),
        "Only the yes answers count with you; a no costs −ln(1 − ŷ).": slip(LOSS, "-y * np.log(y_hat)"),
        "Your loss is below 0: both logarithms carry a minus.": slip(
            LOSS, "y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)"
        ),
        "Your logarithms have the base 2; the cross-entropy here has natural ones.": slip(
            LOSS, "-y * np.log2(y_hat) - (1 - y) * np.log2(1 - y_hat)"
        ),
        "You take squared differences; the loss of a sigmoid is the cross-entropy.": slip(LOSS, "(y - y_hat) ** 2"),
        "Only the last task counts: add to the sum with +=, and set it to 0 before the loop.": slip(
            "total += np.sum", "total = np.sum"
        ),
        "You count the labels of the last task alone; add up their number over the tasks.": slip(
            "labelled += y.size", "labelled = y.size"
        ),
        "You halve the loss; that factor belongs to squared errors.": slip(
            MEAN, "float(total / labelled / 2) if labelled else 0.0"
        ),
    },
    right=[loss_by_where, loss_by_nansum],
    hints=[
        "Find the labels that are there, np.isnan says which are not, and let nothing else into the sum.",
        "Sum of −y ln ŷ − (1 − y) ln(1 − ŷ) over the labelled entries of all tasks, divided by how many there are.",
        "known = ~np.isnan(Y); y, y_hat = Y[known], predictions[task][known]; total += np.sum(…); labelled += …",
    ],
    topics=[TASKS],
)
