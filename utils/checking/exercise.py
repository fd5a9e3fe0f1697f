"""What an exercise is: a reference, cases to try it on, and the mistakes that people really make."""

import inspect
import itertools
import linecache
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from utils.checking.calls import TimeLimit, call, compiled_quietly


@dataclass(frozen=True)
class Slip:
    """A wrong function, written as edits of the reference's source text."""

    edits: tuple[tuple[str, str], ...]

    def edited(self, source):
        """Return a source text with the edits made. A text that it does not hold is a ValueError."""
        for old, new in self.edits:
            if old not in source:
                raise ValueError(f"slip: there is no {old!r} in the source, which has changed: {source[:60]}…")
            source = source.replace(old, new)
        return source

    def apply(self, reference):
        """Return the edited reference."""
        source = self.edited(textwrap.dedent(inspect.getsource(reference)))
        namespace = dict(reference.__globals__)
        file = f"<a wrong {reference.__name__}: {self.edits}>"
        linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file  # for its errors' lines
        exec(compiled_quietly(source, file), namespace)
        return namespace[reference.__name__]


def _both(one, other, source):
    """The Slip that makes the edits of two in a source; None where one leaves nothing of the other."""
    for first, second in ((one, other), (other, one)):
        together = Slip(first.edits + second.edits)
        try:
            text = together.edited(source)
            compiled_quietly(text, "<two mistakes>")
        except (ValueError, SyntaxError):
            continue
        if text not in (source, first.edited(source), second.edited(source)):
            return together
    return None


def slip(*edits):
    """Describe a wrong answer by what differs from the right one.

    slip("axis=1", "axis=0") or slip(("axis=1", "axis=0"), (", keepdims=True", "")); every occurrence is replaced.
    """
    pairs = (edits,) if isinstance(edits[0], str) else edits
    return Slip(tuple((old, new) for old, new in pairs))


@dataclass
class Mistake:
    """A known wrong answer, and the sentence that tells its author what to change."""

    sentence: str
    source: Callable | Slip
    reference: Callable

    @cached_property
    def one_place(self):
        """Whether it is one edit at one place of the reference."""
        if not isinstance(self.source, Slip) or len(self.source.edits) > 1:
            return False
        return inspect.getsource(self.reference).count(self.source.edits[0][0]) == 1

    @cached_property
    def function(self):
        """The wrong function; made on first use, so that importing a lab stays quick."""
        return self.source.apply(self.reference) if isinstance(self.source, Slip) else self.source


