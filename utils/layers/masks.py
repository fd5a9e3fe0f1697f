"""Who may attend to whom: boolean masks, True where a query may look at a key.

A mask of an attention is broadcastable to (m, h, T_q, T_k). The mask that layers hand on, (m, T), says which steps of
each sequence are real; `padding_mask` turns it into one of those.
"""

import numpy as np


def padding_mask(mask):
    """Let every query look at the real steps only: (m, T) -> (m, 1, 1, T), the same for all heads and queries.

    mask: (m, T), True where a sequence has a real step.
    Raises ValueError for another rank or type, or where a sequence has no real step at all.
    """
    if not isinstance(mask, np.ndarray) or mask.dtype != bool or mask.ndim != 2:
        raise ValueError(f"mask is {described(mask)}; expected an array of bool (m, T), True where a step is real")
    if not mask.any(axis=1).all():
        raise ValueError(f"mask {mask.shape} has no real step in sequence {mask.any(axis=1).argmin()}")
    return mask[:, None, None, :]


def look_ahead_mask(T):
    """Let step t look at the steps up to and with t: (T, T), True on and below the diagonal."""
    return np.tri(T, dtype=bool)


def step_mask(mask, m, T, causal=False):
    """The mask of an attention over the T steps of m sequences.

    mask: (m, T), True where a step is real, or None where all are.    causal: True hides the later steps too.
    Returns a mask broadcastable to (m, 1, T_q, T), or None where nothing is hidden.
    """
    if mask is None:
        return look_ahead_mask(T) if causal else None
    real = padding_mask(mask)
    if mask.shape != (m, T):
        raise ValueError(f"mask has shape {mask.shape}; expected ({m}, {T}), an entry for each step")
    return real & look_ahead_mask(T) if causal else real


def hiding(mask, shape, dtype):
    """What to add to scores so that the softmax passes over the hidden ones: 0 where the mask is True, else −∞.

    mask: boolean, broadcastable to `shape`.    shape: (…, T_q, T_k), the scores'.    dtype: theirs.
    Returns an array of `shape`, which repeats the mask without a copy.
    Raises ValueError: not boolean, another shape, or a query that may attend to nothing. Its output could be called
    0, but a softmax over nothing is not defined, and behind such a query there is nearly always a mask turned round.
    """
    if not isinstance(mask, np.ndarray) or mask.dtype != bool:
        raise ValueError(f"mask is {described(mask)}; expected an array of bool, True where a query may attend")
    if mask.ndim > len(shape) or any(n not in (1, N) for n, N in zip(mask.shape[::-1], shape[::-1], strict=False)):
        raise ValueError(f"mask has shape {mask.shape}; expected one broadcastable to the scores, {shape}")
    if not mask.any(axis=-1).all():
        query = tuple(int(i) for i in np.argwhere(~mask.any(axis=-1))[0])
        raise ValueError(f"mask {mask.shape} lets query {query} attend to nothing: True is for what may be looked at")
    return np.broadcast_to(np.where(mask, dtype.type(0), dtype.type(-np.inf)), shape)


def described(mask):
    """How a message calls something that is not the mask it should be."""
    return f"an array of {mask.dtype} {mask.shape}" if isinstance(mask, np.ndarray) else type(mask).__name__
