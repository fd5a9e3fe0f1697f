"""How far back a cell's state can be moved: the gradient with respect to inputs of long ago, and measured slopes."""

import functools

import numpy as np

from utils.labs.course5.week1_gru.networks import CELLS, start_at

STEPS, UNITS, INPUTS, EXAMPLES = 61, 24, 5, 16


def gradient_by_gap(cell, start=None, scale=1.0, seed=0, reset=0.0, uniform=False):
    """How strongly each input moves the last state, against the last input: (STEPS,), the last input's 1 first.

    A fresh layer in float64 reads normal random inputs; a random direction of its last state is carried back.
    cell: a key of CELLS.    start: the bias of the GRU's update or the LSTM's forget gates; None for the layer's own.
    scale: factor of all weights from state to state, which start as orthogonal matrices.
    reset: the bias of the GRU's reset gates.    uniform: True for a start as PyTorch's, all weights and biases
    uniform within ±1/√UNITS.
    """
    rng = np.random.default_rng(seed)
    layer = CELLS[cell](INPUTS, UNITS, rng, return_sequences=False).cast(np.float64)
    if start is not None and cell != "RNN":
        start_at(layer, cell, start, reset)
    layer.U *= scale
    if uniform:
        for array in layer.parameters().values():
            array[...] = rng.uniform(-1, 1, array.shape) / np.sqrt(UNITS)
    layer.forward(rng.standard_normal((EXAMPLES, STEPS, INPUTS)))
    dx = layer.backward(rng.standard_normal((EXAMPLES, UNITS)))
    sizes = np.sqrt(np.mean(np.sum(dx**2, axis=2), axis=0))[::-1]
    return sizes / sizes[0]


@functools.cache
def mean_gradient(cell, start=None, scale=1.0, reset=0.0, uniform=False):
    """The geometric mean of `gradient_by_gap` over five seeds, not to be written to."""
    logs = [np.log(gradient_by_gap(cell, start, scale, seed, reset, uniform)) for seed in range(5)]
    sizes = np.exp(np.mean(logs, axis=0))
    sizes.setflags(write=False)
    return sizes


def centred_differences(value, array, step=1e-5):
    """The slope of a number by every entry of an array, which is changed in place and set back.

    value: function without arguments, which reads the array.
    """
    slopes = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        kept, ends = array[place], []
        for nudge in (step, -step):
            array[place] = kept + nudge
            ends.append(value())
        array[place] = kept
        slopes[place] = (ends[0] - ends[1]) / (2 * step)
    return slopes
