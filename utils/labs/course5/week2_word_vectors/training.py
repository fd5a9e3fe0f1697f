"""How this lab's vectors are made: skip-gram with negative sampling on the project's own corpus.

`python -m utils.labs.course5.week2_word_vectors.training` trains the stored vectors anew and writes
utils/data/word_vectors.txt: about three seconds.
"""

import numpy as np

from utils.data.corpus import load_corpus
from utils.data.word_vectors import STORED, write_word_vectors
from utils.layers.word_sampling import draw_words, noise_table
from utils.layers.word_vectors import skip_gram_step
from utils.layers.word_windows import skip_gram_pairs

M, ZIPF = 20_000, 0.5  # sentences, and how unequally frequent the words of one kind are
D, WINDOW, EPOCHS, NEGATIVES, RATE, BATCH = 50, 4, 3, 5, 0.1, 256
THRESHOLD = 1e-3  # words above this share of the text are thinned out


def corpus_of(seed, bias=1.0):
    """The text that one seed writes, in the size of this lab."""
    return load_corpus(np.random.default_rng([seed, 1]), M, bias, ZIPF)


def train_vectors(corpus, seed, epochs=EPOCHS, d=D):
    """Vectors of all words of a corpus: E (d, n_words), one column for each word, as everywhere in this lab.

    seed: of the start, the order of the pairs and the negatives.
    Pairs with frequent words are left out by chance; the rate falls evenly to a twentieth.
    """
    rng = np.random.default_rng([seed, 2])
    centres, contexts = skip_gram_pairs(corpus.sentences, WINDOW)
    keep = np.sqrt(np.minimum(1, THRESHOLD * corpus.counts.sum() / np.maximum(corpus.counts, 1)))
    kept = rng.random(len(centres)) < keep[centres] * keep[contexts]
    centres, contexts = centres[kept], contexts[kept]
    E = ((rng.random((len(corpus.words), d)) - 0.5) / d).astype(np.float32)
    theta, table = np.zeros_like(E), noise_table(corpus.counts)
    total, done = epochs * len(centres), 0
    for _ in range(epochs):
        order = rng.permutation(len(centres))
        for batch in np.split(order, range(BATCH, len(order), BATCH)):
            negatives = draw_words(table, (len(batch), NEGATIVES), rng)
            rate = RATE * max(1 - done / total, 0.05)
            skip_gram_step(E, theta, centres[batch], contexts[batch], negatives, rate)
            done += len(batch)
    return E.T.astype(np.float64)


if __name__ == "__main__":
    text = corpus_of(0)
    write_word_vectors(STORED, dict(zip(text.words, train_vectors(text, 0).T, strict=True)))
    print(f"Written: {STORED}")
