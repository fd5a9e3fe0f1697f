"""What each knob of the network does, what each decision was worth, and how often the diagnosis names the best knob.

`python -m utils measure week1_ml_strategy` measures anew, about five minutes on one core.
"""

import numpy as np

from utils.labs.course3.week1_ml_strategy.experiments import (
    OVERFIT,
    POOR_FIT,
    best_possible,
    errors,
    knobs_of,
    parts,
    people,
    train_and_judge,
)
from utils.labs.course3.week1_ml_strategy.options import OPTIONS, after, turn
from utils.labs.course3.week1_ml_strategy.studies import error_of_a_model, three_or_more
from utils.steps.ml_strategy import avoidable_bias, diagnose, orthogonal_knobs

SEEDS = list(range(10))
COUNTS = (8, 16, 24, 32, 64, 128, 256, 512, 1024, 2048, 4096)
STARTS = {"poor fit": POOR_FIT, "overfit": OVERFIT}
# Each setting of these is a situation of the table that compares the diagnosis with the best knob
UNITS, STEPS, IMAGES = (4, 16, 64), (160, 400, 1600), (250, 1000)


TOGETHER = {
    "nothing": {},
    "weight decay 1": {"decay": 1.0},
    "weight decay 3": {"decay": 3.0},
    "4 × the images": {"images": 2000},
    "early stopping, patience 5": {"patience": 5},
    "early stopping, patience 1": {"patience": 1},
}


def measure():
    """{"people", "a model", "knobs", "together", "paths", "situations"}, each a list of rows."""
    return {
        "people": [people_row(seed) for seed in SEEDS],
        "a model": [model_row(n) for n in COUNTS],
        "knobs": [row for name, start in STARTS.items() for row in knob_rows(name, start)],
        "together": together_rows(),
        "paths": [path_row(path) for path in ["", *OPTIONS, *(a + b for a in OPTIONS for b in OPTIONS)]],
        "situations": [
            situation_row({**POOR_FIT, "units": units, "steps": steps, "images": images})
            for units in UNITS
            for steps in STEPS
            for images in IMAGES
        ],
    }


def rounded(values):
    return [round(float(value), 4) for value in values]


def people_row(seed):
    """The panel on the dev images of a seed: each alone, the lowest of all, wrong together; and the best readers."""
    votes, labels = people(seed), parts(seed)[1].Y
    wrong = votes != labels
    knows_1000, knows_all = best_possible(seed)
    return {
        "seed": seed,
        "alone": rounded(wrong.mean(axis=1)),
        "lowest": round(float(avoidable_bias(votes, labels, 0.0)[1]), 4),
        "together": round(float(np.mean(wrong.sum(axis=0) > 2)), 4),
        "by chance": round(three_or_more(wrong.mean(axis=1)), 4),
        "knows 1000": round(knows_1000, 4),
        "knows all": round(knows_all, 4),
    }


def model_row(n):
    """The mean error of logistic regression on the task of known Bayes error, from n examples."""
    found = [error_of_a_model(n, seed) for seed in range(200 if n < 100 else 20)]
    return {"n": n, "error": round(float(np.mean(found)), 4)}


def knob_rows(name, start):
    """A row for each knob of a start: effects and standard errors on training and dev error."""
    knobs = knobs_of(start)
    effects, spread = orthogonal_knobs(train_and_judge, start, knobs, SEEDS)
    before = np.mean([train_and_judge(start, seed) for seed in SEEDS], axis=0)
    return [
        {"start": name, "before": rounded(before), "knob": knob, "effect": rounded(e), "error": rounded(s)}
        for knob, e, s in zip(knobs, effects, spread, strict=True)
    ]


def together_rows():
    """Four times the steps from the poor fit, once another knob has been turned: what is left of the effect?"""
    rows, four = [], {"4 × the steps": {"steps": 4 * POOR_FIT["steps"]}}
    for name, change in TOGETHER.items():
        effects, spread = orthogonal_knobs(train_and_judge, {**POOR_FIT, **change}, four, SEEDS)
        rows.append({"with": name, "effect": rounded(effects[0]), "error": rounded(spread[0])})
    return rows


def path_row(path):
    """Errors after the options of a path such as "ab", a mean over the seeds with its standard error."""
    found = np.array([errors(after(path, POOR_FIT), seed) for seed in SEEDS])
    spread = found.std(axis=0, ddof=1) / np.sqrt(len(SEEDS))
    return {"path": path, "errors": rounded(found.mean(axis=0)), "standard errors": rounded(spread)}


def situation_row(setting):
    """The diagnosis of a setting by its mean errors over four seeds, and what each option does to the dev error."""
    seeds = SEEDS[:4]
    found = np.mean([errors(setting, seed) for seed in seeds], axis=0)
    human = np.mean([avoidable_bias(people(seed), parts(seed)[1].Y, 0.0)[1] for seed in seeds])
    focus, _ = diagnose(human, *found, 400 * len(seeds), 397 * len(seeds))
    turned = {option: [errors(turn(setting, option), seed)[1] for seed in seeds] for option in OPTIONS}
    return {
        **{name: setting[name] for name in ("units", "steps", "images")},
        **{"errors": rounded([human, *found]), "focus": focus},
        "effects": {option: round(float(np.mean(values) - found[1]), 4) for option, values in turned.items()},
    }
