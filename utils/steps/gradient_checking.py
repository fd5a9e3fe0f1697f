"""Gradient checking: computed gradients against those that the forward pass alone can measure."""

import numpy as np

from utils.steps.three_layer_network import backward_propagation, forward_propagation, forward_propagation_n


def gradient_check(x, theta, epsilon=1e-7):
    """Compare the computed slope of the cost J(x, θ) with a measured one, by their relative difference.

    x, theta: numbers.    epsilon: ε, above 0.
    At hand: `forward_propagation(x, theta)`, which returns J, and `backward_propagation(x, theta)`, its slope.
    Returns the difference, a number from 0 to 1; 0.0 where both slopes are 0.
    """
    # Measure: the cost a little to the right and a little to the left
    J_plus = forward_propagation(x, theta + epsilon)
    J_minus = forward_propagation(x, theta - epsilon)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    # Compute
    grad = backward_propagation(x, theta)
    # Compare: the distance of the two, as a share of their sizes; there is none to take a share of where both are 0
    total = np.abs(grad) + np.abs(gradapprox)
    return np.abs(grad - gradapprox) / total if total > 0 else 0.0


def best_epsilon(cost, second, third, roundoff):
    """The steps at which measured slopes have the smallest bound on their error.

    cost: J at the place, not 0.    second, third: the second and third derivative of J there, not 0.
    roundoff: u, the largest relative error with which the cost is stored, such as 1.1e-16 in float64.
    Returns one_sided, the best ε of (J(θ + ε) − J(θ)) / ε, and centred, that of (J(θ + ε) − J(θ − ε)) / (2ε).
    """
    # How far a stored cost may be from the true one
    off = roundoff * np.abs(cost)
    # The step with which both errors together are smallest, when one end of it is θ
    one_sided = 2 * np.sqrt(off / np.abs(second))
    # The same when θ is the middle
    centred = np.cbrt(3 * off / np.abs(third))
    return one_sided, centred


def relative_difference(grad, gradapprox):
    """The distance of two gradients as a share of their lengths: 0 when equal, 1 when opposite or when one is 0.

        ‖grad − gradapprox‖ / (‖grad‖ + ‖gradapprox‖)

    grad, gradapprox: arrays of one shape, or numbers.    Returns a number; 0.0 where both are 0.
    """
    total = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return np.linalg.norm(grad - gradapprox) / total if total > 0 else 0.0


def dictionary_to_vector(parameters):
    """Put all parameters into one column, in the dictionary's order, each array row by row.

    parameters: {"W1", "b1", …}.
    Returns theta (n, 1), and keys: a list of n names, saying for each number where it comes from.
    """
    # Every array as a column, one below the other
    theta = np.concatenate([np.reshape(value, (-1, 1)) for value in parameters.values()])
    # One name for each of its numbers
    keys = [key for key, value in parameters.items() for _ in range(np.size(value))]
    return theta.astype(np.result_type(theta, np.float32)), keys  # whole numbers could not take a small step


def gradients_to_vector(gradients):
    """Put dW1, db1, dW2, … into one column; other entries, such as dZ1 and dA1, are left out.

    gradients: {"dW1", "db1", …}.    Returns (n, 1), in the order of `dictionary_to_vector`.
    """
    # Layer by layer, the weights first
    layers = range(1, 1 + sum(key.startswith("dW") for key in gradients))
    parts = [gradients[f"d{letter}{layer}"] for layer in layers for letter in "Wb"]
    return np.concatenate([np.reshape(part, (-1, 1)) for part in parts])


def vector_to_dictionary(theta, parameters):
    """Take the column of `dictionary_to_vector` apart again.

    theta: (n, 1).
    parameters: {"W1", "b1", …}, n numbers in all; only the names, their order and the shapes of the arrays are used.
    Returns a dictionary with the same names in the same order: arrays of the same shapes, with theta's numbers.
    """
    taken_apart, start = {}, 0
    for key, value in parameters.items():
        # The next numbers of the column, as many as this array has, in its shape
        end = start + np.size(value)
        taken_apart[key] = theta[start:end].reshape(np.shape(value))
        # The next array begins where this one ended
        start = end
    return taken_apart


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    """Compare the gradients of a network with measured ones.

        gradapprox_i = (J(θ with θ_i + ε) − J(θ with θ_i − ε)) / (2ε),    one number of θ at a time
        difference = ‖grad − gradapprox‖ / (‖grad‖ + ‖gradapprox‖)

    parameters: {"W1", "b1", …, "b3"}.    gradients: {"dW1", "db1", …}, of the backward pass.
    X: (n_x, m).    Y: (1, m).    epsilon: ε, above 0.
    At hand: `dictionary_to_vector`, `gradients_to_vector`, `vector_to_dictionary(theta, parameters)`,
    `forward_propagation_n(X, Y, parameters)`, which returns the cost and a cache, and `relative_difference`.
    Returns the difference, a number from 0 to 1; 0.0 where both gradients are 0.
    """
    # Parameters and gradients as columns, and a column for what is measured
    theta, _ = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients)
    gradapprox = np.zeros_like(theta)
    for i in range(len(theta)):
        # A copy with this number a little larger, one with it a little smaller; all others as they were
        theta_plus, theta_minus = theta.copy(), theta.copy()
        theta_plus[i] += epsilon
        theta_minus[i] -= epsilon
        # The costs of both, each from a dictionary
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_plus, parameters))
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta_minus, parameters))
        gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
    return relative_difference(grad, gradapprox)


