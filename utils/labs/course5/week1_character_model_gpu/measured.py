"""GRUs of growing width on names, with and without dropout, and one that learns padding, at the tiny size on a CPU.

Rates are doubled as long as that helps on the seeds SEARCH, by the names to choose on, and judged on the five seeds
JUDGE.
`python -m utils measure week1_character_model_gpu` measures anew, about twelve minutes on one core.
"""

import numpy as np
import torch

from utils.gpu.device import Setup
from utils.gpu.steps.character_model import log_probabilities
from utils.labs.course5.week1_character_model_gpu.names import trained

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
WIDTHS, DROPOUTS, EPOCHS = (48, 128, 256), (0.0, 0.4), 12
RATES = (0.003, 0.006, 0.012, 0.024, 0.048, 0.096, 0.192)  # doubled until that no longer helps
PADDED_WIDTH, PADDED_RATE, PADDED_EPOCHS = 48, 0.02, 8
SETUP = Setup("cpu")


def measure():
    """{"widths": a row for each width and dropout, "padding": a row with the padding in the loss, one without}."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        widths = [width_row(n_a, dropout) for n_a in WIDTHS for dropout in DROPOUTS]
        return {"widths": widths, "padding": [padding_row(counted) for counted in (False, True)]}
    finally:
        torch.set_num_threads(threads)


def width_row(n_a, dropout):
    """Nats on the three parts, by seed, at the rate that is best on the names to choose on."""
    dev = []
    for rate in RATES:
        dev.append(float(np.mean([trained(n_a, dropout, rate, EPOCHS, seed, SETUP)[2][1] for seed in SEARCH])))
        if dev[-1] > min(dev):
            break
    rate = RATES[int(np.argmin(dev))]
    row = {"n_a": n_a, "dropout": dropout, "rate": rate, "dev": np.round(dev, 3).tolist()}
    return row | {"nats": [np.round(trained(n_a, dropout, rate, EPOCHS, seed, SETUP)[2], 4).tolist() for seed in JUDGE]}


def counts_everything(scores, y):
    """−ln p over all places of the rows, at padding of the end symbol: a loss without a mask."""
    everywhere = torch.ones_like(y, dtype=torch.bool)
    return -log_probabilities(scores, y.clamp(min=0), everywhere).sum() / y.numel()


def padding_row(counted):
    """What training reports at its end, and the nats on the names to report, by seed."""
    row = {"counted": counted, "reported": [], "nats": []}
    for seed in JUDGE:
        loss = counts_everything if counted else None
        _, run, found = trained(PADDED_WIDTH, 0.0, PADDED_RATE, PADDED_EPOCHS, seed, SETUP, loss)
        row["reported"].append(round(run.loss[-1], 4))
        row["nats"].append(round(found[2], 4))
    return row
