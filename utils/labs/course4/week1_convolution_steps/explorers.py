"""Explorers on convolution: a filter that steps over a small image, and which pixels the windows see."""

import numpy as np
from ipywidgets import Dropdown, IntSlider

from utils.explorers.controls import add_play
from utils.explorers.frame import explorer
from utils.labs.course4.week1_convolution_steps.plots import coverage_grid, number_grid, outline, signed, window_bars
from utils.steps.convolution import conv_forward, conv_output_shape

FILTERS = {
    "vertical edge": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
    "horizontal edge": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    "sum of all nine": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    "one bright point": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
}
PIXELS = 8  # along a side of the image whose windows are counted


def bright_corner(n=6):
    """An image (n, n): its upper left quarter is 10, the rest is 0."""
    image = np.zeros((n, n))
    image[: n // 2, : n // 2] = 10
    return image


def stepping(step, name):
    """One place of a filter on `bright_corner`, and all results.

    step: number of the place, from left to right, then downwards.    name: one of FILTERS.
    Returns the image (6, 6), the filter (3, 3), the window (3, 3), its place (row, column), the results (4, 4).
    """
    image, W = bright_corner(), np.array(FILTERS[name], dtype=float)
    Z, _ = conv_forward(image[None, :, :, None], W[:, :, None, None], np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})
    Z = Z[0, :, :, 0]
    if not 0 <= step < Z.size:
        raise ValueError(f"There is no place {step}: the {Z.size} places are 0 to {Z.size - 1}")
    row, column = (int(k) for k in np.unravel_index(step, Z.shape))
    return image, W, image[row : row + 3, column : column + 3], (row, column), Z


def stepping_artists(fig):
    """Draw the image; returns what changes with place and filter, for `update_stepping`."""
    left, middle, right = fig.subplots(1, 3, width_ratios=(6, 5, 4))
    number_grid(left, bright_corner(), "grey")
    left.set_title("the image and the window")
    outline(left, 0, 0, 3, 3)
    return {"heading": fig.suptitle(" "), "window": left.patches[-1], "products": middle, "results": right}


def update_stepping(artists, step, filter):
    """Put the window at a place: its nine products, and the results up to there."""
    _, W, window, (row, column), Z = stepping(step, filter)
    artists["window"].set_xy((column - 0.5, row - 0.5))
    middle, right = artists["products"], artists["results"]
    middle.clear()
    right.clear()
    rows = zip(window, W, strict=True)
    texts = [[f"{signed(a)} · {signed(w)}" for a, w in zip(*row, strict=True)] for row in rows]
    number_grid(middle, window * W, texts=texts, most=20)
    middle.set_title("pixel · weight")
    known = np.where(np.arange(Z.size).reshape(Z.shape) <= step, Z, np.nan)
    number_grid(right, known, most=np.abs(Z).max())
    outline(right, row, column, 1, 1)
    right.set_title("the results so far")
    right.set(xlim=(-0.6, Z.shape[1] - 0.4), ylim=(Z.shape[0] - 0.4, -0.6))
    total = signed(Z[row, column])
    artists["heading"].set_text(f"Place {step}: row {row}, column {column}. The nine products add up to {total}")


def draw_stepping(fig, step, filter):
    """Draw the image with the window, the nine products, and the results up to this place."""
    update_stepping(stepping_artists(fig), step, filter)


def explore_stepping():
    """A slider with Play for the place, and a choice of filters. Opens on an edge that the filter does not see."""
    shown = explorer(
        stepping_artists,
        update=update_stepping,
        title="A filter steps over a small image",
        figsize=(9, 3.6),
        step=IntSlider(value=8, min=0, max=15, description="place"),
        filter=Dropdown(options=list(FILTERS), value="vertical edge", description="filter"),
    )
    return add_play(shown, "step")


def coverage(n, f, stride, pad):
    """How many windows see each pixel of a padded square image.

    n, f, stride, pad: in pixels.
    Returns counts (n + 2 pad, n + 2 pad), and the first pixel of each window across. ValueError where nothing fits.
    """
    places, _ = conv_output_shape(n, n, f, stride, pad)
    starts = stride * np.arange(places)
    pixels = np.arange(n + 2 * pad)
    seen = np.sum((pixels >= starts[:, None]) & (pixels < starts[:, None] + f), axis=0)  # along one side
    return np.outer(seen, seen), starts


def coverage_artists(fig):
    """Empty axes and a heading, for `update_coverage`."""
    return {"axes": fig.subplots(), "heading": fig.suptitle(" ")}


def update_coverage(artists, f, stride, pad, n=PIXELS):
    """Draw how many windows see each pixel of the padded image, the windows across as bars, and the output's size."""
    counts, starts = coverage(n, f, stride, pad)
    ax = artists["axes"]
    ax.clear()
    coverage_grid(ax, counts, pad)
    window_bars(ax, starts, f)
    unseen = int(np.sum(counts[pad : pad + n, pad : pad + n] == 0))
    ax.set_xlabel("every pixel is seen" if unseen == 0 else f"orange: {unseen} of {n * n} pixels are never seen")
    room, places = n + 2 * pad - f, len(starts)
    size = f"({n} + 2 · {pad} − {f}) / {stride} = {room / stride:.3g}, rounded down {room // stride}, plus 1"
    artists["heading"].set_text(f"{size}: the output is {places} × {places}")


def draw_coverage(fig, f, stride, pad, n=PIXELS):
    """Draw which pixels the windows see; arguments as for `update_coverage`."""
    update_coverage(coverage_artists(fig), f, stride, pad, n)


def explore_coverage():
    """Sliders for filter size, stride and padding of an 8 × 8 image. Opens where pixels are left over."""
    return explorer(
        coverage_artists,
        update=update_coverage,
        title="Which pixels the windows see",
        figsize=(6.4, 4.8),
        f=IntSlider(value=3, min=1, max=9, description="filter size f"),
        stride=IntSlider(value=2, min=1, max=5, description="stride s"),
        pad=IntSlider(value=0, min=0, max=3, description="padding p"),
    )
