"""The exercise layer_norm: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import layer_norm as steps


def norm_cases(rng):
    """Two positions by hand; odd shapes; as many of all; one feature that never varies; ε of its own."""
    x = np.array([[[1.0, 2.0, 3.0, 6.0], [10.0, 10.0, 30.0, 30.0]]])
    return [
        (x, np.ones(4), np.zeros(4)),
        (3 + 2 * rng.normal(size=(2, 3, 5)), rng.normal(size=5), rng.normal(size=5)),
        (rng.normal(size=(3, 3, 3)), rng.normal(size=3), rng.normal(size=3)),
        (np.full((1, 2, 4), 7.0), np.ones(4), rng.normal(size=4)),
        (0.01 * rng.normal(size=(2, 2, 3)), rng.normal(size=3), rng.normal(size=3), 0.1),
        (5 * rng.normal(size=(4, 1, 2)), rng.normal(size=2), rng.normal(size=2)),
    ]


def one_by_one(x, gamma, beta, eps=1e-5):
    """Position after position."""
    x_norm, variance = np.zeros(x.shape), np.zeros(x.shape[:2] + (1,))
    for i, t in np.ndindex(x.shape[:2]):
        variance[i, t] = x[i, t].var()
        x_norm[i, t] = (x[i, t] - x[i, t].mean()) / (variance[i, t, 0] + eps) ** 0.5
    return x_norm * gamma + beta, (x_norm, gamma, variance, eps)


def by_squares(x, gamma, beta, eps=1e-5):
    """The variance as the mean of the squares less the square of the mean."""
    mean = x.mean(-1)[..., None]
    variance = np.maximum((x * x).mean(-1)[..., None] - mean**2, 0)
    x_norm = (x - mean) * (variance + eps) ** -0.5
    return beta + x_norm * gamma, (x_norm, gamma, variance, eps)


def of_batch(x, gamma, beta, eps=1e-5):
    """Batch norm: every feature over all positions of all sequences."""
    mean, variance = x.mean(axis=(0, 1)), x.var(axis=(0, 1))
    x_norm = (x - mean) / np.sqrt(variance + eps)
    return gamma * x_norm + beta, (x_norm, gamma, np.broadcast_to(x.var(axis=-1, keepdims=True), x[..., :1].shape), eps)


EXERCISE = Exercise(
    steps.layer_norm,
    points=6,
    returns=("y", "cache"),
    cases=norm_cases,
    mistakes={
        "Your means run over the examples and positions, as in batch norm; here each position has its own, over its d "
        "features: axis=-1.": of_batch,
        "Mean and variance run over the positions of a sequence; they run over the features of one position: "
        "axis=-1.": slip(
            ("mu = np.mean(x, axis=-1, keepdims=True)", "mu = np.mean(x, axis=1, keepdims=True)"),
            ("np.mean((x - mu) ** 2, axis=-1, keepdims=True)", "np.mean((x - mu) ** 2, axis=1, keepdims=True)"),
        ),
        "One mean and one variance for a whole sequence; every position has its own.": slip(
            "axis=-1, keepdims=True", "axis=(1, 2), keepdims=True"
        ),
        "ε is added to the standard deviation; it belongs under the root, to the variance.": slip(
            "np.sqrt(variance + eps)", "(np.sqrt(variance) + eps)"
        ),
        "ε is missing: where all features of a position are equal you divide by 0.": slip(
            "np.sqrt(variance + eps)", "np.sqrt(variance)"
        ),
        "You divide by the variance; divide by its root.": slip("np.sqrt(variance + eps)", "(variance + eps)"),
        "The mean is not taken away; subtract it before you divide.": slip("(x - mu) / np", "x / np"),
        "The variance is that of a sample, over d − 1; here it is the mean of the squares, over d.": slip(
            "np.mean((x - mu) ** 2, axis=-1, keepdims=True)", "np.var(x, axis=-1, keepdims=True, ddof=1)"
        ),
        "The squares are those of x, not of its distance from the mean.": slip("(x - mu) ** 2", "x**2"),
        "γ and β are left out: y is the normalised x as it is.": slip("y = gamma * x_norm + beta", "y = x_norm"),
        "γ is added and β multiplied; it is γ times the normalised x, and β added.": slip(
            "gamma * x_norm + beta", "beta * x_norm + gamma"
        ),
        "β is added before γ multiplies; add it afterwards.": slip("gamma * x_norm + beta", "gamma * (x_norm + beta)"),
        "Your cache holds y in place of x_norm, the normalised x before γ and β.": slip(
            "return y, (x_norm,", "return y, (y,"
        ),
        "Your cache holds the standard deviation; the third entry is the variance, without ε.": slip(
            "(x_norm, gamma, variance, eps)", "(x_norm, gamma, np.sqrt(variance + eps), eps)"
        ),
    },
    right=[one_by_one, by_squares],
    hints=[
        "A position is one vector of d numbers. What are their mean and their variance?",
        "μ = mean over the last axis, σ² = mean of (x − μ)² over the last axis, y = γ (x − μ) / √(σ² + ε) + β",
        "mu = np.mean(x, axis=-1, keepdims=True); variance = np.mean((x - mu) ** 2, axis=-1, keepdims=True); x_norm = "
        "(x - mu) / np.sqrt(variance + eps); …",
    ],
    topics=["add and norm"],
)
