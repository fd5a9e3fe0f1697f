"""What holds for every layer of the course alike."""

import numpy as np
import pytest

from utils import layers


def rng():
    return np.random.default_rng(0)


# name of the class: what makes one, for layers that need more than nothing
MADE = {
    "Dense": lambda: layers.Dense(2, 2, rng()),
    "Dropout": lambda: layers.Dropout(0.5, rng()),
    "Embedding": lambda: layers.Embedding(3, 2, rng()),
    "BatchNorm": lambda: layers.BatchNorm(2),
    "LayerNorm": lambda: layers.LayerNorm(2),
    "Conv2D": lambda: layers.Conv2D(2, 2, 3, rng()),
    "DepthwiseConv2D": lambda: layers.DepthwiseConv2D(2, 3, rng()),
    "Conv2DTranspose": lambda: layers.Conv2DTranspose(2, 2, 3, rng()),
    "RNN": lambda: layers.RNN(2, 2, rng()),
    "GRU": lambda: layers.GRU(2, 2, rng()),
    "LSTM": lambda: layers.LSTM(2, 2, rng()),
    "Bidirectional": lambda: layers.Bidirectional(layers.RNN(2, 2, rng()), layers.RNN(2, 2, rng())),
    "BahdanauAttention": lambda: layers.BahdanauAttention(2, 2, 2, rng()),
    "MultiHeadAttention": lambda: layers.MultiHeadAttention(2, 1, rng()),
    "CrossAttention": lambda: layers.CrossAttention(2, 1, rng()),
    "FeedForward": lambda: layers.FeedForward(2, 2, rng()),
    "EncoderLayer": lambda: layers.EncoderLayer(2, 1, 2, rng()),
    "DecoderLayer": lambda: layers.DecoderLayer(2, 1, 2, rng()),
    "Sequential": lambda: layers.Sequential(layers.ReLU()),
    "Residual": lambda: layers.Residual(layers.ReLU()),
    "Concat": lambda: layers.Concat(layers.ReLU()),
    "Skip": lambda: layers.Skip(layers.ReLU()),
}
ALL = pytest.mark.parametrize("kind", layers.LAYERS, ids=lambda kind: kind.__name__)


def made(kind):
    return MADE.get(kind.__name__, kind)()


@ALL
def test_backward_asks_for_forward_first(kind):
    with pytest.raises(ValueError, match="forward"):
        made(kind).backward(np.ones((2, 2), np.float32))


@ALL
def test_arrays_have_names_and_go_out_and_in(kind):
    layer = made(kind)
    state = layer.state()
    assert set(layer.parameters()) <= set(state)
    layer.load({name: np.full_like(array, 0.5) for name, array in state.items()})
    assert all((array == 0.5).all() for array in layer.state().values())
    assert repr(layer).startswith(kind.__name__)


@ALL
def test_settings_of_forward_are_given_by_name(kind):
    """A mask in second place would be taken for `train`, and pass unnoticed."""
    import inspect

    parameters = inspect.signature(kind.forward).parameters
    for name in ("train", "mask", "memory_mask", "initial"):
        assert name not in parameters or parameters[name].kind == inspect.Parameter.KEYWORD_ONLY
