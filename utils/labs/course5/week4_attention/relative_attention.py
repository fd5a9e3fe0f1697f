"""The exercise relative_attention, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_attention.common import made, soft
from utils.steps import relative_positions as steps


def relative_cases(rng):
    """Three steps by hand, all fits 0; more biases than steps; fewer; one for all; heads in front; large scores."""
    zeros = np.zeros((1, 3, 2))
    q, k, v = made(rng, 2, 4, 4, 4, 4)
    heads = [rng.normal(size=(2, 2, 5, n)) for n in (3, 3, 2)]
    return [
        (zeros, zeros, np.array([[[1.0], [10.0], [100.0]]]), np.log([1.0, 2.0, 4.0])),
        (*made(rng, 2, 3, 3, 2, 3), rng.normal(size=5)),
        (q, k, v, rng.normal(size=2)),
        (q, k, v, rng.normal(size=1)),
        (*heads, rng.normal(size=3)),
        (20 * q, 20 * k, v, rng.normal(size=4)),
        (*made(rng, 1, 1, 1, 2, 2), rng.normal(size=2)),
    ]


def step_by_step(q, k, v, bias):
    """Each query with the keys up to itself, and nothing to hide."""
    T = q.shape[-2]
    weights, output = np.zeros(q.shape[:-1] + (T,)), np.zeros(v.shape)
    for t in range(T):
        back = np.minimum(np.arange(t, -1, -1), len(bias) - 1)
        fits = np.einsum("...d,...ud->...u", q[..., t, :], k[..., : t + 1, :]) / q.shape[-1] ** 0.5
        weights[..., t, : t + 1] = soft(fits + bias[back])
        output[..., t, :] = np.einsum("...u,...ud->...d", weights[..., t, : t + 1], v[..., : t + 1, :])
    return output, weights


def with_large_numbers(q, k, v, bias):
    T = q.shape[-2]
    table = np.array([[bias[min(t - u, len(bias) - 1)] if u <= t else -1e9 for u in range(T)] for t in range(T)])
    weights = soft(q @ np.swapaxes(k, -1, -2) / np.sqrt(k.shape[-1]) + table)
    return weights @ v, weights


PLANTED = (
    "The later keys are hidden after the softmax: they get weight 0, but their scores have already taken their part "
    "of the row's sum; hide the scores before the softmax."
)
HIDE = "    # What comes later is hidden\n    scores = np.where(distance >= 0, scores, -np.inf)\n"
RETURN = "    return attention_weights @ v"
LATE = "    # What comes later is hidden\n    attention_weights = np.where(distance >= 0, attention_weights, 0.0)\n"
CLIP = "np.clip(distance, 0, len(bias) - 1)"

EXERCISE = Exercise(
    steps.relative_attention,
    points=8,
    returns=("output", "attention_weights"),
    cases=relative_cases,
    mistakes={
        PLANTED: slip((HIDE, ""), (RETURN, LATE + RETURN)),
        "Nothing is hidden; keys that come later score minus infinity.": slip(HIDE, ""),
        "The wrong half is hidden: each query sees what comes later; keep what has distance 0 or more.": slip(
            "distance >= 0", "distance <= 0"
        ),
        "A step cannot see itself; distance 0 may be seen.": slip(
            "np.where(distance >= 0,", "np.where((distance > 0) | (np.arange(T)[:, np.newaxis] + np.arange(T) == 0),"
        ),
        "The bias changes nothing: it is missing in the scores, or all keys that a query sees get the same one, as "
        "with u − t in place of t − u.": slip(f" + bias[{CLIP}]", ""),
        "The bias is added before the division, so it is divided by √d_k, too; add it to the scaled scores.": slip(
            f" + bias[{CLIP}]", f" + bias[{CLIP}] / np.sqrt(q.shape[-1])"
        ),
        "The bias is added to the weights; add it to the scores, before the softmax.": slip(
            (f" + bias[{CLIP}]", ""),
            (RETURN, f"    attention_weights = attention_weights + bias[{CLIP}] * (distance >= 0)\n" + RETURN),
        ),
        "The scores are multiplied by the bias; add it.": slip(f" + bias[{CLIP}]", f" * bias[{CLIP}]"),
        "Distances beyond the last bias wrap round to the first ones; they take the last one.": slip(
            CLIP, "np.maximum(distance, 0) % len(bias)"
        ),
        "Distances are counted one too high; a step has distance 0 from itself.": slip(
            CLIP, "np.clip(distance + 1, 0, len(bias) - 1)"
        ),
        "The bias is that of the key's own position; it belongs to the distance t − u.": slip(
            CLIP, "np.clip(np.arange(T) + 0 * distance, 0, len(bias) - 1)"
        ),
        "The softmax goes along the queries; it goes along the keys, axis=-1.": slip(
            ("np.max(scores, axis=-1, keepdims=True)", "np.max(scores, axis=-2, keepdims=True)"),
            ("np.sum(exps, axis=-1, keepdims=True)", "np.sum(exps, axis=-2, keepdims=True)"),
        ),
        "The scores are not divided by √d_k.": slip(" / np.sqrt(q.shape[-1])", ""),
        "A later key scores 0, and e⁰ is a share like any other; it scores minus infinity.": slip(
            "np.where(distance >= 0, scores, -np.inf)", "np.where(distance >= 0, scores, 0.0)"
        ),
    },
    right=[step_by_step, with_large_numbers],
    hints=[
        "Look at the row sums of the weights. Which rows are wrong, and what have the right ones in common?",
        "A softmax divides by the sum over *all* keys that it is given. A key that must not matter may not be in that "
        "sum: its score has to be minus infinity before the exponential.",
        "Take the np.where after the softmax away, and put scores = np.where(distance >= 0, scores, -np.inf) before "
        "it.",
    ],
    topics=["look-ahead mask", "positional encoding"],
    planted=PLANTED,
    symptom="As it came: no weight fell on a later step, and the last step's output was right. Yet when the last token "
    "changed, the outputs of earlier steps changed as well.",
)
