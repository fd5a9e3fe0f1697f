"""Two explorers: temperature and overflow of the softmax; which head finds which labels."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax

SCORES = np.array([2.0, 1.0, 0.1])
LABELS, PRESENT, THIRD = ("cat", "dog", "car"), (True, True, False), -1.0


def shares_as_written(scores, temperature):
    """e^(z/T) / Σ e^(z/T) without a shift; NaN where an exponential overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(scores / temperature)
        return exps / exps.sum()


def shares_shifted(scores, temperature):
    """The same with the largest score subtracted first."""
    return softmax((scores / temperature)[:, None])[:, 0]


def entropy(shares):
    """−Σ a ln a in nats: 0 where one share is all, ln C where all are equal."""
    positive = shares[shares > 0]
    return float(-np.sum(positive * np.log(positive))) + 0.0


def temperature_artists(fig):
    """Draw the axes of both formulas; returns what changes with temperature and constant."""
    artists = {}
    for name, ax, colour, hatch in zip(
        ("written", "shifted"), fig.subplots(1, 2), (ORANGE, BLUE), ("//", ""), strict=True
    ):
        artists[name] = list(ax.bar(range(3), [0, 0, 0], color=colour, width=0.6, hatch=hatch, edgecolor="white"))
        artists[f"{name} title"] = ax.set_title(" ")
        artists[f"{name} words"] = ax.text(1, 0.5, "", ha="center", va="center", fontsize=14, color=ORANGE)
        artists[f"{name} ticks"] = ax.xaxis
        ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.05), ylabel="share", xlabel="score")
    return artists


def update_temperature(artists, temperature, added):
    """Show the shares by both formulas.    temperature: above 0.    added: to every score."""
    scores = SCORES + added
    found = {"written": shares_as_written(scores, temperature), "shifted": shares_shifted(scores, temperature)}
    begin = {"written": "As written", "shifted": "Largest subtracted first"}
    for name, shares in found.items():
        failed = np.isnan(shares).any()
        for bar, share in zip(artists[name], np.nan_to_num(shares), strict=True):
            bar.set_height(share)
        artists[f"{name} words"].set_text("NaN" if failed else "")
        end = f"e^{scores[0] / temperature:.0f} overflows" if failed else _in_words(shares)
        artists[f"{name} title"].set_text(f"{begin[name]}: {end}")
        artists[f"{name} ticks"].set_ticks(range(3), [f"{score:g}" for score in scores])


def _in_words(shares):
    return f"largest {shares.max():.2f}, entropy {entropy(shares):.2f}"


def draw_temperature(fig, temperature, added):
    """The still figure of the softmax at a temperature."""
    update_temperature(temperature_artists(fig), temperature, added)


def explore_temperature():
    """Temperature and a constant that is added to every score. Opens where the formula as written overflows."""
    return explorer(
        temperature_artists,
        update=update_temperature,
        title="Softmax of three scores",
        figsize=(9, 3.4),
        temperature=FloatLogSlider(value=1.0, base=10, min=-1.5, max=1.5, step=0.1, description="temperature"),
        added=IntSlider(value=800, min=0, max=1000, step=50, description="added to all"),
    )


HEADS = {
    "softmax": lambda scores: shares_shifted(scores, 1.0),
    "sigmoid": sigmoid,
}


def heads_artists(fig):
    """Draw the axes of three outputs; returns what changes with head and scores."""
    ax = fig.subplots()
    bars = ax.bar(range(3), [0, 0, 0], color=[BLUE if there else ORANGE for there in PRESENT], width=0.6)
    bars[2].set(hatch="//", edgecolor="white")
    ax.axhline(0.5, color=GREY, linestyle="--")
    ax.text(2.55, 0.53, "found above ½", ha="right", color=GREY)
    ax.set(xlim=(-0.6, 2.6), ylabel="output", ylim=(0, 1.05))
    where = ["in the image" if there else "not there" for there in PRESENT]
    ax.set_xticks(range(3), [f"{name}\n{word}" for name, word in zip(LABELS, where, strict=True)])
    return {"bars": list(bars), "title": ax.set_title(" ")}


def update_heads(artists, head, z_1, z_2):
    """Show a head's outputs for three scores, the third being −1.    head: a key of HEADS."""
    outputs = HEADS[head](np.array([z_1, z_2, THIRD]))
    for bar, output in zip(artists["bars"], outputs, strict=True):
        bar.set_height(output)
    found = sum(bool(output > 0.5) for output, there in zip(outputs, PRESENT, strict=True) if there)
    artists["title"].set_text(f"Head {head}: {found} of the 2 labels found; outputs sum to {outputs.sum():.2f}")


def draw_heads(fig, head, z_1, z_2):
    """The still figure of a head's outputs."""
    update_heads(heads_artists(fig), head, z_1, z_2)


def explore_heads():
    """The head and two scores. Opens where softmax is sure of two labels and finds neither."""
    return explorer(
        heads_artists,
        update=update_heads,
        title="Three outputs and the labels in the image",
        figsize=(8, 3.4),
        head=Dropdown(options=list(HEADS), value="softmax"),
        z_1=FloatSlider(value=3.0, min=-6, max=6, step=0.5, description="score of cat"),
        z_2=FloatSlider(value=3.0, min=-6, max=6, step=0.5, description="score of dog"),
    )
