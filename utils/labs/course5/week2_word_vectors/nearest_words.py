"""The exercise nearest_words: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import drawn_map
from utils.steps import word_vectors as steps
from utils.steps.word_vectors import cosine_similarity


def nearest_cases(rng):
    """Four words in a plane; many; a long vector that points elsewhere; the word last in the map; k = 1; a word of
    the same direction."""
    plane = {"east": [2.0, 0.0], "eastnortheast": [2.0, 1.0], "north": [0.0, 3.0], "far": [5.0, 9.0]}
    plane = {word: np.array(vector) for word, vector in plane.items()}
    many = drawn_map(rng, "abcdefghijkl", 5)
    lengths = rng.uniform(0.2, 8, size=12)
    uneven = {word: vector * length for (word, vector), length in zip(many.items(), lengths, strict=True)}
    return [
        ("east", plane, 2),
        ("c", many, 4),
        ("a", uneven, 5),
        ("l", uneven, 11),
        ("f", uneven, 1),
        ("b", many | {"z": 3 * many["b"]}, 3),
    ]


def by_a_matrix(word, word_to_vec_map, k):
    words = [other for other in word_to_vec_map if other != word]
    rows = np.array([word_to_vec_map[other] for other in words])
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    order = np.argsort(-(rows @ word_to_vec_map[word]))
    return [words[place] for place in order[:k]]


def by_pairs(word, word_to_vec_map, k):
    e = word_to_vec_map[word]
    pairs = [(cosine_similarity(e, other), name) for name, other in word_to_vec_map.items() if name != word]
    pairs.sort()
    return [name for _, name in pairs[::-1]][:k]


COSINE = "cosine_similarity(word_to_vec_map[word], vector)"
LOOP = "        if other != word:\n            cosines[other] = " + COSINE

EXERCISE = Exercise(
    steps.nearest_words,
    points=8,
    returns=("nearest",),
    cases=nearest_cases,
    mistakes={
        "The word itself heads your list; its cosine with itself is always 1, so leave it out.": slip(
            LOOP, "        cosines[other] = " + COSINE
        ),
        "You leave out whatever comes first, after sorting with the word among k: one word too few is left.": slip(
            "[:k]", "[: k - 1]"
        ),
        "Your list begins with the most distant words; the largest cosines come first.": slip(", reverse=True", ""),
        "You rank by the dot product, which prefers long vectors; rank by the cosine.": slip(
            COSINE, "np.dot(word_to_vec_map[word], vector)"
        ),
        "You rank by the distance, so that lengths count; rank by the cosine.": slip(
            COSINE, "-np.linalg.norm(word_to_vec_map[word] - vector)"
        ),
        "The sign of the cosine is lost; a word that points the other way is far, not near.": slip(
            COSINE, "abs(cosine_similarity(word_to_vec_map[word], vector))"
        ),
        "All words are returned; the first k are asked for.": slip("[:k]", ""),
        "The first of the list is thrown away as well; the word itself is no longer in it.": slip(
            "[:k]", "[1 : k + 1]"
        ),
        "Words are sorted by the alphabet; sort them by their cosines.": slip(
            "sorted(cosines, key=cosines.get, reverse=True)", "sorted(cosines)"
        ),
        "The k nearest come in rising order; the nearest is to stand first: turn them round.": slip(
            "sorted(cosines, key=cosines.get, reverse=True)[:k]", "sorted(cosines, key=cosines.get)[-k:]"
        ),
        "Words that contain the word are left out as well; compare whole words.": slip(
            "if other != word:", "if word not in other:"
        ),
        "A word of the same direction is left out as if it were the word itself; leave out by the name.": slip(
            LOOP, "        if " + COSINE + " < 1 - 1e-9:\n            cosines[other] = " + COSINE
        ),
        "You return cosines; the words are asked for.": slip(
            "return sorted(cosines, key=cosines.get, reverse=True)[:k]",
            "return sorted(cosines.values(), reverse=True)[:k]",
        ),
    },
    right=[by_a_matrix, by_pairs],
    hints=[
        "You have a number for each other word. Which of them come first?",
        "For each word other than the given one its cosine_similarity; then the k largest.",
        "Fill a dictionary cosines; return sorted(cosines, key=cosines.get, reverse=True)[:k].",
    ],
    topics=["cosine similarity"],
)
