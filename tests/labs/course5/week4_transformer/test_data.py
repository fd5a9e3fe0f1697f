"""The data of the lab on the Transformer, its weights from layers to steps, and translations without a network."""

import numpy as np
import pytest

from tests.steps.test_transformer_model import made
from utils.data.translation import words
from utils.labs.course5.week4_transformer import baselines, reversal, training, weights

pytestmark = pytest.mark.lab("course5/week4_transformer")


def test_rows_of_digits_stand_backwards():
    source, target = reversal.reversed_digits(300, np.random.default_rng(1))
    assert source.shape == (300, 8) and target.shape == (300, 10)
    for row, due in zip(source, target, strict=True):
        assert reversal.digits(due) == reversal.digits(row)[::-1]
        assert due[0] == 1 and due[len(reversal.digits(row)) + 1] == 2
    assert {len(reversal.digits(row)) for row in source} == set(range(3, 9))


def test_parameters_of_layers_are_those_of_the_steps():
    net, expected = made(np.random.default_rng(1))
    for name, array in weights.flat(weights.parameters_of(net)).items():
        np.testing.assert_array_equal(array, weights.flat(expected)[name])


def test_an_optimiser_changes_the_tree_itself():
    parameters = weights.fresh_parameters(5, 5, 4, 2, 1, 4, np.random.default_rng(0))
    weights.flat(parameters)["decoder.0.cross.W_q"][:] = 7
    assert (parameters["decoder"][0]["cross"]["W_q"] == 7).all()
    assert sum(array.size for array in weights.flat(parameters).values()) > 200


def test_packed_weights_come_back_within_half_a_step():
    parameters = weights.fresh_parameters(5, 5, 8, 2, 2, 4, np.random.default_rng(0))
    back = weights.flat(weights.unpacked(weights.packed(parameters)))
    for name, array in weights.flat(parameters).items():
        assert back[name].shape == array.shape
        assert (np.abs(back[name] - array) <= np.abs(array).max(axis=0) / 127 * 0.51 + 1e-9).all(), name


@pytest.fixture(scope="module")
def data():
    return training.translation()


def test_words_alone_make_no_sentence(data):
    known = baselines.dictionary(data.train)
    assert known["door"] == "porte" and known["black"] in ("noir", "noire") and known["not"] == "pas"
    right, in_place = baselines.shares(baselines.word_by_word(data.train, data.test), data.test)
    assert right < 0.05 and 0.4 < in_place < 0.5


def test_the_most_similar_sentence_is_another_one(data):
    part = data.test._replace(X=data.test.X[:100], french=data.test.french[:100])
    right, in_place = baselines.shares(baselines.nearest(data.train, part), part)
    assert right < 0.03 and in_place < 0.45
    own = data.train._replace(X=data.train.X[:20], french=data.train.french[:20])
    assert baselines.shares(baselines.nearest(data.train, own), own)[0] > 0.9


def test_both_networks_are_told_the_same(data):
    parts = training.sentences(data)
    for kind in training.KINDS:
        net = training.network(
            kind, len(data.english_vocabulary), len(data.french_vocabulary), np.random.default_rng(0)
        )
        X, mask, Y = (array[:5] for array in parts["test"])
        logits = training.scores(net, X, mask, Y)
        assert logits.shape == (5, Y.shape[1] - 1, len(data.french_vocabulary))
        other = Y.copy()
        other[:, -1] = 3  # the last word is due, and never told
        np.testing.assert_allclose(training.scores(net, X, mask, other), logits, atol=1e-5)
        assert 0 <= min(training.word_shares(net, X, mask, Y)) and len(words(data.test.french[0])) > 2


def test_dates_have_a_start_and_an_end():
    arrays, human, iso = training.dates()
    X, mask, Y = arrays["test"]
    assert X.shape == mask.shape == (500, 29) and Y.shape == (500, 12) and len(human) > len(iso)
    assert set(Y[:, 0]) == {1} and set(Y[:, -1]) == {2}
