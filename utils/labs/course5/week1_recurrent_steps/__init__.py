"""The lab on recurrent networks and LSTM, step by step."""

from utils.checking import Lab
from utils.labs.course5.week1_recurrent_steps import (
    lstm_backward,
    lstm_cell_backward,
    lstm_cell_forward,
    lstm_forward,
    rnn_backward,
    rnn_cell_backward,
    rnn_cell_forward,
    rnn_forward,
)
from utils.labs.course5.week1_recurrent_steps.open_challenge import CHALLENGE
from utils.labs.course5.week1_recurrent_steps.quiz import QUESTIONS

lab = Lab(
    "course5/week1_recurrent_steps",
    title="Recurrent networks and LSTM, step by step",
    edition=1,
    minutes=90,
    builds="a recurrent network and an LSTM with their backward passes through time, and the gradient by gap",
    exercises=[
        rnn_cell_forward.EXERCISE,
        rnn_forward.EXERCISE,
        rnn_cell_backward.EXERCISE,
        rnn_backward.EXERCISE,
        lstm_cell_forward.EXERCISE,
        lstm_forward.EXERCISE,
        lstm_cell_backward.EXERCISE,
        lstm_backward.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_gates": ["LSTM", "hidden and cell state"],
        "explore_gaps": ["vanishing gradients through time", "LSTM"],
        "shares_by_gap": ["vanishing gradients through time", "recurrent cell"],
    },
)
