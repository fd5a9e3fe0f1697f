"""Words that Transformers get right after two epochs, by learning rate, warm-up and place of the norms, on a CPU.

Rates are doubled as long as that helps on the seed SEARCH, by the dev sentences; the best is judged on the five seeds
JUDGE, by the test's.
`python -m utils measure week4_transformer_gpu` measures anew, about ten minutes on one core.
"""

import numpy as np
import torch

from utils.gpu.device import Setup
from utils.labs.course5.week4_transformer_gpu import networks

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128)  # doubled until that no longer helps
WARM, EPOCHS = 0.3, 2
ROWS = [(2, order, warm) for order in ("norm after", "norm before") for warm in (0.0, WARM)]
ROWS += [(4, order, warm) for order in ("norm after", "norm before") for warm in (0.0, WARM)]
ROWS += [(4, "small start", 0.0)]
SETUP = Setup("cpu")


def measure():
    """{"warm_up": a row for each depth, place of the norms and warm-up}."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {"warm_up": [warm_up_row(*row) for row in ROWS]}
    finally:
        torch.set_num_threads(threads)


def words_right(layers, order, warm, rate, seed, part):
    """The share of words of a part that are right after EPOCHS, told the true words before them."""
    data = networks.sentences()
    net = networks.network_for(data, seed, order=order, layers=layers)
    networks.train(net, data.train, SETUP, epochs=EPOCHS, learning_rate=rate, warmup=warm, seed=seed, every=200)
    return networks.told(net, getattr(data, part))


def warm_up_row(layers, order, warm):
    """Shares at every rate tried, on the dev sentences; on the test's by seed, at the best of them."""
    dev = []
    for rate in RATES:
        dev.append(round(words_right(layers, order, warm, rate, SEARCH, "dev"), 4))
        if dev[-1] < max(dev):
            break
    rate = RATES[int(np.argmax(dev))]
    test = [round(words_right(layers, order, warm, rate, seed, "test"), 4) for seed in JUDGE]
    return {"layers": layers, "order": order, "warm": warm, "dev": dev, "rate": rate, "test": test}
