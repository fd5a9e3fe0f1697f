"""The exercise L_model_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import model_cases
from utils.steps import deep_network as steps


def model_backward_cases(rng):
    made = []
    for X, parameters in model_cases(rng):
        AL, caches = steps.L_model_forward(X, parameters)
        Y = (np.arange(X.shape[1]) % 2 == 0).astype(int).reshape(1, -1)  # both classes wherever m > 1
        made.append((AL, Y, caches))
    return made


def backward_in_two_parts(AL, Y, caches):
    grads, L = {}, len(caches)
    dAL = (AL - Y) / (AL * (1 - AL))
    dA, dW, db = steps.linear_activation_backward(dAL, caches[-1], "sigmoid")
    grads |= {"dA" + str(L - 1): dA, "dW" + str(L): dW, "db" + str(L): db}
    for i in reversed(range(L - 1)):
        dA, dW, db = steps.linear_activation_backward(grads["dA" + str(i + 1)], caches[i], "relu")
        grads |= {"dA" + str(i): dA, "dW" + str(i + 1): dW, "db" + str(i + 1): db}
    return grads


def backward_without_handing_on(AL, Y, caches):
    grads, L = {}, len(caches)
    dAL = -Y / AL + (1 - Y) / (1 - AL)
    for layer in range(L, 0, -1):
        name = "sigmoid" if layer == L else "relu"
        made = steps.linear_activation_backward(dAL, caches[layer - 1], name)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = made
    return grads


EXERCISE = Exercise(
    steps.L_model_backward,
    points=16,
    returns=("grads",),
    cases=model_backward_cases,
    mistakes={
        "The slope of your loss has the wrong sign: it is −Y / AL + (1 − Y) / (1 − AL).": slip(
            "dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = Y / AL - (1 - Y) / (1 - AL)"
        ),
        "Your two terms have the same sign: raising AL lowers the loss where Y = 1 and raises it where Y = 0.": slip(
            "dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = -(Y / AL + (1 - Y) / (1 - AL))"
        ),
        "You start from AL − Y, which is dZ of the sigmoid layer already, and then go through it again; "
        "start from dAL.": slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = AL - Y"),
        "You divide dAL by m, and linear_backward divides dW and db by m once more; leave m to linear_backward.": slip(
            "dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = (-Y / AL + (1 - Y) / (1 - AL)) / Y.shape[1]"
        ),
        "You leave out the examples labelled 0: add (1 − Y) / (1 − AL).": slip(
            "dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = -Y / AL"
        ),
        "Every layer of yours starts from dAL; start each from the dA that the layer above "
        "handed down.": backward_without_handing_on,
        "You store a layer's dA_prev under its own number; it is the gradient of the layer before: dA{l-1}.": slip(
            'f"dA{layer - 1}"', 'f"dA{layer}"'
        ),
        "All your layers go back through the ReLU; layer L has the sigmoid.": slip(
            '"sigmoid" if layer == L else "relu"', '"relu"'
        ),
        "All your layers go back through the sigmoid; only layer L has it, the hidden ones have the ReLU.": slip(
            '"sigmoid" if layer == L else "relu"', '"sigmoid"'
        ),
        "Your loop ends before layer 1, which gets no gradients; let it run down to 1.": slip(
            "range(L, 0, -1)", "range(L, 1, -1)"
        ),
        "You go through the layers or their caches from the front; the way back starts at layer L, "
        "and layer l's cache is caches[l - 1].": slip("caches[layer - 1]", "caches[L - layer]"),
        "Your first term lacks its minus: raising AL lowers the loss where Y = 1.": slip(
            "dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = Y / AL + (1 - Y) / (1 - AL)"
        ),
        "You read one cache too far: Python counts from 0, so layer l's cache is caches[l - 1].": slip(
            "caches[layer - 1]", "caches[layer]"
        ),
    },
    right=[backward_in_two_parts],
    hints=[
        "Start with the loss's slope in AL, then let each layer hand its dA_prev down to the layer before.",
        "dAL = −Y / AL + (1 − Y) / (1 − AL). Layer L: sigmoid, caches[L − 1]; below: relu, caches[l − 1]. "
        "What layer l hands down is stored as dA{l−1}.",
        'for l in range(L, 0, -1): dA, dW, db = linear_activation_backward(dA, caches[l - 1], "sigmoid" if l == L '
        'else "relu"); store the three as f"dA{l - 1}", f"dW{l}", f"db{l}".',
    ],
    topics=["L-layer network", "backpropagation"],
)
