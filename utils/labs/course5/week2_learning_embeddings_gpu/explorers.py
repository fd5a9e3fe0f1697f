"""An explorer on memory: what the tables, a dense gradient and the rows of a batch hold, by the sizes."""

from ipywidgets import FloatLogSlider, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course5.week2_learning_embeddings_gpu.costs import megabytes
from utils.plots import BLUE, GREY, ORANGE

D = 64
NAMES = ("two tables", "dense gradient", "rows of the batch")
LOWEST, HIGHEST = 1e-3, 1e4  # megabytes that the axis shows


def step_memory(words, batch, K):
    """Megabytes by name, and how many times as much the dense gradient holds as the rows of the batch.

    words: as the slider gives it, rounded to a whole number.
    """
    held = megabytes(round(words), D, batch, K)
    return held, held["dense gradient"] / held["rows of the batch"]


def memory_artists(fig):
    """Three bars, their numbers, and a title."""
    ax = fig.subplots()
    bars = ax.barh(range(3), [1, 1, 1], left=LOWEST, color=(GREY, ORANGE, BLUE), hatch=None)
    bars[1].set_hatch("//")
    ax.set_yticks(range(3), NAMES)
    ax.set(xscale="log", xlim=(LOWEST, HIGHEST), ylim=(2.6, -0.6), xlabel="megabytes")
    labels = [ax.text(1, place, "", va="center") for place in range(3)]
    return {"bars": list(bars), "labels": labels, "title": ax.set_title(" ")}


def update_memory(artists, *, words, batch, K):
    """Set bars, numbers and title for a vocabulary, a batch and K negatives."""
    held, times = step_memory(words, 2**batch, K)
    for bar, label, name in zip(artists["bars"], artists["labels"], NAMES, strict=True):
        bar.set_width(held[name] - LOWEST)
        label.set_x(held[name] * 1.15)
        label.set_text(f"{held[name]:,.2f}")
    more = f"{times:,.1f} times the rows" if times >= 1 else f"{1 / times:,.1f} times less than the rows"
    artists["title"].set_text(f"{round(words):,} words, {2**batch:,} pairs: the dense gradient holds {more}")


def draw_memory(fig, words, batch, K):
    """The still figure; arguments as for `update_memory`, batch a power of two."""
    update_memory(memory_artists(fig), words=words, batch=batch, K=K)


def explore_memory():
    """Sliders for the words, the pairs of a batch and the negatives. Opens at 100,000 words."""
    return explorer(
        memory_artists,
        update=update_memory,
        title="What a step holds",
        figsize=(9, 2.6),
        words=FloatLogSlider(value=1e5, base=10, min=2, max=6, step=0.05, description="words"),
        batch=IntSlider(value=10, min=4, max=16, description="pairs, 2 to the"),
        K=IntSlider(value=5, min=1, max=20, description="negatives"),
    )
