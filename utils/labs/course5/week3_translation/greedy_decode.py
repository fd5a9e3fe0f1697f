"""The exercise greedy_decode: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.steps import beam_search as steps


def greedy_cases(rng):
    """A tree by hand; the end has another number; no end within T_max; long; one word at most."""
    seeds = rng.integers(1000, size=5)
    return [
        (by_hand(), 0, 5),
        (random_model(3, 4, 2, 0.1), 2, 8),
        (random_model(seeds[0], 4, 1, 0.2), 1, 12),
        (random_model(seeds[1], 9, 8), 8, 4),
        (random_model(seeds[2], 30, 0), 0, 15),
        (random_model(seeds[3], 5, 0), 0, 1),
        (random_model(seeds[4], 3, 2, 0.3), 2, 12),
    ]


def step_by_step(log_probabilities, end, T_max):
    words, total = [], 0
    for _ in range(T_max):
        row = np.asarray(log_probabilities([words])).ravel()
        words = words + [row.argmax()]
        total = total + row.max()
        if words[-1] == end:
            break
    return words, total


def by_probabilities(log_probabilities, end, T_max):
    sentence, probability = [], 1.0
    while True:
        p = np.exp(log_probabilities([list(sentence)]))[0]
        word = max(range(len(p)), key=lambda k: p[k])
        sentence.append(word)
        probability *= p[word]
        if word == end or len(sentence) == T_max:
            return sentence, np.log(probability)


def words_replaced(log_probabilities, end, T_max):
    words, log_p = [], 0.0
    for _ in range(T_max):
        options = log_probabilities([words])[0]
        words = [int(np.argmax(options))]
        log_p += options[words[0]]
        if words[0] == end:
            break
    return words, log_p


LOOP = "while len(words) < T_max and end not in words:"
JOIN = "words, log_p = [*words, best], log_p + options[best]"

EXERCISE = Exercise(
    steps.greedy_decode,
    points=8,
    returns=("words", "log_p"),
    cases=greedy_cases,
    mistakes={
        "You go on writing after the end; stop as soon as it is chosen.": slip(" and end not in words", ""),
        "One word is written behind the end, because the last word is not looked at; stop at the end.": slip(
            "end not in words", "end not in words[:-1]"
        ),
        "T_max is not looked at, so a sentence without an end goes on; stop after T_max words in any case.": slip(
            LOOP, "while end not in words:"
        ),
        "You stop at word 0; the word that ends a sentence is number end.": slip("end not in words", "0 not in words"),
        "The end is not put behind the words; it is one of them, and belongs to the sentence.": slip(
            "return words, log_p", "return [word for word in words if word != end], log_p"
        ),
        "The sum lacks the end's logarithm: that the sentence stops here has a probability, too.": slip(
            JOIN, JOIN.replace("log_p + options[best]", "log_p + (best != end) * options[best]")
        ),
        "You take the least probable word, np.argmin; greedy takes np.argmax.": slip("np.argmax", "np.argmin"),
        "The model is shown the last word alone; hand it all words so far.": slip("([words])", "([words[-1:]])"),
        "The model is shown an empty beginning each time; hand it the words so far.": slip("([words])", "([[]])"),
        "One word too many: T_max words at most, the end included.": slip("len(words) < T_max", "len(words) <= T_max"),
        "One word too few: T_max words are allowed, the end included.": slip(
            "len(words) < T_max", "len(words) < T_max - 1"
        ),
        "You return the probability; its natural logarithm is asked for.": slip(
            "return words, log_p", "return words, np.exp(log_p)"
        ),
        "You return the mean over the words; the logarithm of the sentence's probability is the sum.": slip(
            "return words, log_p", "return words, log_p / len(words)"
        ),
        "log_p is that of the last word alone; add up all of them.": slip("log_p + options[best]", "options[best]"),
        "The logarithm is taken a second time; the model gives logarithms already, add them as they are.": slip(
            "log_p + options[best]", "log_p + np.log(-options[best])"
        ),
        "Each word takes the place of those before; put it behind them.": (words_replaced),
        "The probabilities are added; add their logarithms, which the model gives.": slip(
            "log_p + options[best]", "log_p + np.exp(options[best])"
        ),
    },
    right=[step_by_step, by_probabilities],
    hints=[
        "At each step the model gets what is written so far, and one word is chosen. When is the sentence over?",
        "best = argmax of log_probabilities([words])[0]; words gets best, log_p gets its entry; until best is the end "
        "or "
        "there are T_max words.",
        "while len(words) < T_max and …: options = log_probabilities([words])[0]; best = int(np.argmax(options)); "
        "words = [*words, best]; log_p += options[best]",
    ],
    topics=["greedy decoding"],
)
