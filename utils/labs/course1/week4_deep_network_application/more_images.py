"""More training images of chosen kinds, drawn as those of `load_cats` are."""

import numpy as np

from utils.data.cats import picture
from utils.data.photographs import regions
from utils.steps.logistic_regression import flatten_images


def with_more(cats, kinds, rng):
    """The training images and as many more as there are names in `kinds`; one in four of the new ones is a negative.

    cats: from `load_cats`.    kinds: names such as "bear", perhaps none.
    Returns X (12288, 400 + len(kinds)), flattened and centred, and Y (1, 400 + len(kinds)).
    """
    strips, images = regions("train"), [cats["X_train"]]
    images += [picture(kind, strips, place % 4 == 0, rng)[None] for place, kind in enumerate(kinds)]
    labels = [int(kind == "cat") for kind in kinds]
    Y = np.hstack([cats["Y_train"], np.array(labels, dtype=int).reshape(1, -1)])
    return flatten_images(np.concatenate(images)) / 255 - 0.5, Y
