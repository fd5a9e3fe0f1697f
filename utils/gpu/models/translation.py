"""A translator in PyTorch: two LSTMs that read, attention or a summary, an LSTM that writes; and our weights in it."""

import torch
from torch import nn

from utils.gpu.models.weights import copy_weights
from utils.gpu.steps.translation import read_both_ways

READERS = ("additive", "summary")


class Translator(nn.Module):
    """The twin of `utils.labs.course5.week3_translation.networks.Translator`.

    n_source, n_target: words of either side; n_target is also the number that stands for "nothing written yet".
    T_x: places of a source row.    n_e, n_a, n_s, n_compare: as there.
    reader: "additive" attention, or the "summary" of the two states in which the encoder has ended.
    dropout: the share of numbers set to 0 in training, in the words' vectors and in front of the scores.
    Forget gates start at 1, as in our LSTMs. Source rows are filled up with 0.
    """

    def __init__(self, n_source, n_target, T_x, n_e=16, n_a=24, n_s=48, n_compare=16, reader="additive", dropout=0.0):
        super().__init__()
        if reader not in READERS:
            raise ValueError(f"reader = {reader!r}: it is one of {', '.join(READERS)}")
        self.T_x, self.start, self.reader = T_x, n_target, reader
        self.read = nn.Embedding(n_source, n_e)
        self.ahead, self.back = (nn.LSTM(n_e, n_a, batch_first=True) for _ in range(2))
        if reader == "additive":
            shapes = {"W_a": (2 * n_a, n_compare), "W_s": (n_s, n_compare), "b": (n_compare,), "v": (n_compare,)}
            self.attention = nn.ParameterDict(
                {name: nn.Parameter(torch.zeros(shape)) for name, shape in shapes.items()}
            )
            for name in ("W_a", "W_s"):
                nn.init.xavier_uniform_(self.attention[name])
            nn.init.normal_(self.attention["v"], std=n_compare**-0.5)
        self.written = nn.Embedding(n_target + 1, n_e)
        self.decoder = nn.LSTM(2 * n_a + n_e, n_s, batch_first=True)
        self.output, self.dropout = nn.Linear(n_s, n_target), nn.Dropout(dropout)
        with torch.no_grad():
            for bias in (lstm.bias_ih_l0 for lstm in (self.ahead, self.back, self.decoder)):
                bias[len(bias) // 4 : len(bias) // 2] = 1

    def forward(self, x):
        """Scores (m, T_y, n_target) of the next word at each place (teacher forcing).

        x: (m, T_x + T_y) numbers: the source, and the words before each place, the first of them `start`.
        """
        state, states = self.begin(x[:, : self.T_x]), []
        before = self.dropout(self.written(x[:, self.T_x :]))
        if self.reader == "summary":  # all inputs are known: one call
            context = state[2][:, None].expand(-1, before.shape[1], -1)
            s = self.decoder(torch.cat([context, before], dim=2))[0]
        else:
            for t in range(before.shape[1]):
                state = self._go_on(before[:, t], state)
                states.append(state[0])
            s = torch.stack(states, dim=1)
        return self.output(self.dropout(s))

    def begin(self, source):
        """What the decoder starts from: s, c, and what it reads of the source. Each has m rows.    source: (m, T_x)."""
        mask = source > 0
        lengths = mask.sum(dim=1)
        a = read_both_ways(self.dropout(self.read(source)), lengths, self.ahead, self.back)
        s = a.new_zeros(len(a), self.decoder.hidden_size)
        if self.reader == "additive":
            return s, s, a, a @ self.attention["W_a"] + self.attention["b"], mask  # the keys: once for all steps
        n_a = self.ahead.hidden_size
        last = a[torch.arange(len(a), device=a.device), lengths - 1]
        return s, s, torch.cat([last[:, :n_a], a[:, 0, n_a:]], dim=1)

    def step(self, symbols, state):
        """One step of the decoder: ln p (m, n_target) of every next word, and the state after it.    symbols: (m,)."""
        state = self._go_on(self.written(symbols), state)
        return self.output(state[0]).log_softmax(dim=1), state

    def shares(self, s, state):
        """What the attention gives to each place from the decoder's state s, (m, T_x); 0 at padding."""
        _, _, _, keys, mask = state
        energies = torch.tanh(keys + (s @ self.attention["W_s"])[:, None]) @ self.attention["v"]
        return energies.masked_fill(~mask, float("-inf")).softmax(dim=1)

    def _go_on(self, written, state):
        s, c, a, *_ = state
        context = (self.shares(s, state)[:, None] @ a)[:, 0] if self.reader == "additive" else a
        _, (s, c) = self.decoder(torch.cat([context, written], dim=1)[:, None], (s[None], c[None]))
        return s[0], c[0], *state[2:]


def translator_of(ours, T_x):
    """A Translator with the weights of a NumPy one that has attention, or the summary, in their precision."""
    n_e, n_a, n_s = ours.read.W.shape[1], ours.encoder.forwards.U.shape[-1], ours.decoder.U.shape[-1]
    additive = hasattr(ours.attention, "W_s")
    sizes = {"n_compare": ours.attention.W_s.shape[1]} if additive else {"reader": "summary"}
    theirs = Translator(len(ours.read.W), ours.output.W.shape[1], T_x, n_e, n_a, n_s, **sizes)
    theirs.to(torch.from_numpy(ours.read.W).dtype)
    both = ours.encoder.forwards, ours.encoder.backwards
    parts = zip((ours.read, *both, ours.written, ours.decoder, ours.output), _parts(theirs), strict=True)
    for part, module in parts:
        copy_weights(part, module)
    with torch.no_grad():
        for name, parameter in theirs.attention.items() if additive else ():
            parameter.copy_(torch.from_numpy(getattr(ours.attention, name)))
    return theirs


def gradients_in_numpy(theirs):
    """{name: array} of a Translator's gradients, laid out as the NumPy network's are: "decoder.U", "attention.v", …"""
    found = {f"attention.{name}": p.grad.numpy() for name, p in getattr(theirs, "attention", {}).items()}
    names = "read", "encoder.forwards", "encoder.backwards", "written", "decoder", "output"
    for name, module in zip(names, _parts(theirs), strict=True):
        for key, parameter in module.named_parameters():
            grad = parameter.grad.numpy()
            if isinstance(module, nn.LSTM):
                if key.startswith("bias_hh"):
                    continue  # ours have one bias
                blocks = grad.reshape(4, -1, grad.shape[1] if grad.ndim == 2 else 1)[[0, 1, 3, 2]].transpose(0, 2, 1)
                ours = {"weight_ih": "W", "weight_hh": "U", "bias_ih": "b"}[key.removesuffix("_l0")]
                found[f"{name}.{ours}"] = blocks
            else:
                found[f"{name}.{'b' if key == 'bias' else 'W'}"] = grad.T if isinstance(module, nn.Linear) else grad
    return found


def _parts(theirs):
    return theirs.read, theirs.ahead, theirs.back, theirs.written, theirs.decoder, theirs.output
