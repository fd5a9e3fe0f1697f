"""What taggers make of known and new names, and of names among words that training lacks."""

import itertools
from functools import cache

import numpy as np

from utils.data.entities import Tagged, load_entities, untagged
from utils.labs.course5.week2_sentiment import taggers
from utils.labs.course5.week2_sentiment.draws import JUDGE, RATES, TEXT, VECTORS_SEED, best
from utils.labs.course5.week2_sentiment.vectors import WIDTH, number_words, train_vectors

DROPPED = (0.0, 0.02, 0.05, 0.1, 0.3, 0.5, 0.7)
TAG_RATES, SIDES = RATES, (0, 1, 2, 3)  # words of a window on each side
CONTEXT = {"rate": 0.03, "dropped": 0.05}  # as chosen for vectors without the new names
SECOND = {  # words around names, and a second one of the same use, which no tagged sentence for training has
    "works": "labours", "left": "departed", "met": "greeted", "flew": "travelled", "bought": "acquired",
    "mayor": "provost", "head": "chief", "office": "bureau", "said": "stated", "train": "tram", "road": "street",
    "shares": "stocks", "guests": "visitors", "workers": "labourers", "letter": "parcel", "late": "delayed",
    "sold": "auctioned", "fell": "sank", "nobody": "none", "knew": "understood", "according": "contrary",
    "near": "beside", "went": "hurried",
}  # fmt: skip


@cache
def name_vectors(part="all"):
    """Vectors of the words of TEXT untagged sentences; of part "train", sentences without a new name or thing."""
    rng = np.random.default_rng(VECTORS_SEED)
    sentences = untagged(rng, TEXT) if part == "all" else without_new_names(rng)
    return train_vectors(sentences, rng) | {taggers.UNKNOWN: np.zeros(WIDTH, np.float32)}


def without_new_names(rng):
    """TEXT untagged sentences that have names and things for training alone."""
    sentences = untagged(rng, 6 * TEXT)
    known = {word for words in load_entities(rng, 3000, 2, 2).train.words for word in words}
    return [words for words in sentences if set(words) <= known][:TEXT]


def run_tagger(seed, rate, dropped, vectors=None):
    """One trained tagger: tag, and its F1 on dev.    vectors: None, "all" or "train"."""
    data, rng = load_entities(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
    if vectors is None:
        table, index = None, taggers.word_numbers(data.train.words)
    else:
        table = name_vectors(vectors)
        index = number_words(list(table))
    network = taggers.tag_network(index, rng, table)
    taggers.train_tagger(network, data, index, rate, dropped, rng, frozen=vectors is not None)
    tag = taggers.tagger(network, index)
    return tag, taggers.scores_of(tag(data.dev), data.dev)[0]


def run_window(seed, dropped, vectors=None, side=2):
    """One logistic regression on windows: tag, and its F1 on dev."""
    data, rng = load_entities(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
    table = name_vectors(vectors) if vectors else None
    index = number_words(list(table)) if table else taggers.word_numbers(data.train.words)
    tag, _ = taggers.window_tagger(data, index, dropped, rng, table, side)
    return tag, taggers.scores_of(tag(data.dev), data.dev)[0]


def entity_rows():
    """F1 and the share of right tags on new and on known names, for each seed in JUDGE and each tagger."""
    share = best(DROPPED, lambda dropped, seed: run_window(seed, dropped)[1])
    rows = [
        entity_row("no name anywhere", {}, lambda seed: lambda part: [["O"] * len(words) for words in part.words]),
        entity_row("dictionary", {}, by_dictionary),
        entity_row("window", {"dropped": share}, lambda seed: run_window(seed, share)[0]),
    ]
    for side in SIDES:
        name = "window, vectors" if side == 2 else f"window of {side} on each side, vectors"
        rows.append(entity_row(name, {}, lambda seed, side=side: run_window(seed, 0.0, "all", side)[0]))
    for name, shares, vectors in (
        ("LSTM", (0.0,), None),
        ("LSTM, words dropped", DROPPED[1:], None),
        ("LSTM, vectors without the new names", DROPPED[1:], "train"),
        ("LSTM, vectors", (0.0,), "all"),
    ):
        grid = list(itertools.product(TAG_RATES, shares))
        rate, dropped = best(grid, lambda pair, seed, vectors=vectors: run_tagger(seed, *pair, vectors)[1])
        chosen = {"rate": rate, "dropped": dropped}
        rows.append(entity_row(name, chosen, lambda seed, c=chosen, v=vectors: run_tagger(seed, **c, vectors=v)[0]))
    return rows


def by_dictionary(seed):
    """tag(part) of the dictionary of a seed's training names."""
    data = load_entities(np.random.default_rng([seed, 1]))
    find = taggers.dictionary_tagger(data.train)
    return lambda part: [taggers.bio_encode(len(words), find(words)) for words in part.words]


def entity_row(name, chosen, tagger_of):
    """A row.    tagger_of: seed -> tag(part)."""
    row = {"model": name, "chosen": chosen, "new": [], "known": [], "tags": []}
    for seed in JUDGE:
        data, tag = load_entities(np.random.default_rng([seed, 1])), tagger_of(seed)
        f1, tags = taggers.scores_of(tag(data.test), data.test)
        row["new"].append(round(f1, 3))
        row["tags"].append(round(tags, 3))
        row["known"].append(round(taggers.scores_of(tag(data.known), data.known)[0], 3))
    return row


@cache
def context_vectors():
    """Vectors of text without the new names, in which a word of SECOND stands in one of its forms, by chance."""
    rng = np.random.default_rng(VECTORS_SEED)
    sentences = [
        [SECOND[word] if word in SECOND and rng.random() < 0.5 else word for word in words]
        for words in without_new_names(rng)
    ]
    return train_vectors(sentences, rng) | {taggers.UNKNOWN: np.zeros(WIDTH, np.float32)}


def context_rows():
    """F1 on known and on new names, in training's words and in those of SECOND; its vectors there, and left out."""
    whole = context_vectors()
    left_out = {word: vector for word, vector in whole.items() if word not in SECOND.values()}
    rows = []
    for text, table in (("has the second words", whole), ("lacks them", left_out)):
        found = []
        for seed in JUDGE:
            data, rng = load_entities(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
            index = number_words(list(table))
            network = taggers.tag_network(index, rng, table)
            taggers.train_tagger(network, data, index, **CONTEXT, rng=rng, frozen=True)
            tag = taggers.tagger(network, index)
            parts = (data.known, in_second_words(data.known), data.test, in_second_words(data.test))
            found.append([round(taggers.scores_of(tag(part), part)[0], 3) for part in parts])
        names = ("known", "known, second words", "new", "new, second words")
        rows.append({"text": text} | dict(zip(names, map(list, zip(*found, strict=True)), strict=True)))
    return rows


def in_second_words(part):
    """The same sentences with every word of SECOND in its second form."""
    return Tagged([[SECOND.get(word, word) for word in words] for words in part.words], part.entities)
