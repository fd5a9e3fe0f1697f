"""The exercise feature_maps: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_cnn_application.common import normed
from utils.layers import Dense, Dropout, Flatten, ReLU, Sequential
from utils.models.lenet import lenet
from utils.steps import cnn_application as steps
from utils.steps.cnn_application import feature_maps


def maps_cases(rng):
    tiny = Sequential(Flatten(), Dense(4, 2, rng))
    dropping = Sequential(Flatten(), Dense(6, 5, rng, init=_wide), ReLU(), Dropout(0.5, rng), Dense(5, 3, rng))
    return [
        (tiny.cast(np.float64), np.array([[[[1.0], [2.0]], [[3.0], [-1.0]]]])),
        (normed(rng).cast(np.float64), rng.normal(size=(3, 6, 7, 2))),
        (dropping.cast(np.float64), rng.normal(size=(2, 2, 3, 1))),
        (lenet(4, 2, 3, rng, filters=(2, 3), hidden=4).cast(np.float64), rng.normal(size=(1, 4, 4, 2))),
    ]


def _wide(shape, rng):
    return rng.standard_normal(shape).astype(np.float32)


def maps_by_index(network, X):
    maps = [X]
    for i in range(len(network.layers)):
        maps.append(network.layers[i].forward(maps[i]))
    return maps[1:]


def maps_of_first_example(network, X):
    return [Z[0] for Z in feature_maps(network, X)]


EXERCISE = Exercise(
    steps.feature_maps,
    points=10,
    returns=("maps",),
    cases=maps_cases,
    mistakes={
        "Each layer gets the images themselves; give it what the layer before gave: X = layer.forward(X).": slip(
            "        X = layer.forward(X)\n        maps.append(X)", "        maps.append(layer.forward(X))"
        ),
        "You keep what goes into each layer; keep what comes out of it.": slip(
            "        X = layer.forward(X)\n        maps.append(X)",
            "        maps.append(X)\n        X = layer.forward(X)",
        ),
        "Your list begins with the images; the first entry is what the first layer makes of them.": slip(
            "maps = []", "maps = [X]"
        ),
        "You return the last output alone; return the whole list.": slip("return maps", "return X"),
        "Your return stands inside the loop and ends it after the first layer; move it to the left.": slip(
            "\n    return maps", "\n        return maps"
        ),
        "Your list is emptied for every layer; make it once, before the loop.": slip(
            "        X = layer", "        maps = []\n        X = layer"
        ),
        "Your layers believe that they are learning; nothing is learnt here, so leave train=True out.": slip(
            "layer.forward(X)", "layer.forward(X, train=True)"
        ),
        "You send the images through the whole network each time; call layer.forward, not network.forward.": slip(
            "X = layer.forward(X)\n        maps.append(X)", "maps.append(network.forward(X))"
        ),
        "You keep the maps of the first image only; keep the outputs with all examples.": maps_of_first_example,
    },
    right=[maps_by_index],
    hints=[
        "What a Sequential does in its forward pass, with one more line: something is kept after every layer.",
        "A loop over network.layers; what a layer's forward gives is what the next one takes.",
        "for layer in network.layers: X = layer.forward(…); maps.append(…)",
    ],
    topics=["simple CNN"],
)
