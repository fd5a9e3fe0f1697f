"""Carry the weights of NumPy layers into the PyTorch modules that compute the same."""

from operator import attrgetter

import numpy as np
import torch
from torch import nn

from utils.layers.batch_norm import BatchNorm
from utils.layers.convolution import Conv2D, pair
from utils.layers.dense import Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.layer_norm import LayerNorm
from utils.layers.lstm import LSTM
from utils.layers.multi_head_attention import MultiHeadAttention
from utils.layers.rnn import RNN
from utils.layers.transposed import Conv2DTranspose

LSTM_ORDER = [0, 1, 3, 2]  # ours: update, forget, output, candidate; torch: update, forget, candidate, output


def copy_weights(layer, module):
    """Give a torch module the weights of ours, part by part, in the order in which each holds its parts.

    layer: a Layer of any depth.    module: an nn.Module, made of the corresponding parts. A GRU of ours corresponds
    where it has reset_after=True; two recurrent layers in a Bidirectional are one bidirectional torch module.
    Returns the module. Raises ValueError where the two do not correspond, in their arrays or in their settings (see
    SETTINGS); the module is then as it was.
    """
    ours = [part for _, part in layer.walk() if part.weights]
    theirs = list(_targets(module))
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} layers with weights here, {len(theirs)} in the torch module")
    pairs = []
    for part, (target, suffix) in zip(ours, theirs, strict=True):
        _compare_settings(part, target)
        for name, array in torch_arrays(part).items():
            pairs.append((_tensor(part, target, name + suffix, array), array))
    _compare_parameters(module, [tensor for tensor, _ in pairs])
    with torch.no_grad():
        for tensor, array in pairs:
            tensor.copy_(torch.from_numpy(np.ascontiguousarray(array)))
    return module


def _compare_settings(part, target):
    """Refuse a module that would compute something else with the same weights."""
    for kind, settings in SETTINGS.items():
        if isinstance(part, kind):
            for name, here in settings(part).items():
                there = getattr(target, name, here)
                if there != here:
                    kinds = f"{type(part).__name__} and {type(target).__name__}"
                    raise ValueError(f"{kinds} do not correspond: {name} is {here} here and {there} there")


def _compare_parameters(module, written):
    """Refuse a module that has parameters of its own beyond those that are written."""
    known = {id(tensor) for tensor in written}
    left = [name for name, tensor in module.named_parameters() if id(tensor) not in known]
    if left:
        raise ValueError(f"the torch module has parameters that correspond to nothing here: {left}")


def torch_arrays(layer):
    """A layer's own arrays under PyTorch's names, with PyTorch's axes. Raises ValueError for an unknown layer."""
    for kind, arrays in ARRAYS.items():
        if isinstance(layer, kind):
            return {name: array for name, array in arrays(layer).items() if array is not None}
    raise ValueError(f"no torch module is known for {type(layer).__name__}")


def _recurrent(W, U, b, b_U=None, order=None):
    """Gates stacked on the first axis -> torch's, one under the other; our one bias goes to the inputs' side."""
    *_, n_x, n_a = W.shape
    gates = W.size // (n_x * n_a)
    order = np.arange(gates) if order is None else order
    b_U = np.zeros_like(b) if b_U is None else b_U
    return {
        "weight_ih_l0": W.reshape(gates, n_x, n_a)[order].transpose(0, 2, 1).reshape(-1, n_x),
        "weight_hh_l0": U.reshape(gates, n_a, n_a)[order].transpose(0, 2, 1).reshape(-1, n_a),
        "bias_ih_l0": b.reshape(gates, n_a)[order].ravel(),
        "bias_hh_l0": b_U.reshape(gates, n_a)[order].ravel(),
    }


def _gru(layer):
    if "b_U" not in layer.weights:
        raise ValueError("torch.nn.GRU resets after the product: only a GRU(…, reset_after=True) corresponds to it")
    return _recurrent(layer.W, layer.U, layer.b, layer.b_U)


def _filters(W):
    """(f, f, n_C_prev, n_C) -> (n_C, n_C_prev, f, f)."""
    return W.transpose(3, 2, 0, 1)


ARRAYS = {
    Dense: lambda layer: {"weight": layer.W.T, "bias": layer.b},
    Conv2D: lambda layer: {"weight": _filters(layer.W), "bias": layer.b},
    # (f, f, n_C, n_C_prev) -> (n_C_prev, n_C, f, f): torch, too, writes it as the way back of a convolution
    Conv2DTranspose: lambda layer: {"weight": _filters(layer.W), "bias": layer.b},
    DepthwiseConv2D: lambda layer: {"weight": layer.W.transpose(2, 0, 1)[:, None], "bias": layer.b},
    BatchNorm: lambda layer: {
        "weight": layer.gamma,
        "bias": layer.beta,
        "running_mean": layer.mean,
        "running_var": layer.variance,
    },
    LayerNorm: lambda layer: {"weight": layer.gamma, "bias": layer.beta},
    Embedding: lambda layer: {"weight": layer.W},
    RNN: lambda layer: _recurrent(layer.W, layer.U, layer.b),
    GRU: _gru,
    LSTM: lambda layer: _recurrent(layer.W, layer.U, layer.b, order=LSTM_ORDER),
    MultiHeadAttention: lambda layer: {
        "in_proj_weight": layer.Wqkv.T,
        "in_proj_bias": layer.bqkv,
        "out_proj.weight": layer.Wo.T,
        "out_proj.bias": layer.bo,
    },
}


def _window(layer):
    """The stride and padding of a convolution, as torch writes them."""
    return {"stride": (layer.stride, layer.stride), "padding": tuple(pair(layer.pad))}


SETTINGS = {
    (Conv2D, Conv2DTranspose, DepthwiseConv2D): _window,
    (BatchNorm, LayerNorm): lambda layer: {"eps": layer.eps},
    RNN: lambda layer: {"nonlinearity": "tanh", "num_layers": 1},
    (GRU, LSTM): lambda layer: {"num_layers": 1},
    MultiHeadAttention: lambda layer: {"num_heads": layer.heads},
}


def _targets(module):
    """Yield (module, suffix of its names) for every torch module that holds weights of its own."""
    if getattr(module, "norm_first", False):
        raise ValueError(f"{type(module).__name__} normalises first, ours after the sum: build it without norm_first")
    if isinstance(module, nn.MultiheadAttention):
        yield module, ""
        return
    if any(True for _ in module.parameters(recurse=False)):
        yield module, ""
        if getattr(module, "bidirectional", False):
            yield module, "_reverse"
    for part in module.children():
        yield from _targets(part)


def _tensor(part, target, name, array):
    """The tensor of a name; ValueError where it is missing or has another shape."""
    if isinstance(target, nn.RNNCellBase):
        name = name.removesuffix("_l0")  # a single cell has no layers to number
    try:
        tensor = attrgetter(name)(target)
        found = tuple(tensor.shape)
    except AttributeError:
        tensor, found = None, "nothing"
    if found != array.shape:
        kinds = f"{type(part).__name__} and {type(target).__name__}"
        raise ValueError(f"{kinds} do not correspond: {name} is {array.shape} here and {found} there")
    return tensor
