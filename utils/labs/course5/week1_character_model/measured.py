"""Networks on names, memory by cell on sentences, words against letters, and truncated backpropagation.

Rates are chosen on the seeds SEARCH, by the names or sentences to choose on, and judged on the five seeds JUDGE.
`python -m utils measure week1_character_model` measures anew, about half an hour on one core.
"""

import numpy as np

from utils.labs.course5.week1_character_model import agreement, horizons, letters, networks, tables

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
FIRST = SEARCH[:1]  # where one seed has to do
RATES, EPOCHS, CUT_EPOCHS, WRITTEN = (0.001, 0.003, 0.01, 0.03, 0.1), 25, 30, 1000
WIDTHS = [("RNN", 84), ("GRU", 48), ("LSTM", 41), ("GRU", 128)]  # the first three of about the same size
NGRAMS, MIXED = (1, 2, 3, 4), (3, 4, 5, 6, 7)
STEPS, GAPS = 1200, (0, 1, 2, 4, 8, 16, 32, 64)  # phrases between noun and verb, of three words each
TRAINED = [("RNN", most) for most in (1, 2, 4, 16)] + [
    (cell, most) for cell in ("GRU", "LSTM", "attention") for most in (2, 16)
]
SENTENCE_RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
HORIZONS = (1, 4, None)
CUT = [((4,), 5), ((4,), None), (range(5), 5)]  # phrases; words of a piece
LIMITS, STEP_RATES, SMALL_STEPS = (5, 1, 0.5, None), (0.01, 0.02, 0.03, 0.05), 2000


def measure():
    """The tables by name, each a list of rows."""
    return {
        "tables": table_rows(),
        "names": [names_row(cell, n_a) for cell, n_a in WIDTHS],
        "sentences": [sentences_row(cell, most) for cell, most in TRAINED],
        "longer": [longer_row()],
        "uniform": [uniform_row()],
        "symbols": [sentences_row("GRU", 4, characters=characters) for characters in (False, True)],
        "cut_names": [cut_names_row(horizon) for horizon in HORIZONS],
        "cut_sentences": [cut_sentences_row(gaps, horizon) for gaps, horizon in CUT],
        "clipping": [clipping_row(limit, rate) for limit in LIMITS for rate in STEP_RATES],
        "carried": [carried_row(carry) for carry in (False, True)],
    }


def best_rate(rates, score, seeds=SEARCH):
    """The rate with the lowest mean score over some seeds, and those means."""
    means = {rate: float(np.mean([score(rate, seed) for seed in seeds])) for rate in rates}
    return min(means, key=means.get), [round(value, 3) for value in means.values()]


def table_rows():
    """Tables of counts on each seed's parts: nats a symbol on the names to report, and what they write."""
    rows = []
    for mixed, n in [(False, n) for n in NGRAMS] + [(True, n) for n in MIXED]:
        row = {"mixed": mixed, "n": n, "chosen": [], "nats": [], "written": []}
        for seed in JUDGE:
            train, dev, test = networks.three_parts(seed)
            if mixed:
                model = tables.best_mixed(train.names, dev.names, n)
                chosen, nats = model.strength, tables.nats_of(model.after, test.names)
            else:
                chosen, table = tables.best_table(train.names, dev.names, n)
                model, nats = tables.from_table(table), tables.table_nats(table, test.names)
            written = tables.write(model, WRITTEN, np.random.default_rng([seed, 5]))
            row["chosen"].append(chosen)
            row["nats"].append(round(nats, 4))
            row["written"].append(networks.originality(written, train.names, dev.names + test.names))
        rows.append(row)
    return rows


def names_row(cell, n_a):
    """Nats a symbol of a network on the names to report, by seed, and what it writes."""
    rate, means = best_rate(RATES, lambda rate, seed: min(networks.train_on_names(cell, n_a, rate, EPOCHS, seed)[1]))
    row = {"cell": cell, "n_a": n_a, "rate": rate, "dev": means, "epochs": [], "nats": [], "written": []}
    for seed in JUDGE:
        network, dev_loss, nats = networks.train_on_names(cell, n_a, rate, EPOCHS, seed)
        written = networks.write_names(network, WRITTEN, np.random.default_rng([seed, 5]))
        train, dev, test = networks.three_parts(seed)
        row["epochs"].append(1 + int(np.argmin(dev_loss)))
        row["nats"].append(round(nats, 4))
        row["written"].append(networks.originality(written, train.names, dev.names + test.names))
    return row | {"size": networks.size(network)}


