"""The exercise clip: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import small_network
from utils.steps import character_model as steps


def gradient_cases(rng):
    """Five small arrays by hand; larger ones; a limit that nothing reaches; one that everything passes."""
    hand = {
        "dWax": np.array([[3.0, -7.0], [0.5, 12.0]]),
        "dWaa": np.array([[-5.0]]),
        "dWya": np.array([[5.5, -0.25]]),
        "db": np.array([[100.0], [-100.0]]),
        "dby": np.array([[0.0]]),
    }

    def drawn(size):
        return {"d" + name: value for name, value in small_network(rng, 4, 3, size).items()}

    return [
        (hand, 5),
        (drawn(10), 10),
        (drawn(10), 5.0),
        (drawn(1), 1e3),
        (drawn(1), 1e-3),
    ]


def other_names(rng):
    """Gradients of another network."""
    return [({"dgate": rng.normal(size=(2, 3, 2)), "dv": rng.normal(size=4)}, 0.5)]


def clip_in_place(gradients, maxValue):
    for gradient in gradients.values():
        np.clip(gradient, -maxValue, maxValue, out=gradient)
    return gradients


def by_minimum_and_maximum(gradients, maxValue):
    return {name: np.maximum(np.minimum(array, maxValue), -maxValue) for name, array in gradients.items()}


def by_masks(gradients, maxValue):
    copies = {name: np.array(array) for name, array in gradients.items()}
    for array in copies.values():
        array[array > maxValue] = maxValue
        array[array < -maxValue] = -maxValue
    return copies


def by_the_whole_norm(gradients, maxValue):
    norm = np.sqrt(sum(np.sum(array**2) for array in gradients.values()))
    return {name: array * min(1, maxValue / norm) for name, array in gradients.items()}


def each_by_its_norm(gradients, maxValue):
    return {name: array * min(1, maxValue / max(np.linalg.norm(array), 1e-300)) for name, array in gradients.items()}


def each_by_its_largest(gradients, maxValue):
    return {name: array * min(1, maxValue / max(np.max(np.abs(array)), 1e-300)) for name, array in gradients.items()}


def the_five_only(gradients, maxValue):
    names = ("dWaa", "dWax", "dWya", "db", "dby")
    return {name: np.clip(gradients[name], -maxValue, maxValue) for name in names}


EXERCISE = Exercise(
    steps.clip,
    points=6,
    returns=("clipped",),
    cases=gradient_cases,
    wishes=other_names,
    accepted={
        "it changes the gradients that it was given, as the course's own assignment does, so whoever called has lost "
        "the gradients before clipping.": clip_in_place,
    },
    mistakes={
        "All gradients are scaled together, which is clipping by their norm; here every entry is cut by "
        "itself.": by_the_whole_norm,
        "Each gradient is scaled by its own norm; here every entry is cut by itself.": each_by_its_norm,
        "A whole array is scaled by its largest entry; each entry is cut by itself.": each_by_its_largest,
        "Large negative entries pass; the range goes from −maxValue to maxValue.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "np.minimum(gradient, maxValue)"
        ),
        "Negative entries become 0; the range begins at −maxValue.": slip(
            "gradient, -maxValue, maxValue", "gradient, 0, maxValue"
        ),
        "Large positive entries pass; the range goes up to maxValue.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "np.maximum(gradient, -maxValue)"
        ),
        "What is too large becomes 0; it goes to the nearer end of the range.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "np.where(np.abs(gradient) > maxValue, 0, gradient)"
        ),
        "What is too small below becomes +maxValue; entries keep their sign.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "np.where(np.abs(gradient) > maxValue, maxValue, gradient)"
        ),
        "The signs are lost: you cut absolute values.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "np.minimum(np.abs(gradient), maxValue)"
        ),
        **{
            f"You cut at {limit}, whatever maxValue is; the limit is maxValue.": slip(
                "-maxValue, maxValue", f"-{limit}, {limit}"
            )
            for limit in (1, 5, 10)
        },
        "The clipped arrays are thrown away: np.clip returns a new array, which has to be kept.": slip(
            "clipped[name] = np.clip(gradient, -maxValue, maxValue)",
            "np.clip(gradient, -maxValue, maxValue)\n        clipped[name] = gradient",
        ),
        "The gradients are divided by their largest entry; only what lies outside the range changes.": slip(
            "np.clip(gradient, -maxValue, maxValue)", "gradient / np.max(np.abs(gradient) + 1e-300) * maxValue"
        ),
        "Only the five names of the network are looked for; take all that the dictionary has.": the_five_only,
        "You return a list; the names belong to it: a dictionary.": slip(
            "return clipped", "return list(clipped.values())"
        ),
    },
    right=[by_minimum_and_maximum, by_masks],
    hints=[
        "Every entry by itself: what is inside the range stays, what is outside goes to the nearer end.",
        "g := min(max(g, −maxValue), maxValue), entry by entry, in every array",
        "for name, gradient in gradients.items(): clipped[name] = np.clip(gradient, …, maxValue)",
    ],
    topics=["clipping"],
)
