"""Two networks that listen, as modules: one rings at a trigger word, one spells what is said."""

import torch
from torch import nn

from utils.gpu.steps.speech import modelf


class Listener(nn.Module):
    """Features (m, n_C, T) -> a score for each step (m, T // 4): the parts of `modelf`.

    n_C: bands.    filters: of the convolution, which reads 16 frames and moves on by 4.    n_a: units of each GRU.
    """

    def __init__(self, n_C, filters, n_a, dropout=0.0):
        super().__init__()
        parts = {"conv": nn.Conv1d(n_C, filters, 16, stride=4), "dropout": nn.Dropout(dropout)}
        parts |= {"first": nn.GRU(filters, n_a, batch_first=True), "second": nn.GRU(n_a, n_a, batch_first=True)}
        self.layers = nn.ModuleDict(parts | {"output": nn.Linear(n_a, 1)})

    def forward(self, x):
        return modelf(x, self.layers)


def reversed_rows(x, lengths):
    """Each row's own steps from the last to the first; what stands behind them stays.    x: (m, T, d). Its own inverse.

    Nothing is read on the host, as `pack_padded_sequence` would.
    """
    steps = torch.arange(x.shape[1], device=x.device)
    places = lengths[:, None] - 1 - steps  # (m, T)
    places = torch.where(places >= 0, places, steps)
    return x.gather(1, places[:, :, None].expand_as(x))


class Speller(nn.Module):
    """Steps (m, T, d + 1) -> scores of the symbols (m, T, n_classes): GRUs in both directions, a dense layer.

    The last column of the input is 1 at an utterance's own steps, and 0 behind them.
    """

    def __init__(self, d, n_a, n_classes):
        super().__init__()
        self.forward_gru, self.backward_gru = (nn.GRU(d, n_a, batch_first=True) for _ in range(2))
        self.output = nn.Linear(2 * n_a, n_classes)

    def forward(self, x):
        lengths, x = x[:, :, -1].long().sum(dim=1), x[:, :, :-1]
        forward, _ = self.forward_gru(x)
        backward, _ = self.backward_gru(reversed_rows(x, lengths))
        return self.output(torch.cat([forward, reversed_rows(backward, lengths)], dim=2))
