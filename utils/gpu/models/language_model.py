"""A language model of symbols in PyTorch, as a module that can also be run piece by piece."""

from torch import nn


class LanguageModel(nn.Module):
    """Embedding, a recurrent layer over the whole sequence, scores of the next symbol.

    kind: "RNN", "GRU" or "LSTM".    n: symbols.    n_e: numbers for a symbol.    n_a: units.
    dropout: the share of numbers set to 0 in training, in front of the recurrent layer and behind it.
    Without dropout, `copy_weights` fills it from a Sequential(Embedding, recurrent layer, Dense) of ours.
    """

    def __init__(self, kind, n, n_e, n_a, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(n, n_e)
        self.recurrent = getattr(nn, kind)(n_e, n_a, batch_first=True)
        self.output = nn.Linear(n_a, n)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids):
        """Scores (m, T, n) of the symbol that follows each place.    ids: (m, T)."""
        return self.run(ids)[0]

    def run(self, ids, state=None):
        """Go on from a state, None at the beginning. Returns scores (m, T, n), and the state after the last place."""
        a, state = self.recurrent(self.dropout(self.embedding(ids)), state)
        return self.output(self.dropout(a)), state
