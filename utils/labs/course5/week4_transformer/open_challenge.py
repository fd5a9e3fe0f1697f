"""The open challenge of this lab: sentences longer than all that the translator has learnt from."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.translation import load_translation, words
from utils.labs.course5.week4_transformer.training import HEADS
from utils.labs.course5.week4_transformer.weights import kept_parameters
from utils.steps.decoding import decode_with_cache

SEED, TRIED = 77, 60  # sentences that the lab shows nowhere
CALLS, SECONDS = 6, 30.0  # for one sentence; for all of them
BASELINE = 0.167  # the sentence as a whole


class Translator:
    """The kept network as a function: a list of English words -> a list of French words. It counts its calls."""

    def __init__(self, english, french):
        self.english, self.french, self.left = english, french, 0

    def __call__(self, sentence):
        self.left -= 1
        if self.left < 0:
            raise OverBudget(f"more than {CALLS} translations for one sentence")
        source = self.english.encode([list(sentence)])[0]
        start, end = self.french.ids["<s>"], self.french.ids["</s>"]
        written = decode_with_cache(source, kept_parameters(), HEADS, start, end, 30)
        return self.french.decode(written, between=" ")[0].split()


def right_beyond(my_translation):
    """The share of longer sentences that are right in every word.

    my_translation: (a list of English words, translate) -> a list of French words; translate does so with the kept
    network.    Raises OverBudget for more than CALLS translations of one sentence, or SECONDS for all.
    """
    data = load_translation(np.random.default_rng(SEED), 1, 1, 1, 1, TRIED)
    translate = Translator(data.english_vocabulary, data.french_vocabulary)
    begin, right = time.process_time(), 0
    for english, french in zip(data.longer.english, data.longer.french, strict=True):
        translate.left = CALLS
        right += list(my_translation(english.split(), translate)) == words(french)
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"longer than {SECONDS:.0f} s for {TRIED} sentences")
    return right / TRIED


CHALLENGE = Challenge(
    "my_translation",
    task="Translate sentences of 13 to 20 words with the kept network, which has learnt from 12 at most.",
    baseline=BASELINE,
    of="each sentence handed over whole",
    budget=f"{CALLS} translations by the network for a sentence; {TRIED} new sentences count.",
    judge=right_beyond,
)
