"""The exercise update_parameters: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import network
from utils.steps import shallow_network as steps


def update_cases(rng):
    """The learning rate left out, then given."""
    cases = []
    for n_x, n_h, rate in [(2, 2, ()), (2, 2, (0.1,)), (3, 4, (0.5,)), (1, 1, (2.0,))]:
        parameters = network(rng, n_x, n_h)
        cases.append(
            (parameters, {"d" + key: rng.normal(size=value.shape) for key, value in parameters.items()}, *rate)
        )
    return cases


def update_one_by_one(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


EXERCISE = Exercise(
    steps.update_parameters,
    points=7,
    returns=("parameters",),
    cases=update_cases,
    mistakes={
        "Your step goes uphill; subtract the slopes.": slip("- learning_rate", "+ learning_rate"),
        "Your update changes parameters itself, by -= or by writing into it; put new arrays into a new "
        "dictionary.": slip(
            'updated[key] = parameters[key] - learning_rate * grads["d" + key]',
            'parameters[key] -= learning_rate * grads["d" + key]; updated[key] = parameters[key]',
        ),
        "The learning rate is missing; multiply the slopes by it.": slip("learning_rate * ", ""),
        "Your step is always 1.2; use the argument learning_rate.": slip("learning_rate * ", "1.2 * "),
        'The slope of W1 stands under the key "dW1": put a "d" in front of each key.': slip(
            'grads["d" + key]', "grads[key]"
        ),
        "The biases stay where they were; update all four.": slip(
            "updated[key] =", 'updated[key] = parameters[key] if key[0] == "b" else'
        ),
        "You return parameters as they came; return the new dictionary.": slip("return updated", "return parameters"),
        "You return the steps; subtract them from the parameters.": slip("parameters[key] - ", ""),
    },
    right=[update_one_by_one],
    hints=[
        "Four lines, or a loop over the four keys; the result is a new dictionary.",
        "W := W − α dW, b := b − α db.",
        'W1 = parameters["W1"] - learning_rate * grads["dW1"], and so on; return {"W1": W1, …}',
    ],
    topics=["gradient descent"],
)
