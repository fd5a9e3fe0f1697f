"""Figures of what a convolutional network does with an image, layer by layer."""

import numpy as np

from utils.plots import BLUE, CLASS_CMAP, GREY, LIGHT_BLUE, ORANGE


def sizes_by_layer(ax, rows):
    """Height and channels of every layer's output, on a scale of doublings.

    rows: from `parameter_table`, with square images; layers behind a flattening are left out.
    """
    images = [i for i, row in enumerate(rows) if len(row["shape"]) == 3]
    ax.plot(images, [rows[i]["shape"][0] for i in images], "o-", color=BLUE, label="height and width")
    ax.plot(images, [rows[i]["shape"][2] for i in images], "s--", color=ORANGE, label="channels")
    ax.set_yscale("log", base=2)
    ax.set_yticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
    ax.set_xticks(images, [rows[i]["layer"] for i in images], rotation=40, ha="right")
    ax.set(xlim=(-0.4, images[-1] + 0.4), ylim=(2, 40), ylabel="pixels, channels")
    ax.legend(loc="lower right")


def mosaic(maps, columns):
    """Lay maps out side by side, in rows of `columns`, with one empty pixel between them.

    maps: (n_H, n_W, n_C), or (n,), whose numbers become maps of one pixel.
    Returns an array with NaN where nothing is.
    """
    maps = maps.reshape(1, 1, -1) if maps.ndim == 1 else maps
    n_H, n_W, n_C = maps.shape
    across = min(columns, n_C)
    whole = np.full((-(-n_C // across) * (n_H + 1) - 1, across * (n_W + 1) - 1), np.nan)
    for c in range(n_C):
        top, left = c // across * (n_H + 1), c % across * (n_W + 1)
        whole[top : top + n_H, left : left + n_W] = maps[:, :, c]
    return whole


def draw_maps(ax, maps, columns=8, limit=None):
    """All maps of a layer: orange where positive, blue where negative, on one scale.

    maps: (n_H, n_W, n_C) or (n,).    limit: the number that is drawn in full colour; None: the largest of these.
    """
    limit = np.abs(maps).max() or 1.0 if limit is None else limit
    colours = CLASS_CMAP.with_extremes(bad="white")
    ax.imshow(mosaic(maps, columns), cmap=colours, vmin=-limit, vmax=limit, interpolation="nearest")
    ax.set_facecolor("white")
    ax.axis("off")


def maps_by_stage(fig, image, stages, columns=12):
    """A row for each stage with its most active maps, the image above them.

    image: (n_H, n_W).    stages: {title: maps (n_H, n_W, n_C)}.
    """
    top, *axes = fig.subplots(len(stages) + 1, 1, height_ratios=[1.2] + [1] * len(stages))
    top.imshow(image, cmap="gray", interpolation="nearest")
    top.axis("off")
    for ax, (title, maps) in zip(axes, stages.items(), strict=True):
        strongest = np.sort(np.argsort(-maps.mean(axis=(0, 1)), kind="stable")[:columns])
        draw_maps(ax, maps[:, :, strongest], columns)
        ax.set_title(title, fontsize=9)


def shares_of_classes(ax, shares, label):
    """What a network thinks of each class, the true one in orange.

    shares: (classes,), summing to 1.    label: the true class.
    """
    classes = np.arange(len(shares))
    ax.bar(classes, shares, color=[ORANGE if k == label else LIGHT_BLUE for k in classes], edgecolor=BLUE)
    ax.set_xticks(classes)
    ax.set(ylim=(0, 1.02), xlabel="class (the true one in orange)", ylabel="share")
    says = int(np.argmax(shares))
    ax.set_title(f"it says {says}, " + ("right" if says == label else f"and it is {label}"))


def accuracy_when_moved(ax, distances, curves, styles):
    """Accuracy against the pixels by which test images were moved.

    distances: (k,).    curves: {label: accuracies (k,)}, five at most.    styles: settings of each line.
    """
    for (label, accuracies), style, marker in zip(curves.items(), styles, "osDv^", strict=False):
        ax.plot(distances, accuracies, marker=marker, label=label, **style)
    ax.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
    ax.text(distances[0], 0.115, "guessing", color=GREY, fontsize=9)
    ax.set_xticks(distances)
    ax.set(ylim=(0, 1.03), xlabel="moved by … pixels", ylabel="accuracy on test digits")
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
