"""An explorer on batches of sentences of unequal length: what of their places is padding."""

import numpy as np
from ipywidgets import Dropdown, SelectionSlider
from matplotlib.colors import ListedColormap

from utils.explorers.frame import explorer
from utils.plots import BLUE, LIGHT_ORANGE

ORDERS = ("by chance", "by length, with chance", "by length")
SPREAD = 2.0  # of the number of chance, in words


def arranged(lengths, batch_size, order, seed=0):
    """The lengths of sentences in the order in which they are cut into batches.

    lengths: (m,).    order: one of ORDERS.    Returns (m,), and for each the longest of its batch.
    """
    rng = np.random.default_rng(seed)
    noise = {"by chance": 1e9, "by length, with chance": SPREAD, "by length": 0.0}[order] * rng.random(len(lengths))
    inside = np.asarray(lengths)[np.argsort(lengths + noise, kind="stable")]
    starts = np.arange(0, len(inside), batch_size)
    longest = np.maximum.reduceat(inside, starts)
    return inside, np.repeat(longest, np.diff([*starts, len(inside)]))


def padding_share(inside, longest):
    """The share of a batch's places, cut to its longest sentence, that are padding, over all batches."""
    return float(1 - inside.sum() / longest.sum())


def padding_artists(fig, m, places):
    """The image of rows and places, white, and the title."""
    ax = fig.subplots()
    colours = ListedColormap(["white", LIGHT_ORANGE, BLUE])
    image = ax.imshow(np.zeros((places, m)), cmap=colours, vmin=-0.5, vmax=2.5, aspect="auto", interpolation="nearest")
    ax.set(xlabel="sentence, in the order of the batches (blue: words, orange: padding)", ylabel="place in the row")
    ax.grid(False)
    return {"image": image, "title": ax.set_title(" ")}


def update_padding(artists, lengths, order, batch_size):
    """Set words and padding of every row."""
    inside, longest = arranged(lengths, batch_size, order)
    places = np.arange(int(max(lengths)))[:, np.newaxis]
    artists["image"].set_data((places < longest).astype(int) + (places < inside))
    share = padding_share(inside, longest)
    artists["title"].set_text(
        f"{order}, {batch_size} in a batch: {longest.sum():,} places, {share:.0%} of them padding"
    )


def draw_padding(fig, lengths, order, batch_size):
    """Draw the rows of all batches.

    lengths: (m,) words of the sentences.    order: one of ORDERS.    batch_size: sentences in a batch.
    """
    update_padding(padding_artists(fig, len(lengths), int(max(lengths))), lengths, order, batch_size)


def explore_padding(lengths):
    """The order, and the size of a batch. Opens at large batches by chance, where much is padding."""
    lengths = np.asarray(lengths)
    return explorer(
        lambda fig: padding_artists(fig, len(lengths), int(lengths.max())),
        update=lambda artists, **values: update_padding(artists, lengths, **values),
        title="Padding in batches of sentences",
        figsize=(9, 3.2),
        order=Dropdown(options=ORDERS),
        batch_size=SelectionSlider(options=[1, 2, 4, 8, 16, 32, 64], value=64, description="sentences a batch"),
    )