def measured_gradients(forward, parameters, X, Y, epsilon=1e-5):
    """The loop of `gradient_check_n` for any forward pass; it keeps what it measures.

    forward: a function of X, Y and parameters that returns the cost first.    parameters: {"W1", "b1", …}.
    Returns {"dW1", "db1", …}, each of the shape of its parameter.
    """
    theta, _ = dictionary_to_vector(parameters)
    # Each number by itself, a step to either side
    measured = np.zeros_like(theta)
    for i in range(len(theta)):
        costs = []
        for step in (epsilon, -epsilon):
            moved = theta.copy()
            moved[i] += step
            costs.append(forward(X, Y, vector_to_dictionary(moved, parameters))[0])
        measured[i] = (costs[0] - costs[1]) / (2 * epsilon)
    return {"d" + key: value for key, value in vector_to_dictionary(measured, parameters).items()}


def measured_along(forward, parameters, X, Y, direction, epsilon=1e-5):
    """The slope of the cost along a direction, of any forward pass: two costs.

    forward, parameters, X, Y: as in `measured_gradients`.    direction: (n, 1), of length 1.
    Returns a number.
    """
    # All numbers at once, a step to either side
    theta, _ = dictionary_to_vector(parameters)
    right, left = (
        forward(X, Y, vector_to_dictionary(theta + step * direction, parameters))[0] for step in (epsilon, -epsilon)
    )
    return (right - left) / (2 * epsilon)


def worst_element(gradients, measured, floor=1e-6):
    """Name the element whose computed gradient is furthest from the measured one, relative to its own size.

    The size of an element is the larger of its two, computed and measured, without their signs, but at least floor.

    gradients: {"dW1", "db1", …} of a backward pass; it may hold more.
    measured: {"dW1", "db1", …}, of `measured_gradients`; its names are those to look at.
    floor: the least size, for rounding alone could make smaller elements differ.
    Returns name, place, error: such as "dW2", (3, 0), 0.5. Of equal errors the first.
    """
    name, place, error = None, None, -1.0
    for key, value in measured.items():
        # The error of each element of this array
        size = np.maximum(np.maximum(np.abs(gradients[key]), np.abs(value)), floor)
        errors = np.abs(gradients[key] - value) / size
        # Keep the largest, with its row and column, if it is larger than all before
        here = np.unravel_index(np.argmax(errors), errors.shape)
        if errors[here] > error:
            name, place, error = key, tuple(int(i) for i in here), float(errors[here])
    return name, place, error


def random_direction_check(parameters, gradients, X, Y, epsilon, rng):
    """Compare gradients with a measurement along one random direction, which costs two forward passes.

    parameters: {"W1", "b1", …, "b3"}, n numbers in all.    gradients: {"dW1", "db1", …}, of the backward pass.
    X: (n_x, m).    Y: (1, m).    epsilon: the length of the step to each side.
    rng: np.random.Generator; the direction is drawn with one call of rng.standard_normal, of the shape (n, 1).
    At hand: what `gradient_check_n` had, `forward_propagation_n` among it.
    Returns the relative difference of two numbers: the slope along the direction, computed and measured.
    """
    theta, _ = dictionary_to_vector(parameters)
    # A random direction, of length 1
    direction = rng.standard_normal(theta.shape)
    direction /= np.linalg.norm(direction)
    # Measure: the costs of a step of length ε to either side
    J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta + epsilon * direction, parameters))
    J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta - epsilon * direction, parameters))
    measured = (J_plus - J_minus) / (2 * epsilon)
    # Compute: what the gradient says of the same direction
    computed = np.sum(gradients_to_vector(gradients) * direction)
    return relative_difference(computed, measured)
