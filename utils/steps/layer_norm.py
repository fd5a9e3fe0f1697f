"""Layer normalisation, as in a Transformer: every position by itself, over its own features."""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    """Give the features of every position mean 0 and variance 1, then each feature a learned scale and offset.

        μ = (1/d) Σ_j x_j,    σ² = (1/d) Σ_j (x_j − μ)²,    x_norm = (x − μ) / √(σ² + ε),    y = γ x_norm + β

    x: (m, T, d): m sequences of T positions with d features.    gamma, beta: (d,), the same for every position.
    Returns y (m, T, d), and the cache (x_norm, gamma, variance, eps) with variance (m, T, 1).
    Source: Ba, Kiros, Hinton, "Layer normalization" (2016).
    """
    # The mean of every position over its features; keep the axis, so that it can be subtracted
    mu = np.mean(x, axis=-1, keepdims=True)  # (m, T, 1)
    # The mean squared distance from it
    variance = np.mean((x - mu) ** 2, axis=-1, keepdims=True)  # (m, T, 1)
    # Mean 0 and variance 1; ε stands under the root
    x_norm = (x - mu) / np.sqrt(variance + eps)
    # The learned scale and offset of every feature
    y = gamma * x_norm + beta
    # Keep what the way back will ask for
    return y, (x_norm, gamma, variance, eps)


def layer_norm_backward(dy, cache):
    """Carry the gradient back through scale, offset and normalisation.

    dy: (m, T, d).    cache: (x_norm, gamma, variance, eps), from `layer_norm`.
    Returns dx (m, T, d), dgamma (d,), dbeta (d,). There is no 1/m: it belongs to the cost.
    """
    x_norm, gamma, variance, eps = cache
    # γ and β serve every position of every sequence
    dgamma = np.sum(dy * x_norm, axis=(0, 1))  # (d,)
    dbeta = np.sum(dy, axis=(0, 1))  # (d,)
    # Back to the normalised features
    dx_norm = gamma * dy
    # One number for each position: what goes by its mean, and what goes by its variance
    through_mean = np.mean(dx_norm, axis=-1, keepdims=True)  # (m, T, 1)
    through_variance = np.mean(dx_norm * x_norm, axis=-1, keepdims=True)  # (m, T, 1)
    # Together, and back to the features as they came
    dx = (dx_norm - through_mean - x_norm * through_variance) / np.sqrt(variance + eps)
    return dx, dgamma, dbeta
