"""The exercise housing_network: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import introduction as steps
from utils.steps.introduction import relu_layer


def network_cases(rng):
    readable = (
        np.array([[60.0, 120.0], [10.0, 30.0]]),
        np.array([[0.1, 0.0], [0.0, -0.5]]),
        np.array([[-4.0], [10.0]]),
        np.array([[50.0, 12.0]]),
        np.array([[-120.0]]),
    )
    shapes = [(4, 3, 6), (2, 5, 1), (3, 3, 4)]
    drawn = [
        tuple(rng.normal(size=shape) for shape in ((n, m), (units, n), (units, 1), (1, units), (1, 1)))
        for n, units, m in shapes
    ]
    return [readable, *drawn, (*drawn[0][:4], np.array([[-50.0]]))]


def network_by_products(X, W1, b1, W2, b2):
    hidden = np.maximum(W1 @ X + b1, 0)
    return np.maximum(W2 @ hidden + b2, 0), hidden


def network_house_by_house(X, W1, b1, W2, b2):
    hidden = [relu_layer(house[:, None], W1, b1) for house in X.T]
    return np.hstack([relu_layer(h, W2, b2) for h in hidden]), np.hstack(hidden)


def weights_first(X, W1, b1, W2, b2):
    hidden = relu_layer(W1, X, b1)
    return relu_layer(W2, hidden, b2), hidden


EXERCISE = Exercise(
    steps.housing_network,
    points=20,
    returns=("price", "hidden"),
    cases=network_cases,
    mistakes={
        "Your last unit reads the inputs; hand it the hidden units instead.": slip(
            "relu_layer(hidden, W2, b2)", "relu_layer(X, W2, b2)"
        ),
        "Your hidden units are not cut off at 0; use relu_layer for the first layer, too.": slip(
            "relu_layer(X, W1, b1)", "np.dot(W1, X) + b1"
        ),
        "Your price is not cut off at 0; use relu_layer for the last unit, too.": slip(
            "relu_layer(hidden, W2, b2)", "np.dot(W2, hidden) + b2"
        ),
        "Neither of your layers is cut off at 0, so all is one straight line; call relu_layer twice.": slip(
            ("relu_layer(X, W1, b1)", "np.dot(W1, X) + b1"),
            ("relu_layer(hidden, W2, b2)", "np.dot(W2, hidden) + b2"),
        ),
        "Your last unit uses the weights of the first layer; it has W2 and b2 of its own.": slip(
            "relu_layer(hidden, W2, b2)", "relu_layer(hidden, W1, b1)"
        ),
        "Your last unit leaves out its bias b2.": slip("relu_layer(hidden, W2, b2)", "relu_layer(hidden, W2, 0 * b2)"),
        "Your hidden units leave out their biases b1.": slip("relu_layer(X, W1, b1)", "relu_layer(X, W1, 0 * b1)"),
        "You add up the hidden units with equal weight; the last unit weighs them by W2.": slip(
            "relu_layer(hidden, W2, b2)", "np.maximum(0, np.sum(hidden, axis=0, keepdims=True) + b2)"
        ),
        "The arguments of relu_layer are inputs first: relu_layer(X, W1, b1).": weights_first,
        "You return the price alone; return price, hidden.": slip("return price, hidden", "return price"),
    },
    right=[network_by_products, network_house_by_house],
    hints=[
        "Two calls of relu_layer; the second one takes what the first one gave.",
        "hidden = relu(W1 X + b1), price = relu(W2 hidden + b2); return both, price first.",
        "hidden = relu_layer(X, W1, b1); price = relu_layer(…, W2, b2).",
    ],
    topics=["what a neural network is"],
)
