"""The exercise log_probability: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import SMALL, ByAll, ByLast, rows_of
from utils.steps import language_model as steps

LOOK_UP = "total += np.log(next_probabilities(before)[number])"


def name_cases(rng):
    """One name by hand; models that look at the last symbol and at all; one letter; 900 letters; a rare one."""
    rows = np.array([[0.0, 0.5, 0.5, 0.0], [0.2, 0.0, 0.8, 0.0], [0.5, 0.25, 0.0, 0.25], [1.0, 0.0, 0.0, 0.0]])
    rare = rows.copy()
    rare[1:] = [1e-12, 0.0, 1.0, 0.0], [0.5, 0.5 - 1e-9, 0.0, 1e-9], [0.0, 1.0, 0.0, 0.0]
    long = "".join(rng.choice(list("abc"), 900))
    return [
        ("ab", ByLast(rows), SMALL),
        ("bacca", ByLast(rows_of(rng)), SMALL),
        ("cabba", ByAll(rows_of(rng)), SMALL),
        ("b", ByAll(rows_of(rng)), SMALL),
        ("xyy", ByAll(rows_of(rng, 3)), {"x": 0, "\n": 1, "y": 2}),
        (long, ByLast(rows_of(rng)), SMALL),
        ("bca", ByLast(rare), SMALL),
    ]


def by_numbers(name, next_probabilities, char_to_ix):
    numbers = [char_to_ix[letter] for letter in name] + [char_to_ix["\n"]]
    return sum(math.log(next_probabilities(numbers[:t])[numbers[t]]) for t in range(len(numbers)))


def end_apart(name, next_probabilities, char_to_ix):
    before, logs = [], []
    for letter in name:
        p = next_probabilities(before)
        logs.append(np.log(p[char_to_ix[letter]]))
        before.append(char_to_ix[letter])
    logs.append(np.log(next_probabilities(before)[char_to_ix["\n"]]))
    return np.sum(logs)


def product_then_log(name, next_probabilities, char_to_ix):
    probability, before = 1.0, []
    for symbol in name + "\n":
        probability *= next_probabilities(before)[char_to_ix[symbol]]
        before = [*before, char_to_ix[symbol]]
    return np.log(probability)


def probability(name, next_probabilities, char_to_ix):
    return np.exp(steps.log_probability(name, next_probabilities, char_to_ix))


EXERCISE = Exercise(
    steps.log_probability,
    points=16,
    returns=("total",),
    cases=name_cases,
    mistakes={
        "The end is missing: that is the probability of a name that begins like this. Ask the model for \\n after the "
        "last letter, too.": slip('name + "\\n"', "name"),
        "The probabilities are multiplied before the logarithm, and 900 of them are too small for a number; add "
        "logarithms.": product_then_log,
        "You return the probability; its natural logarithm is asked for.": probability,
        "The first letter is left out: the model has a probability for it, given no symbols, [].": slip(
            LOOK_UP, LOOK_UP.replace("total +=", "total += 0.0 if not before else")
        ),
        "Every symbol is asked for with nothing before it; hand the model all symbols so far.": slip(
            "before = [*before, number]", "pass"
        ),
        "The model sees the last symbol only; hand it all symbols so far.": slip(
            "before = [*before, number]", "before = [number]"
        ),
        "The model already sees the symbol that it has to predict; add it to those before after you have asked.": slip(
            LOOK_UP, LOOK_UP.replace("(before)", "([*before, number])")
        ),
        "The newest symbol stands first in what the model is given; add it at the end.": slip(
            "[*before, number]", "[number, *before]"
        ),
        "You take the largest probability of each step; take that of the symbol which stands in the name.": slip(
            "(before)[number]", "(before).max()"
        ),
        "That is in bits; take the natural logarithm, np.log.": slip("np.log(", "np.log2("),
        "The sign is turned round; the logarithm of a probability is at most 0.": slip("return total", "return -total"),
        "You return the mean over the symbols; the logarithm of the name's probability is their sum.": slip(
            "return total", "return total / (len(name) + 1)"
        ),
        "You start from \\n as the first symbol; before the first letter there is none, [].": slip(
            "total, before = 0.0, []", 'total, before = 0.0, [char_to_ix["\\n"]]'
        ),
        "You hand the model letters; it takes their numbers.": slip("[*before, number]", "[*before, symbol]"),
        "\\n is taken to have the number 0; ask char_to_ix for it.": slip(
            "char_to_ix[symbol]", 'char_to_ix.get(symbol) if symbol != "\\n" else 0'
        ),
        **{
            f"The {small:g} in your logarithm changes small probabilities; leave it out.": slip(
                "(before)[number])", f"(before)[number] + {small:g})"
            )
            for small in (1e-8, 1e-10, 1e-12)
        },
        "The probabilities are added; the logarithms are to be added.": slip(
            "np.log(next_probabilities(before)[number])", "next_probabilities(before)[number]"
        ),
    },
    right=[by_numbers, end_apart],
    hints=[
        "Write the probability of the name ab down as a product of three conditional probabilities. What is the third?",
        "ln p(name) = Σ_t ln p(symbol t | all symbols before t), and the last symbol is \\n, the end.",
        'total, before = 0.0, []; for symbol in name + "\\n": add np.log(next_probabilities(before)[its number]); then '
        "put that number behind before.",
    ],
    topics=["probability of a sentence", "language model"],
)
