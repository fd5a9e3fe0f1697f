"""The NumPy lab's translators, trained on with and without smoothed labels: what they say, what beams make of it.

All runs of a reader start from the same weights; the seed draws the order of the sentences. The rate is the best of
RATES by BLEU on the dev part, on the seed SEARCH; the seeds JUDGE are judged on the test part, on a CPU.
`python -m utils measure week3_translation_gpu` measures anew, about four minutes on one core.
"""

import numpy as np
import torch

from utils.data.translation import END
from utils.gpu.device import Setup
from utils.gpu.models.translation import READERS, translator_of
from utils.gpu.training import fit_module
from utils.labs.course5.week3_translation.kept import kept_translator, sentences
from utils.labs.course5.week3_translation_gpu import translators
from utils.steps.bleu import bleu

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES, SMOOTHINGS, EPOCHS = (0.003, 0.01, 0.03, 0.1), (0.0, 0.1), 2
WIDTHS, ALPHAS = (1, 3, 10), (0.0, 1.0)


def measure():
    """{"smoothing": a row for each reader and smoothing}."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {"smoothing": [row(sentences(), reader, e) for reader in READERS for e in SMOOTHINGS]}
    finally:
        torch.set_num_threads(threads)


def row(data, reader, smoothing):
    """The rate, the dev scores that chose it, and for each seed of JUDGE what `judged` gives."""
    tried = [run(data, reader, smoothing, rate, SEARCH) for rate in RATES]
    dev = [round(translators.scores_of(model, data.dev, data.french)[0], 4) for model in tried]
    rate = RATES[int(np.argmax(dev))]
    found = [judged(run(data, reader, smoothing, rate, seed), data) for seed in JUDGE]
    return {"reader": reader, "smoothing": smoothing, "rate": rate, "dev": dev, "found": found}


def run(data, reader, smoothing, rate, seed):
    """The NumPy lab's translator after EPOCHS more."""
    model, setup = translator_of(kept_translator(reader), data.train.X.shape[1]), Setup("cpu")
    settings = translators.options(data.train, rate, EPOCHS, seed, smoothing)
    fit_module(model, translators.as_data(data.train, model.start, setup), setup, **settings, name=f"seed {seed}")
    return model


def judged(model, data):
    """{"said": what `said` gives on the test part, "beams": [width, α, BLEU, exact, words against the right ones]}."""
    part, french, beams = data.test, data.french, []
    for width in WIDTHS:
        words, sums = translators.search(model, part, french.ids[END], width, alpha=0.0)
        for alpha in ALPHAS:
            written = translators.in_words(best_at(alpha, words, sums, french.ids[END]), french)
            exact = np.mean([one == right for one, right in zip(written, part.french, strict=True)])
            share = sum(map(len, written)) / sum(map(len, part.french))
            score = bleu(written, [[right] for right in part.french])
            beams.append([width, alpha, round(score, 4), round(float(exact), 4), round(share, 4)])
    return {"said": said(model, part), "beams": beams}


def best_at(alpha, words, sums, end):
    """The best sentences by normalised score, (m, 1, T), of those that a search with α = 0 has found."""
    ended = words == end
    lengths = torch.where(ended.any(dim=2), ended.int().argmax(dim=2) + 1, words.shape[2])
    best = (sums / lengths**alpha).argmax(dim=1)
    return words[torch.arange(len(words)), best][:, None]


def said(model, part):
    """What a translator says of the right words, told the true words before.

    {"nats": −ln p of a word, "right": the right word's p, "top": the largest p, "accuracy": how often it is the right
    word's}: means over all words of a Part.
    """
    x, y = translators.as_tensors(part, model.start, model.output.weight.device)
    training = model.training
    with torch.no_grad():
        logs = model.eval()(x).log_softmax(dim=2)[y != translators.NO_WORD]  # (words, V)
    model.train(training)
    words = y[y != translators.NO_WORD]
    right, top = logs.gather(1, words[:, None])[:, 0], logs.max(dim=1)
    found = {"nats": -right, "right": right.exp(), "top": top.values.exp(), "accuracy": top.indices == words}
    return {name: round(value.double().mean().item(), 4) for name, value in found.items()}
