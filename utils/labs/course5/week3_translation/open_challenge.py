"""The open challenge of this lab: a better search through the translator without attention."""

from functools import cache

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.translation import END, load_translation, words
from utils.labs.course5.week3_translation.kept import kept_translator, sentences
from utils.labs.course5.week3_translation.sentence_model import SentenceModel
from utils.steps.bleu import bleu

SEED, SHORT, LONG = 77, 60, 60  # a draw of sentences that nothing else in the lab uses
T_MAX, ASKED = 30, 250  # words at most; beginnings for which the model may be asked, for each sentence
BASELINE = 0.2478  # the best of widths 1 to 9 and α of 0 to 3, chosen on these very sentences


@cache
def unseen():
    """English sentences that were not learnt from, as numbers with their masks, and their translations as words."""
    drawn = load_translation(np.random.default_rng(SEED), 1, 1, 2 * SHORT, 1, 2 * LONG)
    known, found = set(sentences().train.english), []
    for part, m in ((drawn.test, SHORT), (drawn.longer, LONG)):
        rows = [row for row, text in enumerate(part.english) if text not in known][:m]
        found += [(part.X[row], part.mask[row], words(part.french[row])) for row in rows]
    return found


class Asked(SentenceModel):
    """A model that counts the beginnings for which it is asked, and answers so many."""

    left = ASKED

    def __call__(self, beginnings):
        self.left -= len(beginnings)
        if self.left < 0:
            raise OverBudget(f"the model was asked for more than {ASKED} beginnings of one sentence")
        return SentenceModel.__call__(self, beginnings).copy()


def bleu_of(my_search):
    """BLEU of a search on unseen sentences.

    my_search: (log_probabilities, end, T_max) -> a list of words' numbers, with the end.
    Raises OverBudget where the model is asked too often, ValueError for what is no list of words' numbers.
    """
    french, candidates, references = sentences().french, [], []
    for source, mask, right in unseen():
        model = Asked(kept_translator("summary"), source, mask)
        found = my_search(lambda beginnings, model=model: model(beginnings), french.ids[END], T_MAX)
        numbers = [int(number) for number in found][:T_MAX]
        if not all(0 <= number < len(french) for number in numbers):
            raise ValueError("a sentence is a list of words' numbers")
        candidates.append([french.symbols[number] for number in numbers if number != french.ids[END]])
        references.append([right])
    return bleu(candidates, references)


CHALLENGE = Challenge(
    "my_search",
    task="Search through the translator without attention for sentences with a better BLEU.",
    baseline=BASELINE,
    of="beam search with width 3 and α = 2, the best of all widths and α within the budget",
    budget=f"the model is asked for at most {ASKED} beginnings of each of {SHORT + LONG} new sentences.",
    judge=bleu_of,
    digits=4,
)
