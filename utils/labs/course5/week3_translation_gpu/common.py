"""What exercises of this lab are tried on: modules with the weights of NumPy's cases, masks, answers of single rows."""

import copy

import numpy as np
import torch
from torch import nn

from utils.gpu.models.weights import LSTM_ORDER


def lstm_of(weights, kind=nn.LSTM):
    """An nn.LSTM, or nn.LSTMCell, in float64 with the arrays W, U, b of the NumPy lab's cases."""
    n_x, n_a = weights["W"].shape[1:]
    module = kind(n_x, n_a, **({"batch_first": True} if kind is nn.LSTM else {})).double()
    W, U = (weights[name][LSTM_ORDER].transpose(0, 2, 1).reshape(4 * n_a, -1) for name in "WU")
    b = weights["b"][LSTM_ORDER].ravel()
    with torch.no_grad():
        for parameter, array in zip(module.parameters(), (W, U, b, np.zeros_like(b)), strict=True):
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(array)))
    return module


def cell_of(weights):
    """An nn.LSTMCell with the arrays W, U, b."""
    return lstm_of(weights, nn.LSTMCell)


def linear_of(weights):
    """An nn.Linear in float64 with the arrays W (n_a, n_y) and b of the NumPy lab's cases."""
    module = nn.Linear(*weights["W"].shape).double()
    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(weights["W"].T.copy()))
        module.bias.copy_(torch.from_numpy(weights["b"]))
    return module


def masks(lengths, T):
    """(m, T) of bool, True at the first places of each row."""
    return np.arange(T) < np.asarray(lengths)[:, np.newaxis]


def answered_by(exercise, reference, returns=None):
    """A NumPy exercise whose answers another function gives, such as its own reference on each sentence alone.

    returns: the names of what that function returns, where they are others.
    """
    other = copy.copy(exercise)
    other.reference, other.returns = reference, returns or exercise.returns
    return other
