"""Figures of convolution: numbers in cells, a window on them, maps of a filter's answers, times by size."""

import numpy as np
from matplotlib.patches import Rectangle

from utils.plots import BLUE, CLASS_CMAP, GREY, ORANGE


def number_grid(ax, numbers, colours="signed", texts=None, most=None):
    """A cell for each number.

    numbers: (rows, columns); NaN leaves a cell empty.    colours: "signed", blue below 0 and orange above, or "grey",
    dark at 0 and white at the largest.    texts: what stands in the cells, if not the numbers.
    most: the number of the strongest colour, if not the largest magnitude.
    """
    numbers = np.asarray(numbers, dtype=float)
    most = most or max(np.nanmax(np.abs(numbers), initial=0), 1e-12)
    # Pale colours, so that black numbers can be read on all of them
    colour_map, least, largest = {"signed": (CLASS_CMAP, -1.6, 1.6), "grey": ("gray", -2.5, 1)}[colours]
    ax.imshow(numbers, cmap=colour_map, vmin=least * most, vmax=largest * most)
    for row, column in np.ndindex(numbers.shape):
        if not np.isnan(numbers[row, column]):
            text = signed(numbers[row, column]) if texts is None else texts[row][column]
            ax.text(column, row, text, ha="center", va="center", fontsize=9)
    _grid_lines(ax, *numbers.shape)


def signed(number):
    """A number in up to three digits, with a real minus sign, and no sign at 0."""
    return f"{number + 0.0:.3g}".replace("-", "−")


def _grid_lines(ax, rows, columns):
    for line in range(rows + 1):
        ax.plot([-0.5, columns - 0.5], [line - 0.5] * 2, color="white", linewidth=1)
    for line in range(columns + 1):
        ax.plot([line - 0.5] * 2, [-0.5, rows - 0.5], color="white", linewidth=1)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def outline(ax, top, left, high, wide, colour=ORANGE):
    """A frame around `high` rows and `wide` columns of cells."""
    ax.add_patch(Rectangle((left - 0.5, top - 0.5), wide, high, fill=False, edgecolor=colour, lw=3, zorder=3))


def signed_map(ax, values, title, most=None):
    """A filter's answers over an image: orange where positive, blue where negative.

    values: (rows, columns).    most: the number of the strongest colour, if not the largest magnitude.
    """
    most = most or np.abs(values).max()
    ax.imshow(values, cmap=CLASS_CMAP, vmin=-most, vmax=most)
    ax.set(xticks=[], yticks=[], title=title)
    ax.spines[:].set_visible(False)


def grey_image(ax, image, title):
    """An image of one channel, black at 0 and white at 1."""
    ax.imshow(image, cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[], title=title)
    ax.spines[:].set_visible(False)


def angle_errors(ax, degrees, errors):
    """Errors of a measured direction against the true one.

    degrees: (k,).    errors: {name: (k,)}, in degrees too.
    """
    ax.axhline(0, color=GREY, linewidth=0.8)
    for (name, error), colour, line in zip(errors.items(), (ORANGE, BLUE, GREY), ("--", "-", ":"), strict=False):
        ax.plot(degrees, error, line, color=colour, label=name)
    ax.set(xlim=(degrees[0], degrees[-1]), xlabel="direction of the wave (degrees)", ylabel="error (degrees)")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))


def coverage_grid(ax, counts, pad):
    """How many windows see each pixel: darker blue for more; orange where none does. The padding is marked by dots.

    counts: (n + 2 pad, n + 2 pad) whole numbers.
    """
    colours = np.where(counts > 0, 0.25 + 0.6 * counts / max(counts.max(), 1), 0)
    ax.imshow(colours, cmap="Blues", vmin=0, vmax=1.2)
    for row, column in np.ndindex(counts.shape):
        inside = min(row, column) >= pad and max(row, column) < len(counts) - pad
        if inside and counts[row, column] == 0:
            ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=ORANGE))
        text = str(counts[row, column]) if inside else "·"
        ax.text(column, row, text, ha="center", va="center", fontsize=8)
    _grid_lines(ax, *counts.shape)
    outline(ax, pad, pad, len(counts) - 2 * pad, len(counts) - 2 * pad, GREY)


def window_bars(ax, starts, f):
    """A bar above a grid for each window across, from its first pixel to its last, in turns on three heights.

    starts: first pixel of each window.    f: pixels of the window.
    """
    for k, start in enumerate(starts):
        height = -1.1 - 0.5 * (k % 3)
        ax.plot([start - 0.4, start + f - 0.6], [height] * 2, color=BLUE, linewidth=4, solid_capstyle="butt")
    ax.set_ylim(ax.get_ylim()[0], -2.6)


def times_by_size(ax, sizes, seconds):
    """Seconds against the size of the image, both on a logarithmic axis.

    sizes: (k,), pixels along a side.    seconds: {name: (k,)}.
    """
    styles = zip((ORANGE, BLUE, "black", GREY), ("o-", "s--", "D-.", "^:"), strict=True)
    for (name, times), (colour, line) in zip(seconds.items(), styles, strict=False):
        ax.loglog(sizes, times, line, color=colour, label=name)
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    ax.set(xlabel="pixels along each side of the image", ylabel="seconds, one pass forward")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
