"""A network of one hidden layer on images, trained by Adam on mini-batches, in single precision to be quick."""

from typing import NamedTuple

import numpy as np

CLASSES, BATCH, RATE = 10, 64, 3e-3


class Network(NamedTuple):
    """Weights of both layers: W1 (pixels, width), b1 (width,), W2 (width, 10), b2 (10,). Rows are images here."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray


def rows_of(images):
    """Images (m, 16, 16) as rows (m, 256) of single precision."""
    return images.reshape(len(images), -1).astype(np.float32)


def start_of(pixels, width, rng):
    """A network with weights drawn for ReLU, and biases of 0."""
    W1 = rng.normal(0, np.sqrt(2 / pixels), (pixels, width)).astype(np.float32)
    W2 = rng.normal(0, np.sqrt(2 / width), (width, CLASSES)).astype(np.float32)
    return Network(W1, np.zeros(width, np.float32), W2, np.zeros(CLASSES, np.float32))


def gradients(network, X, T, l2=0.0):
    """Gradients of the mean cross-entropy, and of l2 / 2 times the squared weights, as a Network.

    X: (m, pixels).    T: (m, 10) with a 1 at each label.
    """
    H = np.maximum(X @ network.W1 + network.b1, 0)
    dZ = (softmax(H @ network.W2 + network.b2) - T) / np.float32(len(X))
    dH = (dZ @ network.W2.T) * (H > 0)
    decay = np.float32(l2)
    return Network(X.T @ dH + decay * network.W1, dH.sum(axis=0), H.T @ dZ + decay * network.W2, dZ.sum(axis=0))


def train_network(images, labels, seed, width=32, epochs=30, l2=0.0):
    """Train a network on images (m, 16, 16) and labels (m,). The rate falls in a straight line to a tenth."""
    rng, X, T = np.random.default_rng(seed), rows_of(images), np.eye(CLASSES, dtype=np.float32)[labels]
    network = start_of(X.shape[1], width, rng)
    v, s = ([np.zeros_like(weights) for weights in network] for _ in range(2))
    t = 0
    for epoch in range(epochs):
        order, rate = rng.permutation(len(X)), RATE * (1 - 0.9 * epoch / epochs)
        for start in range(0, len(X), BATCH):
            batch = order[start : start + BATCH]
            t += 1
            step = np.float32(rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t))
            for k, gradient in enumerate(gradients(network, X[batch], T[batch], l2)):
                v[k] += np.float32(0.1) * (gradient - v[k])
                s[k] += np.float32(0.001) * (gradient * gradient - s[k])
                network[k][...] -= step * v[k] / (np.sqrt(s[k]) + np.float32(1e-8))
    return network


def softmax(Z):
    """The softmax of each row."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def probabilities(network, images):
    """What a network gives each digit: (m, 10)."""
    H = np.maximum(rows_of(images) @ network.W1 + network.b1, 0)
    return softmax(H @ network.W2 + network.b2)
