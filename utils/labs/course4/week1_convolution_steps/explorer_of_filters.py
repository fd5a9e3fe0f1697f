"""An explorer on convolution: filters of three kinds, any direction and several sizes, on a photograph."""

import numpy as np
from ipywidgets import Dropdown, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course4.week1_convolution_steps.plots import grey_image, number_grid, signed_map
from utils.layers.convolution import conv2d_forward

KINDS = ("edges", "blur", "sharpen")


def binomial(size):
    """Weights that fall off like a bell and add up to 1: size 3 gives (1, 2, 1) / 4."""
    weights = np.ones(1)
    for _ in range(size - 1):
        weights = np.convolve(weights, [0.5, 0.5])
    return weights


def make_filter(kind, angle, size):
    """A filter (size, size).

    kind: "edges", which measures the slope of the brightness towards an angle; "blur"; "sharpen".
    angle: degrees, 0 to the right, 90 downwards.    size: odd, 1 to 15.
    Raises ValueError: an even size has no middle pixel, and edges need neighbours.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    if size % 2 == 0:
        raise ValueError(f"A filter of {size} × {size} has no middle pixel to give its answer to: take an odd size")
    blur = np.outer(binomial(size), binomial(size))
    if kind == "blur":
        return blur
    if kind == "sharpen":
        middle = np.zeros((size, size))
        middle[size // 2, size // 2] = 1
        return 2 * middle - blur
    if size == 1:
        raise ValueError("A filter of 1 × 1 sees no neighbours, and a slope is a matter of neighbours: take size 3")
    slope = np.convolve(binomial(size - 2), [-0.5, 0, 0.5])
    G_x = np.outer(binomial(size), slope)
    return np.cos(np.radians(angle)) * G_x + np.sin(np.radians(angle)) * G_x.T


def filtered(image, W):
    """Slide W (f, f) over an image of one channel, without padding: (rows − f + 1, columns − f + 1)."""
    y, _ = conv2d_forward(np.ascontiguousarray(image)[None, :, :, None], W[:, :, None, None], None)
    return y[0, :, :, 0]


def filter_artists(fig, image):
    """Draw the image; returns the axes for a filter and its answers, for `update_filtered`."""
    left, *others = fig.subplots(1, 3, width_ratios=(4, 2.2, 4))
    grey_image(left, image, "the photograph")
    return others


def update_filtered(axes, image, kind, angle, size):
    """Draw a filter and what it makes of the image (rows, columns; 0…1)."""
    W = make_filter(kind, angle, size)
    answers = filtered(image, W)
    middle, right = axes
    middle.clear()
    right.clear()
    number_grid(middle, W, texts=None if size <= 5 else [[""] * size] * size)
    middle.set_title(f"the filter, {size} × {size}")
    if kind == "edges":
        name = f"orange: brighter towards {angle}°\nblue: darker"
        signed_map(right, answers, name, most=np.quantile(np.abs(answers), 0.99))
    else:
        grey_image(right, answers, {"blur": "blurred", "sharpen": "sharpened"}[kind])


def draw_filtered(fig, image, kind, angle, size):
    """Draw a grey image (rows, columns; 0…1), a filter and what it makes of the image."""
    update_filtered(filter_artists(fig, image), image, kind, angle, size)


def explore_filters(image):
    """Kind, angle and size of a filter, on an image. Opens on edges to which the filter is blind."""
    return explorer(
        lambda fig: filter_artists(fig, image),
        update=lambda axes, **values: update_filtered(axes, image, **values),
        title="Filters on a photograph",
        figsize=(10, 3.4),
        kind=Dropdown(options=KINDS, value="edges", description="filter"),
        angle=IntSlider(value=0, min=0, max=180, step=15, description="angle: 0 right, 90 down"),
        size=IntSlider(value=3, min=1, max=15, description="size"),
    )
