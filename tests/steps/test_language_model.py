"""Tokens, tables of counts, the probability of a name, perplexity and temperature."""

import itertools
import math

import numpy as np
import pytest

from utils.steps import language_model as steps

pytestmark = pytest.mark.lab("course5/week1_character_model")

SMALL = {"\n": 0, "a": 1, "b": 2}


def model_of(table):
    """A table of n axes as a function of the symbols so far."""
    n = table.ndim
    return lambda before: table[tuple(([0] * (n - 1) + list(before))[len(before) :])]


def test_tokens_by_hand():
    vocabulary, encoded = steps.tokenize(["The cat barks"], ["the dog barks", "the cat"], 2)
    assert vocabulary == {"<EOS>": 0, "<UNK>": 1, "the": 2, "barks": 3}
    assert encoded == [[2, 1, 3, 0]]


@pytest.mark.parametrize("n_words", [1, 3, 100])
def test_known_words_come_back_from_their_numbers(n_words):
    words = np.random.default_rng(n_words).choice(list("abcdefg"), (20, 5))
    train = [" ".join(row) for row in words]
    vocabulary, encoded = steps.tokenize(train, train, n_words)
    back = {number: token for token, number in vocabulary.items()}
    assert len(vocabulary) == 2 + min(n_words, 7) and sorted(back) == list(range(len(vocabulary)))
    for row, numbers in zip(words, encoded, strict=True):
        assert numbers[-1] == 0 and len(numbers) == len(row) + 1
        assert [back[number] for number in numbers[:-1]] == [w if w in vocabulary else "<UNK>" for w in row.tolist()]


@pytest.mark.parametrize(("n", "alpha"), [(1, 0.5), (2, 0.1), (3, 2.0)])
def test_a_table_agrees_with_counting_each_entry(n, alpha):
    rng = np.random.default_rng(n)
    names = ["".join(rng.choice(["a", "b"], int(length))) for length in rng.integers(1, 6, 12)]
    table = steps.ngram_table(names, n, alpha, SMALL)
    texts = ["\n" * (n - 1) + name + "\n" for name in names]
    for window in itertools.product(SMALL, repeat=n):
        gram = "".join(window)
        count = sum(text[k : k + n] == gram for text in texts for k in range(len(text) - n + 1))
        others = [gram[:-1] + symbol for symbol in SMALL]
        total = sum(text[k : k + n] in others for text in texts for k in range(len(text) - n + 1))
        entry = table[tuple(SMALL[symbol] for symbol in window)]
        assert entry == pytest.approx((count + alpha) / (total + 3 * alpha))
    np.testing.assert_allclose(table.sum(axis=-1), 1)


def test_the_probabilities_of_all_names_add_up_to_1():
    model = model_of(steps.ngram_table(["ab", "a", "bba"], 2, 0.5, SMALL))
    total = 0.0
    for length in range(13):
        for letters in itertools.product("ab", repeat=length):
            total += math.exp(steps.log_probability("".join(letters), model, SMALL))
    assert 0.998 < total < 1


def test_without_an_end_they_would_add_up_to_more_than_1():
    model = model_of(steps.ngram_table(["ab", "a", "bba"], 2, 0.5, SMALL))
    beginnings = 0.0
    for length in range(1, 6):
        for letters in itertools.product("ab", repeat=length):
            numbers = [SMALL[letter] for letter in letters]
            beginnings += math.prod(model(numbers[:t])[number] for t, number in enumerate(numbers))
    assert beginnings > 1.5


def test_a_log_probability_by_hand():
    rows = np.array([[0.0, 0.5, 0.5], [0.25, 0.0, 0.75], [1.0, 0.0, 0.0]])
    model = lambda before: rows[before[-1] if before else 0]  # noqa: E731
    assert steps.log_probability("ab", model, SMALL) == pytest.approx(math.log(0.5 * 0.75 * 1.0))
    assert steps.log_probability("a", model, SMALL) == pytest.approx(math.log(0.5 * 0.25))


def test_perplexity_of_equally_likely_symbols_is_their_number():
    names = ["abc", "de"]
    nats, bits, perplexed = steps.perplexity([-4 * math.log(8), -3 * math.log(8)], names)
    assert (nats, bits, perplexed) == pytest.approx((math.log(8), 3, 8))


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
def test_temperature_is_a_softmax_of_divided_scores(temperature):
    scores = np.random.default_rng(1).normal(size=9)
    softmax = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()  # noqa: E731
    np.testing.assert_allclose(
        steps.apply_temperature(softmax(scores), temperature), softmax(scores / temperature), rtol=1e-12
    )


def test_temperature_far_out():
    y = np.array([0.5, 0.3, 0.2, 0.0])
    np.testing.assert_allclose(steps.apply_temperature(y, 0.001), [1, 0, 0, 0], atol=1e-200)
    np.testing.assert_allclose(steps.apply_temperature(y, 1e6), [1 / 3, 1 / 3, 1 / 3, 0], atol=1e-5)
    np.testing.assert_allclose(steps.apply_temperature(y, 1), y)
    for wrong in (0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            steps.apply_temperature(y, wrong)


def test_a_temperature_changes_no_order_and_moves_the_entropy_one_way():
    y = np.random.default_rng(2).dirichlet(np.ones(12))
    entropies = []
    for temperature in (0.2, 0.5, 1, 2, 5):
        p = steps.apply_temperature(y, temperature)
        assert np.array_equal(np.argsort(p), np.argsort(y))
        entropies.append(-np.sum(p * np.log(p)))
    assert np.all(np.diff(entropies) > 0)
