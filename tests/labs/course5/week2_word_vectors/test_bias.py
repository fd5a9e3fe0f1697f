"""What the lab on word vectors says of the bias: its axis, where it comes from, what is left, and the challenge."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.corpus import WORDS
from utils.data.word_vectors import load_word_vectors
from utils.labs.course5.week2_word_vectors import baselines, bias, lab, measured, open_challenge
from utils.labs.course5.week2_word_vectors.common import HERS, HIS, OCCUPATIONS, OCCUPIED, SHARES, SIDES, units
from utils.labs.course5.week2_word_vectors.equalize import as_published, by_whole_differences
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error
from utils.steps.word_vectors import (
    axis_from_pairs,
    cosine_similarity,
    equalize,
    leaning_neighbours,
    nearest_words,
    offset_answers,
)

pytestmark = pytest.mark.lab("course5/week2_word_vectors")
VECTORS = load_word_vectors()
E = np.stack(list(VECTORS.values()), axis=1)
G = bias.axis_of(E, WORDS)


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_word_vectors")


def means(rows, key):
    return np.array([np.mean(row[key]) for row in rows])


# The axis and the text


def test_the_mean_is_as_good_where_no_pair_is_turned_round():
    def mean_axis(pairs):
        total = sum(VECTORS[b] - VECTORS[a] for a, b in pairs)
        return total / np.linalg.norm(total)

    turned = [pair if k % 2 else pair[::-1] for k, pair in enumerate(SIDES)]
    assert mean_axis(SIDES) @ G > 0.999 and abs(mean_axis(turned) @ G) < 0.3
    assert abs(axis_from_pairs(turned, VECTORS) @ G) > 0.999
    for pair in SIDES:
        assert bias.correlation(bias.places_on(mean_axis([pair]), E[:, OCCUPIED]), SHARES) > 0.9
    assert mean_axis([("he", "she")]) @ G < 0.8


def test_the_axis_follows_the_text(kept):
    for strength in measured.BIASES:
        rows = rows_where(kept["bias"], bias=strength)
        assert len(rows) == 10
        along, rise = means(rows, "along"), means(rows, "slope")
        if strength:
            assert along.min() > 0.7 and rise.min() > 0.5
        else:
            assert abs(along.mean()) < 3 * standard_error(along)
    nurse, miner = OCCUPATIONS.index("nurse"), OCCUPATIONS.index("miner")
    reverse = np.array([row["places"] for row in rows_where(kept["bias"], bias=-1.0)])
    assert (reverse[:, nurse] < 0).all() and (reverse[:, miner] > 0).all()


def left(rows, measure, taken):
    return means(rows, f"{measure} {taken}")


def test_neutral_words_tell_less_and_not_nothing(kept):
    rows, control = (rows_where(kept["bias"], bias=strength) for strength in (1.0, 0.0))
    for measure, before, after in (("neighbours", 0.91, 0.49), ("model", 0.96, 0.64), ("pastimes", 0.96, 0.61)):
        assert left(rows, measure, "nothing").mean() == pytest.approx(before, abs=0.01)
        found, nothing = (left(some, measure, "g") for some in (rows, control))
        assert found.mean() == pytest.approx(after, abs=0.01)
        error = np.hypot(standard_error(found), standard_error(nothing))
        assert found.mean() - nothing.mean() > 5 * error
        assert abs(nothing.mean()) < 2.26 * standard_error(nothing)  # Student's t, 9 degrees of freedom


def test_which_pairs_are_chosen_decides_what_is_left(kept):
    rows = rows_where(kept["bias"], bias=1.0)
    for measure in ("neighbours", "model", "pastimes"):
        g = left(rows, measure, "g")
        for control in ("five axes of the pairs", "g, 4 random axes"):
            assert abs(g.mean() - left(rows, measure, control).mean()) < 0.1
        assert left(rows, measure, "one pair").mean() > g.mean() + 0.1
        assert g.mean() - left(rows, measure, "g, she − he").mean() > 0.25
        assert left(rows, measure, "g, three pronoun steps").mean() < left(rows, measure, "g, she − he").mean()
    assert abs(left(rows, "neighbours", "g, three pronoun steps").mean()) < 0.15
    assert left(rows, "model", "g, three pronoun steps").mean() < 0.05
    for strength, told in ((-1.0, 0.21), (-0.5, 0.24), (0.5, 0.20), (1.0, 0.12)):
        found = left(rows_where(kept["bias"], bias=strength), "pastimes", "g, three pronoun steps")
        assert found.mean() == pytest.approx(told, abs=0.01)
    assert means(rows, "one pair along").mean() == pytest.approx(means(rows, "along").mean(), abs=0.02)


def test_how_much_is_left_depends_on_the_text(kept):
    found = {strength: left(rows_where(kept["bias"], bias=strength), "model", "g") for strength in measured.BIASES}
    assert [round(found[strength].mean(), 2) for strength in (1.0, -1.0, 0.5, -0.5)] == [0.64, 0.57, 0.23, 0.05]
    here = bias.told_by_a_model(bias.neutralized(E[:, OCCUPIED], G), SHARES)
    assert here == pytest.approx(0.30, abs=0.02) and here < found[1.0].min()
    chance = np.mean([means(rows_where(kept["bias"], bias=strength), "model by chance") for strength in (-1.0, 1.0)])
    assert chance == pytest.approx(-0.22, abs=0.02)
    assert bias.told_by_a_model(np.ones((50, 32)), SHARES) == pytest.approx(-1)  # guesses the mean of the others


def test_what_is_taken_away_by_hand():
    axes = bias.taken_axes(E, WORDS, G, np.random.default_rng(0))
    assert [axis.shape[1] for axis in axes.values()] == [0, 1, 5, 5, 2, 4] and {*axes, "one pair"} == {*bias.TAKEN}
    for axis in axes.values():
        np.testing.assert_allclose(axis.T @ axis, np.eye(axis.shape[1]), atol=1e-12)
    rest = bias.without(E, axes["g, three pronoun steps"])
    for step in (G, *(VECTORS[one] - VECTORS[other] for one, other in bias.PRONOUNS)):
        assert abs(step @ rest).max() < 1e-9
    found = bias.measures(E, WORDS, SHARES, np.random.default_rng(0))
    neutral = bias.neutralized(E[:, OCCUPIED], G)
    assert found["model g"] == pytest.approx(bias.told_by_a_model(neutral, SHARES), abs=1e-3)
    assert found["kept nothing"] == 1 and found["neighbours g"] == pytest.approx(0.3, abs=0.01)


def test_the_analogies_that_hurt():
    for a, b, c, answer in (("father", "doctor", "mother", "nanny"), ("man", "engineer", "woman", "hairdresser")):
        asked = np.array([[WORDS.index(word) for word in (a, b, c)]])
        assert [WORDS[offset_answers(asked, E, exclude)[0]] for exclude in (True, False)] == [answer, answer]


def test_a_model_that_has_seen_all_other_words_is_a_loop():
    rng = np.random.default_rng(0)
    V, shares = rng.normal(size=(6, 12)), rng.random(12)
    X = units(V).T
    X = X - X.mean(axis=0)
    guesses = []
    for k in range(12):
        others = np.arange(12) != k
        A, y = np.column_stack([X[others], np.ones(11)]), shares[others]
        penalty = np.diag([bias.RIDGE] * 6 + [0])
        guesses.append(np.append(X[k], 1) @ np.linalg.solve(A.T @ A + penalty, A.T @ y))
    assert bias.told_by_a_model(V, shares) == pytest.approx(bias.correlation(guesses, shares))


# Neutralise, equalise, break it


def test_equalising_by_length_1_fails_elsewhere():
    for factor, alike in ((1 / np.linalg.norm(VECTORS["man"]), True), (0.5, False), (1.0, False), (2.0, False)):
        scaled = {word: factor * VECTORS[word] for word in ("woman", "man")}
        before = cosine_similarity(scaled["woman"], G)
        general, published = (some(("woman", "man"), G, scaled)[0] for some in (equalize, as_published))
        assert cosine_similarity(general, G) == pytest.approx(before, abs=0.03)
        length = np.linalg.norm(published) / np.linalg.norm(general)
        assert (length == pytest.approx(1, abs=0.02)) if alike else length > 1.2
        assert alike or cosine_similarity(published, G) > 1.9 * before
    ones = {word: VECTORS[word] / np.linalg.norm(VECTORS[word]) for word in ("woman", "man")}
    np.testing.assert_allclose(equalize(("woman", "man"), G, ones), as_published(("woman", "man"), G, ones))
    assert np.linalg.norm(by_whole_differences(("woman", "man"), G, ones)[0]) < 0.999


def test_an_equalised_pair_lies_farther_apart_along_the_axis():
    for pair in SIDES:
        after = equalize(pair, G, VECTORS)
        assert abs((after[0] - after[1]) @ G) > abs((VECTORS[pair[0]] - VECTORS[pair[1]]) @ G)


def test_the_score_of_all_neutral_words_is_that_of_the_nearest_word():
    flat = dict(zip(WORDS, (E - np.outer(G, G @ E)).T, strict=True))
    asked, columns = baselines.QUESTIONS["gender"], np.stack(list(flat.values()), axis=1)
    assert np.mean(offset_answers(asked[:, :3], columns) == asked[:, 3]) > 0.75
    assert np.mean(offset_answers(asked[:, :3], columns, False) == asked[:, 3]) < 0.05
    for one, other in SIDES:
        assert nearest_words(one, flat, 1) == [other] and nearest_words(other, flat, 1) == [one]
        assert nearest_words(one, VECTORS, 1) != [other]


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["leaning_neighbours"].planted.function
    V, leans = np.random.default_rng(0).normal(size=(50, 32)), SHARES > 0.5
    np.testing.assert_array_equal(bug(V, leans, 1), leans)
    assert not np.array_equal(leaning_neighbours(V, leans, 1), leans)


# The challenge


def in_columns(change):
    """A solution of the challenge, from a function (E, V) -> new V."""

    def my_debias(occupations, vectors):
        columns = np.stack([vectors[word] for word in WORDS], axis=1)
        V = units(np.stack([vectors[word] for word in occupations], axis=1))
        return dict(zip(occupations, change(columns, V).T, strict=True))

    return my_debias


def pronouns(E):
    return [E[:, WORDS.index(feminine)] - E[:, WORDS.index(masculine)] for masculine, feminine in bias.PRONOUNS]


def by_the_16_pairs(E, V):
    return bias.neutralized(V, bias.axis_of(E, WORDS))


def by_all_pronouns(E, V):
    return bias.without(V, bias.orthonormal(bias.axis_of(E, WORDS), *pronouns(E)))


def by_pastimes_around_the_mean(E, V):
    """Axes of pairs, of she and he, and of pastimes; what all occupations have in common along them stays."""
    his, hers = (units(E[:, [WORDS.index(word) for word in some]]).mean(axis=1) for some in (HIS, HERS))
    axes = bias.orthonormal(bias.axis_of(E, WORDS), pronouns(E)[0], hers - his)
    return bias.without(V, axes) + (axes @ (axes.T @ V)).mean(axis=1, keepdims=True)


def test_the_baseline_can_be_beaten():
    assert open_challenge.what_is_told(open_challenge.without_two) == pytest.approx(open_challenge.BASELINE, abs=0.03)
    assert open_challenge.what_is_told(in_columns(by_the_16_pairs)) > 0.5
    with pytest.raises(OverBudget):
        open_challenge.what_is_told(in_columns(by_all_pronouns))
    assert open_challenge.what_is_told(in_columns(by_pastimes_around_the_mean)) < 0.2


def test_a_lean_turned_round_is_no_success():
    """What goes with the place on an axis, taken away twice, makes the model guess the wrong way, each time."""
    V = units(E[:, OCCUPIED])
    centred = V - V.mean(axis=1, keepdims=True)
    places = G @ centred
    turned = V - np.outer(centred @ places, places) / (places @ places)
    assert bias.told_by_a_model(turned, SHARES) < -0.8 and open_challenge.tell(E, turned) > 0.4


def test_shares_in_another_order_are_told_by_chance():
    rng, V = np.random.default_rng(0), bias.neutralized(E[:, OCCUPIED], G)
    orders = [bias.told_by_the_rest(E, V, rng.permutation(SHARES)) for _ in range(100)]
    sizes = [np.mean([abs(found[key]) for key in ("neighbours", "model", "pastimes")]) for found in orders]
    assert np.mean(sizes) == pytest.approx(0.2, abs=0.03)


def test_words_that_are_moved_too_far_or_missing_are_refused(monkeypatch):
    monkeypatch.setattr(open_challenge, "vectors_of", lambda seed: E)
    rng = np.random.default_rng(0)
    with pytest.raises(OverBudget, match="mean cosine of"):
        open_challenge.what_is_told(lambda words, vectors: {word: rng.normal(size=50) for word in words})
    with pytest.raises(ValueError, match="no vector of nurse"):
        open_challenge.what_is_told(lambda words, vectors: {})
    with pytest.raises(ValueError, match="finite"):
        open_challenge.what_is_told(lambda words, vectors: {word: np.full(50, np.nan) for word in words})
