"""The exercise ctc_collapse: its cases, right answers and known mistakes."""

import itertools

from utils.checking import Exercise, slip
from utils.steps import ctc as steps


def collapse_cases(rng):
    """A word by hand; a repeated label; spaces apart by a blank; another blank; numbers at random; nothing."""
    return [
        (["_", "t", "t", "_", "o", "o"], "_"),
        ([0, 3, 3, 0, 0, 3, 5, 5, 3], 0),
        (list("ttt_h_eee ___ qqq___"), "_"),
        ([4, 4, 0, 0, 4, 1, 0], 4),
        (rng.integers(3, size=25).tolist(), 0),
        (rng.integers(3, size=25).tolist(), 2),
        ([0, 0, 0], 0),
        ([], 0),
    ]


def by_groups(path, blank=0):
    return [symbol for symbol, _ in itertools.groupby(path) if symbol != blank]


def by_pairs(path, blank=0):
    earlier = [blank, *path[:-1]]
    return [now for now, before in zip(path, earlier, strict=False) if now not in (before, blank)]


def blanks_first(path, blank=0):
    return [symbol for symbol, _ in itertools.groupby(s for s in path if s != blank)]


def without_the_last_run(path, blank=0):
    return by_groups(path, blank)[: -1 if len(path) and path[-1] != blank else None]


EXERCISE = Exercise(
    steps.ctc_collapse,
    points=8,
    returns=("labels",),
    cases=collapse_cases,
    mistakes={
        "You drop the blanks before the repeats, so that a label said twice counts once; a blank between two equal "
        "labels keeps both: compare with the frame before, blank or not.": blanks_first,
        "Repeats are counted once, but blanks stay; they are no labels.": slip(" and symbol != blank", ""),
        "Blanks are gone, but repeats stay; frames that say the same without a blank between are one label.": slip(
            "symbol != before and ", ""
        ),
        "A label that stood anywhere before is left out; compare with the frame just before.": slip(
            "symbol != before", "symbol not in labels"
        ),
        "The blank is 0 in your code; it is the argument blank.": slip("symbol != blank", "symbol != 0"),
        "The first frame is always taken for a repeat; before it stands a blank.": slip(
            "[], blank", "[], (path or [blank])[0]"
        ),
        "The last label is missing where no blank follows it; it counts as soon as it begins.": without_the_last_run,
        "You compare with the blank twice; the other comparison is with the frame before.": slip(
            "symbol != before", "before == blank"
        ),
        "You return the labels backwards; append each behind the others.": slip("return labels", "return labels[::-1]"),
        "You return how many labels there are; return the labels, a list.": slip("return labels", "return len(labels)"),
    },
    right=[by_groups, by_pairs],
    hints=[
        "Go through the path and keep in mind what the frame before said. When does a frame begin a new label?",
        "A frame adds its symbol where it differs from the frame before and is not the blank; before the first frame "
        "stands a blank.",
        "for symbol in path: if symbol != before and symbol != …: labels.append(symbol); then before = symbol, in "
        "either case",
    ],
    topics=["CTC"],
)
