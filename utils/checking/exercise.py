"""What an exercise is: a reference, cases to try it on, and the mistakes that people really make."""

import inspect
import linecache
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from utils.checking.calls import TimeLimit, call


@dataclass(frozen=True)
class Slip:
    """A wrong function, written as edits of the reference's source text."""

    edits: tuple[tuple[str, str], ...]

    def apply(self, reference):
        """Return the edited reference. A text that the source does not hold is a ValueError."""
        source = textwrap.dedent(inspect.getsource(reference))
        for old, new in self.edits:
            if old not in source:
                raise ValueError(f"slip: {reference.__name__} holds no {old!r}; its source has changed")
            source = source.replace(old, new)
        namespace = dict(reference.__globals__)
        file = f"<a wrong {reference.__name__}: {self.edits}>"
        linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file  # for its errors' lines
        exec(compile(source, file, "exec"), namespace)
        return namespace[reference.__name__]


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
    reference: Callable | None = None

    @cached_property
    def function(self):
        """The wrong function; made on first use, so that importing a lab stays quick."""
        return self.source.apply(self.reference) if isinstance(self.source, Slip) else self.source


def mistake(sentence, source):
    """Pair a sentence with the wrong answer that it describes: a function, or a `slip` of the reference."""
    return Mistake(sentence, source)


@dataclass
class Exercise:
    """One function that a learner writes. Made by `Lab.exercise`, which documents the fields."""

    reference: Callable
    points: int
    returns: tuple[str, ...]
    cases: Callable
    mistakes: list[Mistake]
    right: list[Callable]
    hints: list[str]
    topics: list[str] = field(default_factory=list)
    rtol: float = 1e-6
    atol: float = 1e-8
    judge: Callable | None = None
    left_out: int = 0
    kept: dict = field(default_factory=dict, repr=False)  # Runs of known mistakes: see `call_of`
    words = {}  # what the check's sentences say otherwise: {"array": "tensor"}

    def __post_init__(self):
        for known in self.mistakes:
            known.reference = self.reference

    @property
    def name(self):
        """The function's name, by which the learner's attempt is recognised."""
        return self.reference.__name__

    def make_cases(self):
        """The argument tuples of every case, the simplest first; the same at each call."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return [tuple(case) for case in self.cases(rng)]

    def posed(self, limit):
        """Yield (arguments, the Call that answers them) for every case.    limit: seconds for one call."""
        for arguments in self.make_cases():
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

    def look_again(self, judge, left_out=0):
        """Have an attempt judged once more where its values are right: on what it leaves behind, on types of numbers.

        judge: takes the Call that answers a case and the attempt's, returns a sentence or None.
        left_out: how many arguments at the end are left to their defaults.
        """
        self.judge, self.left_out = judge, left_out

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
    """A quiz question: `choices` maps a letter to (text, why it is right or wrong)."""

    text: str
    key: str
    choices: dict[str, tuple[str, str]]
    topics: tuple[str, ...] = ()


def question(text, key, choices, topics=()):
    """Make a quiz question; the key must be one of the choices' letters."""
    if key not in choices:
        raise ValueError(f"the key {key!r} is none of the choices {', '.join(choices)}: {text}")
    return Question(text, key, dict(choices), tuple(topics))
