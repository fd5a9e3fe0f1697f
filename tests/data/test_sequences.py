import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.data.sequences import Vocabulary

LETTERS = Vocabulary(string.ascii_lowercase, padding="<pad>", start="<start>", end="<end>")
ONE_FOR_ALL = Vocabulary("abc", padding="\n", start="\n", end="\n")


def test_numbers_run_in_the_order_of_the_symbols_after_padding_start_and_end():
    vocabulary = Vocabulary("ba", padding="_", start="<", end=">")
    assert vocabulary.symbols == ("_", "<", ">", "b", "a") and len(vocabulary) == 5
    assert vocabulary.ids == {"_": 0, "<": 1, ">": 2, "b": 3, "a": 4}
    assert repr(vocabulary) == "Vocabulary(5 symbols, padding='_', start='<', end='>')"
    assert Vocabulary("ba").symbols == ("b", "a") and repr(Vocabulary("ba")) == "Vocabulary(2 symbols)"


def test_texts_are_filled_up_and_the_mask_says_where():
    ids, mask = Vocabulary("abc", padding="_").encode(["ab", "c", "cab"])
    assert ids.tolist() == [[1, 2, 0], [3, 0, 0], [3, 1, 2]]
    assert mask.tolist() == [[True, True, False], [True, False, False], [True, True, True]]
    assert ids.dtype == int and mask.dtype == bool


def test_start_and_end_stand_around_every_text_and_count():
    ids, mask = LETTERS.encode(["b", ""])
    assert ids.tolist() == [[1, 4, 2], [1, 2, 0]]
    assert mask.sum(axis=1).tolist() == [3, 2]


def test_one_symbol_may_be_padding_start_and_end_at_once():
    ids, mask = ONE_FOR_ALL.encode(["ab", "c"])
    assert ids.tolist() == [[0, 1, 2, 0], [0, 3, 0, 0]] and len(ONE_FOR_ALL) == 4
    assert mask.tolist() == [[True] * 4, [True] * 3 + [False]]
    assert ONE_FOR_ALL.decode(ids) == ["ab", "c"]


def test_a_length_that_is_asked_for_is_kept():
    ids, mask = LETTERS.encode(["ab"], length=6)
    assert ids.tolist() == [[1, 3, 4, 2, 0, 0]] and mask.sum() == 4


def test_longer_symbols_are_joined_by_what_is_asked_for():
    words = Vocabulary(["cat", "the"], end="<end>")
    ids, _ = words.encode([["the", "cat"], ["cat", "cat"]])
    assert ids.tolist() == [[2, 1, 0], [1, 1, 0]]
    assert words.decode(ids, between=" ") == ["the cat", "cat cat"]


@pytest.mark.parametrize(
    "vocabulary", [LETTERS, Vocabulary(string.ascii_lowercase, padding="\n", start="\n", end="\n")]
)
@given(texts=st.lists(st.text(string.ascii_lowercase, max_size=9), min_size=1, max_size=5), more=st.integers(0, 3))
def test_decoding_undoes_encoding(vocabulary, texts, more):
    T = max(map(len, texts)) + 2 + more
    ids, mask = vocabulary.encode(texts, length=T)
    assert ids.shape == mask.shape == (len(texts), T)
    assert mask.sum(axis=1).tolist() == [len(text) + 2 for text in texts]
    assert vocabulary.decode(ids) == texts
    assert vocabulary.decode(ids[0]) == texts[0]


def test_a_text_goes_up_to_its_first_end_or_to_the_end_of_the_row():
    assert LETTERS.decode([3, 4, 2, 5, 1]) == "ab"
    assert LETTERS.decode([3, 4, 0, 5]) == "ab"
    assert LETTERS.decode([3, 4, 5]) == "abc"
    assert LETTERS.decode(np.zeros((2, 0), int)) == ["", ""]


def test_unknown_symbols_are_named():
    with pytest.raises(ValueError, match="not in the vocabulary: 'ß', 'é'; the first in text 1"):
        LETTERS.encode(["cafe", "café", "straße"])


@pytest.mark.parametrize(
    "vocabulary, texts, length, said",
    [
        (LETTERS, [], None, "no texts"),
        (LETTERS, "abc", None, "a list of texts"),
        (LETTERS, ["abc", "abcde"], 6, "text 1 has 7 symbols"),
        (LETTERS, ["abc"], 5.0, "length = 5.0"),
        (Vocabulary("abc"), ["a", "abc"], None, "texts of 1 to 3 symbols need a vocabulary with padding"),
        (Vocabulary("abc"), ["abc"], 4, "texts of 3 to 4 symbols need"),
        (Vocabulary("abc", padding="_"), ["a", ""], None, "text 1 is empty"),
    ],
)
def test_what_cannot_be_encoded_is_refused(vocabulary, texts, length, said):
    with pytest.raises(ValueError, match=said):
        vocabulary.encode(texts, length)


@pytest.mark.parametrize("ids", [[0, 29], [-1, 0], [0.0, 1.0], 3, np.zeros((1, 1, 1), int)])
def test_what_is_no_symbol_is_refused(ids):
    with pytest.raises(ValueError, match="ids are"):
        LETTERS.decode(ids)


@pytest.mark.parametrize("symbols, special", [("abca", {}), ("abc", {"padding": "a"}), ("", {"end": "x"})])
def test_a_vocabulary_without_one_number_for_each_symbol_is_refused(symbols, special):
    with pytest.raises(ValueError, match="more than once: 'a'|no symbols"):
        Vocabulary(symbols, **special)
