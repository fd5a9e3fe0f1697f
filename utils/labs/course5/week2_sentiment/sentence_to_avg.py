"""The exercise sentence_to_avg: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import BY_HAND, some_text, word_map
from utils.steps import sentiment as steps


def avg_cases(rng):
    """Two words by hand; one twice; capitals; words without a vector; none with one; several blanks; three numbers."""
    vectors = word_map(rng, 3)
    return [
        ("happy sad", BY_HAND),
        ("not happy not", BY_HAND),
        ("I am Happy", BY_HAND),
        ("i am zestful and happy", BY_HAND),
        ("zestful", BY_HAND),
        (some_text(rng, 7), vectors),
        ("we  are today", vectors),
    ]


def empty_text(rng):
    return [("", BY_HAND)]


def by_sums(sentence, word_to_vec_map):
    words = sentence.lower().split()
    any_word = list(word_to_vec_map.keys())[0]
    avg, count = np.zeros(word_to_vec_map[any_word].shape), 0
    for w in words:
        if w in word_to_vec_map:
            avg += word_to_vec_map[w]
            count += 1
    if count > 0:
        avg = avg / count
    return avg


def by_counts(sentence, word_to_vec_map):
    known = list(word_to_vec_map)
    counts = np.array([sentence.lower().split().count(word) for word in known])
    return counts @ np.array([word_to_vec_map[word] for word in known]) / max(counts.sum(), 1)


def sums(sentence, word_to_vec_map):
    """The sum of the vectors, and their number."""
    found = [word_to_vec_map[word] for word in sentence.lower().split() if word in word_to_vec_map]
    return sum(found, np.zeros(len(next(iter(word_to_vec_map.values()))))), len(found)


def without_a_guard(sentence, word_to_vec_map):
    total, count = sums(sentence, word_to_vec_map)
    return total / count if count else np.full(total.shape, np.nan)


def mean_of_nothing(sentence, word_to_vec_map):
    total, count = sums(sentence, word_to_vec_map)
    return total / count if count else np.nan


def divided_in_the_loop(sentence, word_to_vec_map):
    avg, count = sums("", word_to_vec_map)
    for word in sentence.lower().split():
        if word in word_to_vec_map:
            count += 1
            avg = (avg + word_to_vec_map[word]) / count
    return avg / max(count, 1)


def divided_in_the_loop_alone(sentence, word_to_vec_map):
    return divided_in_the_loop(sentence, word_to_vec_map) * max(sums(sentence, word_to_vec_map)[1], 1)


MEAN = "return np.mean(vectors, axis=0)"
EMPTY = "return np.zeros(word_to_vec_map[any_word].shape)"

EXERCISE = Exercise(
    steps.sentence_to_avg,
    points=8,
    returns=("avg",),
    cases=avg_cases,
    wishes=empty_text,
    mistakes={
        "You divide by all words of the sentence; those without a vector do not count.": slip(
            MEAN, "return np.sum(vectors, axis=0) / len(words)"
        ),
        "You return the sum; divide it by the number of words that have a vector.": slip("np.mean(", "np.sum("),
        "One number comes back, the mean of all entries; take the mean over the words, number by number.": slip(
            ", axis=0", ""
        ),
        "You average the numbers of each vector; average over the words, axis 0.": slip("axis=0", "axis=1"),
        "A word that stands twice comes once; each place counts.": slip(
            "words = sentence.lower().split()", "words = list(dict.fromkeys(sentence.lower().split()))"
        ),
        "Words with a capital are not found; the map has small letters, so bring the sentence to them.": slip(
            ".lower()", ""
        ),
        "A word without a vector stops the function; leave such words out.": slip(" if word in word_to_vec_map", ""),
        "You divide by the number of words in the map; divide by those of the sentence that have a vector.": slip(
            MEAN, "return np.sum(vectors, axis=0) / len(word_to_vec_map)"
        ),
        "The last word is left out.": slip("for word in words if", "for word in words[:-1] if"),
        "Where no word has a vector you return one number; return zeros in the shape of a vector.": slip(
            EMPTY, "return 0.0"
        ),
        "Where no word has a vector you return any word's vector; return zeros.": slip(
            EMPTY, "return word_to_vec_map[any_word]"
        ),
        "Where no word has a vector you return as many zeros as there are words; a vector has its own length.": slip(
            EMPTY, "return np.zeros(len(words))"
        ),
        "Without any word that has a vector you divide by 0, which gives nan; return zeros there.": without_a_guard,
        "Without any word that has a vector you take the mean of nothing, nan; return zeros there.": mean_of_nothing,
        "You divide within the loop, after each word, and again behind it; add up first, divide once.": (
            divided_in_the_loop
        ),
        "You divide within the loop, after each word; add up first, and divide behind the loop.": (
            divided_in_the_loop_alone
        ),
        "You divide by the number of different words; a word that stands twice counts twice.": slip(
            MEAN, "return np.sum(vectors, axis=0) / len(set(words) & set(word_to_vec_map))"
        ),
        "Only the sentence's first letter is made small; capitals further on are not found, so bring all to small "
        "letters.": slip("sentence.lower().split()", "(sentence[:1].lower() + sentence[1:]).split()"),
        "You go through letters, not words: split the sentence at its blanks.": slip(".lower().split()", ".lower()"),
        "You split at each single blank, so two blanks in a row give an empty word that counts.": slip(
            (".split()", '.split(" ")'), (MEAN, "return np.sum(vectors, axis=0) / sum(w in word_to_vec_map or not w "
            "for w in words)"),
        ),
    },
    right=[by_sums, by_counts],
    hints=[
        "Three things to settle: which words there are, which of them have a vector, and what to do without any.",
        "avg = (sum of the vectors of the words that have one) / (number of these words), or zeros.",
        "words = sentence.lower().split(); collect word_to_vec_map[word] for those with `word in word_to_vec_map`; "
        "np.mean(…, axis=0), and np.zeros in the shape of any vector where the list is empty.",
    ],
    topics=["sentiment from averages"],
)  # fmt: skip
