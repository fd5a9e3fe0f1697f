"""Two explorers: an error budget by hand, and the ceiling of each category by how many mistakes were looked at."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course3.week2_error_analysis.plots import budget_bars
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.error_analysis import error_budget, share_interval

HUMAN = 0.02
ADVICE = {
    "avoidable bias": "a larger network, longer training",
    "variance": "more data of the same kind, regularisation",
    "data mismatch": "training data more like the target",
    "overfitting to dev": "a larger dev set",
}


def budget_of(train, train_dev, dev):
    """(errors, parts, name of the largest part), where people err with HUMAN, and test is as dev."""
    errors = {"human": HUMAN, "train": train, "train_dev": train_dev, "dev": dev, "test": dev}
    return errors, *error_budget(errors)


def draw_budget(fig, train, train_dev, dev):
    """Draw the bars of a budget.    train, train_dev, dev: errors, 0 to 0.5."""
    update_budget(budget_artists(fig), train, train_dev, dev)


def budget_artists(fig):
    """The axes, which are drawn anew for each setting."""
    return {"bars": fig.subplots()}


def update_budget(artists, train, train_dev, dev):
    """Draw the budget of other errors."""
    ax = artists["bars"]
    ax.clear()
    errors, parts, work_on = budget_of(train, train_dev, dev)
    budget_bars(ax, errors, parts)
    if parts[work_on] <= 0:
        ax.set_title("No part is above 0: better than people everywhere")
    else:
        ax.set_title(f"Largest: {work_on}, {100 * parts[work_on]:.0f} points. Try {ADVICE[work_on]}")


def explore_budget():
    """Errors on train, train-dev and dev. Opens on ten points that look like variance from train and dev alone."""
    return explorer(
        budget_artists,
        update=update_budget,
        title="Error budget from human level to test",
        figsize=(8, 3.8),
        train=FloatSlider(value=0.02, min=0, max=0.5, step=0.01, description="train"),
        train_dev=FloatSlider(value=0.03, min=0, max=0.5, step=0.01, description="train-dev"),
        dev=FloatSlider(value=0.12, min=0, max=0.5, step=0.01, description="dev"),
    )


def ceilings_of(tags, error, categories, examined, solved):
    """What is left of the error where a part of each category is solved, by the first mistakes that were looked at.

    tags: a list for each mistake.    examined: how many count.    solved: part of a category that work would solve.
    Returns {category: (left, least, most)}, from the share counted and from both ends of its interval.
    """
    found = {}
    for category in categories:
        count = sum(category in mistake for mistake in tags[:examined])
        low, high = share_interval(count, examined)
        found[category] = tuple(error * (1 - solved * share) for share in (count / examined, high, low))
    return found


def surely_first(found):
    """The category whose interval lies below all others', None where there is none."""
    best = min(found, key=lambda category: found[category][2])
    others = [least for category, (_, least, _) in found.items() if category != best]
    return best if found[best][2] < min(others) else None


def ceiling_artists(fig, categories, error):
    """Draw the axes and today's error; returns what changes."""
    ax = fig.subplots()
    places = np.arange(len(categories))
    ax.axvline(error, color=GREY, ls=":")
    ax.set_yticks(places, categories)
    ax.set_ylim(len(categories) - 0.5, -0.5)
    ax.set_xlim(0, 0.4)
    ax.set_xlabel("error on dev that is left (dotted: now)")
    bars = [ax.plot([0, 0], [k, k], color=BLUE, lw=6, alpha=0.4)[0] for k in places]
    points = ax.plot(np.zeros(len(places)), places, "o", color=ORANGE)[0]
    return {"bars": bars, "points": points, "title": ax.set_title(" ")}


def update_ceiling(artists, tags, error, categories, examined, solved):
    """Show the ceilings for other numbers of mistakes, or other parts solved."""
    found = ceilings_of(tags, error, categories, examined, solved)
    for bar, (_, least, most) in zip(artists["bars"], found.values(), strict=True):
        bar.set_xdata([least, most])
    artists["points"].set_xdata([left for left, *_ in found.values()])
    first = surely_first(found) if solved > 0 else None
    says = f"{first} stands apart from all others" if first else "no category stands apart from all others"
    artists["title"].set_text(f"{examined} looked at, {solved:.0%} of a category solved: {says}")


def draw_ceiling(fig, tags, error, categories, examined, solved):
    """Draw what is left of the error for each category, with intervals; arguments as of `ceilings_of`."""
    update_ceiling(ceiling_artists(fig, categories, error), tags, error, categories, examined, solved)


def explore_ceiling(tags, error, categories):
    """Mistakes that were looked at, and the part that work would solve. Opens on ten, where nothing can be told."""
    return explorer(
        lambda fig: ceiling_artists(fig, categories, error),
        update=lambda artists, **values: update_ceiling(artists, tags, error, categories, **values),
        title="What is left of the error for each category, with intervals",
        figsize=(8, 3.2),
        examined=IntSlider(value=10, min=5, max=5 * (len(tags) // 5), step=5, description="looked at"),
        solved=FloatSlider(value=1.0, min=0, max=1, step=0.05, description="part solved"),
    )
