"""The two exercises that train."""

from utils.checking import mistake, slip
from utils.labs.course1.week4_deep_network_application import cases
from utils.steps import deep_models as steps

START = "parameters = initialize_parameters_deep(layers_dims, np.random.default_rng(rng))\n"


def _about_the_start():
    return [
        mistake(
            "Your weights are drawn anew in every iteration, so nothing is kept; draw them once, before the loop.",
            slip((f"    {START}    costs", "    costs"), ("        # Forward", f"        {START}        # Forward")),
        ),
        mistake(
            "rng may be a whole number, which draws nothing; np.random.default_rng(rng) makes a generator of either.",
            slip("np.random.default_rng(rng)", "rng"),
        ),
        mistake(
            "Your starting weights come from a seed of your own; draw them with np.random.default_rng(rng).",
            slip("np.random.default_rng(rng)", "np.random.default_rng(1)"),
        ),
    ]


def _about_the_step():
    return [
        mistake(
            "Your gradients are computed once, before the loop; forward and back belong into every iteration.",
            cases.gradient_before_the_loop,
        ),
        mistake(
            "Your new parameters are thrown away; keep what comes back: parameters = update_parameters(…).",
            slip("parameters = update_parameters", "update_parameters"),
        ),
        mistake(
            "Your step has a learning rate of its own; hand on the argument learning_rate.",
            slip("grads, learning_rate)", "grads, 0.0075)"),
        ),
        mistake(
            "You take one step too many; range(num_iterations) counts 0 to num_iterations − 1.",
            slip("range(num_iterations)", "range(num_iterations + 1)"),
        ),
        mistake(
            "Your return stands inside the loop and ends it after one step; move it to the left.",
            slip("\n    return parameters", "\n        return parameters"),
        ),
    ]


def _about_costs():
    return [
        mistake(
            "You keep the cost of every iteration; keep each hundredth, i % 100 == 0.", slip("i % 100 == 0", "True")
        ),
        mistake(
            "Your costs leave out iteration 0; i % 100 == 0 includes it.",
            slip("i % 100 == 0", "i % 100 == 0 and i > 0"),
        ),
        mistake(
            "You keep the costs of iterations 99, 199, …; keep 0, 100, 200, …: range(num_iterations) and i % 100 == 0.",
            slip("i % 100 == 0", "(i + 1) % 100 == 0"),
        ),
        mistake(
            "Your list of costs is emptied in every iteration; make it once, before the loop.",
            slip("        # Forward", "        costs = []\n        # Forward"),
        ),
        mistake(
            "You keep costs only when print_cost is set; keep them always, and print them only then.",
            slip("if i % 100 == 0", "if print_cost and i % 100 == 0"),
        ),
        mistake(
            "Your costs belong to the parameters after the step; keep the cost of the forward pass before it.",
            cases.cost_after_the_step,
        ),
    ]


