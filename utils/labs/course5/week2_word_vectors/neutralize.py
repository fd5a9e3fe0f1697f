"""The exercise neutralize: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import drawn_map
from utils.steps import word_vectors as steps


def neutralize_cases(rng):
    """In the plane; an axis that is not of length 1; a word at right angles to it already; one that lies on it."""
    plane = {"up": np.array([1.0, 3.0]), "along": np.array([4.0, 0.0])}
    some, g = drawn_map(rng, "abc", 6), 2.5 * rng.normal(size=6)
    beside = {"b": some["b"] - (some["b"] @ g) / (g @ g) * g}
    return [
        ("up", np.array([2.0, 0.0]), plane),
        ("a", g, some),
        ("c", 0.1 * g, some),
        ("b", g, beside),
        ("along", np.array([0.5, 0.0]), plane),
    ]


def by_a_unit_axis(word, g, word_to_vec_map):
    unit = g / np.linalg.norm(g)
    return word_to_vec_map[word] - np.dot(word_to_vec_map[word], unit) * unit


def by_a_matrix(word, g, word_to_vec_map):
    return (np.eye(len(g)) - np.outer(g, g) / np.sum(g**2)) @ word_to_vec_map[word]


ALONG = "np.dot(e, g) / np.dot(g, g) * g"

EXERCISE = Exercise(
    steps.neutralize,
    points=10,
    returns=("e_neutral",),
    cases=neutralize_cases,
    mistakes={
        "g counts as if its length were 1; divide by ‖g‖².": slip(ALONG, "np.dot(e, g) * g"),
        "You divide by ‖g‖ once; g stands in the product twice, so divide by ‖g‖².": slip(
            ALONG, "np.dot(e, g) / np.linalg.norm(g) * g"
        ),
        "You divide by the length of e; the part along g is e · g / ‖g‖² times g.": slip(
            ALONG, "np.dot(e, g) / np.dot(e, e) * g"
        ),
        "That is the part along g; take it away from e.": slip("return e - along", "return along"),
        "The part along g is added; take it away.": slip("e - along", "e + along"),
        "It is taken away twice, which mirrors the word at the plane; once is enough.": slip(
            "e - along", "e - 2 * along"
        ),
        "You take the number e · g / ‖g‖² from each entry; it is to multiply g first.": slip(
            ALONG, "np.dot(e, g) / np.dot(g, g)"
        ),
        "Your part lies along e instead of g; multiply g by the number.": slip(
            ALONG, "np.dot(e, g) / np.dot(g, g) * e"
        ),
        "Products entry by entry are no projection; add them up with a dot product.": slip(
            ALONG, "e * g / np.dot(g, g) * g"
        ),
        "The result is scaled to length 1; only the part along g is to go.": slip(
            "return e - along", "return (e - along) / max(np.linalg.norm(e - along), 1e-12)"
        ),
        "You take away all of g; take away as much of it as e has.": slip("e - along", "e - g"),
    },
    right=[by_a_unit_axis, by_a_matrix],
    hints=[
        "How much of g is in e? Take just that away. Check: the result has a dot product of 0 with g.",
        "along = (e · g / ‖g‖²) g, and the answer is e − along.",
        "along = np.dot(e, g) / np.dot(g, g) * g; return e - along.",
    ],
    topics=["neutralise"],
)
