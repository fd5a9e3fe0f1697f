"""What a batched beam search does with its slots, step by step."""

from functools import cache
from typing import NamedTuple

import numpy as np
import torch

from utils.gpu.models.translation import translator_of
from utils.gpu.steps.translation import beam_search
from utils.labs.course5.week3_translation.kept import kept_translator, sentence_models, sentences

T_MAX = 11


class Trace(NamedTuple):
    """The slots of one beam after each of T steps, and what came of it."""

    words: np.ndarray  # (T, width) the number put into each slot
    parents: np.ndarray  # (T, width) the slot that it continues
    sums: np.ndarray  # (T, width) ln p of the sentence there; minus infinity where nothing is
    over: np.ndarray  # (T, width) bool, True where the sentence had ended before this step
    best: list  # the numbers of the best sentence, its end included
    score: float  # its normalised score


def traced(step, state, width, start, end, T_max, alpha=0.7):
    """The Trace of a search for one sentence; `step` and `state` as `beam_search` takes them, with one row."""
    calls = []

    def watched(symbols, state):
        """The last tensor of the state: which slot a row came from."""
        *inner, slots = state
        logs, inner = step(symbols, tuple(inner))
        calls.append((symbols.numpy(), slots.numpy(), logs.numpy()))
        return logs, (*inner, torch.arange(len(symbols)))

    words, scores = beam_search(watched, (*state, torch.zeros(1, dtype=torch.long)), width, start, end, T_max, alpha)
    # One more step: what a step has put where is seen when the next one begins
    beam_search(watched, (*state, torch.zeros(1, dtype=torch.long)), width, start, end, T_max + 1, alpha)
    seen = calls[T_max:]
    symbols, parents = (np.stack([call[k] for call in seen[1:]]) for k in (0, 1))
    sums, over = _sums_of(symbols, parents, [logs for _, _, logs in seen], end)
    best = words[0, 0].tolist()
    best = best[: best.index(end) + 1] if end in best else best
    return Trace(symbols, parents, sums, over, best, float(scores[0, 0]))


def _sums_of(symbols, parents, logs, end):
    """ln p in each slot after each step, and which had ended before it."""
    T, width = symbols.shape
    sums, over = np.full((T + 1, width), -np.inf), np.zeros((T + 1, width), bool)
    sums[0, 0] = 0.0
    for t in range(T):
        was = over[t]
        new = sums[t, parents[t]] + logs[t][parents[t], symbols[t]]
        sums[t + 1] = np.where(was, sums[t], new)
        over[t + 1] = was | ((symbols[t] == end) & (sums[t + 1] > -np.inf))
    return sums[1:], over[:-1]


@cache
def trace_of(number, width):
    """The Trace of one of the NumPy lab's `sentence_models`, read by its translator without attention."""
    model = sentence_models()[number]
    twin = _twin()
    with torch.no_grad():
        state = twin.begin(torch.from_numpy(model.source))
    return traced(twin.step, state, width, twin.start, model.end, T_MAX)


@cache
def _twin():
    return translator_of(kept_translator("summary"), sentences().train.X.shape[1])
