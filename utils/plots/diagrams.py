"""Diagrams of networks: boxes and arrows, units and the connections between them."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from utils.plots import BLUE, GREY, ORANGE

PATCH = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # keeps lines from running through words


def box(ax, x, y, lines, colour, width=1.0, height=1.0, size=8.5):
    """Write a few lines into a rounded box centred at (x, y); the first line is its heading."""
    left, bottom = x - width / 2, y - height / 2
    style = "round,pad=0,rounding_size=0.08"
    patch = FancyBboxPatch((left, bottom), width, height, boxstyle=style, facecolor="white", edgecolor=colour, lw=1.6)
    ax.add_patch(patch)
    ax.text(x, y + 0.36 * height, lines[0], ha="center", va="center", size=size, weight="bold", color=colour)
    ax.text(x, y - 0.1 * height, "\n".join(lines[1:]), ha="center", va="center", size=size, linespacing=1.45)


def arrow(ax, start, end, label="", colour=GREY, style="-", size=8.5, above=True):
    """Draw an arrow with its label above (or below) the middle."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": colour, "linestyle": style, "lw": 1.4})
    if label:
        x, y = np.add(start, end) / 2
        shift, side = (0.06, "bottom") if above else (-0.06, "top")
        ax.text(x, y + shift, label, ha="center", va=side, size=size, color=colour, linespacing=1.3)


def unit(ax, x, y, name, value=None, gradient=None, radius=0.33, size=9):
    """Draw one unit: its value in blue inside the circle, its gradient in orange beneath."""
    ax.scatter([x], [y], s=1500, facecolor="white", edgecolor=BLUE if value is not None else GREY, lw=1.5, zorder=3)
    if value is not None:
        ax.text(x, y, f"{value:.3g}", ha="center", va="center", size=size, color=BLUE, zorder=4)
    words = {"ha": "center", "size": size - 1, "zorder": 4, "bbox": PATCH}
    ax.text(x, y + radius + 0.08, name, va="bottom", color=GREY, **words)
    if gradient is not None:
        ax.text(x, y - radius - 0.08, gradient, va="top", color=ORANGE, **words)


def edge(ax, start, end, label, colour=GREY, where=0.33, size=8):
    """Draw a connection between two units, with a label some way along it."""
    (x0, y0), (x1, y1) = start, end
    ax.plot([x0, x1], [y0, y1], color=colour, lw=1.1, zorder=1)
    place = x0 + where * (x1 - x0), y0 + where * (y1 - y0)
    ax.text(*place, label, ha="center", va="center", size=size, color=colour, bbox=PATCH, zorder=2)
