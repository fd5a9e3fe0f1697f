"""What attention learns by the kind of its positions, by the length, by the scaling, and by the order it can see.

The rate is searched on one seed, that of the lengths on two, and judged on five others; a seed draws the starting
weights and the sequences. The rate of the lengths is chosen at the training's length: what is longer is looked at once,
with the judging seeds.
`python -m utils measure week4_attention` measures anew, about five minutes on one core.
"""

import numpy as np

from utils.data.order_tasks import more_often, which_first
from utils.labs.course5.week4_attention import orders
from utils.labs.course5.week4_attention.copying import (
    LONG,
    SHORT,
    Copier,
    by_stretch,
    right_by_step,
    train_copier,
)

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
WAYS = [  # positions, and whether a batch begins anywhere among them
    ("none", False),
    ("learned", False),
    ("sinusoidal", False),
    ("rotated", False),
    ("biased", False),
    ("learned", True),
    ("sinusoidal", True),
]
STEPS, LOOK = 300, 50
SIZES, SCALINGS = (16, 64, 128), ("divided", "not divided", "not divided, small start")
SHORT_STEPS, SHORT_LOOK, SCALING_RATES = 150, 25, (0.0001, *RATES, 0.3)
ORDER_STEPS, ORDER_LOOK, ORDER_RATES = 200, 50, (0.001, 0.003, 0.01, 0.03)
TASKS = {"more_often": more_often, "which_first": which_first}
SIGHTS = [("attention", False, False, 1), ("attention", True, False, 1), ("attention", False, True, 1)]
SIGHTS += [("attention", False, False, 2), ("GRU", False, True, 1)]  # kind, positions, look-ahead mask, layers


def measure():
    """The tables {"lengths", "scaling", "orders"}, each a list of rows."""
    return {
        "orders": [order_row(task, *sight) for task in TASKS for sight in SIGHTS],
        "lengths": [length_row(*way) for way in WAYS],
        "scaling": [scaling_row(d, scaling) for d in SIZES for scaling in SCALINGS],
    }


def best(looks_at, rates=RATES, seeds=SEARCH[:1]):
    """The rate with the highest mean over all looks and search seeds.    looks_at: function of (rate, seed)."""
    return max(rates, key=lambda rate: np.mean([looks_at(rate, seed) for seed in seeds]))


def copier_run(kind, offsets, rate, seed):
    """One training at the short length: the network, and its looks."""
    rng = np.random.default_rng([seed, 1])
    model = Copier(kind, rng)
    return model, train_copier(model, rate, STEPS, rng, offsets, every=LOOK)


def length_row(kind, offsets):
    """For each seed in JUDGE: right answers by stretch, and in short sequences that begin late among the positions."""
    rate = best(lambda rate, seed: copier_run(kind, offsets, rate, seed)[1], seeds=SEARCH)
    stretches, late = [], []
    for seed in JUDGE:
        model, _ = copier_run(kind, offsets, rate, seed)
        stretches.append([round(right, 3) for right in by_stretch(right_by_step(model))])
        late.append(round(float(np.mean(right_by_step(model, SHORT, first=LONG - SHORT))), 3))
    return {"kind": kind, "offsets": offsets, "rate": rate, "right": stretches, "late": late}


def scaling_run(d, scaling, rate, seed):
    """The looks of one training with sinusoidal positions and d columns."""
    rng = np.random.default_rng([seed, 2])
    model = Copier("sinusoidal", rng, scaled=scaling == "divided", d=d)
    if scaling.endswith("small start"):
        model.Wq *= d**-0.5
    return [round(right, 3) for right in train_copier(model, rate, SHORT_STEPS, rng, every=SHORT_LOOK)]


def scaling_row(d, scaling):
    """The looks of each seed in JUDGE."""
    rate = best(lambda rate, seed: scaling_run(d, scaling, rate, seed), SCALING_RATES)
    return {"d": d, "scaling": scaling, "rate": rate, "looks": [scaling_run(d, scaling, rate, s) for s in JUDGE]}


def order_run(task, kind, positions, masked, layers, rate, seed):
    """The looks of one training on a task of TASKS."""
    rng = np.random.default_rng([seed, 3])
    model = orders.network(rng, kind, positions, masked, layers)
    return [round(right, 3) for right in orders.train(model, TASKS[task], rate, ORDER_STEPS, rng, ORDER_LOOK)]


def order_row(task, kind, positions, masked, layers):
    """The looks of each seed in JUDGE."""
    what = {"task": task, "kind": kind, "positions": positions, "masked": masked, "layers": layers}
    rate = best(lambda rate, seed: order_run(**what, rate=rate, seed=seed), ORDER_RATES)
    return what | {"rate": rate, "looks": [order_run(**what, rate=rate, seed=seed) for seed in JUDGE]}


def last(row):
    """The accuracy at the last look of each seed, (5,)."""
    return np.array([looks[-1] for looks in row["looks"]])


def standard_error(values):
    """Of the mean of independent values."""
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))
