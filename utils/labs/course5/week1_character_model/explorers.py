"""Two explorers: the temperature of what a model writes, and what models expect next in a name that one types."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider, Text

from utils.data.dinosaurs import LETTERS, dinosaur_names
from utils.explorers.frame import explorer
from utils.labs.course5.week1_character_model.tables import write
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.language_model import apply_temperature

TICKS = ["$", *LETTERS.symbols[1:]]  # the end, as in the text
WRITTEN = 8
KNOWN = frozenset(dinosaur_names())


def written_at(next_probabilities, temperature, seed=3):
    """WRITTEN names that a model writes at a temperature, always from the same draws of rng."""
    rng = np.random.default_rng(seed)
    return write(next_probabilities, WRITTEN, rng, lambda p: apply_temperature(p, temperature))


def entropy(p):
    """Of a distribution, in nats."""
    return float(-np.sum(p[p > 0] * np.log(p[p > 0])))


def bars(ax, color, label):
    """Bars for all symbols, of height 0, and the axis."""
    drawn = ax.bar(np.arange(len(TICKS)), np.zeros(len(TICKS)), color=color, label=label)
    ax.set_xticks(np.arange(len(TICKS)), TICKS, fontsize=8)
    ax.set(ylim=(0, 1), xlim=(-0.8, len(TICKS) - 0.2), ylabel="probability")
    return drawn


def temperature_artists(fig):
    """The panels without bars and names."""
    left, right = fig.subplots(1, 2, width_ratios=(3, 2))
    drawn = bars(left, BLUE, "next")
    left.set_xlabel("first letter of a name ($ is the end)")
    right.axis("off")
    lines = [right.text(0.02, 0.93 - 0.11 * k, " ", fontsize=10, family="monospace") for k in range(WRITTEN)]
    titles = {"left": left.set_title(" "), "right": right.set_title(" ")}
    return {"bars": list(drawn), "lines": lines, **titles}


def update_temperature(artists, next_probabilities, temperature):
    """Set the distribution of the first letter, and the names."""
    p = apply_temperature(next_probabilities([]), temperature)
    for bar, height in zip(artists["bars"], p, strict=True):
        bar.set_height(height)
    names = written_at(next_probabilities, temperature)
    for line, name in zip(artists["lines"], names, strict=True):
        line.set_text(name if len(name) <= 28 else name[:27] + "…")
        line.set_color(ORANGE if name in KNOWN else "black")
    artists["left"].set_text(f"T = {temperature:.2f}: entropy {entropy(p):.2f} nats of {np.log(len(p)):.2f}")
    artists["right"].set_text(f"{len(set(names))} different of {WRITTEN} (orange: one of {len(KNOWN):,} genera)")


def draw_temperature(fig, next_probabilities, temperature):
    """Draw how a model writes at a temperature above 0.

    next_probabilities: function of the symbols so far, as in `log_probability`.
    """
    update_temperature(temperature_artists(fig), next_probabilities, temperature)


def explore_temperature(next_probabilities):
    """The temperature. Opens at 0.1, where its names repeat one another."""
    return explorer(
        temperature_artists,
        update=lambda artists, **values: update_temperature(artists, next_probabilities, **values),
        title="What a language model writes at a temperature",
        figsize=(10, 3.6),
        temperature=FloatSlider(value=0.1, min=0.1, max=3.0, step=0.05, description="temperature"),
    )


def next_artists(fig, models):
    """Bars for two models side by side, of height 0."""
    ax = fig.subplots()
    drawn = [bars(ax, color, name) for color, name in zip((BLUE, ORANGE), models, strict=True)]
    for shift, group in zip((-0.2, 0.2), drawn, strict=True):
        for place, bar in enumerate(group):
            bar.set(width=0.4, x=place + shift - 0.2)
    for bar in drawn[1]:
        bar.set(hatch="///", edgecolor="white")
    letter = ax.plot([], [], "v", color=GREY, ms=9, label="what comes in the name")[0]
    ax.set_xlabel("next symbol ($ is the end)")
    ax.legend(loc="upper right", fontsize=8)
    return {"bars": [list(group) for group in drawn], "letter": letter, "title": ax.set_title(" ")}


def logs_so_far(next_probabilities, numbers):
    """ln p of each symbol, given those before it."""
    return [float(np.log(next_probabilities(numbers[:t])[number])) for t, number in enumerate(numbers)]


def update_next(artists, models, name, letters):
    """Set what both models expect after so many letters of a name."""
    name = name.strip().lower()
    unknown = set(name) - set(LETTERS.symbols[1:])
    if unknown:
        raise ValueError(f"a name has the letters a to z; {' '.join(sorted(unknown))} is none of them")
    read = [LETTERS.ids[letter] for letter in name[:letters]]
    words = []
    for group, (kind, model) in zip(artists["bars"], models.items(), strict=True):
        for bar, height in zip(group, model(read), strict=True):
            bar.set_height(height)
        words.append(f"{kind} {sum(logs_so_far(model, read)):.1f}")
    due = LETTERS.ids[(name + "\n")[letters]] if letters <= len(name) else None
    artists["letter"].set_data(*(([], []) if due is None else ([due], [0.96])))
    shown = name[:letters] or "(nothing)"
    artists["title"].set_text(f"After {shown}: ln p of what was read, {', '.join(words)}")


def draw_next(fig, models, name, letters):
    """Draw what two models expect after the first `letters` letters of a name.

    models: {name: function of the symbols so far}, two of them.
    """
    update_next(next_artists(fig, models), models, name, letters)


def explore_next(models):
    """A name that one types, and how many of its letters have been read. Opens where both models are surprised."""
    return explorer(
        lambda fig: next_artists(fig, models),
        update=lambda artists, **values: update_next(artists, models, **values),
        title="What two models expect next",
        figsize=(10, 3.4),
        name=Text(value="stegosaurus", description="name (Enter)"),
        letters=IntSlider(value=3, min=0, max=24, description="letters read"),
    )
