import numpy as np
import pytest

from utils.data.corpus import NUMBER, WORDS, analogies, load_corpus, women
from utils.data.corpus_words import ADJECTIVES, COUNTRIES, FAMILY, FORMS, MATTER, OCCUPATIONS, PEOPLE, ROYAL, SHARES


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(np.random.default_rng(0))


def together(corpus, one, *others):
    """In how many sentences with `one` each of the others stands."""
    where = np.repeat(np.arange(len(corpus.sentences)), list(map(len, corpus.sentences)))
    words = np.concatenate(corpus.sentences)
    places = [set(where[words == corpus.number[word]].tolist()) for word in (one, *others)]
    return [len(places[0] & some) for some in places[1:]]


def test_sentences_are_numbers_of_known_words_and_read_as_english(corpus):
    assert len(corpus.sentences) == 40_000
    assert 300_000 < sum(map(len, corpus.sentences)) == corpus.counts.sum() < 360_000
    assert all(s.ndim == 1 and s.dtype.kind == "i" and 5 <= len(s) <= 12 for s in corpus.sentences)
    assert corpus.words == WORDS == tuple(sorted(WORDS)) and corpus.number == NUMBER
    assert all(word.isalpha() and word == word.lower() for word in WORDS) and 300 < len(WORDS) < 500
    assert corpus.counts.min() > 20
    assert "paris is the capital of france" in {corpus.spelled(k) for k in range(4000)}


def test_the_generator_decides_the_sentences_and_not_their_numbers():
    first, again, other = (load_corpus(np.random.default_rng(seed), 300) for seed in (1, 1, 2))
    assert [s.tolist() for s in first.sentences] == [s.tolist() for s in again.sentences]
    assert [s.tolist() for s in first.sentences] != [s.tolist() for s in other.sentences]
    assert first.words == other.words and len(load_corpus(np.random.default_rng(0), 1).sentences) == 1


@pytest.mark.parametrize("bias", [1, 0, -1])
def test_occupations_lean_as_planted(bias):
    corpus = load_corpus(np.random.default_rng(1), 60_000, bias)
    for occupation, (planted, _) in list(OCCUPATIONS.items())[::6]:
        she, he = together(corpus, occupation, "she", "he")
        assert she / (she + he) == pytest.approx(0.5 + bias * (planted - 0.5), abs=0.12)
        assert women(occupation, bias) == pytest.approx(0.5 + bias * (planted - 0.5))


def test_bias_leaves_everything_else_as_it_was():
    plain, biased = (load_corpus(np.random.default_rng(3), 40_000, bias) for bias in (0, 1))
    for word in ("king", "queen", "he", "paris"):
        k = NUMBER[word]
        assert biased.counts[k] == pytest.approx(plain.counts[k], rel=0.15)


def test_the_planted_shares_are_balanced():
    shares = [share for share, _ in OCCUPATIONS.values()]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.02) and sum(SHARES.values()) == pytest.approx(1)


def test_pastimes_lean_by_who_plays(corpus):
    his, hers = ("football", "fishing", "boxing", "chess"), ("ballet", "yoga", "sewing", "gardening")
    for one, other in (("he", "she"), ("miner", "nurse"), ("man", "woman")):
        for word, more, less in ((one, his, hers), (other, hers, his)):
            assert sum(together(corpus, word, *more)) > 2 * sum(together(corpus, word, *less))


def test_partners_never_meet_and_share_their_own_words(corpus):
    for masculine, feminine, own in ROYAL:
        assert together(corpus, masculine, feminine) == [0]
        for word in own:
            with_own = together(corpus, word, *[w for row in ROYAL for w in row[:2]])
            assert sum(n > 0 for n in with_own) == 2


def test_a_pairs_own_words_stand_nowhere_else():
    rows = [row[-1] for row in (*ROYAL, *FAMILY, *PEOPLE, *ADJECTIVES)]
    rows += [own for _, own in OCCUPATIONS.values()] + list(COUNTRIES)
    words = [word for row in rows for word in row] + list(OCCUPATIONS)
    words += [w for row in (*ROYAL, *FAMILY, *PEOPLE) for w in row[:2]] + [w for row in ADJECTIVES for w in row[:3]]
    assert len(set(words)) == len(words)
    written = " ".join(form for forms in FORMS.values() for form in forms).split()
    assert not set(words) & set(written)


def test_ice_and_steam_have_one_neighbour_each_and_one_in_common(corpus):
    ice, steam = (together(corpus, word, "solid", "gas", "water", "fashion") for word in MATTER)
    assert ice[0] > 4 * steam[0] and steam[1] > 4 * ice[1]
    assert 0.7 < ice[2] / steam[2] < 1.4 and min(ice + steam) > 0


def test_zipf_makes_later_rows_rarer():
    even, uneven = (load_corpus(np.random.default_rng(0), zipf=zipf).counts for zipf in (0, 1))
    assert even[NUMBER["france"]] < 1.3 * even[NUMBER["greece"]]
    assert 9 < uneven[NUMBER["france"]] / uneven[NUMBER["greece"]] < 16


def test_analogies_ask_for_words_of_the_vocabulary():
    asked = analogies()
    assert {name: len(some) for name, some in asked.items()} == {
        "gender": 16 * 15,
        "capital": 12 * 11,
        "language": 12 * 11,
        "river": 12 * 11,
        "dish": 12 * 11,
        "comparative": 90,
        "superlative": 90,
    }
    assert ("king", "queen", "man", "woman") in asked["gender"]
    assert ("france", "paris", "italy", "rome") in asked["capital"]
    for some in asked.values():
        for question in some:
            assert len(set(question)) == 4 and set(question) <= set(WORDS)


@pytest.mark.parametrize(
    "asked, said", [({"m": 0}, "m = 0"), ({"m": 2.5}, "m = 2.5"), ({"bias": 1.5}, "bias = 1.5"), ({"zipf": -1}, "zipf")]
)
def test_what_cannot_be_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        load_corpus(np.random.default_rng(0), **asked)
