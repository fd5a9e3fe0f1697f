"""Which start recalls a token over which length, and where clipping helps.

Learning rates are searched on some seeds and judged on others, both by the accuracy on the same 500 sequences; a seed
draws the starting weights and the batches. Some best rates lie on the edge of their grid; beyond it, on three or four
seeds, the rotation over 40 steps has 0.44 at 0.0005 and the LSTM with forget bias 1 0.25 at 0.001, which is no better.
`python -m utils measure week1_recurrent_steps` measures anew, about ten minutes on one core.
"""

import numpy as np
from sklearn.neural_network import MLPClassifier

from utils.labs.course5.week1_recurrent_steps.gaps import share_at_the_mark
from utils.labs.course5.week1_recurrent_steps.networks import (
    FUNCTIONS,
    accuracy,
    descend,
    flat,
    recall,
    summed_layer,
    train,
    train_summed_layer,
)
from utils.labs.measured import rows_where
from utils.labs.statistics import mean_and_error

SEARCH, JUDGE = (0, 1), tuple(range(10, 18))
LENGTHS, TRAINED = (10, 20, 40), 20
LATER = 5  # the mark comes so many steps later: no such place was seen marked
STARTS = {
    "RNN": ("RNN", {}),
    "RNN, rotation × 1.2": ("RNN", {"rotation": True, "scale": 1.2, "inputs": 0.3}),
    "LSTM, forget bias 0": ("LSTM", {}),
    "LSTM, forget bias 1": ("LSTM", {"forget_bias": 1.0}),
    "LSTM, forget bias 3": ("LSTM", {"forget_bias": 3.0}),
}
MORE_STARTS = {  # over TRAINED steps alone
    "RNN, scale 2": ("RNN", {"scale": 2.0}),
    "RNN, inputs × 0.3": ("RNN", {"inputs": 0.3}),
    "rotation × 1.2, inputs × 1": ("RNN", {"rotation": True, "scale": 1.2}),
}
SEQUENCES, EPOCHS = 12_800, 15  # of the dense network
ELSEWHERE = ("RNN, rotation × 1.2", "LSTM, forget bias 3")
RATES = {"RNN": (0.001, 0.003, 0.01), "LSTM": (0.003, 0.01, 0.03), "sum": (0.003, 0.01, 0.03, 0.1)}
PATIENT, PATIENT_RATE, PATIENT_STEPS = ("RNN", "LSTM, forget bias 0"), 0.003, 1600  # four times the batches
SCALES, DESCENT_RATES, SHORT = (0.3, 1.0, 2.0, 4.0), (0.01, 0.03, 0.1, 0.2, 0.4, 0.8), 10
SOLVED = 0.9  # an accuracy above it counts as solved


def measure():
    """The tables: {"recall", "more", "patient", "elsewhere", "clipping"}, each a list of rows."""
    rows = [recall_row(T_x, name) for T_x in LENGTHS for name in STARTS]
    return {
        "recall": rows,
        "more": [recall_row(TRAINED, name) for name in MORE_STARTS],
        "patient": [patient_row(name) for name in PATIENT],
        "elsewhere": [
            dense_elsewhere(),
            *(elsewhere(row) for row in rows if row["T_x"] == TRAINED and row["start"] in ELSEWHERE),
            sum_elsewhere(),
        ],
        "clipping": [clipping_row(scale, clip) for scale in SCALES for clip in (False, True)],
    }


def recall_row(T_x, name):
    """Accuracies of a start at its best rate, one for each seed of JUDGE."""
    cell, start = (STARTS | MORE_STARTS)[name]

    def right(rate, seed):
        return train(cell, T_x, seed, rate, start)[1]

    rate = best(right, RATES[cell])
    return {"T_x": T_x, "start": name, "rate": rate, "right": [round(right(rate, seed), 4) for seed in JUDGE]}


def patient_row(name):
    """Accuracies of a start after PATIENT_STEPS batches, for the first four seeds of JUDGE."""
    cell, start = STARTS[name]
    right = [train(cell, TRAINED, seed, PATIENT_RATE, start, steps=PATIENT_STEPS)[1] for seed in JUDGE[:4]]
    return {"T_x": TRAINED, "start": name, "rate": PATIENT_RATE, "right": right}


def elsewhere(row):
    """Accuracies of a row's networks where the mark comes LATER steps later, and on sequences twice as long.

    row: of the table "recall".
    """
    cell, start = STARTS[row["start"]]
    later, longer = [], []
    for seed in JUDGE:
        parameters, _ = train(cell, row["T_x"], seed, row["rate"], start)
        rng = np.random.default_rng(seed + 1000)
        later.append(accuracy(*recall(1000, row["T_x"], rng, LATER), parameters, FUNCTIONS[cell][0]))
        longer.append(accuracy(*recall(1000, 2 * row["T_x"], rng), parameters, FUNCTIONS[cell][0]))
    return {"start": row["start"], "right": row["right"], "later": later, "longer": longer}


