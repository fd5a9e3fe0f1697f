"""The exercise orthogonal_knobs, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps

START = {"units": 8, "steps": 100, "decay": 0.0}
KNOBS = {"units": {"units": 32}, "steps": {"steps": 400}, "decay": {"decay": 1.0}}


def formula(setting, seed):
    """Errors that stand in for a training: a formula of units, steps and decay, and what the seed drew."""
    draw = np.random.default_rng(seed).normal(size=2) * 0.02
    fit = 0.5 / np.sqrt(setting["units"]) + 5 / setting["steps"] + 0.05 * setting["decay"]
    apart = 0.002 * setting["units"] / (1 + 4 * setting["decay"])
    own = 0.003 * np.random.default_rng([seed, setting["units"], setting["steps"]]).normal(size=2)
    return round(fit + draw[0] + own[0], 6), round(fit + apart + draw[1] + own[1], 6)


def by_hand(setting, seed):
    """Training error 0.3 and dev error 0.4, less 0.1 for each of the two knobs, and a little for each seed."""
    less = 0.1 * (setting["a"] + setting["b"]) + 0.01 * seed * setting["a"]
    return 0.3 + 0.1 * seed - less, 0.4 + 0.1 * seed - 2 * less


def knob_cases(rng):
    """Two knobs by hand; three knobs; one that does nothing, one that turns two things; the other order."""
    both = {"a": {"a": 1}, "b": {"b": 1}}
    cases = [(by_hand, {"a": 0, "b": 0}, both, [0, 1, 2]), (formula, dict(START), dict(KNOBS), [3, 4, 5, 6])]
    cases.append((formula, dict(START), {"nothing": {}, "two": {"units": 2, "steps": 50}}, [1, 8]))
    cases.append((formula, dict(START), dict(reversed(KNOBS.items())), [int(rng.integers(100, 999)) for _ in range(5)]))
    return cases


def knob_wishes(rng):
    """No knob; a setting that the start does not name."""
    return [(formula, dict(START), {}, [1, 2]), (by_hand, {"a": 0, "b": 1}, {"c": {"c": 5}}, [0, 3])]


def by_lists(train_and_judge, start, knobs, seeds):
    before = {seed: train_and_judge(dict(start), seed) for seed in seeds}
    effects, spread = [], []
    for change in knobs.values():
        moved = [np.subtract(train_and_judge(start | change, seed), before[seed]) for seed in seeds]
        effects.append(np.mean(moved, axis=0))
        spread.append(np.sqrt(np.var(moved, axis=0, ddof=1) / len(seeds)))
    return np.reshape(effects, (-1, 2)), np.reshape(spread, (-1, 2))


def all_in_one_array(train_and_judge, start, knobs, seeds):
    settings = [start, *({**start, **change} for change in knobs.values())]
    found = np.array([[train_and_judge(setting, seed) for seed in seeds] for setting in settings])
    moved = found[1:] - found[0]
    return moved.mean(axis=1), moved.std(axis=1, ddof=1) / np.sqrt(len(seeds))


PLANTED = (
    "Each knob is turned on top of those before it, and the start is no longer what it was; begin anew from the start "
    "for each knob, {**start, **change}."
)
SETTING = "setting = {**start, **change}"
SPREAD = "differences.std(axis=0, ddof=1) / np.sqrt(len(seeds))"

EXERCISE = Exercise(
    steps.orthogonal_knobs,
    points=14,
    returns=("effects", "standard_errors"),
    cases=knob_cases,
    wishes=knob_wishes,
    mistakes={
        PLANTED: slip(SETTING, "setting = start\n        setting.update(change)"),
        "Only what the knob changes is passed on; all else stands as the start has it, {**start, **change}.": slip(
            SETTING, "setting = dict(change)"
        ),
        "The start wins over the change, so nothing is turned; write the change last, {**start, **change}.": slip(
            "{**start, **change}", "{**change, **start}"
        ),
        "Your sign is turned: an effect is the error with the knob turned, minus that of the start.": slip(
            "after - before", "before - after"
        ),
        "You return the errors with the knob turned; take those of the start from them.": slip(
            "differences = after - before", "differences = after"
        ),
        "Your standard error is that of the turned knob alone; take it of the differences, seed by seed, where what "
        "the seed draws cancels.": slip(SPREAD, "after.std(axis=0, ddof=1) / np.sqrt(len(seeds))"),
        "You add the variances of start and knob, as if they had different seeds; with the same seeds, take the "
        "standard deviation of the differences.": slip(
            SPREAD, "np.sqrt((after.var(axis=0, ddof=1) + before.var(axis=0, ddof=1)) / len(seeds))"
        ),
        "You return the standard deviation of the differences; divide by the root of the number of seeds for that of "
        "their mean.": slip(SPREAD, "differences.std(axis=0, ddof=1)"),
        "You divide by the number of seeds; divide by its root.": slip("np.sqrt(len(seeds))", "len(seeds)"),
        "Your standard deviation divides by n; a sample's divides by n − 1, ddof=1.": slip("axis=0, ddof=1", "axis=0"),
        "Every knob is trained with the first seed; use the seeds of the start, one by one.": slip(
            "after = np.array([train_and_judge(setting, seed) for seed in seeds])",
            "after = np.array([train_and_judge(setting, seeds[0]) for seed in seeds])",
        ),
        "You take the mean over the two errors; take it over the seeds, for each error.": slip(
            "effects[k] = differences.mean(axis=0)", "effects[k] = differences.mean()"
        ),
        "Training and dev error are exchanged.": slip(
            "differences = after - before", "differences = (after - before)[:, ::-1]"
        ),
        "Your second column is the effect on the gap between the errors; it is that on the dev error.": slip(
            "differences = after - before",
            "differences = after - before\n        differences[:, 1] -= differences[:, 0]",
        ),
        "Your rows are the two errors; each knob is a row.": slip(
            "return effects, standard_errors", "return effects.T, standard_errors.T"
        ),
    },
    planted=PLANTED,
    symptom="Turned in another order, the same knobs have other effects, all but the first.",
    right=[by_lists, all_in_one_array],
    hints=[
        "What does the second knob begin from? Print the setting before each training.",
        "setting = {**start, **change}: a new dictionary for each knob. A name for the old dictionary is no copy.",
        "for k, change in enumerate(knobs.values()): setting = {**start, **change}; after = …; differences = after - "
        "before; effects[k] = differences.mean(axis=0); …",
    ],
    topics=["orthogonalisation", "what to do next"],
)
