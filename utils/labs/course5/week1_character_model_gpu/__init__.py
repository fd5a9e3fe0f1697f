"""Exercises of the PyTorch twin of the lab on a character language model."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week1_character_model_gpu import (
    carry_lstm,
    gradients_in_pieces,
    gru_loop,
    log_probabilities,
    optimize,
    sample,
)
from utils.labs.course5.week1_character_model_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week1_character_model_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week1_character_model_gpu",
    title="A character language model on a GPU",
    edition=1,
    minutes=68,
    builds="a GRU by steps and as a whole, NumPy weights in PyTorch, wider networks of names, names written in batches",
    exercises=[
        optimize.EXERCISE,
        gru_loop.EXERCISE,
        carry_lstm.EXERCISE,
        log_probabilities.EXERCISE,
        gradients_in_pieces.EXERCISE,
        sample.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_influence": ["truncated backpropagation"],
        "nats_by_width": ["names of dinosaurs", "inverted dropout"],
        "speed_by_form": ["whole-sequence recurrences"],
    },
)
