"""The exercise random_direction_check: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import guessed, network_cases
from utils.steps import gradient_checking as steps
from utils.steps.gradient_checking import dictionary_to_vector, gradients_to_vector, vector_to_dictionary
from utils.steps.three_layer_network import forward_propagation_n


def direction_cases(rng):
    """Steps so large that truncation shows, and wrong gradients."""
    made = []
    for seed, ((parameters, X, Y), step) in enumerate(zip(network_cases(rng), (0.5, 0.2, 1.0, 0.3, 2), strict=True)):
        made.append((parameters, guessed(parameters, rng), X, Y, step, np.random.default_rng(seed)))
    return made


def by_products(parameters, gradients, X, Y, epsilon, rng):
    theta = dictionary_to_vector(parameters)[0]
    v = rng.standard_normal(theta.shape)
    v = v / np.sqrt((v.T @ v).item())
    slope = (gradients_to_vector(gradients).T @ v).item()
    right, left = (
        forward_propagation_n(X, Y, vector_to_dictionary(theta + step * v, parameters))[0]
        for step in (epsilon, -epsilon)
    )
    measured = (right - left) / (2 * epsilon)
    return abs(slope - measured) / (abs(slope) + abs(measured))


EXERCISE = Exercise(
    steps.random_direction_check,
    points=10,
    returns=("difference",),
    cases=direction_cases,
    mistakes={
        "Your direction keeps the length it was drawn with; divide it by its length, else the step is not ε "
        "long.": slip("direction /= np.linalg.norm(direction)", "direction = direction"),
        "You divide the direction by the number of its entries; divide by its length, np.linalg.norm.": slip(
            "np.linalg.norm(direction)", "len(direction)"
        ),
        "Your direction is drawn evenly between 0 and 1, so it always points up; use rng.standard_normal.": slip(
            "rng.standard_normal(theta.shape)", "rng.random(theta.shape)"
        ),
        "You divide by ε; the two sides are 2ε apart.": slip("/ (2 * epsilon)", "/ epsilon"),
        "Your measurement is one-sided; take a step to either side of theta.": slip(
            ("theta - epsilon * direction", "theta"), ("/ (2 * epsilon)", "/ epsilon")
        ),
        "You divide the direction by its length squared; divide by its length, np.linalg.norm.": slip(
            "np.linalg.norm(direction)", "np.sum(direction**2)"
        ),
        "You divide the direction by the length that is to be expected, √n; divide by the one it has, "
        "np.linalg.norm.": slip("np.linalg.norm(direction)", "np.sqrt(len(direction))"),
        "You divide the direction by the sum of its entries, which may be near 0 or negative; divide by its length, "
        "np.linalg.norm.": slip("np.linalg.norm(direction)", "np.sum(direction)"),
        "Your direction has the shape (n,), and theta plus it is a square; draw it in theta's shape, (n, 1).": slip(
            "theta.shape", "len(theta)"
        ),
        "You compare two columns; along one direction both slopes are a single number: Σ grad_i v_i, and the measured "
        "one.": slip(
            "relative_difference(computed, measured)",
            "relative_difference(gradients_to_vector(gradients), measured * direction)",
        ),
        "forward_propagation_n returns two things, the cost and a cache, and you subtract both; take the cost alone: "
        "J_plus, _ = ….": slip(("J_plus, _ =", "J_plus ="), ("J_minus, _ =", "J_minus =")),
        "You divide the direction by its sum of sizes; a length is the root of the sum of squares, "
        "np.linalg.norm.": slip("np.linalg.norm(direction)", "np.abs(direction).sum()"),
        "Your direction comes from a generator of your own; draw it from the argument rng.": slip(
            "rng.standard_normal", "np.random.default_rng(0).standard_normal"
        ),
        "Your minus cost is taken at θ, so you measure about half the slope; take it at theta − ε times the "
        "direction.": slip("theta - epsilon * direction", "theta"),
        "Your two sides lie in two directions, one drawn for each; draw once, and step forth and back along it.": slip(
            "theta - epsilon * direction",
            "theta - epsilon * (lambda other: other / np.linalg.norm(other))(rng.standard_normal(theta.shape))",
        ),
        "You leave out ε, and step by the whole direction; step by epsilon * direction.": slip(
            "epsilon * direction", "direction"
        ),
        "You add up the gradient without its direction; each entry counts as much as the direction has of it.": slip(
            "gradients_to_vector(gradients) * direction", "gradients_to_vector(gradients)"
        ),
        "You take the mean of the products; a slope along a direction is their sum.": slip(
            "np.sum(gradients_to_vector", "np.mean(gradients_to_vector"
        ),
        "You compare the length of the gradient, its slope along itself; the cost was measured along direction.": slip(
            "np.sum(gradients_to_vector(gradients) * direction)", "np.linalg.norm(gradients_to_vector(gradients))"
        ),
        "Your slope along the direction is still a column of products; add them up.": slip(
            "np.sum(gradients_to_vector(gradients) * direction)", "(gradients_to_vector(gradients) * direction)"
        ),
        "You add up sizes; products of different signs have to cancel, so sum them as they are.": slip(
            "np.sum(gradients_to_vector(gradients) * direction)",
            "np.sum(np.abs(gradients_to_vector(gradients) * direction))",
        ),
        "Your two sides are exchanged, so that the measured slope has the wrong sign.": slip(
            "(J_plus - J_minus)", "(J_minus - J_plus)"
        ),
        "You return the distance itself; return the relative difference.": slip(
            "return relative_difference(computed, measured)", "return np.abs(computed - measured)"
        ),
    },
    right=[by_products],
    hints=[
        "It is gradient_check with one number, t: how does the cost change when theta moves by t along the direction?",
        "With a unit vector v: computed Σ grad_i v_i, measured (J(θ + εv) − J(θ − εv)) / (2ε).",
        "v = rng.standard_normal(theta.shape); v /= np.linalg.norm(v); costs at theta + epsilon * v and "
        "theta − epsilon * v; computed = np.sum(gradients_to_vector(gradients) * v).",
    ],
    topics=["gradient checking"],
)
