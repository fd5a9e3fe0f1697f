"""A network of one hidden layer that reads camera digits, its knobs, and what turning them does to its errors."""

from functools import lru_cache
from types import MappingProxyType

import numpy as np

from utils.bars import hidden
from utils.data.camera_digits import beliefs, clean_parts, load_camera_digits, log_likelihoods, panel_votes
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import SGD, Adam
from utils.models.dense_net import dense_net
from utils.training import fit, supervised

BATCH = 50
# What a setting says; `patience` is None where nothing is stopped early, else looks at the dev loss (one an epoch)
POOR_FIT = MappingProxyType(
    {"images": 500, "units": 6, "steps": 320, "optimizer": "Adam", "decay": 0.0, "patience": None}
)
OVERFIT = {**POOR_FIT, "units": 64, "steps": 1600}


def poor_fit():
    """A copy of the poor fit, {name: value}, which may be changed."""
    return dict(POOR_FIT)


def knobs_of(start):
    """{knob: what it changes}: each knob of a start, turned once."""
    return {
        "4 × the units": {"units": 4 * start["units"]},
        "4 × the steps": {"steps": 4 * start["steps"]},
        "¼ of the steps": {"steps": start["steps"] // 4},
        "SGD in place of Adam": {"optimizer": "SGD"},
        "weight decay": {"decay": 1.0},
        "4 × the images": {"images": 4 * start["images"]},
        "early stopping": {"patience": 5},
    }


@lru_cache(maxsize=32)
def parts(seed):
    """Train, dev and test, CameraDigits; 4000 images to train on, of 1000 digits, each four times; not writeable."""
    found = load_camera_digits(np.random.default_rng(seed), copies=4)
    for array in (array for part in found for array in part):
        array.flags.writeable = False
    return found


@lru_cache(maxsize=32)
def people(seed, part=1):
    """What the simulated panel answers on the dev set (part 1), or on another part; not writeable."""
    known = clean_parts(np.random.default_rng(seed))[0]
    votes = panel_votes(parts(seed)[part], *known, np.random.default_rng([seed, part]))
    votes.flags.writeable = False
    return votes


def best_possible(seed):
    """The dev error of the best readers there can be: (who knows the 1000 clean digits to learn from, who knows all).

    Both know what the camera does and how hard each image is, and take the most probable digit. The second knows the
    clean version of the very digit that was photographed as well, which no reader does: a bound.
    """
    digits = parts(seed)[1]
    three = clean_parts(np.random.default_rng(seed))
    clean, labels = (np.hstack(arrays) for arrays in zip(*three, strict=True))
    log_p, known = log_likelihoods(digits, clean), three[0][0].shape[1]
    said = [beliefs(log_p[:n], labels[:, :n]).argmax(axis=0) for n in (known, clean.shape[1])]
    return tuple(float(np.mean(one != digits.Y[0])) for one in said)


def as_data(digits):
    """CameraDigits as `fit` takes them: images as rows."""
    return {"x": np.ascontiguousarray(digits.X.T, dtype=np.float32), "y": digits.Y[0]}


def first(digits, images):
    """The first so many images."""
    return type(digits)(digits.X[:, :images], digits.Y[:, :images], digits.hard[:images])


def train_network(setting, seed):
    """The network that a setting leads to; the seed draws data, weights and batches."""
    train, dev, _ = parts(seed)
    return train_network_on(first(train, setting["images"]), setting, np.random.default_rng([seed, 1]), dev)


def train_network_on(train, setting, rng, dev=None):
    """The network that learns from these CameraDigits.

    rng: draws weights and batches.    dev: CameraDigits by which it is stopped early, where the setting says so.
    Steps stay what they are with more images: there are fewer epochs then.
    """
    data, network = as_data(train), dense_net([64, setting["units"], 10], rng)
    weights = network.parameters()
    adam = setting["optimizer"] == "Adam"
    optimizer = Adam(weights, 0.003, weight_decay=setting["decay"]) if adam else SGD(weights, 0.2)
    epochs = max(1, round(setting["steps"] * BATCH / train.X.shape[1]))
    patience = setting["patience"]
    stopping = {} if patience is None else {"dev": as_data(dev), "patience": patience}
    with hidden():
        fit(
            *(network, supervised(softmax_cross_entropy), optimizer, data, rng),
            **{"epochs": epochs, "batch_size": BATCH, **stopping},
        )
    return network


def predict(network, digits):
    """The digit that a network reads in each image: (1, m)."""
    return network.forward(as_data(digits)["x"], train=False).argmax(axis=1)[np.newaxis]


def errors(setting, seed):
    """Training, dev and test error of the network that a setting leads to."""
    network, (train, dev, test) = train_network(setting, seed), parts(seed)
    return tuple(
        float(np.mean(predict(network, part) != part.Y)) for part in (first(train, setting["images"]), dev, test)
    )


def train_and_judge(setting, seed):
    """(training error, dev error), as `orthogonal_knobs` wants them."""
    return errors(setting, seed)[:2]
