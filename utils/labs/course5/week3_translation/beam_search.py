"""The exercise beam_search: its cases, right answers and known mistakes."""

import heapq

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation import wrong_searches as wrong
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.steps import beam_search as steps


def beam_cases(rng):
    """A tree by hand at widths 2 and 1; others; α 0 and 1; no end in time; many places; default α; the end at once."""
    seeds = rng.integers(1000, size=8)
    return [
        (by_hand(), 2, 0, 4, 0.0),
        (by_hand(), 1, 0, 4, 1.0),
        (random_model(7, 4, 2, 0.15), 3, 2, 7, 0.7),
        (random_model(seeds[0], 5, 0, 0.2), 4, 0, 9, 0.0),
        (random_model(seeds[1], 6, 5, 0.1), 3, 5, 8, 1.0),
        (random_model(seeds[2], 8, 0), 3, 0, 3, 0.7),
        (random_model(seeds[3], 3, 1, 0.1), 12, 1, 5, 0.5),
        (random_model(seeds[4], 5, 0, 0.3), 5, 0, 12),
        (random_model(seeds[5], 4, 3, 0.2), 1, 3, 10, 0.7),
        (random_model(seeds[6], 4, 0, 0.25), 2, 0, 12, 0.7),
        (random_model(3, 4, 0, 0.7), 1, 0, 5, 0.7),
    ]


def by_a_list(log_probabilities, width, end, T_max, alpha=0.7):
    """All continuations in one list, sorted."""
    beam, ended = [((), 0.0)], []
    while beam and len(beam[0][0]) < T_max:
        options = []
        for (words, log_p), row in zip(beam, log_probabilities([list(words) for words, _ in beam]), strict=True):
            options += [((*words, k), log_p + value) for k, value in enumerate(row)]
        options = sorted(options, key=lambda option: option[1], reverse=True)[: width - len(ended)]
        beam = [option for option in options if option[0][-1] != end]
        ended = ended + [option for option in options if option[0][-1] == end]
    ranked = sorted(ended + beam, key=lambda option: option[1] / len(option[0]) ** alpha, reverse=True)
    return [list(words) for words, _ in ranked], [log_p / len(words) ** alpha for words, log_p in ranked]


def by_means(log_probabilities, width, end, T_max, alpha=0.7):
    """One model call for each beginning, scores in an array, choice by normalised sums, which are of equal length."""
    beam, done = [(0.0, [])], []
    for t in range(1, T_max + 1):
        places = width - len(done)
        if places == 0 or not beam:
            break
        every = (
            (log_p + value, [*words, k])
            for log_p, words in beam
            for k, value in enumerate(log_probabilities([words])[0])
        )
        best = heapq.nlargest(places, every, key=lambda pair: pair[0] / t**alpha)
        done, beam = done + [b for b in best if b[1][-1] == end], [b for b in best if b[1][-1] != end]
    done += beam
    scores = np.array([log_p / len(words) ** alpha for log_p, words in done])
    order = np.argsort(-scores)
    return [done[k][1] for k in order], list(scores[order])


SCORE = "log_p / len(words) ** alpha"

