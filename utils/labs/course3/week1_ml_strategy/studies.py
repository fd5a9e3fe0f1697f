"""What the lab measures beside its network: tumours, models on this machine, intervals, a task of known Bayes error."""

import pickle
import time
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest, norm

from utils.labs.course3.week1_ml_strategy import experiments as ex


class Tumours(NamedTuple):
    """Two measurements of a tumour, X (2, m), scaled by the training part, and Y (1, m), 1 where it is malignant."""

    X: np.ndarray
    Y: np.ndarray
    X_dev: np.ndarray
    Y_dev: np.ndarray


def tumours(seed):
    """569 real tumours by texture and smoothness alone: 300 to learn from and 269 to judge on, Tumours."""
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    columns = [list(data.feature_names).index(name) for name in ("mean texture", "mean smoothness")]
    order = np.random.default_rng(seed).permutation(len(data.target))
    X, Y = data.data[order][:, columns].T, 1 - data.target[order].reshape(1, -1)
    mean, spread = X[:, :300].mean(axis=1, keepdims=True), X[:, :300].std(axis=1, keepdims=True)
    X = (X - mean) / spread
    return Tumours(X[:, :300], Y[:, :300], X[:, 300:], Y[:, 300:])


def decisions(data, weight):
    """Five ways of calling tumours malignant, (1, m) each; a missed one costs `weight` times a false alarm."""
    found = scores(data)
    return {
        "never": np.zeros_like(data.Y_dev),
        "always": np.ones_like(data.Y_dev),
        "A": (found >= 0.5).astype(int),
        f"A at 1/{1 + weight:.0f}": (found >= 1 / (1 + weight)).astype(int),
        "B": (scores(data, weight) >= 0.5).astype(int),
    }


def scores(data, weight=1.0):
    """The probability of malignant that logistic regression gives to the dev part, (1, m).

    weight: of a malignant tumour in training, a benign one weighs 1.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(class_weight={0: 1.0, 1: weight}).fit(data.X.T, data.Y[0])
    return model.predict_proba(data.X_dev.T)[:, 1][np.newaxis]


MEANS = {
    "arithmetic": lambda precision, recall: (precision + recall) / 2,
    "geometric": lambda precision, recall: np.sqrt(precision * recall),
    "harmonic": lambda precision, recall: 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
}


def readers(seed):
    """Five ways of reading camera digits, trained on 2000 images: {name: (predict, stored)}.

    predict: function of CameraDigits, (1, m).    stored: bytes that have to be kept of the model.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC

    train = ex.first(ex.parts(seed)[0], 2000)
    models = {
        "logistic regression": LogisticRegression(max_iter=500),
        "nearest neighbours": KNeighborsClassifier(3),
        "random forest": RandomForestClassifier(100, random_state=seed),
        "support vectors": SVC(C=5, gamma=0.05),
    }
    found = {}
    for name, model in models.items():
        model.fit(train.X.T, train.Y[0])
        found[name] = (lambda digits, model=model: model.predict(digits.X.T)[np.newaxis]), len(pickle.dumps(model))
    network = ex.train_network({**ex.POOR_FIT, "images": 2000, "units": 32, "steps": 800}, seed)
    stored = sum(array.nbytes for array in network.parameters().values())
    return {**found, "network": ((lambda digits: ex.predict(network, digits)), stored)}


def milliseconds(predict, digits, calls=15):
    """How long one image takes, the median of some calls after one that does not count."""
    one, taken = ex.first(digits, 1), []
    for _ in range(calls + 1):
        start = time.perf_counter()
        predict(one)
        taken.append(1000 * (time.perf_counter() - start))
    return float(np.median(taken[1:]))


def exact_interval(wrong, n, level=0.95):
    """The exact interval (Clopper and Pearson) for an error of which `wrong` of n were seen: low, high."""
    found = binomtest(wrong, n).proportion_ci(confidence_level=level, method="exact")
    return found.low, found.high


def three_or_more(errors):
    """How often three people or more are wrong at once, if each errs this often and independently of the others."""
    by_count = np.ones(1)
    for error in errors:
        by_count = np.convolve(by_count, [1 - error, error])
    return float(by_count[3:].sum())


def better_looks_better(n, shared, only_worse, only_better, rng, trials=4000):
    """How often a better model has the lower error on n examples: (on the same dev set, on two dev sets).

    shared: the share of examples that both models get wrong.    only_worse, only_better: those that one alone does.
    """
    rest = 1 - shared - only_worse - only_better
    one = rng.multinomial(n, [shared, only_worse, only_better, rest], size=trials)
    other = rng.multinomial(n, [shared, only_worse, only_better, rest], size=trials)
    same = one[:, 2] < one[:, 1]
    two = other[:, 0] + other[:, 2] < one[:, 0] + one[:, 1]
    return float(same.mean()), float(two.mean())


def differences(models, against, digits):
    """How much more each other model errs than one of them, on the same images: {name: (difference, standard error)}.

    models: {name: (predict, stored)} of `readers`.    against: the name of that one.    digits: CameraDigits.
    """
    wrong = {name: (predict(digits) != digits.Y)[0].astype(float) for name, (predict, _) in models.items()}
    apart = {name: one - wrong[against] for name, one in wrong.items() if name != against}
    return {name: (float(one.mean()), float(one.std() / np.sqrt(one.size))) for name, one in apart.items()}


def toy(setting, seed):
    """(training error, dev error) without a training: a lowers the first by 0.1, b the second by 0.2."""
    return 0.5 + 0.01 * seed - 0.1 * setting["a"], 0.6 + 0.01 * seed - 0.2 * setting["b"]


def day_and_night(seed):
    """Errors of two networks on dev images by day and on test images by night: {name: (by day, by night)}.

    One has learnt from all training images by day (hard below 0.1), one from those by night (hard above 0.4).
    """
    train, dev, test = ex.parts(seed)
    times = {"by day": lambda digits: digits.hard < 0.1, "by night": lambda digits: digits.hard > 0.4}

    def those(digits, when):
        chosen = times[when](digits)
        return type(digits)(digits.X[:, chosen], digits.Y[:, chosen], digits.hard[chosen])

    found = {}
    for when in times:
        setting = {**ex.OVERFIT, "steps": 400}
        network = ex.train_network_on(those(train, when), setting, np.random.default_rng([seed, 1]))
        parts = those(dev, "by day"), those(test, "by night")
        found[when] = tuple(float(np.mean(ex.predict(network, part) != part.Y)) for part in parts)
    return found


# A task whose Bayes error is known: 20 columns, each a little larger for class 1; a person looks at ten of them
COLUMNS, LOOKED_AT, SHIFT = 20, 10, 0.25


def bayes_error(columns=COLUMNS):
    """The lowest possible error with so many columns: Φ(−δ √columns) for means ±δ and variance 1."""
    return float(norm.cdf(-SHIFT * np.sqrt(columns)))


def error_of_a_model(n, seed):
    """The exact error of logistic regression that has learnt from n examples of that task."""
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng([seed, n])
    Y = np.arange(n) % 2
    X = rng.normal(size=(n, COLUMNS)) + SHIFT * (2 * Y[:, np.newaxis] - 1)
    model = LogisticRegression().fit(X, Y)
    w, b = model.coef_[0], model.intercept_[0]
    away, length = SHIFT * w.sum(), np.linalg.norm(w)
    return float(norm.cdf((-away - b) / length) + norm.cdf((-away + b) / length)) / 2
