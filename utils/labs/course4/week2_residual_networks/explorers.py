"""An explorer on depth: what goes forward and comes back along a fresh net, and what training makes of such nets."""

from ipywidgets import Dropdown, SelectionSlider

from utils.explorers.frame import explorer
from utils.labs.course4.week2_residual_networks.measured import DEPTHS, column
from utils.labs.course4.week2_residual_networks.networks import (
    KINDS,
    STARTS,
    make_net,
    norms_by_block,
    signal_by_block,
)
from utils.labs.course4.week2_residual_networks.plots import accuracy_by_depth, along_the_net

IMAGES = 32  # that a fresh net is measured on
LIMITS = 1e-9, 1e4  # of the sizes that are drawn


def profiles(data, depth, start, seed=0):
    """Signal and gradient by block of both kinds of net, freshly drawn.

    data: from `centred_signs`.    depth, start: as for `make_net`, which refuses others.
    Returns {kind: (signal (blocks + 1,), gradient (blocks + 1,))}.
    """
    nets = {kind: make_net(kind, depth, seed, start) for kind in KINDS}
    return {kind: (signal_by_block(net, data, IMAGES), norms_by_block(net, data, IMAGES)) for kind, net in nets.items()}


def draw_depth(fig, data, table, kind, depth, start):
    """Draw signal and gradient of a net by block, the other kind pale beside it, and all trained nets by depth.

    table: as `load_measured` gives it.    kind, depth, start: as for `make_net`; others are a ValueError.
    """
    found = profiles(data, depth, start)
    if kind not in found:
        raise ValueError(f'"{kind}": nets are {" or ".join(found)}')
    left, middle, right = fig.subplots(1, 3)
    for place, (ax, name) in enumerate(((left, "signal"), (middle, "gradient"))):
        curves = {("" if kind == other else "_") + other: (other, sizes[place]) for other, sizes in found.items()}
        pale_first = dict(sorted(curves.items(), reverse=True))
        along_the_net(ax, pale_first, f"{name}, by block", LIMITS)
        before, after = found[kind][place][[0, -1] if name == "signal" else [-1, 0]]
        direction = "forwards" if name == "signal" else "backwards"
        ax.set_title(f"{name.capitalize()}, {direction}: {change(after / before)}")
    scores = {name: column(table, name, "train") for name in KINDS}
    accuracy_by_depth(right, DEPTHS, scores, depth)
    right.set_title(f"300 steps with batch norm: {scores[kind][DEPTHS.index(depth)].mean():.2f}")


def change(ratio):
    """A ratio in words: "× 1.5", "÷ 4,000", "nothing is left"."""
    if not ratio > 0:
        return "nothing is left"
    sign, factor = ("×", ratio) if ratio >= 1 else ("÷", 1 / ratio)
    return f"{sign} {factor:.1f}" if factor < 10 else f"{sign} {float(f'{factor:.1g}'):,.0f}"


def explore_depth(data, table):
    """Choices of kind, depth and start. Opens on 38 plain layers with batch norm, where gradients explode."""
    return explorer(
        lambda fig, **values: draw_depth(fig, data, table, **values),
        waits="every picture sends 32 images forward and back through two nets: 0.3 s of CPU at 38 layers",
        title="Signal and gradient by block, accuracy by depth",
        figsize=(11, 3.4),
        kind=Dropdown(options=list(KINDS), value="plain", description="network"),
        depth=SelectionSlider(options=DEPTHS, value=DEPTHS[-1], description="layers"),
        start=Dropdown(options=list(STARTS), value="batch norm", description="start"),
    )
