"""Tables of counts that guess the next token from the last few, as honest baselines."""

from collections import Counter

import numpy as np

from utils.data.music import TOKENS

V = len(TOKENS)
BEFORE = -1  # stands before a tune's first token
STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


class Table:
    """The probabilities of the next token from the last n, smoothed by those from the last n − 1, and so on.

        p_n(k | last n) = (count(last n, k) + strength · p_{n−1}(k | last n − 1)) / (count(last n) + strength)

    Below n = 0 stands the same probability for all tokens: n = 0 is how often each occurs.

    tunes: lists of tokens' numbers.    n: how many tokens are looked at.    strength: of the shorter table.
    """

    def __init__(self, tunes, n, strength):
        self.n, self.strength, self.counts = n, strength, {}
        for tune in tunes:
            row = [BEFORE] * n + list(tune)
            for t in range(n, len(row)):
                for k in range(n + 1):
                    self.counts.setdefault(tuple(row[t - k : t]), Counter())[row[t]] += 1

    def probabilities(self, last):
        """(V,) after the tokens `last`, a list; BEFORE is put in front where there are fewer than n."""
        last = tuple(([BEFORE] * self.n + list(last))[len(last) :])
        p = np.full(V, 1 / V)
        for k in range(self.n + 1):
            seen = self.counts.get(last[self.n - k :])
            if seen is None:
                break
            counts = np.zeros(V)
            counts[list(seen)] = list(seen.values())
            p = (counts + self.strength * p) / (counts.sum() + self.strength)
        return p

    def nats(self, tunes):
        """The mean of −ln p over all tokens of tunes."""
        found = []
        for tune in tunes:
            found += [-np.log(self.probabilities(tune[max(t - self.n, 0) : t])[tune[t]]) for t in range(len(tune))]
        return float(np.mean(found))

    def start(self):
        """What its model of one step starts from: x, a and c, of which a holds the last tokens."""
        return np.zeros((1, 1, V)), np.full((1, max(self.n, 1)), BEFORE), np.zeros((1, 1))

    def inference_model(self, x, a, c):
        """One step, as a network's: (x, a, c) -> probabilities, a, c."""
        if x.any():
            a = np.append(a[:, 1:], x.argmax(axis=1)[:, np.newaxis], axis=1)
        return self.probabilities(a[0, len(a[0]) - self.n :].tolist())[np.newaxis], a, c


def best_table(tunes, dev, n):
    """The table of the strength that is best on dev."""
    table = Table(tunes, n, STRENGTHS[0])

    def loss(strength):
        table.strength = strength
        return table.nats(dev)

    table.strength = min(STRENGTHS, key=loss)
    return table
