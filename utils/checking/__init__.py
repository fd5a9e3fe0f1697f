"""Checks that name the mistake: exercises, what a learner's attempt is compared with, and how it is shown."""

from utils.checking.exercise import Exercise, Mistake, Question, question, slip
from utils.checking.lab import CheckFailed, Lab
from utils.checking.verdict import Finding, Outcome, State, evaluate

__all__ = [
    "CheckFailed",
    "Exercise",
    "Finding",
    "Lab",
    "Mistake",
    "Outcome",
    "Question",
    "State",
    "evaluate",
    "question",
    "slip",
]
