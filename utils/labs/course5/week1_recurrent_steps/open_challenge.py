"""The open challenge of this lab: a start of one's own for a plain RNN."""

import numpy as np

from utils.checking import Challenge
from utils.labs.course5.week1_recurrent_steps.networks import N_X, TOKENS, UNITS, start_of, train

SEEDS, T_X, RATE = (40, 41, 42, 43), 30, 0.003  # seeds that the lab trains nothing else on
BASELINE = 0.692  # of the rotation that the lab measures: times 1.2, and the input's weights times 0.3


def recall_of(my_start):
    """The mean accuracy over SEEDS of RNNs trained from `my_start(n_x, n_a, n_y, rng)`.

    Raises ValueError for parameters of other names or shapes.
    """
    due = {key: value.shape for key, value in start_of("RNN", np.random.default_rng(0)).items()}
    right = []
    for seed in SEEDS:
        start = my_start(N_X, UNITS["RNN"], TOKENS, np.random.default_rng([seed, 1]))
        own = {key: np.array(value, float) for key, value in start.items()}
        if {key: value.shape for key, value in own.items()} != due:
            raise ValueError(f"the parameters have the shapes {due}")
        right.append(train("RNN", T_X, seed, RATE, {"own": own})[1])
    return float(np.mean(right))


CHALLENGE = Challenge(
    "my_start",
    task="Start a plain RNN so that it recalls the token over 30 steps.",
    baseline=BASELINE,
    of="a random rotation times 1.2 as Waa, and Wax times 0.3",
    budget=f"32 units, {T_X} steps a sequence, 400 batches of Adam at {RATE}; the mean of four seeds counts.",
    judge=recall_of,
)
