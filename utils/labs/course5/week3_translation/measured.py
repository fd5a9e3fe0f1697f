"""What is trained too long for the notebook: translators and dates, with attention and without, and captions.

Rates are chosen by the dev part on one seed and judged on the test part by others; a seed draws the starting weights
and the batches. `python -m utils measure week3_translation` measures anew, about ten minutes on one core.
"""

import numpy as np

from utils.data.translation import END
from utils.labs.course5.week3_translation import captioning, dates
from utils.labs.course5.week3_translation.kept_weights import pack, unpack
from utils.labs.course5.week3_translation.sentence_model import SentenceModel
from utils.labs.course5.week3_translation.sentences import (
    lengths,
    load_sentences,
    train_translator,
    translations,
    translator,
)
from utils.steps.beam_search import beam_search
from utils.steps.bleu import bleu

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES = (0.003, 0.01, 0.03, 0.1)
BORDERS = ((4, 6), (7, 9), (10, 12), (13, 15), (16, 20))  # words of the English sentences
STEPS, SEARCH_STEPS, MORE_STEPS = 700, 300, 2100
WIDER = 72  # units of the encoder each way, in place of 24; at the rate of the narrow one
DATE_READERS = ("summary", "additive", "general")
DATE_STEPS, DATE_SEARCH, LOOKS = 400, 200, (100, 200, 300, 400)
CAPTION_STEPS, CAPTION_SEARCH = 400, 200
WIDTHS, ALPHAS, SEARCHED = (1, 2, 3, 5, 10, 30), (0.0, 0.7, 1.0), 200  # of beams; sentences of the dev part


def measure():
    """{"sentences", "wider", "beams", "dates", "captions": lists of rows, "weights": by the network, as of `pack`}."""
    sentences = load_sentences()
    rows, weights = sentence_rows(sentences)
    beams = beam_rows(sentences, unpack(translator(sentences, "summary", np.random.default_rng(0)), weights["summary"]))
    dates_, (captions, weights["captions"]) = date_rows(), caption_rows()
    found = {"sentences": rows, "wider": wider_rows(sentences, rows[0]["rate"]), "beams": beams, "dates": dates_}
    return {**found, "captions": captions, "weights": weights}


def trained(sentences, reader, rate, steps, seed, **sizes):
    """A translator after so many steps."""
    rng = np.random.default_rng([seed, 1])
    model = translator(sentences, reader, rng, **sizes)
    for _ in train_translator(model, sentences, rate, steps, rng):
        pass
    return model


def by_length(part, written):
    """BLEU, and the share of sentences that are right to the last word, for each of BORDERS, then for all."""
    words, found = lengths(part), []
    for low, high in (*BORDERS, (0, 99)):
        rows = np.flatnonzero((words >= low) & (words <= high))
        score = bleu([written[i] for i in rows], [[part.french[i]] for i in rows])
        exact = np.mean([written[i] == part.french[i] for i in rows])
        found.append([round(score, 3), round(float(exact), 3)])
    return found


def sentence_rows(sentences):
    """A row for each reader, seed and number of steps, and the weights of the first seed of each reader."""
    rows, weights = [], {}
    for reader in ("summary", "additive"):
        searched = [dev_score(sentences, reader, rate) for rate in RATES]
        rate = RATES[int(np.argmax(searched))]
        for steps, seeds in ((STEPS, JUDGE), (MORE_STEPS, JUDGE[:1] if reader == "summary" else ())):
            for seed in seeds:
                model = trained(sentences, reader, rate, steps, seed)
                found = by_length(sentences.test, translations(model, sentences.test, sentences.french))
                rows.append({"reader": reader, "steps": steps, "seed": seed, "rate": rate, "searched": searched})
                rows[-1]["found"] = found
                if (steps, seed) == (STEPS, JUDGE[0]):
                    weights[reader] = pack(model)
    return rows, weights


