"""The exercise ngram_table: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import OTHER, SMALL
from utils.steps import language_model as steps


def table_cases(rng):
    """Two names by hand; one symbol, no context; three symbols; other numbers for the letters; a name of one letter."""
    names = ["".join(rng.choice(list("abc"), int(length))) for length in rng.integers(1, 7, 8)]
    return [
        (["ab", "ac"], 2, 1.0, SMALL),
        (names, 1, 0.5, SMALL),
        (names, 2, 0.1, SMALL),
        (names, 3, 0.3, SMALL),
        (["a"], 4, 1.0, SMALL),
        (["xy", "yyx", "x"], 3, 2.0, OTHER),
    ]


def by_windows(names, n, alpha, char_to_ix):
    V = len(char_to_ix)
    table = np.full([V] * n, float(alpha))
    for name in names:
        padded = ["\n"] * (n - 1) + list(name) + ["\n"]
        for k in range(len(name) + 1):
            place = tuple(char_to_ix[symbol] for symbol in padded[k : k + n])
            table[place] = table[place] + 1.0
    return table / table.sum(axis=n - 1)[..., np.newaxis]


def by_add_at(names, n, alpha, char_to_ix):
    V = len(char_to_ix)
    windows = []
    for name in names:
        ids = np.array([char_to_ix["\n"]] * (n - 1) + [char_to_ix[c] for c in name] + [char_to_ix["\n"]])
        windows += [ids[k : k + n] for k in range(len(ids) - n + 1)]
    counts = np.zeros((V,) * n)
    np.add.at(counts, tuple(np.array(windows).T), 1)
    smooth = counts + alpha
    return smooth / smooth.sum(-1, keepdims=True)


def one_context_of_all(names, n, alpha, char_to_ix):
    text = "\n" * (n - 1) + "\n".join(names) + "\n"
    ids, V = [char_to_ix[symbol] for symbol in text], len(char_to_ix)
    counts = np.zeros((V,) * n)
    for k in range(n - 1, len(ids)):
        counts[tuple(ids[k - n + 1 : k + 1])] += 1
    return (counts + alpha) / (counts.sum(-1, keepdims=True) + alpha * V)


BELOW = "(np.sum(counts, axis=-1, keepdims=True) + alpha * V)"

EXERCISE = Exercise(
    steps.ngram_table,
    points=12,
    returns=("table",),
    cases=table_cases,
    mistakes={
        "The names stand behind each other, so the first letters see the end of the name before; each name begins "
        "anew, "
        "with n − 1 symbols of its own.": one_context_of_all,
        "Your rows do not add up to 1: α was added to V symbols, so α V is missing below.": slip(" + alpha * V)", ")"),
        "Below you add α once; it was added to each of the V symbols.": slip("alpha * V", "alpha"),
        "α is missing above: what was never seen still gets a share.": slip("(counts + alpha)", "counts"),
        "There is no α at all; what was never seen gets probability 0, and after unseen symbols 0 / 0.": slip(
            ("(counts + alpha)", "counts"), (" + alpha * V)", ")")
        ),
        "You divide by all counts at once; what follows the same symbols adds up to 1, the last axis.": slip(
            "np.sum(counts, axis=-1, keepdims=True) + alpha * V", "np.sum(counts) + alpha * counts.size"
        ),
        "The sum runs over the first axis; the symbol that follows is the last one.": slip("axis=-1", "axis=0"),
        "The end is not counted; a name has \\n behind its last letter.": slip('name + "\\n"]', "name]"),
        "Your table never saw how a name begins; n − 1 symbols \\n stand in front.": slip(
            '"\\n" * (n - 1) + name', "name"
        ),
        "n symbols stand in front of a name, so that one beginning too many is counted; n − 1 are enough.": slip(
            '"\\n" * (n - 1)', '"\\n" * n'
        ),
        "One \\n stands in front of every name; n − 1 are needed.": slip('"\\n" * (n - 1)', '"\\n"'),
        "A count is set to 1 instead of raised by 1.": slip("] += 1", "] = 1"),
        "The first axis is the symbol that follows; it is the last one.": slip(
            "tuple(symbols[t - n + 1 : t + 1])", "tuple(symbols[t - n + 1 : t + 1][::-1])"
        ),
        "You divide by the number of names; what follows the same symbols adds up to 1, the last axis.": slip(
            BELOW, "len(names)"
        ),
        "A list as an index takes whole rows of the table; a tuple takes one entry.": slip(
            "counts[tuple(symbols[t - n + 1 : t + 1])]", "counts[symbols[t - n + 1 : t + 1]]"
        ),
        "V is the number of all symbols, len(char_to_ix), not of those that occur in the names.": slip(
            "alpha * V", 'alpha * (len(set("".join(names))) + 1)'
        ),
        "Your axes have a place for each symbol that occurs in the names; they need one for each of char_to_ix.": slip(
            "V = len(char_to_ix)", 'V = len(set("".join(names))) + 1'
        ),
        "α is added after the division; it is added to every count.": slip(
            (BELOW, "np.maximum(np.sum(counts, axis=-1, keepdims=True), 1) + alpha"), ("(counts + alpha)", "counts")
        ),
        "α is added after the division, which leaves 0 / 0 after unseen symbols; it is added to every count.": slip(
            (BELOW, "np.sum(counts, axis=-1, keepdims=True) + alpha"), ("(counts + alpha)", "counts")
        ),
        "You return counts; divide by what follows the same symbols in all.": slip(
            "return (counts + alpha) / (np.sum(counts, axis=-1, keepdims=True) + alpha * V)", "return counts + alpha"
        ),
        "V is the number of letters without the end; the end is a symbol, too.": slip(
            "(np.sum(counts, axis=-1, keepdims=True) + alpha * V)",
            "(np.sum(counts, axis=-1, keepdims=True) + alpha * (V - 1))",
        ),
    },
    right=[by_windows, by_add_at],
    hints=[
        "Slide a window of n symbols over each name with its beginning and its end. Each window is a place in the "
        "table.",
        "counts[window] += 1 for every window of n symbols; (counts + α) / (sum of counts over the last axis + α V)",
        'symbols = [char_to_ix[letter] for letter in "\\n" * (n - 1) + name + "\\n"]; for t in range(n - 1, '
        "len(symbols)): counts[tuple(symbols[t - n + 1 : t + 1])] += 1; then divide, keepdims=True.",
    ],
    topics=["language model"],
)
