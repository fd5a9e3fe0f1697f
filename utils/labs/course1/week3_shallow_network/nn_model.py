"""The exercise nn_model: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import shallow_network as steps
from utils.steps.shallow_network import (
    backward_propagation,
    forward_propagation,
    initialize_parameters,
    update_parameters,
)


def training_cases(rng):
    """One step, two, several; n_h is never the four of layer_sizes; rng as a generator and as a seed."""
    cases = []
    for n_x, n_h, m, iterations, seed in [(2, 3, 5, 1, 7), (2, 2, 6, 2, 3), (3, 5, 8, 20, np.random.default_rng(4))]:
        X = rng.normal(size=(n_x, m))
        cases.append((X, rng.integers(0, 2, (1, m)), n_h, iterations, False, seed))
    cases[0] = (*cases[0][:5], np.random.default_rng(7))
    return cases


def train_by_while(X, Y, n_h, num_iterations=10000, print_cost=False, rng=1):
    if not isinstance(rng, np.random.Generator):
        rng = np.random.default_rng(rng)
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0], rng)
    while num_iterations > 0:
        cache = forward_propagation(X, parameters)[1]
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), 1.2)
        num_iterations -= 1
    return parameters


START = "rng = np.random.default_rng(rng)"
PLANTED = "You draw new starting weights at every step; draw them once, before the loop."


EXERCISE = Exercise(
    steps.nn_model,
    points=12,
    returns=("parameters",),
    cases=training_cases,
    mistakes={
        "You train layer_sizes' four hidden units; use the argument n_h.": slip("n_x, _, n_y", "n_x, n_h, n_y"),
        "rng may be a whole number: np.random.default_rng(rng) makes a generator of it, and leaves a "
        "generator alone.": slip("np.random.default_rng(rng)", "rng"),
        "initialize_parameters wants a generator as its last argument: np.random.default_rng(rng).": slip(
            ", np.random.default_rng(rng))", ")"
        ),
        PLANTED: slip(
            (
                "# The widths of the outer layers come from the data, n_h is given; then the starting weights",
                "# Widths",
            ),
            ("parameters = initialize_parameters(n_x, n_h, n_y, np.random.default_rng(rng))", START),
            ("        A2, c", "        parameters = initialize_parameters(n_x, n_h, n_y, rng)\n        A2, c"),
        ),
        **{
            f"You start from the seed {seed}, whatever rng is; hand rng on, as np.random.default_rng(rng).": slip(
                "np.random.default_rng(rng)", f"np.random.default_rng({seed})"
            )
            for seed in (0, 1, 2, 3, 42)
        },
        "You take one step too many; range(num_iterations) counts them.": slip(
            "range(num_iterations)", "range(num_iterations + 1)"
        ),
        "You take one step too few; range(num_iterations) counts them.": slip(
            "range(num_iterations)", "range(num_iterations - 1)"
        ),
        "Your updates get lost: update_parameters returns new parameters, so assign them.": slip(
            "parameters = update_parameters(parameters, grads)", "update_parameters(parameters, grads)"
        ),
        "You go forward once, before the loop; the activations change with every step, so do it inside.": slip(
            ("for i in", "A2, cache = forward_propagation(X, parameters)\n    for i in"),
            ("        A2, cache = forward_propagation(X, parameters)\n        grads", "        grads"),
        ),
        **{
            f"You step with a learning rate of {rate}; leave it out, update_parameters brings its own 1.2 along.": slip(
                "update_parameters(parameters, grads)", f"update_parameters(parameters, grads, {rate})"
            )
            for rate in (0.5, 0.1, 0.01)
        },
        "You return inside the loop, after the first step; move the return to the left.": slip(
            "        # Every 1000 steps", "        return parameters\n        # Every 1000 steps"
        ),
        "You return the slopes; return the parameters.": slip("return parameters", "return grads"),
    },
    right=[train_by_while],
    hints=[
        "Print the first row of W1 at the beginning and at the end of each of three steps.",
        "Each step has to start from the parameters that the last one returned. From which do yours start?",
        "Only forward, backward and update belong into the loop; what is drawn is drawn before it.",
    ],
    topics=["shallow network", "gradient descent"],
    planted=PLANTED,
    symptom="Its cost stays where it began, at 0.693, however many steps it takes; it should fall.",
)
