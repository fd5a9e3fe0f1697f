"""What the explorers of the lab on the Transformer compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week4_transformer import explorers
from utils.labs.course5.week4_transformer.explorers import SENTENCES, continued, looks, translated
from utils.labs.course5.week4_transformer.training import HEADS, translation
from utils.labs.course5.week4_transformer.weights import kept_parameters
from utils.steps.decoding import decode

pytestmark = pytest.mark.lab("course5/week4_transformer")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_translation_is_what_the_network_writes(sentence):
    words, source = translated(sentence)
    found = decode(source, kept_parameters(), HEADS, explorers.START, explorers.END, 15)[0]
    assert words == [explorers.FRENCH.symbols[k] for k in found if k] and words[-1] == "</s>"


@pytest.mark.parametrize("layer", [1, 2])
def test_shares_sum_to_one_and_never_look_ahead(layer):
    words, source = translated(SENTENCES[1])
    for word in range(len(words)):
        own, cross = looks(SENTENCES[1], word, layer)
        assert own.shape == (HEADS, word + 1) and cross.shape == (HEADS, source.shape[1])
        np.testing.assert_allclose(own.sum(axis=1), 1)
        np.testing.assert_allclose(cross.sum(axis=1), 1)


def test_a_word_beyond_the_last_counts_as_the_last():
    words, _ = translated(SENTENCES[4])
    np.testing.assert_array_equal(looks(SENTENCES[4], 14, 1)[1], looks(SENTENCES[4], len(words) - 1, 1)[1])


def test_before_a_slip_nothing_changes():
    words, written, (told, slipped) = continued(SENTENCES[0], 3, "la")
    np.testing.assert_allclose(told[:4], slipped[:4])
    assert len(told) == len(words) and np.abs(told[4:] - slipped[4:]).max() > 1e-4
    assert len(written) <= 16


def most_seen(sentence, word, layer):
    _, cross = looks(sentence, word, layer)
    return [sentence.split()[k] for k in cross.argmax(axis=1)]


def test_the_first_task_layer_2_looks_at_the_word_that_is_translated():
    words, _ = translated(SENTENCES[0])
    assert most_seen(SENTENCES[0], words.index("porte"), 2) == ["door"] * HEADS
    assert most_seen(SENTENCES[0], words.index("rouge"), 2) == ["red"] * HEADS
    cross = looks(SENTENCES[0], words.index("porte"), 1)[1]
    sharp = [SENTENCES[0].split()[row.argmax()] for row in cross if row.max() > 0.95]
    assert sharp == ["a", "a"]  # in layer 1 on another word


def test_the_second_task_an_article_asks_for_its_noun():
    assert translated(SENTENCES[1])[0][3] == "un"
    assert sorted(most_seen(SENTENCES[1], 3, 2)) == ["a", "a", "cat", "small"]


@pytest.mark.parametrize(
    ("sentence", "slip", "begins"),
    [(0, "la", "vieille homme n' ouvre pas"), (0, "les", "vieilles homme n' ouvrent pas"), (1, "le", "canard voit un")],
)
def test_what_follows_a_slip(sentence, slip, begins):
    assert " ".join(continued(SENTENCES[sentence], 0, slip)[1]).startswith(begins)


def test_after_the_duck_all_continues_as_before():
    words, written, _ = continued(SENTENCES[1], 0, "le")
    assert written[1:] == words[2:]


def test_how_often_a_translation_finds_back():
    assert explorers.swapped_articles(translation().test, 80) == (71, 12, 53)


def test_both_explorers_open_and_draw():
    assert explorers.explore_decoding().values() == {"word": 2, "layer": 2, "sentence": SENTENCES[0]}
    assert explorers.explore_slip().values() == {"place": 0, "slip": "les", "sentence": SENTENCES[0]}
    for draw, values in (
        (explorers.draw_decoding, {"sentence": SENTENCES[1], "word": 14, "layer": 2}),
        (explorers.draw_slip, {"sentence": SENTENCES[1], "place": 12, "slip": "chat"}),
    ):
        fig = Figure()
        draw(fig, **values)
        assert fig.axes[0].get_title() or fig._suptitle.get_text()
