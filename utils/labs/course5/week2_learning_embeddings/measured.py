"""Ways to learn vectors from one text, each at its own rate; what window, negatives, power, floor and biases are worth.

Settings are chosen by the score on the relations DEV in one text, and judged by that on TEST in five others. All models
have vectors of 80 numbers; epochs are such that each takes about three seconds. `python -m utils measure
week2_learning_embeddings` measures anew, some nine minutes on one core.
"""

import time

import numpy as np

from utils.data.corpus import load_corpus
from utils.labs.course5.week2_learning_embeddings.counting import DEV, ppmi_vectors, score, score_by_count
from utils.labs.course5.week2_learning_embeddings.training import Cbow, Glove, LanguageModel, SkipGram, train
from utils.layers.word_windows import skip_gram_pairs

SENTENCES, ZIPF, D, WINDOW = 2000, 1.0, 80, 5
SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)

FLOORS, FLOOR, BOTH = (0.001, 0.003, 0.01, 0.03, 0.1), 0.01, False  # tried for GloVe on all pairs, and chosen on DEV
FLOOR_RATES, X_MAX = (0.1, 0.3, 1.0), (10.0, 100.0)


def all_pairs(*args, **settings):
    return Glove(*args, **{"floor": FLOOR, "both": BOTH} | settings)


# Name: how the model is made, its epochs on SENTENCES, the rates that are tried
NO_BIASES, BEFORE, RATES = "GloVe, all pairs, no biases", "CBOW of words before", (0.1, 0.3, 1.0)
MODELS = {
    "language model of 2003": (LanguageModel, 16, (0.01, 0.03, 0.1, 0.3)),
    BEFORE: (lambda *a, **k: Cbow(*a, before=True, **k), 32, (*RATES, 3.0)),
    "CBOW, negatives": (Cbow, 32, RATES),
    "skip-gram, negatives": (SkipGram, 12, RATES),
    "skip-gram, tree": (lambda *a, **k: SkipGram(*a, guess="tree", **k), 9, RATES),
    "skip-gram, all words": (lambda *a, **k: SkipGram(*a, guess="all", **k), 6, RATES),
    "GloVe": (Glove, 32, (0.01, 0.03, 0.1, 0.3, 1.0)),
    "GloVe, all pairs": (all_pairs, 12, RATES),
    NO_BIASES: (lambda *a, **k: all_pairs(*a, biases=False, **k), 12, RATES),
}
LONG = 6000  # sentences of the longer text
LONG_EPOCHS = {
    "CBOW, negatives": 16,
    "skip-gram, negatives": 6,
    "skip-gram, all words": 3,
}  # looked at in SENTENCES, too
WINDOWS, NEGATIVES, POWERS = (1, 2, 3, 5, 8), (1, 5, 15), (0.0, 0.5, 0.75, 1.0, 1.25)
GRID_SEEDS, GRID_EPOCHS = (20, 21, 22), 4
PPMI_SIZES = (20, 40, 80, 120, 160)


def measure():
    """The tables: {"race", "long", "ppmi", "floors", "windows", "powers"}, each a list of rows."""
    return {
        "race": [race_row(name) for name in MODELS],
        "long": [race_row(name, LONG, epochs) for name, epochs in LONG_EPOCHS.items()],
        "ppmi": [ppmi_row(m) for m in (SENTENCES, LONG)],
        "floors": floors_table(),
        "windows": windows_table(),
        "powers": powers_table(),
    }


def text(seed, m=SENTENCES):
    return load_corpus(np.random.default_rng([seed, m]), m, zipf=ZIPF)


def run(name, rate, seed, m=SENTENCES, epochs=None, **settings):
    """Train one model; yields (epoch, CPU seconds so far, model) after each eighth of its epochs."""
    make, epochs = MODELS[name][0], epochs or MODELS[name][1]
    rng, begin = np.random.default_rng([seed, 1]), time.process_time()
    model, looked = make(text(seed, m), rng, D, WINDOW, **settings), 0.0
    for epoch, _ in enumerate(train(model, rate, epochs, rng), 1):
        if epoch * 8 % epochs < 8:
            seconds = time.process_time() - begin - looked
            before = time.process_time()
            yield epoch, seconds, model
            looked += time.process_time() - before


