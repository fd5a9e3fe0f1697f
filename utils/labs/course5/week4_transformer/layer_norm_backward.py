"""The exercise layer_norm_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import layer_norm as steps


def back_cases(rng):
    """Two positions by hand; odd shapes; as many of all; a large ε; one sequence; two features."""
    x = np.array([[[-3.0, 1.0, -1.0, 3.0], [1.0, 1.0, -1.0, -1.0]]])
    by_hand = x, np.ones(4), np.zeros(4), 0.0
    cases = [(np.array([[[1.0, 0.0, 0.0, 0.0], [0.0, 4.0, 0.0, 0.0]]]), steps.layer_norm(*by_hand)[1])]
    for shape, eps in (((2, 3, 5), 1e-5), ((3, 3, 3), 1e-5), ((2, 2, 4), 0.5), ((1, 4, 3), 1e-5), ((5, 1, 2), 0.1)):
        x = 1 + 2 * rng.normal(size=shape)
        gamma = rng.normal(size=shape[-1])
        cases.append((rng.normal(size=shape), steps.layer_norm(x, gamma, rng.normal(size=shape[-1]), eps)[1]))
    return cases


def with_jacobians(dy, cache):
    """Each position by its whole matrix of derivatives."""
    x_norm, gamma, variance, eps = cache
    d, dx = dy.shape[-1], np.zeros(dy.shape)
    for i, t in np.ndindex(dy.shape[:2]):
        n = x_norm[i, t]
        jacobian = (np.eye(d) - 1 / d - np.outer(n, n) / d) / (variance[i, t, 0] + eps) ** 0.5
        dx[i, t] = jacobian @ (gamma * dy[i, t])
    return dx, np.einsum("itj,itj->j", dy, x_norm), dy.reshape(-1, d).sum(axis=0)


def through_mean_and_variance(dy, cache):
    """Over the gradients of the variance and of the mean, one after the other."""
    x_norm, gamma, variance, eps = cache
    d, root = dy.shape[-1], np.sqrt(variance + eps)
    away = x_norm * root
    dn = dy * gamma
    dvariance = -0.5 * (dn * away).sum(axis=-1, keepdims=True) / root**3
    dmu = -(dn / root).sum(axis=-1, keepdims=True)
    dx = dn / root + dvariance * 2 * away / d + dmu / d
    return dx, (dy * x_norm).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


MEAN = "(dx_norm - through_mean - x_norm * through_variance)"

EXERCISE = Exercise(
    steps.layer_norm_backward,
    points=16,
    returns=("dx", "dgamma", "dbeta"),
    cases=back_cases,
    mistakes={
        "Mean and variance are taken as constants, so dx is γ dy over the deviation; both move with every feature of "
        "the position.": slip(MEAN, "dx_norm"),
        "The way through the variance is missing: take x_norm · mean(dx_norm · x_norm) away, too.": slip(
            MEAN, "(dx_norm - through_mean)"
        ),
        "The way through the mean is missing: take mean(dx_norm) away, too.": slip(
            MEAN, "(dx_norm - x_norm * through_variance)"
        ),
        "What goes through mean and variance is added; a larger mean makes features smaller: take both away.": slip(
            MEAN, "(dx_norm + through_mean + x_norm * through_variance)"
        ),
        "The variance's part is the same number for every feature of a position; it is that number times x_norm.": slip(
            "- x_norm * through_variance", "- through_variance"
        ),
        "The variance's part has dy in place of γ dy; on the way back γ is passed first.": slip(
            "np.mean(dx_norm * x_norm, axis=-1, keepdims=True)", "np.mean(dy * x_norm, axis=-1, keepdims=True)"
        ),
        "γ is missing in dx: the normalised features receive γ dy.": slip("dx_norm = gamma * dy", "dx_norm = dy"),
        "γ multiplies at the end, over features of other γ; it belongs to dy, before the means are taken.": slip(
            ("dx_norm = gamma * dy", "dx_norm = dy"), (f"dx = {MEAN}", f"dx = gamma * {MEAN}")
        ),
        "The means run over examples and positions, as in batch norm; they run over the features of a position.": slip(
            ("np.mean(dx_norm, axis=-1, keepdims=True)", "np.mean(dx_norm, axis=(0, 1), keepdims=True)"),
            (
                "np.mean(dx_norm * x_norm, axis=-1, keepdims=True)",
                "np.mean(dx_norm * x_norm, axis=(0, 1), keepdims=True)",
            ),
        ),
        "Sums stand where means belong; each feature enters the mean with 1/d.": slip(
            ("np.mean(dx_norm, axis", "np.sum(dx_norm, axis"),
            ("np.mean(dx_norm * x_norm", "np.sum(dx_norm * x_norm"),
        ),
        "dx is not divided by the standard deviation, the root of σ² + ε.": slip(" / np.sqrt(variance + eps)", ""),
        "dx is divided by σ² + ε; divide by its root.": slip("np.sqrt(variance + eps)", "(variance + eps)"),
        "ε is left out of the root; it is the same √(σ² + ε) as on the way there.": slip(
            "np.sqrt(variance + eps)", "np.sqrt(variance)"
        ),
        "dgamma is the sum of dy alone; γ multiplied x_norm, so its gradient takes that factor.": slip(
            "np.sum(dy * x_norm, axis=(0, 1))", "np.sum(dy, axis=(0, 1))"
        ),
        "dgamma and dbeta are means; they are sums over all sequences and positions.": slip(
            ("np.sum(dy * x_norm, axis=(0, 1))", "np.mean(dy * x_norm, axis=(0, 1))"),
            ("np.sum(dy, axis=(0, 1))", "np.mean(dy, axis=(0, 1))"),
        ),
        "dgamma and dbeta are summed over the examples alone; γ and β serve every position, too.": slip(
            "axis=(0, 1)", "axis=0"
        ),
        "dbeta holds γ dy; β is added last, so it receives dy as it is.": slip(
            "np.sum(dy, axis=(0, 1))", "np.sum(gamma * dy, axis=(0, 1))"
        ),
    },
    right=[with_jacobians, through_mean_and_variance],
    hints=[
        "One position alone: y = γ n + β with n = (x − μ)/s. How does n_k change when x_j changes? In three ways: "
        "directly where k = j, through μ, and through s.",
        "With g = γ dy and n = x_norm: dx = (g − mean(g) − n · mean(g n)) / √(σ² + ε), means over the d features; "
        "dgamma = Σ dy n and dbeta = Σ dy over sequences and positions.",
        "dx_norm = gamma * dy; m1 = np.mean(dx_norm, axis=-1, keepdims=True); m2 = np.mean(dx_norm * x_norm, axis=-1, "
        "keepdims=True); dx = (dx_norm - m1 - x_norm * m2) / np.sqrt(variance + eps); …",
    ],
    topics=["add and norm"],
)
