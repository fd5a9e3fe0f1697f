"""What the explorers of the lab on speech compute and draw, and the tasks that its text sets."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week3_speech import explorers, plots
from utils.labs.course5.week3_speech.explorers import LETTERS, SCENES, WORDS, heard, lattice, made_up, verdicts
from utils.steps.ctc import ctc_collapse, ctc_greedy_decode

pytestmark = pytest.mark.lab("course5/week3_speech")

THRESHOLDS = np.round(np.arange(0.02, 0.981, 0.02), 2)


@pytest.mark.parametrize("word", WORDS)
def test_the_lattice_is_that_of_all_paths(word):
    T, labels = 5, [LETTERS.index(letter) for letter in word]
    shares, states, paths, P = lattice(word, T, 1.5)
    Y = made_up(word, T, 1.5)
    listed = [p for p in itertools.product(range(3), repeat=T) if ctc_collapse(p) == labels]
    probabilities = [np.prod([Y[k, t] for t, k in enumerate(p)]) for p in listed]
    assert paths == len(listed) and P == pytest.approx(sum(probabilities))
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    blank_first = sum(q for p, q in zip(listed, probabilities, strict=True) if p[0] == 0)
    assert shares[0, 0] == pytest.approx(blank_first / P)


def test_the_made_up_network_knows_nothing_at_first_and_then_its_word():
    np.testing.assert_allclose(made_up("to", 6, 0.0), 1 / 3)
    assert [LETTERS[k] for k in ctc_greedy_decode(made_up("to", 6, 2.0))] == ["t", "o"]


def test_the_first_task_paths_of_to_and_of_tt_and_the_fewest_frames():
    assert lattice("to", 3, 0.0)[2] == 5 and lattice("tt", 3, 0.0)[2] == 1
    for word, fewest in (("tt", 3), ("too", 4)):
        lattice(word, fewest, 0.0)
        with pytest.raises(ValueError, match="do not fit"):
            lattice(word, fewest - 1, 0.0)


def test_the_second_task_a_certainty_that_makes_to_more_probable_than_not():
    grid = np.arange(0, 6.01, 0.25)
    P = [lattice("to", 10, certainty)[3] for certainty in grid]
    assert P[0] < 0.02 and grid[np.argmax(np.array(P) > 0.5)] == 3.25
    reads = ["".join(LETTERS[k] for k in ctc_greedy_decode(made_up("to", 10, certainty))) for certainty in grid]
    assert reads[0] == "" and set(reads[1:]) == {"to"}


def test_the_lattice_opens_where_nothing_is_known():
    assert explorers.explore_lattice().values() == {"word": "tt", "frames": 4, "certainty": 0.0}


def test_the_lattice_is_drawn_with_its_title_and_limits():
    fig = Figure()
    explorers.draw_lattice_of(fig, "to", 6, 2.0)
    (ax,) = fig.axes
    assert "70 paths" in ax.get_title() and "reads “to”" in ax.get_title()
    assert ax.get_xlim() == (-0.5, 9.5) and len(ax.collections[0].get_offsets()) == 30
    with pytest.raises(ValueError, match="do not fit"):
        explorers.draw_lattice_of(Figure(), "tt", 2, 0.0)


# The detector


def test_the_detector_opens_in_babble_where_it_fails():
    values = explorers.explore_detector().values()
    assert values == {"threshold": 0.5, "snr": 4.0, "scene": "babble"}
    when, right = verdicts(heard("babble", 4.0)[1], 0.5)
    assert right.sum() < 2 or len(when) > right.sum()


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("snr", [-4.0, 20.0])
def test_the_ends_of_the_sliders_are_drawn(scene, snr):
    fig = Figure()
    explorers.draw_detector(fig, 0.98, snr, scene)
    above, below = fig.axes
    when, right = verdicts(heard(scene, snr)[1], 0.98)
    assert f"{right.sum()} of 2 heard" in above.get_title() and below.get_ylim() == (0, 1.05)
    points = {line.get_label(): line.get_xdata() for line in below.lines}
    np.testing.assert_array_equal(points["hit"], when[right])
    np.testing.assert_array_equal(points["false alarm"], when[~right])
    np.testing.assert_array_equal(above.images[0].get_array(), heard(scene, snr)[0])


def spotless(scene, snr):
    """The thresholds at which both words are heard, and nothing else rings."""
    p = heard(scene, float(snr))[1]
    verdict = {threshold: verdicts(p, threshold)[1] for threshold in THRESHOLDS}
    return [threshold for threshold, right in verdict.items() if right.tolist() == [True, True]]


def test_the_third_task_both_words_in_pink_noise_down_to_0_decibels():
    assert [0.5 in spotless("pink noise", snr) for snr in (-4, -2, 0, 2, 4)] == [False, False, True, True, True]


def test_the_fourth_task_a_threshold_in_babble():
    assert not spotless("babble", 6) and spotless("babble, trained with it", 6)


def test_verdicts_by_hand():
    ends = [end for word, _, end in explorers.spoken_clip()[1] if word == "activate"]
    p = np.zeros(249)
    for when in (ends[0] + 0.1, ends[0] + 1.5, ends[1] - 0.1):
        p[round((when - explorers.HEARD) / explorers.STEP)] = 1
    when, right = verdicts(p, 0.5)
    assert right.tolist() == [True, False, True] and when[0] == pytest.approx(ends[0] + 0.1, abs=0.03)


# Still figures


def test_a_spectrogram_s_darkest_row_is_where_the_wave_is():
    from utils.steps.speech import HOP, N_FFT, spectrogram

    samples = 0.3 * np.cos(2 * np.pi * 1000 * np.arange(4000) / 8000)
    above, below = plots.sound_and_spectrogram(Figure(), samples, spectrogram(samples, N_FFT, HOP))
    decibels = below.images[0].get_array()
    assert decibels.max() == 0 and np.all(decibels.argmax(axis=0) == 32) and above.get_ylim() == (-0.6, 0.6)


def test_symbols_stand_at_their_peaks():
    Y = np.zeros((3, 5))
    Y[0] = [1, 0.2, 1, 0.1, 1]
    Y[1, 1], Y[2, 3] = 0.8, 0.9
    fig = Figure()
    plots.symbols_over_sound(fig, np.zeros((20, 10)), Y, "_ab")
    assert [text.get_text() for text in fig.axes[1].texts] == ["a", "b"] and fig.axes[1].get_ylim() == (0, 1.25)