class Exercise:
    """One function that a learner writes, and all that its check knows of it.

    reference: the function as it should be; its source is what notebooks show.
    points: whole number.    returns: names of what it returns, in order.
    cases: rng -> list of argument tuples, the simplest first. They decide: where the reference raises an error, the
        attempt must raise it too.
    wishes: like cases, for what the course's own assignment does not ask for: an error that is due, ties, numbers far
        out. An attempt that fails one is correct, and is told in one sentence.
    mistakes: known wrong answers, {sentence that tells its author what to change: wrong function, or `slip`}.
    accepted: answers that give other values and are right by the course's own assignment: {sentence on the difference:
        function, or `slip`}.
    right: right answers written another way, for the tests.
    hints: three, from a nudge to almost the code.    topics: in the words of utils/labs/topics.toml.
    rtol, atol: relative and absolute tolerance of float64 results.
    judge: has an attempt judged once more where its values are right, on what it leaves behind, on types of numbers:
        takes the Call that answers a case and the attempt's, returns a sentence or None.
    left_out: how many arguments at the end `judge` leaves to their defaults.
    all_keys: whether a returned dictionary may have no keys but the reference's: where they are data, such as words.
        Those of parameters, gradients and caches may be more than are due, as they are in the course.
    planted: makes a bug to find of it: the sentence of the mistake, a slip, that the learner's function comes with.
    symptom: what the planted bug shows from outside, in one sentence: all that is said of it before hint 3.
    Raises ValueError where the definition cannot be right.
    """

    def __init__(
        self, reference, *, points, returns, cases, mistakes, hints, right=(), topics=(), wishes=None, accepted=None,
        rtol=1e-6, atol=1e-8, judge=None, left_out=0, all_keys=False, planted=None,
        symptom="",
    ):  # fmt: skip
        self.reference, self.points, self.cases = reference, points, cases
        self.returns = () if isinstance(returns, str) else tuple(returns)
        self.mistakes = [Mistake(sentence, source, reference) for sentence, source in mistakes.items()]
        self.accepted = [Mistake(sentence, source, reference) for sentence, source in (accepted or {}).items()]
        self.wishes = wishes
        self.right, self.hints, self.topics = list(right), list(hints), list(topics)
        self.rtol, self.atol, self.judge, self.left_out = rtol, atol, judge, left_out
        self.all_keys = all_keys
        self.planted, self.symptom = self._planted(planted, symptom), symptom
        self.kept = {}  # Calls of known mistakes: see `call_of`
        if not self.returns or len(self.hints) != 3:
            raise ValueError(f"{self.name} wants a tuple of returns and three hints")
        if not isinstance(points, int) or points < 1:
            raise ValueError(f"{self.name} is worth {points!r} points; give it a whole number above 0")

    @property
    def name(self):
        """The function's name, by which the learner's attempt is recognised."""
        return self.reference.__name__

    def _planted(self, sentence, symptom):
        """The Mistake of this sentence; None without one."""
        if sentence is None:
            return None
        known = next((known for known in self.mistakes if known.sentence == sentence), None)
        if known is None or not isinstance(known.source, Slip) or not symptom:
            raise ValueError(f"{self.name}: planted is the sentence of one of its slips, and needs a symptom")
        return known

    @cached_property
    def pairs(self):
        """[(known mistake, known mistake, Mistake of both at once)] of the slips that can be made together."""
        source = textwrap.dedent(inspect.getsource(self.reference))
        slips = [known for known in self.mistakes if isinstance(known.source, Slip)]
        found = [(a, b, _both(a.source, b.source, source)) for a, b in itertools.combinations(slips, 2)]
        return [(a, b, Mistake("", both, self.reference)) for a, b, both in found if both]

    def say(self, words):
        """The check's own words, as this kind of exercise has them; never a learner's names or code."""
        return words

    def make_cases(self):
        """The argument tuples of every case, the simplest first; the same at each call."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return [tuple(case) for case in self.cases(rng)]

    def make_wishes(self):
        """The argument tuples of every wish; none where there are none."""
        rng = np.random.default_rng(zlib.crc32(f"{self.name}, wishes".encode()))
        return [tuple(case) for case in self.wishes(rng)] if self.wishes else []

    def posed(self, limit, wishes=False):
        """Yield (arguments, the Call that answers them) for every case, or wish.    limit: seconds for one call."""
        for arguments in self.make_wishes() if wishes else self.make_cases():
            yield arguments, call(self.reference, arguments, limit)

    def call(self, function, arguments, limit):
        """The Call of an attempt, or of a known mistake, on a case's arguments."""
        return call(function, arguments, limit)

    def call_of(self, known, number, arguments, limit):
        """The Call of a known mistake on the case of this number: made once and kept, unless its time ran out."""
        run = self.kept.get((id(known), number)) or self.call(known.function, arguments, limit)
        if not isinstance(run.error, TimeLimit):
            self.kept[id(known), number] = run
        return run

    def second_look(self, attempt, limit):
        """A sentence on an attempt whose values are all right and which is wrong all the same; None without one."""
        for case in self.make_cases() if self.judge else []:
            arguments = case[: len(case) - self.left_out]
            due, came = (self.call(function, arguments, limit) for function in (self.reference, attempt))
            sentence = self.judge(due, came)
            if sentence:
                return sentence
        return None


@dataclass(frozen=True)
class Question:
    """A quiz question: `choices` maps a letter to (text, why it is right or wrong).

    story: what stands before it in a case study, such as what has happened since the last question.
    """

    text: str
    key: str
    choices: dict[str, tuple[str, str]]
    topics: tuple[str, ...] = ()
    story: str = ""


def question(text, key, choices, topics=(), story=""):
    """Make a quiz question; the key must be one of the choices' letters."""
    if key not in choices:
        raise ValueError(f"the key {key!r} is none of the choices {', '.join(choices)}: {text}")
    return Question(text, key, dict(choices), tuple(topics), story)
