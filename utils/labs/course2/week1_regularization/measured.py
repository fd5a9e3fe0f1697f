"""Six ways against overfitting, learning curves, widths, sources of data and boundaries: some 600 networks.

`python -m utils measure week1_regularization` measures anew, about five minutes on one core.
"""

from functools import cache

import numpy as np
from sklearn.linear_model import LogisticRegression

from utils.data.digits import load_digits
from utils.data.planar import moons
from utils.labs.course2.week1_regularization import networks
from utils.labs.course2.week1_regularization.boundaries import KEEP_PROBS, LAMBDAS, POINTS, drawn_boundary
from utils.labs.course2.week1_regularization.networks import NOISE, l2_gradients, moon_data, start, train
from utils.labs.measured import rows_where
from utils.labs.statistics import standard_error
from utils.steps.generalization import augment, early_stopping, ensemble_predict, rotate

SEEDS, CHOSEN = tuple(range(10)), 1.0  # CHOSEN: the λ of the networks of learning curves, widths and sources
SETTINGS = {
    "none": (0,),
    "L2": (0.1, 0.3, 1.0, 3.0),
    "L1": (0.3, 1.0, 2.0, 3.0),
    "dropout": (0.9, 0.8, 0.65, 0.5, 0.3),
    "early stopping": (10,),
    "augmentation": (0.1, 0.2, 0.3, 0.4),
    "ensemble": (2, 5, 10),
}
COUNTS, MODELS = (30, 60, 120, 240, 480), ("line", "network", "network, L2", "line, 40 noise inputs")
CHANGES = {"none": None, "turned": (0.0, 30, 0.0), "turned, distorted": (0.0, 30, 0.7), "mirrored": (0.5, 0, 0.0)}
COPIES, DIGIT_STEPS, TURN = 10, 400, 30  # copies of each image; steps of training; degrees by which dev images turn
WIDTHS = ((4, 2), (16, 8), (64, 32), (256, 128))


def measure():
    """Train every network; returns the six tables by name."""
    return {
        "methods": [row for seed in SEEDS for row in methods(seed)],
        "curves": [curve_point(model, m, seed) for model in MODELS for m in COUNTS for seed in SEEDS],
        "widths": [width(sizes, lambd, seed) for sizes in WIDTHS for lambd in (0.0, CHOSEN) for seed in SEEDS],
        "sources": [source(seed) for seed in SEEDS],
        "digits": [digits(change, seed) for change in CHANGES for seed in SEEDS],
        "boundaries": [drawn_boundary(m, lam, keep) for m in POINTS for lam in LAMBDAS for keep in KEEP_PROBS],
    }


def methods(seed, kinds=tuple(SETTINGS)):
    """A row for each method and setting, on one draw of the training points.    kinds: of SETTINGS."""
    data = moon_data(seed)
    return [
        {"method": kind, "setting": setting, "seed": seed} | judged(answers_of(kind, setting, seed, data), data)
        for kind in kinds
        for setting in SETTINGS[kind]
    ]


def answers_of(kind, setting, seed, data):
    """Train as a method asks; returns a function from points (2, k) to probabilities (1, k)."""
    X, Y = data["train"]
    rng, begin = np.random.default_rng(2000 + seed), start(seed)
    if kind == "ensemble":
        return lambda points: ensemble_predict(points, ensemble(seed)[:setting])[1]
    if kind == "L1":
        end = networks.train_with_l1(X, Y, begin, setting)
    elif kind == "early stopping":
        _, seen = train(X, Y, begin, l2_gradients(), watch=lambda p: (networks.cross_entropy(*data["dev"], p), p))
        end = seen[early_stopping([cost for cost, _ in seen], setting)[0]][1]
    else:
        gradients = {
            "none": l2_gradients(),
            "L2": l2_gradients(setting),
            "dropout": networks.dropout_gradients(setting, rng),
            "augmentation": networks.jitter_gradients(setting, rng),
        }[kind]
        end, _ = train(X, Y, begin, gradients)
    return lambda points: probabilities(networks.scores_of(points, end))


@cache
def ensemble(seed):
    """As many networks as the largest ensemble has: one draw of the training points, other starts."""
    X, Y = moon_data(seed)["train"]
    return [train(X, Y, start(100 * k + seed), l2_gradients())[0] for k in range(max(SETTINGS["ensemble"]))]


def probabilities(Z):
    """The sigmoid of scores of any size."""
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))


def judged(answer, data):
    """Accuracies on each part, on the first 50 dev points ("dev50"), and the cost on all dev points."""
    found = {part: np.clip(answer(X), 1e-12, 1 - 1e-12) for part, (X, _) in data.items()}  # for the logarithm
    right = {part: (found[part] > 0.5) == data[part][1] for part in data}
    A, Y = found["dev"], data["dev"][1]
    row = {part: round(float(right[part].mean()), 4) for part in data}
    cost = float(np.mean(-np.log(np.where(Y == 1, A, 1 - A))))
    return row | {"dev50": round(float(right["dev"][0, :50].mean()), 2), "cost": round(cost, 4)}


