"""The exercise cosine_similarity: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import word_vectors as steps


def cosine_cases(rng):
    """3, 4 against 4, 3; many numbers of unequal length; right angles; opposite directions; one dimension;
    one-hot vectors of two words; a 0 among the entries; entries that add up to 0."""
    u, v = rng.normal(size=50), 5 * rng.normal(size=50)
    return [
        (np.array([3.0, 4.0]), np.array([4.0, 3.0])),
        (u, v),
        (np.array([1.0, 2.0, 0.0]), np.array([-4.0, 2.0, 7.0])),
        (u, -3 * u),
        (np.array([2.0]), np.array([0.5])),
        (np.eye(4)[1], np.eye(4)[3]),
        (np.array([1.0, 0.0, 2.0]), np.array([2.0, 3.0, 1.0])),
        (np.array([1.0, -1.0]), np.array([2.0, 1.0])),
    ]


def no_length(rng):
    """One vector has no direction, or both; two are very short."""
    short = 1e-5 * rng.normal(size=3), 1e-5 * rng.normal(size=3)
    return [(np.zeros(3), rng.normal(size=3)), (rng.normal(size=4), np.zeros(4)), (np.zeros(2), np.zeros(2)), short]


def of_unit_vectors(u, v):
    if not u.any() or not v.any():
        return 0.0
    return np.sum(u / np.sqrt(np.sum(u**2)) * (v / np.sqrt(np.sum(v**2))))


def by_the_angle_s_sides(u, v):
    """The law of cosines."""
    a, b, c = np.linalg.norm(u), np.linalg.norm(v), np.linalg.norm(u - v)
    return (a * a + b * b - c * c) / (2 * a * b) if a * b > 0 else 0.0


LENGTHS = "np.linalg.norm(u) * np.linalg.norm(v)"

EXERCISE = Exercise(
    steps.cosine_similarity,
    points=8,
    returns=("similarity",),
    cases=cosine_cases,
    wishes=no_length,
    mistakes={
        "That is the dot product; divide it by both lengths, or long vectors look similar to everything.": slip(
            "np.dot(u, v) / lengths", "np.dot(u, v)"
        ),
        "You divide by the length of u only; the length of v has to go, too.": slip(LENGTHS, "np.linalg.norm(u)"),
        "You divide by the length of v only; the length of u has to go, too.": slip(LENGTHS, "np.linalg.norm(v)"),
        "You divide by the squared lengths; a length is the root of the sum of squares.": slip(
            LENGTHS, "np.sum(u**2) * np.sum(v**2)"
        ),
        "You divide by the root of the product of the lengths; divide by the product itself.": slip(
            "np.dot(u, v) / lengths", "np.dot(u, v) / np.sqrt(lengths)"
        ),
        "The lengths are added; they multiply.": slip(LENGTHS, "np.linalg.norm(u) + np.linalg.norm(v)"),
        "Your lengths are sums of absolute values; take the root of the sum of squares.": slip(
            LENGTHS, "np.sum(np.abs(u)) * np.sum(np.abs(v))"
        ),
        "That is the distance 1 − cos; the similarity itself is asked for.": slip(
            "return np.dot(u, v) / lengths", "return 1 - np.dot(u, v) / lengths"
        ),
        "The sign is lost; opposite directions have a cosine of −1.": slip(
            "np.dot(u, v) / lengths", "abs(np.dot(u, v)) / lengths"
        ),
        "The means are taken away first, which gives the correlation; the cosine leaves the vectors as they are.": slip(
            "    # The product of the two lengths\n", "    u, v = u - u.mean(), v - v.mean()\n"
        ),
        "A single 0 among the entries is no vector of zeros; look at the length.": slip(
            "if lengths == 0:", "if (u == 0).any() or (v == 0).any():"
        ),
        "Entries that add up to 0 are no vector of zeros; look at the length.": slip(
            "if lengths == 0:", "if u.sum() == 0 or v.sum() == 0:"
        ),
        "A small number is added to the lengths, which changes the cosine of short vectors; return 0 where one length "
        "is 0, and divide by the lengths alone elsewhere.": slip(
            "np.dot(u, v) / lengths", "np.dot(u, v) / (lengths + 1e-8)"
        ),
        "That is the angle; its cosine is asked for.": slip(
            "return np.dot(u, v) / lengths", "return np.arccos(np.clip(np.dot(u, v) / lengths, -1, 1))"
        ),
    },
    right=[of_unit_vectors, by_the_angle_s_sides],
    hints=[
        "Twice as long a vector must give the same similarity. What has to be divided away?",
        "cos(u, v) = u · v / (‖u‖ ‖v‖), with ‖u‖ = √Σ uᵢ².",
        "lengths = np.linalg.norm(u) * np.linalg.norm(v); return np.dot(u, v) / lengths, and 0.0 where lengths is 0.",
    ],
    topics=["cosine similarity", "one-hot against embeddings"],
)
