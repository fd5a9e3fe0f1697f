"""What a lab leaves open: challenges with a baseline and a budget, and decisions with a consequence."""

from collections.abc import Callable
from dataclasses import dataclass


class OverBudget(Exception):
    """A try that broke its challenge's budget; the text says which, and what would keep it."""


def at_most(calls, function, broken):
    """The function, for so many calls; the next one raises OverBudget with the sentence `broken`."""
    made = 0

    def counted(*arguments, **named):
        nonlocal made
        made += 1
        if made > calls:
            raise OverBudget(broken)
        return function(*arguments, **named)

    return counted


@dataclass(frozen=True)
class Challenge:
    """Beat a stated baseline under a stated budget, judged on data that the learner has not seen. No points.

    name: of the function that the learner writes.    task: what it has to do, in a sentence.
    baseline: the score to beat.    of: whose score that is.    budget: what has to be kept, in a sentence.
    judge: function of the learner's function; returns its score, or raises OverBudget.
    higher: whether more is better.    unit: what stands behind a score, such as " nats".    digits: shown of a score.
    seconds: after which a try is stopped.
    """

    name: str
    task: str
    baseline: float
    of: str
    budget: str
    judge: Callable
    higher: bool = True
    unit: str = ""
    digits: int = 3
    seconds: float = 120.0

    def beats(self, score):
        """Whether a score is better than the baseline, in the digits that are shown: a tie beats nothing."""
        score, baseline = round(score, self.digits), round(self.baseline, self.digits)
        return score > baseline if self.higher else score < baseline

    def shown(self, score):
        """A score as cards show it."""
        return f"{score:.{self.digits}f}{self.unit}"


@dataclass(frozen=True)
class Decision:
    """Choose one of several next steps, and see what each was worth. No points.

    name: what is decided, an identifier.    question: in a sentence.    options: {letter: what one would do}.
    worth: function of the decisions before it, {name: letter}; returns {letter: what it led to, a number}.
    measure: what that number is, such as "error on the dev set".    higher: whether more is better.
    after: names of the decisions that have to come before.    solution: the letter that the solution takes, if any.
    """

    name: str
    question: str
    options: dict
    worth: Callable
    measure: str
    higher: bool = True
    after: tuple = ()
    digits: int = 3
    solution: str | None = None

    def ranked(self, earlier):
        """[(letter, what it led to)], the best first, where the earlier decisions are {name: letter}."""
        worth = self.worth({name: earlier[name] for name in self.after})
        return sorted(worth.items(), key=lambda pair: pair[1], reverse=self.higher)


def untried(function):
    """Whether a function is still as shipped: it raises NotImplementedError and calls nothing."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_names == ("NotImplementedError",)
