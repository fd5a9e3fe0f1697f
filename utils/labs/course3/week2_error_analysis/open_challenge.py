"""The open challenge of this lab: a program that makes training images, judged on photographs taken by phone."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course3.week2_error_analysis.networks import train_network
from utils.labs.course3.week2_error_analysis.project import System, error_of, sources

SEEDS, MOST, WIDTH = (50, 51, 52, 53, 54), 4000, 96  # seeds that no table of the lab holds; images at most; units
BASELINE = 0.188  # the two programs of the lab, twice each, with the web digits


def mean_error(my_photographs):
    """The mean over SEEDS of the error on test photographs by correct labels, of a network trained on its images.

    my_photographs: (images, labels, rng) -> (images, labels).    Raises OverBudget for more than MOST images.
    """
    errors = []
    for seed in SEEDS:
        drawn = sources(seed)
        made = my_photographs(drawn.web.images.copy(), drawn.web.labels.copy(), np.random.default_rng(seed))
        images, labels = training_set_of(made)
        if seen_in(images, drawn):
            raise ValueError("some of these images were not made of the images given: they show digits of test")
        system = System([train_network(images, labels, (seed, 0), WIDTH)], stretch=False)
        errors.append(error_of(system, drawn.test.images, drawn.test.truth))
    return float(np.mean(errors))


def training_set_of(made):
    """The images and labels that a learner's function returned, looked through.    Raises ValueError, OverBudget."""
    if not isinstance(made, tuple | list) or len(made) != 2:
        raise ValueError("return two arrays: images, labels")
    images, labels = np.asarray(made[0], dtype=float), np.asarray(made[1])
    if images.ndim != 3 or images.shape[1:] != (16, 16) or labels.shape != images.shape[:1]:
        raise ValueError(f"images (m, 16, 16) and labels (m,) are wanted, not {images.shape} and {labels.shape}")
    if len(images) == 0:
        raise ValueError("at least one image is wanted")
    if len(images) > MOST:
        raise OverBudget(f"{len(images)} images; at most {MOST} are trained on")
    if not (images.min() >= 0 and images.max() <= 1):  # also where one is NaN
        raise ValueError("pixels have to be numbers from 0 to 1")
    if labels.dtype.kind not in "iuf" or not np.all(np.isin(labels, range(10))):
        raise ValueError("labels have to be whole numbers from 0 to 9")
    return images, labels.astype(int)


def seen_in(images, drawn):
    """Whether one of the images is a photograph, this seed's or the notebook's, of a digit on which one is judged."""
    judged = {clean.tobytes() for clean in drawn.test.clean} - {clean.tobytes() for clean in drawn.web.clean}
    known = set(judged)
    for part in (drawn.test, *sources(0)[1:]):
        known |= {
            image.tobytes() for image, clean in zip(part.images, part.clean, strict=True) if clean.tobytes() in judged
        }
    return any(image.tobytes() in known for image in images)


CHALLENGE = Challenge(
    "my_photographs",
    task="Make training images of the web's digits, so that a network reads photographs taken by phone.",
    baseline=BASELINE,
    of="the two programs of the lab, two images of each digit by either",
    budget=f"At most {MOST} images in all; {WIDTH} hidden units, 30 epochs; the mean of five seeds counts.",
    judge=mean_error,
    higher=False,
    digits=3,
)