def last(*args, **settings):
    """The model at the end of a run."""
    *_, (_, _, model) = run(*args, **settings)
    return model


def race_row(name, m=SENTENCES, epochs=None):
    """The rate with the best score on DEV, and with it the looks of each text of JUDGE: epoch, seconds, score on TEST.

    "both": for GloVe, the last scores on TEST of the sum of a word's two vectors.
    """
    rates, counts = MODELS[name][2], text(SEARCH, m).counts
    found = [score(last(name, rate, SEARCH, m, epochs).vectors(), counts, DEV) for rate in rates]
    row = {"name": name, "m": m, "rate": rates[int(np.argmax(found))], "dev": np.round(found, 3).tolist()}
    row |= {"looks": [], "thirds": []} | ({"both": []} if "GloVe" in name else {})
    for seed in JUDGE:
        counts, looks = text(seed, m).counts, []
        for epoch, seconds, model in run(name, row["rate"], seed, m, epochs):
            looks.append([epoch, round(seconds, 3), round(score(model.vectors(), counts), 3)])
        row["looks"].append(looks)
        row["thirds"].append(np.round(score_by_count(model.vectors(), counts), 3).tolist())
        if "both" in row:
            row["both"].append([round(score(vectors, counts), 3) for vectors in first_and_sum(model)])
    return row


def first_and_sum(model):
    """A GloVe's vectors of words, and their sums with the same words' vectors as contexts."""
    return model.arrays[0], model.arrays[0] + model.arrays[1]


def ppmi_row(m):
    """The baseline that trains nothing, with D numbers; on DEV with other numbers of dimensions, too."""
    corpus = text(SEARCH, m)
    found = [score(ppmi_vectors(corpus, d, WINDOW), corpus.counts, DEV) for d in PPMI_SIZES]
    looks, thirds = [], []
    for seed in JUDGE:
        corpus, begin = text(seed, m), time.process_time()
        vectors = ppmi_vectors(corpus, D, WINDOW)
        looks.append([[0, round(time.process_time() - begin, 3), round(score(vectors, corpus.counts), 3)]])
        thirds.append(np.round(score_by_count(vectors, corpus.counts), 3).tolist())
    return {"name": "PPMI + SVD", "m": m, "d": D, "dev": np.round(found, 3).tolist(), "looks": looks, "thirds": thirds}


def floors_table():
    """GloVe on all pairs by floor, and by x_max at FLOOR: on DEV a word's first vector and the sum of both, by rate."""
    rows, counts = [], text(SEARCH).counts
    for floor, x_max in [*((floor, X_MAX[0]) for floor in FLOORS), (FLOOR, X_MAX[1])]:
        found = []
        for rate in FLOOR_RATES:
            model = last("GloVe, all pairs", rate, SEARCH, floor=floor, x_max=x_max)
            found.append([round(score(vectors, counts, DEV), 3) for vectors in first_and_sum(model)])
        first, both = np.transpose(found).tolist()
        rows.append({"floor": floor, "x_max": x_max, "first": first, "both": both})
    return rows


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
        scores.append(round(score(vectors, corpus.counts), 3))
        thirds.append(np.round(score_by_count(vectors, corpus.counts), 3).tolist())
    return {"rate": rate, "scores": scores, "thirds": thirds}


def windows_table():
    """Scores by window and negatives, all at one rate."""
    return [{"window": w, "K": K} | grid_scores(RATES[1], window=w, K=K) for K in NEGATIVES for w in WINDOWS]


def powers_table():
    """Scores by power, each at the rate that is best on DEV."""
    rows, counts = [], text(SEARCH).counts
    for power in POWERS:
        found = [score(grid_vectors(SEARCH, rate, power=power)[0], counts, DEV) for rate in RATES]
        row = grid_scores(RATES[int(np.argmax(found))], power=power)
        rows.append({"power": power, "dev": np.round(found, 3).tolist()} | row)
    return rows


def final(row):
    """The last score of each seed."""
    return np.array([looks[-1][2] for looks in row["looks"]])


def at_epoch(row, epoch):
    """The score of each seed after so many epochs, one that was looked at."""
    return np.array([next(share for n, _, share in looks if n == epoch) for looks in row["looks"]])


def seconds(row):
    """The mean CPU seconds that training took, on the machine that measured."""
    return float(np.mean([looks[-1][1] for looks in row["looks"]]))
