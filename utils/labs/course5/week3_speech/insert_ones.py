"""The exercise insert_ones: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import slip
from utils.labs.course5.week3_speech.common import ChangesArguments
from utils.steps import trigger_word as steps


def ones_cases(rng):
    """In the middle; at odd steps; ones that stand there already; near the end, at the end, behind it."""
    marked = np.zeros((1, 1000))
    marked[0, 100:150] = 1
    return [
        (np.zeros((1, 200)), 5000),
        (np.zeros((1, 200)), 300),
        (np.zeros((1, 1375)), 4251),
        (marked, 7013),
        (marked.copy(), 1200),
        (np.zeros((1, 1000)), 9700),
        (np.zeros((1, 1000)), 9985),
        (np.zeros((1, 1000)), 9999),
        (np.zeros((1, 1000)), 10000),
        (np.zeros((1, 300)), 0),
    ]


def by_slice(y, segment_end_ms):
    first = int(segment_end_ms * y.shape[1] / 10000.0) + 1
    y[:, first : first + 50] = 1
    return y


def in_the_course_manner(y, segment_end_ms):
    _, Ty = y.shape
    segment_end_y = int(segment_end_ms * Ty / 10000.0)
    if segment_end_y < Ty:
        for i in range(segment_end_y + 1, segment_end_y + 51):
            if i < Ty:
                y[0, i] = 1
    return y


RANGE = "range(segment_end_y + 1, min(segment_end_y + 51, Ty))"
END = "int(segment_end_ms * Ty / 10000.0)"

EXERCISE = ChangesArguments(
    steps.insert_ones,
    points=8,
    changed=["y"],
    returns=("y",),
    cases=ones_cases,
    mistakes={
        "The step into which the end falls has a one, too; the first of the 50 is the step after it.": slip(
            RANGE, "range(segment_end_y, min(segment_end_y + 50, Ty))"
        ),
        "There are 51 ones; the last of the 50 is step end + 50.": slip("segment_end_y + 51", "segment_end_y + 52"),
        "There are 49 ones; the last of the 50 is step end + 50, and range leaves out its end.": slip(
            "segment_end_y + 51", "segment_end_y + 50"
        ),
        "The ones stand before the word's end; the network can know the word only once it was said.": slip(
            RANGE, "range(max(segment_end_y - 50, 0), min(segment_end_y, Ty))"
        ),
        "There is a single one; 50 steps are marked, so that labels are not nearly all 0.": slip(
            RANGE, "range(segment_end_y + 1, min(segment_end_y + 2, Ty))"
        ),
        "Milliseconds are taken for steps; multiply by Ty / 10000.": slip(END, "int(segment_end_ms)"),
        "The end is scaled by 1000; a clip lasts 10,000 ms.": slip("10000.0", "1000.0"),
        "The end is rounded to the nearest step; take the one into which it falls, int(…).": slip(
            END, "int(round(segment_end_ms * Ty / 10000.0))"
        ),
        "The last step never has a one; it may be among the 50.": slip("51, Ty)", "51, Ty - 1)"),
        "Ones behind the clip's end come in again at its beginning; they are left out.": slip(
            ("min(segment_end_y + 51, Ty)", "segment_end_y + 51"), ("y[0, i] = 1", "y[0, i % Ty] = 1")
        ),
        "All that stood in y is gone; set the new ones and leave the others.": slip(
            "    for i in", "    y[:] = 0\n    for i in"
        ),
        "You add 1 where a one may stand already; set the label to 1.": slip("y[0, i] = 1", "y[0, i] += 1"),
        "A clip whose word found no place, at 10,000 ms, gets a one at its last step; that end lies behind the "
        "clip.": slip(RANGE, "range(min(segment_end_y + 1, Ty - 1), min(segment_end_y + 51, Ty))"),
    },
    right=[by_slice, in_the_course_manner],
    hints=[
        "Two numbers are needed: the step into which the end falls, and how far the ones may go.",
        "end = int(segment_end_ms · Ty / 10000); ones at end + 1 … end + 50, as far as they are below Ty",
        "for i in range(segment_end_y + 1, min(segment_end_y + 51, …)): y[0, i] = 1",
    ],
    topics=["trigger word"],
)
