"""The open challenge of this lab: vectors from a small text, better than a softmax over all words finds them."""

import time

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.gpu.checking.layout import one_thread
from utils.gpu.data.words import TextPairs
from utils.gpu.models.words import AllWords, mean_loss
from utils.gpu.training.rows import fit_rows
from utils.labs.course5.week2_learning_embeddings_gpu.large_text import DEV, TEST, load_large_text, questions
from utils.labs.course5.week2_learning_embeddings_gpu.measured import WINDOW, D, on_cpu
from utils.labs.course5.week2_learning_embeddings_gpu.scores import score

COUNTRIES, SENTENCES, SEEDS = 60, 1800, (70, 71, 72)  # texts that the lab uses nowhere else
SECONDS = 5.0  # CPU seconds for one text
BASELINE = 0.833  # `all_words_vectors`


def disguised(seed):
    """A text whose words have other numbers: text, sentence, n_words, and the questions in these numbers."""
    rng = np.random.default_rng([seed, COUNTRIES])
    large = load_large_text(rng, COUNTRIES, SENTENCES)
    new = rng.permutation(large.n_words)
    asked = questions(large, rng, 500, DEV + TEST)
    return new[large.text], large.sentence, large.n_words, {name: new[some] for name, some in asked.items()}


def score_of(my_vectors):
    """The share of analogies that are solved, a mean over four relations and over the texts of SEEDS, on the CPU.

    my_vectors: (text, sentence, n_words, seed) -> (n_words, d) tensor, d at most D.
    Raises OverBudget for more numbers, another shape or too much time, ValueError for what is no finite number.
    """
    found = []
    for seed in SEEDS:
        text, sentence, n_words, asked = disguised(seed)
        with one_thread():
            begin = time.process_time()
            vectors = torch.as_tensor(my_vectors(torch.from_numpy(text), torch.from_numpy(sentence), n_words, seed))
            seconds = time.process_time() - begin
        if seconds > SECONDS:
            raise OverBudget(f"my_vectors took longer than {SECONDS:.0f} s of CPU for a text")
        if vectors.dim() != 2 or len(vectors) != n_words or not 1 <= vectors.shape[1] <= D:
            raise OverBudget(f"vectors are {tuple(vectors.shape)}; they have to be ({n_words}, d), d at most {D}")
        vectors = vectors.detach().cpu().double()
        if not vectors.isfinite().all():
            raise ValueError("an entry of the vectors is no finite number")
        found.append(score(vectors, asked))
    return float(np.mean(found))


def all_words_vectors(text, sentence, n_words, seed):
    """The baseline: a skip-gram that guesses among all words, window 5, five epochs at a rate of 0.3."""
    setup = on_cpu()
    data, model = TextPairs(text, sentence, WINDOW, setup), AllWords(n_words, D, seed)
    fit_rows(model, data, setup, epochs=5, learning_rate=0.3, seed=seed, loss=mean_loss)
    return model.centres.weight


CHALLENGE = Challenge(
    "my_vectors",
    task=f"Find vectors of at most {D} numbers in a text of {SENTENCES:,} sentences; analogies are asked of them.",
    baseline=BASELINE,
    of="a skip-gram that guesses among all words, window 5, five epochs",
    budget=f"{SECONDS:.0f} s of CPU for a text; the mean of {len(SEEDS)} texts, words under other numbers, counts.",
    judge=score_of,
)
