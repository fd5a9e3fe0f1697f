"""Deciding what to do next: one number to judge by, how large a dev set is, which gap is largest, what a knob moves."""

import numpy as np


def precision_recall_f1(Y, Y_hat):
    """Judge a detector by what it finds and by how often it is right when it says that it found something.

        precision = hits / all that it says are 1,    recall = hits / all that are 1
        F1 = 2 / (1 / precision + 1 / recall), their harmonic mean

    Y, Y_hat: (1, m) labels and predictions, 0 or 1; 1 is what is looked for.
    Returns precision, recall, f1, each from 0 to 1, and 0 where the detector says 1 never, or where there is no 1.
    """
    # A hit is a 1 that is called 1
    hits = np.sum((Y == 1) & (Y_hat == 1))
    said, there = np.sum(Y_hat == 1), np.sum(Y == 1)
    # Without hits all three are 0, whatever stands below the line
    if hits == 0:
        return 0.0, 0.0, 0.0
    precision, recall = hits / said, hits / there
    # The harmonic mean, which the smaller of the two decides
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1


def choose_model(measured, optimizing, at_most, at_least):
    """Choose by one optimising metric among the models that satisfy every limit.

    measured: {model: {metric: value}}.    optimizing: the metric of which more is better.
    at_most, at_least: {metric: limit}, the satisficing metrics; a value that is equal to its limit keeps it.
    Returns the name of the model, the first of several that are equally good; None where no model keeps all limits.
    """
    best = None
    for model, values in measured.items():
        # Satisficing: every limit is kept, no matter by how much
        inside = all(values[metric] <= limit for metric, limit in at_most.items()) and all(
            values[metric] >= limit for metric, limit in at_least.items()
        )
        # Optimising: among those that are inside, only this number counts
        if inside and (best is None or values[optimizing] > measured[best][optimizing]):
            best = model
    return best


def weighted_error(Y, Y_hat, weights):
    """The share of errors where some labels count more than others.

        error = Σ w · [ŷ ≠ y] / Σ w,    both sums over all examples, w the weight of the example's label

    Y, Y_hat: (1, m) labels and predictions.    weights: {label: weight, 0 or more}; a label that is not named weighs 1.
    Returns a number from 0 to 1.
    Raises ValueError for examples that weigh nothing together.
    """
    # An example weighs what its label does, not what it was taken for
    w = np.array([weights.get(label, 1.0) for label in Y.ravel().tolist()])
    # Without any weight there is no share
    total = w.sum()
    if total == 0:
        raise ValueError("the examples weigh nothing together: give at least one of their labels a weight above 0")
    # The weight that is wrong, as a share of all the weight
    return np.sum(w * (Y != Y_hat).ravel()) / total


def split_sizes(m, error, half_width, z=1.96, most=0.2):
    """Divide m examples so that dev and test set are as large as they have to be, and no larger.

    m: examples in all.    error: about what error is expected, above 0 and below 1.
    half_width: how far off the error on the dev set may be, up or down.    z: standard errors in that half width.
    most: the largest share of all examples that the dev set may take, and the test set as well.
    Returns train, dev, test, whole numbers that add up to m; dev and test are equal, rounded up to a whole example
    where the half width asks for it, down where the share is the limit.
    Raises ValueError for an error that is not above 0 and below 1.
    """
    if error <= 0 or error >= 1:
        raise ValueError(f"error = {error}: expect an error above 0 and below 1")
    # From how many examples on an error is known this well
    enough = np.ceil(z**2 * error * (1 - error) / half_width**2)
    # Small data cannot give that many away
    dev = int(min(enough, np.floor(most * m)))
    # The test set is as large; what is left is there to learn from
    return m - 2 * dev, dev, dev


def avoidable_bias(votes, Y, train_error):
    """How far the training error is above the best that people do, a proxy for the Bayes error.

    votes: (k, m) the labels that k people gave, each a whole number from 0.    Y: (1, m) the true labels.
    train_error: of the model, on images of the same kind.
    Returns bias, train_error minus the human error, below 0 for a model that surpasses people; human_error, the lowest
    of the k people's errors and the error of their majority. The majority's answer is the label with the most votes,
    the smallest of several that have as many.
    """
    # Each person alone
    errors = np.mean(votes != Y, axis=1)
    # All of them together: count the votes for each label, for each image
    counts = np.sum(votes[:, :, np.newaxis] == np.arange(votes.max() + 1), axis=0)
    majority = np.mean(counts.argmax(axis=1) != Y[0])
    # The best of them: no error that somebody stays below can be the lowest possible one
    human_error = min(errors.min(), majority)
    return train_error - human_error, human_error


