"""The exercise scaled_dot_product_attention: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_attention.common import by_hand, look_ahead, made, soft, some_hidden
from utils.steps import attention as steps


def attention_cases(rng):
    """By hand; a hidden key; other numbers of queries and keys; a square of all; heads in front; large scores."""
    q, k, v = made(rng, 2, 3, 3, 3, 3)
    heads = [rng.normal(size=(2, 2, 3, n)) for n in (4, 4, 2)]
    return [
        (*by_hand(), None),
        (*by_hand(), np.array([[[True, True, False]]])),
        (*made(rng, 2, 2, 5, 3, 4), some_hidden(rng, 2, 2, 5)),
        (q, k, v, look_ahead(3)),
        (*heads, None),
        (30 * q, 30 * k, v, None),
        (*made(rng, 3, 1, 4, 9, 1), np.array([[[1, 1, 0, 0]], [[1, 0, 1, 0]], [[1, 1, 1, 1]]], bool)),
    ]


def as_in_the_course(q, k, v, mask):
    matmul_qk = np.matmul(q, np.swapaxes(k, -1, -2))
    scaled_attention_logits = matmul_qk / np.sqrt(k.shape[-1])
    if mask is not None:
        scaled_attention_logits += (1.0 - mask) * -1.0e9
    attention_weights = soft(scaled_attention_logits)
    return np.matmul(attention_weights, v), attention_weights


def masked_shares(q, k, v, mask=None):
    scores = np.einsum("...id,...jd->...ij", q, k) / q.shape[-1] ** 0.5
    seen = np.broadcast_to(True if mask is None else mask.astype(bool), scores.shape)
    top = np.max(np.where(seen, scores, -np.inf), axis=-1, keepdims=True)
    shares = np.where(seen, np.exp(np.minimum(scores - top, 0)), 0)
    shares = shares / shares.sum(axis=-1, keepdims=True)
    return np.einsum("...ij,...jd->...id", shares, v), shares


HIDE = "scores = np.where(mask, scores, -np.inf)"
SOFT = "attention_weights = softmax(rows).reshape(scores.shape)"

EXERCISE = Exercise(
    steps.scaled_dot_product_attention,
    points=16,
    returns=("output", "attention_weights"),
    cases=attention_cases,
    mistakes={
        "The scores are not divided; divide them by √d_k.": slip(" / np.sqrt(k.shape[-1])", ""),
        "You divide by d_k; divide by its square root.": slip("np.sqrt(k.shape[-1])", "k.shape[-1]"),
        "You divide by the root of the number of keys; d_k is how many columns a key has, k.shape[-1].": slip(
            "np.sqrt(k.shape[-1])", "np.sqrt(k.shape[-2])"
        ),
        "You divide by the root of the values' columns; the products in a score are d_k many, k.shape[-1].": slip(
            "np.sqrt(k.shape[-1])", "np.sqrt(v.shape[-1])"
        ),
        "Your softmax goes along the queries; each query's weights sum to 1 along the keys, the last axis.": slip(
            ("rows = scores.reshape(-1, scores.shape[-1])", "rows = np.swapaxes(scores, -1, -2)"),
            (SOFT, "attention_weights = np.swapaxes(softmax_of(rows), -1, -2)"),
            (
                "    # How well",
                "    def softmax_of(x):\n"
                "        e = np.exp(x - np.max(x, axis=-1, keepdims=True))\n"
                "        return e / np.sum(e, axis=-1, keepdims=True)\n\n"
                "    # How well",
            ),
        ),
        "Your softmax goes over everything at once; each query has weights of its own, which sum to 1.": slip(
            SOFT, "attention_weights = softmax(scores.reshape(1, -1)).reshape(scores.shape)"
        ),
        "The mask is left out; a hidden key scores minus infinity.": slip(HIDE, "pass"),
        "Your mask is turned round: it hides what is True; True is what may be seen.": slip(
            "np.where(mask, scores, -np.inf)", "np.where(mask, -np.inf, scores)"
        ),
        "A hidden key scores 0, by a product with the mask or otherwise, and e⁰ is a share; it scores minus "
        "infinity.": slip("np.where(mask, scores, -np.inf)", "np.where(mask, scores, 0.0)"),
        "You hide keys behind the softmax, so a row no longer sums to 1; hide them before it.": slip(
            (HIDE, "pass"),
            (SOFT, SOFT + "\n    if mask is not None:\n        attention_weights = attention_weights * mask"),
        ),
        "The output averages the keys; average the values.": slip("attention_weights @ v", "attention_weights @ k"),
        "You return the weights before the output; the output comes first.": slip(
            "return output, attention_weights", "return attention_weights, output"
        ),
        "You return the scores in place of the weights; return what the softmax makes of them.": slip(
            "return output, attention_weights", "return output, scores"
        ),
        "The output is the values weighed by the scores; put them through the softmax first.": slip(
            "attention_weights @ v", "np.where(np.isfinite(scores), scores, 0) @ v"
        ),
        "Each query takes the one value whose key fits best; take the average with the softmax's weights.": slip(
            SOFT, "attention_weights = np.eye(scores.shape[-1])[np.argmax(scores, axis=-1)]"
        ),
    },
    right=[as_in_the_course, masked_shares],
    hints=[
        "Three products of whole arrays and a softmax. Which axis of the scores belongs to the keys?",
        "scores = q kᵀ / √d_k, minus infinity where the mask is False; weights = softmax(scores) along the keys; "
        "output = weights v",
        "scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(…); scores = np.where(mask, scores, -np.inf) if there is a "
        "mask; softmax of scores.reshape(-1, T_k), put back into shape; weights @ v",
    ],
    topics=["self-attention", "queries, keys and values", "scaled dot product"],
)