def run_on_sentences(cell, gaps, rate, seed, horizon=None, characters=False, batches=STEPS, uniform=False):
    """One network, trained on sentences with these numbers of phrases."""
    rng = np.random.default_rng([seed, 1])
    model = agreement.sentence_network(cell, rng, agreement.symbols_of(characters), uniform)
    agreement.train_on_sentences(model, gaps, rate, batches, rng, horizon, characters)
    return model


def sentences_row(cell, most, characters=False):
    """Accuracy at the verb by the number of phrases, for each seed, after training with 0 to `most` phrases."""
    gaps = range(most + 1)

    def score(rate, seed):
        model = run_on_sentences(cell, gaps, rate, seed, characters=characters)
        return agreement.nats_at_the_verb(model, gaps, characters)

    rate, means = best_rate(SENTENCE_RATES, score, FIRST if most == 4 and cell == "GRU" else SEARCH)
    row = {"cell": cell, "most": most, "characters": characters, "rate": rate, "dev": means, "right": [], "nats": []}
    tested = [gap for gap in GAPS if not characters or gap <= 16]
    for seed in JUDGE:
        model = run_on_sentences(cell, gaps, rate, seed, characters=characters)
        row["right"].append([round(agreement.accuracy(model, gap, characters), 3) for gap in tested])
        row["nats"].append(round(agreement.nats_per_sentence(model, 2, characters), 3))
    return row


def longer_row(batches=4 * STEPS, rate=0.003):
    """Accuracy of a plain network that learns from 0 to 16 phrases, in four times as many batches, by seed."""
    models = [run_on_sentences("RNN", range(17), rate, seed, batches=batches) for seed in JUDGE[:3]]
    right = [[round(agreement.accuracy(model, gap), 3) for gap in GAPS] for model in models]
    return {"cell": "RNN", "most": 16, "batches": batches, "rate": rate, "right": right}


def uniform_row(most=2):
    """As sentences_row for a plain network that starts as PyTorch's does, uniform."""
    gaps = range(most + 1)

    def score(rate, seed):
        return agreement.nats_at_the_verb(run_on_sentences("RNN", gaps, rate, seed, uniform=True), gaps)

    rate, means = best_rate(SENTENCE_RATES, score)
    models = [run_on_sentences("RNN", gaps, rate, seed, uniform=True) for seed in JUDGE]
    right = [[round(agreement.accuracy(model, gap), 3) for gap in GAPS] for model in models]
    return {"cell": "RNN", "most": most, "rate": rate, "dev": means, "right": right}


def cut_names_row(horizon):
    """Nats a symbol of a plain network that learns from pieces of `horizon` letters, and its best epoch, by seed."""

    def trained(rate, seed):
        return horizons.train_cut(horizon, rate, CUT_EPOCHS, seed)

    rate, means = best_rate(RATES, lambda rate, seed: min(trained(rate, seed)[0]), FIRST)
    row = {"horizon": horizon, "rate": rate, "dev": means, "epochs": [], "nats": []}
    for seed in JUDGE:
        dev_loss, nats = trained(rate, seed)
        row["epochs"].append(1 + int(np.argmin(dev_loss)))
        row["nats"].append(round(nats, 4))
    return row


def cut_sentences_row(gaps, horizon):
    """Accuracy of a GRU at the verb, 12 words after its noun, after learning from pieces of `horizon` words."""

    def score(rate, seed):
        return agreement.nats_at_the_verb(run_on_sentences("GRU", gaps, rate, seed, horizon), (4,))

    rate, means = best_rate(SENTENCE_RATES[1:], score, FIRST)
    models = [run_on_sentences("GRU", gaps, rate, seed, horizon) for seed in JUDGE]
    right = [round(agreement.accuracy(model, 4), 3) for model in models]
    return {"gaps": list(gaps), "horizon": horizon, "rate": rate, "dev": means, "right": right}


def clipping_row(limit, rate):
    """Nats a symbol of the learner's small network after SMALL_STEPS names, on the names to choose on, by seed."""
    row = {"limit": limit, "rate": rate, "dev": [], "beyond": []}
    for seed in JUDGE:
        train, dev, _ = networks.three_parts(seed)
        with np.errstate(divide="ignore"):
            parameters, beyond = letters.train(train.names, SMALL_STEPS, rate, seed, limit)
            row["dev"].append(round(min(letters.network_nats(parameters, dev.names), 99.0), 3))
        row["beyond"].append(beyond)
    return row


def carried_row(carry):
    """Nats a symbol of the small network after 3,000 names, whose state goes on from name to name, or does not."""
    found = []
    for seed in JUDGE:
        train, dev, _ = networks.three_parts(seed)
        parameters, _ = letters.train(train.names, 3000, 0.01, seed, carry=carry)
        found.append(round(letters.network_nats(parameters, dev.names), 3))
    return {"carry": carry, "dev": found}
