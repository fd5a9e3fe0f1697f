"""Two explorers: draws on a linear and on a logarithmic scale, and the values before and after batch norm."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.batch_norm import batchnorm_forward
from utils.steps.tuning import sample_hyperparameters

DECADES, SPREAD = np.arange(-7, 1), 2.0  # exponents of ten; standard deviation of Z
BINS = np.arange(-15, 15.5, 0.5)


def draws(exponent, trials):
    """Learning rates from 10^exponent to 1 on a linear and on a logarithmic scale: {scale: (trials,)}."""
    low, found = 10.0**exponent, {}
    for scale in ("linear", "log"):
        rng = np.random.default_rng(0)
        space = {"rate": (scale, low, 1.0)}
        found[scale] = np.array([sample_hyperparameters(space, rng)["rate"] for _ in range(trials)])
    return found


def by_decade(values):
    """The share of values in each factor of ten from 10⁻⁷ to 1."""
    return np.histogram(np.log10(values), DECADES)[0] / len(values)


def scales_artists(fig):
    """The two panels without values."""
    left, right = fig.subplots(1, 2)
    places = DECADES[:-1] + 0.5
    artists = {
        "linear": left.plot([], [], "s", color=ORANGE, ms=5)[0],
        "log": left.plot([], [], "o", color=BLUE, ms=5)[0],
        "low": left.plot([], [], color=GREY, lw=1, label="lowest")[0],
        "linear bars": list(right.bar(places - 0.2, np.zeros(7), 0.4, color=ORANGE, label="linear", hatch="//")),
        "log bars": list(right.bar(places + 0.2, np.zeros(7), 0.4, color=BLUE, label="logarithmic")),
        "left title": left.set_title(" "),
        "right title": right.set_title(" "),
    }
    left.set(xscale="log", xlim=(1e-7, 1.2), ylim=(0, 3), xlabel="learning rate")
    left.legend(handles=[artists["low"]], loc="lower left", fontsize=8)
    left.set_yticks([1, 2], ["logarithmic", "linear"])
    right.set(xlim=(-7, 0), ylim=(0, 1), xlabel="exponent of ten", ylabel="share of the trials")
    right.legend(loc="upper left")
    return artists


def update_scales(artists, exponent, trials):
    """Set what a lower end of the range and a number of trials give."""
    found = draws(exponent, trials)
    for scale, height in (("log", 1), ("linear", 2)):
        artists[scale].set_data(found[scale], np.full(trials, height))
        for bar, share in zip(artists[f"{scale} bars"], by_decade(found[scale]), strict=True):
            bar.set_height(share)
    artists["low"].set_data([10.0**exponent] * 2, [0.5, 2.5])
    below = {scale: int(np.sum(values < 0.1)) for scale, values in found.items()}
    artists["left title"].set_text(f"Below 0.1: {below['linear']} of {trials} linear, {below['log']} logarithmic")
    empty = {scale: int(np.sum(by_decade(values)[exponent + 7 :] == 0)) for scale, values in found.items()}
    artists["right title"].set_text(
        f"Factors of ten never tried, of {-exponent}: {empty['linear']} linear, {empty['log']} log"
    )


def draw_scales(fig, exponent, trials):
    """Draw trials on both scales."""
    update_scales(scales_artists(fig), exponent, trials)


def explore_scales():
    """The lower end of the range and the number of trials. Opens where the linear scale leaves out all small rates."""
    return explorer(
        scales_artists,
        update=update_scales,
        title="Learning rates drawn on a linear and on a logarithmic scale",
        figsize=(10, 3.4),
        exponent=IntSlider(value=-5, min=-7, max=-1, description="lowest: 10^"),
        trials=IntSlider(value=20, min=5, max=200, step=5, description="trials"),
    )


def before_and_after(place, gamma, beta):
    """A unit's Z over 1000 examples, of exactly this mean, and what batch norm makes of it: two arrays (1000,)."""
    Z = np.random.default_rng(1).normal(size=(1, 1000))
    Z = place + SPREAD * (Z - Z.mean()) / Z.std()
    return Z[0], batchnorm_forward(Z, np.array([[gamma]]), np.array([[beta]]))[0][0]


def norm_artists(fig):
    """The two panels without values."""
    artists = {}
    for ax, name in zip(fig.subplots(1, 2), ("before", "after"), strict=True):
        middles = BINS[:-1] + 0.25
        bars = ax.bar(middles, np.zeros(len(middles)), 0.5, color=[BLUE if x > 0 else "#bbbbbb" for x in middles])
        artists[name] = {"bars": list(bars), "title": ax.set_title(" ")}
        ax.axvline(0, color=GREY, lw=1)
        ax.set(xlim=(-12, 12), ylim=(0, 0.5), ylabel="share of the examples")
        ax.set_xlabel("$Z$" if name == "before" else r"$\tilde Z$")
    return artists


def update_norm(artists, place, gamma, beta):
    """Set what a place of Z and a γ and β give."""
    Z, Z_tilde = before_and_after(place, gamma, beta)
    for name, values in (("before", Z), ("after", Z_tilde)):
        for bar, share in zip(artists[name]["bars"], np.histogram(values, BINS)[0] / len(values), strict=True):
            bar.set_height(share)
        words = f"mean {values.mean() + 0.0:.1f}, std {values.std():.1f}, ReLU lets {np.mean(values > 0):.0%} through"
        artists[name]["title"].set_text(words)


def draw_norm(fig, place, gamma, beta):
    """Draw a unit's values before and after batch norm; blue is what ReLU lets through."""
    update_norm(norm_artists(fig), place, gamma, beta)


def explore_norm():
    """Where Z lies, γ and β. Opens on a unit that ReLU silences for nearly every example."""
    return explorer(
        norm_artists,
        update=update_norm,
        title="A unit before and after batch norm",
        figsize=(10, 3.4),
        place=FloatSlider(value=-4.0, min=-6.0, max=6.0, step=0.5, description="mean of Z"),
        gamma=FloatSlider(value=1.0, min=0.0, max=5.0, step=0.5, description="γ"),
        beta=FloatSlider(value=0.0, min=-6.0, max=6.0, step=0.5, description="β"),
    )
