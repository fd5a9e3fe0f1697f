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
    """Carry the gradient back to Z: directly, and through μ and σ², which move with every entry of Z.

    dZ_tilde: (n, m), each column the gradient of that example's own loss.    cache: from `batchnorm_forward`.
    Returns dZ (n, m): how fast the losses of the batch, added up, change with each entry of Z. An entry moves the
    losses of all examples, because it moves their mean and their variance.
    Returns, too, dgamma and dbeta (n, 1), gradients of the mean loss: they alone carry a 1/m, as dW and db do.
    """
    Z_norm, gamma, mu, variance, eps = cache
    # What moves with gamma, and what with beta: a column each
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)  # (n, 1)
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)  # (n, 1)
    # What is left of each gradient once the mean and the variance have answered
    left = dZ_tilde - dbeta - Z_norm * dgamma
    # And back to the size that Z had
    dZ = gamma / np.sqrt(variance + eps) * left
    return dZ, dgamma, dbeta


def update_running_statistics(running, cache, momentum=0.9):
    """Follow mean and variance from mini-batch to mini-batch, for the test time, when there may be one example only.

        running := momentum · running + (1 − momentum) · estimate from the mini-batch

    The estimates are those of the whole data: the mini-batch's mean, and its variance made right on average.

    running: {"mean", "variance"}, both (n, 1); start from zeros and ones.    cache: from `batchnorm_forward`.
    momentum: what the past keeps, from 0 to below 1.
    Returns a new dictionary with the same keys; running itself stays as it was.
    """
    Z_norm, gamma, mu, variance, eps = cache
    m = Z_norm.shape[1]
    # The mini-batch's estimate of the variance of all data
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
