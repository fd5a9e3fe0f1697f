"""The exercise gradient_check_n: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import guessed, network_cases
from utils.steps import gradient_checking as steps
from utils.steps.gradient_checking import dictionary_to_vector, gradients_to_vector, vector_to_dictionary
from utils.steps.three_layer_network import backward_propagation_n, forward_propagation_n


def check_cases(rng):
    """Steps so large that truncation shows, with right gradients, wrong ones and tiny ones, of about 1e-9."""
    made = []
    for (parameters, X, Y), step in zip(network_cases(rng), (0.5, 0.2, 1.0, 0.1, 0.3), strict=True):
        made.append((parameters, guessed(parameters, rng), X, Y, step))
    parameters, X, Y, step = *network_cases(rng)[0], 1
    right = backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1])
    sure = parameters | {"b3": np.array([[-22.0]])}
    tiny = {key: 1e-9 * value for key, value in guessed(sure, rng).items()}
    return [*made, (parameters, right, X, Y, step), (sure, tiny, X, 0 * Y, 0.5)]


def check_wishes(rng):
    """Both gradients are 0, as no hidden unit is on and half of the labels are 1; parameters of whole numbers."""
    parameters = {key: np.zeros(shape) for key, shape in (("W1", (2, 1)), ("W2", (2, 2)), ("W3", (1, 2)))}
    parameters = {
        key: parameters[key] if key in parameters else np.full((1 if key == "b3" else 2, 1), -1.0 * (key != "b3"))
        for key in ("W1", "b1", "W2", "b2", "W3", "b3")
    }
    zeros = {"d" + key: np.zeros_like(value) for key, value in parameters.items()}
    given, X, Y = network_cases(rng)[0]
    whole = {key: np.round(2 * value).astype(int) for key, value in given.items()}
    return [(parameters, zeros, np.ones((1, 2)), np.array([[0, 1]]), 0.1), (whole, guessed(whole, rng), X, Y, 0.5)]


def in_the_course_s_manner(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    parameters_values, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    num_parameters = parameters_values.shape[0]
    J_plus = np.zeros((num_parameters, 1))
    J_minus = np.zeros((num_parameters, 1))
    gradapprox = np.zeros((num_parameters, 1))
    for i in range(num_parameters):
        theta_plus = np.copy(parameters_values)
        theta_plus[i] = theta_plus[i] + epsilon
        J_plus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus, parameters))
        theta_minus = np.copy(parameters_values)
        theta_minus[i] = theta_minus[i] - epsilon
        J_minus[i], _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus, parameters))
        gradapprox[i] = (J_plus[i] - J_minus[i]) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return numerator / denominator


def in_dictionaries(parameters, gradients, X, Y, epsilon=1e-7):
    apart = whole = measured_size = 0.0
    for key, value in parameters.items():
        for place in np.ndindex(value.shape):
            costs = []
            for step in (epsilon, -epsilon):
                moved = parameters | {key: value.astype(float)}
                moved[key][place] += step
                costs.append(forward_propagation_n(X, Y, moved)[0])
            measured = (costs[0] - costs[1]) / (2 * epsilon)
            apart += (gradients["d" + key][place] - measured) ** 2
            whole += gradients["d" + key][place] ** 2
            measured_size += measured**2
    return apart**0.5 / (whole**0.5 + measured_size**0.5) if whole or measured_size else 0.0


def whole_numbers_stay_whole(parameters, gradients, X, Y, epsilon=1e-7):
    measured = {key: np.zeros(value.shape) for key, value in parameters.items()}
    for key, value in parameters.items():
        for place in np.ndindex(value.shape):
            moved = parameters | {key: value.copy()}
            moved[key][place] = value[place] + epsilon
            right = forward_propagation_n(X, Y, moved)[0]
            moved[key][place] = value[place] - epsilon
            measured[key][place] = (right - forward_propagation_n(X, Y, moved)[0]) / (2 * epsilon)
    found = dictionary_to_vector(measured)[0]
    return steps.relative_difference(gradients_to_vector(gradients), found)


def moved_for_good(parameters, gradients, X, Y, epsilon=1e-7):
    theta, gradapprox = dictionary_to_vector(parameters)[0], []
    for i in range(len(theta)):
        theta[i] += epsilon
        right = forward_propagation_n(X, Y, vector_to_dictionary(theta, parameters))[0]
        theta[i] -= 2 * epsilon
        left = forward_propagation_n(X, Y, vector_to_dictionary(theta, parameters))[0]
        gradapprox.append([(right - left) / (2 * epsilon)])
    return steps.relative_difference(gradients_to_vector(gradients), np.array(gradapprox))


EXERCISE = Exercise(
    steps.gradient_check_n,
    points=20,
    returns=("difference",),
    cases=check_cases,
    wishes=check_wishes,
    mistakes={
        "Where both gradients are 0 you divide 0 by 0; they agree, so return 0.0.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))",
        ),
        "You divide by ε; θ_i − ε and θ_i + ε are 2ε apart.": slip("/ (2 * epsilon)", "/ epsilon"),
        "Parameters may be whole numbers, which cannot take a step of ε; copy them with .astype(float).": (
            whole_numbers_stay_whole
        ),
        "You step in theta itself and do not step back, so that every number stays moved; move a copy.": moved_for_good,
        "Your step is ε times θ_i; move θ_i by ε itself.": slip(
            ("theta_plus[i] += epsilon", "theta_plus[i] += epsilon * theta[i]"),
            ("theta_minus[i] -= epsilon", "theta_minus[i] -= epsilon * theta[i]"),
        ),
        "You add a small number to the lengths, which drowns tiny gradients; divide by the lengths alone.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox) + 1e-8)",
        ),
        "Your lengths are squared; np.linalg.norm takes the root of the sum of squares.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.sum((grad - gradapprox) ** 2) / (np.sum(grad**2) + np.sum(gradapprox**2))",
        ),
        "Your column of gradients holds dZ and dA, too; gradients_to_vector takes dW and db alone.": slip(
            "gradients_to_vector(gradients)", "dictionary_to_vector(gradients)[0]"
        ),
        "You move all numbers at once; move the i-th one alone.": slip(
            ("theta_plus[i] += epsilon", "theta_plus += epsilon"),
            ("theta_minus[i] -= epsilon", "theta_minus -= epsilon"),
        ),
        "Your two costs are equal; give the forward pass theta_plus, a copy with θ_i + ε, and theta_minus, one with "
        "θ_i − ε.": slip(
            "theta_plus, theta_minus = theta.copy(), theta.copy()", "theta_plus, theta_minus = theta, theta"
        ),
        "You move theta itself to the right, so that every number stays moved; move a copy.": slip(
            "theta_plus, theta_minus = theta.copy(), theta.copy()", "theta_plus, theta_minus = theta, theta.copy()"
        ),
        "Your gradapprox is no column, and a column less a row of numbers becomes a square; make it (n, 1).": slip(
            "np.zeros_like(theta)", "np.zeros(len(theta))"
        ),
        "Your copies are made once, before the loop, so that earlier numbers stay moved; copy theta anew for each "
        "i.": slip(
            (
                "    for i in range(len(theta)):\n",
                "    theta_plus, theta_minus = theta.copy(), theta.copy()\n    for i in range(len(theta)):\n",
            ),
            (
                "        theta_plus, theta_minus = theta.copy(), theta.copy()\n        theta_plus[i]",
                "        theta_plus[i]",
            ),
        ),
        "Your measurement is one-sided; take the minus cost at θ_i − ε, not at θ.": slip(
            ("theta_minus[i] -= epsilon", "theta_minus[i] -= 0"), ("/ (2 * epsilon)", "/ epsilon")
        ),
        "Your minus cost is that of θ itself, and divided by 2ε; step to the left, from a fresh copy of theta.": slip(
            "theta_minus[i] -= epsilon", "theta_minus[i] -= 0"
        ),
        "Your plus cost is that of parameters themselves; put theta_plus into the forward pass.": slip(
            "vector_to_dictionary(theta_plus, parameters)", "parameters"
        ),
        "You compare number by number and take the mean; compare the two columns as wholes, by their lengths.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.mean(np.abs(grad - gradapprox) / (np.abs(grad) + np.abs(gradapprox)))",
        ),
        "forward_propagation_n returns two things, the cost and a cache, and you subtract both; take the cost alone: "
        "J_plus, _ = ….": slip(("J_plus, _ =", "J_plus ="), ("J_minus, _ =", "J_minus =")),
        "A sign is turned round; it is J₊ − J₋ for each number, and grad − gradapprox at the end.": slip(
            "(J_plus - J_minus)", "(J_minus - J_plus)"
        ),
        "Your loop ends before the last number, whose slope counts as 0; let it run over all of theta.": slip(
            "range(len(theta))", "range(len(theta) - 1)"
        ),
        "You return the distance itself; divide it by the sum of both lengths.": slip(
            "return relative_difference(grad, gradapprox)", "return np.linalg.norm(grad - gradapprox)"
        ),
        "You divide by the length of the sum; add the two lengths, ‖grad‖ + ‖gradapprox‖.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.linalg.norm(grad - gradapprox) / np.linalg.norm(grad + gradapprox)",
        ),
        "You divide by ‖grad‖ alone; divide by ‖grad‖ + ‖gradapprox‖.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.linalg.norm(grad - gradapprox) / np.linalg.norm(grad)",
        ),
        "You add up absolute values; a length is the root of the sum of squares, np.linalg.norm.": slip(
            "return relative_difference(grad, gradapprox)",
            "return np.abs(grad - gradapprox).sum() / (np.abs(grad).sum() + np.abs(gradapprox).sum())",
        ),
    },
    right=[in_the_course_s_manner, in_dictionaries],
    hints=[
        "It is gradient_check once for each number of theta; only at the end the columns become one number.",
        "For each i: a copy with θ_i + ε, one with θ_i − ε, both costs, gradapprox_i = (J₊ − J₋) / (2ε).",
        "theta_plus = theta.copy(); theta_plus[i] += epsilon; J_plus, _ = forward_propagation_n(X, Y, "
        "vector_to_dictionary(theta_plus, parameters)); the same to the left; gradapprox[i] = (J_plus − J_minus) / "
        "(2 * epsilon).",
    ],
    topics=["gradient checking"],
)
