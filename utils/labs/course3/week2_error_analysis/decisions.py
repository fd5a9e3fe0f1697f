"""The three decisions of the lab: what each option was worth on every path, and how a whole path came out."""

from functools import lru_cache

import numpy as np

from utils.checking import Decision
from utils.checking.show import Card, show
from utils.labs.course3.week2_error_analysis.measured import SEEDS, paths
from utils.labs.course3.week2_error_analysis.project import PLANS, made_by_programs, panel_error, sources
from utils.labs.measured import load_measured

LAB, LENT = "course3/week2_error_analysis", "cca"  # the path of the solution, which the lab lends where none is chosen
QUESTIONS = {
    "first": "You have the table of mistakes and its ceilings. What do you do first?",
    "second": "The first step is done, and the mistakes have changed. What do you do next?",
    "third": "One more step before the system goes out. Which?",
}


@lru_cache(maxsize=1)
def kept_rows():
    """{path: its kept row}."""
    return {row["path"]: row for row in load_measured(LAB)["paths"]}


def errors_by_seed(path):
    """The error on the test photographs by correct labels that a path led to, seed by seed: (10,)."""
    return np.array(kept_rows()[path]["test_true"])


def mean_of(path, name):
    """The mean over the seeds of one entry of a path's row."""
    return float(np.mean(kept_rows()[path][name]))


@lru_cache
def human_of(path):
    """The panel's error on the images that a path's programs make of the train-dev digits, by the labels as given.

    The mean over the seeds of the kept table.
    """
    errors = [panel_error(made_by_programs([sources(seed).train_dev], path, seed)) for seed in SEEDS]
    return float(np.mean(errors))


def gain(path, other):
    """How much lower the error of `path` is than that of `other`, seed by seed: mean and its standard error."""
    difference = errors_by_seed(other) - errors_by_seed(path)
    return difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))


def worth_after(earlier):
    """{letter: mean error on test} of the next decision.    earlier: {name: letter} of those before it."""
    path = "".join(earlier[name] for name in PLANS if name in earlier)
    return {letter: mean_of(path + letter, "test_true") for letter in "abcd"}


DECISIONS = [
    Decision(
        name,
        QUESTIONS[name],
        options,
        worth_after,
        "error on test photographs by correct labels, mean of ten seeds",
        higher=False,
        after=tuple(PLANS)[:k],
        solution=LENT[k],
    )
    for k, (name, options) in enumerate(PLANS.items())
]


def path_or_lent(*letters):
    """A path of letters, and what to say of it. Where a letter is None the lab lends its own path so far."""
    path, note = "".join(letter or "?" for letter in letters), ""
    if "?" in path:
        path = LENT[: len(letters)]
        note = f"Not decided yet: the lab goes on along its own path, {path!r}. "
    return path, f"{note}Path {path!r}: {words_of(path)}."


def words_of(path):
    """What the letters of a path mean."""
    return "; ".join(PLANS[name][letter] for name, letter in zip(PLANS, path, strict=False)) or "first system"


def system_table(path):
    """The errors of a path's system beside those of the step before, as text."""
    before = path[:-1]
    rows = [("error on", f"{before or 'first system':>13}", f"{path:>7}")]
    for name, words in NAMES.items():
        rows.append((words, f"{mean_of(before, name):>13.3f}", f"{mean_of(path, name):>7.3f}"))
    return "\n".join(f"{words:<32}{old}{new}" for words, old, new in rows)


NAMES = {
    "train": "train, labels as given",
    "train_dev": "train-dev, labels as given",
    "dev": "dev, labels as given",
    "test_true": "test, correct labels",
    "rotated": "  test photographs: rotated",
    "blurred": "  blurred",
    "dark": "  dark",
    "covered": "  covered",
    "noisy": "  noisy",
    "none": "  without a defect",
}


def standing_of(path):
    """{"place", "of", "best", "behind", "error", "alike"} of a path of three decisions among all of them.

    behind, error: mean difference to the best path and its standard error.    alike: how many paths, the best among
    them, lie at most two standard errors of their difference behind the best.
    """
    whole = [other for other in paths() if len(other) == len(PLANS)]
    order = sorted(whole, key=lambda other: errors_by_seed(other).mean())
    best = order[0]
    behind, error = gain(best, path)
    gaps = [gain(best, other) for other in whole]
    alike = sum(gap <= 2 * noise for gap, noise in gaps)
    return {
        **{"place": order.index(path) + 1, "of": len(order), "best": best, "worst": order[-1]},
        **{"behind": behind, "error": error, "alike": alike},
    }


def path_card(path, lent=False):
    """Show how a path of three decisions came out beside the best and the worst.    lent: whether it is the lab's."""
    standing = standing_of(path)
    best, worst = standing["best"], standing["worst"]
    left, reach = errors_by_seed(path).mean(), 2 * standing["error"]
    sentences, shown = [], {path: "The lab's path" if lent else "Your path"}
    shown |= {other: words for words, other in (("The best", best), ("The worst", worst)) if other != path}
    for other, words in shown.items():
        sentences.append(f"{words}, {other}: error {errors_by_seed(other).mean():.3f}: {words_of(other)}.")
    if path != best:
        sure = "more than noise" if standing["behind"] > reach else "no more than noise may make"
        sentences.append(
            f"Behind the best by {standing['behind']:.3f}, give or take {reach:.3f} (two standard errors of ten paired "
            f"seeds): {sure}."
        )
    near = standing["alike"] - 1
    sentences.append(
        f"Other paths within two standard errors of the best, perhaps behind it by noise alone: {near} of "
        f"{standing['of'] - 1}."
    )
    title = f"{path}: error {left:.3f}, {standing['place']} of {standing['of']}"
    show(Card("note", title, sentences))
