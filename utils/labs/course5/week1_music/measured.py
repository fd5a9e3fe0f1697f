"""What networks and tables learn from 150, 600 and 2,400 tunes, and the weights of the network that the lab plays with.

Everything is chosen on the dev tunes and told of the test tunes. A rate is searched on one seed and judged on five
others, which draw the starting weights and the order of the tunes; the tunes are the same for all.
A rate is the best within the epochs of SIZES. The networks of 2,400 tunes learn for 12; "longer" has the first two of
them after up to 40. "slower" has two rates for 600 tunes with more epochs, which change the best one.
`python -m utils measure course5/week1_music` measures anew, about ten minutes on one core.
"""

import numpy as np

from utils.data.music import load_tunes
from utils.labs.course5.week1_music.common import one_step
from utils.labs.course5.week1_music.networks import (
    LONGEST,
    OBJECTIVE,
    UNITS,
    V,
    batch_of,
    packed,
    shared_weights_of,
    train,
    tune_network,
    unpacked,
    zeros,
)
from utils.labs.course5.week1_music.rules import rules_kept, write_tunes
from utils.labs.course5.week1_music.tables import best_table
from utils.layers.activations import ReLU
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.steps.softmax import softmax
from utils.training.loop import evaluate

SIZES = {150: 40, 600: 24, 2400: 12}  # tunes to learn from: at most so many epochs
RATES = {"LSTM": (0.003, 0.01, 0.02, 0.05), "last 8 tokens": (0.0003, 0.001, 0.003, 0.01, 0.03)}
LONGER, SLOWER = 40, 60  # epochs at most, for the networks of "longer" and of "slower"
SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
WINDOW, HIDDEN, WRITTEN = 8, 64, 200


def tunes():
    """2,400 tunes to learn from, of which smaller sets are the first ones, 200 to choose on and 200 to test on."""
    return load_tunes(np.random.default_rng(0), 2400)


def measure():
    """{"networks", "tables"}: test losses by model and tunes; "rules": shares kept; "longer"; "slower"; "composer"."""
    parts = tunes()
    tables = [table_row(parts, n, size) for size in SIZES for n in range(5)]
    rows, windows, models = [], [], []
    for size in SIZES:
        window_row, windows = network_row(parts, "last 8 tokens", size)
        row, models = network_row(parts, "LSTM", size)
        rows += [window_row, row]
    rules = [rules_of_tables(parts, name, n) for name, n in (("by frequency", 0), ("bigram", 1), ("trigram", 2))]
    rules.append(rules_of_windows(windows))
    rules.append(
        {"model": "LSTM", "kept": [rules_of_network(model, seed) for model, seed in zip(models, JUDGE, strict=True)]}
    )
    longer = [longer_row(parts, rows[-1]["rate"], seed) for seed in JUDGE[:2]]
    kept = {"networks": rows, "tables": tables, "rules": rules, "longer": longer}
    return kept | {"slower": slower_rows(parts), "composer": packed(models[0])}


def table_row(parts, n, size):
    """The test loss of a table, its strength chosen on dev."""
    table = best_table(parts.train[:size], parts.dev, n)
    return {"n": n, "tunes": size, "strength": table.strength, "loss": round(table.nats(parts.test), 4)}


def network(kind, rng):
    """An LSTM, or a dense network on the last tokens."""
    if kind == "LSTM":
        return tune_network(UNITS, rng)
    return Sequential(Dense(WINDOW * V, HIDDEN, rng, first=True), ReLU(), Dense(HIDDEN, V, rng))


def batch(kind, some):
    """A batch of tunes: for the dense network, each step's inputs hold the last WINDOW tokens."""
    data = batch_of(some)
    if kind != "LSTM":
        x = np.pad(data["x"], ((0, 0), (WINDOW - 1, 0), (0, 0)))
        data["x"] = np.concatenate([x[:, k : k + LONGEST] for k in range(WINDOW)], axis=2)
    return data


