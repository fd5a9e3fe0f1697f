"""Exercises and quiz of the lab on derivatives, computational graphs and vectorised code."""

from utils.checking import Lab
from utils.labs.course1.week2_vectorization import (
    backward_graph,
    basic_sigmoid,
    image2vector,
    l1,
    l2,
    normalize_rows,
    sigmoid,
    sigmoid_derivative,
    softmax,
)
from utils.labs.course1.week2_vectorization.open_challenge import CHALLENGE
from utils.labs.course1.week2_vectorization.quiz import QUESTIONS

lab = Lab(
    "course1/week2_vectorization",
    title="Derivatives, graphs and vectorised code",
    edition=3,
    minutes=55,
    builds="sigmoid, softmax, losses, a computational graph, loops against arrays",
    exercises=[
        basic_sigmoid.EXERCISE,
        sigmoid.EXERCISE,
        sigmoid_derivative.EXERCISE,
        backward_graph.EXERCISE,
        image2vector.EXERCISE,
        normalize_rows.EXERCISE,
        softmax.EXERCISE,
        l1.EXERCISE,
        l2.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_tangent": ["derivatives"],
        "draw_graph": ["computational graph"],
        "explore_nudges": ["computational graph", "chain rule"],
        "draw_race": ["vectorisation"],
    },
)
