"""The Transformer step by step: positions, the feed-forward network, one layer of the encoder and of the decoder."""

import numpy as np

from utils.steps.attention import (
    multi_head_attention,
    multi_head_attention_backward,
    project,
    project_backward,
)


def get_angles(pos, k, d):
    """The angle that a column of the positional encoding has reached at a position.

        angle = pos / 10000^(2i/d),    i = ⌊k/2⌋

    pos: (T, 1), a column of positions.    k: (1, d), a row of column numbers.    d: how many columns there are.
    Returns the angles (T, d). Two neighbouring columns share their i: one becomes a sine, the other a cosine.
    """
    # The number of the pair that each column belongs to
    i = k // 2
    # Each pair turns more slowly than the one before; broadcasting fills the table
    return pos / 10000 ** (2 * i / d)  # (T, 1) with (1, d) -> (T, d)


def positional_encoding(positions, d):
    """Write every position as a vector that can be added to a word's: without it, attention knows no order.

        P[pos, 2i] = sin(pos / 10000^(2i/d)),    P[pos, 2i + 1] = cos(pos / 10000^(2i/d))

    positions: how many, T.    d: columns.
    Returns P (1, T, d); the leading axis broadcasts over the examples.
    Source: Vaswani et al., "Attention is all you need" (2017).
    """
    # All angles in one table: positions go down, columns go across
    angles = get_angles(np.arange(positions)[:, np.newaxis], np.arange(d)[np.newaxis, :], d)  # (T, d)
    encoding = np.zeros((positions, d))
    # Sines in the even columns
    encoding[:, 0::2] = np.sin(angles[:, 0::2])
    # Cosines in the odd columns
    encoding[:, 1::2] = np.cos(angles[:, 1::2])
    return encoding[np.newaxis]  # (1, T, d)
