"""What all paths of three decisions lead to, and what the number of noises is worth in synthesis.

`python -m utils measure week2_error_analysis` trains anew, about five minutes on one core. A seed draws the digits of
each set, their photographs, the wrong labels and the starting weights.
"""

import itertools

import numpy as np

from utils.data.phone_digits import noise_bank
from utils.labs.course3.week2_error_analysis.label_errors import error_with_wrong_labels
from utils.labs.course3.week2_error_analysis.networks import train_network
from utils.labs.course3.week2_error_analysis.project import (
    System,
    error_of,
    judged,
    made_by_programs,
    sources,
    train_system,
    training_set,
)
from utils.steps.error_analysis import synthesize

SEEDS = tuple(range(10))
KINDS = {"grain": 0.0, "shadows": 2.0}  # pixels over which a noise is smeared
SHARES, WRONG = (0.0, 0.1, 0.2, 0.4), ("random", "next")  # of wrong labels in training, and how they are wrong
# (path, width, epochs): three times the steps of the first system; cc as it is, and four times as long; the wider
# layer after one step
VARIED = (("", 32, 90), ("cc", 32, 30), ("cc", 32, 120), ("b", 96, 30), ("c", 96, 30))
BANKS, MIXED = (0, 1, 3, 10, 30, 100, 300, 1000), 3  # numbers of noises; mixed images of each clean one


def paths(length=3):
    """All paths of at most so many decisions, the shorter first."""
    return ["".join(letters) for n in range(length + 1) for letters in itertools.product("abcd", repeat=n)]


def measure():
    """{"paths", "noises", "varied", "labels"}: rows whose entries are lists by seed.

    paths: one for each path.    noises: for each kind and number.    varied: for each of VARIED.    labels: for each
    kind and share of wrong labels.
    """
    found = {path: [] for path in paths()}
    for seed in SEEDS:
        drawn = sources(seed)
        for path in paths():
            found[path].append(judged(train_system(drawn, path), drawn, path))
    rows = [{"path": path, **by_seed(results)} for path, results in found.items()]
    noises = []
    for kind in KINDS:
        for bank in BANKS:
            noises.append({"kind": kind, "bank": bank, **by_seed([noise_errors(kind, bank, s) for s in SEEDS])})
    return {"paths": rows, "noises": noises, "varied": varied_rows(), "labels": label_rows()}


def varied_rows():
    """The rows of networks of another width or training than the path's own."""
    rows = []
    for path, width, epochs in VARIED:
        results = [varied(path, width, epochs, seed) for seed in SEEDS]
        rows.append({"path": path, "width": width, "epochs": epochs, **by_seed(results)})
    return rows


def label_rows():
    """The rows of networks that learned from wrong labels."""
    rows = []
    for kind in WRONG:
        for share in SHARES:
            results = [{"error": error_with_wrong_labels(share, kind, seed)} for seed in SEEDS]
            rows.append({"kind": kind, "share": share, **by_seed(results)})
    return rows


def varied(path, width, epochs, seed):
    """Train one network of another width, or for other epochs, on a path's training set, and judge it.

    Returns {"train": by the labels as given; "old": on the web's plain train-dev images, by labels as given;
    "train_dev_true", "dev_true", "test_true": by the truth}.
    """
    drawn = sources(seed)
    images, labels = training_set(drawn, path)
    system = System([train_network(images, labels, (seed, 0), width, epochs)], stretch=False)
    made = made_by_programs([drawn.train_dev], path, seed)
    made_images, truth = (np.concatenate([getattr(part, name) for part in made]) for name in ("images", "truth"))
    return {
        "train": error_of(system, images, labels),
        "old": error_of(system, drawn.train_dev.images, drawn.train_dev.labels),
        "train_dev_true": error_of(system, made_images, truth),
        "dev_true": error_of(system, drawn.dev.images, drawn.dev.truth),
        "test_true": error_of(system, drawn.test.images, drawn.test.truth),
    }


def by_seed(results):
    """{name: [a value for each seed]} of the dictionaries of the seeds, to four places."""
    return {name: [round(result[name], 4) for result in results] for name in results[0]}


def noise_errors(kind, bank, seed, synthesize=synthesize):
    """Train on the web's digits with noises of a bank mixed in, and judge by the truth on the test's digits.

    kind: of KINDS.    bank: number of noises, 0 trains on the same number of images without noise.
    Returns {"fresh": error with noises never heard of, "own": with those of the bank, "clean": without noise}.
    """
    drawn, rng = sources(seed), np.random.default_rng((seed, 11))
    judge, images = drawn.test, np.tile(drawn.web.images, (MIXED, 1, 1))
    fresh, _ = synthesize(judge.clean, noise_bank(len(judge.clean), rng, KINDS[kind]), rng)
    noises = noise_bank(max(bank, 1), rng, KINDS[kind])
    mixed = synthesize(images, noises, rng)[0] if bank else images
    images, labels = np.concatenate([drawn.web.images, mixed]), np.tile(drawn.web.labels, MIXED + 1)
    system = System([train_network(images, labels, (seed, bank), width=48)], stretch=False)
    own, _ = synthesize(judge.clean, noises, rng)
    return {
        name: error_of(system, images, judge.truth)
        for name, images in (("fresh", fresh), ("own", own), ("clean", judge.clean))
    }
