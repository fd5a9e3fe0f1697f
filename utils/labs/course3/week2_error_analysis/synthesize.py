"""The exercise synthesize: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps


def synthesis_cases(rng):
    """Two images of four pixels; one noise for all; more noises than images; other strengths; an image alone."""
    flat = np.array([[[0.5, 0.5], [0.0, 1.0]], [[0.25, 0.75], [1.0, 0.0]]])
    cases = [(flat, np.array([[[1.0, -1.0], [1.0, -1.0]]]), np.random.default_rng(1), 0.25, 0.25)]
    for m, k, side in ((5, 1, 4), (4, 9, 3), (12, 3, 5), (1, 6, 2)):
        noises = rng.normal(size=(k, side, side))
        cases.append((rng.random((m, side, side)), noises, np.random.default_rng(int(rng.integers(1000)))))
    images, noises = rng.random((6, 3, 4)), rng.normal(size=(4, 3, 4))
    return [
        *cases,
        (images, noises, np.random.default_rng(5), 0.5, 1.5),
        (images, noises, np.random.default_rng(6), 0, 0),
    ]


def synthesis_wishes(rng):
    """No images."""
    return [(np.zeros((0, 4, 4)), rng.normal(size=(3, 4, 4)), np.random.default_rng(7))]


def synthesis_by_loop(images, noises, rng, low=0.2, high=0.5):
    which = rng.integers(len(noises), size=len(images))
    strength = low + (high - low) * rng.random(len(images))
    mixed = np.array(images, dtype=float)
    for i in range(len(images)):
        mixed[i] = np.minimum(np.maximum(images[i] + strength[i] * noises[which[i]], 0), 1)
    return mixed, which


def synthesis_by_einsum(images, noises, rng, low=0.2, high=0.5):
    which = rng.integers(0, noises.shape[0], size=images.shape[0])
    strength = rng.uniform(low, high, size=images.shape[0])
    return (images + np.einsum("i,ijk->ijk", strength, noises[which])).clip(0, 1), which


def _in_place(images, noises, rng, low=0.2, high=0.5):
    mixed, which = steps.synthesize(images, noises, rng, low, high)
    images[...] = mixed
    return images, which


def _strengths_first(images, noises, rng, low=0.2, high=0.5):
    strength = rng.uniform(low, high, len(images))
    which = rng.integers(0, len(noises), len(images))
    return np.clip(images + strength[:, np.newaxis, np.newaxis] * noises[which], 0, 1), which


def _image_by_image(images, noises, rng, low=0.2, high=0.5):
    mixed, which = [], []
    for image in images:
        which.append(rng.integers(0, len(noises)))
        mixed.append(np.clip(image + rng.uniform(low, high) * noises[which[-1]], 0, 1))
    return np.array(mixed), np.array(which)


def _faded(images, noises, rng, low=0.2, high=0.5):
    which = rng.integers(0, len(noises), len(images))
    strength = rng.uniform(low, high, len(images))[:, np.newaxis, np.newaxis]
    return np.clip((1 - strength) * images + strength * noises[which], 0, 1), which


def _in_turn(images, noises, rng, low=0.2, high=0.5):
    which = np.arange(len(images)) % len(noises)
    strength = rng.uniform(low, high, len(images))
    return np.clip(images + strength[:, np.newaxis, np.newaxis] * noises[which], 0, 1), which


def _as_many_as_noises(images, noises, rng, low=0.2, high=0.5):
    which = rng.permutation(len(noises))[: len(images)]
    strength = rng.uniform(low, high, len(which))
    return np.clip(images[: len(which)] + strength[:, np.newaxis, np.newaxis] * noises[which], 0, 1), which


WHICH, STRENGTH = "rng.integers(0, len(noises), m)", "rng.uniform(low, high, m)"
EACH = "strength[:, np.newaxis, np.newaxis]"

EXERCISE = Exercise(
    steps.synthesize,
    points=11,
    returns=("mixed", "which"),
    cases=synthesis_cases,
    wishes=synthesis_wishes,
    mistakes={
        "All images get one and the same noise; draw a number for each.": slip(
            WHICH, "np.full(m, rng.integers(0, len(noises)))"
        ),
        "All images get their noise with one strength; draw one for each.": slip(
            STRENGTH, "np.full(m, rng.uniform(low, high))"
        ),
        "You draw the strengths first; the numbers of the noises come first.": _strengths_first,
        "The noises are dealt out in turn; draw them.": _in_turn,
        "You draw noise and strength image by image; draw all numbers of noises first, then all strengths.": (
            _image_by_image
        ),
        "Pixels leave 0…1; cut the sum there.": slip("np.clip(images + added, 0, 1)", "images + added"),
        "You cut the noise before it is added; it is as often below 0 as above: cut the sum.": slip(
            "np.clip(images + added, 0, 1)", "images + np.clip(added, 0, 1)"
        ),
        "You stretch the sum to 0…1; cut it, or the strength is lost.": slip(
            "np.clip(images + added, 0, 1)",
            "(lambda S: (S - S.min()) / max(S.max() - S.min(), 1e-9))(images + added)",
        ),
        "You fade the image as the noise comes in; add the noise to the whole image.": _faded,
        "Your noise goes in at full strength; multiply it by the strength drawn.": slip(f"{EACH} * noises", "noises"),
        "Your noise is taken away; add it.": slip("images + added", "images - added"),
        "You write into the images given, so whoever called has lost the clean ones; make a new array.": _in_place,
        "You return the noises that were added; return the mixed images.": slip(
            "return mixed, which", "return added, which"
        ),
        "Image and noise are multiplied; add the noise.": slip("images + added", "images * added"),
        "Your strengths are always 0.2 to 0.5; use the arguments.": slip(STRENGTH, "rng.uniform(0.2, 0.5, m)"),
        "Your last noise is never drawn; the end of rng.integers is left out already, so it is len(noises).": slip(
            WHICH, "rng.integers(0, max(len(noises) - 1, 1), m)"
        ),
        "Your last noise is never drawn, and of a single one nothing is left; the end of rng.integers is left out "
        "already.": slip(WHICH, "rng.integers(0, len(noises) - 1, m)"),
        "Your noises are dealt at most once each; draw with replacement, so that any number of images gets one.": slip(
            WHICH, "rng.permutation(len(noises))[:m]"
        ),
        "Your noises are used up after one image each, and the other images are left out; draw with "
        "replacement.": _as_many_as_noises,
        "You draw numbers of images and fold them into those of noises; draw from 0 to len(noises).": slip(
            WHICH, "rng.integers(0, m, m) % len(noises)"
        ),
        "Your strengths begin at 0; low is the least one.": slip(STRENGTH, "rng.uniform(0, high, m)"),
        "You return the strengths in place of which noise.": slip("return mixed, which", "return mixed, strength"),
        "Only mixed comes back; return mixed, which.": slip("return mixed, which", "return mixed"),
        "Each pixel has a strength of its own; one strength goes for the whole image.": slip(
            (STRENGTH, "rng.uniform(low, high, images.shape)"), (EACH, "strength")
        ),
        "Your own generator draws the noises; use rng.": slip(
            WHICH, "np.random.default_rng(0).integers(0, len(noises), m)"
        ),
    },
    right=[synthesis_by_loop, synthesis_by_einsum],
    hints=[
        "Draw two numbers for each image: which noise, and how strong. Indexing with an array picks all at once.",
        "mixed[i] = clip(images[i] + strength[i] · noises[which[i]], 0, 1), with which drawn first.",
        "which = rng.integers(0, len(noises), m); strength = rng.uniform(low, high, m); then images + "
        "strength[:, np.newaxis, np.newaxis] * …, cut by np.clip",
    ],
    topics=["data synthesis", "data mismatch"],
)
