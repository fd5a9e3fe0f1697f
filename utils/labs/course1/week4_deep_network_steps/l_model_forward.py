"""The exercise L_model_forward: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import model_cases
from utils.steps import deep_network as steps


def forward_in_two_parts(X, parameters):
    caches, A, L = [], X, len(parameters) // 2
    for number in range(1, L):
        A, cache = steps.linear_activation_forward(
            A, parameters["W" + str(number)], parameters["b" + str(number)], "relu"
        )
        caches.append(cache)
    AL, cache = steps.linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches


PLANTED = "Every layer of yours has the sigmoid; only layer L does, the hidden ones have the ReLU."


EXERCISE = Exercise(
    steps.L_model_forward,
    points=14,
    returns=("AL", "caches"),
    cases=model_cases,
    mistakes={
        "Your output layer uses the ReLU, so AL is no probability; layer L has the sigmoid.": slip(
            '"sigmoid" if layer == L else "relu"', '"relu"'
        ),
        PLANTED: slip(
            ("layer == L", "layer <= L"), ("choose its activation (only the last has the sigmoid), run", "run")
        ),
        "Your loop ends before the output layer: after the ReLU layers, one block with the sigmoid is due.": slip(
            "range(1, L + 1)", "range(1, L)"
        ),
        "You put the newest cache in front; append it, so that layer 1's cache comes first.": slip(
            "caches.append(cache)", "caches.insert(0, cache)"
        ),
        "You leave out the output layer's cache; the way back starts there, so append it too.": slip(
            "caches.append(cache)", "caches += [cache] if layer < L else []"
        ),
        "Your caches hold the activations; append the cache that the block returns.": slip(
            "caches.append(cache)", "caches.append(A)"
        ),
        "Each layer of yours reads X; give it the output of the layer before.": slip(
            "linear_activation_forward(A, ", "linear_activation_forward(X, "
        ),
        "You count the dictionary's entries as layers; each layer owns two of them, W and b: divide by 2.": slip(
            "len(parameters) // 2", "len(parameters)"
        ),
        "Your loop starts at layer 0, the input, which has no weights; start it at 1.": slip(
            "range(1, L + 1)", "range(L)"
        ),
    },
    right=[forward_in_two_parts],
    hints=[
        "Send the 2-3-1 network's x through, and compare what layer 2's cache holds with A1 by hand.",
        "relu is due for l = 1 … L − 1, the sigmoid for l = L. Print what the function chooses for each layer.",
        "layer <= L is true in every round; the sigmoid belongs to layer == L.",
    ],
    topics=["L-layer network", "caches"],
    planted=PLANTED,
    symptom="No hidden unit is ever at 0 and none is above 1, whatever the inputs; ReLU units should be.",
)
