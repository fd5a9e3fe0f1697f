"""What attention learns by the kind of its positions, by the length, by the scaling, and by the order it can see.

The rate is searched on one seed, that of the lengths on two, and judged on five others; a seed draws the starting
weights and the sequences. The rate of the lengths is chosen at the training's length: what is longer is looked at once,
with the judging seeds.
`python -m utils measure week4_attention` measures anew, about seven minutes on one core.
"""

import numpy as np

from utils.data.order_tasks import more_often, which_first
from utils.labs.course5.week4_attention import orders, pairs
from utils.labs.course5.week4_attention.copying import (
    LONG,
    SHORT,
    Copier,
    by_stretch,
    near_and_far,
    right_by_step,
    the_last,
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
VERY_LONG, FEWER = 512, 64  # steps, and sequences of that length
SIZES = (16, 64, 128)
SCALINGS = {  # the power of d that divides the scores, and those by which W_q and W_k begin smaller
    "divided by √d": (0.5, 0, 0),
    "not divided": (0, 0, 0),
    "W_q begins smaller": (0, 0.5, 0),
    "W_q and W_k begin smaller": (0, 0.25, 0.25),
    "divided by d": (1, 0, 0),
}
SHORT_STEPS, SHORT_LOOK, SCALING_RATES = 150, 25, (0.0001, 0.0003, 0.0006, *RATES[1:], 0.3)
PATIENT = ((64, 0.001, 600, 100), (128, 0.0006, 2000, 200))  # d, rate, steps and between looks of an undivided layer
ORDER_STEPS, ORDER_LOOK, ORDER_RATES = 200, 50, (0.001, 0.003, 0.01, 0.03, 0.1)
HEADS, PAIR_STEPS, PAIR_RATES = (1, 2, 4), 500, (0.001, 0.003, 0.01, 0.03)
TASKS = {"more_often": more_often, "which_first": which_first}
SIGHTS = [("attention", False, False, 1), ("attention", True, False, 1), ("attention", False, True, 1)]
SIGHTS += [("attention", False, False, 2), ("GRU", False, True, 1)]  # kind, positions, look-ahead mask, layers


def measure():
    """The tables {"orders", "lengths", "farther", "scaling", "patient", "heads"}, each a list of rows."""
    lengths = [length_row(*way) for way in WAYS]
    return {
        "orders": [order_row(task, *sight) for task in TASKS for sight in SIGHTS],
        "lengths": lengths,
        "farther": [farther_row(row["kind"], row["rate"]) for row in lengths if row["kind"] in ("rotated", "biased")],
        "scaling": [scaling_row(d, scaling) for d in SIZES for scaling in SCALINGS],
        "patient": [patient_row(*what) for what in PATIENT],
        "heads": [heads_row(heads) for heads in HEADS],
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


def farther_row(kind, rate):
    """For each seed in JUDGE: right answers at steps 96 to 127 that see other keys, and at 256 to 511 of VERY_LONG."""
    row = {"kind": kind, "rate": rate, "the last": [], "near and far": [], "very long": []}
    for seed in JUDGE:
        model, _ = copier_run(kind, False, rate, seed)
        for name, model.sees in (("the last", the_last), ("near and far", near_and_far)):
            row[name].append(round(by_stretch(right_by_step(model))[-1], 3))
        model.sees = None
        right = right_by_step(model, VERY_LONG, sequences=FEWER)[-VERY_LONG // 2 :]
        row["very long"].append(round(float(right.mean()), 3))
    return row


def scaling_run(d, scaling, rate, seed, steps=SHORT_STEPS, every=SHORT_LOOK):
    """The looks of one training with sinusoidal positions and d columns."""
    rng = np.random.default_rng([seed, 2])
    power, of_q, of_k = SCALINGS[scaling]
    model = Copier("sinusoidal", rng, power=power, d=d)
    model.Wq *= d**-of_q
    model.Wk *= d**-of_k
    return [round(right, 3) for right in train_copier(model, rate, steps, rng, every=every)]


def patient_row(d, rate, steps, every):
    """An undivided layer for several times as many batches: the looks of each seed in JUDGE."""
    looks = [scaling_run(d, "not divided", rate, seed, steps, every) for seed in JUDGE]
    return {"d": d, "rate": rate, "every": every, "looks": looks}


def heads_row(heads):
    """The accuracy at the end for each seed in JUDGE."""
    rate = best(lambda rate, seed: pairs.train(heads, rate, PAIR_STEPS, seed), PAIR_RATES)
    right = [round(pairs.train(heads, rate, PAIR_STEPS, seed), 3) for seed in JUDGE]
    return {"heads": heads, "rate": rate, "right": right}


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
