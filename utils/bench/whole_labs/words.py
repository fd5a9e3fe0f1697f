"""Words: a skip-gram with negative sampling, and GloVe, on the text with planted relations.

Both sides take AdaGrad's steps on the rows that a batch moves, as GloVe does; PyTorch with the sparse gradients that
suit it best, as its users write it.
"""

import numpy as np

from utils.bench.race import Lab, Side
from utils.data.corpus import load_corpus
from utils.layers.glove import adagrad_rows, glove_forward, glove_step
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_vectors import skip_gram_backward, skip_gram_forward
from utils.layers.word_windows import cooccurrence, skip_gram_pairs

SENTENCES, D, WINDOW, K, RATE, X_MAX = 10_000, 80, 5, 5, 0.3, 100.0


def labs(rng, torch):
    """Yield the labs. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    corpus = load_corpus(rng, SENTENCES)
    start = [rng.normal(0, 0.1, (len(corpus.words), D)).astype(np.float32) for _ in range(2)]
    yield _skip_gram(corpus, start, rng, torch)
    yield _glove(corpus, start, torch)


def _skip_gram(corpus, start, rng, torch):
    """Judged by the loss on pairs that it has not seen, each with the same negatives for both sides."""
    noise = noise_table(corpus.counts)
    pairs = skip_gram_pairs(corpus.sentences[1000:], WINDOW)
    unseen = skip_gram_pairs(corpus.sentences[:1000], WINDOW)
    judged = (*unseen, draw_words(noise, (len(unseen[0]), K), rng))
    sides = {"ours": _our_skip_gram(pairs, judged, start, noise, rng)}
    if torch is not None:
        sides["torch"] = _torch_skip_gram(torch, pairs, judged, start, corpus.counts)
    return Lab("words, skip-gram, 5 negatives", "nats/pair", 1.75, len(pairs[0]), 1024, 100, 1500, sides, lower=True)


def _our_skip_gram(pairs, judged, start, noise, rng):
    E, theta = (array.copy() for array in start)
    squares = [np.ones_like(array) for array in start]

    def step(rows):
        centres, contexts = (words[rows] for words in pairs)
        losses, cache = skip_gram_forward(centres, contexts, draw_words(noise, (len(rows), K), rng), E, theta)
        gradients = skip_gram_backward(np.ones_like(losses), cache)
        for array, past, gradient in zip((E, theta), squares, gradients, strict=True):
            adagrad_rows(array, past, *gradient, RATE)

    return Side(step, lambda: skip_gram_forward(*judged, E, theta)[0].mean())


def _tables(torch, start):
    """Embeddings with the weights to start from, and AdaGrad on their rows."""
    tables = [torch.nn.Embedding.from_pretrained(torch.tensor(W), freeze=False, sparse=True) for W in start]
    parameters = [table.weight for table in tables]
    torch.sparse.check_sparse_tensor_invariants.disable()  # as by default, and without its warning
    return tables, torch.optim.Adagrad(parameters, lr=RATE, initial_accumulator_value=1.0)


def _torch_skip_gram(torch, pairs, judged, start, counts):
    (words, guesses), optimizer = _tables(torch, start)
    pairs, judged = ([torch.from_numpy(ids) for ids in some] for some in (pairs, judged))
    shares = torch.from_numpy(counts.astype(np.float64) ** 0.75)
    ln_sigmoid = torch.nn.functional.logsigmoid

    def losses(centres, contexts, negatives):
        e = words(centres)
        true, drawn = (e * guesses(contexts)).sum(1), (guesses(negatives) @ e[:, :, None])[:, :, 0]
        return -ln_sigmoid(true) - ln_sigmoid(-drawn).sum(1)

    def step(rows):
        rows = torch.from_numpy(rows)
        negatives = torch.multinomial(shares, len(rows) * K, replacement=True).view(-1, K)
        value = losses(*(ids[rows] for ids in pairs), negatives).sum()
        optimizer.zero_grad()
        value.backward()
        optimizer.step()

    def score():
        with torch.no_grad():
            return losses(*judged).mean()

    return Side(step, score)


def _glove(corpus, start, torch):
    """Judged by the weighed squared error over all pairs that met."""
    pairs = cooccurrence(corpus.sentences, WINDOW)
    sides = {"ours": _our_glove(pairs, start)}
    if torch is not None:
        sides["torch"] = _torch_glove(torch, pairs, start)
    return Lab("words, GloVe", "error/pair", 0.002, len(pairs[0]), 1024, 50, 1500, sides, lower=True)


def _our_glove(pairs, start):
    parameters = [array.copy() for array in start] + [np.zeros(len(start[0]), np.float32) for _ in range(2)]
    squares = [np.ones_like(array) for array in parameters]

    def step(rows):
        glove_step(parameters, squares, *(array[rows] for array in pairs), RATE, X_MAX)

    return Side(step, lambda: glove_forward(*pairs, *parameters, X_MAX)[0].mean())


def _torch_glove(torch, pairs, start):
    biases = [np.zeros((len(start[0]), 1), np.float32) for _ in range(2)]
    (words, contexts, b, b_context), optimizer = _tables(torch, [*start, *biases])
    pairs = [torch.from_numpy(array) for array in pairs]

    def losses(i, j, X):
        errors = (words(i) * contexts(j)).sum(1) + b(i)[:, 0] + b_context(j)[:, 0] - torch.log(X)
        return torch.clamp(X / X_MAX, max=1) ** 0.75 * errors**2

    def step(rows):
        rows = torch.from_numpy(rows)
        value = losses(*(array[rows] for array in pairs)).sum()
        optimizer.zero_grad()
        value.backward()
        optimizer.step()

    def score():
        with torch.no_grad():
            return losses(*pairs).mean()

    return Side(step, score)
