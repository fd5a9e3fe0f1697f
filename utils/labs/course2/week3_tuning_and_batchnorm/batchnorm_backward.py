"""The exercise batchnorm_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import cache_of, normal_batch
from utils.steps import batch_norm as steps


def backward_cases(rng):
    """Three examples by hand; odd shapes; a large ε; gradients that are all alike, or like Z; two examples; whole."""
    by_hand = np.array([[3.0, 0.0, 0.0]]), cache_of(np.array([[-1.0, 0.0, 1.0]]), np.array([[2.0]]), 0.0)
    cases = [by_hand]
    for n, m, eps, size in ((3, 5, 1e-5, 1.0), (2, 7, 0.4, 1.0), (1, 4, 1e-5, 100.0), (4, 2, 0.05, 1.0)):
        Z, gamma, _ = normal_batch(rng, n, m, size, place=2.0)
        cases.append((rng.normal(size=(n, m)), cache_of(Z, gamma, eps)))
    Z, gamma, _ = normal_batch(rng, 2, 5)
    whole = np.array([[1, -2, 0, 4, 0], [0, 0, 1, 1, 3]])
    return [
        *cases,
        (np.full((2, 5), 0.7), cache_of(Z, gamma)),
        (3 * Z, cache_of(Z, gamma)),
        (whole, cache_of(Z, gamma)),
    ]


def through_every_node(dZ_tilde, cache, power=-3.0):
    Z_norm, gamma, mu, variance, eps = cache
    m = dZ_tilde.shape[1]
    deviation = np.sqrt(variance + eps)
    centred = Z_norm * deviation
    dZ_norm = gamma * dZ_tilde
    dvariance = np.sum(dZ_norm * centred, axis=1, keepdims=True) * (-0.5) * deviation**power
    dmu = -np.sum(dZ_norm, axis=1, keepdims=True) / deviation + dvariance * -2.0 * np.mean(
        centred, axis=1, keepdims=True
    )
    dZ = dZ_norm / deviation + dvariance * 2.0 * centred / m + dmu / m
    return dZ, np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True), np.mean(dZ_tilde, axis=1, keepdims=True)


def by_the_jacobian(dZ_tilde, cache):
    Z_norm, gamma, mu, variance, eps = cache
    n, m = dZ_tilde.shape
    dZ = np.zeros((n, m))
    for j in range(n):
        slopes = np.eye(m) - 1 / m - np.outer(Z_norm[j], Z_norm[j]) / m
        dZ[j] = gamma[j] / np.sqrt(variance[j] + eps) * (slopes @ dZ_tilde[j])
    return dZ, (dZ_tilde * Z_norm).sum(axis=1, keepdims=True) / m, dZ_tilde.mean(axis=1).reshape(n, 1)


def with_sums(dZ_tilde, cache):
    Z_norm, gamma, mu, variance, eps = cache
    m = dZ_tilde.shape[1]
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    return gamma / np.sqrt(variance + eps) / m * (m * dZ_tilde - dbeta - Z_norm * dgamma), dgamma, dbeta


def _slope_of_the_root_forgotten(dZ_tilde, cache):
    return through_every_node(dZ_tilde, cache, power=-1.0)


def _by_m(dZ_tilde, cache):
    dZ, dgamma, dbeta = steps.batchnorm_backward(dZ_tilde, cache)
    return dZ / dZ.shape[1], dgamma, dbeta


LEFT = "dZ_tilde - dbeta - Z_norm * dgamma"
BACK = "gamma / np.sqrt(variance + eps) * left"

EXERCISE = Exercise(
    steps.batchnorm_backward,
    points=20,
    returns=("dZ", "dgamma", "dbeta"),
    cases=backward_cases,
    mistakes={
        "You treat mean and variance as constants; both move with every entry of Z, which adds two terms to dZ.": slip(
            LEFT, "dZ_tilde"
        ),
        "You treat the variance as a constant; it moves with every entry of Z, too, in proportion to Z_norm.": slip(
            LEFT, "dZ_tilde - dbeta"
        ),
        "You treat the mean as a constant; it moves with every entry of Z, and takes the gradients' own mean "
        "away.": slip(LEFT, "dZ_tilde - Z_norm * dgamma"),
        "dgamma and dbeta are sums over the examples; they are gradients of the mean loss, so take means, as dW and db "
        "do.": with_sums,
        "Your two sums enter dZ m times too large; what is taken off there are means.": slip("np.mean", "np.sum"),
        "Your dZ carries a 1/m; it belongs to losses that are added up, and the 1/m comes with dW and db.": _by_m,
        "The two terms are added; what the mean and the variance carry away is taken off.": slip(
            LEFT, "dZ_tilde + dbeta + Z_norm * dgamma"
        ),
        "The term of the variance has the wrong sign: it takes off, too.": slip(
            LEFT, "dZ_tilde - dbeta + Z_norm * dgamma"
        ),
        "The term of the variance lacks Z_norm: an example moves the variance as far as it lies from the mean.": slip(
            LEFT, "dZ_tilde - dbeta - dgamma"
        ),
        "gamma multiplies dZ_tilde alone; the two terms that are taken off carry it, too.": slip(
            (BACK, "left / np.sqrt(variance + eps)"), (LEFT, "gamma * dZ_tilde - dbeta - Z_norm * dgamma")
        ),
        "The slope of 1/√(σ² + ε) is −½ (σ² + ε)^(−3/2): the root stands there to the power of −3.": (
            _slope_of_the_root_forgotten
        ),
        "gamma is left out of dZ; it has multiplied Z_norm.": slip(BACK, "left / np.sqrt(variance + eps)"),
        "dZ is divided by the variance; divide by its root, as on the way forward.": slip(
            BACK, "gamma / (variance + eps) * left"
        ),
        "dZ is multiplied by the standard deviation; the way forward divides by it, and so does the way back.": slip(
            BACK, "gamma * np.sqrt(variance + eps) * left"
        ),
        "ε is left out under the root; the way forward has it.": slip("np.sqrt(variance + eps)", "np.sqrt(variance)"),
        "dgamma lacks Z_norm, which gamma multiplies.": slip("np.mean(dZ_tilde * Z_norm, ", "np.mean(dZ_tilde, "),
        "The means run over the units; take them over the examples, axis=1.": slip("axis=1", "axis=0"),
        "dgamma and dbeta are exchanged: return dZ, dgamma, dbeta.": slip(
            "return dZ, dgamma, dbeta", "return dZ, dbeta, dgamma"
        ),
    },
    right=[through_every_node, by_the_jacobian],
    hints=[
        "Move one entry Z[j, k] a little: by how much move the mean, the variance, and each Z_norm[j, i] of the unit? "
        "(In the variance the mean's movement cancels: Σ (Z − μ) is 0.) Then add over i, each with its gradient.",
        "∂Z_norm[i] / ∂Z[k] = (δ_ik − 1/m − Z_norm[i] · Z_norm[k] / m) / √(σ² + ε), so "
        "dZ = γ / √(σ² + ε) · (dZ_tilde − dbeta − Z_norm · dgamma), with dgamma = (1/m) Σ dZ_tilde · Z_norm and "
        "dbeta = (1/m) Σ dZ_tilde.",
        "dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True); dbeta = np.mean(dZ_tilde, …); dZ = gamma / "
        "np.sqrt(…) * (dZ_tilde - … - …)",
    ],
    topics=["batch normalisation", "gamma and beta"],
)
