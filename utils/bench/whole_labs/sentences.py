"""Sentences: an LSTM that reads a mood where the order of words decides."""

import numpy as np

from utils.bench.race import Lab
from utils.bench.sides import our_side, torch_side
from utils.data.moods import MOODS, load_moods, vocabulary
from utils.data.sequences import Vocabulary
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.training import supervised

WIDTH, UNITS, RATE, CLIP = 32, 24, 0.01, 1.0  # numbers in a word's vector; of the LSTM; of Adam; of all gradients


def labs(rng, torch):
    """Yield the labs. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    moods = load_moods(rng, m_train=1500)
    words = Vocabulary(vocabulary(moods.train.texts), padding="<pad>")
    data, held_out = (_batch(part, words) for part in (moods.train, moods.test))
    net = Sequential(
        Embedding(len(words), WIDTH, rng, scale=WIDTH**-0.5),
        LSTM(WIDTH, UNITS, rng, return_sequences=False),
        Dense(UNITS, len(MOODS), rng),
    )

    def right():
        return float(np.mean(net.forward(held_out["x"], mask=held_out["mask"]).argmax(axis=1) == held_out["y"]))

    sides = {"ours": our_side(net, supervised(softmax_cross_entropy), data, right, RATE, CLIP)}
    if torch is not None:
        sides["torch"] = _torch_side(torch, net, data, held_out)
    yield Lab("moods, LSTM", "accuracy", 0.95, len(data["x"]), 32, 25, 1200, sides)


def _batch(part, words):
    ids, mask = words.encode([text.split() for text in part.texts])
    return {"x": ids, "y": part.y, "mask": mask}


def _torch_side(torch, net, data, held_out):
    """The same network as its users write it: packed sequences, the state after each one's last word."""
    from utils.gpu.models.weights import copy_weights

    module = torch.nn.ModuleDict(
        {
            "embedding": torch.nn.Embedding(*net.layers[0].W.shape),
            "recurrent": torch.nn.LSTM(WIDTH, UNITS, batch_first=True),
            "output": torch.nn.Linear(UNITS, len(MOODS)),
        }
    )
    copy_weights(net, module)
    test = {name: torch.from_numpy(array) for name, array in held_out.items()}

    def scores(batch):
        packed = torch.nn.utils.rnn.pack_padded_sequence(
            module["embedding"](batch["x"]), batch["mask"].sum(1), batch_first=True, enforce_sorted=False
        )
        return module["output"](module["recurrent"](packed)[1][0][0])

    def loss(module, batch):
        return torch.nn.functional.cross_entropy(scores(batch), batch["y"])

    def right():
        return float((scores(test).argmax(dim=1) == test["y"]).float().mean())

    return torch_side(torch, module, loss, data, right, RATE, CLIP)
