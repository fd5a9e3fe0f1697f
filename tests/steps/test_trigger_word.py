"""Training clips for a trigger word: places, labels, and how they go together."""

import numpy as np
import pytest

from utils.steps import trigger_word as steps
from utils.steps.speech import log_mel


@pytest.mark.parametrize("ms", [1, 500, 9999])
def test_segments_lie_in_the_clip_whole(ms):
    rng = np.random.default_rng(0)
    found = [steps.get_random_time_segment(ms, rng) for _ in range(200)]
    assert all(0 <= start <= end < steps.CLIP_MS and end - start == ms - 1 for start, end in found)


def test_overlapping_is_a_common_millisecond():
    rng = np.random.default_rng(0)
    for _ in range(300):
        pairs = [tuple(sorted(rng.integers(30, size=2).tolist())) for _ in range(3)]
        own, *others = (set(range(a, b + 1)) for a, b in pairs)
        assert steps.is_overlapping(pairs[0], pairs[1:]) == any(own & other for other in others)


def test_clips_fall_on_free_places_until_there_are_none():
    rng, background, taken = np.random.default_rng(0), np.zeros(80_000), []
    for _ in range(30):
        before = len(taken)
        background, (start, end) = steps.insert_audio_clip(background, np.ones(8 * 900), taken, rng)
        assert len(taken) == before + (start < 10_000) and (start < 10_000 or end == 10_000)
    assert 5 <= len(taken) <= 11 and background.max() == 1
    assert background.sum() == 8 * 900 * len(taken)
    for start, end in taken:
        assert background[8 * start : 8 * end + 8].all()


def test_the_background_stays_as_it_is():
    background = np.zeros(80_000)
    steps.insert_audio_clip(background, np.ones(80), [], np.random.default_rng(0))
    assert not background.any()


@pytest.mark.parametrize("Ty", [200, 1000, 1375])
def test_fifty_ones_begin_behind_the_step_of_the_end(Ty):
    for end in (0, 1234, 5000, 9600, 9999, 10_000):
        y = steps.insert_ones(np.zeros((1, Ty)), end)
        step = end * Ty // 10_000
        expected = [i for i in range(Ty) if step < i <= step + 50]
        np.testing.assert_array_equal(np.flatnonzero(y[0]), expected)


def test_an_example_is_the_words_in_a_softer_background():
    """With triggers of different constants, what is in the clip can be told from its samples."""
    rng = np.random.default_rng(5)
    x, y = steps.create_training_example(np.zeros(80_000), [np.ones(800)], [np.ones(1600)], 1000, rng)
    replay, taken = np.random.default_rng(5), []
    sound, ends = np.zeros(80_000), []
    for sizes, most in ((800, 5), (1600, 3)):
        for _ in replay.integers(1, size=replay.integers(0, most)):
            sound, (_, end) = steps.insert_audio_clip(sound, np.ones(sizes), taken, replay)
            ends += [end] if sizes == 800 else []
    np.testing.assert_allclose(x, log_mel(steps.match_target_amplitude(sound)))
    assert len(ends) > 0 and y.shape == (1, 1000)
    assert np.flatnonzero(np.diff(y[0], prepend=0) > 0).tolist() == sorted(end // 10 + 1 for end in ends)


def test_the_finished_clip_has_one_loudness():
    samples = np.random.default_rng(0).normal(size=1000)
    for factor in (0.01, 5.0):
        scaled = steps.match_target_amplitude(factor * samples)
        assert np.sqrt(np.mean(scaled**2)) == pytest.approx(0.1)
