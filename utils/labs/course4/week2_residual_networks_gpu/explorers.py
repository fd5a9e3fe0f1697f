"""An explorer on half precision: which gradients fp16 can hold, and what a larger loss does to that."""

import numpy as np
from ipywidgets import Dropdown, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course4.week2_residual_networks_gpu.plots import LARGEST, NORMAL, SMALLEST, exponents_in_half_precision


def exponent_shares(numbers):
    """How often each power of two occurs among numbers that are not 0.

    numbers: an array.
    Returns exponents, whole numbers e of |x| in [2^e, 2^(e+1)), and their shares, two arrays of one length.
    Raises ValueError where every number is 0, or one is NaN or infinite.
    """
    numbers = np.asarray(numbers)
    if not np.isfinite(numbers).all() or not numbers.any():
        raise ValueError("exponents need finite numbers, and at least one that is not 0")
    _, exponents = np.frexp(numbers[numbers != 0])  # x = mantissa · 2^e with a mantissa from 0.5 to below 1
    found, counts = np.unique(exponents - 1, return_counts=True)
    return found, counts / counts.sum()


def lost_in_half_precision(exponents, shares, scale):
    """What becomes of numbers times a scale in fp16.

    exponents, shares: from `exponent_shares`.    scale: a power of two, above 0.
    Returns the shares that become 0, that lose digits, that become infinite.
    Raises ValueError for another scale: the exponents alone would not tell.
    """
    if not scale > 0 or not np.log2(scale).is_integer():
        raise ValueError(f"scale = {scale}: it is a power of two, such as 1024")
    moved = exponents + round(np.log2(scale))
    zero, infinite = moved < SMALLEST, moved > LARGEST
    return shares[zero].sum(), shares[~zero & (moved < NORMAL)].sum(), shares[infinite].sum()


def update_half_precision(ax, tables, network, power):
    """Draw on axes anew the gradients of a network times 2^power, against what fp16 holds.

    tables: {name: (exponents, shares)}.    network: one of the names.
    """
    exponents, shares = tables[network]
    zero, fewer, infinite = lost_in_half_precision(exponents, shares, 2.0**power)
    ax.clear()
    exponents_in_half_precision(ax, exponents, shares, 2.0**power)
    ax.set_title(f"Loss times {2**power:,}: {zero:.0%} become 0, {fewer:.0%} lose digits, {infinite:.0%} overflow")


def draw_half_precision(fig, tables, network, power):
    """Draw the gradients of a network in half precision; arguments as for `update_half_precision`."""
    update_half_precision(fig.subplots(), tables, network, power)


def explore_half_precision(tables):
    """A slider for the loss's factor. Opens at 1, where most gradients lose digits."""
    return explorer(
        lambda fig: fig.subplots(),
        update=lambda ax, **values: update_half_precision(ax, tables, **values),
        title="Gradients in half precision",
        figsize=(9, 3.4),
        network=Dropdown(options=list(tables)),
        power=IntSlider(value=0, min=0, max=30, description="loss × 2 to the"),
    )
