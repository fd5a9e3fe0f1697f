"""Seven ways to learn vectors from one text, each at its own rate; what window, negatives, power and biases are worth.

A rate is chosen by the score on the relations DEV in one text and judged by that on TEST in five others. All models
have vectors of 80 numbers; epochs are such that none takes much longer than the skip-gram. `python -m utils measure
week2_learning_embeddings` measures anew, some eight minutes on one core.
"""

import time

import numpy as np

from utils.data.corpus import load_corpus
from utils.labs.course5.week2_learning_embeddings.counting import DEV, TEST, ppmi_vectors, score, score_by_count
from utils.labs.course5.week2_learning_embeddings.training import Cbow, Glove, LanguageModel, SkipGram, train
from utils.layers.word_windows import skip_gram_pairs

SENTENCES, ZIPF, D, WINDOW = 2000, 1.0, 80, 5
SEARCH, JUDGE = (0,), (10, 11, 12, 13, 14)

# Name: how the model is made, its epochs on SENTENCES, the rates that are tried
MODELS = {
    "language model of 2003": (LanguageModel, 16, (0.01, 0.03, 0.1, 0.3)),
    "CBOW, negatives": (Cbow, 32, (0.1, 0.3, 1.0)),
    "skip-gram, negatives": (SkipGram, 6, (0.1, 0.3, 1.0)),
    "skip-gram, tree": (lambda *a, **k: SkipGram(*a, guess="tree", **k), 6, (0.1, 0.3, 1.0)),
    "skip-gram, all words": (lambda *a, **k: SkipGram(*a, guess="all", **k), 5, (0.1, 0.3, 1.0)),
    "GloVe": (Glove, 32, (0.01, 0.03, 0.1, 0.3, 1.0)),
    "GloVe, all pairs": (lambda *a, **k: Glove(*a, floor=0.1, **k), 12, (0.1, 0.3, 1.0, 3.0)),
}
NO_BIASES = "GloVe, all pairs, no biases"
MODELS[NO_BIASES] = (lambda *a, **k: Glove(*a, floor=0.1, biases=False, **k), 12, (0.1, 0.3, 1.0, 3.0))
SIZES = (6000,)  # and SENTENCES; with as many steps, so with fewer epochs where the text is longer
BY_SIZE = ("CBOW, negatives", "skip-gram, negatives")
WINDOWS, NEGATIVES, POWERS = (1, 2, 3, 5, 8), (1, 5, 15), (0.0, 0.5, 0.75, 1.0, 1.25)
GRID_SEEDS, GRID_EPOCHS, GRID_RATES = (20, 21, 22), 4, (0.1, 0.3, 1.0)
PPMI_SIZES = (20, 40, 80, 120, 160)


def measure():
    """The tables: {"race", "sizes", "ppmi", "windows", "powers"}, each a list of rows."""
    race = [race_row(name, SENTENCES) for name in MODELS]
    sizes = [race_row(name, m) for m in SIZES for name in BY_SIZE]
    ppmi = [ppmi_row(m) for m in (SENTENCES, *SIZES)]
    return {"race": race, "sizes": sizes, "ppmi": ppmi, "windows": windows_table(), "powers": powers_table()}


def text(seed, m=SENTENCES):
    return load_corpus(np.random.default_rng([seed, m]), m, zipf=ZIPF)


def epochs_of(name, m):
    """How many epochs a model has in a text of m sentences."""
    return max(1, round(MODELS[name][1] * SENTENCES / m))


def run(name, m, rate, seed):
    """Train one model; yields (epoch, CPU seconds so far, model) after each eighth of its epochs."""
    make, epochs = MODELS[name][0], epochs_of(name, m)
    rng, begin = np.random.default_rng([seed, 1]), time.process_time()
    model, looked = make(text(seed, m), rng, D, WINDOW), 0.0
    for epoch, _ in enumerate(train(model, rate, epochs, rng), 1):
        if epoch * 8 % epochs < 8:
            seconds = time.process_time() - begin - looked
            before = time.process_time()
            yield epoch, seconds, model
            looked += time.process_time() - before


