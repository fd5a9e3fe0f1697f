"""Figures of the lab on learning from other tasks: images, errors by number of examples, labels that are missing."""

import numpy as np

from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE

WAY_STYLES = {
    "head only": {"color": ORANGE, "ls": "-", "marker": "s"},
    "head and second layer": {"color": "#7a5195", "ls": "-.", "marker": "D"},
    "all layers": {"color": BLUE, "ls": "-", "marker": "o"},
    "from scratch": {"color": "#222222", "ls": ":", "marker": "^"},
}
SYSTEM_STYLES = {
    "rule, reader of true boxes": {"color": ORANGE, "ls": "-", "marker": "s"},
    "rule, reader of its boxes": {"color": "#7a5195", "ls": "-.", "marker": "D"},
    "learnt boxes": {"color": "#222222", "ls": ":", "marker": "^"},
    "true boxes": {"color": GREY, "ls": "--", "marker": "v"},
    "end to end": {"color": BLUE, "ls": "-", "marker": "o"},
}
TASK_STYLES = {
    ("digit", "together"): {"color": ORANGE, "ls": "-", "marker": "s"},
    ("digit", "alone"): {"color": ORANGE, "ls": "--", "marker": "D"},
    ("texture", "together"): {"color": BLUE, "ls": "-", "marker": "o"},
    ("texture", "alone"): {"color": BLUE, "ls": "--", "marker": "^"},
}
MISSING_STYLES = {
    "one network": {"color": BLUE, "ls": "-", "marker": "o"},
    "eight networks": {"color": ORANGE, "ls": "--", "marker": "s"},
}


def images_in_a_row(fig, images, titles):
    """Draw grey images side by side.    images: list of (height, width) in 0…1.    titles: one each."""
    for ax, image, title in zip(fig.subplots(1, len(images)), images, titles, strict=True):
        ax.imshow(image, cmap="gray", vmin=0, vmax=1)
        ax.set_title(title, fontsize=9)
        ax.set_axis_off()


def error_curves(ax, curves, styles, xlabel, ylim):
    """Errors with their standard errors over a logarithmic axis.    curves: {name: (sizes, means, standard errors)}."""
    for name, (sizes, means, spread) in curves.items():
        label = name if isinstance(name, str) else ", ".join(name)
        ax.errorbar(sizes, means, yerr=spread, **styles[name], ms=5, lw=1.4, capsize=2, label=label)
    ax.set(xscale="log", xlabel=xlabel, ylabel="share of wrong answers", ylim=ylim)
    ax.legend(fontsize=8)


def error_bars(ax, names, ylim):
    """A bar for each method with a line for its standard error; returns them for `set_bars`."""
    colours = [LIGHT_ORANGE, "#cbbdd6", LIGHT_BLUE, "#d0d0d0"][: len(names)]
    bars = ax.bar(range(len(names)), np.zeros(len(names)), color=colours)
    lines = [ax.plot([], [], color="#222222", lw=2)[0] for _ in names]
    ax.set(ylim=ylim, ylabel="share of wrong answers")
    ax.set_xticks(range(len(names)), [name.replace(" ", "\n", 1) for name in names], fontsize=8)
    return {"bars": list(bars), "lines": lines}


def set_bars(artists, means, spread):
    """Set what `error_bars` returned; a mean that is NaN has no bar."""
    pairs = zip(artists["bars"], artists["lines"], means, spread, strict=True)
    for place, (bar, line, mean, error) in enumerate(pairs):
        bar.set_height(0 if np.isnan(mean) else mean)
        line.set_data([place, place], [mean - error, mean + error])


def label_grid(ax, questions, columns):
    """A field for each answer, to be set by `set_labels`: yes, no, missing.    Returns the image."""
    from matplotlib.colors import ListedColormap

    image = ax.imshow(
        np.zeros((len(questions), columns)),
        cmap=ListedColormap(["white", ORANGE, BLUE]),
        vmin=0,
        vmax=2,
        aspect="auto",
        interpolation="nearest",
    )
    ax.set_yticks(range(len(questions)), questions, fontsize=8)
    ax.set_xlabel("digit (blue: yes, orange: no, white: missing)")
    return image


def set_labels(image, Y):
    """Show answers of 0, 1 and NaN.    Y: (questions, columns)."""
    image.set_data(np.where(np.isnan(Y), 0, np.nan_to_num(Y) + 1))