def wider_rows(sentences, rate):
    """One row: a translator without attention whose decoder gets 2 · WIDER numbers, on the first seed."""
    model = trained(sentences, "summary", rate, STEPS, JUDGE[0], n_a=WIDER)
    found = by_length(sentences.test, translations(model, sentences.test, sentences.french))
    n_weights = sum(array.size for array in model.parameters().values())
    return [{"n_a": WIDER, "seed": JUDGE[0], "rate": rate, "weights": n_weights, "found": found}]


def beam_rows(sentences, model):
    """BLEU and the number of words, against the right ones, for each of WIDTHS and ALPHAS, on the dev part."""
    part, french, rows = sentences.dev, sentences.french, []
    chosen = np.random.default_rng(0).permutation(len(part.X))[:SEARCHED]
    readers = [SentenceModel(model, part.X[row], part.mask[row]) for row in chosen]
    for width in WIDTHS:
        found = [beam_search(reader, width, french.ids[END], part.Y.shape[1], 0.0) for reader in readers]
        for alpha in ALPHAS:
            written = [best_at(alpha, *one) for one in found]
            words = [[french.symbols[k] for k in numbers if k != french.ids[END]] for numbers in written]
            score = bleu(words, [[part.french[row]] for row in chosen])
            share = sum(map(len, words)) / sum(len(part.french[row]) for row in chosen)
            rows.append({"width": width, "alpha": alpha, "bleu": round(score, 3), "words": round(share, 3)})
    return rows


def best_at(alpha, found, sums):
    """The sentence with the best normalised score, of those that a search with α = 0 has found."""
    return max(zip(found, sums, strict=True), key=lambda pair: pair[1] / len(pair[0]) ** alpha)[0]


def dev_score(sentences, reader, rate):
    """BLEU on the dev part after the shorter training of the search."""
    model = trained(sentences, reader, rate, SEARCH_STEPS, SEARCH)
    written = translations(model, sentences.dev, sentences.french)
    return round(bleu(written, [[french] for french in sentences.dev.french]), 3)


def date_rows():
    """The shares of dates that are right to the last symbol at LOOKS, for each reader and seed."""
    data, rows = dates.load(), []
    for reader in DATE_READERS:
        searched = [
            round(float(np.mean(date_run(data, reader, rate, DATE_SEARCH, SEARCH, "dev"))), 3) for rate in RATES
        ]
        rate = RATES[int(np.argmax(searched))]
        for seed in JUDGE:
            found = date_run(data, reader, rate, DATE_STEPS, seed, "test")
            rows.append({"reader": reader, "seed": seed, "rate": rate, "searched": searched, "found": found})
    return rows


def date_run(data, reader, rate, steps, seed, part):
    """The shares at LOOKS up to so many steps."""
    rng = np.random.default_rng([seed, 2])
    model = dates.network(data, reader, rng)
    return [round(found, 3) for found in dates.train(model, data, rate, steps, rng, LOOKS, getattr(data, part))]


def caption_rows():
    """The shares of right captions of new images, and of held-out pairs, for each seed; and the first one's weights."""
    data, rows, weights = captioning.load(), [], None
    searched = [shares(data, captioner(data, rate, CAPTION_SEARCH, SEARCH), ["dev"])[0] for rate in RATES]
    rate = RATES[int(np.argmax(searched))]
    for seed in JUDGE:
        model = captioner(data, rate, CAPTION_STEPS, seed)
        found = shares(data, model, ["test", "combinations"])
        rows.append({"seed": seed, "rate": rate, "searched": searched, "found": found})
        weights = weights or pack(model)
    return rows, weights


def captioner(data, rate, steps, seed):
    """A captioner after so many steps."""
    rng = np.random.default_rng([seed, 3])
    model = captioning.Captioner(len(data.vocabulary), rng)
    for _ in captioning.train_captioner(model, data.train, rate, steps, rng):
        pass
    return model


def shares(data, model, parts):
    """The shares of captions that are right to the last word."""
    found = []
    for name in parts:
        part = getattr(data, name)
        written = captioning.captions_of(model, part.X, data.vocabulary)
        found.append(round(float(captioning.right_captions(written, part.captions).mean()), 3))
    return found
