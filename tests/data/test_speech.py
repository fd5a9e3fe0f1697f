"""Synthesised words: whole milliseconds, the loudness asked for, formants where they belong, noises of their kinds."""

import numpy as np
import pytest

from utils.data import speech
from utils.data.speech import LOUDNESS, NOISES, RATE, WORDS, Speaker, draw_speakers, noise, say, spoken

MIDDLE = Speaker(120.0, 1.0, 1.0, 0.005)


def loudness(samples):
    return np.sqrt(np.mean(samples**2))


def power(samples):
    """The power spectrum and its frequencies."""
    return np.abs(np.fft.rfft(samples)) ** 2, np.fft.rfftfreq(len(samples), 1 / RATE)


def test_every_word_is_said_in_whole_milliseconds_at_one_loudness():
    rng = np.random.default_rng(0)
    for word in WORDS:
        samples = say(word, MIDDLE, rng)
        assert len(samples) % 8 == 0 and 0.1 < len(samples) / RATE < 0.8
        assert loudness(samples) == pytest.approx(LOUDNESS) and np.abs(samples).max() < 1


def test_a_seed_gives_the_same_take_and_another_one_another():
    takes = [say("seven", MIDDLE, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(takes[0], takes[1])
    assert takes[0].shape != takes[2].shape or not np.allclose(takes[0], takes[2])


@pytest.mark.parametrize(("vowel", "formants"), speech.VOWELS.items())
def test_a_vowel_is_loud_at_its_first_formant(vowel, formants):
    """Against the trough between its first two formants, where there is one."""
    samples = speech._voice(0.5, (100, 100), [formants, formants], MIDDLE, np.random.default_rng(0))
    P, f = power(samples)
    near = P[np.abs(f - formants[0]) < 80].max()
    trough = (formants[0] + formants[1]) / 2
    if formants[1] - formants[0] > 600:
        assert near > 10 * P[np.abs(f - trough) < 60].max()


def test_a_shorter_tract_moves_the_formants_up():
    middles = []
    for tract in (0.9, 1.15):
        samples = speech._voice(
            0.5, (100, 100), [(500, 1500, 2500)] * 2, MIDDLE._replace(tract=tract), np.random.default_rng(0)
        )
        P, f = power(samples)
        band = (f > 300) & (f < 800)
        middles.append(np.sum(P[band] * f[band]) / P[band].sum())
    assert middles[1] > 1.15 * middles[0]


def test_pitch_is_the_distance_of_the_pulses():
    samples = speech._voice(0.5, (200, 200), [(500, 1500, 2500)] * 2, MIDDLE, np.random.default_rng(1))
    correlation = np.correlate(samples, samples, "full")[len(samples) :]
    assert 20 + np.argmax(correlation[20:60]) == pytest.approx(RATE / 200, abs=3)


def test_noises_are_of_their_kind():
    rng, shares = np.random.default_rng(0), {}
    for kind in NOISES:
        samples = noise(kind, 16_000, rng)
        assert samples.shape == (16_000,) and loudness(samples) == pytest.approx(1)
        P, f = power(samples)
        shares[kind] = P[f > 2000].sum() / P.sum()
    assert shares["white"] == pytest.approx(0.5, abs=0.03)
    assert shares["brown"] < 0.02 < 0.08 < shares["pink"] < 0.2


def test_spoken_words_stand_where_they_are_said_to():
    samples, borders = spoken(["one", "two", "nine"], MIDDLE, np.random.default_rng(0))
    assert len(borders) == 3
    outside = np.ones(len(samples), bool)
    for begin, end in borders:
        outside[begin:end] = False
        assert loudness(samples[begin:end]) > 0.05
    assert not samples[outside].any()


def test_speakers_are_as_many_as_asked_for_and_in_their_ranges():
    found = draw_speakers(50, np.random.default_rng(0))
    assert len(set(found)) == 50 and all(85 <= one.pitch <= 220 and 0.88 <= one.tract <= 1.18 for one in found)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (lambda rng: say("perhaps", MIDDLE, rng), "'perhaps' is none of the words"),
        (lambda rng: noise("green", 100, rng), "noise 'green'"),
        (lambda rng: draw_speakers(0, rng), "m = 0"),
    ],
)
def test_what_cannot_be_is_refused(wrong, what):
    with pytest.raises(ValueError, match=what):
        wrong(np.random.default_rng(0))
