"""Two explorers: the tree of a beam search with what was cut off, and what each step of a decoder reads."""

from functools import cache

import numpy as np
from ipywidgets import FloatSlider, IntSlider
from matplotlib.collections import LineCollection

from utils.data.translation import END, written
from utils.explorers.frame import explorer
from utils.labs.course5.week3_translation.kept import attention_of, sentence_models
from utils.labs.course5.week3_translation.plots import attention_map
from utils.labs.course5.week3_translation.tree import beam_tree, lost_at, sentences_of
from utils.plots import BLUE, GREY, ORANGE

T_MAX, SHOWN, WIDEST = 11, 1, 5


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
    """The panel with all its words and lines, still empty."""
    ax = fig.subplots()
    rows = WIDEST + SHOWN
    ax.set(xlim=(0.4, T_MAX + 0.6), ylim=(0.5 - rows, 0.6), xlabel="step")
    ax.set_xticks(range(1, T_MAX + 1))
    ax.set_yticks([])
    ax.grid(False)
    lines = {
        "pruned": LineCollection([], colors=GREY, linewidths=0.8, linestyles=":"),
        "kept": LineCollection([], colors="black", linewidths=0.8),
        "chosen": LineCollection([], colors=BLUE, linewidths=1.8),
        "cut": LineCollection([], colors=GREY, linewidths=0.8, linestyles="--"),
    }
    for collection in lines.values():
        ax.add_collection(collection)
    style = {"ha": "center", "va": "center", "fontsize": 7}
    words = [ax.text(1 + k // rows, -(k % rows), "", **style) for k in range(rows * T_MAX)]
    return {"axes": ax, "lines": lines, "words": words, "title": ax.set_title(" ", fontsize=9)}


def update_beam(artists, number, width, alpha):
    """Set the words and lines of one search."""
    model, steps = sentence_models()[number], tree_of(number, width)
    best, score, person, lost = what_came_of_it(number, width, alpha)
    places, lines = {(): (0, 0)}, {"pruned": [], "kept": [], "chosen": [], "cut": []}
    for text in artists["words"]:
        text.set_text("")
        text.set_bbox(None)
    for t, nodes in enumerate(steps, start=1):
        kept = sum(node.fate != "pruned" for node in nodes)
        lines["cut"].append([(t - 0.4, 0.5 - kept), (t + 0.4, 0.5 - kept)])
        for rank, node in enumerate(nodes):
            places[node.words] = (t, -rank)
            how = "pruned" if node.fate == "pruned" else "chosen" if node.words == best.words[:t] else "kept"
            text = artists["words"][(t - 1) * (WIDEST + SHOWN) + rank]
            word = model.words(node.words)[-1]
            text.set_text(("× " if how == "pruned" else "") + ("END" if word == END else word))
            text.set_color({"pruned": GREY, "chosen": BLUE, "kept": "black"}[how])
            x, y = places[node.words[:-1]]
            if t > 1:
                lines[how].append([(x + 0.38, y), (t - 0.38, -rank)])
            if node.words == tuple(model.person[:t]):
                text.set_bbox({"facecolor": "none", "edgecolor": ORANGE, "pad": 3})
    for name, segments in lines.items():
        artists["lines"][name].set_segments(segments)
    found = "found" if lost is None else f"cut off at step {lost}"
    written_ = written(" ".join(word for word in model.words(best.words) if word != END))
    artists["title"].set_text(
        f"{model.english}\nwidth {width}, α = {alpha:g}: « {written_} », score {score:.2f}; "
        f"the person's {person:.2f}, {found}".replace("-", "−")
    )


def draw_beam(fig, number, width, alpha):
    """Draw which beginnings stood in the beam at each step, and the best of those that were cut off.

    number: of a sentence, from 0.    width: of the beam.    alpha: of the length normalisation.
    """
    artists = beam_artists(fig)
    artists["axes"].set_ylim(0.5 - (width + SHOWN), 0.6)  # no room for a wider beam
    update_beam(artists, number, width, alpha)


def explore_beam():
    """Sentence, width and α. Opens on a greedy search that loses the person's translation."""
    return explorer(
        beam_artists,
        update=update_beam,
        title="A beam search, step by step: words kept, pruned (×), and the person's translation in orange frames",
        figsize=(11, 3.8),
        number=IntSlider(value=9, min=0, max=len(sentence_models()) - 1, description="sentence"),
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
    attention_map(left, alphas, source, ["END" if word == END else word for word in words])
    for y in (step - 1.5, step - 0.5):
        left.axhline(y, color=ORANGE, lw=1.5)
    left.set_title("A row for each step, dark where it reads", fontsize=9)
    shares = alphas[step - 1]
    right.barh(range(len(source)), shares, color=BLUE)
    right.set_yticks(range(len(source)), source, fontsize=8)
    right.invert_yaxis()
    right.set(xlim=(0, 1), xlabel="share α of this step")
    most = source[int(np.argmax(shares))]
    right.set_title(f'Step {step} writes "{words[step - 1]}": most from "{most}", {shares.max():.2f}', fontsize=9)


def draw_map(fig, number, step):
    """Draw what a translator with attention has read at each step.    number: of a sentence.    step: from 1."""
    update_map(map_artists(fig), number, step)


def explore_map():
    """Sentence and step. Opens on "l'", which reads its noun."""
    return explorer(
        map_artists,
        update=update_map,
        title="What each step of the decoder reads",
        figsize=(11, 4.2),
        number=IntSlider(value=0, min=0, max=9, description="sentence"),
        step=IntSlider(value=1, min=1, max=12, description="step"),
    )
