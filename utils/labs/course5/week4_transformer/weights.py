"""A Transformer's parameters: from layers to the steps' names, as a flat dictionary, and as text to be kept."""

import base64
import functools

import numpy as np

from utils.labs.measured import load_measured
from utils.models.transformer import Transformer


def heads_of(attention):
    """The parameters of a layer of attention under the names of `multi_head_attention`."""
    named = {f"W_{name}": W for name, W in zip("qkv", np.split(attention.Wqkv, 3, axis=1), strict=True)}
    named |= {f"b_{name}": b for name, b in zip("qkv", np.split(attention.bqkv, 3), strict=True)}
    return named | {"W_o": attention.Wo, "b_o": attention.bo}


def layer_of(layer):
    """The parameters of an encoder's or a decoder's layer under the names of the steps."""
    first, _, second = layer.feed_forward.layers
    named = {"attention": heads_of(layer.attention)}
    if hasattr(layer, "cross"):
        named["cross"] = heads_of(layer.cross)
    named |= {"W1": first.W, "b1": first.b, "W2": second.W, "b2": second.b}
    for k in range(1, 4 if hasattr(layer, "cross") else 3):
        norm = getattr(layer, f"norm{k}")
        named |= {f"gamma{k}": norm.gamma, f"beta{k}": norm.beta}
    return named


def parameters_of(net):
    """The parameters of a whole network under the names of `transformer`, float64, copied."""
    tree = {
        "source": net.source.embedding.W,
        "target": net.target.embedding.W,
        "encoder": [layer_of(layer) for layer in net.encoder],
        "decoder": [layer_of(layer) for layer in net.decoder],
        "W": net.output.W,
        "b": net.output.b,
    }
    return changed(tree, lambda array: np.array(array, dtype=np.float64))


def fresh_parameters(n_source, n_target, d, n_heads, layers, d_hidden, rng):
    """Starting values of the parameters of `transformer`."""
    return parameters_of(Transformer(n_source, n_target, d, n_heads, layers, d_hidden, rng))


def changed(tree, change):
    """The same nested dictionaries and lists with every array changed."""
    if isinstance(tree, dict):
        return {key: changed(branch, change) for key, branch in tree.items()}
    if isinstance(tree, list):
        return [changed(branch, change) for branch in tree]
    return change(tree)


def flat(tree, before=""):
    """Parameters, or their gradients, as one dictionary: {"encoder.0.attention.W_q": array}, the same names for both.

    An optimiser that changes the arrays in place changes those of the tree.
    """
    if isinstance(tree, dict):
        branches = tree.items()
    elif isinstance(tree, list):
        branches = enumerate(tree)
    else:
        return {before: tree}
    found = {}
    for key, branch in branches:
        name = str(key)
        if name.startswith("d") and name != "decoder":
            name = name[1:]
        found |= flat(branch, f"{before}.{name}" if before else name)
    return found


def packed(tree):
    """Nested arrays as nested texts: each column in steps of a 127th of its largest entry, a byte for each number."""

    def pack(array):
        scale = np.maximum(np.abs(array).max(axis=0, keepdims=array.ndim == 1), 1e-12) / 127
        steps = np.round(array / scale).astype(np.int8)
        texts = [base64.b64encode(one.tobytes()).decode() for one in (steps, scale.astype(np.float32))]
        return [*texts, list(array.shape)]

    return changed(tree, pack)


def unpacked(tree):
    """What `packed` has made, as arrays again; a text stands for each array."""
    if isinstance(tree, dict):
        return {key: unpacked(branch) for key, branch in tree.items()}
    if not isinstance(tree[0], str):
        return [unpacked(branch) for branch in tree]
    steps, scale = (
        np.frombuffer(base64.b64decode(text), kind) for text, kind in zip(tree, (np.int8, np.float32), strict=False)
    )
    return steps.reshape(tree[2]) * scale.astype(np.float64)


@functools.cache
def kept_parameters():
    """The translator that `python -m utils measure week4_transformer` has trained; not to be written to."""
    return unpacked(load_measured("course5/week4_transformer")["translator"]["parameters"])
