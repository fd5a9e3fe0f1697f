"""The exercise scaled_dot_product_attention_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_attention.common import by_hand, look_ahead, made, soft, some_hidden
from utils.steps import attention as steps


def with_weights(rng, q, k, v, mask=None):
    """The arguments of a backward pass: a random gradient, q, k, v and their weights."""
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(k.shape[-1])
    weights = soft(scores if mask is None else np.where(mask, scores, -np.inf))
    return rng.normal(size=q.shape[:-1] + v.shape[-1:]), q, k, v, weights


def back_cases(rng):
    """By hand; masked; other numbers of queries and keys; all sizes alike; heads in front; a single key."""
    q, k, v = by_hand()
    _, *rest = with_weights(rng, q, k, v)
    heads = [rng.normal(size=(2, 2, 3, n)) for n in (4, 4, 2)]
    return [
        (np.array([[[1.0], [0.0], [-1.0]]]), *rest),
        with_weights(rng, *made(rng, 2, 4, 4, 3, 2), look_ahead(4)),
        with_weights(rng, *made(rng, 2, 2, 5, 3, 4), some_hidden(rng, 2, 2, 5)),
        with_weights(rng, *made(rng, 3, 3, 3, 3, 3)),
        with_weights(rng, *heads),
        with_weights(rng, *made(rng, 1, 3, 1, 2, 2)),
    ]


def with_jacobians(doutput, q, k, v, attention_weights):
    """Each row's softmax by its whole matrix of derivatives."""
    a = attention_weights
    dv = np.einsum("...ij,...id->...jd", a, doutput)
    da = np.einsum("...id,...jd->...ij", doutput, v)
    jacobian = a[..., :, np.newaxis] * (np.eye(a.shape[-1]) - a[..., np.newaxis, :])  # (…, T_q, T_k, T_k)
    ds = np.einsum("...ij,...ijl->...il", da, jacobian) / k.shape[-1] ** 0.5
    return np.einsum("...ij,...jd->...id", ds, k), np.einsum("...ij,...id->...jd", ds, q), dv


def with_the_output(doutput, q, k, v, attention_weights):
    """The mean of a row's gradients is the product of the output with its own gradient."""
    output = attention_weights @ v
    against = (doutput * output).sum(axis=-1, keepdims=True)
    ds = attention_weights * (doutput @ np.swapaxes(v, -1, -2) - against) * q.shape[-1] ** -0.5
    return ds @ k, np.swapaxes(ds, -1, -2) @ q, np.swapaxes(attention_weights, -1, -2) @ doutput


SOFT = "dscores = attention_weights * (dweights - average)"
MEAN = "average = np.sum(attention_weights * dweights, axis=-1, keepdims=True)"

