"""The open challenge of this lab: a start of one's own for a plain RNN."""

import numpy as np

from utils.checking import Challenge
from utils.labs.course5.week1_recurrent_steps.networks import N_X, TOKENS, UNITS, start_of, train

SEEDS, T_X, RATE = tuple(range(40, 48)), 30, 0.003  # seeds that the lab trains nothing else on
ROTATION = 0.68  # the lab's rotation, times 1.2 and the input's weights times 0.3, over twelve runs
SPREAD = 0.17  # standard deviation of one run
BASELINE = round(ROTATION + 2 * SPREAD / len(SEEDS) ** 0.5, 2)  # two standard errors above: not won by drawing again


def recall_of(my_start):
    """The mean accuracy over SEEDS of RNNs trained from `my_start(n_x, n_a, n_y, rng)`.

    Raises ValueError for parameters of other names or shapes, or that are not finite real numbers.
    """
    due = {key: value.shape for key, value in start_of("RNN", np.random.default_rng(0)).items()}
    right = []
    for seed in SEEDS:
        start = my_start(N_X, UNITS["RNN"], TOKENS, np.random.default_rng([seed, 1]))
        right.append(train("RNN", T_X, seed, RATE, {"own": checked(start, due)})[1])
    return float(np.mean(right))


def checked(start, due):
    """The parameters of a start as arrays of floats.    due: {name: shape}.    Raises ValueError where one is amiss."""
    if not isinstance(start, dict):
        raise ValueError(f"return a dictionary with {', '.join(due)}; you return {type(start).__name__}")
    if missing := [name for name in due if name not in start]:
        raise ValueError(f"your dictionary lacks {', '.join(missing)}")
    if extra := [str(name) for name in start if name not in due]:
        raise ValueError(f"your dictionary has a name too many: {', '.join(extra)}")
    own = {}
    for name, shape in due.items():
        value = np.asarray(start[name])
        if value.shape != shape:
            raise ValueError(f"{name} has the shape {value.shape}; {shape} is due")
        if value.dtype.kind not in "biuf" or not np.all(np.isfinite(value)):
            raise ValueError(f"{name} holds something other than finite real numbers")
        own[name] = value.astype(float)
    return own


CHALLENGE = Challenge(
    "my_start",
    task="Start a plain RNN so that it recalls the token over 30 steps, without training inside your function.",
    baseline=BASELINE,
    of=f"a random rotation times 1.2 as Waa, and Wax times 0.3: {ROTATION} in the mean, and two standard errors",
    budget=f"32 units, {T_X} steps a sequence, 400 batches of Adam at {RATE}; the mean of {len(SEEDS)} seeds counts.",
    judge=recall_of,
    digits=2,
)
