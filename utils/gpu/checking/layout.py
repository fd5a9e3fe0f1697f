"""Arrays of the NumPy labs as PyTorch has them, and tensors back as arrays."""

import re
from contextlib import contextmanager

import numpy as np
import torch

WEIGHTS, BIASES = re.compile(r"d?W\d*"), re.compile(r"d?b\d*")


def torch_layout(name, array):
    """A NumPy array of ours with the axes that PyTorch expects, by its name and number of axes.

    Images (m, n_H, n_W, n_C) -> (m, n_C, n_H, n_W); filters W (f, f, n_C_prev, n_C) -> (n_C, n_C_prev, f, f); dense
    weights W (n_prev, n) -> (n, n_prev); biases b (1, 1, 1, n_C) -> (n_C,). Anything else stays as it is.
    """
    weights = WEIGHTS.fullmatch(name)
    if array.ndim == 4 and BIASES.fullmatch(name):
        return array.reshape(-1)
    if array.ndim == 4:
        return np.ascontiguousarray(array.transpose((3, 2, 0, 1) if weights else (0, 3, 1, 2)))
    return np.ascontiguousarray(array.T) if array.ndim == 2 and weights else array


def each_leaf(change, name, value):
    """`change(name, leaf)` for every leaf of nested dictionaries, lists and tuples; entries go by their own keys."""
    if isinstance(value, dict):
        return {key: each_leaf(change, key, entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(each_leaf(change, name, entry) for entry in value)
    return change(name, value)


def in_torch_layout(name, value):
    return torch_layout(name, value) if isinstance(value, np.ndarray) else value


def as_array(tensor):
    """A tensor's numbers; half precision and single precision become float64, which changes none of them."""
    tensor = tensor.detach().cpu()
    return (tensor.double() if tensor.is_floating_point() else tensor).numpy().copy()


@contextmanager
def one_thread():
    """Compute on one core: the numbers of a check are few, and threads that wait for each other only cost time."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def different_weights(tensor):
    """Numbers of tensor's shape, all different, by which a sum tells its entries apart."""
    return torch.cos(torch.arange(tensor.numel(), device=tensor.device)).to(tensor.dtype).reshape(tensor.shape)
