import itertools

import numpy as np
import pytest

from utils.steps.word_vectors import (
    axis_from_pairs,
    complete_analogy,
    cosine_similarity,
    equalize,
    leaning_neighbours,
    nearest_words,
    neutralize,
    offset_answers,
)

pytestmark = pytest.mark.lab("course5/week2_word_vectors")


def some_map(rng, n, d):
    return {f"w{k}": rng.normal(size=d) * rng.uniform(0.3, 3) for k in range(n)}


def columns(vectors):
    return np.stack(list(vectors.values()), axis=1)


@pytest.mark.parametrize("d", [1, 2, 7, 50])
def test_a_cosine_is_that_of_a_loop_and_sees_no_length(d):
    rng = np.random.default_rng(d)
    u, v = rng.normal(size=(2, d))
    dot = sum(a * b for a, b in zip(u, v, strict=True))
    lengths = sum(a * a for a in u) ** 0.5 * sum(b * b for b in v) ** 0.5
    assert cosine_similarity(u, v) == pytest.approx(dot / lengths) == pytest.approx(cosine_similarity(v, 7 * u))
    assert cosine_similarity(u, -2 * u) == pytest.approx(-1)
    assert cosine_similarity(u, np.zeros(d)) == cosine_similarity(np.zeros(d), u) == 0


def test_a_cosine_is_pytorchs():
    torch = pytest.importorskip("torch")
    u, v = np.random.default_rng(0).normal(size=(2, 20))
    theirs = torch.nn.functional.cosine_similarity(torch.tensor(u), torch.tensor(v), dim=0)
    assert cosine_similarity(u, v) == pytest.approx(theirs.item(), abs=1e-12)


@pytest.mark.parametrize("k", [1, 4, 11])
def test_the_nearest_words_have_the_largest_cosines(k):
    vectors = some_map(np.random.default_rng(k), 12, 5)
    found = nearest_words("w3", vectors, k)
    cosines = {word: cosine_similarity(vectors["w3"], vector) for word, vector in vectors.items() if word != "w3"}
    assert len(found) == k and "w3" not in found
    assert [cosines[word] for word in found] == sorted(cosines.values(), reverse=True)[:k]


def test_a_parallelogram_is_completed_by_both_ways():
    rng = np.random.default_rng(0)
    vectors = some_map(rng, 20, 8)
    vectors["w3"] = vectors["w1"] - vectors["w0"] + vectors["w2"]
    assert complete_analogy("W0", "w1", "w2", vectors) == "w3"
    assert offset_answers(np.array([[0, 1, 2]]), columns(vectors)).tolist() == [3]


def test_the_two_ways_are_two_questions():
    vectors = some_map(np.random.default_rng(1), 15, 3)
    questions = np.array(list(itertools.permutations(range(15), 3)))[::40]
    by_words = offset_answers(questions, columns(vectors))
    by_steps = [int(complete_analogy(*(f"w{k}" for k in question), vectors)[1:]) for question in questions]
    assert 0.1 < np.mean(by_words == by_steps) < 0.9
    for question, answer in zip(questions, by_steps, strict=True):
        assert answer not in question


@pytest.mark.parametrize("exclude", [True, False])
def test_many_answers_are_those_of_a_loop(exclude):
    rng = np.random.default_rng(2)
    E = rng.normal(size=(4, 10)) * rng.uniform(0.2, 4, size=10)
    questions = np.array([rng.choice(10, 3, replace=False) for _ in range(30)])
    given = 0
    for (a, b, c), answer in zip(questions, offset_answers(questions, E, exclude), strict=True):
        target = E[:, b] - E[:, a] + E[:, c]
        cosines = [cosine_similarity(target, e) if w not in (a, b, c) or not exclude else -2 for w, e in enumerate(E.T)]
        assert answer == np.argmax(cosines)
        given += answer in (a, b, c)
    assert (given == 0) == exclude


def spread(pairs, vectors, g):
    halves = [(vectors[a] - vectors[b]) / 2 for a, b in pairs]
    return sum(2 * (half @ g) ** 2 for half in halves)


@pytest.mark.parametrize("d, n_pairs", [(2, 1), (3, 8), (10, 4), (50, 16)])
def test_no_direction_has_a_larger_spread_than_the_axis(d, n_pairs):
    rng = np.random.default_rng(d)
    vectors = some_map(rng, 2 * n_pairs, d)
    pairs = [(f"w{2 * k}", f"w{2 * k + 1}") for k in range(n_pairs)]
    g = axis_from_pairs(pairs, vectors)
    assert np.linalg.norm(g) == pytest.approx(1)
    for _ in range(200):
        other = g + 0.3 * rng.normal(size=d)
        assert spread(pairs, vectors, other / np.linalg.norm(other)) <= spread(pairs, vectors, g) + 1e-9
    assert sum((vectors[a] - vectors[b]) @ g for a, b in pairs) >= 0
    np.testing.assert_allclose(axis_from_pairs([pair[::-1] for pair in pairs], vectors), -g, atol=1e-9)