def curve_point(model, m, seed):
    """Errors of a model on the m points it has learnt from, and on the dev set."""
    X, Y = moons(m, np.random.default_rng(seed), NOISE)
    X_dev, Y_dev = moon_data(seed)["dev"]
    if model.startswith("line"):
        if "noise" in model:
            rng = np.random.default_rng(3000 + seed)
            X, X_dev = (np.vstack([part, rng.standard_normal((40, part.shape[1]))]) for part in (X, X_dev))
        line = LogisticRegression(C=1e6, max_iter=5000).fit(X.T, Y[0])
        scores = [line.score(X.T, Y[0]), line.score(X_dev.T, Y_dev[0])]
    else:
        end, _ = train(X, Y, start(seed), l2_gradients(CHOSEN if "L2" in model else 0))
        scores = [networks.accuracy(X, Y, end), networks.accuracy(X_dev, Y_dev, end)]
    errors = {part: round(1 - score, 4) for part, score in zip(("train", "dev"), scores, strict=True)}
    return {"model": model, "m": m, "seed": seed} | errors


def width(sizes, lambd, seed):
    """A network of other widths, with an L2 penalty."""
    data = moon_data(seed)
    end, _ = train(*data["train"], start(seed, (2, *sizes, 1)), l2_gradients(lambd))
    found = judged(lambda points: probabilities(networks.scores_of(points, end)), data)
    return {"units": sizes[0], "lambd": lambd, "seed": seed} | found


def source(seed):
    """Test accuracies after 40 points of the moons asked for, 400 of other moons, or both; and on the other moons.

    The other moons have a third of the noise.
    """
    own, rng = moons(40, np.random.default_rng(seed), NOISE), np.random.default_rng(4000 + seed)
    other, other_dev = moons(400, rng, NOISE / 3), moons(600, rng, NOISE / 3)
    both = tuple(np.hstack([a, b]) for a, b in zip(own, other, strict=True))
    test, row = moon_data(seed)["test"], {"seed": seed}
    for name, (X, Y) in {"own": own, "other": other, "both": both}.items():
        end, _ = train(X, Y, start(seed), l2_gradients(CHOSEN))
        row |= {name: round(networks.accuracy(*test, end), 4)}
        row |= {f"{name}, other dev": round(networks.accuracy(*other_dev, end), 4)}
    return row


def threes_and_eights(seed):
    """Handwritten 3s and 8s: 30 to learn from, X (64, 30), Y (1, 30) of 1 for an 8; the others, X_dev, Y_dev, and
    those turned by up to TURN degrees to either side, X_turned.
    """
    data, rng = load_digits(np.random.default_rng(seed), test_share=0.5), np.random.default_rng(6000 + seed)
    X, Y = np.hstack([data.X_train, data.X_test]), np.hstack([data.Y_train, data.Y_test])
    chosen = np.isin(Y[0], (3, 8))
    X, Y = X[:, chosen], (Y[:, chosen] == 8).astype(int)
    X_dev = X[:, 30:]
    turned = [rotate(image, rng.uniform(-TURN, TURN)) for image in X_dev.T.reshape(-1, 8, 8)]
    return X[:, :30], Y[:, :30], X_dev, Y[:, 30:], np.array(turned).reshape(-1, 64).T


def with_copies(X, Y, change, rng, augment=augment):
    """Images (64, m) and labels, and COPIES changed copies of each beside them.    change: a key of CHANGES."""
    if CHANGES[change] is None:
        return X, Y
    images = X.T.reshape(-1, 8, 8)
    copies = [augment(images, *CHANGES[change], rng).reshape(-1, 64).T for _ in range(COPIES)]
    return np.hstack([X, *copies]), np.tile(Y, COPIES + 1)


def digits(change, seed, augment=augment):
    """A network that tells 3s from 8s, and its accuracy on the others, upright and turned.

    augment: the function that changes images; a key of CHANGES says how.
    """
    X, Y, X_dev, Y_dev, X_turned = threes_and_eights(seed)
    X, Y = with_copies(X, Y, change, np.random.default_rng(5000 + seed), augment)
    end, _ = train(X, Y, start(seed, (64, 64, 32, 1)), l2_gradients(), steps=DIGIT_STEPS)
    row = {"change": change, "seed": seed, "upright": round(networks.accuracy(X_dev, Y_dev, end), 4)}
    return row | {"turned": round(networks.accuracy(X_turned, Y_dev, end), 4)}


def mean_curves(table):
    """Mean errors by number of points: {model: {"train": (counts,), "dev": (counts,)}}."""
    found = {}
    for model in MODELS:
        rows = [rows_where(table, model=model, m=m) for m in COUNTS]
        found[model] = {part: np.array([np.mean([r[part] for r in row]) for row in rows]) for part in ("train", "dev")}
    return found


def mean_and_error(rows, key):
    """The mean of an entry and its standard error, in words: "0.890 ± 0.003"."""
    values = [row[key] for row in rows]
    return f"{np.mean(values):.3f} ± {standard_error(values):.3f}"


def best_setting(table, kind, by="dev"):
    """The setting of a method with the highest mean of `by` over the seeds, and its rows."""
    means = {s: np.mean([row[by] for row in rows_where(table, method=kind, setting=s)]) for s in SETTINGS[kind]}
    setting = max(means, key=means.get)
    return setting, rows_where(table, method=kind, setting=setting)
