"""The weights of one unit that looks at an image, as an image."""

import numpy as np

from utils.plots import CLASS_CMAP


def colour_picture(w, side):
    """Weights (side · side · 3, 1) as an image (side, side, 3) of 0…1: 0.5 is no weight."""
    image = w.reshape(side, side, 3)
    limit = np.percentile(np.abs(image), 99) or 1.0
    return np.clip(0.5 + 0.5 * image / limit, 0, 1)


def signed_picture(w, side):
    """The mean weight of each pixel, (side, side), and the magnitude to draw in full colour, for weights (n, 1)."""
    means = w.reshape(side, side, 3).mean(axis=2)
    return means, np.percentile(np.abs(means), 99) or 1.0


def weights_in_colour(ax, w, side):
    """The weights as a picture: grey is 0, brighter red, green or blue says that this colour here speaks for a cat.

    w: (side · side · 3, 1).
    """
    ax.imshow(colour_picture(w, side))
    ax.axis("off")


def weights_signed(ax, w, side):
    """The mean weight of each pixel: orange where brightness speaks for a cat, blue where it speaks against.

    w: (side · side · 3, 1).
    """
    means, limit = signed_picture(w, side)
    ax.imshow(means, cmap=CLASS_CMAP, vmin=-limit, vmax=limit)
    ax.axis("off")
