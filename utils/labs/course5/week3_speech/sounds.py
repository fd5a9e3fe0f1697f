"""Who speaks and in which noise, and what a network reads of it: shared by the digits and the trigger word."""

import base64

import numpy as np

from utils.data.speech import LOUDNESS, draw_speakers, noise
from utils.steps.trigger_word import CLIP_MS, PER_MS

TRAIN, DEV, TEST = slice(0, 24), slice(24, 36), slice(36, 60)  # of the speakers: nobody is in two parts
HISSING, ALL = ("white", "pink"), ("white", "pink", "brown", "babble")
TAKES = 3  # noises of each kind, ten seconds each


def speakers():
    """The sixty speakers of this lab, to be divided by TRAIN, DEV, TEST."""
    return draw_speakers(60, np.random.default_rng(5))


def backgrounds(kinds, rng):
    """TAKES noises of each kind, ten seconds long."""
    return [noise(kind, CLIP_MS * PER_MS, rng) for kind in kinds for _ in range(TAKES)]


def at_snr(background, snr, rng):
    """A noise from a random place on, so loud that words are `snr` decibels above it."""
    return np.roll(background, rng.integers(len(background))) * LOUDNESS * 10 ** (-snr / 20)


def moments(features):
    """Mean and standard deviation of each mel band, (20, 1) each.    features: list of (20, T)."""
    joined = np.concatenate(features, axis=1)
    return joined.mean(axis=1, keepdims=True), joined.std(axis=1, keepdims=True)


def steps_of(features, scale, k):
    """Standardised features, k frames joined to one step: (T // k, 20 k), float32.

    features: (20, T).    scale: from `moments`.    k: frames of 10 ms in a step.
    """
    n, T = len(features), features.shape[1] // k
    standard = ((features - scale[0]) / scale[1])[:, : T * k]
    return standard.reshape(n, T, k).transpose(1, 2, 0).reshape(T, k * n).astype(np.float32)


def packed(model):
    """A network's weights as text, in half precision."""
    flat = np.concatenate([array.ravel() for array in model.parameters().values()])
    return base64.b64encode(flat.astype("<f2").tobytes()).decode("ascii")


def unpack_into(model, text):
    """Set a network's weights to those of `packed`; returns the network."""
    flat, start = np.frombuffer(base64.b64decode(text), "<f2").astype(float), 0
    for array in model.parameters().values():
        array[...] = flat[start : start + array.size].reshape(array.shape)
        start += array.size
    return model
