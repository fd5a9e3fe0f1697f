"""Sequences: four character models on dinosaurs' names; attention and a Transformer that read dates."""

from functools import partial

import numpy as np

from utils.bench.race import Lab
from utils.bench.sides import our_side, torch_side
from utils.data.dates import load_dates
from utils.data.dinosaurs import load_dinosaurs
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.rnn import RNN
from utils.models.seq2seq import AttentionSeq2Seq
from utils.models.transformer import CausalLM, Transformer
from utils.training import evaluate, supervised

T_Y = 10  # symbols of an ISO date
RATE, CLIP = 5e-3, 1.0  # of Adam; the largest norm of all gradients together


def labs(rng, torch):
    """Yield the labs. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    if torch is not None:
        from utils.gpu.models import sequences as eager
    names = load_dinosaurs(rng)
    n, sizes = len(names.vocabulary), (64, 4, 2, 128)
    for name, kind in {"RNN": RNN, "GRU": partial(GRU, reset_after=True), "LSTM": LSTM}.items():  # PyTorch's GRU
        net = Sequential(Embedding(n, 32, rng), kind(32, 64, rng), Dense(64, n, rng))
        module = torch and eager.CharacterModel(name, n, 32, 64)
        yield _names(f"names, character {name}", net, module, torch, names, 1.75, 600, RATE)
    module = torch and eager.CausalLM(n, *sizes)
    yield _names("names, Transformer", CausalLM(n, *sizes, rng), module, torch, names, 1.8, 600, RATE / 5)

    dates = load_dates(rng, m_dev=250)
    n_human, n_iso = len(dates.human_vocabulary), len(dates.iso_vocabulary)
    module = torch and eager.AttentionSeq2Seq(n_human, n_iso)
    yield _dates("dates, LSTM with attention", AttentionSeq2Seq(n_human, n_iso, rng), module, torch, dates, RATE)
    net = _WithStart(n_human, n_iso + 1, *sizes, rng)
    module = torch and eager.Transformer(n_human, n_iso + 1, *sizes)
    yield _dates("dates, Transformer", net, module, torch, dates, RATE / 5)


class _WithStart(Transformer):
    """The Transformer behind the interface of `AttentionSeq2Seq`: the start is the last of the target's symbols."""

    def forward(self, source, target, *, train=False, mask=None):
        return super().forward(source, _before(target, len(self.output.b) - 1), train=train, source_mask=mask)

    def translate(self, source, T_y, mask=None):
        return self.decode_greedy(source, len(self.output.b) - 1, T_y, mask)


def _before(target, start):
    return np.concatenate([np.full((len(target), 1), start), target[:, :-1]], axis=1)


def _names(name, net, module, torch, names, goal, most, rate):
    """A model of the next letter, judged in nats for each letter of names that it has not seen."""
    objective = supervised(softmax_cross_entropy)
    data, held_out = ({"x": part.X, "y": part.Y, "counts": part.mask} for part in (names.train, names.held_out))
    sides = {"ours": our_side(net, objective, data, lambda: evaluate(net, objective, held_out, 10**6), rate, CLIP)}
    if torch is not None:
        from utils.gpu.models.sequences import cross_entropy
        from utils.gpu.models.weights import copy_weights

        copy_weights(net, module)
        tensors = {key: torch.from_numpy(array) for key, array in held_out.items()}

        def loss(module, batch):
            return cross_entropy(module(batch["x"]), batch["y"], batch["counts"])

        sides["torch"] = torch_side(torch, module, loss, data, lambda: float(loss(module, tensors)), rate, CLIP)
    return Lab(name, "nats/letter", goal, len(names.train.X), 32, 25, most, sides, lower=True)


def _dates(name, net, module, torch, dates, rate):
    """From a date as people write it to ISO form, judged by the share that is right in all ten symbols."""
    data = {"source": dates.train.X, "target": dates.train.Y, "mask": dates.train.mask}
    source, mask, truth = dates.dev.X, dates.dev.mask, dates.dev.Y

    def objective(model, batch, train):
        scores = model.forward(batch["source"], batch["target"], train=train, mask=batch["mask"])
        return softmax_cross_entropy(scores, batch["target"])

    sides = {
        "ours": our_side(net, objective, data, lambda: _exact(net.translate(source, T_Y, mask), truth), rate, CLIP)
    }
    if torch is not None:
        sides["torch"] = _torch_dates(torch, net, module, data, (source, mask, truth), rate)
    return Lab(name, "exact", 0.97, len(dates.train.X), 100, 25, 1500, sides)


def _torch_dates(torch, net, module, data, held_out, rate):
    from utils.gpu.models.sequences import cross_entropy

    source, mask, truth = held_out
    source, mask = torch.from_numpy(source), torch.from_numpy(mask)
    if isinstance(net, AttentionSeq2Seq):
        _copy_attention_model(torch, net, module)

        def scores(module, batch):
            return module(batch["source"], batch["mask"], T_Y, batch["target"])
    else:
        from utils.gpu.models.weights import copy_weights

        copy_weights(net, module)
        data = data | {"before": _before(data["target"], module.start)}

        def scores(module, batch):
            return module(batch["source"], batch["before"], batch["mask"])

    def loss(module, batch):
        return cross_entropy(scores(module, batch), batch["target"])

    def score():
        return _exact(module.translate(source, mask, T_Y).numpy(), truth)

    return torch_side(torch, module, loss, data, score, rate, CLIP)


def _copy_attention_model(torch, net, module):
    from utils.gpu.models.weights import copy_weights

    for part in ("read", "encoder", "written", "decoder", "output"):
        copy_weights(getattr(net, part), getattr(module, part))
    attention = net.attention
    pairs = (
        (module.keys.weight, attention.W_a.T),
        (module.keys.bias, attention.b),
        (module.query.weight, attention.W_s.T),
        (module.energy.weight, attention.v[None]),
    )
    with torch.no_grad():
        for tensor, array in pairs:
            tensor.copy_(torch.from_numpy(array))


def _exact(written, truth):
    return float(np.mean((written == truth).all(axis=1)))
