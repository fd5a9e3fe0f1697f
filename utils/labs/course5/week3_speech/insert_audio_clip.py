"""The exercise insert_audio_clip: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import slip
from utils.labs.course5.week3_speech.common import ChangesArguments
from utils.steps import trigger_word as steps
from utils.steps.trigger_word import get_random_time_segment, is_overlapping

FULL = [(0, 9999)]
HALF = [(0, 2500), (4000, 7200)]


def draws(seed, segment_ms, busy):
    """Which of the first ten places that a generator gives are free."""
    rng = np.random.default_rng(seed)
    return [not is_overlapping(get_random_time_segment(segment_ms, rng), busy) for _ in range(10)]


def seed_where(first_free, segment_ms, busy):
    """The first seed whose draw of this number, from 0, is the first that is free."""
    wanted = [False] * first_free + [True]
    return next(seed for seed in range(10_000) if draws(seed, segment_ms, busy)[: first_free + 1] == wanted)


def clip_cases(rng):
    """An empty clip; one taken place and a second draw; no room; room at the seventh draw, and at the eighth only."""
    quiet, gap = np.zeros(80_000), [(0, 1000), (3000, 9999)]
    cases = [
        (quiet, np.full(800, 0.5), [], np.random.default_rng(1)),
        (rng.normal(size=80_000), rng.normal(size=1600), list(HALF), np.random.default_rng(seed_where(1, 200, HALF))),
        (rng.normal(size=80_000), rng.normal(size=800), list(FULL), np.random.default_rng(2)),
    ]
    for number in (6, 7):
        place = np.random.default_rng(seed_where(number, 300, gap))
        cases.append((rng.normal(size=80_000), rng.normal(size=2400), list(gap), place))
    return cases


def in_the_course_manner(background, audio_clip, previous_segments, rng):
    segment_ms = len(audio_clip) // 8
    segment_time = get_random_time_segment(segment_ms, rng)
    retry = 5
    while is_overlapping(segment_time, previous_segments) and retry >= 0:
        segment_time = get_random_time_segment(segment_ms, rng)
        retry = retry - 1
    if not is_overlapping(segment_time, previous_segments):
        previous_segments.append(segment_time)
        first = segment_time[0] * 8
        new_background = np.array(background)
        new_background[first : first + len(audio_clip)] += audio_clip
    else:
        new_background = background
        segment_time = (10000, 10000)
    return new_background, segment_time


def by_padding(background, audio_clip, previous_segments, rng):
    for _ in range(7):
        start, end = get_random_time_segment(len(audio_clip) // 8, rng)
        if not is_overlapping((start, end), previous_segments):
            previous_segments.append((start, end))
            rest = len(background) - 8 * start - len(audio_clip)
            return background + np.pad(audio_clip, (8 * start, rest)), (start, end)
    return background, (10000, 10000)


NOT_NOTED = "The new segment is not noted, so that the next clip may fall on it; append it to previous_segments."
TOO_MANY = "A segment is noted although nothing was laid over; append it only where the place was free."


def what_is_noted(due, came):
    """The sentence on a list of segments that is not as it should be."""
    if due.after[2] == came.after[2]:
        return None
    return NOT_NOTED if len(came.after[2]) < len(due.after[2]) else TOO_MANY


SUM = "new_background[first : first + len(audio_clip)] += audio_clip"

EXERCISE = ChangesArguments(
    steps.insert_audio_clip,
    points=10,
    changed=["previous_segments"],
    returns=("new_background", "segment_time"),
    cases=clip_cases,
    mistakes={
        "The place is not looked at; draw again while is_overlapping says that it is taken.": slip(
            "retry = 6", "retry = 0"
        ),
        "A clip is laid over although all places were taken; then nothing changes, and the time is "
        "(10000, 10000).": slip("if is_overlapping(segment_time, previous_segments):", "if False:"),
        NOT_NOTED: slip("    previous_segments.append(segment_time)\n", ""),
        TOO_MANY: slip(
            "        return background, (10000, 10000)",
            "        previous_segments.append(segment_time)\n        return background, (10000, 10000)",
        ),
        "The clip takes the background's place; the two are added, as sounds are.": slip(
            " += audio_clip", " = audio_clip"
        ),
        "The clip begins at sample segment_time[0]; that is a time in ms, and each has 8 samples.": slip(
            "first = 8 * segment_time[0]", "first = segment_time[0]"
        ),
        "The clip ends where it should begin; its first sample stands at the segment's start.": slip(
            "first = 8 * segment_time[0]", "first = max(8 * segment_time[0] - len(audio_clip), 0)"
        ),
        "Your background is changed itself; add to a copy, and return that.": slip("background.copy()", "background"),
        "Places are drawn for as many ms as the clip has samples; a millisecond has 8 of them.": slip(
            "segment_ms = len(audio_clip) // 8", "segment_ms = len(audio_clip)"
        ),
        "You try five times in all; after the first place there are up to six further ones.": slip(
            "retry = 6", "retry = 4"
        ),
        "You try for ever longer; after seven places in all it ends.": slip("retry = 6", "retry = 60"),
        "Where no place was free you return the last one that was drawn; return (10000, 10000), behind the clip.": slip(
            "return background, (10000, 10000)", "return background, segment_time"
        ),
        "You return the segment before the background; the order is new_background, segment_time.": slip(
            "return new_background, segment_time", "return segment_time, new_background"
        ),
        "The background comes back without the clip; return the copy that holds it.": slip(
            "return new_background, segment_time", "return background, segment_time"
        ),
    },
    judge=what_is_noted,
    right=[in_the_course_manner, by_padding],
    hints=[
        "Draw a place; while it is taken and there are tries left, draw another. Two ends are possible: free, or "
        "given up.",
        "ms = len(audio_clip) // 8; up to six redraws; if free: append the segment, copy, add to samples 8 · start … "
        "8 · start + n; else (10000, 10000)",
        "retry = 6; while retry > 0 and is_overlapping(…): segment_time = get_random_time_segment(segment_ms, rng); "
        "retry -= 1; … ; new_background[first : first + len(audio_clip)] += audio_clip",
    ],
    topics=["trigger word"],
)
