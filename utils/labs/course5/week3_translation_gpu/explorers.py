"""An explorer on the slots of a batched beam search: which sentence is where, and from which slot it came."""

from ipywidgets import IntSlider
from matplotlib.collections import LineCollection

from utils.data.translation import END
from utils.explorers.frame import explorer
from utils.labs.course5.week3_translation.kept import sentence_models
from utils.labs.course5.week3_translation_gpu.slots import T_MAX, trace_of
from utils.plots import BLUE, GREY, ORANGE

WIDEST, SHOWN = 5, 30  # slots, sentences


def paths(trace):
    """The words of every slot after each step: {(step, slot): list of numbers}, without slots that hold nothing."""
    found, before = {}, {0: []}
    for t, (words, parents, over, sums) in enumerate(
        zip(trace.words, trace.parents, trace.over, trace.sums, strict=True)
    ):
        now = {}
        for slot, (word, parent) in enumerate(zip(words, parents, strict=True)):
            if sums[slot] > -1e30:
                now[slot] = before[slot] if over[slot] else [*before[parent], int(word)]
        found |= {(t, slot): path for slot, path in now.items()}
        before = now
    return found


def moves(trace):
    """How many sentences have changed slots, over all steps after the first."""
    held = (trace.sums > -1e30) & ~trace.over
    slots = range(trace.words.shape[1])
    return int(sum(held[t, k] and trace.parents[t, k] != k for t in range(1, len(held)) for k in slots))


def slots_artists(fig):
    """The panel with all its words and lines, still empty."""
    ax = fig.subplots()
    ax.set(xlim=(0.4, T_MAX + 0.6), ylim=(0.6 - WIDEST, 0.6), xlabel="step", ylabel="slot")
    ax.set_xticks(range(1, T_MAX + 1))
    ax.set_yticks([-k for k in range(WIDEST)], [str(k) for k in range(WIDEST)])
    ax.grid(False)
    lines = {name: LineCollection([], colors=c, linewidths=w) for name, c, w in _LINES}
    for collection in lines.values():
        ax.add_collection(collection)
    style = {"ha": "center", "va": "center", "fontsize": 7}
    words = [[ax.text(t + 1, -k, "", **style) for k in range(WIDEST)] for t in range(T_MAX)]
    return {"lines": lines, "words": words, "title": ax.set_title(" ", fontsize=9)}


_LINES = (("others", GREY, 0.8), ("chosen", BLUE, 1.8))


def update_slots(artists, number, width):
    """Set the words and lines of one search."""
    model, trace = sentence_models()[number], trace_of(number, width)
    held, segments = paths(trace), {name: [] for name, *_ in _LINES}
    for t, row in enumerate(artists["words"]):
        for slot, text in enumerate(row):
            path = held.get((t, slot))
            _write(text, model, path, path is not None and trace.over[t, slot], trace.best)
            if path is None or trace.over[t, slot] or t == 0:
                continue
            how = "chosen" if path == trace.best[: t + 1] else "others"
            segments[how].append([(t + 0.4, -int(trace.parents[t, slot])), (t + 0.6, -slot)])
    for name, collection in artists["lines"].items():
        collection.set_segments(segments[name])
    found = "is" if model.person in held.values() else "is not"
    artists["title"].set_text(
        f'"{model.english}", width {width}: {moves(trace)} changes of slot; the person\'s sentence {found} found'
    )


def _write(text, model, path, over, best):
    """One slot after one step: its last word, a dot where it had ended, nothing where it is empty."""
    text.set_text("" if path is None else "·" if over else _word(model, path))
    text.set_color(BLUE if path is not None and path == best[: len(path)] else "black")
    human = path is not None and not over and path == model.person[: len(path)]
    text.set_bbox({"facecolor": "none", "edgecolor": ORANGE, "pad": 3} if human else None)


def _word(model, path):
    word = model.words(path)[-1]
    return "END" if word == END else word


def draw_slots(fig, number, width):
    """Draw the slots of one search.

    Blue: what leads to the sentence with the best score. In an orange frame: what a person's translation begins with.
    number: 0 to 29, a sentence of 6 to 8 words of the test part.    width: 1 to 5.
    """
    update_slots(slots_artists(fig), number, width)


def explore_slots():
    """The sentence, and the width. Opens at width 1, where the person's translation is lost."""
    return explorer(
        slots_artists,
        update=update_slots,
        title="The slots of a beam",
        figsize=(11, 2.8),
        number=IntSlider(value=9, min=0, max=SHOWN - 1, description="sentence"),
        width=IntSlider(value=1, min=1, max=WIDEST),
    )
