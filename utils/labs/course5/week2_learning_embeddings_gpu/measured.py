"""The twin on the NumPy lab's texts, and on texts of more words: what the vectors are worth, and in how many seconds.

Rates are chosen in one text by the relations DEV and judged in others by TEST. On the CPU, in float32, one thread.
`python -m utils measure week2_learning_embeddings_gpu` measures anew, about ten minutes.
"""

import time
from dataclasses import replace

import numpy as np
import torch

from utils.data.corpus import NUMBER, analogies, load_corpus
from utils.gpu.checking.layout import one_thread
from utils.gpu.data.words import Noise, TextPairs
from utils.gpu.device import choose
from utils.gpu.models.words import AllWords, SkipGram, mean_loss
from utils.gpu.training.rows import fit_rows
from utils.labs.course5.week2_learning_embeddings import training as in_numpy
from utils.labs.course5.week2_learning_embeddings_gpu.large_text import DEV, TEST, load_large_text, questions
from utils.labs.course5.week2_learning_embeddings_gpu.scores import counted_vectors, score, text_of

SIZES, PER_COUNTRY = (50, 200, 400), 60  # countries, and sentences for each
D, WINDOW, K, POWER, EPOCHS = 64, 5, 5, 0.75, 3
SEARCH, JUDGE, RATES = 0, (10, 11, 12), (0.1, 0.3, 1.0, 3.0)
ASKED = 1000  # questions of each relation
SMALL_SEEDS, SMALL_D, SMALL_EPOCHS = (10, 11, 12, 13, 14), 80, 6  # of the NumPy lab's texts
SMALL_ASKED = ("gender", "capital", "river", "superlative")


def measure():
    """Scores on five of the NumPy lab's texts, {"numpy": trained by that lab's own code, "float32": here; "float16",
    "bfloat16": here, with tables rounded to these}; and "large": a row for each way and number of countries.
    """
    with one_thread():
        rows = [large_row("negatives", n) for n in SIZES] + [large_row("all words", SIZES[1])]
        rows += [large_row("counting", n) for n in SIZES]
        kinds = {"float32": None, "float16": torch.float16, "bfloat16": torch.bfloat16}
        found = {"numpy": [round(score_in_numpy(seed), 3) for seed in SMALL_SEEDS]}
        for name, kind in kinds.items():
            found[name] = [round(small_score(seed, kind), 3) for seed in SMALL_SEEDS]
        return found | {"large": rows}


def on_cpu():
    return replace(choose(precision="fp32", device="cpu", size="tiny"), compile=False)


class Rounded(SkipGram):
    """Tables that hold numbers of another type only: rounded before each batch, computed with in float32."""

    kind = torch.float32

    def forward(self, x):
        with torch.no_grad():
            for table in self.parameters():
                table.copy_(table.to(self.kind))
        return super().forward(x)


def small_text(seed):
    """A text of 2,000 sentences as the NumPy lab reads it, and its questions on the relations it judges by."""
    corpus = load_corpus(np.random.default_rng([seed, 2000]), 2000, zipf=1.0)
    asked = {name: np.array([[NUMBER[word] for word in one] for one in analogies()[name]]) for name in SMALL_ASKED}
    return corpus, asked


def small_score(seed, kind=None):
    """Skip-gram with negatives at the NumPy lab's settings, trained here.    kind: of rounded tables."""
    (corpus, asked), setup = small_text(seed), on_cpu()
    data = TextPairs(*text_of(corpus), WINDOW, setup, 1024, drop_last=False)
    model = (SkipGram if kind is None else Rounded)(len(corpus.words), SMALL_D, sparse=False, seed=seed)
    model.kind = kind
    noise = Noise(np.maximum(corpus.counts, 1), K, POWER, setup)
    fit_rows(model, data, setup, epochs=SMALL_EPOCHS, learning_rate=0.3, seed=seed, loss=mean_loss, augment=noise)
    return score(model.centres.weight, asked)


def score_in_numpy(seed):
    """The same by the NumPy lab's model and training."""
    (corpus, asked), rng = small_text(seed), np.random.default_rng([seed, 1])
    model = in_numpy.SkipGram(corpus, rng, SMALL_D, WINDOW)
    for _ in in_numpy.train(model, 0.3, SMALL_EPOCHS, rng):
        pass
    return score(torch.from_numpy(model.vectors()), asked)


def large(n_countries, seed):
    """A text, and its questions on all relations."""
    found = load_large_text(np.random.default_rng([seed, n_countries]), n_countries, PER_COUNTRY * n_countries)
    return found, questions(found, np.random.default_rng([seed, 1]), ASKED, DEV + TEST)


def looks(name, text, asked, rate, seed, epochs=EPOCHS):
    """Train one way; after each epoch (CPU seconds so far, vectors)."""
    setup, spent = on_cpu(), 0.0
    begin = time.process_time()
    if name == "counting":
        vectors = counted_vectors(text.text, text.sentence, text.n_words, WINDOW, D, setup)
        return [(time.process_time() - begin, vectors)]
    data, found = TextPairs(text.text, text.sentence, WINDOW, setup), []
    model = AllWords(text.n_words, D, seed) if name == "all words" else SkipGram(text.n_words, D, seed=seed)
    noise = None if name == "all words" else Noise(np.maximum(text.counts, 1), K, POWER, setup)
    steps = len(data) // data.batch_size

    def schedule(step):
        nonlocal begin, spent
        if step % steps == 0 and step and len(found) < step // steps:
            spent += time.process_time() - begin
            found.append((spent, model.centres.weight.detach().clone()))
            begin = time.process_time()
        return rate

    options = {"loss": mean_loss, "augment": noise, "schedule": schedule, "every": steps}
    fit_rows(model, data, setup, epochs=epochs, learning_rate=rate, seed=seed, **options)
    return [*found, (spent + time.process_time() - begin, model.centres.weight.detach())]


def large_row(name, n):
    """The rate with the best score on DEV in text SEARCH; the looks of the texts of JUDGE on TEST with that rate."""
    rates, dev = (RATES if name != "counting" else (0.0,)), []
    for rate in rates if len(rates) > 1 else ():
        text, asked = large(n, SEARCH)
        vectors = looks(name, text, asked, rate, SEARCH)[-1][1]
        dev.append(round(score(vectors, {relation: asked[relation] for relation in DEV}), 3))
    rate = rates[int(np.argmax(dev))] if dev else None
    row = {"name": name, "countries": n, "rate": rate, "dev": dev, "looks": []}
    for seed in JUDGE:
        text, asked = large(n, seed)
        asked = {relation: asked[relation] for relation in TEST}
        found = looks(name, text, asked, rate, seed)
        row["looks"].append([[round(seconds, 2), round(score(vectors, asked), 3)] for seconds, vectors in found])
        row["n_words"] = text.n_words
    return row


def final(row):
    """The scores at the end, one for each text."""
    return np.array([seed[-1][1] for seed in row["looks"]])
