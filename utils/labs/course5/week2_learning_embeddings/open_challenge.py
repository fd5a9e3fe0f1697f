"""The open challenge of this lab: vectors from 1,000 sentences, better than the lab's skip-gram finds them."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.corpus import load_corpus
from utils.labs.course5.week2_learning_embeddings.counting import TEST, answers, asked
from utils.labs.course5.week2_learning_embeddings.measured import D
from utils.labs.course5.week2_learning_embeddings.training import SkipGram, train

SEEDS, SENTENCES = (60, 61, 62), 1000  # texts that the lab uses nowhere else
SECONDS = 3.0  # CPU seconds for one text
BASELINE = 0.626  # `skip_gram_vectors`, which takes longer than SECONDS


def disguised(seed):
    """A text whose words have other numbers, and the numbers: a word's own number tells nothing of it.

    Returns sentences, n_words, new (n_words,), the number of word k being new[k], and the counts (n_words,) of word k.
    """
    rng = np.random.default_rng([seed, SENTENCES])
    corpus = load_corpus(rng, SENTENCES, zipf=1.0)
    new = rng.permutation(len(corpus.words))
    return [new[sentence] for sentence in corpus.sentences], len(new), new, corpus.counts


def score_of(my_vectors):
    """The share of the analogies of TEST that are solved, a mean over relations and over the texts of SEEDS.

    Only questions count whose words all stand in the text.

    my_vectors: (sentences, n_words, rng) -> (n_words, d), d at most D.
    Raises OverBudget for more numbers, another shape or too much time, ValueError for what is no finite number.
    """
    found = []
    for seed in SEEDS:
        sentences, n_words, new, counts = disguised(seed)
        begin = time.process_time()
        vectors = my_vectors(sentences, n_words, np.random.default_rng(seed))
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"my_vectors took longer than {SECONDS:.0f} s of CPU for a text")
        vectors = np.asarray(vectors)
        if vectors.ndim != 2 or len(vectors) != n_words or not 1 <= vectors.shape[1] <= D:
            raise OverBudget(f"vectors are {vectors.shape}; they have to be ({n_words}, d), d at most {D}")
        if vectors.dtype.kind not in "fiu" or not np.isfinite(vectors).all():
            raise ValueError("an entry of the vectors is no finite number")
        questions = [new[some] for some in asked(TEST, counts).values()]
        found += [np.mean(answers(vectors.astype(float), some) == some[:, 3]) for some in questions]
    return float(np.mean(found))


class Text:
    """A text as the models of this lab take it."""

    def __init__(self, sentences, n_words):
        self.sentences, self.words = sentences, range(n_words)
        self.counts = np.bincount(np.concatenate(sentences), minlength=n_words)


def skip_gram_vectors(sentences, n_words, rng):
    """The baseline: a skip-gram that guesses among all words, with a window of 10, ten epochs at a rate of 0.3."""
    model = SkipGram(Text(sentences, n_words), rng, D, window=10, guess="all")
    for _ in train(model, 0.3, 10, rng):
        pass
    return model.vectors()


CHALLENGE = Challenge(
    "my_vectors",
    task=f"Find vectors of at most {D} numbers in a text of {SENTENCES:,} sentences; analogies are asked of them.",
    baseline=BASELINE,
    of="a skip-gram that guesses among all words, window 10, ten epochs",
    budget=f"{SECONDS:.0f} s of CPU for a text; the mean of {len(SEEDS)} texts, words under other numbers, counts.",
    judge=score_of,
)
