"""The trained networks of `measured.json`, and the sentences of the test part on which the explorers show them."""

from functools import cache

import numpy as np

from utils.data.translation import END
from utils.labs.course5.week3_translation import captioning
from utils.labs.course5.week3_translation.kept_weights import unpack
from utils.labs.course5.week3_translation.sentence_model import SentenceModel
from utils.labs.course5.week3_translation.sentences import load_sentences, translator
from utils.labs.measured import load_measured

SHORT, LONG = 6, 10  # words of the sentences that the explorers show


@cache
def sentences():
    """The lab's sentences, made once."""
    return load_sentences()


@cache
def weights():
    """The kept weights, by the name of their network."""
    return load_measured("course5/week3_translation")["weights"]


@cache
def kept_translator(reader):
    """The trained translator: "summary" without attention, "additive" with it."""
    return unpack(translator(sentences(), reader, np.random.default_rng(0)), weights()[reader])


@cache
def kept_captioner(n_words):
    """The trained captioner."""
    return unpack(captioning.Captioner(n_words, np.random.default_rng(0)), weights()["captions"])


class TestSentence(SentenceModel):
    """A sentence of the test part that a translator has read.

    english: the sentence.    person: its translation, numbers of words with the end.    end: the end's number.
    """

    __test__ = False  # no test, whatever its name

    def __init__(self, reader, row):
        data, part = sentences(), sentences().test
        super().__init__(kept_translator(reader), part.X[row], part.mask[row])
        self.english, self.end, self.vocabulary = part.english[row], data.french.ids[END], data.french
        self.person = [int(word) for word in part.Y[row][part.Y_mask[row]]]

    def words(self, numbers):
        """Numbers as words."""
        return [self.vocabulary.symbols[number] for number in numbers]

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"a translator that has read: {self.english}"


def rows_of_length(low, high):
    """The rows of the test part whose English sentences have so many words."""
    words = sentences().test.mask.sum(axis=1)
    return np.flatnonzero((words >= low) & (words <= high))


@cache
def sentence_models():
    """Sentences for the explorer of the beam, read by the translator without attention."""
    return [TestSentence("summary", int(row)) for row in rows_of_length(SHORT, 8)[:30]]


@cache
def attention_of(number):
    """A sentence, what the translator with attention writes, and its shares: words, words, (T_y, T_x)."""
    data, part = sentences(), sentences().test
    model, row = kept_translator("additive"), rows_of_length(LONG - 2, LONG)[number]
    mask = part.mask[row : row + 1, : part.mask[row].sum()]
    ids = model.translate(part.X[row : row + 1, : mask.size], part.Y.shape[1], mask)[0]
    words = [data.french.symbols[number] for number in ids]
    T_y = words.index(END) + 1 if END in words else len(words)
    return part.english[row].split(), words[:T_y], model.attention.attention()[0, :T_y]
