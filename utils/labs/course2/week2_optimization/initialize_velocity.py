"""The exercise initialize_velocity: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week2_optimization.common import SHAPES, drawn, in_single_precision, readable
from utils.steps import optimization as steps


def velocity_cases(rng):
    """One unit, two layers, three layers."""
    three = SHAPES | {"W2": (4, 2), "b2": (4, 1), "W3": (1, 4), "b3": (1, 1)}
    return [(readable()[0],), (drawn(rng)[0],), (drawn(rng, three)[0],)]


def velocity_wishes(rng):
    """Single precision, which stays single."""
    return [in_single_precision(drawn(rng)[0])]


def velocity_by_layers(parameters):
    L = len(parameters) // 2
    v = {}
    for layer in range(1, L + 1):
        rows, columns = parameters["W" + str(layer)].shape[0], parameters["W" + str(layer)].shape[1]
        v["dW" + str(layer)] = np.zeros((rows, columns))
        v["db" + str(layer)] = np.zeros((parameters["b" + str(layer)].shape[0], parameters["b" + str(layer)].shape[1]))
    return v


def velocity_by_comprehension(parameters):
    return {"d" + key: 0.0 * value for key, value in parameters.items()}


def _layers_from_0(parameters):
    v = {}
    for layer in range(len(parameters) // 2):
        v["dW" + str(layer)] = np.zeros(parameters["W" + str(layer + 1)].shape)
        v["db" + str(layer)] = np.zeros(parameters["b" + str(layer + 1)].shape)
    return v


def _twice_as_many_layers(parameters):
    v = {}
    for layer in range(1, len(parameters) + 1):
        v["dW" + str(layer)] = np.zeros(parameters["W" + str(layer)].shape)
        v["db" + str(layer)] = np.zeros(parameters["b" + str(layer)].shape)
    return v


ZEROS = "np.zeros_like(value)"

EXERCISE = Exercise(
    steps.initialize_velocity,
    points=7,
    returns=("v",),
    cases=velocity_cases,
    wishes=velocity_wishes,
    mistakes={
        'Your keys are those of the parameters; v averages gradients, so they are "dW1", "db1", ….': slip(
            'f"d{key}"', "key"
        ),
        'Your keys begin with "v"; they are those of the gradients, "dW1", "db1", ….': slip('f"d{key}"', 'f"v{key}"'),
        'Your keys begin with "vd"; they are those of the gradients, "dW1", "db1", ….': slip('f"d{key}"', 'f"vd{key}"'),
        'Your layers are counted from 0; the keys begin with "dW1" and "db1", so count from 1.': _layers_from_0,
        "You count as many layers as there are parameters; each layer has two, W and b, so halve their "
        "number.": _twice_as_many_layers,
        "Your averages are flat and as long as the parameters have rows; give each the shape of its parameter, "
        "value.shape.": slip(ZEROS, "np.zeros(value.shape[0])"),
        "Your averages start at 1; nothing has been averaged yet, so they start at 0.": slip(
            ZEROS, "np.ones_like(value)"
        ),
        "Your averages start as the parameters; they start at 0 and only have the parameters' shapes.": slip(
            ZEROS, "value.copy()"
        ),
        "Each average is a single 0; give it the shape of its parameter.": slip(ZEROS, "0.0"),
        "The averages are flat; give each the shape of its parameter, biases are columns.": slip(
            ZEROS, "np.zeros(value.size)"
        ),
        "The averages are turned over; each has the shape of its parameter.": slip(ZEROS, "np.zeros_like(value.T)"),
        "The biases have no average; every parameter needs one.": slip(
            'v[f"d{key}"] = ', 'if key[0] == "W": v[f"d{key}"] = '
        ),
        "Only the last parameter has an average; v is made once, before the loop.": slip(
            'v[f"d{key}"] = ', 'v = {}; v[f"d{key}"] = '
        ),
        "Your averages are random; they start at 0.": slip(ZEROS, "np.random.default_rng(0).normal(size=value.shape)"),
    },
    right=[velocity_by_layers, velocity_by_comprehension],
    hints=[
        "One array of zeros for each parameter, in its shape.",
        'v["dW1"] = 0 in the shape of W1, v["db1"] = 0 in the shape of b1, and so on through all layers.',
        'for key, value in parameters.items(): v["d" + key] = np.zeros_like(…)',
    ],
    topics=["momentum"],
)
