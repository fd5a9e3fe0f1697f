"""The exercise linear_activation_backward: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import _layer
from utils.steps import activations
from utils.steps import deep_network as steps


def block_backward_cases(rng):
    shapes = [(2, 2, 2), (1, 3, 1), (4, 2, 5), (3, 1, 2)]
    made = []
    for n, n_prev, m in shapes:
        for name in ("sigmoid", "relu"):
            A, cache = steps.linear_activation_forward(*_layer(rng, n, n_prev, m), name)
            made.append((rng.standard_normal(A.shape), cache, name))
    return made


def unknown_activation(rng):
    A, cache = steps.linear_activation_forward(*_layer(rng, 2, 2, 2), "relu")
    return [(rng.standard_normal(A.shape), cache, "tanh")]


def block_backward_by_hand(dA, cache, activation):
    (A_prev, W, _), Z = cache
    if activation not in ("sigmoid", "relu"):
        raise ValueError(activation)
    s = activations.sigmoid(Z)
    dZ = dA * (Z > 0) if activation == "relu" else dA * s * (1 - s)
    m = dA.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.mean(axis=1, keepdims=True)


EXERCISE = Exercise(
    steps.linear_activation_backward,
    points=10,
    returns=("dA_prev", "dW", "db"),
    cases=block_backward_cases,
    wishes=unknown_activation,
    mistakes={
        "You pass dA on as if it were dZ; go through the activation first.": slip(
            ("sigmoid_backward(dA, activation_cache)", "dA"),
            ("relu_backward(dA, activation_cache)", "dA"),
        ),
        "Your two activations are exchanged: look at which branch calls sigmoid_backward and which "
        "relu_backward.": slip(
            ("dZ = relu_backward(dA, activation_cache)", "dZ = dA * SIGMOID"),
            ("dZ = sigmoid_backward", "dZ = relu_backward"),
            ("dA * SIGMOID", "sigmoid_backward(dA, activation_cache)"),
        ),
        "Your ReLU lets through where dA is positive; what counts is where Z was.": slip(
            "relu_backward(dA, activation_cache)", "relu_backward(dA, dA)"
        ),
        "You take the slope of the activation without multiplying by dA.": slip(
            ("_backward(dA, activation_cache)", "_backward(np.ones_like(dA), activation_cache)")
        ),
        "You give the activation's backward function the layer's input; it needs Z, the second half "
        "of the cache.": slip(
            (
                "linear_cache, activation_cache = cache",
                "linear_cache, _ = cache; activation_cache = linear_cache[0]",
            )
        ),
        "You take the pair apart the wrong way round: linear_cache comes first, then Z.": slip(
            "linear_cache, activation_cache = cache", "activation_cache, linear_cache = cache"
        ),
        "You use the sigmoid's backward function whatever the name says.": slip(
            "dZ = relu_backward", "dZ = sigmoid_backward"
        ),
        "You use the ReLU's backward function whatever the name says.": slip(
            "dZ = sigmoid_backward", "dZ = relu_backward"
        ),
        "You exchange the arguments: the gradient comes first, then Z, as in relu_backward(dA, Z).": slip(
            "_backward(dA, activation_cache)", "_backward(activation_cache, dA)"
        ),
        "You hand the whole pair to linear_backward; it wants its own half, linear_cache.": slip(
            "linear_backward(dZ, linear_cache)", "linear_backward(dZ, cache)"
        ),
        "Your first result is dZ; return dA_prev, the first of the three that linear_backward gives.": slip(
            "return linear_backward(dZ, linear_cache)", "return dZ, *linear_backward(dZ, linear_cache)[1:]"
        ),
    },
    right=[block_backward_by_hand],
    hints=[
        "Undo the forward block in the opposite order: its activation came last, so it goes first.",
        "dZ = sigmoid_backward(dA, Z) or relu_backward(dA, Z); then linear_backward(dZ, linear_cache).",
        'linear_cache, Z = cache; if activation == "sigmoid": dZ = sigmoid_backward(dA, Z), elif … "relu" …, '
        "else: raise ValueError; at the end return linear_backward(dZ, linear_cache)",
    ],
    topics=["backward block", "caches", "chain rule"],
)