def dense_elsewhere():
    """The same of dense networks with 16 ReLU units, which have one length."""
    right, later = [], []
    for seed in JUDGE:
        rng = np.random.default_rng(seed)
        x, y = recall(SEQUENCES, TRAINED, rng)
        network = MLPClassifier((16,), batch_size=32, learning_rate_init=0.003, random_state=seed)
        for _ in range(EPOCHS):
            network.partial_fit(flat(x), y, classes=range(4))
        for scores, after in ((right, 0), (later, LATER)):
            x, y = recall(1000, TRAINED, rng, after)
            scores.append(network.score(flat(x), y))
    return {"start": "dense network", "right": right, "later": later, "longer": None}


def sum_elsewhere():
    """The same of a layer of 16 ReLU units applied to each step alone and summed over the steps."""

    def right(rate, seed, *where):
        x, y = recall(1000, *(where or (TRAINED, np.random.default_rng(10**6))))
        return float(np.mean(summed_layer(x, train_summed_layer(TRAINED, seed, rate))[0].argmax(axis=0) == y))

    rate = best(right, RATES["sum"])
    rngs = [np.random.default_rng(seed + 1000) for seed in JUDGE]
    found = {"start": "one layer, summed", "right": [right(rate, seed) for seed in JUDGE]}
    found["later"] = [right(rate, seed, TRAINED, rng, LATER) for seed, rng in zip(JUDGE, rngs, strict=True)]
    return found | {"longer": [right(rate, seed, 2 * TRAINED, rng) for seed, rng in zip(JUDGE, rngs, strict=True)]}


def clipping_row(scale, clip):
    """Accuracies of plain gradient descent at its best rate, and the longest gradient met by each seed."""
    rate = best(lambda rate, seed: descend(SHORT, seed, rate, scale, clip)[0], DESCENT_RATES)
    ends = [descend(SHORT, seed, rate, scale, clip) for seed in JUDGE]
    return {
        **{"scale": scale, "clip": clip, "rate": rate},
        "right": [round(right, 4) for right, _ in ends],
        "longest": [float(f"{longest:.3g}") for _, longest in ends],
    }


def best(right, rates):
    """The rate whose mean accuracy over SEARCH is highest.    right: (rate, seed) -> accuracy."""
    return rates[int(np.argmax([np.mean([right(rate, seed) for seed in SEARCH]) for rate in rates]))]


def recall_table(kept):
    """Starts by lengths as text: mean accuracy, how many seeds solve it, and the share of gradient at the mark."""
    lines = [" " * 28 + "recall, 10 steps".ljust(25) + "20 steps".ljust(25) + "40 steps"]
    for name, (cell, start) in (STARTS | MORE_STARTS).items():
        line = name.ljust(28) + " " * 25 * (name in MORE_STARTS)
        for row in rows_where(kept["recall"] + kept["more"], start=name):
            share = share_at_the_mark(cell, row["T_x"], start)
            line += f"{np.mean(row['right']):.2f}, {solved(row['right'])} ({share:.0e})".ljust(25)
        lines.append(line.rstrip())
    for row in kept["patient"]:
        name, count = row["start"], solved(row["right"])
        lines.append(f"{name}, 20 steps, {PATIENT_STEPS:,} batches at rate {row['rate']}: {count} seeds solve it")
    return "\n".join(lines)


def clipping_table(kept):
    """Scales with and without clipping as text: the best rate, mean accuracy, and the longest gradient of all seeds."""
    lines = []
    for row in kept["clipping"]:
        mean, error = mean_and_error(row["right"])
        line = f"scale {row['scale']:<4} {'clipped' if row['clip'] else 'as it is':<9} rate {row['rate']:<5}"
        lines.append(f"{line} recall {mean:.2f} ± {error:.2f}   longest gradient {max(row['longest']):.2f}")
    return "\n".join(lines)


def elsewhere_table(kept):
    """Networks trained on TRAINED steps as text: on new sequences, with later marks, and over twice the length."""
    lines = ["trained on 20 steps".ljust(24) + "new".ljust(15) + "mark 5 later".ljust(15) + "40 steps"]
    for row in kept["elsewhere"]:
        found = [mean_and_error(row[place]) for place in ("right", "later", "longer") if row[place]]
        cells = (f"{mean:.2f} ± {error:.2f}".ljust(15) for mean, error in found)
        lines.append((row["start"].ljust(24) + "".join(cells)).rstrip())
    return "\n".join(lines)


def solved(right):
    """In words: how many of the accuracies are above SOLVED."""
    return f"{int(np.sum(np.array(right) > SOLVED))} of {len(right)}"
