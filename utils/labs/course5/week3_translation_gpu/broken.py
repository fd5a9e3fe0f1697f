"""A batched beam search whose states stay in their slots, and a test that finds it out."""

import torch

from utils.data.translation import END
from utils.gpu.steps.translation import beam_search
from utils.labs.course5.week3_translation_gpu import translators
from utils.steps.bleu import bleu


def without_moving(step):
    """A step whose states stay where they are, whatever the search moves.

    It keeps the last states itself, and takes none of those that it is handed after the first step of a search.
    """
    kept = {}

    def staying(symbols, state):
        *inner, begun = state
        inner = kept["state"] if bool(begun[0]) else tuple(inner)
        logs, kept["state"] = step(symbols, inner)
        return logs, (*kept["state"], torch.ones_like(begun))

    return staying


def score_again(model, step, part, french, width, alpha=0.7):
    """BLEU of what a search with `step` writes for a Part, and how far its scores are from those of its sentences."""
    end = french.ids[END]
    with torch.no_grad():
        state = model.begin(torch.from_numpy(part.X))
        more = (torch.zeros(len(part.X), dtype=torch.bool),) if step != model.step else ()
        words, scores = beam_search(step, (*state, *more), width, model.start, end, part.Y.shape[1], alpha)
        anew = told_again(model, part, words[:, 0], end, alpha)
    written = translators.in_words(words, french)
    return bleu(written, [[right] for right in part.french]), float((scores[:, 0] - anew).abs().mean())


def told_again(model, part, words, end, alpha):
    """The scores of given sentences, told word by word, (m,).    words: (m, T), filled up with the end."""
    before = torch.cat([torch.full_like(words[:, :1], model.start), words[:, :-1]], dim=1)
    logs = model(torch.cat([torch.from_numpy(part.X), before], dim=1)).log_softmax(dim=2)
    counts = ((words == end).cumsum(dim=1) - (words == end).int()) == 0  # up to the first end
    sums = (logs.gather(2, words[:, :, None])[:, :, 0] * counts).sum(dim=1)
    return sums / counts.sum(dim=1) ** alpha
