"""Small recurrent networks in the course's shapes, and their training on recall: name the token that was marked."""

import numpy as np

from utils.bars import progress
from utils.data.memory_tasks import marked_token
from utils.layers.clipping import clip_by_global_norm
from utils.steps import lstm, rnn
from utils.steps.optimization import initialize_adam, update_parameters_with_adam
from utils.steps.softmax import softmax

TOKENS, N_X = 4, 5  # an input is a token, one-hot, and the mark below it
UNITS = {"RNN": 32, "LSTM": 15}  # 1,348 and 1,324 weights and biases
STEPS, BATCH, CLIP = 400, 32, 1.0
FUNCTIONS = {
    "RNN": (rnn.rnn_forward, rnn.rnn_backward),
    "LSTM": (lstm.lstm_forward, lstm.lstm_backward),
}


def recall(m, T_x, rng, later=0):
    """Random tokens, one of the first five marked; at the end it has to be named.

    later: so many tokens without a mark come first; the mark is among the five after them.
    Returns x (N_X, m, T_x), y (m,) of whole numbers from 0 to TOKENS − 1.
    """
    x, y = marked_token(m, T_x - later, rng, TOKENS)
    if later:
        first, _ = marked_token(m, max(later, 5), rng, TOKENS)
        first[..., -1] = 0
        x = np.concatenate([first[:, :later], x], axis=1)
    return x.transpose(2, 0, 1).astype(float), y


def flat(x):
    """One row of all its numbers for each sequence, as a plain network wants it: (m, T_x · n_x)."""
    return x.transpose(1, 2, 0).reshape(x.shape[1], -1)


def start_of(cell, rng, forget_bias=0.0, scale=1.0, rotation=False, n_x=N_X, n_a=None, n_y=TOKENS, inputs=1.0):
    """The starting parameters of a network.

    cell: a key of UNITS.    forget_bias: of an LSTM's forget gates; all other biases are 0.
    scale: of the weights from state to state; each is drawn with the standard deviation scale / √n_a.
    rotation: those of an RNN are a random rotation instead, times scale.    inputs: of the weights from the input.
    """
    n_a = n_a or UNITS[cell]

    def drawn(rows, columns):
        return rng.normal(0, 1 / np.sqrt(columns), (rows, columns))

    if cell == "RNN":
        parameters = {"Wax": inputs * drawn(n_a, n_x), "Waa": scale * drawn(n_a, n_a), "Wya": drawn(n_y, n_a)}
        if rotation:
            parameters["Waa"] = scale * np.linalg.qr(parameters["Waa"])[0]
        return parameters | {"ba": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}
    parameters = {"Wy": drawn(n_y, n_a), "by": np.zeros((n_y, 1))}
    for gate in "fico":
        parameters["W" + gate] = np.hstack([scale * drawn(n_a, n_a), inputs * drawn(n_a, n_x)])
        parameters["b" + gate] = np.full((n_a, 1), forget_bias if gate == "f" else 0.0)
    return parameters


def size_of(parameters):
    """How many numbers are learnt."""
    return sum(value.size for value in parameters.values())


def last_scores(x, parameters, forward):
    """The prediction after the last step (n_y, m), all states a, and the caches."""
    n_a = parameters["Wya" if "Wya" in parameters else "Wy"].shape[1]
    a, y_pred, *_, caches = forward(x, np.zeros((n_a, x.shape[1])), parameters)
    return y_pred[:, :, -1], a, caches


def cost_and_gradients(x, y, parameters, forward, backward):
    """The cross-entropy of the last step's prediction, averaged over the sequences, and its gradients.

    x: (n_x, m, T_x).    y: (m,).    forward, backward: rnn_forward and rnn_backward, or those of the LSTM.
    Returns the cost and {"dW…", "db…"} for every parameter.
    """
    m, W = x.shape[1], "Wya" if "Wya" in parameters else "Wy"
    scores, a, caches = last_scores(x, parameters, forward)
    right = np.eye(len(scores))[:, y]
    cost = -np.sum(right * np.log(np.maximum(scores, 1e-300))) / m
    dscores = (scores - right) / m
    da = np.zeros(a.shape)  # many-to-one: no step but the last has a prediction that counts
    da[:, :, -1] = parameters[W].T @ dscores
    gradients = backward(da, caches)
    gradients = {key: gradients[key] for key in gradients if key not in ("dx", "da0")}
    return cost, gradients | {"d" + W: dscores @ a[:, :, -1].T, "dby": dscores.sum(axis=1, keepdims=True)}


def slope_by_nudging(x, y, parameters, name, place, forward, backward, nudge=1e-5):
    """The gradient of the cost with respect to one number, parameters[name][place], by centred differences."""
    costs = []
    for change in (nudge, -nudge):
        moved = {key: value.copy() for key, value in parameters.items()}
        moved[name][place] += change
        costs.append(cost_and_gradients(x, y, moved, forward, backward)[0])
    return (costs[0] - costs[1]) / (2 * nudge)


def accuracy(x, y, parameters, forward):
    """The share of sequences whose marked token gets the highest score."""
    return float(np.mean(last_scores(x, parameters, forward)[0].argmax(axis=0) == y))


