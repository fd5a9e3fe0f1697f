"""The exercise create_training_example: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import trigger_word as steps
from utils.steps.speech import log_mel
from utils.steps.trigger_word import insert_audio_clip, insert_ones, match_target_amplitude


def takes(rng, sizes):
    return [rng.normal(size=8 * size) for size in sizes]


# Seed, lengths of triggers in ms, Ty. By their seeds: two triggers; four and two negatives, one of which would fall
# on a trigger in a list of its own; four, one without a place, and a negative; nothing at all; three and two
SETTINGS = (
    (1, (200, 300), 1000),
    (7, (1500, 1400), 1000),
    (32, (1500, 1400), 500),
    (30, (300,), 1000),
    (8, (500, 700, 900), 1375),
)


def example_cases(rng):
    """What SETTINGS say, on noise."""
    cases = []
    for seed, sizes, Ty in SETTINGS:
        background, negatives = rng.normal(size=80_000), takes(rng, (900, 1100, 1300))
        cases.append((background, takes(rng, sizes), negatives, Ty, np.random.default_rng(seed)))
    return cases


def in_the_course_manner(background, activates, negatives, Ty, rng):
    background = background / 10
    y = np.zeros((1, Ty))
    previous_segments = []
    number_of_activates = rng.integers(0, 5)
    random_indices = rng.integers(len(activates), size=number_of_activates)
    random_activates = [activates[i] for i in random_indices]
    for one_random_activate in random_activates:
        background, segment_time = insert_audio_clip(background, one_random_activate, previous_segments, rng)
        segment_start, segment_end = segment_time
        y = insert_ones(y, segment_end)
    number_of_negatives = rng.integers(0, 3)
    random_indices = rng.integers(len(negatives), size=number_of_negatives)
    random_negatives = [negatives[i] for i in random_indices]
    for random_negative in random_negatives:
        background, _ = insert_audio_clip(background, random_negative, previous_segments, rng)
    background = match_target_amplitude(background)
    x = log_mel(background)
    return x, y


def by_one_loop(background, activates, negatives, Ty, rng):
    sound, y, taken = 0.1 * background, np.zeros((1, Ty)), []
    for sounds, most in ((activates, 5), (negatives, 3)):
        for i in rng.integers(len(sounds), size=rng.integers(0, most)):
            sound, (_, end) = insert_audio_clip(sound, sounds[i], taken, rng)
            if sounds is activates:
                insert_ones(y, end)
    return log_mel(match_target_amplitude(sound)), y


FIRST = "background, segment_time = insert_audio_clip(background, activates[i], previous_segments, rng)"
SECOND = "background, _ = insert_audio_clip(background, negatives[i], previous_segments, rng)"

EXERCISE = Exercise(
    steps.create_training_example,
    points=12,
    returns=("x", "y"),
    cases=example_cases,
    mistakes={
        "The negatives have ones behind them, too; the labels mark the trigger word alone.": slip(
            SECOND,
            SECOND.replace("_ =", "segment_time =") + "\n        y = insert_ones(y, segment_time[1])",
        ),
        "The ones begin at the start of the word, when it cannot be known yet; hand on its end, segment_time[1].": slip(
            "segment_time[1]", "segment_time[0]"
        ),
        "The background is as loud as it came; multiply it by 0.1 first.": slip("background * 0.1", "background"),
        "The background is softer by 20 instead of by 20 dB; in amplitude that is a factor of 0.1.": slip(
            "background * 0.1", "background - 20"
        ),
        "Negatives may fall on triggers, for their list of segments begins anew; it is one list for the whole "
        "clip.": slip("    number_of_negatives =", "    previous_segments = []\n    number_of_negatives ="),
        "Each trigger is laid over the bare background, so that only the last one stays; go on with the background "
        "that came back.": slip(
            (
                FIRST,
                FIRST.replace("background, segment_time", "new_background, segment_time").replace(
                    "(background,", "(bare,"
                ),
            ),
            ("previous_segments = []", "previous_segments = []\n    bare = new_background = background"),
            ("    number_of_negatives = rng", "    background = new_background\n    number_of_negatives = rng"),
        ),
        "One to four triggers are drawn; clips without any belong to it: rng.integers(0, 5).": slip(
            "rng.integers(0, 5)", "rng.integers(1, 5)"
        ),
        "At most three triggers are drawn; rng.integers leaves out its upper end: (0, 5).": slip(
            "rng.integers(0, 5)", "rng.integers(0, 4)"
        ),
        "At most one negative is drawn; rng.integers leaves out its upper end: (0, 3).": slip(
            "rng.integers(0, 3)", "rng.integers(0, 2)"
        ),
        "The first takes of the list are put in; which ones, rng draws.": slip(
            (
                "for i in random_indices:\n        background, segment_time",
                "for i in range(number_of_activates):\n        background, segment_time",
            ),
            ("activates[i]", "activates[i % len(activates)]"),
        ),
        "The clip is not set to the usual loudness; call match_target_amplitude before log_mel.": slip(
            "    background = match_target_amplitude(background)\n", ""
        ),
        "The loudness is set before the words are in; it is that of the finished clip.": slip(
            ("    background = match_target_amplitude(background)\n", ""),
            ("background = background * 0.1", "background = match_target_amplitude(background * 0.1)"),
        ),
        "The clip itself comes back; x holds its features, log_mel(background).": slip(
            "return log_mel(background), y", "return background, y"
        ),
        "y has one axis; its shape is (1, Ty).": slip(
            "return log_mel(background), y", "return log_mel(background), y[0]"
        ),
        "The labels come back before the features; the order is x, y.": slip(
            "return log_mel(background), y", "return y, log_mel(background)"
        ),
    },
    right=[in_the_course_manner, by_one_loop],
    hints=[
        "All of it is calls: two loops that put in clips, one of which sets labels as well. Keep the order in which "
        "rng is asked.",
        "background · 0.1; 0 … 4 triggers, each: insert_audio_clip, insert_ones at segment_time[1]; 0 … 2 negatives, "
        "each: insert_audio_clip; match_target_amplitude; log_mel",
        "for i in random_indices: background, segment_time = insert_audio_clip(background, activates[i], "
        "previous_segments, rng); y = insert_ones(y, …)",
    ],
    topics=["trigger word"],
)
