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


EXERCISE = Exercise(
    steps.L_model_forward,
    points=14,
    returns=("AL", "caches"),
    cases=model_cases,
    mistakes={
        "Your output layer uses the ReLU, so AL is no probability; layer L has the sigmoid.": slip(
            '"sigmoid" if layer == L else "relu"', '"relu"'
        ),
        "Every layer of yours has the sigmoid; only layer L does, the hidden ones have the ReLU.": slip(
            '"sigmoid" if layer == L else "relu"', '"sigmoid"'
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
        "The output of one block is the input of the next: keep it in a variable A that starts as X.",
        "relu for l = 1 … L − 1, sigmoid for l = L; append each block's cache to the list as you go.",
        'for l in range(1, L): A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], '
        '"relu"); caches.append(cache). After the loop the same once more for layer L with "sigmoid".',
    ],
    topics=["L-layer network", "caches"],
)
