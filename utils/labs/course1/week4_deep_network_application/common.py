"""What several exercises of this lab are tried on, or share."""

import numpy as np

from utils.checking import slip
from utils.steps.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    update_parameters,
)


def _examples(rng, n, m):
    """Drawn features (n, m) and labels (1, m) with both classes where m allows it."""
    labels = np.arange(m)[None, :] % 2
    return rng.normal(size=(n, m)), rng.permuted(labels, axis=1)


def _training(rng, settings):
    """A readable case, then one for each (widths, m, learning rate, iterations); every other one gets a generator."""
    X, Y = np.array([[1.0, -2.0, 0.5, 2.0], [2.0, 0.5, 1.0, -1.0]]), np.array([[1, 0, 0, 1]])
    cases = []
    for k, (widths, m, rate, steps) in enumerate(settings):
        seed = int(rng.integers(100, 999))
        draws = np.random.default_rng(seed) if k % 2 else seed
        X_drawn, Y_drawn = (X, Y) if m is None else _examples(rng, widths[0], m)
        cases.append((X_drawn, Y_drawn, widths, rate, steps, False, draws))
    return cases


def any_layers_while(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    params, costs, i = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), [], 0
    while i < num_iterations:
        AL, caches = L_model_forward(X, params)
        costs += [compute_cost(AL, Y)] if i % 100 == 0 else []
        params = update_parameters(params, L_model_backward(AL, Y, caches), learning_rate)
        i += 1
    return params, costs


def predict_by_rounding(X, parameters):
    return np.round(L_model_forward(X, parameters)[0])


def gradient_before_the_loop(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    parameters, costs = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), []
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def cost_after_the_step(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, rng=1):
    parameters, costs = initialize_parameters_deep(layers_dims, np.random.default_rng(rng)), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
        if i % 100 == 0:
            costs.append(compute_cost(L_model_forward(X, parameters)[0], Y))
    return parameters, costs


START = "parameters = initialize_parameters_deep(layers_dims, np.random.default_rng(rng))\n"


def _about_the_start():
    return {
        "Your weights are drawn anew in every iteration, so nothing is kept; draw them once, before the loop.": slip(
            (f"    {START}    costs", "    costs"), ("        # Forward", f"        {START}        # Forward")
        ),
        "rng may be a whole number, which draws nothing; np.random.default_rng(rng) makes a generator of either.": slip(
            "np.random.default_rng(rng)", "rng"
        ),
        "Your starting weights come from a seed of your own; draw them with np.random.default_rng(rng).": slip(
            "np.random.default_rng(rng)", "np.random.default_rng(1)"
        ),
    }


def _about_the_step():
    return {
        "Your gradients are computed once, before the loop; forward and back belong into "
        "every iteration.": gradient_before_the_loop,
        "Your new parameters are thrown away; keep what comes back: parameters = update_parameters(…).": slip(
            "parameters = update_parameters", "update_parameters"
        ),
        "Your step has a learning rate of its own; hand on the argument learning_rate.": slip(
            "grads, learning_rate)", "grads, 0.0075)"
        ),
        "You take one step too many; range(num_iterations) counts 0 to num_iterations − 1.": slip(
            "range(num_iterations)", "range(num_iterations + 1)"
        ),
        "Your return stands inside the loop and ends it after one step; move it to the left.": slip(
            "\n    return parameters", "\n        return parameters"
        ),
    }


def _about_costs():
    return {
        "You keep the cost of every iteration; keep each hundredth, i % 100 == 0.": slip("i % 100 == 0", "True"),
        "Your costs leave out iteration 0; i % 100 == 0 includes it.": slip("i % 100 == 0", "i % 100 == 0 and i > 0"),
        "You keep the costs of iterations 99, 199, …; keep 0, 100, 200, …: range(num_iterations) and i "
        "% 100 == 0.": slip("i % 100 == 0", "(i + 1) % 100 == 0"),
        "Your list of costs is emptied in every iteration; make it once, before the loop.": slip(
            "        # Forward", "        costs = []\n        # Forward"
        ),
        "You keep costs only when print_cost is set; keep them always, and print them only then.": slip(
            "if i % 100 == 0", "if print_cost and i % 100 == 0"
        ),
        "Your costs belong to the parameters after the step; keep the cost of the forward "
        "pass before it.": cost_after_the_step,
    }