EXERCISE = Exercise(
    steps.scaled_dot_product_attention_backward,
    points=24,
    returns=("dq", "dk", "dv"),
    cases=back_cases,
    accepted={
        "Your gradients are of type float32, with about 7 digits; here they are float64, with about 16.": slip(
            "return dq, dk, dv", "return tuple(one.astype(np.float32) for one in (dq, dk, dv))"
        )
    },
    mistakes={
        "The softmax is taken as if each weight depended on its own score alone; it moves the others of its row, too: "
        "subtract the row's mean gradient.": slip(SOFT, "dscores = attention_weights * dweights"),
        "The softmax has a sigmoid's slope, α (1 − α); the row's other weights move as well, and their part is "
        "missing.": slip(SOFT, "dscores = attention_weights * (1 - attention_weights) * dweights"),
        "You take the softmax's gradient over the queries; a row is a query's, so sum along the keys, axis=-1.": slip(
            "axis=-1, keepdims=True", "axis=-2, keepdims=True"
        ),
        "The mean that is subtracted is a plain one; it is weighted by the attention weights.": slip(
            MEAN, "average = np.mean(dweights, axis=-1, keepdims=True)"
        ),
        "The sum that is subtracted is of the gradients alone; weight it by the attention weights.": slip(
            "attention_weights * dweights, axis", "dweights, axis"
        ),
        "One sum over everything is subtracted; each row has a sum of its own: axis=-1, keepdims=True.": slip(
            MEAN, "average = np.sum(attention_weights * dweights)"
        ),
        "The gradient at the weights goes on to the scores as it is; go through the softmax.": slip(
            SOFT, "dscores = dweights"
        ),
        "The row's mean is subtracted, but the factor α in front is missing.": slip(
            SOFT, "dscores = dweights - average"
        ),
        "The row's mean is added; it is subtracted.": slip("(dweights - average)", "(dweights + average)"),
        "√d_k is missing: the scores were divided by it, so their gradients are, too, on the way to q and to k.": slip(
            ("dscores @ k / scale", "dscores @ k"), ("@ q / scale", "@ q")
        ),
        "dq lacks the division by √d_k.": slip("dscores @ k / scale", "dscores @ k"),
        "dk lacks the division by √d_k.": slip("@ q / scale", "@ q"),
        "You divide by d_k; the scores were divided by its square root.": slip("np.sqrt(k.shape[-1])", "k.shape[-1]"),
        "You multiply by √d_k; the scores were divided by it, and so are the gradients.": slip(
            ("dscores @ k / scale", "dscores @ k * scale"), ("@ q / scale", "@ q * scale")
        ),
        "You divide by the root of the values' columns; the scores were divided by √d_k.": slip(
            "np.sqrt(k.shape[-1])", "np.sqrt(v.shape[-1])"
        ),
        "dq and dk are exchanged: a query's gradient is made of the keys, a key's of the queries.": slip(
            "return dq, dk, dv", "return dk, dq, dv"
        ),
        "Your dq is made of the queries; a product hands each factor the other one: take the keys.": slip(
            "dscores @ k / scale", "dscores @ np.resize(q, k.shape) / scale"
        ),
        "Your dk is made of the keys; a product hands each factor the other one: take the queries.": slip(
            "@ q / scale", "@ np.resize(k, q.shape) / scale"
        ),
        "For dk the table of scores is not turned; a key collects from its column: take the transpose.": slip(
            "np.swapaxes(dscores, -1, -2) @ q",
            "np.resize(dscores, (*q.shape[:-2], k.shape[-2], q.shape[-2])) @ q",
        ),
        "For dv the weights are not turned; a value collects from its column: take the transpose.": slip(
            "np.swapaxes(attention_weights, -1, -2) @ doutput",
            "np.resize(attention_weights, (*q.shape[:-2], k.shape[-2], q.shape[-2])) @ doutput",
        ),
        "dv is made with the scores' gradient; the values are averaged with the weights.": slip(
            "    return dq, dk, dv", "    dv = np.swapaxes(dscores, -1, -2) @ doutput\n    return dq, dk, dv"
        ),
        "The values' gradient comes first in what you return; the order is dq, dk, dv.": slip(
            "return dq, dk, dv", "return dv, dq, dk"
        ),
    },
    right=[with_jacobians, with_the_output],
    hints=[
        "Go back through output = α v, then through the softmax of one row, then through scores = q kᵀ / √d_k. For "
        "the row: when one score rises, its weight rises, and what it gains is taken from all weights of the row.",
        "dv = αᵀ doutput; dα = doutput vᵀ; dscores = α * (dα − Σ over the row's keys of α dα); dq = dscores k / √d_k; "
        "dk = dscoresᵀ q / √d_k. Where α is 0, so is dscores: the mask takes care of itself.",
        "dweights = doutput @ np.swapaxes(v, -1, -2); average = np.sum(attention_weights * …, axis=-1, keepdims=True); "
        "dscores = attention_weights * (… - average); dq = dscores @ … / np.sqrt(…); and so on.",
    ],
    topics=["scaled dot product", "queries, keys and values"],
)
