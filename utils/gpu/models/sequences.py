"""The sequence models of `utils.models` in eager PyTorch, as its users write them: batch first, float32."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from utils.layers.positions import positional_encoding


class CharacterModel(nn.Module):
    """Embedding, a recurrent layer ("RNN", "GRU", "LSTM"), scores of the next symbol."""

    def __init__(self, kind, n, n_e, n_a):
        super().__init__()
        self.embedding = nn.Embedding(n, n_e)
        self.recurrent = getattr(nn, kind)(n_e, n_a, batch_first=True)
        self.output = nn.Linear(n_a, n)

    def forward(self, ids):
        return self.output(self.recurrent(self.embedding(ids))[0])


class AttentionSeq2Seq(nn.Module):
    """`utils.models.seq2seq.AttentionSeq2Seq`."""

    def __init__(self, n_source, n_target, n_e=32, n_a=32, n_s=64, n_compare=16):
        super().__init__()
        self.n_s, self.start = n_s, n_target
        self.read = nn.Embedding(n_source, n_e)
        self.encoder = nn.LSTM(n_e, n_a, batch_first=True, bidirectional=True)
        self.keys = nn.Linear(2 * n_a, n_compare)
        self.query = nn.Linear(n_s, n_compare, bias=False)
        self.energy = nn.Linear(n_compare, 1, bias=False)
        self.written = nn.Embedding(n_target + 1, n_e)
        self.decoder = nn.LSTMCell(2 * n_a + n_e, n_s)
        self.output = nn.Linear(n_s, n_target)

    def forward(self, source, mask, T_y, target=None):
        """Scores (m, T_y, n_target), with the true symbols before each place, or its own where target is None."""
        packed = pack_padded_sequence(self.read(source), mask.sum(1), batch_first=True, enforce_sorted=False)
        a, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True, total_length=source.shape[1])
        keys = self.keys(a)
        s = c = a.new_zeros(len(source), self.n_s)
        symbol, scores = torch.full((len(source),), self.start), []
        for t in range(T_y):
            energies = self.energy(torch.tanh(keys + self.query(s)[:, None])).squeeze(2)
            alpha = energies.masked_fill(~mask, float("-inf")).softmax(dim=1)
            context = (alpha[:, None] @ a).squeeze(1)
            s, c = self.decoder(torch.cat([context, self.written(symbol)], dim=1), (s, c))
            scores.append(self.output(s))
            symbol = scores[-1].argmax(dim=1) if target is None else target[:, t]
        return torch.stack(scores, dim=1)

    def translate(self, source, mask, T_y):
        return self(source, mask, T_y).argmax(dim=2)


class Embedded(nn.Module):
    """Vectors of words times √d, plus where they stand."""

    def __init__(self, n, d, longest=64):
        super().__init__()
        self.scale, self.embedding = d**0.5, nn.Embedding(n, d)
        self.register_buffer("positions", torch.from_numpy(positional_encoding(longest, d)))

    def forward(self, ids):
        return self.embedding(ids) * self.scale + self.positions[: ids.shape[1]]


class CausalLM(nn.Module):
    """`utils.models.transformer.CausalLM`."""

    def __init__(self, n, d, heads, layers, d_hidden):
        super().__init__()
        self.words = Embedded(n, d)
        sizes = {"d_model": d, "nhead": heads, "dim_feedforward": d_hidden, "dropout": 0.0, "batch_first": True}
        self.layers = nn.ModuleList(nn.TransformerEncoderLayer(**sizes) for _ in range(layers))
        self.output = nn.Linear(d, n)

    def forward(self, ids):
        x, hidden = self.words(ids), nn.Transformer.generate_square_subsequent_mask(ids.shape[1])
        for layer in self.layers:
            x = layer(x, src_mask=hidden, is_causal=True)
        return self.output(x)


class Transformer(nn.Module):
    """`utils.models.transformer.Transformer`; the start symbol is the last of n_target."""

    def __init__(self, n_source, n_target, d, heads, layers, d_hidden):
        super().__init__()
        sizes = {"d_model": d, "nhead": heads, "dim_feedforward": d_hidden, "dropout": 0.0, "batch_first": True}
        self.source = Embedded(n_source, d)
        self.encoder = nn.ModuleList(nn.TransformerEncoderLayer(**sizes) for _ in range(layers))
        self.target = Embedded(n_target, d)
        self.decoder = nn.ModuleList(nn.TransformerDecoderLayer(**sizes) for _ in range(layers))
        self.output = nn.Linear(d, n_target)
        self.start = n_target - 1

    def encode(self, source, mask):
        x = self.source(source)
        for layer in self.encoder:
            x = layer(x, src_key_padding_mask=~mask)
        return x

    def decode(self, ids, memory, mask):
        x, hidden = self.target(ids), nn.Transformer.generate_square_subsequent_mask(ids.shape[1])
        for layer in self.decoder:
            x = layer(x, memory, tgt_mask=hidden, tgt_is_causal=True, memory_key_padding_mask=~mask)
        return self.output(x)

    def forward(self, source, before, mask):
        return self.decode(before, self.encode(source, mask), mask)

    def translate(self, source, mask, T_y):
        ids, memory = torch.full((len(source), 1), self.start), self.encode(source, mask)
        for _ in range(T_y):
            symbol = self.decode(ids, memory, mask)[:, -1].argmax(dim=1)
            ids = torch.cat([ids, symbol[:, None]], dim=1)
        return ids[:, 1:]


def cross_entropy(scores, labels, counts=None):
    """The mean over all places, or over those that count."""
    labels = labels if counts is None else labels.masked_fill(~counts, -100)
    return F.cross_entropy(scores.flatten(0, 1), labels.flatten())