def add_two_layer_model(lab):
    lab.exercise(
        steps.two_layer_model,
        points=25,
        returns=("parameters", "costs"),
        cases=cases.two_layer_cases,
        mistakes=[
            mistake(
                "Your hidden layer has a sigmoid; it has ReLU, on the way forward and on the way back.",
                slip('"relu"', '"sigmoid"'),
            ),
            mistake(
                "Your output layer has ReLU, which gives no probabilities; the last layer has the sigmoid, both ways.",
                slip('"sigmoid"', '"relu"'),
            ),
            mistake(
                "On the way back your activations are exchanged; cache2 goes with the sigmoid, cache1 with ReLU.",
                slip(('cache2, "sigmoid"', 'cache2, "relu"'), ('cache1, "relu"', 'cache1, "sigmoid"')),
            ),
            mistake(
                "Your caches are exchanged; the last layer comes first on the way back, with cache2.",
                slip(("dA2, cache2", "dA2, cache0"), ("dA1, cache1", "dA1, cache2"), ("dA2, cache0", "dA2, cache1")),
            ),
            mistake(
                "You walk uphill; the signs are dA2 = −Y/A2 + (1 − Y)/(1 − A2), and update_parameters subtracts.",
                slip("-Y / A2 + (1 - Y) / (1 - A2)", "Y / A2 - (1 - Y) / (1 - A2)"),
            ),
            mistake(
                "Your dA2 has one sign wrong; the minus belongs to Y/A2 alone: −Y/A2 + (1 − Y)/(1 − A2).",
                slip("-Y / A2 + (1 - Y) / (1 - A2)", "-(Y / A2 + (1 - Y) / (1 - A2))"),
            ),
            mistake(
                "A2 − Y is dZ2, the slope behind the sigmoid's own; the block wants dA2 = −Y/A2 + (1 − Y)/(1 − A2).",
                slip("-Y / A2 + (1 - Y) / (1 - A2)", "A2 - Y"),
            ),
            mistake(
                "You divide dA2 by m, and the backward blocks divide by m already; leave it out of dA2.",
                slip("(1 - Y) / (1 - A2)", "(1 - Y) / (1 - A2)\n        dA2 = dA2 / Y.shape[1]"),
            ),
            mistake(
                "Layer 1 starts its way back from dA2; it starts from dA1, which layer 2's block hands down.",
                slip("backward(dA1, cache1", "backward(dA2, cache1"),
            ),
            *_about_the_start(),
            *_about_the_step(),
            *_about_costs(),
        ],
        right=[cases.two_layers_whole, cases.any_layers_while],
        hints=[
            "Before the loop: starting weights, an empty list. In it: two blocks forward, two blocks back, one step.",
            'Forward: X → "relu" → A1 → "sigmoid" → A2. Back: dA2 = −Y/A2 + (1 − Y)/(1 − A2), then the blocks in '
            "reverse, each with its own cache.",
            'A1, cache1 = linear_activation_forward(X, parameters["W1"], …, "relu"); dA1, dW2, db2 = '
            'linear_activation_backward(dA2, cache2, "sigmoid"); update_parameters wants {"dW1": …, "db1": …, …}.',
        ],
        topics=["deep networks", "forward / backward blocks", "gradient descent"],
    )


def add_L_layer_model(lab):
    lab.exercise(
        steps.L_layer_model,
        points=25,
        returns=("parameters", "costs"),
        cases=cases.L_layer_cases,
        mistakes=[
            mistake(
                "AL and Y have changed places on the way back; it is L_model_backward(AL, Y, caches).",
                slip("L_model_backward(AL, Y", "L_model_backward(Y, AL"),
            ),
            mistake(
                "AL and Y have changed places in the cost; it is compute_cost(AL, Y).",
                slip("compute_cost(AL, Y", "compute_cost(Y, AL"),
            ),
            mistake(
                "Only the outer widths are used, so the hidden layers are lost; hand on layers_dims as a whole.",
                slip("deep(layers_dims", "deep([layers_dims[0], layers_dims[-1]]"),
            ),
            mistake(
                "L_model_forward returns AL and the caches; take both: AL, caches = L_model_forward(…).",
                slip("AL, caches = L_model_forward", "AL = caches = L_model_forward"),
            ),
            mistake(
                "Each layer here has its widths exchanged; layers_dims runs from the input to the output as it is.",
                slip("deep(layers_dims", "deep(layers_dims[::-1]"),
            ),
            mistake(
                "You walk uphill; update_parameters already subtracts, so hand learning_rate on as it is.",
                slip("grads, learning_rate)", "grads, -learning_rate)"),
            ),
            *_about_the_start(),
            *_about_the_step(),
            *_about_costs(),
        ],
        right=[cases.any_layers_while],
        hints=[
            "The loop of two_layer_model with four lines in it: forward, keep a cost now and then, back, one step.",
            "AL and caches come from L_model_forward, the gradients from L_model_backward, the step is "
            "update_parameters.",
            "AL, caches = L_model_forward(X, parameters); grads = L_model_backward(AL, Y, caches); parameters = "
            "update_parameters(parameters, grads, learning_rate).",
        ],
        topics=["deep networks", "forward / backward blocks", "gradient descent"],
    )
