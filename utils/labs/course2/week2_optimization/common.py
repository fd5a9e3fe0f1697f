"""What several exercises of this lab are tried on, or share."""

import itertools

import numpy as np

SHAPES = {"W1": (2, 3), "b1": (2, 1), "W2": (1, 2), "b2": (1, 1)}


def readable():
    """A network of one unit in round numbers, its gradients, and averages that are not at their start."""
    parameters = {"W1": np.array([[1.0, -2.0]]), "b1": np.array([[0.5]])}
    grads = {"dW1": np.array([[2.0, -4.0]]), "db1": np.array([[1.0]])}
    v = {"dW1": np.array([[1.0, 1.0]]), "db1": np.array([[-1.0]])}
    s = {"dW1": np.array([[1.0, 4.0]]), "db1": np.array([[9.0]])}
    return parameters, grads, v, s


def drawn(rng, shapes=SHAPES, size=1.0):
    """Parameters, gradients, and both averages, as they may stand in the middle of a training."""
    parameters = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    grads = {f"d{key}": size * rng.normal(size=shape) for key, shape in shapes.items()}
    v = {f"d{key}": size * rng.normal(size=shape) for key, shape in shapes.items()}
    s = {f"d{key}": size**2 * rng.uniform(0.1, 2, shape) for key, shape in shapes.items()}
    return parameters, grads, v, s


def at_start(rng, shapes=SHAPES):
    """The same before the first step: both averages are 0, and some gradients are."""
    parameters, grads, v, _ = drawn(rng, shapes)
    grads["dW1"][0] = 0
    zeros = {key: np.zeros_like(value) for key, value in v.items()}
    return parameters, grads, zeros, {key: value.copy() for key, value in zeros.items()}


def whole_numbers():
    """Parameters, gradients and averages that are whole numbers."""
    parameters, grads = {"W1": np.array([[3, -1]]), "b1": np.array([[0]])}, {"dW1": np.array([[2, 4]])}
    grads["db1"] = np.array([[-1]])
    zeros = {"dW1": np.array([[0, 0]]), "db1": np.array([[0]])}
    return parameters, grads, zeros, {key: value.copy() for key, value in zeros.items()}


def writing_into_what_is_given(function, places):
    """{sentence: the same function, which writes into dictionaries that it was given}, for every choice of them.

    places: {name of a dictionary: (its place among the arguments, its place among what is returned)}.
    """
    choices = [names for count in range(1, len(places) + 1) for names in itertools.combinations(places, count)]
    found = {}
    for names in choices:
        listed = ", ".join(names[:-1]) + " and " * (len(names) > 1) + names[-1]
        sentence = f"it writes into the {listed} that it was given, so whoever called has lost what stood there; "
        found[sentence + "build new dictionaries."] = _into(function, [places[name] for name in names])
    return found


def _into(function, places):
    def in_place(*arguments):
        returned = function(*arguments)
        for argument, output in places:
            arguments[argument].update(returned[output])
        return returned

    return in_place


def in_single_precision(*dictionaries):
    """The same numbers as float32."""
    return tuple({key: value.astype(np.float32) for key, value in one.items()} for one in dictionaries)
