"""Tables of counts as language models: smoothed by α, or mixed with shorter contexts."""

import numpy as np

from utils.data.dinosaurs import LETTERS
from utils.steps.language_model import ngram_table

ALPHAS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
STRENGTHS = (2, 3, 5, 8, 12, 20, 30, 50, 80)
V = len(LETTERS)


def from_table(table):
    """A table of n axes as a model: a function of the symbols so far that returns (V,) probabilities."""
    n = table.ndim

    def next_probabilities(before):
        context = ([0] * (n - 1) + list(before))[len(before) :]  # the last n − 1, "\n" in front of the name
        return table[tuple(context)]

    return next_probabilities


def symbols_with_contexts(names):
    """(text, place) of every symbol to be predicted: the text has "\\n" around the name, enough for any context."""
    for name in names:
        text = "\n" * 10 + name + "\n"
        for place in range(10, len(text)):
            yield text, place


class MixedTable:
    """Counts of all contexts up to n − 1 symbols; a longer one counts for more, the more often it was seen.

        p_n(k | context) = (count(context, k) + λ p_{n−1}(k | context without its first symbol)) / (count(context) + λ)

    p_0 is 1 / V. Bell, Cleary and Witten (1990) call such mixtures blending.
    """

    def __init__(self, names, n, strength):
        self.n, self.strength, self.counts = n, strength, {}
        for text, place in symbols_with_contexts(names):
            for length in range(n):
                row = self.counts.setdefault(text[place - length : place], np.zeros(V))
                row[LETTERS.ids[text[place]]] += 1

    def after(self, context):
        """(V,) probabilities after a text that begins with enough "\\n"."""
        p = np.full(V, 1 / V)
        for length in range(self.n):
            row = self.counts.get(context[len(context) - length :] if length else "")
            if row is None:
                return p
            p = (row + self.strength * p) / (row.sum() + self.strength)
        return p

    def __call__(self, before):
        return self.after("\n" * 10 + "".join(LETTERS.symbols[number] for number in before))


def nats_of(after, names):
    """−Σ ln p / N over all symbols of some names; after: a function of the text before a symbol."""
    logs = [np.log(after(text[:place])[LETTERS.ids[text[place]]]) for text, place in symbols_with_contexts(names)]
    return float(-np.mean(logs))


def table_nats(table, names):
    """The same of a table of n axes."""
    model = from_table(table)
    return nats_of(lambda text: model([LETTERS.ids[symbol] for symbol in text.lstrip("\n")]), names)


def best_table(train, dev, n):
    """The smoothed table whose α is best on dev: (α, table)."""
    tables = {alpha: ngram_table(train, n, alpha, LETTERS.ids) for alpha in ALPHAS}
    alpha = min(tables, key=lambda alpha: table_nats(tables[alpha], dev))
    return alpha, tables[alpha]


def best_mixed(train, dev, n):
    """The mixed table of contexts up to n − 1 symbols whose strength is best on dev."""
    table = MixedTable(train, n, STRENGTHS[0])

    def nats(strength):
        table.strength = strength
        return nats_of(table.after, dev)

    table.strength = min(STRENGTHS, key=nats)
    return table


def write(next_probabilities, m, rng, change=lambda p: p, longest=50):
    """m names that a model writes, each symbol drawn with its probability.

    change: of the probabilities before the draw, such as a temperature.    Returns a list of strings.
    """
    names = []
    for _ in range(m):
        before = []
        while len(before) < longest:
            number = int(rng.choice(V, p=change(next_probabilities(before))))
            if number == 0:
                break
            before.append(number)
        names.append("".join(LETTERS.symbols[number] for number in before))
    return names
