"""Word vectors as a module: two tables and the loss of negative sampling."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from utils.gpu.seeds import seeded
from utils.gpu.steps.embeddings import negative_sampling_loss

START = 0.1  # the standard deviation that the vectors of centre words start from, as in the NumPy lab


class SkipGram(nn.Module):
    """Vectors of centres and of contexts; its forward pass gives the losses of a batch.

    n_words, d: the size of each table.    sparse: whether gradients hold only the rows that occur.    seed: of the
    start: normal numbers for the centres, zeros for the contexts.
    """

    def __init__(self, n_words, d, sparse=True, seed=0):
        super().__init__()
        self.centres = nn.Embedding(n_words, d, sparse=sparse)
        self.contexts = nn.Embedding(n_words, d, sparse=sparse)
        with torch.no_grad(), seeded(seed):
            self.centres.weight.normal_(0, START)
            self.contexts.weight.zero_()

    def forward(self, x):
        """x: (B, 2 + K) centres, true neighbours, K random words. Returns losses (B,)."""
        return negative_sampling_loss(self.centres(x[:, 0]), self.contexts(x[:, 1:]))


def mean_loss(losses, _):
    """The loss of a batch for the training loop: what the module returned, averaged."""
    return losses.mean()


class AllWords(SkipGram):
    """The same two tables, and a softmax over all words in place of the negatives; its gradients are dense."""

    def __init__(self, n_words, d, seed=0):
        super().__init__(n_words, d, sparse=False, seed=seed)

    def forward(self, x):
        """x: (B, 2) centres and true neighbours. Returns losses (B,)."""
        scores = self.centres(x[:, 0]) @ self.contexts.weight.T  # (B, d) @ (d, n_words) -> (B, n_words)
        return cross_entropy(scores, x[:, 1], reduction="none")
