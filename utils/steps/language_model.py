"""What every language model needs: tokens, counted tables, the probability of a name, perplexity, temperature."""

from collections import Counter

import numpy as np


def tokenize(sentences, train, n_words):
    """Turn sentences into numbers, with a vocabulary of the most frequent words of other sentences.

    A word is what stands between spaces, one or more, in lower case. Number 0 is "<EOS>", the end of a
    sentence, and 1 "<UNK>", any word that the vocabulary lacks; then come the n_words most frequent words of train, the
    most frequent first, those of the same frequency in alphabetical order.

    sentences: a list of strings.    train: a list of strings.    n_words: at least 1.
    At hand: `Counter` of collections.
    Returns vocabulary, a dictionary {token: number}, and encoded, a list with a list of numbers for each sentence.
    """
    # How often does each word occur in the sentences to learn from?
    counts = Counter(word for sentence in train for word in sentence.lower().split())
    # The most frequent first; the alphabet decides between equals
    frequent = sorted(counts, key=lambda word: (-counts[word], word))[:n_words]
    # Number the two special tokens, then those words
    vocabulary = {token: number for number, token in enumerate(["<EOS>", "<UNK>", *frequent])}
    encoded = []
    # Each word by its number, or by that of the unknown word; then the end of the sentence
    for sentence in sentences:
        encoded.append([vocabulary.get(word, vocabulary["<UNK>"]) for word in sentence.lower().split()])
        encoded[-1].append(vocabulary["<EOS>"])
    return vocabulary, encoded


def ngram_table(names, n, alpha, char_to_ix):
    """Count which symbol follows which n − 1 symbols, and turn the smoothed counts into probabilities.

        table[i, …, j, k] = (count(i, …, j, k) + α) / (count(i, …, j, any) + α V)

    In front of a name stand n − 1 symbols "\\n", behind it one, its end; V is the number of symbols.

    names: a list of strings.    n: at least 1, where 1 looks at no symbol before.    alpha: α, above 0.
    char_to_ix: {symbol: number}, "\\n" among them.
    Returns table: n axes of V entries, float64; the last axis is the symbol that follows.
    """
    V = len(char_to_ix)
    counts = np.zeros((V,) * n)
    # Go through every name, with its beginning and its end
    for name in names:
        symbols = [char_to_ix[letter] for letter in "\n" * (n - 1) + name + "\n"]
        # From the first letter to the end: count the symbol together with the n − 1 before it
        for t in range(n - 1, len(symbols)):
            counts[tuple(symbols[t - n + 1 : t + 1])] += 1
    # Add α everywhere; what follows the same symbols adds up to 1
    return (counts + alpha) / (np.sum(counts, axis=-1, keepdims=True) + alpha * V)


def log_probability(name, next_probabilities, char_to_ix):
    """The natural logarithm of the probability that a model writes this name and nothing more.

    name: a string of letters.
    next_probabilities: a model, as a function. It takes a list with the numbers of the symbols so far, [] where there
    is none yet, and returns the probability of every symbol that could come next, (V,).
    char_to_ix: {symbol: number}; "\\n" is the symbol that ends a name.
    Returns a number, at most 0.
    """
    total, before = 0.0, []
    # Symbol after symbol: what the model says to it, given all that stands before it
    for symbol in name + "\n":
        number = char_to_ix[symbol]
        total += np.log(next_probabilities(before)[number])
        before = [*before, number]
    return total


def perplexity(log_probabilities, names):
    """How uncertain a model was, on average, at each symbol of some names.

        nats = −Σ ln p(name) / N,    bits = nats / ln 2,    perplexity = exp(nats)

    N counts the symbols that had to be predicted: all letters, and an end for each name.

    log_probabilities: ln p(name) of each name.    names: a list of strings.
    Returns nats, bits and perplexity, three numbers.
    """
    # All symbols of all names, their ends as well
    N = sum(len(name) + 1 for name in names)
    # One mean over all symbols, in natural units
    nats = -np.sum(log_probabilities) / N
    # The same in bits, and as a number of equally likely symbols
    return nats, nats / np.log(2), np.exp(nats)


def apply_temperature(y, temperature):
    """Sharpen or flatten a distribution before it is drawn from.

        p_k = y_k^(1/T) / Σ_j y_j^(1/T)

    y: probabilities of any shape, which add up to 1; some may be 0.    temperature: T, above 0.
    Returns p of y's shape, float64.
    Raises ValueError for a temperature that is not above 0.
    """
    # At 0 there is nothing to divide by
    if not temperature > 0:
        raise ValueError(f"temperature = {temperature!r}: it is a number above 0")
    # The power, of shares of the largest: so that at a low temperature the largest stays 1
    p = (y / np.max(y)) ** (1 / temperature)
    # And back to a sum of 1
    return p / np.sum(p)
