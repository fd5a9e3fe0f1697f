"""A text on the device: pairs made when they are asked for, and negatives drawn there."""

import torch

from utils.gpu.steps.embeddings import pairs_at
from utils.layers.arguments import check_whole

CHUNK = 2**22  # numbers of pairs that are looked at together


class TextPairs:
    """The pairs of a text, for the training loop (see utils.gpu.data.batches).

    text, sentence: (n,) arrays, the words of all sentences end to end, and each one's sentence.    window: how far a
    neighbour may be away.    setup: a Setup.    batch_size: pairs a step.
    The text lies on the device, and of each pair that has a neighbour its number: 4 bytes, where both words as whole
    numbers of 64 bits would take 16.
    """

    def __init__(self, text, sentence, window, setup, batch_size=1024, drop_last=True):
        check_whole("window", window)
        check_whole("batch_size", batch_size)
        self.text, self.sentence = (torch.as_tensor(array).long().to(setup.device) for array in (text, sentence))
        self.window, self.batch_size, self.drop_last = window, batch_size, drop_last
        every = torch.arange(2 * window * len(self.text), dtype=torch.int32, device=setup.device)
        self.numbers = torch.cat([some[self._pairs(some)[2]] for some in every.split(CHUNK)])
        if len(self.numbers) < (batch_size if drop_last else 1):
            raise ValueError(f"the text has {len(self.numbers)} pairs, fewer than a batch of {batch_size}")

    def _pairs(self, numbers):
        return pairs_at(self.text, self.sentence, numbers.long(), self.window)

    def __len__(self):
        return len(self.numbers)

    def batch(self, rows):
        """Centres and contexts (B, 2); and, because the loop wants labels, what is not used."""
        centres, contexts, mask = self._pairs(self.numbers[rows])
        return torch.stack([centres, contexts], dim=1), mask


class Noise:
    """Draws K negatives for each pair, on the device: the `augment` of the training loop.

    counts: (n_words,) how often each word occurs.    K: negatives of a pair.    power: of the counts.
    The ends of the words' pieces of [0, 1) are added up once, in float64, where the device has it.
    """

    def __init__(self, counts, K, power, setup):
        check_whole("K", K)
        edges = (torch.as_tensor(counts).double() ** power).cumsum(0)
        self.K, kind = K, torch.float32 if setup.device.type == "mps" else torch.float64
        self.edges = (edges / edges[-1]).to(kind).to(setup.device)

    def draw(self, shape, generator):
        """Words of this distribution, in any shape."""
        u = torch.rand(shape, generator=generator, dtype=self.edges.dtype, device=self.edges.device)
        return torch.searchsorted(self.edges, u, right=True).clamp(max=len(self.edges) - 1)

    def __call__(self, x, generator):
        """Pairs (B, 2) with K negatives behind each: (B, 2 + K)."""
        return torch.cat([x, self.draw((len(x), self.K), generator)], dim=1)
