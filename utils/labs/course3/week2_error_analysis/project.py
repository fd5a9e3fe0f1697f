"""The project of this lab: who supplies which digits, and what a system becomes by three decisions."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from utils.data.phone_digits import DEFECTS, Photographs, load_parts, majority, panel_readings, photograph, take
from utils.labs.course3.week2_error_analysis.networks import probabilities, train_network

PLANS = {
    "first": {
        "a": "a hidden layer three times as wide",
        "b": "twice as many web digits",
        "c": "turn and blur the web digits by a program",
        "d": "collect 75 digits by phone, each photographed twice, for training",
    },
    "second": {
        "a": "stretch every image to full brightness before it is read",
        "b": "correct the wrong labels of the training set",
        "c": "darken, cover and add noise to the web digits by a program",
        "d": "penalise large weights (L2)",
    },
    "third": {
        "a": "a hidden layer three times as wide",
        "b": "the mean of three networks",
        "c": "collect 75 more digits by phone for training",
        "d": "correct the labels of dev and test alike",
    },
}
WIDTH, COPIES, L2 = 32, 2, 1e-3
TURN_AND_BLUR, DARK_COVERED_NOISY = (0.5, 0.4, 0.0, 0.0, 0.0), (0.0, 0.0, 0.35, 0.3, 0.25)


class Sources(NamedTuple):
    """All that one seed draws, each Photographs; no digit is in two of them."""

    seed: int
    web: Photographs
    more_web: Photographs
    train_dev: Photographs
    phone: Photographs
    more_phone: Photographs
    dev: Photographs
    test: Photographs


class System(NamedTuple):
    """Networks whose probabilities are averaged; stretch: whether images are stretched to full brightness first."""

    networks: list
    stretch: bool


@lru_cache(maxsize=4)
def sources(seed):
    """Draw the project's data, the same arrays at each call, which cannot be written into.

    Web and phone digits for training are photographed twice, those of the test three times, the others once.
    """
    rng = np.random.default_rng((3, 2, seed))
    parts = load_parts(rng)
    (web, more_web), (phone, more_phone) = (halves(part) for part in (parts.web, parts.phone))
    drawn = Sources(
        seed,
        take(web, "web", rng, 2),
        take(more_web, "web", rng, 2),
        take(parts.train_dev, "web", rng),
        take(phone, "phone", rng, 2),
        take(more_phone, "phone", rng, 2),
        take(parts.dev, "phone", rng),
        take(parts.test, "phone", rng, 3),
    )
    for part in drawn[1:]:
        for array in part[:-1]:
            array.flags.writeable = False
    return drawn


def halves(part):
    """Both halves of a part (clean, truth)."""
    half = len(part[1]) // 2
    return tuple(tuple(array[where] for array in part) for where in (slice(half), slice(half, None)))


def training_set(found, path):
    """The images (m, 16, 16) and labels (m,) that a system of this path learns from.

    path: a string of letters, one for each decision taken.
    """
    first, second, third = path.ljust(3)
    web = [found.web, found.more_web] if first == "b" else [found.web]
    images, labels = by_program(web, path, found.seed)
    for wanted, part in ((first == "d", found.phone), (third == "c", found.more_phone)):
        if wanted:
            images.append(part.images)
            labels.append(part.truth if second == "b" else part.labels)
    return np.concatenate(images), np.concatenate(labels)


def made_by_programs(parts, path, seed):
    """Parts of the web as a path has them, followed by what its programs make of them: a list of Photographs.

    parts: a list of Photographs.
    """
    first, second, _ = path.ljust(3)
    rng = np.random.default_rng((seed, 7))
    parts = [part._replace(labels=part.truth) if second == "b" else part for part in parts]
    made = list(parts)
    for wanted, shares in ((first == "c", TURN_AND_BLUR), (second == "c", DARK_COVERED_NOISY)):
        for part in parts * COPIES * wanted:
            defects = part.defects | (rng.random(part.defects.shape) < shares)
            draw = int(rng.integers(2**31))
            made.append(part._replace(images=photograph(part.clean, defects, draw), defects=defects, seed=draw))
    return made


def by_program(parts, path, seed):
    """Two lists, the images and the labels of `made_by_programs`."""
    made = made_by_programs(parts, path, seed)
    return [part.images for part in made], [part.labels for part in made]


def panel_error(parts):
    """The share of photographs that the panel's majority reads otherwise than their labels say.

    parts: a list of Photographs. The panel's readings are drawn from one seed.
    """
    rng = np.random.default_rng(0)
    return float(np.mean(np.concatenate([majority(panel_readings(part, rng)) != part.labels for part in parts])))


def train_system(found, path=""):
    """Train the system that a path leads to.    found: Sources.    path: "", "c", "ca", "cab", …"""
    first, second, third = path.ljust(3)
    images, labels = training_set(found, path)
    width = WIDTH * (3 if first == "a" else 1) * (3 if third == "a" else 1)
    stretch = second == "a"
    images = stretched(images) if stretch else images
    networks = [
        train_network(images, labels, (found.seed, member), width, l2=L2 * (second == "d"))
        for member in range(3 if third == "b" else 1)
    ]
    return System(networks, stretch)


def stretched(images):
    """Images whose brightest pixel is 1; one that is all but black stays dark."""
    return images / np.maximum(images.max(axis=(1, 2), keepdims=True), 0.05)


def read(system, images):
    """The digits that a system reads: (m,)."""
    images = stretched(images) if system.stretch else images
    return sum(probabilities(network, images) for network in system.networks).argmax(axis=1)


def judged(system, found, path):
    """Errors of a system, a dictionary.

    train, train_dev, dev, test: by the labels as given; train_dev is made by the same programs as the training set.
    web_true, dev_true, test_true: by the truth; web are the web's images of the train-dev digits.
    Names of defects, none: by the truth on the test photographs that have the defect, and on those that have none.
    """
    images, labels = training_set(found, path)
    row = {"train": error_of(system, images, labels)}
    images, labels = by_program([found.train_dev], path, found.seed)
    row["train_dev"] = error_of(system, np.concatenate(images), np.concatenate(labels))
    row["dev"] = error_of(system, found.dev.images, found.dev.labels)
    row["test"] = error_of(system, found.test.images, found.test.labels)
    row["web_true"] = error_of(system, found.train_dev.images, found.train_dev.truth)
    row["dev_true"] = error_of(system, found.dev.images, found.dev.truth)
    wrong, defects = read(system, found.test.images) != found.test.truth, found.test.defects
    row["test_true"] = float(wrong.mean())
    row |= {name: float(wrong[defects[:, k]].mean()) for k, name in enumerate(DEFECTS)}
    return row | {"none": float(wrong[~defects.any(axis=1)].mean())}


def error_of(system, images, labels):
    """The share of images that a system reads otherwise than their labels say."""
    return float(np.mean(read(system, images) != labels))


def chosen(photographs, where):
    """Some of the photographs.    where: indices, or True for each that is wanted."""
    return Photographs(*(part[where] if isinstance(part, np.ndarray) else part for part in photographs))


def mistakes_of(answers, photographs, most=None):
    """(photographs, answers) of the mistakes by the labels as given, the first `most` of them, or all."""
    where = np.flatnonzero(answers != photographs.labels)[:most]
    return chosen(photographs, where), answers[where]


def without(photographs, name):
    """The same photographs without one of DEFECTS."""
    fewer = photographs.defects & (np.array(DEFECTS) != name)
    return photographs._replace(images=photograph(photographs.clean, fewer, photographs.seed), defects=fewer)
