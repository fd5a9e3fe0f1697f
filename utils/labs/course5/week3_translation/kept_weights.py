"""Trained networks in few bytes: each array as whole numbers from −127 to 127 and a factor."""

import base64

import numpy as np


def pack(model):
    """A network's arrays as {name: [factor, base64 text]}, each number rounded to a 127th of its array's largest."""
    packed = {}
    for name, array in model.parameters().items():
        factor = float(np.abs(array).max()) / 127 or 1.0
        numbers = np.round(array / factor).astype(np.int8)
        packed[name] = [float(f"{factor:.4g}"), base64.b64encode(numbers.tobytes()).decode()]
    return packed


def unpack(model, packed):
    """Set a network's arrays, in place, to those that `pack` kept; returns the network."""
    for name, array in model.parameters().items():
        factor, text = packed[name]
        numbers = np.frombuffer(base64.b64decode(text), np.int8).reshape(array.shape)
        array[...] = numbers * np.float32(factor)
    return model
