"""The quiz of the lab weekK_subject."""

from utils.checking import question

QUESTIONS = [
    question(
        "`centred` is applied to an `X` of shape (2, 500). Now 7 is added to every number of the second row, and "
        "`centred` is applied again. How do the two results differ?",
        key="b",
        choices={
            "a": ("The second row is 7 larger", "Its mean has risen by 7, too, and is taken away."),
            "b": ("Not at all", "All numbers of the row move by 7, and so does the mean that is taken away."),
            "c": ("Both rows are 3.5 smaller", "So it would be with one mean of all numbers; each row has its own."),
            "d": ("The second row is 7 smaller", "The mean is 7 larger, and so is what it is taken from."),
        },
        topics=[
            "a topic",
        ],
    ),
]