def run(kind, parts, size, rate, seed, epochs=None):
    """A trained network and its dev loss after each epoch; epochs: at most so many, SIZES[size] if None."""
    rng = np.random.default_rng([seed, size])
    model = network(kind, rng)
    data, dev = batch(kind, parts.train[:size]), batch(kind, parts.dev)
    return model, train(model, data, dev, rate, epochs or SIZES[size], rng).dev_loss


def network_row(parts, kind, size):
    """The test losses of each seed in JUDGE at the rate that is best on dev, and the five networks."""
    found = {rate: min(run(kind, parts, size, rate, SEARCH)[1]) for rate in RATES[kind]}
    rate = min(found, key=found.get)
    models = [run(kind, parts, size, rate, seed)[0] for seed in JUDGE]
    losses = [round(evaluate(model, OBJECTIVE, batch(kind, parts.test)), 4) for model in models]
    searched = {str(each): round(loss, 3) for each, loss in found.items()}
    return {"model": kind, "tunes": size, "rate": rate, "losses": losses, "dev": searched}, models


def rules_of_network(model, seed):
    """The shares of rules kept by WRITTEN tunes of a network in half precision, as the lab has it."""
    LSTM_cell, densor = unpacked(packed(model)) if seed == JUDGE[0] else shared_weights_of(model)
    rng = np.random.default_rng([seed, 1])
    return rounded(rules_kept(write_tunes(one_step(LSTM_cell, densor), zeros(), WRITTEN, rng)))


def window_step(model):
    """A dense network on the last tokens as a model of one step, (x, a, c) -> probabilities, a, c: a is its window."""

    def step(x, a, c):
        a = np.concatenate([a[:, V:], x], axis=1)
        return softmax(model.forward(a.astype(np.float32)).astype(float).T).T, a, c

    return step


def rules_of_windows(models):
    """The shares of rules kept by tunes of the dense networks."""
    start = np.zeros((1, 1, V)), np.zeros((1, WINDOW * V)), np.zeros((1, 1))
    drawn = [
        write_tunes(window_step(model), start, WRITTEN, np.random.default_rng([seed, 3]))
        for model, seed in zip(models, JUDGE, strict=True)
    ]
    return {"model": "last 8 tokens", "kept": [rounded(rules_kept(each)) for each in drawn]}


def longer_row(parts, rate, seed):
    """The LSTM of 2,400 tunes again, for up to LONGER epochs: its best epoch, its test loss, the shares of rules."""
    model, losses = run("LSTM", parts, max(SIZES), rate, seed, LONGER)
    loss = round(evaluate(model, OBJECTIVE, batch("LSTM", parts.test)), 4)
    drawn = write_tunes(one_step(*shared_weights_of(model)), zeros(), WRITTEN, np.random.default_rng([seed, 1]))
    return {"seed": seed, "epoch": int(np.argmin(losses)) + 1, "loss": loss, "kept": rounded(rules_kept(drawn))}


def slower_rows(parts):
    """The best dev losses of the LSTM of 600 tunes within SLOWER epochs, at the rate chosen and a smaller one."""
    curves = {rate: run("LSTM", parts, 600, rate, SEARCH, SLOWER)[1] for rate in (0.003, 0.01)}
    return [
        {"rate": rate, "epoch": int(np.argmin(losses)) + 1, "dev": round(min(losses), 3)}
        for rate, losses in curves.items()
    ]


def rules_of_tables(parts, name, n):
    """The same of a table made from all tunes."""
    table = best_table(parts.train, parts.dev, n)
    drawn = [write_tunes(table.inference_model, table.start(), WRITTEN, np.random.default_rng([s, 2])) for s in JUDGE]
    return {"model": name, "kept": [rounded(rules_kept(each)) for each in drawn]}


def rounded(shares):
    """Shares in four digits, None for NaN."""
    return [None if np.isnan(share) else round(float(share), 4) for share in shares]
