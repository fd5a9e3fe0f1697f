"""A sound that a notebook can keep."""

import io
import wave

import numpy as np
import pytest

from utils.plots.sound import MOST_BYTES, as_wav, play

TONE = np.sin(2 * np.pi * 440 * np.arange(4000) / 8000)


def read(data):
    with wave.open(io.BytesIO(data)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return samples / 32767, sound.getframerate(), sound.getnchannels()


def test_the_samples_come_back_at_their_rate():
    samples, rate, channels = read(as_wav(TONE, 8000))
    assert (rate, channels) == (8000, 1)
    np.testing.assert_allclose(samples, TONE, atol=1 / 32767)


def test_what_is_too_loud_becomes_quieter_as_a_whole():
    np.testing.assert_allclose(read(as_wav(3 * TONE, 8000))[0], TONE / np.abs(TONE).max(), atol=1e-4)


def test_the_longest_that_is_kept_and_one_sample_more():
    assert len(as_wav(np.zeros(MOST_BYTES // 2), 8000)) < MOST_BYTES + 100
    with pytest.raises(ValueError, match="at most 6.2 s"):
        as_wav(np.zeros(MOST_BYTES // 2 + 1), 8000)


@pytest.mark.parametrize("samples", [np.zeros((2, 5)), [], [0.0, np.nan]])
def test_what_is_no_sound_is_refused(samples):
    with pytest.raises(ValueError, match="one row of finite numbers"):
        as_wav(samples, 8000)


def test_a_player_is_made():
    assert play(TONE, 8000)._repr_html_().count("audio") >= 1
