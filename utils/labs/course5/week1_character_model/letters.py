"""The learner's small network as a language model: what it says next, its nats, and training with other settings."""

import numpy as np

from utils.data.dinosaurs import LETTERS
from utils.steps import character_model as steps

IDS = LETTERS.ids
SYMBOLS = dict(enumerate(LETTERS.symbols))


def from_network(parameters):
    """The network as a model: a function of the symbols so far that returns (V,) probabilities."""
    V, states = len(parameters["by"]), {}

    def next_probabilities(before):
        key = tuple(before)
        if key not in states:
            x = np.zeros((V, 1))
            a = np.zeros_like(parameters["b"])
            if key:
                next_probabilities(key[:-1])
                a, x[key[-1]] = states[key[:-1]][0], 1
            states[key] = steps.rnn_step_forward(parameters, a, x)
        return states[key][1][:, 0]

    return next_probabilities


def read_and_said(name):
    """X and Y of a name."""
    letters = [IDS[letter] for letter in name]
    return [None] + letters, letters + [IDS["\n"]]


def network_nats(parameters, names):
    """−Σ ln p / N over all symbols of some names."""
    a, total = np.zeros_like(parameters["b"]), 0.0
    for name in names:
        total += steps.rnn_forward(*read_and_said(name), a, parameters)[0]
    return total / sum(len(name) + 1 for name in names)


def train(names, iterations, rate, seed, limit=5, carry=False, n_a=50):
    """As `model`, with other settings.    limit: None clips nothing.    carry: True hands the state on between names.

    Returns the parameters, and in how many steps an entry was beyond 5.
    """
    rng = np.random.default_rng(seed)
    order, beyond = rng.permutation(len(names)), 0
    parameters, a = steps.initialize_parameters(n_a, len(IDS), len(IDS), rng), np.zeros((n_a, 1))
    for j in range(iterations):
        X, Y = read_and_said(names[order[j % len(names)]])
        _, cache = steps.rnn_forward(X, Y, a, parameters)
        gradients, states = steps.rnn_backward(X, Y, parameters, cache)
        beyond += max(np.abs(gradient).max() for gradient in gradients.values()) > 5
        if limit is not None:
            gradients = steps.clip(gradients, limit)
        parameters = steps.update_parameters(parameters, gradients, rate)
        a = states[-1] if carry else a
    return parameters, int(beyond)
