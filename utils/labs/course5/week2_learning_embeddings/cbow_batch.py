"""The exercise cbow_batch: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_learning_embeddings.skip_gram_pairs import sentence_cases
from utils.steps import embeddings as steps


def by_padding(sentence, window):
    """One padded sentence, cut at each step of the window."""
    n, edge = len(sentence), np.zeros(window, dtype=int)
    padded = np.concatenate([edge, sentence, edge])
    real = np.concatenate([edge, np.ones(n, dtype=int), edge]) == 1
    columns = [step for step in range(2 * window + 1) if step != window]
    contexts = np.stack([padded[step : step + n] for step in columns], axis=1)
    return contexts, np.stack([real[step : step + n] for step in columns], axis=1), sentence


def by_places(sentence, window):
    sentence = np.asarray(sentence)
    steps_away = np.r_[-window:0, 1 : window + 1]
    places = np.arange(len(sentence))[:, None] + steps_away
    mask = (places >= 0) & (places < len(sentence))
    return np.where(mask, sentence[np.clip(places, 0, len(sentence) - 1)], 0), mask, sentence.copy()


def pushed_left(sentence, window):
    contexts, mask, targets = steps.cbow_batch(sentence, window)
    order = np.argsort(~mask, axis=1, kind="stable")
    return np.take_along_axis(contexts, order, axis=1), np.take_along_axis(mask, order, axis=1), targets


def word_0_is_no_word(sentence, window):
    contexts, _, targets = steps.cbow_batch(sentence, window)
    return contexts, contexts != 0, targets


def with_itself(sentence, window):
    contexts, mask, targets = steps.cbow_batch(sentence, window)
    contexts, mask = np.insert(contexts, window, targets, axis=1), np.insert(mask, window, True, axis=1)
    return contexts, mask, targets


def whole_windows_only(sentence, window):
    contexts, mask, targets = steps.cbow_batch(sentence, window)
    whole = mask.all(axis=1)
    return contexts[whole], mask[whole], targets[whole]


def no_ends(sentence, window):
    contexts, mask, targets = steps.cbow_batch(sentence, window)
    whole = mask.all(axis=1, keepdims=True)
    return contexts * whole, mask & whole, targets


def ends_repeated(sentence, window):
    contexts, mask, targets = steps.cbow_batch(sentence, window)
    places = np.arange(len(sentence))[:, np.newaxis] + np.r_[-window:0, 1 : window + 1]
    return np.where(mask, contexts, np.where(places < 0, sentence[0], sentence[-1])), mask, targets


EXERCISE = Exercise(
    steps.cbow_batch,
    points=11,
    returns=("contexts", "mask", "targets"),
    cases=sentence_cases,
    mistakes={
        "At the start of the sentence negative places take words from its end; a place below 0 stays empty.": slip(
            "0 <= t + offset < n", "t + offset < n"
        ),
        "Places below 0 take words from the end of the sentence; such a place stays empty, so ask for 0 ≤ place.": slip(
            "0 <= t + offset < n", "-n <= t + offset < n"
        ),
        "Your neighbours are pushed together on the left; each column is one place of the window, and a place "
        "without a neighbour stays empty in its column.": pushed_left,
        "Your mask is False where the neighbour is word 0, a word like any other; set it by place.": word_0_is_no_word,
        "Your mask is turned round; it is True where there is a neighbour.": slip(
            ("np.zeros((n, 2 * window), dtype=bool)", "np.ones((n, 2 * window), dtype=bool)"),
            ("= True", "= False"),
        ),
        "The word itself stands in its window; it is what has to be guessed, so leave offset 0 out.": with_itself,
        "The word itself stands in its window, and the farthest neighbour on the right does not: range stops before "
        "its end, and offset 0 is to be left out.": slip(
            "[offset for offset in range(-window, window + 1) if offset != 0]", "list(range(-window, window))"
        ),
        "Offset 0, the word itself, is among your offsets, so that there is one more than columns; leave it out.": slip(
            " if offset != 0]", "]"
        ),
        "Words near an end of the sentence lose all neighbours; only places outside the sentence are empty.": no_ends,
        "Empty places hold the first or last word of the sentence; they hold 0, and the mask tells.": ends_repeated,
        "On the left your columns begin with the nearest neighbour; they run through the window from the left.": slip(
            "[offset for offset in range(-window, window + 1) if offset != 0]",
            "[*range(-1, -window - 1, -1), *range(1, window + 1)]",
        ),
        "Your columns run from right to left; the first is the place `window` before the word.": slip(
            "enumerate(offsets)", "enumerate(offsets[::-1])"
        ),
        "You take the words before only, as the language model of 2003; CBOW sees both sides.": slip(
            "0 <= t + offset < n", "0 <= t + offset < t"
        ),
        "You take the words behind only; CBOW sees both sides.": slip("0 <= t + offset < n", "t < t + offset < n"),
        "The last word is never a neighbour; places go up to n − 1.": slip("offset < n:", "offset < n - 1:"),
        "The first word of the sentence is never a neighbour; places begin at 0.": slip("0 <= t", "0 < t"),
        "Your empty places hold −1; they hold 0, a word that can be looked up, and the mask tells.": slip(
            "np.zeros((n, 2 * window), dtype=int)", "np.full((n, 2 * window), -1)"
        ),
        "Words near an end of the sentence are left out; they stay, with empty places.": whole_windows_only,
        "Your targets are the next words; the target is the word in the middle of its window.": slip(
            "np.array(sentence)", "np.roll(sentence, -1)"
        ),
        "Your targets are places; the targets are the words that stand there.": slip(
            "np.array(sentence)", "np.arange(n)"
        ),
        "Your contexts hold places; they should hold the words that stand there.": slip(
            "= sentence[t + offset]", "= t + offset"
        ),
    },
    right=[by_padding, by_places],
    hints=[
        "Each row is a word, each column a place of the window as seen from that word: which offsets are there?",
        "Offsets −window … −1, 1 … window. Where 0 ≤ t + offset < n: the word there and True; else 0 and False",
        "for column, offset in enumerate(offsets): if 0 <= t + offset < n: "
        "contexts[t, column] = …; mask[t, column] = …",
    ],
    topics=["CBOW"],
)
