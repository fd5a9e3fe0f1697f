"""Checks that name the mistake: exercises, what a learner's attempt is compared with, and how it is shown."""

from utils.checking.challenge import Challenge, Decision, OverBudget, at_most
from utils.checking.exercise import Exercise, Mistake, Question, question, slip
from utils.checking.lab import Lab
from utils.checking.trials import Finding
from utils.checking.verdict import Outcome, State, evaluate
from utils.strictness import CheckFailed

__all__ = [
    "Challenge",
    "CheckFailed",
    "Decision",
    "Exercise",
    "Finding",
    "Lab",
    "Mistake",
    "Outcome",
    "OverBudget",
    "Question",
    "State",
    "at_most",
    "evaluate",
    "question",
    "slip",
]
