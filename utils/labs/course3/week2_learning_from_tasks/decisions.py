"""The two decisions of this lab, and what the kept tables say each option was worth."""

from utils.checking import Decision
from utils.labs.course3.week2_learning_from_tasks.tables import errors_of, kept


def worth_of_transfer(earlier):
    """The mean test error on mirrored digits that each option led to."""
    table = kept()["transfer"]
    options = {
        "a": ("head only", 100),
        "b": ("head and second layer", 100),
        "c": ("all layers", 100),
        "d": ("from scratch", 200),
    }
    return {letter: errors_of(table, source="digits", way=way, n=n).mean() for letter, (way, n) in options.items()}


def worth_of_repair(earlier):
    """The mean share of wrong sums that each option led to."""
    table = kept()["sums"]
    options = {
        "a": ("rule, reader of true boxes", 10_000),
        "b": ("rule, reader of its boxes", 1000),
        "c": ("learnt boxes", 1000),
        "d": ("end to end", 10_000),
    }
    return {letter: errors_of(table, system=system, n=n).mean() for letter, (system, n) in options.items()}


DECISIONS = [
    Decision(
        "new_task",
        question="The source network is there, and 100 mirrored digits are labelled. What is done?",
        options={
            "a": "train a new head alone",
            "b": "train the head and the second layer",
            "c": "train all layers, from the source's weights",
            "d": "label 100 more, and train from scratch on 200",
        },
        worth=worth_of_transfer,
        measure="test error on mirrored digits",
        higher=False,
        solution="a",
    ),
    Decision(
        "failing_pipeline",
        question="The pipeline with the rule has learnt from 1,000 strips. What comes next?",
        options={
            "a": "ten times the strips, for the same two stages",
            "b": "train the reader on what the rule cuts out",
            "c": "a first stage that learns where the boxes are",
            "d": "ten times the strips, sums alone, for one network from image to sum",
        },
        worth=worth_of_repair,
        measure="share of wrong sums",
        higher=False,
        solution="b",
    ),
]
