"""The lab on gated recurrent units, and on recurrent networks in both directions and in layers."""

from utils.checking import Lab
from utils.labs.course5.week1_gru import (
    bidirectional_forward,
    gru_backward,
    gru_cell_backward,
    gru_cell_forward,
    gru_forward,
    gru_parameters_from_pytorch,
    simplified_gru_cell_forward,
    stacked_forward,
)
from utils.labs.course5.week1_gru.open_challenge import CHALLENGE
from utils.labs.course5.week1_gru.quiz import QUESTIONS

lab = Lab(
    "course5/week1_gru",
    title="Gated recurrent units",
    edition=1,
    minutes=86,
    builds="the GRU forward and backward, PyTorch's convention, both directions, layers, memory measured by cell",
    exercises=[
        simplified_gru_cell_forward.EXERCISE,
        gru_cell_forward.EXERCISE,
        gru_forward.EXERCISE,
        gru_cell_backward.EXERCISE,
        gru_backward.EXERCISE,
        gru_parameters_from_pytorch.EXERCISE,
        bidirectional_forward.EXERCISE,
        stacked_forward.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_gates": ["GRU"],
        "explore_reach": ["GRU"],
    },
)