def last(name, m, rate, seed):
    """The vectors at the end."""
    *_, (_, _, model) = run(name, m, rate, seed)
    return model.vectors()


def race_row(name, m):
    """The rate with the best mean score on DEV, and with it the looks of each seed in JUDGE on TEST."""
    rates = MODELS[name][2]
    found = [float(np.mean([score(last(name, m, rate, seed), DEV) for seed in SEARCH])) for rate in rates]
    rate = rates[int(np.argmax(found))]
    looks, thirds = [], []
    for seed in JUDGE:
        looks.append([])
        for _, seconds, model in run(name, m, rate, seed):
            looks[-1].append([round(seconds, 3), round(score(model.vectors(), TEST), 3)])
        thirds.append(np.round(score_by_count(model.vectors(), text(seed, m).counts), 3).tolist())
    return {"name": name, "m": m, "rate": rate, "dev": np.round(found, 3).tolist(), "looks": looks, "thirds": thirds}


def ppmi_row(m):
    """The baseline that trains nothing; its number of dimensions is chosen on DEV."""
    found = [float(np.mean([score(ppmi_vectors(text(s, m), d, WINDOW), DEV) for s in SEARCH])) for d in PPMI_SIZES]
    d, looks, thirds = PPMI_SIZES[int(np.argmax(found))], [], []
    for seed in JUDGE:
        corpus, begin = text(seed, m), time.process_time()
        vectors = ppmi_vectors(corpus, d, WINDOW)
        looks.append([[round(time.process_time() - begin, 3), round(score(vectors), 3)]])
        thirds.append(np.round(score_by_count(vectors, corpus.counts), 3).tolist())
    return {"name": "PPMI + SVD", "m": m, "d": d, "dev": np.round(found, 3).tolist(), "looks": looks, "thirds": thirds}


def grid_vectors(seed, rate, window=WINDOW, **settings):
    """A skip-gram's vectors after about as many steps as GRID_EPOCHS of WINDOW; and the text."""
    corpus, rng = text(seed), np.random.default_rng([seed, 1])
    model = SkipGram(corpus, rng, D, window, **settings)
    wanted = len(skip_gram_pairs(corpus.sentences, WINDOW)[0]) * GRID_EPOCHS
    for _ in train(model, rate, round(wanted / len(model.examples[0])), rng):
        pass
    return model.vectors(), corpus


def grid_scores(rate, **settings):
    """The scores on TEST for GRID_SEEDS, whole and by thirds."""
    scores, thirds = [], []
    for seed in GRID_SEEDS:
        vectors, corpus = grid_vectors(seed, rate, **settings)
        scores.append(round(score(vectors), 3))
        thirds.append(np.round(score_by_count(vectors, corpus.counts), 3).tolist())
    return {"rate": rate, "scores": scores, "thirds": thirds}


def windows_table():
    """Scores by window and negatives, all at one rate."""
    return [{"window": w, "K": K} | grid_scores(GRID_RATES[1], window=w, K=K) for K in NEGATIVES for w in WINDOWS]


def powers_table():
    """Scores by power, each at the rate that is best on DEV."""
    rows = []
    for power in POWERS:
        found = [score(grid_vectors(SEARCH[0], rate, power=power)[0], DEV) for rate in GRID_RATES]
        row = grid_scores(GRID_RATES[int(np.argmax(found))], power=power)
        rows.append({"power": power, "dev": np.round(found, 3).tolist()} | row)
    return rows


def final(row):
    """The last score of each seed."""
    return np.array([looks[-1][1] for looks in row["looks"]])


def seconds(row):
    """The mean CPU seconds that training took, on the machine that measured."""
    return float(np.mean([looks[-1][0] for looks in row["looks"]]))


def standard_error(values):
    """Of the mean of independent values, along the first axis."""
    return np.std(values, axis=0, ddof=1) / np.sqrt(len(values))
