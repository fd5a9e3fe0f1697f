"""Crops of six real photographs that come inside scikit-learn's and scikit-image's wheels: nothing is downloaded.

- china, flower (scikit-learn): CC BY 2.0; china.jpg by danielbuechele, flower.jpg by vultilion, both on Flickr.
- astronaut, rocket (scikit-image): public domain, by NASA and by SpaceX.
- coffee (scikit-image): CC0, by Rachel Michetti, courtesy of Pikolo Espresso Bar.
- motorcycle (scikit-image): CC0, from the Middlebury stereo data of 2014.

scikit-image's chelsea is left out: it is a cat, and these crops stand behind pictures that are not to be cats.
"""

from functools import cache

import numpy as np

TEST_SHARE = 0.4  # of every photograph's width, on its right


@cache
def photographs():
    """The photographs by name, (height, width, 3) uint8 each. Treat them as read-only: they are loaded once."""
    from skimage import data
    from sklearn.datasets import load_sample_images

    china, flower = load_sample_images().images
    return {
        "astronaut": data.astronaut(),
        "china": china,
        "coffee": data.coffee(),
        "flower": flower,
        "motorcycle": data.stereo_motorcycle()[0],
        "rocket": data.rocket(),
    }


def regions(part):
    """The strip of every photograph that belongs to a part of the data, so that no pixel is in both.

    part: "train" (the left 60 %) or "test" (the right 40 %).
    Returns a list of (height, width, 3) arrays in 0…1.
    """
    if part not in ("train", "test"):
        raise ValueError(f'part is "train" or "test", not {part!r}')
    strips = []
    for photograph in photographs().values():
        border = round(photograph.shape[1] * (1 - TEST_SHARE))
        strip = photograph[:, :border] if part == "train" else photograph[:, border:]
        strips.append(strip / 255)
    return strips


def crop(strip, size, rng, largest=280):
    """A random square of a photograph, half of the time mirrored, brought to size × size pixels.

    strip: (height, width, 3).    size: pixels along a side, also the smallest square.    largest: the largest square.
    Returns (size, size, 3).
    """
    height, width = strip.shape[:2]
    if min(height, width) < size:
        raise ValueError(f"no square of {size} pixels fits into {height} × {width}")
    side = rng.integers(size, min(largest, height, width) + 1)
    top, left = rng.integers(height - side + 1), rng.integers(width - side + 1)
    square = strip[top : top + side, left : left + side]
    # Four samples for each pixel, averaged: enough against jagged edges at these sizes
    samples = ((np.arange(2 * size) + 0.5) * side / (2 * size)).astype(int)
    fine = square[samples][:, samples]
    small = (fine[::2, ::2] + fine[1::2, ::2] + fine[::2, 1::2] + fine[1::2, 1::2]) / 4
    return small[:, ::-1] if rng.random() < 0.5 else small
