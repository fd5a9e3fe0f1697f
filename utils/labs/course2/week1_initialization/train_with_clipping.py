"""The exercise train_with_clipping: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import drawn
from utils.steps import signal_propagation as steps
from utils.steps.initialization import clip_by_global_norm
from utils.steps.signal_propagation import cost_and_gradients


def training_cases(rng):
    """One step that is cut; several, with limits that cut all, some and none; tanh; one example; no step at all."""
    X, Y = np.array([[1.0, -1.0, 2.0], [0.5, 2.0, -1.0]]), np.array([[1, 0, 1]])
    cases = [(X, Y, drawn([2, 2, 1], rng), 1.0, 1, 0.1)]
    for widths, m, rate, steps_taken, limit, activation in (
        ([2, 4, 1], 5, 0.5, 4, 0.3, "relu"),
        ([3, 4, 3, 1], 6, 0.3, 3, np.inf, "tanh"),
        ([2, 5, 5, 1], 4, 2.0, 3, 0.2, "tanh"),
        ([4, 3, 1], 1, 0.1, 2, 1e-3, "relu"),
    ):
        Y = rng.integers(0, 2, (1, m))
        cases.append((rng.normal(size=(widths[0], m)), Y, drawn(widths, rng), rate, steps_taken, limit, activation))
    return [*cases, (X, np.array([[1, 0, 1]]), drawn([2, 3, 1], rng), 0.1, 0, 1.0, "tanh")]


def train_by_hand(X, Y, parameters, learning_rate, num_iterations, limit, activation="relu"):
    parameters, costs, norms = dict(parameters), [], []
    for _ in range(num_iterations):
        cost, grads = cost_and_gradients(X, Y, parameters, activation)
        grads, norm = clip_by_global_norm(grads, limit)
        for key in parameters:
            parameters[key] = parameters[key] - learning_rate * grads["d" + key]
        costs.append(cost)
        norms.append(norm)
    return parameters, np.array(costs), np.array(norms)


def noted_after_the_step(X, Y, parameters, learning_rate, num_iterations, limit, activation="relu"):
    costs, norms = np.zeros(num_iterations), np.zeros(num_iterations)
    for i in range(num_iterations):
        _, grads = cost_and_gradients(X, Y, parameters, activation)
        clipped, norms[i] = clip_by_global_norm(grads, limit)
        parameters = {key: value - learning_rate * clipped["d" + key] for key, value in parameters.items()}
        costs[i], _ = cost_and_gradients(X, Y, parameters, activation)
    return parameters, costs, norms


def unclipped_and_noted_after(X, Y, parameters, learning_rate, num_iterations, limit, activation="relu"):
    costs, norms = np.zeros(num_iterations), np.zeros(num_iterations)
    for i in range(num_iterations):
        _, grads = cost_and_gradients(X, Y, parameters, activation)
        _, norms[i] = clip_by_global_norm(grads, limit)
        parameters = {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}
        costs[i], _ = cost_and_gradients(X, Y, parameters, activation)
    return parameters, costs, norms


STEP = "update_parameters(parameters, clipped, learning_rate)"


PLANTED = "You clip, and then step along the gradients as they were; step along the clipped ones."


EXERCISE = Exercise(
    steps.train_with_clipping,
    points=10,
    returns=("parameters", "costs", "norms"),
    cases=training_cases,
    mistakes={
        PLANTED: slip(STEP, "update_parameters(parameters, grads, learning_rate)"),
        "You clip the parameters after the step; clip the gradients before it.": slip(
            STEP, "clip_by_global_norm(update_parameters(parameters, grads, learning_rate), limit)[0]"
        ),
        "You multiply the learning rate by the limit, and long gradients still make long steps; leave the rate as "
        "it is, and look where the clipped gradients go.": slip(
            STEP, "update_parameters(parameters, grads, learning_rate * limit)"
        ),
        "You make the learning rate smaller, and long gradients still make long steps; leave the rate as it is, and "
        "look where the clipped gradients go.": slip(STEP, "update_parameters(parameters, grads, learning_rate * 0.1)"),
        "You put the limit on the learning rate, and long gradients still make long steps; leave the rate as it is, "
        "and look where the clipped gradients go.": slip(
            STEP, "update_parameters(parameters, grads, min(learning_rate, limit))"
        ),
        "The bug is still in it, and your costs are now those after each step, where they belong before it; put that "
        "line back, and look where the clipped gradients go.": unclipped_and_noted_after,
        "You cut each number of the gradients to ±limit; step along what clip_by_global_norm gives, which keeps the "
        "direction.": slip(
            STEP,
            "update_parameters(parameters, {key: np.clip(grad, -limit, limit) for key, grad in grads.items()}, "
            "learning_rate)",
        ),
        "You divide the learning rate by the limit; the clipped gradients are all that has to change.": slip(
            STEP, "update_parameters(parameters, clipped, learning_rate / limit)"
        ),
        "You multiply the limit by the learning rate; the limit is on the gradients alone.": slip(
            "clip_by_global_norm(grads, limit)", "clip_by_global_norm(grads, limit * learning_rate)"
        ),
        "You limit the step, learning rate included; the limit is on the gradients alone.": slip(
            "clip_by_global_norm(grads, limit)", "clip_by_global_norm(grads, limit / learning_rate)"
        ),
        "Your costs are those after each step; note the cost before the step, with the gradients that belong to "
        "it.": noted_after_the_step,
        "Your norms are those after clipping; note the norm before it, which clip_by_global_norm returns.": slip(
            "clipped, norms[i] = clip_by_global_norm(grads, limit)",
            "clipped, norm = clip_by_global_norm(grads, limit)\n        norms[i] = min(norm, limit)",
        ),
        "You step uphill: the learning rate's sign is turned.": slip("learning_rate)", "-learning_rate)"),
        "Every step starts from the first parameters; keep what the step returns.": slip(
            "parameters = " + STEP, "updated = " + STEP
        ),
        "The activation is always ReLU; hand the argument activation on.": slip(
            "cost_and_gradients(X, Y, parameters, activation)", 'cost_and_gradients(X, Y, parameters, "relu")'
        ),
        "One step too few is taken: range(num_iterations) has num_iterations of them.": slip(
            "range(num_iterations)", "range(num_iterations - 1)"
        ),
        "The limit is fixed at 1; use the argument limit.": slip(
            "clip_by_global_norm(grads, limit)", "clip_by_global_norm(grads, 1)"
        ),
        "The learning rate is left out of the step.": slip(", learning_rate)", ", 1)"),
        "costs and norms are exchanged: return parameters, costs, norms.": slip(
            "return parameters, costs, norms", "return parameters, norms, costs"
        ),
    },
    right=[train_by_hand],
    hints=[
        "Gradient descent as before, with one more line between the gradients and the step.",
        "cost, grads from cost_and_gradients; clipped, norm from clip_by_global_norm; then update_parameters with "
        "the clipped gradients.",
        "costs[i], grads = cost_and_gradients(X, Y, parameters, activation); clipped, norms[i] = "
        "clip_by_global_norm(grads, limit); parameters = update_parameters(parameters, clipped, learning_rate).",
    ],
    topics=["gradient clipping by norm", "vanishing and exploding gradients"],
    planted=PLANTED,
    symptom="With the limit 0.1 and the rate 1 the first step is longer than 0.1.",
)
