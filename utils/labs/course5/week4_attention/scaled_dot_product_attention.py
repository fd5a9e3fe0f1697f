"""The exercise scaled_dot_product_attention: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_attention.common import by_hand, far_below, look_ahead, made, soft, some_hidden
from utils.steps import attention as steps


def attention_cases(rng):
    """By hand; hidden keys; other numbers of queries and keys; a square of all; heads in front; large scores; low."""
    q, k, v = made(rng, 2, 3, 3, 3, 3)
    heads = [rng.normal(size=(2, 2, 3, n)) for n in (4, 4, 2)]
    return [
        (*by_hand(), None),
        (*by_hand(), np.array([[[True, True, False, True, False]]])),
        (*made(rng, 2, 2, 5, 3, 4), some_hidden(rng, 2, 2, 5)),
        (q, k, v, look_ahead(3)),
        (*heads, None),
        (30 * q, 30 * k, v, None),
        (*made(rng, 3, 1, 4, 9, 1), np.array([[[1, 1, 0, 0]], [[1, 0, 1, 0]], [[1, 1, 1, 1]]], bool)),
        (*far_below(rng), np.array([[[True, True, False]]])),
    ]


def attention_wishes(rng):
    """A mask of 1 and 0, as the course's own are."""
    return [(*made(rng, 2, 3, 3, 4, 2), look_ahead(3).astype(float))]


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


SCORES = "scores = q @ np.swapaxes(k, -1, -2)"
EXPS = "exps = np.exp(rows - np.max(rows, axis=-1, keepdims=True))"
SUMS = "attention_weights = (exps / np.sum(exps, axis=-1, keepdims=True)).reshape(scores.shape)"
HIDE = "scores = np.where(mask, scores, -np.inf)"
SOFT = "attention_weights = softmax(rows).reshape(scores.shape)"

EXERCISE = Exercise(
    steps.scaled_dot_product_attention,
    points=16,
    returns=("output", "attention_weights"),
    cases=attention_cases,
    wishes=attention_wishes,
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
        "All exponentials are divided by one sum; each query's have a sum of their own: axis=-1, keepdims=True.": slip(
            SOFT, f"{EXPS}\n    attention_weights = (exps / np.sum(exps)).reshape(scores.shape)"
        ),
        "The given softmax takes the rows of a matrix, and your scores have more axes; lay all rows below each other "
        "first, with reshape.": slip(SOFT, "attention_weights = softmax(scores)"),
        "Large scores overflow in the exponential; subtract each row's largest score first, which changes no "
        "weight.": slip((SOFT, f"{EXPS}\n    {SUMS}"), (" - np.max(rows, axis=-1, keepdims=True)", "")),
        "You exchange axes 1 and 2 of k, but there may be more axes in front; exchange the last two, -1 and -2.": slip(
            SCORES, "scores: object = q @ k.transpose(0, 2, 1)"
        ),
        "You exchange axes 1 and 2 of k, by swapaxes, but there may be more axes in front; exchange the last two, -1 "
        "and -2.": slip(SCORES, "scores: object = q @ np.swapaxes(k, 1, 2)"),
        "You divide the weights by √d_k, so they no longer sum to 1; divide the scores, before the softmax.": slip(
            (" / np.sqrt(k.shape[-1])", ""), (SOFT, SOFT + " / np.sqrt(k.shape[-1])")
        ),
        "You round q, k and v to float32; keep their float64, which section 5's differences need.": slip(
            "    # How well", "    q, k, v = (np.asarray(one, np.float32) for one in (q, k, v))\n    # How well"
        ),
        "Your weights are rounded to float32; keep the arguments' float64, which section 5's differences need.": slip(
            SOFT, SOFT + ".astype(np.float32)"
        ),
        "The mask is left out; a hidden key scores minus infinity.": slip(HIDE, "pass"),
        "Your mask is turned round: it hides what is True; True is what may be seen.": slip(
            "np.where(mask, scores, -np.inf)", "np.where(mask, -np.inf, scores)"
        ),
        "Your mask is turned round: a large negative number is added where it is True; add it where it is False, with "
        "1 − mask in place of mask.": slip(HIDE, "scores = scores + mask * -1e9"),
        "(1 − mask) · (−∞) is NaN wherever the mask is True, since 0 · ∞ is no number; choose with np.where, or take a "
        "large finite number.": slip(HIDE, "scores = scores + (1 - mask) * -np.inf"),
        "Your hidden keys score too high: a query whose own scores are near −24 sees them; take minus infinity.": slip(
            "-np.inf", "-20.0"
        ),
        "Your hidden keys score too high: a query whose own scores are near −200 sees them; take minus infinity.": slip(
            "-np.inf", "-100.0"
        ),
        "The course's own masks are of 1 and 0, which ~ does not turn round (it stops, or makes −2 and −1 of whole "
        "numbers); np.where(mask, …) or mask == 0 works with both kinds.": slip(
            HIDE, "scores[:] = np.where(~mask, -np.inf, scores)"
        ),
        "A hidden key scores 0, by a product with the mask or otherwise, and e⁰ is a share; it scores minus "
        "infinity.": slip("np.where(mask, scores, -np.inf)", "np.where(mask, scores, 0.0)"),
        "You hide keys after the softmax, so a row no longer sums to 1; hide them before it.": slip(
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
        "The output is the values weighted by the scores; put them through the softmax first.": slip(
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