def train(cell, T_x, seed, rate, start=None, forward=None, backward=None, steps=STEPS):
    """Train on batches of fresh sequences by Adam, gradients clipped to the norm CLIP.

    seed: draws the start and the batches.    start: arguments of `start_of`, or a dictionary of parameters under "own".
    forward, backward: those of FUNCTIONS where they are not given.
    Returns the parameters, and the accuracy on 500 sequences that no seed trains on.
    """
    forward, backward = forward or FUNCTIONS[cell][0], backward or FUNCTIONS[cell][1]
    rng = np.random.default_rng(seed)
    start = dict(start or {})
    parameters = start.pop("own", None) or start_of(cell, rng, **start)
    v, s = initialize_adam(parameters)
    for t in progress(range(1, steps + 1), cell):
        _, gradients = cost_and_gradients(*recall(BATCH, T_x, rng), parameters, forward, backward)
        clip_by_global_norm(gradients, CLIP)
        parameters, v, s, *_ = update_parameters_with_adam(parameters, gradients, v, s, t, rate)
    return parameters, accuracy(*recall(500, T_x, np.random.default_rng(10**6)), parameters, forward)


def summed_layer(x, parameters):
    """A ReLU layer applied to each step alone, its results summed over the steps, then a softmax: no state, no order.

    x: (n_x, m, T_x).    parameters: {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}.
    Returns the prediction (n_y, m), the sums (n_h, m), and the layer's values (n_h, m, T_x).
    """
    values = np.maximum(0, np.tensordot(parameters["W1"], x, axes=1) + parameters["b1"][:, :, np.newaxis])
    sums = values.sum(axis=2)
    return softmax(parameters["W2"] @ sums + parameters["b2"]), sums, values


def train_summed_layer(T_x, seed, rate, steps=STEPS, n_h=16):
    """Train `summed_layer` as `train` does; returns its parameters."""
    rng = np.random.default_rng(seed)
    parameters = {"W1": rng.normal(0, 1 / np.sqrt(N_X), (n_h, N_X)), "b1": np.zeros((n_h, 1))}
    parameters |= {"W2": rng.normal(0, 1 / np.sqrt(n_h), (TOKENS, n_h)), "b2": np.zeros((TOKENS, 1))}
    v, s = initialize_adam(parameters)
    for t in range(1, steps + 1):
        x, y = recall(BATCH, T_x, rng)
        scores, sums, values = summed_layer(x, parameters)
        dscores = (scores - np.eye(TOKENS)[:, y]) / BATCH
        dz = (parameters["W2"].T @ dscores)[:, :, np.newaxis] * (values > 0)
        gradients = {"dW2": dscores @ sums.T, "db2": dscores.sum(axis=1, keepdims=True)}
        gradients |= {"dW1": np.tensordot(dz, x, axes=([1, 2], [1, 2])), "db1": dz.sum(axis=(1, 2))[:, np.newaxis]}
        clip_by_global_norm(gradients, CLIP)
        parameters, v, s, *_ = update_parameters_with_adam(parameters, gradients, v, s, t, rate)
    return parameters


def in_pytorch(torch, cell, x, parameters, da):
    """The states a and the gradient dx of PyTorch's layer with these parameters, in the course's shapes.

    torch: the module.    x: (n_x, m, T_x).    da: (n_a, m, T_x).
    """
    if cell == "RNN":
        W, b = np.hstack([parameters["Waa"], parameters["Wax"]]), parameters["ba"]
    else:
        W, b = (np.vstack([parameters[kind + gate] for gate in "ifco"]) for kind in "Wb")
    n_a = len(da)
    layer = getattr(torch.nn, cell)(len(x), n_a, dtype=torch.float64)
    arrays = (W[:, n_a:], W[:, :n_a], b[:, 0], np.zeros(len(b)))  # input, state, and the two biases
    layer.load_state_dict({key: torch.tensor(value) for key, value in zip(layer.state_dict(), arrays, strict=True)})
    inputs = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)
    states, _ = layer(inputs)
    states.backward(torch.tensor(da.transpose(2, 1, 0)))
    return tuple(value.detach().numpy().transpose(2, 1, 0) for value in (states, inputs.grad))


def descend(T_x, seed, rate, scale, clip, steps=STEPS):
    """Train an RNN by plain gradient descent with clipping or without it.

    scale: of the weights from state to state at the start.    clip: whether gradients are cut to the norm CLIP.
    Returns the accuracy on 500 new sequences, and the longest gradient before clipping; NaN ends it early.
    """
    rng = np.random.default_rng(seed)
    parameters, longest = start_of("RNN", rng, scale=scale), 0.0
    for _ in progress(range(steps), "RNN"):
        _, gradients = cost_and_gradients(*recall(BATCH, T_x, rng), parameters, *FUNCTIONS["RNN"])
        longest = max(longest, clip_by_global_norm(gradients, CLIP if clip else np.inf))
        parameters = {key: value - rate * gradients["d" + key] for key, value in parameters.items()}
    return accuracy(*recall(500, T_x, np.random.default_rng(10**6)), parameters, rnn.rnn_forward), longest
