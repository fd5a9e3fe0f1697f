"""Sentences that tell a mood, drawn from templates: five moods, negations, a few wrong labels.

The structure is planted, and said here. A sentence is a subject in a frame, such as "she looks" in "{s} not {w} today",
with one or two mood words. A mood word that is denied stands for the opposite mood; where two moods stand together, one
of them is denied. Frames are of four kinds:

    plain       the word alone decides                          "i feel merry again"
    negated     one word, denied: the opposite mood             "my brother is not at all sad"
    contrast    two words, one denied: the other mood           "she is calm not angry", "she is not calm but angry"
    aside       there is a "not", which denies no mood word     "i do not know why they seem sad"

Each kind has frames of its own for training, dev and test. The words of the frames for dev and test all stand in frames
for training, too: what is new is their order.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number

MOODS = ("joy", "sadness", "calm", "anger", "fear")
OPPOSITES = {"joy": "sadness", "sadness": "joy", "calm": "anger", "anger": "calm"}  # fear has none
WORDS = {
    "joy": ("happy", "glad", "cheerful", "merry"),
    "sadness": ("sad", "gloomy", "miserable", "tearful"),
    "calm": ("calm", "relaxed", "peaceful", "serene"),
    "anger": ("angry", "furious", "cross", "mad"),
    "fear": ("afraid", "scared", "nervous", "frightened"),
}
SYNONYMS = {  # no labelled sentence for training holds one of these; unlabelled text does
    "joy": ("delighted", "joyful", "jolly", "thrilled"),
    "sadness": ("sorrowful", "downcast", "mournful", "dejected"),
    "calm": ("tranquil", "placid", "composed", "mellow"),
    "anger": ("irate", "livid", "outraged", "enraged"),
    "fear": ("terrified", "anxious", "fearful", "alarmed"),
}
CUES = {  # what people in that mood do; in unlabelled text only
    "joy": ("laughing", "smiling", "singing", "dancing"),
    "sadness": ("crying", "weeping", "sobbing", "sighing"),
    "calm": ("resting", "dozing", "reading", "strolling"),
    "anger": ("shouting", "yelling", "cursing", "stamping"),
    "fear": ("trembling", "shaking", "hiding", "fleeing"),
}
PEOPLE = ("mother", "father", "sister", "brother", "neighbour", "teacher", "friend", "driver")
SUBJECTS = (
    *("i am", "i feel", "she is", "he looks", "we are", "they seem", "you sound"),
    *("my {p} is", "the {p} feels", "our {p} looks"),
)
KINDS = ("plain", "negated", "contrast", "aside")
FRAMES = {
    "train": {
        "plain": ("{s} {w}", "{s} so {w}", "{s} {w} today", "{s} very {w} at home", "{s} just {w} tonight",
                  "she knows why {s} {w}", "{s} {w} and i mind", "{s} {w} again so do ask why"),
        "negated": ("{s} not {w}", "{s} not {w} today", "{s} not at all {w}", "{s} not so {w} at home", "{s} never {w}",
                    "{s} never {w} again", "i never said {s} {w}", "nobody said {s} {w} tonight", "{s} not that {w}"),
        "contrast": ("{s} {w} not {v}", "{s} not {v} but {w}", "{s} {w} and not {v} today", "{s} never {v} just {w}",
                     "nobody said {s} {v} but {s} {w}", "{s} very {w} but never {v}", "today {s} not so {v} but {w}",
                     "{s} {w} at home and not at all {v}"),
        "aside": ("i do not know why {s} {w}", "{s} {w} and i do not mind", "nobody knows that {s} {w}",
                  "do not ask but {s} {w}", "{s} {w} again and nobody said why", "i never know why {s} so {w}"),
    },
    "dev": {
        "plain": ("tonight {s} {w} again", "{s} so very {w} today"),
        "negated": ("today {s} not so {w}", "{s} never so {w} at home"),
        "contrast": ("{s} {w} today but not {v}", "tonight {s} not {v} just very {w}"),
        "aside": ("nobody knows why {s} {w} today", "{s} so {w} but do not ask why"),
    },
    "test": {
        "plain": ("today {s} so {w}", "{s} just very {w} again", "i mind but {s} {w}"),
        "negated": ("{s} not very {w} tonight", "tonight {s} not at all {w}", "nobody said {s} so {w} again"),
        "contrast": ("{s} so {w} and never {v}", "again {s} {w} tonight not {v}", "{s} not at all {v} today but {w}",
                     "{s} never so {v} but very {w}"),
        "aside": ("i do not mind but {s} {w}", "nobody knows why but {s} so {w}", "{s} {w} today and i never ask why"),
    },
}  # fmt: skip
CUED = (
    "{s} {w} and {c}",
    "{s} {c} and {w} today",
    "{s} so {w} that tonight {s} {c}",
    "{c} again {s} {w}",
    "{s} {w} at home {c} and {d}",
)


class Sentences(NamedTuple):
    """m labelled sentences."""

    texts: list  # m strings, lower case, words between blanks
    y: np.ndarray  # (m,) the labels, numbers of MOODS
    true: np.ndarray  # (m,) the moods that the sentences have; y differs where a label is wrong
    kinds: list  # m names of KINDS

    def only(self, *kinds):
        """The sentences of these kinds."""
        rows = [row for row, kind in enumerate(self.kinds) if kind in kinds]
        return Sentences(
            [self.texts[row] for row in rows], self.y[rows], self.true[rows], [self.kinds[r] for r in rows]
        )


class Moods(NamedTuple):
    """Sentences to learn from, to choose by and to measure on; `new` has mood words from SYNONYMS alone."""

    train: Sentences
    dev: Sentences
    test: Sentences
    new: Sentences


def load_moods(rng, m_train=800, m_dev=400, m_test=800, wrong=0.05, kinds=KINDS):
    """Labelled sentences: dev and test have frames of their own and no wrong labels.

    rng: np.random.Generator.    m_train, m_dev, m_test: numbers of sentences; `new` has m_test, in the test's frames.
    wrong: the share of the training labels that are replaced by another mood.    kinds: which kinds of frames.
    Returns Moods. Raises ValueError for a number that is not whole or below 2, a share outside 0 … 1, unknown kinds.
    """
    for name, m in {"m_train": m_train, "m_dev": m_dev, "m_test": m_test}.items():
        whole_number(name, m, "sentences")
    if not 0 <= wrong <= 1:
        raise ValueError(f"wrong = {wrong!r}: it is a share of the labels, from 0 to 1")
    if isinstance(kinds, str) or not kinds or not set(kinds) <= set(KINDS):
        raise ValueError(f"kinds = {kinds!r}: ask for a list out of {', '.join(KINDS)}")
    train = draw_sentences(rng, m_train, "train", kinds=kinds)
    y = train.y.copy()
    spoilt = rng.random(m_train) < wrong
    y[spoilt] = (y[spoilt] + rng.integers(1, len(MOODS), spoilt.sum())) % len(MOODS)
    dev, test = (draw_sentences(rng, m, part, kinds=kinds) for part, m in (("dev", m_dev), ("test", m_test)))
    new = draw_sentences(rng, m_test, "test", SYNONYMS, kinds)
    return Moods(train._replace(y=y), dev, test, new)


def draw_sentences(rng, m, part, words=None, kinds=KINDS):
    """m sentences in the frames of a part, every label right.

    part: "train", "dev" or "test".    words: mood words by mood, WORDS if left out.    kinds: which kinds of frames.
    """
    words = words or WORDS
    drawn = [_sentence(rng, part, words, _pick(rng, kinds)) for _ in range(m)]
    y = np.array([MOODS.index(mood) for _, mood, _ in drawn])
    return Sentences([text for text, _, _ in drawn], y, y.copy(), [kind for _, _, kind in drawn])


def unlabelled(rng, m, cues=True):
    """m sentences without labels, with all mood words, SYNONYMS included, half of them with what people do.

    rng: np.random.Generator.    cues: False leaves those out: then only frames for training are drawn, and a mood
    word stands in all places where any other does.
    Returns a list of m strings.
    """
    whole_number("m", m, "sentences")
    words = {mood: WORDS[mood] + SYNONYMS[mood] for mood in MOODS}
    texts = []
    for _ in range(m):
        if cues and rng.random() < 0.5:
            mood = _pick(rng, MOODS)
            parts = {"w": _pick(rng, words[mood]), "c": _pick(rng, CUES[mood]), "d": _pick(rng, CUES[mood])}
            texts.append(_pick(rng, CUED).format(s=_subject(rng), **parts))
        else:
            texts.append(_sentence(rng, "train", words, _pick(rng, KINDS))[0])
    return texts


def vocabulary(texts):
    """Every word that occurs in these sentences, in alphabetical order."""
    return sorted({word for text in texts for word in text.split()})


def _sentence(rng, part, words, kind):
    """A sentence, its mood, its kind."""
    frame, word_of = _pick(rng, FRAMES[part][kind]), None
    if kind == "negated":
        word_of = _pick(rng, tuple(OPPOSITES))
        mood = OPPOSITES[word_of]
    else:
        mood = word_of = _pick(rng, MOODS)
    other = _pick(rng, [name for name in MOODS if name != mood])
    text = frame.format(s=_subject(rng), w=_pick(rng, words[word_of]), v=_pick(rng, words[other]))
    return text, mood, kind


def _subject(rng):
    return _pick(rng, SUBJECTS).format(p=_pick(rng, PEOPLE))


def _pick(rng, things):
    return things[rng.integers(len(things))]
