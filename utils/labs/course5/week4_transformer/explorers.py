"""Two explorers: what each layer attends to while it decodes, and what a wrong word does to those that follow."""

import functools

import numpy as np
from ipywidgets import Dropdown, IntSlider

from utils.data.translation import T_Y, vocabularies
from utils.data.translation import words as words_of
from utils.explorers.frame import explorer
from utils.labs.course5.week4_transformer.training import HEADS, LAYERS
from utils.labs.course5.week4_transformer.weights import kept_parameters
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.decoding import decode_with_cache
from utils.steps.transformer_model import transformer

ENGLISH, FRENCH = vocabularies()
START, END = FRENCH.ids["<s>"], FRENCH.ids["</s>"]
SENTENCES = (
    "the old man does not open a red door",
    "the girl sees a small black cat in the garden",
    "the queen and the king love flowers",
    "a woman buys the beautiful tree near the church",
    "the dogs do not follow the horse",
)
SLIPS = ("le", "la", "les", "un", "une", "de", "chat", "fleur", "pas", "noir", "noire")
LONGEST_X, LONGEST_Y = 11, T_Y - 1


def encoded(sentence):
    """An English sentence as numbers: (1, T_x)."""
    return ENGLISH.encode([sentence.split()])[0]


@functools.cache
def translated(sentence):
    """What the kept network writes: its words, and the source's numbers. Cached."""
    source = encoded(sentence)
    written = decode_with_cache(source, kept_parameters(), HEADS, START, END, LONGEST_Y)[0]
    return [FRENCH.symbols[number] for number in written[written != 0]], source


@functools.cache
def attention_of(sentence):
    """For each layer of the decoder: weights (h, T_y, T_y) and cross weights (h, T_y, T_x). Cached."""
    words, source = translated(sentence)
    told = np.array([[START, *(FRENCH.ids[word] for word in words[:-1])]])
    return [(own[0], cross[0]) for own, cross in transformer(source, told, kept_parameters(), HEADS)[1]]


def looks(sentence, word, layer):
    """What the heads of a layer look at while a word is written: own (h, word + 1), cross (h, T_x).

    word: from 0; one beyond the last counts as the last.    layer: from 1.
    """
    own, cross = attention_of(sentence)[layer - 1]
    word = min(word, len(cross[0]) - 1)
    return own[:, word, : word + 1], cross[:, word]


def decoding_artists(fig):
    """Two tables of shares, heads by words, without numbers."""
    left, right = fig.subplots(1, 2, width_ratios=(1, 1.1))
    artists = {"fig title": fig.suptitle(" ", fontsize=10)}
    for name, ax, most in (("cross", left, LONGEST_X), ("own", right, LONGEST_Y)):
        artists[name] = ax.imshow(np.zeros((HEADS, most)), cmap="Blues", vmin=0, vmax=1.5, aspect="auto")
        artists[f"{name} words"] = [
            [ax.text(j, i, " ", ha="center", va="center", fontsize=7) for j in range(most)] for i in range(HEADS)
        ]
        artists[f"{name} axis"] = ax.xaxis
        artists[f"{name} title"] = ax.set_title(" ", fontsize=9)
        ax.set_yticks(range(HEADS), [f"head {i + 1}" for i in range(HEADS)])
        ax.set(ylabel="" if name == "own" else "heads of the layer")
        ax.grid(False)
    left.set_xlabel("words of the source")
    right.set_xlabel("words so far")
    return artists


def update_decoding(artists, sentence, word, layer):
    """Set a sentence, the word that is being written, and a layer."""
    words, _ = translated(sentence)
    word = min(word, len(words) - 1)
    own, cross = looks(sentence, word, layer)
    read = {"cross": sentence.split(), "own": ["<s>", *words[:word]]}
    for name, shares, most in (("cross", cross, LONGEST_X), ("own", own, LONGEST_Y)):
        table = np.full((HEADS, most), np.nan)
        table[:, : shares.shape[1]] = shares
        artists[name].set_data(table)
        for i, j in np.ndindex(HEADS, most):
            seen = j < shares.shape[1] and shares[i, j] >= 0.095
            artists[f"{name} words"][i][j].set_text(f"{shares[i, j]:.1f}" if seen else "")
        artists[f"{name} axis"].set_ticks(range(len(read[name])), read[name], rotation=60, ha="right", fontsize=8)
    artists["fig title"].set_text(f"Layer {layer}, while it writes word {word}: {words[word]}")
    most = np.unravel_index(cross.argmax(), cross.shape)
    artists["cross title"].set_text(
        f"Cross-attention: head {most[0] + 1} gives {cross.max():.2f} to “{read['cross'][most[1]]}”"
    )
    most = np.unravel_index(own.argmax(), own.shape)
    artists["own title"].set_text(
        f"Self-attention: head {most[0] + 1} gives {own.max():.2f} to “{read['own'][most[1]]}”"
    )


def draw_decoding(fig, sentence, word, layer):
    """Draw what the heads of a layer look at.    sentence: English.    word: from 0.    layer: from 1."""
    update_decoding(decoding_artists(fig), sentence, word, layer)


