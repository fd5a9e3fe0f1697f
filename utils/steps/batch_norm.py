"""Batch normalisation between the linear half of a layer and its activation: columns are examples."""

import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-5):
    """Give every unit mean beta and standard deviation gamma over the mini-batch.

        μ = (1/m) Σ Z,    σ² = (1/m) Σ (Z − μ)²,    Z_norm = (Z − μ) / √(σ² + ε),    Z_tilde = γ Z_norm + β

    Z: (n, m) a column for each example.    gamma, beta: (n, 1), learned.    eps: ε, keeps a division by 0 away.
    Returns Z_tilde (n, m), and the cache (Z_norm, gamma, mu, variance, eps) with mu and variance (n, 1).
    Raises ValueError for a single example, m = 1.
    Source: Ioffe, Szegedy, "Batch normalization" (2015).
    """
    # One example is its own mean and has variance 0: refuse it, as nothing of it would be left
    if Z.shape[1] == 1:
        raise ValueError(
            f"Z {Z.shape} holds one example: its mean is itself, its variance 0, and every output would be beta; learn "
            "from batches of 2 or more"
        )
    # The mean of each unit over the examples, as a column
    mu = np.mean(Z, axis=1, keepdims=True)  # (n, 1)
    # The mean squared distance from it, as a column
    variance = np.mean((Z - mu) ** 2, axis=1, keepdims=True)  # (n, 1)
    # Mean 0 and variance 1; ε stands under the root
    Z_norm = (Z - mu) / np.sqrt(variance + eps)
    # The scale and the mean that the network chooses for each unit
    Z_tilde = gamma * Z_norm + beta
    # Keep what the way back and the running averages will ask for
    cache = (Z_norm, gamma, mu, variance, eps)
    return Z_tilde, cache


def batchnorm_backward(dZ_tilde, cache):
    """Carry the gradient back; μ and σ² move with every Z, which gives the last two terms.

        dgamma = (1/m) Σ dZ_tilde * Z_norm,    dbeta = (1/m) Σ dZ_tilde,    over the examples
        dZ = γ / √(σ² + ε) * (dZ_tilde − dbeta − Z_norm * dgamma)

    dZ_tilde: (n, m), each column the gradient of that example's own loss.    cache: from `batchnorm_forward`.
    Returns dZ (n, m), dgamma (n, 1), dbeta (n, 1). Only dgamma and dbeta carry the 1/m, as dW and db do.
    """
    Z_norm, gamma, mu, variance, eps = cache
    # γ multiplies Z_norm: average, over the examples, the products of its gradients with Z_norm; it stays a column
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)  # (n, 1)
    # β is added: average the gradients; it stays a column
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)  # (n, 1)
    # Take from each gradient what the mean carries away, and what the variance carries away
    centred = dZ_tilde - dbeta - Z_norm * dgamma
    # Then back through the scaling
    dZ = gamma / np.sqrt(variance + eps) * centred
    return dZ, dgamma, dbeta


def update_running_statistics(running, cache, momentum=0.9):
    """Follow mean and variance from mini-batch to mini-batch, for the test time, when there may be one example only.

        running := momentum · running + (1 − momentum) · batch
        for the mean μ, and for the unbiased variance σ² m / (m − 1)

    running: {"mean", "variance"}, both (n, 1); start from zeros and ones.    cache: from `batchnorm_forward`.
    momentum: what the past keeps, from 0 to below 1.
    Returns a new dictionary with the same keys; running itself stays as it was.
    """
    Z_norm, gamma, mu, variance, eps = cache
    m = Z_norm.shape[1]
    # A mini-batch's variance is too small on average, as its mean is fitted to it: m − 1 in place of m makes up for it
    unbiased = variance * m / (m - 1)
    # One exponentially weighted average for each of the two
    return {
        "mean": momentum * running["mean"] + (1 - momentum) * mu,
        "variance": momentum * running["variance"] + (1 - momentum) * unbiased,
    }


def batchnorm_inference(Z, gamma, beta, running, eps=1e-5):
    """Normalise at test time by the running averages: an example's result no longer depends on its neighbours.

        Z_tilde = γ (Z − mean) / √(variance + ε) + β

    Z: (n, m), m = 1 will do.    gamma, beta: (n, 1).    running: {"mean", "variance"}, both (n, 1).    eps: ε.
    Returns Z_tilde (n, m).
    """
    # The same normalisation as while learning, with the averages in place of the batch's own mean and variance
    Z_norm = (Z - running["mean"]) / np.sqrt(running["variance"] + eps)
    # The learned scale and mean
    return gamma * Z_norm + beta