def variance_gap(Y_train, Y_hat_train, Y_dev, Y_hat_dev):
    """How much larger the error on the dev set is than on the training set, and how well that is known.

    Y_train, Y_hat_train: (1, m_train) labels and predictions; Y_dev, Y_hat_dev: (1, m_dev), as a rule not as many.
    Returns gap, the dev error minus the training error; standard_error, of the dev error, which is measured on a
    sample of m_dev examples.
    """
    # Both errors, each by the number of its own examples
    train_error = np.mean(Y_train != Y_hat_train)
    dev_error = np.mean(Y_dev != Y_hat_dev)
    # The root of the variance of such a mean
    standard_error = np.sqrt(dev_error * (1 - dev_error) / Y_dev.shape[1])
    return dev_error - train_error, standard_error


def diagnose(human_error, train_error, dev_error, test_error, m_dev, m_test, worth=0.005):
    """Say which gap to work on next, by the four errors from people to test set.

    m_dev, m_test: examples of the two sets.    worth: gaps of this size or less are not worth work.
    Returns focus, one of
        "bias"       training error above people's: a larger network, more steps, a better optimiser
        "variance"   dev error above training error: more data, regularisation
        "dev set"    test error above dev error, both sets drawn alike: choices have fitted the dev set, make a new one
        "yardstick"  no gap counts, and the model is better than people: they show no longer what is possible
        "done"       no gap counts
    the largest gap that counts, the first of these three where gaps are equal; and gaps {"bias", "variance",
    "dev set": number}, each as it is, whether it counts or not.
    A gap counts if it is above worth, and above what chance may do: two standard errors of what is measured on a
    sample, the dev error for the variance; for the dev set those of dev and test error, √(their squares' sum).
    """
    gaps = {
        "bias": train_error - human_error,
        "variance": dev_error - train_error,
        "dev set": test_error - dev_error,
    }
    # The squared standard errors of the two samples
    dev_square = dev_error * (1 - dev_error) / m_dev
    test_square = test_error * (1 - test_error) / m_test
    # What chance may do to each gap; the training error and people's are taken as they are
    chance = {"bias": 0.0, "variance": 2 * np.sqrt(dev_square), "dev set": 2 * np.sqrt(dev_square + test_square)}
    # Leave out what is too small to work on, or to be sure of
    counting = {name: gap for name, gap in gaps.items() if gap > worth and gap > chance[name]}
    if counting:
        return max(counting, key=counting.get), gaps
    return ("yardstick" if train_error < human_error else "done"), gaps


def orthogonal_knobs(train_and_judge, start, knobs, seeds):
    """Turn one knob at a time, and measure what it does to training and dev error.

    train_and_judge: (setting, seed) -> (training error, dev error); each call is a training.
    start: a setting {name: value}, left as it is.    knobs: {knob: {name: value}}, what to change of the start.
    seeds: a list, at least two.
    Returns effects (len(knobs), 2), the mean over the seeds of the error with the knob turned minus that of the start
    with the *same* seed, for training and dev error; standard_errors (len(knobs), 2) of these means, from the sample
    standard deviation (n − 1) of the differences. The start is trained once for each seed.
    """
    # The start, an error pair for each seed
    before = np.array([train_and_judge(start, seed) for seed in seeds])
    effects, standard_errors = np.zeros((len(knobs), 2)), np.zeros((len(knobs), 2))
    for k, change in enumerate(knobs.values()):
        # This knob alone is turned, the others stand where the start has them
        setting = {**start, **change}
        after = np.array([train_and_judge(setting, seed) for seed in seeds])
        # Seed by seed: what data and weights a seed draws is in both, and cancels
        differences = after - before
        effects[k] = differences.mean(axis=0)
        standard_errors[k] = differences.std(axis=0, ddof=1) / np.sqrt(len(seeds))
    return effects, standard_errors
