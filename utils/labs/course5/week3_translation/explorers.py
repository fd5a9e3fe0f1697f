"""Two explorers: the tree of a beam search with what was cut off, and what each step of a decoder reads."""

from functools import cache

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from utils.data.translation import END, written
from utils.explorers.frame import explorer
from utils.labs.course5.week3_translation.kept import attention_of, sentence_models
from utils.labs.course5.week3_translation.plots import attention_map
from utils.labs.course5.week3_translation.tree import beam_tree, lost_at, sentences_of
from utils.plots import BLUE, GREY, LIGHT_BLUE, ORANGE

T_MAX, SHOWN, WIDEST = 12, 2, 5


@cache
def tree_of(number, width):
    """The steps of the search for one of the sentences of `sentence_models`, whatever α is."""
    model = sentence_models()[number]
    return beam_tree(model, width, model.end, T_MAX, SHOWN)


def what_came_of_it(number, width, alpha):
    """The best sentence's Node and score, the person's score, and the step at which the person's left the beam."""
    model, steps = sentence_models()[number], tree_of(number, width)
    (score, best), person = sentences_of(steps, alpha)[0], model.person
    log_p = sum(model([person[:t]])[0][word] for t, word in enumerate(person))
    return best, score, log_p / len(person) ** alpha, lost_at(steps, tuple(person))


def beam_artists(fig):
    """The one panel, which is drawn anew."""
    return [fig.subplots()]


def update_beam(artists, number, width, alpha):
    """Draw the tree of one search."""
    (ax,) = artists
    model, steps = sentence_models()[number], tree_of(number, width)
    best, score, person, lost = what_came_of_it(number, width, alpha)
    places = {(): (0, 0)}
    for t, nodes in enumerate(steps, start=1):
        for rank, node in enumerate(nodes):
            places[node.words] = (t, -rank)
            draw_node(ax, model, node, places, node.words == best.words[:t])
    for t, nodes in enumerate(steps, start=1):
        kept = sum(node.fate != "pruned" for node in nodes)
        ax.plot([t - 0.4, t + 0.4], [0.5 - kept] * 2, color=GREY, lw=0.8, ls=":")
    ax.set(xlim=(0.4, T_MAX + 0.6), ylim=(0.6 - WIDEST - SHOWN, 0.6), xlabel="step")
    ax.set_xticks(range(1, T_MAX + 1))
    ax.set_yticks([])
    ax.grid(False)
    found = "found" if lost is None else f"cut off at step {lost}"
    text = written(" ".join(word for word in model.words(best.words) if word != END))
    ax.set_title(
        f"{model.english}\nwidth {width}, α = {alpha:g}: « {text} », score {score:.2f}; "
        f"the person's {person:.2f}, {found}".replace("-", "−"),
        fontsize=9,
    )


def draw_node(ax, model, node, places, chosen):
    """One continuation: its word at its place, and a line from the beginning that it continues."""
    x, y = places[node.words]
    word, start = model.words(node.words)[-1], places[node.words[:-1]]
    pruned = node.fate == "pruned"
    colour = GREY if pruned else BLUE if chosen else "black"
    if len(node.words) > 1:
        style = {"lw": 1.8 if chosen else 0.7, "ls": ":" if pruned else "-"}
        ax.plot([start[0] + 0.3, x - 0.32], [start[1], y], color=colour, **style)
    right = node.words == tuple(model.person[: len(node.words)])
    edge = {"boxstyle": "square,pad=0.15", "fc": LIGHT_BLUE if chosen else "white", "ec": ORANGE if right else "none"}
    text = ("× " if pruned else "") + ("END" if word == END else word)
    ax.text(x, y, text, ha="center", va="center", fontsize=7, color=colour, bbox=edge)


def draw_beam(fig, number, width, alpha):
    """Draw which beginnings stood in the beam at each step, and the best of those that were cut off.

    number: of a sentence, from 0.    width: of the beam.    alpha: of the length normalisation.
    """
    update_beam(beam_artists(fig), number, width, alpha)


def explore_beam():
    """Sentence, width and α. Opens on a greedy search that loses the person's translation."""
    return explorer(
        beam_artists,
        update=update_beam,
        title="A beam search, step by step: words kept, pruned (×), and the person's translation (orange frames)",
        figsize=(11, 3.8),
        number=IntSlider(value=0, min=0, max=len(sentence_models()) - 1, description="sentence"),
        width=IntSlider(value=1, min=1, max=WIDEST, description="width"),
        alpha=FloatSlider(value=0.7, min=0.0, max=1.0, step=0.1, description="α"),
    )


def map_artists(fig):
    """Both panels, which are drawn anew."""
    return list(fig.subplots(1, 2, width_ratios=(3, 2)))


def update_map(artists, number, step):
    """Draw one sentence's map, and the shares of one step."""
    left, right = artists
    source, words, alphas = attention_of(number)
    if step > len(words):
        raise ValueError(f"This sentence is written in {len(words)} steps.")
    attention_map(left, alphas, source, words)
    left.axhline(step - 1.5, color=ORANGE, lw=1)
    left.axhline(step - 0.5, color=ORANGE, lw=1)
    left.set_title(written(" ".join(words[:-1])), fontsize=9)
    shares = alphas[step - 1]
    right.barh(range(len(source)), shares, color=BLUE)
    right.set_yticks(range(len(source)), source, fontsize=8)
    right.invert_yaxis()
    right.set(xlim=(0, 1), xlabel="share α")
    most = source[int(np.argmax(shares))]
    right.set_title(f'step {step} writes "{words[step - 1]}": most from "{most}", {shares.max():.2f}', fontsize=9)


def draw_map(fig, number, step):
    """Draw what a translator with attention has read at each step.    number: of a sentence.    step: from 1."""
    update_map(map_artists(fig), number, step)


def explore_map():
    """Sentence and step. Opens on a step that reads an adjective before its noun's place has come."""
    return explorer(
        map_artists,
        update=update_map,
        title="What each step of the decoder reads",
        figsize=(11, 4.2),
        number=IntSlider(value=0, min=0, max=9, description="sentence"),
        step=IntSlider(value=1, min=1, max=12, description="step"),
    )
