"""The exercise equalize: its cases, wishes, right answers, what the course's own formula gives, and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import drawn_map
from utils.steps import word_vectors as steps


def equalize_cases(rng):
    """In the plane; vectors of any length, and an axis of any length; pairs in both orders; both words on one side."""
    plane = {"left": np.array([-1.0, 3.0]), "right": np.array([3.0, 1.0])}
    some, g = drawn_map(rng, "abcd", 5), 1.7 * rng.normal(size=5)
    short = {word: 0.2 * vector for word, vector in some.items()}
    one_side = {"near": some["a"] + 4 * g, "far": some["b"] + 9 * g}
    return [
        (("right", "left"), np.array([2.0, 0.0]), plane),
        (("a", "b"), g, some),
        (("b", "a"), g, some),
        (("c", "d"), -0.3 * g, short),
        (("near", "far"), g, one_side),
    ]


def no_side(rng):
    """Both words lie at the same place along the axis."""
    return [(("up", "down"), np.array([1.0, 0.0]), {"up": np.array([2.0, 1.0]), "down": np.array([2.0, -3.0])})]


def by_parts(pair, bias_axis, word_to_vec_map):
    """Through the parts along the axis, in the course's names."""
    e_w1, e_w2 = (word_to_vec_map[word] for word in pair)
    square = np.sum(bias_axis**2)
    mu = (e_w1 + e_w2) / 2
    mu_orth = mu - np.dot(mu, bias_axis) / square * bias_axis
    e_w1B = np.dot(e_w1, bias_axis) / square * bias_axis
    e_w2B = np.dot(e_w2, bias_axis) / square * bias_axis
    gap = np.linalg.norm(e_w1B - e_w2B)
    if gap == 0:
        raise ValueError("no side")
    scale = np.sqrt((np.sum(e_w1**2) + np.sum(e_w2**2)) / 2 - np.sum(mu_orth**2))
    return mu_orth + scale * (e_w1B - e_w2B) / gap, mu_orth + scale * (e_w2B - e_w1B) / gap


def by_projection(pair, bias_axis, word_to_vec_map):
    e = np.array([word_to_vec_map[word] for word in pair])
    g = bias_axis / np.linalg.norm(bias_axis)
    places = e @ g
    if places[0] == places[1]:
        raise ValueError("no side")
    shared = (e - np.outer(places, g)).mean(axis=0)
    far = np.sqrt(np.mean(np.sum(e**2, axis=1)) - shared @ shared)
    sides = (1, -1) if places[0] > places[1] else (-1, 1)
    return tuple(shared + side * far * g for side in sides)


def _by_the_paper(pair, bias_axis, word_to_vec_map, divisor):
    """The formula for vectors of length 1, with the absolute value under the root.

    divisor: (a word's difference from the mean, its part along the axis) -> the vector whose length divides.
    """
    e_w1, e_w2 = word_to_vec_map[pair[0]], word_to_vec_map[pair[1]]
    square = np.sum(bias_axis**2)
    mu = (e_w1 + e_w2) / 2
    mu_B = np.dot(mu, bias_axis) / square * bias_axis
    mu_orth = mu - mu_B
    scale = np.sqrt(np.abs(1 - np.sum(mu_orth**2)))
    corrected = []
    for e in (e_w1, e_w2):
        e_B = np.dot(e, bias_axis) / square * bias_axis
        corrected.append(mu_orth + scale * (e_B - mu_B) / np.linalg.norm(divisor(e - mu_orth - mu_B, e_B - mu_B)))
    return tuple(corrected)


def as_published(pair, bias_axis, word_to_vec_map):
    """Bolukbasi et al. (2016), with the absolute value under the root."""
    return _by_the_paper(pair, bias_axis, word_to_vec_map, lambda whole, along: along)


def by_whole_differences(pair, bias_axis, word_to_vec_map):
    """The same, divided by the whole difference from the mean, with what lies beside the axis."""
    return _by_the_paper(pair, bias_axis, word_to_vec_map, lambda whole, along: whole)


BESIDE = "beside = mean - np.dot(mean, g) * g"
SQUARED = "squared_length = (np.dot(e_1, e_1) + np.dot(e_2, e_2)) / 2"
BACK = "return beside + side * along * g, beside - side * along * g"