def explore_decoding():
    """Sentence, word and layer."""
    return explorer(
        decoding_artists,
        update=update_decoding,
        title="What each head of the decoder looks at while a word is written",
        figsize=(11, 3.6),
        word=IntSlider(value=2, min=0, max=LONGEST_Y - 2, description="word"),
        layer=Dropdown(options=list(range(1, LAYERS + 1)), value=2, description="layer"),
        sentence=Dropdown(options=list(SENTENCES), description="sentence"),
    )


def continued(sentence, place, slip):
    """What comes after a slip: the network's own words, and how probable they are to it with and without the slip.

    place: of the word that is replaced, from 0.    slip: a French word.
    Returns the words (with the slip at its place), what the network writes after it, and two arrays (T_y,): the
    probability of each word of its first translation, after that translation's words, and after them with the slip.
    """
    words, source = translated(sentence)
    place = min(place, len(words) - 2)
    told = [START, *(FRENCH.ids[word] for word in words)]
    slipped = [*told[: place + 1], FRENCH.ids[slip], *told[place + 2 :]]
    found = []
    for ids in (told, slipped):
        logits = transformer(source, np.array([ids[:-1]]), kept_parameters(), HEADS)[0][0]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        found.append(shares[np.arange(len(words)), told[1:]])
    return words, after(source, slipped[: place + 2]), found


def after(source, begun):
    """What the network writes after a beginning, up to the end: a list of words."""
    ids = list(begun)
    while len(ids) <= LONGEST_Y and ids[-1] != END:
        ids.append(int(transformer(source, np.array([ids]), kept_parameters(), HEADS)[0][0, -1].argmax()))
    return [FRENCH.symbols[number] for number in ids[len(begun) :]]


def swapped_articles(part, n):
    """Of the first n sentences: how many begin with an article that has another, go on as due after it, find back.

    part: `Pairs`.    "Find back": as many words as due, right from the third word after the slip on.
    """
    others, found = {"le": "la", "la": "le", "un": "une", "une": "un", "les": "le"}, []
    for source, mask, text in zip(part.X[:n], part.mask, part.french, strict=False):
        first, *due = words_of(text)
        if first in others:
            begun = [START, FRENCH.ids[others[first]]]
            written = [word for word in after(source[np.newaxis, : mask.sum()], begun) if word != "</s>"]
            found.append((True, written == due, len(written) == len(due) and written[2:] == due[2:]))
    return tuple(int(number) for number in np.sum(found, axis=0))


def slip_artists(fig):
    """Two rows of bars without heights, and two lines of text."""
    ax = fig.subplots()
    at = np.arange(LONGEST_Y)
    artists = {
        "told": ax.bar(at - 0.2, np.zeros(LONGEST_Y), 0.4, color=BLUE, label="after its own words"),
        "slipped": ax.bar(
            at + 0.2, np.zeros(LONGEST_Y), 0.4, color=ORANGE, hatch="//", edgecolor="white", label="after the slip"
        ),
        "line": ax.axvline(0, color=GREY, ls=":", lw=1.2),
        "axis": ax.xaxis,
        "title": ax.set_title(" ", fontsize=9.5),
    }
    ax.set(
        xlim=(-0.6, max(len(translated(sentence)[0]) for sentence in SENTENCES) - 0.4),
        ylim=(0, 1.3),
        ylabel="probability of the word",
        xlabel="its own translation, word by word",
    )
    ax.set_yticks([0, 0.5, 1])
    ax.legend(loc="upper right", ncols=2, fontsize=8)
    return artists


def update_slip(artists, sentence, place, slip):
    """Set a sentence, the place of the slip, and the word that stands there."""
    words, written, (told, slipped) = continued(sentence, place, slip)
    place = min(place, len(words) - 2)
    for name, heights in (("told", told), ("slipped", slipped)):
        for j, bar in enumerate(artists[name]):
            counts = j < len(words) and (name == "told" or j > place)
            bar.set_height(heights[j] if counts else 0)
    artists["line"].set_xdata([place + 0.5] * 2)
    artists["axis"].set_ticks(range(len(words)), words, rotation=60, ha="right", fontsize=8)
    begun = " ".join([*words[:place], slip.upper()])
    end = " ".join(word for word in written if word != "</s>")
    artists["title"].set_text(f"Told “{begun}”, it goes on: {end}")


def draw_slip(fig, sentence, place, slip):
    """Draw what a wrong word does.    sentence: English.    place: from 0.    slip: one of SLIPS."""
    update_slip(slip_artists(fig), sentence, place, slip)


def explore_slip():
    """Place, word and sentence of a slip."""
    return explorer(
        slip_artists,
        update=update_slip,
        title="One wrong word, and what the network writes after it",
        figsize=(10, 3.6),
        place=IntSlider(value=0, min=0, max=LONGEST_Y - 3, description="place"),
        slip=Dropdown(options=list(SLIPS), value="les", description="slip"),
        sentence=Dropdown(options=list(SENTENCES), description="sentence"),
    )
