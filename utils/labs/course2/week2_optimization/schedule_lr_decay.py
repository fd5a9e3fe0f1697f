"""The exercise schedule_lr_decay: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import optimization as steps
from utils.steps.optimization import update_lr


def schedule_cases(rng):
    """Before, at and behind a stair; the interval left out; an interval of one epoch; no decay."""
    return [
        (0.5, 25, 0.5, 10),
        (0.5, 9, 0.5, 10),
        (0.5, 10, 0.5, 10),
        (0.1, 0, 1.0, 5),
        (0.2, 2999, 0.3),
        (0.2, 3000, 0.3),
        (0.3, 7, 0.25, 1),
        (0.3, 70, 0.0, 3),
        (0.3, 17, 2, 4),
        (0.4, 29, 2.5, 10),
        (0.4, 30, 1.5, 10),
        (3, 59, 0.7, 12),
    ]


def schedule_by_floor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    learning_rate = 1 / (1 + decay_rate * np.floor(epoch_num / time_interval)) * learning_rate0
    return learning_rate


def schedule_by_remainder(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return update_lr(learning_rate0, (epoch_num - epoch_num % time_interval) / time_interval, decay_rate)


STAIRS = "epoch_num // time_interval"
RATE = "update_lr(learning_rate0, intervals, decay_rate)"

EXERCISE = Exercise(
    steps.schedule_lr_decay,
    points=10,
    returns=("learning_rate",),
    cases=schedule_cases,
    mistakes={
        "Your rate falls with every epoch; between two stairs it stays, so count whole intervals, with //.": slip(
            STAIRS, "epoch_num / time_interval"
        ),
        "You leave the interval out; count how many whole intervals lie behind.": slip(STAIRS, "epoch_num"),
        "You take what is left of the last interval, with %; count the whole intervals, with //.": slip(
            STAIRS, "epoch_num % time_interval"
        ),
        "You round to the nearest interval, so the stairs come half an interval early; round down.": slip(
            STAIRS, "round(epoch_num / time_interval)"
        ),
        "You round up, so the first stair comes after one epoch; round down.": slip(
            STAIRS, "-(-epoch_num // time_interval)"
        ),
        "Your stairs come one epoch late: at epoch_num = time_interval one interval is whole.": slip(
            STAIRS, "(epoch_num - 1) // time_interval"
        ),
        "Your stairs come one epoch early; epochs are counted from 0.": slip(
            STAIRS, "(epoch_num + 1) // time_interval"
        ),
        "Your rate falls at the stair itself and is learning_rate0 again behind it; between two stairs it stays "
        "where the last one left it.": slip(RATE, f"{RATE} if epoch_num % time_interval == 0 else learning_rate0"),
        "At the stairs your rate is right, and between them it falls with every epoch; between two stairs it stays, so "
        "count whole intervals everywhere.": slip(
            RATE,
            "update_lr(learning_rate0, intervals if epoch_num % time_interval == 0 else epoch_num, decay_rate)",
        ),
        "You round down after multiplying; round epoch_num / time_interval down, then multiply.": slip(
            RATE, "learning_rate0 / (1 + decay_rate * epoch_num // time_interval)"
        ),
        "The decay rate is divided by the interval instead of the epochs; count whole intervals first.": slip(
            RATE, "update_lr(learning_rate0, epoch_num, decay_rate // time_interval)"
        ),
        "1 + decay_rate is raised to the intervals; decay_rate is multiplied by them, then 1 added.": slip(
            RATE, "learning_rate0 / (1 + decay_rate) ** intervals"
        ),
        "You multiply by the intervals after dividing; they belong into the divisor, 1 + decay_rate · intervals.": slip(
            RATE, "learning_rate0 / (1 + decay_rate) * intervals"
        ),
        "You count one interval too many: before the first one is over, none is behind.": slip(
            STAIRS, "epoch_num // time_interval + 1"
        ),
        "Your interval is always 1000 epochs; use the argument.": slip(STAIRS, "epoch_num // 1000"),
        "This is exponential decay, a power of decay_rate; here the rate is divided by 1 + decay_rate · "
        "intervals.": slip(RATE, "learning_rate0 * decay_rate**intervals"),
        "Your rate grows with the intervals; divide by 1 + decay_rate · intervals.": slip(
            RATE, "learning_rate0 * (1 + decay_rate * intervals)"
        ),
        "The divisor lacks its 1, so at the first interval it is 0; divide by 1 + decay_rate · intervals.": slip(
            RATE, "learning_rate0 / (decay_rate * intervals)"
        ),
        "Division comes before addition: put 1 + decay_rate · intervals into brackets.": slip(
            RATE, "learning_rate0 / 1 + decay_rate * intervals"
        ),
        "learning_rate0 is missing; this is only the factor that it is multiplied by.": slip(
            RATE, "1 / (1 + decay_rate * intervals)"
        ),
    },
    right=[schedule_by_floor, schedule_by_remainder],
    hints=[
        "The formula is that of update_lr; only what counts as an epoch has changed.",
        "α = α₀ / (1 + decay_rate · ⌊epoch_num / time_interval⌋).",
        "intervals = epoch_num // …; return update_lr(learning_rate0, …, decay_rate)",
    ],
    topics=["learning-rate decay"],
)