EXERCISE = Exercise(
    steps.equalize,
    points=20,
    returns=("e_1", "e_2"),
    cases=equalize_cases,
    wishes=no_side,
    accepted={
        "This is the formula for vectors of length 1; with others, the pair comes out longer or shorter than it was, "
        "as the cells below show by numbers.": as_published,
        "This is the course's formula: it asks for vectors of length 1 that differ along the axis alone; with others, "
        "the pair's length changes, as the cells below show by numbers.": by_whole_differences,
    },
    mistakes={
        "The mean keeps its part along the axis, so both words lie to one side; take that part away.": slip(
            BESIDE, "beside = mean"
        ),
        "Each word keeps its own place beside the axis; both get that of their mean.": slip(
            BACK,
            "return e_1 - np.dot(e_1, g) * g + side * along * g, e_2 - np.dot(e_2, g) * g - side * along * g",
        ),
        "Both words end at the same place; the second goes to the other side of the axis.": slip(
            "beside - side * along * g", "beside + side * along * g"
        ),
        "The two words have changed sides; each stays on the side where it was.": slip(
            BACK, "return beside - side * along * g, beside + side * along * g"
        ),
        "The first word always goes to the positive side; look on which side of the other it was.": slip(
            "side = np.sign(np.dot(e_1 - e_2, g))", "side = 1"
        ),
        "The side is taken from the first word's own place; where both lie on one side, its place against the other "
        "counts.": slip("np.sign(np.dot(e_1 - e_2, g))", "np.sign(np.dot(e_1, g))"),
        "The axis is used in its own length; divide it by that first.": slip(
            "bias_axis / np.linalg.norm(bias_axis)", "bias_axis"
        ),
        "The distance along the axis is squared; take the root.": slip(
            "np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))", "squared_length - np.dot(beside, beside)"
        ),
        "The whole length is laid along the axis; what lies beside it uses some of it up: Pythagoras.": slip(
            "squared_length - np.dot(beside, beside)", "squared_length"
        ),
        "You keep the length of the first word; that of both together is asked for, the mean of the squares.": slip(
            SQUARED, "squared_length = np.dot(e_1, e_1)"
        ),
        "You keep the length of the mean vector, which is shorter than the words; take the mean of their squared "
        "lengths.": slip(SQUARED, "squared_length = np.dot(mean, mean)"),
        "You square the mean of the two lengths; take the mean of their squares.": slip(
            SQUARED, "squared_length = ((np.linalg.norm(e_1) + np.linalg.norm(e_2)) / 2) ** 2"
        ),
        "Lengths are subtracted; at a right angle it is their squares: Pythagoras.": slip(
            "np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))",
            "np.sqrt(squared_length) - np.linalg.norm(beside)",
        ),
        "You take away the squared length of the mean; take that of its part beside the axis.": slip(
            "squared_length - np.dot(beside, beside)", "squared_length - np.dot(mean, mean)"
        ),
        "1 is the squared length of vectors of length 1; take the mean of the two squared lengths.": slip(
            "np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))", "np.sqrt(1 - np.dot(beside, beside))"
        ),
        "You keep the mean squared place along the axis; keep the length, which changes beside the axis as well.": slip(
            "np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))",
            "np.sqrt((np.dot(e_1, g) ** 2 + np.dot(e_2, g) ** 2) / 2)",
        ),
        "Each word keeps a length of its own; both get the root of their mean squared length.": slip(
            BACK,
            "return (beside + side * np.sqrt(max(np.dot(e_1, e_1) - np.dot(beside, beside), 0.0)) * g,"
            " beside - side * np.sqrt(max(np.dot(e_2, e_2) - np.dot(beside, beside), 0.0)) * g)",
        ),
        "The squared lengths are added up; take their mean.": slip(
            SQUARED, "squared_length = np.dot(e_1, e_1) + np.dot(e_2, e_2)"
        ),
        "You keep the distance that the words had along the axis; their length is to be kept instead.": slip(
            "along = np.sqrt(max(squared_length - np.dot(beside, beside), 0.0))",
            "along = abs(np.dot(e_1 - e_2, g)) / 2",
        ),
        "Your words are only centred on the axis: the parts beside it, and the lengths, still differ.": slip(
            BACK, "return e_1 - np.dot(mean, g) * g, e_2 - np.dot(mean, g) * g"
        ),
    },
    right=[by_parts, by_projection],
    hints=[
        "What do both share beside the axis, and how far from it must they lie so that the lengths stay? "
        "A right angle stands between the two.",
        "ν = μ − (μ · g) g with μ = (e_1 + e_2)/2 and ‖g‖ = 1;  z = √((‖e_1‖² + ‖e_2‖²)/2 − ‖ν‖²);  ν ± z g, the plus "
        "for the word with the larger e · g.",
        "beside = mean - np.dot(mean, g) * g; along = np.sqrt(squared_length - np.dot(beside, beside)); "
        "side = np.sign(np.dot(e_1 - e_2, g)); return beside + side * along * g, beside - side * along * g.",
    ],
    topics=["equalise"],
)
