"""Spectrograms against SciPy's and against sums, and edit distances against all ways to edit."""

import itertools

import numpy as np
import pytest
from scipy import signal

from utils.steps import speech as steps


@pytest.mark.parametrize(("n", "n_fft", "hop"), [(100, 16, 4), (101, 16, 5), (64, 9, 9), (16, 16, 3), (50, 8, 20)])
def test_the_spectrogram_is_scipy_s(n, n_fft, hop):
    x = np.random.default_rng(n).normal(size=n)
    P = steps.spectrogram(x, n_fft, hop)
    window = signal.get_window("hann", n_fft)
    theirs = signal.ShortTimeFFT(window, hop, 1.0).stft(x, p0=0, p1=P.shape[1], k_offset=n_fft // 2)
    np.testing.assert_allclose(P, np.abs(theirs) ** 2, rtol=1e-9, atol=1e-12)


def test_the_spectrogram_is_the_sum_in_its_docstring():
    x, n_fft, hop = np.random.default_rng(0).normal(size=30), 8, 3
    P = steps.spectrogram(x, n_fft, hop)
    for k, t in itertools.product(range(5), range(P.shape[1])):
        total = sum(
            (0.5 - 0.5 * np.cos(2 * np.pi * n / n_fft)) * x[t * hop + n] * np.exp(-2j * np.pi * k * n / n_fft)
            for n in range(n_fft)
        )
        assert P[k, t] == pytest.approx(abs(total) ** 2)


def test_a_wave_stands_in_its_own_row():
    x = np.cos(2 * np.pi * 1000 * np.arange(8000) / steps.RATE)
    P = steps.spectrogram(x, steps.N_FFT, steps.HOP)
    assert P.shape == (129, 97) and np.all(P.argmax(axis=0) == 1000 * steps.N_FFT // steps.RATE)


def test_too_short_a_sound_is_refused():
    with pytest.raises(ValueError, match="7 samples hold no frame of 8"):
        steps.spectrogram(np.zeros(7), 8, 2)


def test_mel_bands_are_triangles_that_cover_the_frequencies():
    W = steps.mel_filters()
    hertz = np.fft.rfftfreq(steps.N_FFT, 1 / steps.RATE)
    assert W.shape == (20, 129) and W.min() >= 0 and W.max() <= 1 and np.all(W.sum(axis=1) > 0)
    peaks = hertz[W.argmax(axis=1)]
    assert np.all(np.diff(peaks) > 0) and np.diff(peaks)[-1] > 3 * np.diff(peaks)[0]
    inside = (steps.mel(hertz) > steps.mel(60) + 101) & (steps.mel(hertz) < steps.mel(4000) - 101)
    np.testing.assert_allclose(W.sum(axis=0)[inside], 1, atol=1e-9)


def test_twice_the_sound_is_the_same_step_in_every_feature():
    x = np.random.default_rng(0).normal(size=4000)
    np.testing.assert_allclose(steps.log_mel(2 * x) - steps.log_mel(x), np.log(4), atol=1e-3)
    assert steps.log_mel(np.zeros(80_000)).shape == (20, 997)


def distance_by_search(a, b):
    """Breadth first through all edits."""
    letters, reached, front = set(b), {tuple(a)}, {tuple(a)}
    for edits in itertools.count():
        if tuple(b) in front:
            return edits
        after = set()
        for word in front:
            for i in range(len(word) + 1):
                after |= {(*word[:i], letter, *word[i:]) for letter in letters}
                after |= {(*word[:i], letter, *word[i + 1 :]) for letter in letters if i < len(word)}
                after |= {(*word[:i], *word[i + 1 :])}
        front = after - reached
        reached |= front


@pytest.mark.parametrize("seed", range(6))
def test_the_edit_distance_is_the_fewest_edits(seed):
    rng = np.random.default_rng(seed)
    a, b = (list(rng.integers(2, size=rng.integers(0, 5))) for _ in range(2))
    assert steps.edit_distance(a, b) == steps.edit_distance(b, a) == distance_by_search(a, b)


def test_word_error_rates_weigh_words_and_may_pass_1():
    assert steps.word_error_rate([["one", "two"], ["six"]], [["one"], ["six"]]) == pytest.approx(1 / 3)
    assert steps.word_error_rate([["one"]], [["two", "six", "two"]]) == 3
    assert steps.word_error_rate(["one two three".split()], ["two three four five".split()]) == 1  # the quiz's
