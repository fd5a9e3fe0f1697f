"""The two decisions of this lab: each option is a row of the kept tables, and worth what stands there."""

from functools import partial

from utils.checking import Decision
from utils.labs.course3.week2_learning_from_tasks.tables import errors_of, kept

ERRORS = {  # of each option, the table and the row
    "new_task": {
        letter: ("transfer", {"source": "digits", "way": way, "n": n})
        for letter, way, n in (
            ("a", "head only", 100),
            ("b", "head and second layer", 100),
            ("c", "all layers", 100),
            ("d", "from scratch", 200),
        )
    },
    "failing_pipeline": {
        letter: ("sums", {"system": system, "n": n})
        for letter, system, n in (
            ("a", "rule, reader of true boxes", 5000),
            ("b", "rule, reader of its boxes", 1000),
            ("c", "learnt boxes", 1000),
            ("d", "end to end", 5000),
        )
    },
}


def worth(earlier, name):
    """{letter: mean test error} of a decision."""
    return {letter: errors_of(kept()[table], **row).mean() for letter, (table, row) in ERRORS[name].items()}


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
        worth=partial(worth, name="new_task"),
        measure="test error on mirrored digits",
        higher=False,
        solution="b",
    ),
    Decision(
        "failing_pipeline",
        question="The pipeline with the rule has learnt from 1,000 strips. What comes next?",
        options={
            "a": "five times the strips, for the same two stages",
            "b": "train the reader on what the rule cuts out",
            "c": "a first stage that learns where the boxes are",
            "d": "five times the strips, sums alone, for one network from image to sum",
        },
        worth=partial(worth, name="failing_pipeline"),
        measure="share of wrong sums",
        higher=False,
        solution="c",
    ),
]
