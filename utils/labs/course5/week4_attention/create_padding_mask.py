"""The exercise create_padding_mask: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import attention as steps


def padding_cases(rng):
    """Two sentences by hand; as many as words; one word; none of them padded."""
    return [
        (np.array([[7, 6, 0, 0], [1, 2, 3, 0]]),),
        (np.tril(rng.integers(1, 9, (3, 3))),),
        (np.array([[5], [0]]),),
        (rng.integers(1, 9, (2, 5)),),
    ]


def padding_wishes(rng):
    """A zero in the middle, which the course's own sentences do not have."""
    zero_inside = rng.integers(1, 9, (2, 4))
    zero_inside[1, 1] = 0
    return [(zero_inside,)]


def as_in_the_course(decoder_token_ids):
    seq = 1 - np.equal(decoder_token_ids, 0).astype(np.float32)
    return seq[:, np.newaxis, :]


def by_sentences(decoder_token_ids):
    return np.array([[[token != 0 for token in sentence]] for sentence in decoder_token_ids])


LINE = "(decoder_token_ids != 0)[:, np.newaxis, :]"

EXERCISE = Exercise(
    steps.create_padding_mask,
    points=4,
    returns=("mask",),
    cases=padding_cases,
    wishes=padding_wishes,
    mistakes={
        "Your mask is turned round: it marks the padding; True stands for a word, which may be looked at.": slip(
            "!= 0", "== 0"
        ),
        "The axis of the queries is missing; put one of length 1 between the examples and the keys.": slip(
            LINE, "decoder_token_ids != 0"
        ),
        "The new axis stands at the end, so your mask hides queries; hide keys, which are the last axis.": slip(
            "[:, np.newaxis, :]", "[:, :, np.newaxis]"
        ),
        "The new axis stands at the front; the examples come first, then the queries.": slip(
            "[:, np.newaxis, :]", "[np.newaxis]"
        ),
        "Word 1 counts as padding; only 0 does.": slip("!= 0", "> 1"),
        "Every mask ends at the first 0, which is as good as long as padding stands at the end; marked by its own id, "
        "each token is right wherever a 0 stands.": slip(
            LINE, "np.logical_and.accumulate(decoder_token_ids != 0, axis=1)[:, np.newaxis, :]"
        ),
        "You count each sentence's words and mark so many places, which is as good as long as padding stands at the "
        "end; marked by its own id, each token is right wherever a 0 stands.": slip(
            LINE,
            "(np.arange(decoder_token_ids.shape[1]) < np.sum(decoder_token_ids != 0, axis=1, keepdims=True))"
            "[:, np.newaxis, :]",
        ),
        "You return the ids instead of True and False; compare each with 0.": slip(
            LINE, "decoder_token_ids[:, np.newaxis, :]"
        ),
        "There are two axes of length 1; one is enough, for the queries.": slip(
            "[:, np.newaxis, :]", "[:, np.newaxis, np.newaxis, :]"
        ),
        "The queries have their whole axis, T long, and padded queries are hidden as well; keep one axis of length 1, "
        "and hide keys only.": slip(
            LINE, "(decoder_token_ids != 0)[:, np.newaxis, :] & (decoder_token_ids != 0)[:, :, np.newaxis]"
        ),
    },
    right=[as_in_the_course, by_sentences],
    hints=[
        "Every token says for itself whether it is a word. The rest is a question of axes.",
        "mask[i, 0, t] = (decoder_token_ids[i, t] ≠ 0)",
        "return (decoder_token_ids != …)[:, np.newaxis, :]",
    ],
    topics=["padding mask"],
)
