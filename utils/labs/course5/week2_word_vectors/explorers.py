"""Two explorers: an analogy step by step, and a bias axis along which words are moved."""

import numpy as np
from ipywidgets import Dropdown, FloatSlider

from utils.data.corpus import NUMBER, WORDS
from utils.data.word_vectors import load_word_vectors
from utils.explorers.frame import explorer
from utils.labs.course5.week2_word_vectors import bias
from utils.labs.course5.week2_word_vectors.common import OCCUPATIONS, OCCUPIED, SHARES, SIDES, units
from utils.plots import BLUE, GREY, ORANGE

E = np.stack(list(load_word_vectors().values()), axis=1)
ANALOGIES = {
    f"{a} : {b} = {c} : ?": (a, b, c)
    for a, b, c in (
        ("man", "woman", "king"),
        ("france", "paris", "greece"),
        ("italy", "italian", "japan"),
        ("paris", "seine", "rome"),
        ("big", "bigger", "loud"),
        ("old", "oldest", "fast"),
    )
}
AXES = {"man, woman": [("man", "woman")], "he, she": [("he", "she")], "16 pairs": SIDES}
SHOWN = 6


def analogy_at(question, share):
    """Go from c a share of the way by the step from a to b: which words are nearest then?

    question: a key of ANALOGIES.    share: of e_b − e_a that is added to e_c.
    Returns words, the SHOWN nearest with none excluded, and their cosines (SHOWN,).
    """
    a, b, c = (NUMBER[word] for word in ANALOGIES[question])
    target = E[:, c] + share * (E[:, b] - E[:, a])
    cosines = units(E).T @ target / np.linalg.norm(target)
    order = np.argsort(-cosines)[:SHOWN]
    return [WORDS[k] for k in order], cosines[order]


def plane_of(question):
    """The plane of the step from a to b, its first direction, and of that from a to c: two orthonormal rows (2, d)."""
    a, b, c = (E[:, NUMBER[word]] for word in ANALOGIES[question])
    along = (b - a) / np.linalg.norm(b - a)
    beside = (c - a) - (c - a) @ along * along
    return np.stack([along, beside / np.linalg.norm(beside)])


def analogy_artists(fig):
    """Both panels with everything that changes."""
    left, right = fig.subplots(1, 2, width_ratios=[1.25, 1])
    left.set(xlim=(-1, 7), ylim=(-1, 5), xlabel="along the step from a to b", ylabel="at right angles to it")
    bars = right.barh(np.arange(SHOWN), np.ones(SHOWN), color=BLUE, height=0.6)
    right.set(xlim=(0, 1), ylim=(SHOWN - 0.5, -0.5), xlabel="cosine with the target", yticks=[])
    return {
        "step": left.plot([0], [0], "->", color=GREY, lw=2, ms=7, markevery=[-1])[0],
        "copy": left.plot([0], [0], "-->", color=ORANGE, lw=2, ms=7, markevery=[-1])[0],
        "given": left.plot([0], [0], "s", color=GREY, ms=5)[0],
        "found": left.plot([0], [0], "o", color=BLUE, ms=5)[0],
        "labels": [left.text(0, 0, " ", fontsize=8) for _ in range(4)],
        "bars": list(bars),
        "names": [right.text(0.02, k, " ", va="center", color="white", fontsize=9) for k in range(SHOWN)],
        "titles": [left.set_title(" "), right.set_title(" ")],
    }


def update_analogy(artists, question, share):
    """Set an analogy and how much of its step is made."""
    given, (words, cosines) = ANALOGIES[question], analogy_at(question, share)
    for bar, text, word, cosine in zip(artists["bars"], artists["names"], words, cosines, strict=True):
        bar.set_width(cosine)
        bar.set_color(GREY if word in given else BLUE)
        text.set_text(f"{word} (given)" if word in given else word)
    best = next(word for word in words if word not in given)
    nearest = f"{words[0]}, a given word" if words[0] in given else words[0]
    artists["titles"][1].set_text(f"Nearest: {nearest}; of the others: {best}")
    place_words(artists, question, share, words)


def place_words(artists, question, share, words):
    """Set the words and the arrows in the plane of the two steps."""
    plane, (a, b, c) = plane_of(question), ANALOGIES[question]
    found = [word for word in words if word not in (a, b, c)]
    place = {word: plane @ (E[:, NUMBER[word]] - E[:, NUMBER[a]]) for word in (a, b, c, *found)}
    artists["step"].set_data(*np.stack([place[a], place[b]], axis=1))
    artists["copy"].set_data(*np.stack([place[c], place[c] + share * place[b]], axis=1))
    artists["given"].set_data(*np.stack([place[word] for word in (a, b, c)], axis=1))
    artists["found"].set_data(*np.stack([place[word] for word in found], axis=1))
    for text, word in zip(artists["labels"], (a, b, c, found[0]), strict=True):
        text.set_text(word)
        text.set_position(place[word] + np.array([0.12, -0.35 if word == found[0] else 0.12]))
    artists["titles"][0].set_text(f"{share:.0%} of the step from {a} to {b}, begun at {c}")


