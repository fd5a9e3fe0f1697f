"""The exercise decode: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.common import model_parameters
from utils.steps import decoding as steps
from utils.steps.transformer_model import transformer


def lively(seed, n_target, d, layers):
    """Parameters of a network for 5 source words; the seeds below make its words differ by source and place."""
    parameters = model_parameters(np.random.default_rng(seed), 5, n_target, d, d, layers)
    return parameters | {"W": 4 * parameters["W"]}


def decode_cases(rng):
    """One source and its end; rows that end early, and that never do; two layers; no end; one word; an end at once."""
    sources = np.array([[3, 1, 2, 4, 0], [4, 4, 0, 0, 0], [2, 3, 1, 0, 0], [1, 2, 4, 4, 3]])
    one = lively(105, 6, 4, 1)
    always = one | {"W": 0 * one["W"], "b": np.array([0.0, 0.0, 3.0, 1.0, 0.0, 0.0])}
    return [
        (sources[:1], lively(231, 5, 4, 1), 2, 3, 4, 5),
        (sources, lively(249, 6, 4, 1), 2, 1, 5, 7),
        (sources, lively(1456, 9, 8, 2), 4, 3, 99, 7),
        (sources, one, 2, 1, 99, 7),
        (sources, one, 2, 1, 2, 1),
        (sources, always, 2, 1, 2, 3),
    ]


def row_by_row(source_ids, parameters, n_heads, start, end, length):
    """Each source by itself, its words in a list."""
    out = np.zeros((len(source_ids), length), int)
    for i, source in enumerate(source_ids):
        words = [start]
        while len(words) <= length and (len(words) == 1 or words[-1] != end):
            logits = transformer(source[np.newaxis], np.array([words]), parameters, n_heads)[0]
            words.append(int(logits[0, -1].argmax()))
        out[i, : len(words) - 1] = words[1:]
    return out


def joined(source_ids, parameters, n_heads, start, end, length):
    """Columns joined one after the other; what follows an end is cleared afterwards."""
    written = np.full((len(source_ids), 1), start)
    for _ in range(length):
        logits = transformer(source_ids, written, parameters, n_heads)[0]
        written = np.hstack([written, logits[:, -1:].argmax(axis=2)])
    words = written[:, 1:]
    ends = np.cumsum(words == end, axis=1) - (words == end)
    return np.where(ends > 0, 0, words)


def looked_for(source_ids, parameters, n_heads, start, end, length):
    """Which rows have ended is looked for in what is written; all columns are told, and the scores read at t."""
    written = np.zeros((len(source_ids), length + 1), int)
    written[:, 0] = start
    for t in range(length):
        words = transformer(source_ids, written, parameters, n_heads)[0][:, t].argmax(axis=-1)
        written[:, t + 1] = np.where(np.any(written[:, 1:] == end, axis=1), 0, words)
    return written[:, 1:]


TOLD = "written[:, : t + 1], parameters"
NEXT = "words = np.argmax(logits[:, -1], axis=-1)"
EXERCISE = Exercise(
    steps.decode,
    points=10,
    returns=("written",),
    cases=decode_cases,
    mistakes={
        "The scores of the first place are read at every step; the next word follows the last place.": slip(
            "logits[:, -1]", "logits[:, 0]"
        ),
        "Words are taken from all scores at once, told nothing but the start; each word has to be written before the "
        "next one is asked for.": slip(TOLD, "np.full((m, t + 1), start), parameters"),
        "Only the newest word is handed to the decoder, which then knows nothing of those before it and takes it for "
        "the first: hand it all words so far.": slip("written[:, : t + 1]", "written[:, t : t + 1]"),
        "The decoder reads the words without the start in front of them.": slip(
            TOLD, "written[:, 1 : t + 1] if t else written[:, :1], parameters"
        ),
        "What is told begins at column 1, behind the start; the words so far begin with it, at column 0.": slip(
            TOLD, "written[:, 1 : t + 2], parameters"
        ),
        "Padding stands in place of the start; column 0 holds start.": slip(
            "written[:, 0] = start", "written[:, 0] = 0"
        ),
        "The empty columns are told, too, and the scores behind the last of them are read; those after word t stand at "
        "place t.": slip(TOLD, "written, parameters"),
        "The start is part of the answer; return what was written after it.": slip(
            "return written[:, 1:]", "return written[:, :-1]"
        ),
        "A row goes on after its end; from then on it holds 0.": slip("np.where(ended, 0, words)", "words"),
        "A row that has ended writes its end again; from then on it holds 0.": slip(
            "np.where(ended, 0, words)", "np.where(ended, end, words)"
        ),
        "A row ends at the word start; it ends at the word end.": slip("words == end", "words == start"),
        "The end itself is replaced by 0; a row keeps it.": slip(
            "        written[:, t + 1] = np.where(ended, 0, words)\n        ended = ended | (words == end)\n",
            "        ended = ended | (words == end)\n        written[:, t + 1] = np.where(ended, 0, words)\n",
        ),
        "All rows stop when the first of them has ended; go on until the last one has.": slip(
            "np.all(ended)", "np.any(ended)"
        ),
        "A row that has ended starts anew when it is asked again: what has ended stays so, ended | ….": slip(
            "ended = ended | (words == end)", "ended = words == end"
        ),
        "The word with the lowest score is taken; take the highest.": slip("np.argmax", "np.argmin"),
        "The highest score itself is taken for the word; the word is its place: np.argmax.": slip(
            "np.argmax", "np.max"
        ),
        "The first row's word is written into every row; take the largest score of each row, axis=-1.": slip(
            NEXT, "words = np.full(m, np.argmax(logits[0, -1]))"
        ),
        "The loop has a number of its own; it takes length steps at most.": slip("in range(length)", "in range(20)"),
        "The loop ends one word early; it writes up to length words.": slip("in range(length)", "in range(length - 1)"),
        "Columns behind the last end are cut away; the answer has length columns, 0 behind each end.": slip(
            "return written[:, 1:]", "return written[:, 1 : t + 2]"
        ),
        "A word stands one place too early: the scores after word t are those of word t + 1.": slip(
            "written[:, t + 1] =", "written[:, t] ="
        ),
    },
    right=[row_by_row, joined, looked_for],
    hints=[
        "Begin with a column of starts. At each step, which scores say something new?",
        "word_(t+1) = argmax of transformer(source, start … word_t) at the last place; after a row's end, 0",
        "written = zeros (m, length + 1), column 0 the start; for t: logits, _, _ = transformer(source_ids, written[:, "
        ": t + 1], …); words = argmax(logits[:, -1]); written[:, t + 1] = where(ended, 0, words); ended |= words == "
        "end; … return written[:, 1:]",
    ],
    topics=["autoregressive decoding"],
)
