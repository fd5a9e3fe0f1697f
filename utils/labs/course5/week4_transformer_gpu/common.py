"""What several exercises of this lab are tried on: NumPy parameters turned to PyTorch's axes, and masks."""

import numpy as np

from utils.gpu.models.transformer import in_torch
from utils.labs.course5.week4_transformer.common import heads_parameters, layer_parameters


def heads(rng, d):
    """Weights and biases of q, k, v and the output, on PyTorch's axes."""
    return in_torch(heads_parameters(rng, d))


def decoder_parameters(rng, d, d_hidden):
    """The parameters of a layer of the decoder, on PyTorch's axes."""
    return in_torch(layer_parameters(rng, d, d_hidden, cross=True))


def as_it_is(parameters):
    """Parameters whose axes are PyTorch's already: the check must not turn them once more."""
    return parameters


def words_of(lengths, T):
    """A padding mask (m, 1, T), True at the first places of each row."""
    return (np.arange(T) < np.array(lengths)[:, np.newaxis])[:, np.newaxis]
