"""Which start recalls a token over which length, and where clipping helps.

Learning rates are searched on some seeds and judged on others; a seed draws the starting weights and the batches.
`python -m utils measure week1_recurrent_steps` measures anew, about six minutes on one core.
"""

import numpy as np
from sklearn.neural_network import MLPClassifier

from utils.labs.course5.week1_recurrent_steps.networks import FUNCTIONS, accuracy, descend, flat, recall, train

SEARCH, JUDGE = (0, 1), tuple(range(10, 18))
LENGTHS, TRAINED, LATER = (10, 20, 40), 20, 3
STARTS = {
    "RNN": ("RNN", {}),
    "RNN, rotation × 1.2": ("RNN", {"rotation": True, "scale": 1.2, "inputs": 0.3}),
    "LSTM, forget bias 0": ("LSTM", {}),
    "LSTM, forget bias 1": ("LSTM", {"forget_bias": 1.0}),
    "LSTM, forget bias 3": ("LSTM", {"forget_bias": 3.0}),
}
RATES = {"RNN": (0.001, 0.003, 0.01), "LSTM": (0.003, 0.01, 0.03)}
SCALES, DESCENT_RATES, SHORT = (0.3, 1.0, 1.5), (0.03, 0.1, 0.3, 1.0), 10


def measure():
    """The three tables: {"recall", "elsewhere", "clipping"}, each a list of rows."""
    rows = [recall_row(T_x, name) for T_x in LENGTHS for name in STARTS]
    return {
        "recall": rows,
        "elsewhere": [dense_elsewhere(), *(elsewhere(row) for row in rows if row["T_x"] == TRAINED)],
        "clipping": [clipping_row(scale, clip) for scale in SCALES for clip in (False, True)],
    }


def recall_row(T_x, name):
    """Accuracies of a start at its best rate, one for each seed of JUDGE."""
    cell, start = STARTS[name]

    def right(rate, seed):
        return train(cell, T_x, seed, rate, start)[1]

    rate = best(right, RATES[cell])
    return {"T_x": T_x, "start": name, "rate": rate, "right": [round(right(rate, seed), 4) for seed in JUDGE]}


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
    """The same of dense networks with 16 ReLU units, which have one length; 15 epochs on 12,800 sequences."""
    right, later = [], []
    for seed in JUDGE:
        rng = np.random.default_rng(seed)
        x, y = recall(12_800, TRAINED, rng)
        network = MLPClassifier((16,), batch_size=32, learning_rate_init=0.003, random_state=seed)
        for _ in range(15):
            network.partial_fit(flat(x), y, classes=range(4))
        for scores, after in ((right, 0), (later, LATER)):
            x, y = recall(1000, TRAINED, rng, after)
            scores.append(network.score(flat(x), y))
    return {"start": "dense network", "right": right, "later": later, "longer": None}


def clipping_row(scale, clip):
    """Accuracies of plain gradient descent at its best rate, and the longest gradient of each seed."""
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


def mean_and_error(right):
    """The mean of accuracies, one for each seed, and its standard error."""
    right = np.array(right)
    return float(right.mean()), float(right.std(ddof=1) / np.sqrt(len(right)))