EXERCISE = Exercise(
    steps.beam_search,
    points=20,
    returns=("sentences", "scores"),
    cases=beam_cases,
    mistakes={
        "Each beginning is continued by its own best word, so the beginnings never compete; put all continuations of "
        "all of them into one table, and keep the best of the table.": wrong.best_of_each,
        "The beginnings do not compete: each keeps continuations of its own for all places, and all of these stay; "
        "keep the best of all of them together.": wrong.without_rivals,
        "The beginnings do not compete: each keeps continuations of its own as long as places are left, so that more "
        "sentences stay than the width; keep the best of all of them together.": (
            wrong.without_rivals_while_there_are_places
        ),
        "The beginnings share one list: a word that is appended to one stands in all of them; append to a "
        "copy.": wrong.with_one_list,
        "The beginnings share one list, which grows by several words in a step, so the search ends too early; append "
        "to a copy.": wrong.with_one_list_by_length,
        "A continuation is judged by its last word alone; add the logarithm of the beginning that it continues.": slip(
            "np.array([[log_p] for _, log_p in beam]) + log_probabilities", "log_probabilities"
        ),
        "The least probable continuations stay; sort by −sums.": slip("np.argsort(-sums", "np.argsort(sums"),
        "A sentence that has ended stays in the beam and is continued behind its end; take it out.": slip(
            "in grown if words[-1] != end]", "in grown]"
        ),
        "Sentences that have ended stay in the list of the beginnings, and their sums do not stay beside them; take "
        "both out of the beam.": wrong.with_sums_apart,
        "All that has grown is put among what has ended; only a sentence whose last word is the end belongs "
        "there.": slip("in grown if words[-1] == end]", "in grown]"),
        "The model is shown the last word of each beginning alone; hand it all words so far.": slip(
            "log_probabilities([words for", "log_probabilities([words[-1:] for"
        ),
        "np.argpartition is asked for more places than there are continuations; take as many as there are at "
        "most.": slip("np.argsort(-sums, axis=None)", "np.argpartition(-sums, width - len(ended) - 1, axis=None)"),
        "The beam stays as wide as at first; each sentence that has ended takes one place of the width with it.": slip(
            "[: width - len(ended)]", "[:width]"
        ),
        "The search stops at the first sentence that has ended; others in the beam may score higher, go on until the "
        "beam is empty.": slip("if not beam:", "if not beam or ended:"),
        "The beam is empty, and the model is asked all the same; stop.": slip("if not beam:", "if False:"),
        "The scores are the sums of logarithms; divide each by its number of words to the power of alpha.": slip(
            SCORE, "log_p"
        ),
        "You divide by the number of words whatever alpha is; divide by its power, len(words) ** alpha.": slip(
            SCORE, "log_p / len(words)"
        ),
        "You divide by alpha times the number of words; alpha is a power.": slip(
            SCORE, "log_p / (alpha * len(words) or 1)"
        ),
        "You multiply by the power of the length; a long sentence's sum is divided by it.": slip(
            SCORE, "log_p * len(words) ** alpha"
        ),
        "Each sum is divided by a power of T_max; each sentence has a length of its own, len(words).": slip(
            SCORE, "log_p / T_max ** alpha"
        ),
        "One word is taken off every length; all words count, the end too, and not every sentence has one.": slip(
            SCORE, "log_p / max(len(words) - 1, 1) ** alpha"
        ),
        "The end is not counted among the words; the model had to choose it, too.": slip(
            SCORE, "log_p / max(len(words) - (words[-1] == end), 1) ** alpha"
        ),
        "The worst sentence stands first; sort by the highest score.": slip("-pair[0]", "pair[0]"),
        "What is still in the beam after T_max words is lost; it counts as it stands.": slip(
            "in ended + beam]", "in ended]"
        ),
        "What has ended is lost: only what is in the beam at last is returned.": slip("in ended + beam]", "in beam]"),
        "The list is in the order in which the sentences ended; sort by the scores.": slip(
            "    scored.sort(key=lambda pair: -pair[0])\n", ""
        ),
        "The chosen entries are told apart by the wrong number: an entry of the table has its row, the beginning, by "
        "dividing by V, the number of words.": slip(
            "np.unravel_index(best, sums.shape)", "(best % len(sums), best // len(sums) % sums.shape[1])"
        ),
        "A row is looked for that the beam does not have: place k of the table laid flat is row k // V, word k % V, "
        "where V is the number of words, not of beginnings.": wrong.with_rows_by_their_number,
        "The new word takes the place of the words before; put it behind them.": slip(
            "*beam[i][0], int(word)", "int(word)"
        ),
        "Every word is put behind the first beginning; put it behind the beginning of its own row.": slip(
            "*beam[i][0]", "*beam[0][0]"
        ),
        "The end is taken off the sentences; it is one of their words, leave it there.": slip(
            "[words for _, words in scored]", "[[word for word in words if word != end] for _, words in scored]"
        ),
        "One step too many; T_max words at most, the end included.": slip("range(T_max)", "range(T_max + 1)"),
        "One step too few; T_max words are allowed, the end included.": slip("range(T_max)", "range(T_max - 1)"),
        "Only the best sentence is returned; return all, the best one first.": slip(
            "return [words for _, words in scored], [score for score, _ in scored]", "return scored[0][1], scored[0][0]"
        ),
    },
    accepted={
        "Your scores are an array; as a list they are like the sentences beside them.": slip(
            "[score for score, _ in scored]", "np.array([score for score, _ in scored])"
        ),
    },
    right=[by_a_list, by_means],
    hints=[
        "Take the tree of section 1 and a pencil, with width 2. After one word, which beginnings stay? After two, "
        "among "
        "how many continuations do you choose, and which of them have ended?",
        "sums[i, k] = log_p of beginning i + ln p(word k | beginning i); keep the width − (number ended) largest of "
        "the "
        "whole table; score = log_p / T_y^α, with the end counted in T_y.",
        "sums = np.array([[log_p] for _, log_p in beam]) + log_probabilities([words for words, _ in beam]); "
        "best = np.argsort(-sums, axis=None)[: width − …]; rows, columns = np.unravel_index(best, sums.shape); then "
        "sort "
        "into ended and beam",
    ],
    topics=["beam search", "width of the beam", "length normalisation"],
)
