"""What the explorers of the lab on sentiment compute and draw, and the tasks that its text sets."""

from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data.moods import load_moods, vocabulary
from utils.labs.course5.week2_sentiment import draws, explorers, measured_readers, networks
from utils.labs.course5.week2_sentiment.explorers import COUNTS, PREDICTED, right_shares, words_and_evidence
from utils.labs.course5.week2_sentiment.vectors import number_words
from utils.labs.measured import load_measured, rows_where
from utils.plots import BLUE, ORANGE
from utils.steps.sentiment import model

pytestmark = pytest.mark.lab("course5/week2_sentiment")


@cache
def models():
    """The two models of the notebook, and the words that they know."""
    simple, vectors = load_moods(np.random.default_rng(5), 200, kinds=("plain", "aside")), draws.word_vectors()
    _, W, b = model(simple.train.texts, simple.train.y, vectors, 0.3, 60, np.random.default_rng(1))
    (row,) = rows_where(load_measured("course5/week2_sentiment")["order"], model="LSTM")
    network, _, _ = measured_readers.run_reader(10, row["chosen"][0])
    index = number_words(vocabulary(draws.moods(10).train.texts))
    read = networks.average_log_probabilities(vectors, W, b), networks.reader_log_probabilities(network, index)
    return dict(zip(("averages", "LSTM"), read, strict=True)), set(index)


def of(sentence, mood=PREDICTED):
    return words_and_evidence(sentence, mood, *models())


SOURCES = {"bag of words": None, "cues": draws.word_vectors(), "no cues": draws.word_vectors("no cues")}


# A sentence and its words


def test_the_evidence_opens_where_averages_take_a_denied_word_at_its_face_value():
    values = explorers.explore_evidence(*models()).values()
    assert values == {"sentence": "she is not happy today", "mood": PREDICTED}
    _, found = of(values["sentence"])
    assert found["averages"][0] == "joy" and found["LSTM"][0] == "sadness"


def test_the_first_task_a_contrast_turned_round_changes_the_lstm_s_mind_alone():
    first, second = of("she is calm not angry")[1], of("she is angry not calm")[1]
    assert first["averages"][0] == second["averages"][0]
    assert (first["LSTM"][0], second["LSTM"][0]) == ("calm", "anger")


def test_the_second_task_words_that_each_suffice_get_next_to_nothing():
    words, found = of("she is calm not angry")
    best, share, _, evidence = found["LSTM"]
    assert best == "calm" and share > 0.9 and abs(evidence[words.index("calm")]) < 0.4
    assert of("she is not angry")[1]["LSTM"][0] == "calm"  # what is left
    words, alone = of("she is calm")
    assert alone["LSTM"][3][words.index("calm")] > 0.6


def test_the_bag_says_the_same_of_all_new_words_and_80_labels_with_cues_are_enough():
    for labels in (40, 640):
        right, _, _ = right_shares(None, labels, 0)
        np.testing.assert_allclose(right[:, 4:].sum(axis=0), 1, rtol=1e-6)
    enough = [labels for labels in COUNTS if right_shares(SOURCES["cues"], labels, 0)[2] > 0.7]
    assert enough[0] == 80
    assert max(right_shares(SOURCES["no cues"], labels, 0)[2] for labels in COUNTS) < 0.3


def test_unknown_words_are_left_out_and_too_few_or_many_refused():
    words, _ = of("She is quite HAPPY indeed")
    assert words == ["she", "is", "happy"]
    for sentence in ("", "quite indeed", "happy " * 12):
        with pytest.raises(ValueError, match="words that the models know"):
            of(sentence)


def test_the_bars_are_the_evidence_against_a_mood_orange():
    fig = Figure()
    explorers.draw_evidence(fig, "she is not happy today", "sadness", *models())
    _, found = of("she is not happy today", "sadness")
    for ax, (name, (best, _, asked, evidence)) in zip(fig.axes, found.items(), strict=True):
        assert ax.get_title().startswith(f"{name}: {best}") and ax.get_title().endswith(asked) and asked == "sadness"
        widths = [bar.get_width() for bar in ax.patches]
        np.testing.assert_allclose(widths[:5], np.clip(evidence, -6, 6))
        assert widths[5:] == [0] * 6 and ax.get_xlim() == (-6, 6)
        cut = [f"{value:+.1f}" for value in evidence if abs(value) > 6]
        assert [text.get_text() for text in ax.texts if text.get_text()] == cut
        assert [tick.get_text() for tick in ax.get_yticklabels()] == ["she", "is", "not", "happy", "today"]
    from matplotlib.colors import to_hex

    low = int(np.argmin(found["averages"][3]))
    bar = fig.axes[0].patches[low]
    assert to_hex(bar.get_facecolor()) == ORANGE.lower() and bar.get_hatch() == "//" and BLUE != ORANGE


def test_one_word_alone_leaves_an_empty_sentence():
    _, found = of("happy")
    assert all(len(evidence) == 1 and np.isfinite(evidence).all() for _, _, _, evidence in found.values())


# What labels teach


def test_the_labels_open_on_a_bag_that_says_nothing_of_new_words():
    values = explorers.explore_labels(SOURCES).values()
    assert values == {"labels": 40, "vectors": "bag of words", "sample": 0}
    right, _, new = right_shares(None, 40, 0)
    np.testing.assert_allclose(right[:, 4:], right[:, 4:5] * np.ones((1, 4)))  # all new words are one to it
    assert new < 0.3


def test_the_shares_are_those_of_the_right_mood():
    right, known, new = right_shares(SOURCES["cues"], 640, 0)
    assert right.shape == (5, 8) and right.min() >= 0 and right.max() <= 1
    assert known > 0.9 and new > 0.85


@pytest.mark.parametrize("source", list(SOURCES))
def test_the_ends_of_the_sliders_are_drawn(source):
    for labels, sample in ((COUNTS[0], 4), (COUNTS[-1], 0)):
        fig = Figure()
        explorers.draw_labels(fig, labels, source, sample, SOURCES)
        (ax,) = fig.axes
        right, known, _ = right_shares(SOURCES[source], labels, sample)
        assert f"{labels} labels, {source}" in ax.get_title() and f"{known:.2f}" in ax.get_title()
        np.testing.assert_allclose(ax.images[0].get_array(), right)


def test_more_labels_are_added_to_the_same():
    few, many = (explorers.sentences(1, labels).train.texts for labels in (10, 80))
    assert many[:10] == few and explorers.sentences(1, 10).dev.texts == explorers.sentences(1, 80).dev.texts