def test_a_pair_that_is_moved_as_a_whole_changes_no_axis():
    rng = np.random.default_rng(3)
    vectors, pairs = some_map(rng, 8, 5), [(f"w{2 * k}", f"w{2 * k + 1}") for k in range(4)]
    moved = dict(vectors)
    for word in pairs[2]:
        moved[word] = vectors[word] + 100
    np.testing.assert_allclose(axis_from_pairs(pairs, moved), axis_from_pairs(pairs, vectors), atol=1e-9)


def test_the_axis_is_scikit_learns_first_component():
    from sklearn.decomposition import PCA

    rng = np.random.default_rng(4)
    vectors, pairs = some_map(rng, 20, 6), [(f"w{2 * k}", f"w{2 * k + 1}") for k in range(10)]
    halves = np.array([(vectors[a] - vectors[b]) / 2 for a, b in pairs])
    theirs = PCA(1).fit(np.vstack([halves, -halves])).components_[0]
    assert abs(theirs @ axis_from_pairs(pairs, vectors)) == pytest.approx(1)


@pytest.mark.parametrize("length", [0.1, 1, 30])
def test_neutralising_leaves_the_nearest_vector_without_the_axis(length):
    rng = np.random.default_rng(5)
    vectors, g = some_map(rng, 3, 6), length * rng.normal(size=6)
    kept = vectors["w1"].copy()
    e = neutralize("w1", g, vectors)
    assert e @ g == pytest.approx(0, abs=1e-10 * length) and np.array_equal(vectors["w1"], kept)
    np.testing.assert_allclose(neutralize("e", 2 * g, {"e": e}), e, atol=1e-12)
    for _ in range(50):  # every other vector at right angles to g is farther from the word
        other = neutralize("o", g, {"o": rng.normal(size=6)})
        assert np.linalg.norm(kept - other) >= np.linalg.norm(kept - e)


@pytest.mark.parametrize("d", [2, 3, 50])
def test_an_equalised_pair_is_equally_near_to_every_neutral_word(d):
    rng = np.random.default_rng(d)
    vectors, axis = some_map(rng, 3, d), 2 * rng.normal(size=d)
    e_1, e_2 = equalize(("w0", "w1"), axis, vectors)
    neutral = neutralize("w2", axis, vectors)
    assert neutral @ e_1 == pytest.approx(neutral @ e_2) and np.linalg.norm(e_1) == pytest.approx(np.linalg.norm(e_2))
    squares = [vectors[word] @ vectors[word] for word in ("w0", "w1")]
    assert e_1 @ e_1 == pytest.approx(np.mean(squares))
    assert np.sign((e_1 - e_2) @ axis) == np.sign((vectors["w0"] - vectors["w1"]) @ axis)
    np.testing.assert_allclose(neutralize("m", axis, {"m": (vectors["w0"] + vectors["w1"]) / 2}), (e_1 + e_2) / 2)


def test_equalising_scales_with_the_vectors_and_not_with_the_axis():
    rng = np.random.default_rng(6)
    vectors, axis = some_map(rng, 2, 4), rng.normal(size=4)
    once = np.array(equalize(("w0", "w1"), axis, vectors))
    np.testing.assert_allclose(equalize(("w0", "w1"), -5 * axis, vectors), once)
    np.testing.assert_allclose(equalize(("w0", "w1"), axis, {w: 3 * e for w, e in vectors.items()}), 3 * once)
    again = equalize(("a", "b"), axis, dict(zip("ab", once, strict=True)))
    np.testing.assert_allclose(again, once)


def test_a_pair_without_sides_is_refused():
    vectors = {"up": np.array([2.0, 1.0]), "down": np.array([2.0, -3.0])}
    with pytest.raises(ValueError, match="up and down lie at the same place"):
        equalize(("up", "down"), np.array([1.0, 0.0]), vectors)


@pytest.mark.parametrize("k", [1, 3, 8])
def test_neighbours_are_those_of_a_loop(k):
    rng = np.random.default_rng(k)
    V, leans = rng.normal(size=(4, 9)) * rng.uniform(0.2, 5, size=9), rng.random(9) < 0.5
    for word, share in enumerate(leaning_neighbours(V, leans, k)):
        others = sorted(set(range(9)) - {word}, key=lambda w: -cosine_similarity(V[:, word], V[:, w]))
        assert share == pytest.approx(np.mean([leans[w] for w in others[:k]]))