def draw_analogy(fig, question, share):
    """Draw an analogy.

    question: a key of ANALOGIES.    share: of the step, from 0 to 1.5.
    """
    update_analogy(analogy_artists(fig), question, share)


def explore_analogy():
    """The analogy and the share of its step. Opens on half a step, where c itself is still nearest."""
    return explorer(
        analogy_artists,
        update=update_analogy,
        title="From c along the step from a to b",
        figsize=(10, 3.8),
        question=Dropdown(options=list(ANALOGIES), description="analogy"),
        share=FloatSlider(value=0.5, min=0.0, max=1.5, step=0.05, description="share of the step"),
    )


def moved(axis, share):
    """The occupations with a share of their part along an axis taken away: (d, 32).

    axis: a key of AXES.
    """
    V = E[:, OCCUPIED]
    return V + share * (bias.neutralized(V, DIRECTIONS[axis]) - V)


def axis_artists(fig):
    """Two panels: places on the axis of 16 pairs, and how well three measures tell the share."""
    left, right = fig.subplots(1, 2, width_ratios=[1.3, 1])
    left.axhline(0, color=GREY, lw=0.8)
    dots = left.plot(SHARES, np.zeros(len(SHARES)), "o", color=BLUE, ms=5)[0]
    names = [left.text(SHARES[k], 0, word, fontsize=8) for k, word in enumerate(OCCUPATIONS) if word in NAMED]
    left.set(xlim=(0, 1.1), ylim=(-0.45, 0.45))
    left.set(xlabel="share of women in the text", ylabel="cosine with the axis of 16 pairs")
    bars = right.barh(np.arange(3), np.ones(3), color=[ORANGE, BLUE, BLUE], height=0.55)
    right.set(xlim=(-1, 1), ylim=(2.5, -0.5), xlabel="correlation with the share")
    right.set_yticks(np.arange(3), ["place on\nthe axis", "sides of\nneighbours", "a model,\nleft-out word"])
    right.axvline(0, color=GREY, lw=0.8)
    return {"dots": dots, "names": names, "bars": list(bars), "titles": [left.set_title(" "), right.set_title(" ")]}


NAMED = ("nurse", "miner", "teacher", "doctor", "baker")


def told(axis, share):
    """What is left to tell the planted share by: (place on the axis of 16 pairs, neighbours, model), correlations."""
    V = moved(axis, share)
    places = bias.places_on(DIRECTIONS["16 pairs"], V)
    if np.abs(places).max() < 1e-9:
        places = np.zeros_like(places)  # rounding has no correlation with anything
    found = (bias.correlation(places, SHARES), bias.told_by_neighbours(V, SHARES), bias.told_by_a_model(V, SHARES))
    return places, found


def update_axis(artists, axis, share):
    """Set the axis that is taken away and how much of it."""
    places, found = told(axis, share)
    artists["dots"].set_ydata(places)
    shown = [word for word in OCCUPATIONS if word in NAMED]
    for text, word in zip(artists["names"], shown, strict=True):
        text.set_position((SHARES[OCCUPATIONS.index(word)] + 0.015, places[OCCUPATIONS.index(word)] - 0.012))
    for bar, value in zip(artists["bars"], found, strict=True):
        bar.set_width(value)
    artists["titles"][0].set_text(f"{share:.0%} of the axis of {axis} taken away")
    words = ", ".join(f"{value:.2f}" for value in found).replace("-", "−")
    artists["titles"][1].set_text(f"Still told: {words}")


def draw_axis(fig, axis, share):
    """Draw the occupations with part of an axis taken away.

    axis: a key of AXES.    share: from 0 to 1.5.
    """
    update_axis(axis_artists(fig), axis, share)


def explore_axis():
    """The axis and how much of it is taken away. Opens on nothing taken away, with the full bias."""
    return explorer(
        axis_artists,
        update=update_axis,
        title="Occupations, with part of a bias axis taken away",
        figsize=(10, 3.8),
        axis=Dropdown(options=list(AXES), value="16 pairs", description="axis of"),
        share=FloatSlider(value=0.0, min=0.0, max=1.5, step=0.05, description="taken away"),
    )


DIRECTIONS = {name: bias.axis_of(E, WORDS, pairs) for name, pairs in AXES.items()}
