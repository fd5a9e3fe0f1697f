"""The exercise batchnorm_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import normal_batch
from utils.steps import batch_norm as steps


def forward_cases(rng):
    """Two units by hand; odd shapes; a large ε; far from 0; tiny; whole numbers; a unit that is constant; two "
    "examples."""
    by_hand = np.array([[1.0, 3.0], [10.0, 30.0]]), np.array([[2.0], [1.0]]), np.array([[5.0], [0.0]])
    constant, gamma, beta = normal_batch(rng, 3, 4)
    constant[1] = 7.0
    whole = np.array([[1, 2, 6], [0, 0, 3]]), np.array([[1], [2]]), np.array([[0], [-1]])
    return [
        (*by_hand, 0.0),
        normal_batch(rng, 3, 5),
        (*normal_batch(rng, 2, 7), 0.3),
        normal_batch(rng, 1, 4, place=50.0),
        (*normal_batch(rng, 2, 3, size=1e-3), 1e-5),
        whole,
        (constant, gamma, beta),
        normal_batch(rng, 4, 2),
        normal_batch(rng, 3, 3, size=1e5),
    ]


def forward_wishes(rng):
    """One example, which is refused."""
    return [normal_batch(rng, 3, 1)]


def by_numpys_var(Z, gamma, beta, eps=1e-5):
    if Z.shape[1] < 2:
        raise ValueError("one example has no variance")
    mu = Z.mean(axis=1).reshape(-1, 1)
    variance = Z.var(axis=1)[:, None]
    Z_norm = (Z - mu) * (variance + eps) ** -0.5
    return Z_norm * gamma + beta, (Z_norm, gamma, mu, variance, eps)


def by_units(Z, gamma, beta, eps=1e-5):
    n, m = Z.shape
    if m == 1:
        raise ValueError("one example has no variance")
    mu, variance, Z_norm = np.zeros((n, 1)), np.zeros((n, 1)), np.zeros((n, m))
    for j in range(n):
        mu[j] = sum(Z[j]) / m
        variance[j] = sum((z - mu[j, 0]) ** 2 for z in Z[j]) / m
        Z_norm[j] = (Z[j] - mu[j]) / np.sqrt(variance[j] + eps)
    return gamma * Z_norm + beta, (Z_norm, gamma, mu, variance, eps)


ROOT = "np.sqrt(variance + eps)"
SQUARES = "np.mean((Z - mu) ** 2, axis=1, keepdims=True)"
CACHE = "(Z_norm, gamma, mu, variance, eps)"

EXERCISE = Exercise(
    steps.batchnorm_forward,
    points=13,
    returns=("Z_tilde", "cache"),
    cases=forward_cases,
    wishes=forward_wishes,
    mistakes={
        "Mean and variance run over the units of each example, which is layer norm; take them over the examples, "
        "axis=1.": slip("axis=1", "axis=0"),
        "One mean and one variance serve all units; each unit has its own, so say axis=1 and keepdims=True.": slip(
            ("np.mean(Z, axis=1, keepdims=True)", "np.full((len(Z), 1), np.mean(Z))"),
            (SQUARES, "np.full((len(Z), 1), np.mean((Z - mu) ** 2))"),
        ),
        "You divide by the variance; divide by its root, the standard deviation.": slip(ROOT, "(variance + eps)"),
        "Your ε stands outside the root; add it to the variance.": slip(ROOT, "(np.sqrt(variance) + eps)"),
        "Without ε a unit that is constant over the batch divides 0 by 0; add it under the root.": slip(
            ROOT, "np.sqrt(variance)"
        ),
        "Your ε is a constant; use the argument eps.": slip("variance + eps)", "variance + 1e-5)"),
        "Your ε is a number of your own; use the argument eps.": slip("variance + eps)", "variance + 1e-8)"),
        "One example alone should be a ValueError: its variance is 0, and every output would be beta.": slip(
            "Z.shape[1] == 1", "False"
        ),
        "You refuse one unit; refuse one example, Z.shape[1] == 1.": slip("Z.shape[1] == 1", "Z.shape[0] == 1"),
        "gamma and beta are left out; the output is γ Z_norm + β.": slip("gamma * Z_norm + beta", "Z_norm"),
        "Your variance divides by m − 1; that of the batch divides by m.": slip(
            SQUARES, "np.sum((Z - mu) ** 2, axis=1, keepdims=True) / (Z.shape[1] - 1)"
        ),
        "Your variance is the mean square of Z itself; take the mean away before you square.": slip(
            SQUARES, "np.mean(Z ** 2, axis=1, keepdims=True)"
        ),
        "Your variance is the mean distance from the mean; square the distances.": slip(
            SQUARES, "np.mean(np.abs(Z - mu), axis=1, keepdims=True)"
        ),
        "Your variance is a sum; divide it by the number of examples.": slip(
            SQUARES, "np.sum((Z - mu) ** 2, axis=1, keepdims=True)"
        ),
        "The mean is not taken away; Z_norm is (Z − μ) over the root.": slip("(Z - mu) / ", "Z / "),
        "gamma and beta are exchanged: gamma multiplies, beta is added.": slip(
            "gamma * Z_norm + beta", "beta * Z_norm + gamma"
        ),
        "gamma is left out; multiply Z_norm by it.": slip("gamma * Z_norm + beta", "Z_norm + beta"),
        "beta is left out; add it.": slip("gamma * Z_norm + beta", "gamma * Z_norm"),
        "gamma multiplies beta, too; beta is added after the scaling.": slip(
            "gamma * Z_norm + beta", "gamma * (Z_norm + beta)"
        ),
        "gamma and beta act on Z; they act on Z_norm.": slip("gamma * Z_norm + beta", "gamma * Z + beta"),
        "The cache holds the standard deviation; it holds the variance.": slip(
            CACHE, "(Z_norm, gamma, mu, np.sqrt(variance), eps)"
        ),
        "The cache holds variance + ε; it holds the variance, and ε beside it.": slip(
            CACHE, "(Z_norm, gamma, mu, variance + eps, eps)"
        ),
        "The cache holds Z; it holds Z_norm.": slip(CACHE, "(Z, gamma, mu, variance, eps)"),
        "The cache holds Z_tilde in the place of Z_norm; keep what was before gamma and beta.": slip(
            CACHE, "(Z_tilde, gamma, mu, variance, eps)"
        ),
    },
    right=[by_numpys_var, by_units],
    hints=[
        "Four lines, one for each formula; every unit has its own mean and variance, over the columns.",
        "axis=1 with keepdims=True keeps μ and σ² columns, so that Z − μ broadcasts; ε stands under the root.",
        "mu = np.mean(Z, axis=1, keepdims=True); variance = np.mean((Z - mu) ** 2, …); Z_norm = (Z - mu) / np.sqrt(…); "
        "Z_tilde = gamma * Z_norm + beta",
    ],
    topics=["batch normalisation", "gamma and beta"],
)
