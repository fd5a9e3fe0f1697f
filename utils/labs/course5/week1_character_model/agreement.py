"""Networks that learn the sentences of `sentences` as a language, and whether they choose the verb by its noun."""

import numpy as np

from utils.labs.course5.week1_character_model.networks import CELLS, WIDE
from utils.labs.course5.week1_character_model.sentences import (
    BEFORE,
    CHARACTER_IDS,
    CHARACTERS,
    IDS,
    PHRASE,
    WORDS,
    as_text,
    draw_sentences,
    in_characters,
)
from utils.layers.clipping import clip_by_global_norm
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.transformer_blocks import EncoderLayer
from utils.models.transformer import TokenAndPositionEmbedding

UNITS = {"RNN": 44, "GRU": 24, "LSTM": 21}  # about 2,700 weights and biases in each cell
ATTENTION = "attention"
BATCH, CLIP, TESTED = 32, 1.0, 400


def sentence_network(cell, rng, symbols, uniform=False):
    """Vectors of the symbols, a recurrent layer or one of causal attention, and scores of the next symbol.

    uniform: True for a start of the recurrent layer as PyTorch's, weights and biases uniform within ±1/√n_a.
    """
    if cell == ATTENTION:
        d = 24
        block = EncoderLayer(d, 2, 2 * d, rng, causal=True)
        return Sequential(TokenAndPositionEmbedding(symbols, d, rng), block, Dense(d, symbols, rng))
    n_a = UNITS[cell]
    network = Sequential(Embedding(symbols, WIDE, rng), CELLS[cell](WIDE, n_a, rng), Dense(n_a, symbols, rng))
    if uniform:
        for array in network.layers[1].parameters().values():
            array[...] = rng.uniform(-1, 1, array.shape) / np.sqrt(n_a)
    return network


def train_on_sentences(model, gaps, rate, steps, rng, horizon=None, characters=False):
    """Train a network on new sentences in every batch, as a language model: the next word, at every word.

    gaps: numbers of phrases between noun and verb; each batch takes one of them.    horizon: words of a piece, at whose
    border the gradient stops, None for whole sentences.    characters: True reads characters in place of words.
    """
    optimizer = Adam(model.parameters(), rate)
    for _ in range(steps):
        ids, _ = draw_sentences(BATCH, int(rng.choice(gaps)), rng)
        ids, mask = in_characters(ids) if characters else (ids, np.ones(ids.shape, bool))
        gradients = gradients_of(model, ids[:, :-1], ids[:, 1:], mask[:, 1:], horizon)
        clip_by_global_norm(gradients, CLIP)
        optimizer.step(gradients)


def gradients_of(model, x, y, mask, horizon=None):
    """The gradients of the mean loss, {name: array}; the way back is cut every `horizon` steps, the states are not."""
    if horizon is None:
        _, dlogits = softmax_cross_entropy(model.forward(x, train=True), y, mask=mask)
        model.backward(dlogits)
        return model.gradients()
    first, cell, last = model.layers
    total, states = {}, None
    for start in range(0, x.shape[1], horizon):
        part = slice(start, start + horizon)
        seen = cell.forward(first.forward(x[:, part]), initial=states)
        states = cell.last
        if not mask[:, part].any():
            continue
        _, dlogits = softmax_cross_entropy(last.forward(seen), y[:, part], mask=mask[:, part])
        share = dlogits.dtype.type(mask[:, part].sum() / mask.sum())  # so that the parts add up to the mean over all
        first.backward(cell.backward(last.backward(dlogits * share)))
        for name, gradient in model.gradients().items():
            total[name] = total[name] + gradient if name in total else gradient.copy()
    return total


def choices(model, phrases, characters=False):
    """The probability that a network gives the right verb, of the two, in TESTED sentences that it has not seen."""
    ids, plural = draw_sentences(TESTED, phrases, np.random.default_rng([10**6, phrases]))
    before = ids[:, : BEFORE + PHRASE * phrases]
    if not characters:
        scores = model.forward(before)[:, -1][:, [IDS["was"], IDS["were"]]]
        return 1 / (1 + np.exp((scores[:, 0] - scores[:, 1]) * np.where(plural, 1, -1)))
    texts = [as_text(row) + " w" for row in before]  # then a or e
    lengths = np.array(list(map(len, texts)))
    read = np.zeros((len(texts), lengths.max()), int)
    for row, text in zip(read, texts, strict=True):
        row[: len(text)] = [CHARACTER_IDS[character] for character in text]
    scores = model.forward(read)[np.arange(len(read)), lengths - 1]  # what comes behind a text changes nothing before
    scores = scores[:, [CHARACTER_IDS["a"], CHARACTER_IDS["e"]]]
    return 1 / (1 + np.exp((scores[:, 0] - scores[:, 1]) * np.where(plural, 1, -1)))


def accuracy(model, phrases, characters=False):
    """The share of sentences in which the right verb is the more probable one."""
    return float(np.mean(choices(model, phrases, characters) > 0.5))


def nats_at_the_verb(model, gaps, characters=False):
    """The mean of −ln p(right verb, of the two), over some numbers of phrases."""
    found = [-np.log(np.maximum(choices(model, phrases, characters), 1e-12)) for phrases in gaps]
    return float(np.mean(found))


def nats_per_sentence(model, phrases, characters=False):
    """Minus the mean logarithm of the probability of a sentence that starts with "the", up to its end."""
    ids, _ = draw_sentences(TESTED, phrases, np.random.default_rng([2 * 10**6, phrases]))
    first = 1
    mask = np.ones(ids.shape, bool)
    if characters:
        first = len("the ")
        ids, mask = in_characters(ids)
    mask = mask[:, 1:].copy()
    mask[:, : first - 1] = False  # what every sentence begins with
    loss, _ = softmax_cross_entropy(model.forward(ids[:, :-1]), ids[:, 1:], mask=mask)
    return float(loss * mask.sum() / len(ids))


def symbols_of(characters):
    """How many symbols a network reads."""
    return len(CHARACTERS) if characters else len(WORDS)
