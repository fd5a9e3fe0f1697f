"""Greedy decoding, beam search against a search of everything, and whose fault an error is."""

import itertools

import numpy as np
import pytest

from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.steps import beam_search as steps

pytestmark = pytest.mark.lab("course5/week3_translation")


def log_p_of(model, words):
    return sum(model([words[:t]])[0][word] for t, word in enumerate(words))


def all_sentences(V, end, T_max):
    """All that end within T_max words, and all of T_max words that do not."""
    for T in range(1, T_max + 1):
        for words in itertools.product(range(V), repeat=T):
            if end not in words[:-1] and (words[-1] == end or T == T_max):
                yield list(words)


def test_greedy_misses_the_best_sentence_of_the_tree_and_a_beam_of_two_finds_it():
    words, log_p = steps.greedy_decode(by_hand(), 0, 5)
    assert words == [1, 0] and np.exp(log_p) == pytest.approx(0.2)
    found, scores = steps.beam_search(by_hand(), 2, 0, 5, 0.0)
    assert found == [[2, 0], [1, 0]] and np.exp(scores) == pytest.approx([0.36, 0.2])


@pytest.mark.parametrize("seed", range(6))
def test_a_beam_of_one_is_greedy(seed):
    model = random_model(seed, 5, 0, 0.1)
    words, log_p = steps.greedy_decode(model, 0, 9)
    found, scores = steps.beam_search(model, 1, 0, 9, 0.7)
    assert found == [words] and scores[0] == pytest.approx(log_p / len(words) ** 0.7)


@pytest.mark.parametrize("alpha", [0.0, 0.7, 1.0])
def test_a_beam_with_room_for_everything_finds_the_best_of_all(alpha):
    model, V, T_max = random_model(11, 3, 0), 3, 4
    every = {tuple(words): log_p_of(model, words) / len(words) ** alpha for words in all_sentences(V, 0, T_max)}
    found, scores = steps.beam_search(model, len(every), 0, T_max, alpha)
    assert {tuple(words) for words in found} == set(every)
    assert scores == pytest.approx(sorted(every.values(), reverse=True))
    assert every[tuple(found[0])] == max(every.values())


@pytest.mark.parametrize("width", [1, 2, 4])
def test_the_search_ends_with_as_many_sentences_as_the_width(width):
    model = random_model(5, 6, 0, 0.15)
    found, scores = steps.beam_search(model, width, 0, 12, 0.7)
    assert len(found) == width and scores == sorted(scores, reverse=True)
    for words, score in zip(found, scores, strict=True):
        assert words.count(0) == (words[-1] == 0) and len(words) <= 12
        assert score == pytest.approx(log_p_of(model, words) / len(words) ** 0.7)


def test_a_wider_beam_may_find_a_worse_sentence_by_sums():
    """No rule says that it cannot: 300 models at widths 1 and 2."""
    worse = 0
    for seed in range(300):
        model = random_model(seed, 4, 0, 0.1)
        one, two = (steps.beam_search(model, width, 0, 8, 0.0)[1][0] for width in (1, 2))
        worse += two < one - 1e-12
    assert 0 < worse < 60


def test_the_model_is_asked_once_a_step():
    model, calls = random_model(2, 5, 0, 0.1), []

    def counted(beginnings):
        calls.append(len(beginnings))
        return model(beginnings)

    steps.beam_search(counted, 3, 0, 6)
    assert calls[0] == 1 and max(calls) <= 3 and len(calls) <= 6


def test_causes_by_hand():
    causes, share = steps.beam_errors([by_hand()] * 3, [[2, 0], [1, 0], [1, 1, 0]], [[1, 0], [1, 0], [2, 0]], 0.7)
    assert causes == ["search", "right", "model"] and share == 0.5
    assert steps.beam_errors([by_hand()], [[2, 0]], [[2, 0]], 0.7) == (["right"], 0.0)


def test_with_room_for_everything_no_error_is_the_search_s():
    rng = np.random.default_rng(0)
    models = [random_model(seed, 3, 0) for seed in range(20)]
    outputs = [steps.beam_search(model, 200, 0, 4, 0.7)[0][0] for model in models]
    humans = [[*(int(k) for k in rng.integers(1, 3, rng.integers(0, 4))), 0] for _ in models]
    assert steps.beam_errors(models, humans, outputs, 0.7)[1] == 0.0


def test_sums_and_means_blame_differently_where_lengths_differ():
    found = set()
    for seed in range(40):
        model = random_model(seed, 4, 0)
        for alpha in (0.0, 1.0):
            found.add((alpha, steps.beam_errors([model], [[1, 2, 1, 0]], [[0]], alpha)[0][0]))
    assert {(0.0, "model"), (1.0, "search")} <= found
