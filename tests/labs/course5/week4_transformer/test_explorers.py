"""What the explorers of the lab on the Transformer compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week4_transformer import explorers
from utils.labs.course5.week4_transformer.explorers import SENTENCES, continued, looks, translated
from utils.labs.course5.week4_transformer.training import HEADS
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


def test_both_explorers_open_and_draw():
    assert explorers.explore_decoding().values() == {"word": 0, "layer": 1, "sentence": SENTENCES[0]}
    assert explorers.explore_slip().values() == {"place": 0, "slip": "la", "sentence": SENTENCES[0]}
    for draw, values in (
        (explorers.draw_decoding, {"sentence": SENTENCES[1], "word": 14, "layer": 2}),
        (explorers.draw_slip, {"sentence": SENTENCES[1], "place": 12, "slip": "chat"}),
    ):
        fig = Figure()
        draw(fig, **values)
        assert fig.axes[0].get_title() or fig._suptitle.get_text()
