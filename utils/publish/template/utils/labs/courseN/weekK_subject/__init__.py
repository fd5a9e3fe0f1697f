"""The lab courseN/weekK_subject: its exercises, its quiz and what it shows."""

from utils.checking import Lab
from utils.labs.courseN.weekK_subject import centred
from utils.labs.courseN.weekK_subject.quiz import QUESTIONS

lab = Lab(
    "courseN/weekK_subject",
    title="Title of the lab",
    edition=1,
    minutes=30,
    builds="centred features",
    exercises=[
        centred.EXERCISE,
    ],
    quiz=QUESTIONS,
    shows={
        "explore_centring": [
            "a topic",
        ],
    },
    draft=True,  # goes when `python -m utils publish --check` has nothing to say without it
)
