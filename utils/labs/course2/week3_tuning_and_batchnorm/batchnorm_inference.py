"""The exercise batchnorm_inference: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm.common import normal_batch
from utils.labs.course2.week3_tuning_and_batchnorm.update_running_statistics import running_of
from utils.steps import batch_norm as steps


def inference_cases(rng):
    """Two examples by hand; odd shapes; a large ε; a running variance of 0; whole numbers. One example alone is a wish:
    what calls `batchnorm_forward`, which refuses it, is told what is wrong with that by values."""
    running = {"mean": np.array([[1.0]]), "variance": np.array([[4.0]])}
    cases = [(np.array([[7.0, -1.0]]), np.array([[3.0]]), np.array([[-1.0]]), running, 0.0)]
    for n, m, settings in ((3, 5, ()), (2, 7, (0.3,)), (4, 2, ()), (1, 6, (1e-3,))):
        cases.append((*normal_batch(rng, n, m, 3.0), running_of(rng, n), *settings))
    flat = running_of(rng, 2) | {"variance": np.array([[0.0], [1e-6]])}
    whole = np.array([[1, 4], [0, -2]]), np.array([[2], [1]]), np.array([[0], [3]])
    return [*cases, (*normal_batch(rng, 2, 3), flat), (*whole, running_of(rng, 2))]


def inference_wishes(rng):
    """One example; none at all."""
    none = np.zeros((2, 0)), np.ones((2, 1)), np.zeros((2, 1))
    return [(*normal_batch(rng, 4, 1, 3.0), running_of(rng, 4)), (*none, running_of(rng, 2))]


def as_one_line(Z, gamma, beta, running, eps=1e-5):
    factor = gamma / (running["variance"] + eps) ** 0.5
    return factor * Z + (beta - factor * running["mean"])


def by_columns(Z, gamma, beta, running, eps=1e-5):
    out = np.zeros(Z.shape)
    for k in range(Z.shape[1]):
        column = Z[:, k : k + 1]
        out[:, k : k + 1] = gamma * ((column - running["mean"]) / np.sqrt(running["variance"] + eps)) + beta
    return out


def _of_the_batch(Z, gamma, beta, running, eps=1e-5):
    mu, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return gamma * (Z - mu) / np.sqrt(variance + eps) + beta


def _by_the_forward_pass(Z, gamma, beta, running, eps=1e-5):
    return _of_the_batch(Z, gamma, beta, running)


def _by_the_variance_alone(Z, gamma, beta, running, eps=1e-5):
    with np.errstate(all="ignore"):
        return gamma * (Z - running["mean"]) / running["variance"] + beta


def _no_eps(Z, gamma, beta, running, eps=1e-5):
    with np.errstate(all="ignore"):
        return gamma * (Z - running["mean"]) / np.sqrt(running["variance"]) + beta


ROOT = 'np.sqrt(running["variance"] + eps)'

EXERCISE = Exercise(
    steps.batchnorm_inference,
    points=9,
    returns=("Z_tilde",),
    cases=inference_cases,
    wishes=inference_wishes,
    mistakes={
        "You normalise by the batch's own mean and variance, so that an example's result depends on its neighbours; "
        "take the running ones.": _of_the_batch,
        "You normalise by the batch's own mean and variance, with an ε of its own; take the running ones, and the "
        "argument eps.": _by_the_forward_pass,
        "The mean is the batch's own; take the running one.": slip(
            'running["mean"]', "np.mean(Z, axis=1, keepdims=True)"
        ),
        "The variance is the batch's own; take the running one.": slip(
            ROOT, "np.sqrt(np.var(Z, axis=1, keepdims=True) + eps)"
        ),
        "You divide by the running variance; divide by its root.": slip(ROOT, '(running["variance"] + eps)'),
        "You divide by the running variance itself; divide by the root of it and ε.": _by_the_variance_alone,
        "Your ε stands outside the root; add it to the variance.": slip(ROOT, '(np.sqrt(running["variance"]) + eps)'),
        "ε is left out under the root; the network has learnt with it.": _no_eps,
        "Your ε is a constant; use the argument eps.": slip("+ eps", "+ 1e-5"),
        "Your ε is a number of your own; use the argument eps.": slip("+ eps", "+ 1e-8"),
        "gamma multiplies beta, too; beta is added after the scaling.": slip(
            "gamma * Z_norm + beta", "gamma * (Z_norm + beta)"
        ),
        "The running mean is not taken away.": slip('(Z - running["mean"])', "Z"),
        "gamma and beta are left out; the network has learnt with them.": slip("gamma * Z_norm + beta", "Z_norm"),
        "gamma and beta are exchanged: gamma multiplies, beta is added.": slip(
            "gamma * Z_norm + beta", "beta * Z_norm + gamma"
        ),
        "beta is left out; add it.": slip("gamma * Z_norm + beta", "gamma * Z_norm"),
        "gamma is left out; multiply by it.": slip("gamma * Z_norm + beta", "Z_norm + beta"),
        'Mean and variance are exchanged: take running["mean"] away, divide by the root of running["variance"].': slip(
            ('Z - running["mean"]', 'Z - running["spread"]'),
            ('running["variance"] + eps', 'np.abs(running["mean"]) + eps'),
            ('running["spread"]', 'running["variance"]'),
        ),
    },
    right=[as_one_line, by_columns],
    hints=[
        "It is the forward pass, with two numbers a unit that come from elsewhere.",
        "Z_tilde = γ (Z − running mean) / √(running variance + ε) + β.",
        'Z_norm = (Z - running["mean"]) / np.sqrt(running["variance"] + eps); return gamma * … + …',
    ],
    topics=["batch norm at test time", "gamma and beta"],
)
