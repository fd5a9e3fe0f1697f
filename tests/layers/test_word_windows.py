"""Pairs, windows and counts of a text against their loop twins; draws against the probabilities they should have."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.layers import word_sampling as sampling
from utils.layers import word_windows as layers
from utils.steps import embeddings, glove

texts = st.lists(st.lists(st.integers(0, 5), max_size=7), min_size=1, max_size=4).filter(any)


def arrays(text):
    return [np.array(sentence, dtype=int) for sentence in text]


@given(texts, st.integers(1, 9))
def test_pairs_are_those_of_the_step_in_some_order(text, window):
    pairs = Counter(zip(*(ends.tolist() for ends in layers.skip_gram_pairs(arrays(text), window)), strict=True))
    assert pairs == Counter(pair for sentence in text for pair in embeddings.skip_gram_pairs(sentence, window))


@given(texts, st.integers(1, 9))
def test_windows_are_those_of_the_step(text, window):
    contexts, mask, targets = layers.cbow_windows(arrays(text), window)
    twins = [embeddings.cbow_batch(sentence, window) for sentence in text if len(sentence) > 1]
    assert contexts.shape == mask.shape == (len(targets), 2 * window) and mask.dtype == bool
    for got, twin in zip((contexts, mask, targets), zip(*twins, strict=True), strict=False):
        assert np.array_equal(got, np.concatenate(twin))
    assert len(targets) == sum(len(sentence) for sentence in text if len(sentence) > 1)


@given(texts, st.integers(1, 9))
def test_counts_are_those_of_the_step(text, window):
    i, j, X = layers.cooccurrence(arrays(text), window, np.float64)
    dense = np.zeros((6, 6))
    dense[i, j] = X
    np.testing.assert_allclose(dense, sum(glove.cooccurrence(sentence, window, 6) for sentence in text), rtol=1e-12)
    assert (X > 0).all() and np.array_equal(np.lexsort((j, i)), np.arange(len(i)))
    assert layers.cooccurrence(arrays(text), window)[2].dtype == np.float32


@pytest.mark.parametrize("function", [layers.skip_gram_pairs, layers.cbow_windows, layers.cooccurrence])
@pytest.mark.parametrize(
    "sentences, window, message",
    [
        ([[1, 2]], 1, "sentence 0 is not an array"),
        ([np.array([1, 2]), np.array([0.5])], 1, "sentence 1 is not an array"),
        ([np.array([[1, 2]])], 1, "sentence 0 is not an array"),
        (
            [np.array([1, 2]), np.array([], int), np.array([3, -1])],
            1,
            "sentence 2 has the word -1; words are .* from 0",
        ),
        ([np.array([], int)], 1, "no word"),
        ([], 1, "no word"),
        ([np.array([1, 2])], 0, "window = 0"),
    ],
)
def test_what_is_no_text_is_refused(function, sentences, window, message):
    with pytest.raises(ValueError, match=message):
        function(sentences, window)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any), st.sampled_from([0, 0.5, 0.75, 1, 2]))
def test_a_noise_table_holds_the_powers_of_the_counts(counts, power):
    """Summed over the bins, each word has what fills its own bin up to the mark and what it fills in others."""
    own, other = sampling.noise_table(counts, power)
    assert ((own >= 0) & (own <= 1 + 1e-12)).all()
    held = own + np.bincount(other, 1 - own, len(counts))
    occurs = np.array(counts) > 0
    expected = np.zeros(len(counts))
    expected[occurs] = embeddings.noise_distribution(np.array(counts)[occurs], power)
    np.testing.assert_allclose(held / len(counts), expected, rtol=1e-9, atol=1e-12)


def test_draws_follow_the_noise_and_the_generator():
    counts = [1, 0, 16, 81]
    table = sampling.noise_table(counts)
    words = sampling.draw_words(table, (2000, 10), np.random.default_rng(1))
    assert words.shape == (2000, 10)
    np.testing.assert_allclose(np.bincount(words.ravel()) / 20000, np.array([1, 0, 8, 27]) / 36, atol=0.01)
    assert np.array_equal(words, sampling.draw_words(table, (2000, 10), np.random.default_rng(1)))


def test_frequent_words_are_thinned_to_the_root_and_rare_ones_stay():
    counts = np.array([90000, 9990, 10])
    text = np.repeat([0, 1, 2], counts)
    kept = np.bincount(sampling.subsample(text, counts, np.random.default_rng(2), threshold=0.001))
    np.testing.assert_allclose(kept[:2] / counts[:2], np.sqrt(0.001 / np.array([0.9, 0.0999])), rtol=0.05)
    assert kept[2] == 10
    ordered = sampling.subsample(np.arange(3), np.array([1, 1, 1]), np.random.default_rng(3), threshold=1.0)
    assert ordered.tolist() == [0, 1, 2]


@pytest.mark.parametrize("counts", [[], [[1]], [0, 0], [1, -1], [1, np.inf], [np.nan]])
def test_what_are_no_counts_is_refused(counts):
    with pytest.raises(ValueError, match=r"counts .* have to be \(n_words,\) numbers from 0 up"):
        sampling.noise_table(counts)
    with pytest.raises(ValueError, match="counts"):
        sampling.subsample(np.array([0]), counts, np.random.default_rng(4))


@pytest.mark.parametrize("power", [-0.5, np.nan, np.inf])
def test_a_power_that_makes_no_distribution_is_refused(power):
    with pytest.raises(ValueError, match=f"power = {power}"):
        sampling.noise_table([1, 2], power)


@pytest.mark.parametrize(
    "words, message",
    [
        ([0, 1], "word 1 is in the text and its count is 0"),
        ([0, 3], r"words \(2,\) runs from 0 to 3; it has to lie within 0 … 2"),
        ([-1, 0], r"words \(2,\) runs from -1 to 0"),
        ([[0, 2]], r"words has shape \(1, 2\); expected \(n,\)"),
        ([0.0], "words is an array of float64"),
    ],
)
def test_words_without_a_count_are_refused_before_a_number_is_drawn(words, message):
    rng = np.random.default_rng(6)
    before = rng.bit_generator.state
    with pytest.raises(ValueError, match=message):
        sampling.subsample(np.array(words), [5, 0, 2], rng)
    assert rng.bit_generator.state == before


def test_of_a_text_without_a_word_nothing_is_left():
    assert len(sampling.subsample(np.array([], int), [5, 1], np.random.default_rng(7))) == 0


@pytest.mark.parametrize("threshold", [0, -1, np.nan])
def test_a_threshold_has_to_be_a_frequency(threshold):
    with pytest.raises(ValueError, match="threshold"):
        sampling.subsample(np.array([0]), [1], np.random.default_rng(5), threshold)
