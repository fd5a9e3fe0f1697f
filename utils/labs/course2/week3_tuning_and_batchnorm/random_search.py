"""The exercise random_search: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_tuning_and_batchnorm import common
from utils.steps import tuning as steps
from utils.steps.tuning import sample_hyperparameters

RATE = {"learning_rate": ("log", 0.0001, 1.0)}


def search_cases(rng):
    """A few trials; one; trainings that run away, first, in between and all; equal errors; no training too many."""
    draws = [np.random.default_rng(seed) for seed in range(8)]
    return [
        (common.first_is_all, RATE, 3, draws[0]),
        (common.first_is_all, common.SPACE, 12, draws[1]),
        (common.first_is_all, common.SPACE, 1, draws[2]),
        (common.runs_away, common.SPACE, 12, draws[3]),
        (common.runs_away, RATE, 6, draws[4]),
        (common.in_stairs, common.SPACE, 15, draws[5]),
        (common.never_a_number, RATE, 3, draws[6]),
        (common.Counted(5), RATE, 5, draws[7]),
    ]


def search_wishes(rng):
    """No trial."""
    return [(common.first_is_all, RATE, 0, np.random.default_rng(8))]


def draw_then_try(error_of, space, n_trials, rng):
    settings = [sample_hyperparameters(space, rng) for _ in range(n_trials)]
    errors = np.array([float(error_of(setting)) for setting in settings])
    if len(errors) == 0 or np.all(np.isnan(errors)):
        return None, settings, errors
    return settings[int(np.nanargmin(errors))], settings, errors


def noted_by_number(error_of, space, n_trials, rng):
    settings, errors, best = [], np.full(n_trials, np.inf), None
    for trial in range(n_trials):
        settings.append(sample_hyperparameters(space, rng))
        errors[trial] = error_of(settings[trial])
        if not np.isnan(errors[trial]) and (best is None or errors[trial] < errors[best]):
            best = trial
    return None if best is None else settings[best], settings, errors


def _by_argmin(error_of, space, n_trials, rng):
    settings = [sample_hyperparameters(space, rng) for _ in range(n_trials)]
    errors = np.array([float(error_of(setting)) for setting in settings])
    return settings[int(np.argmin(errors))] if n_trials else None, settings, errors


def _by_guarded_argmin(error_of, space, n_trials, rng):
    best, settings, errors = _by_argmin(error_of, space, n_trials, rng)
    return None if np.isnan(errors).all() else best, settings, errors


def _nan_as_zero(error_of, space, n_trials, rng):
    settings = [sample_hyperparameters(space, rng) for _ in range(n_trials)]
    errors = np.nan_to_num(np.array([float(error_of(setting)) for setting in settings]))
    return settings[int(np.argmin(errors))] if n_trials else None, settings, errors


def _by_nanargmin(error_of, space, n_trials, rng):
    settings = [sample_hyperparameters(space, rng) for _ in range(n_trials)]
    errors = np.array([float(error_of(setting)) for setting in settings])
    return settings[int(np.nanargmin(errors))] if n_trials else None, settings, errors


def _sorted_by_error(error_of, space, n_trials, rng):
    best, settings, errors = steps.random_search(error_of, space, n_trials, rng)
    return best, [settings[place] for place in np.argsort(errors, kind="stable")], errors


def _first_is_taken(error_of, space, n_trials, rng):
    best, least, settings, errors = None, None, [], np.zeros(n_trials)
    for trial in range(n_trials):
        settings.append(sample_hyperparameters(space, rng))
        errors[trial] = error_of(settings[-1])
        if least is None or errors[trial] < least:
            best, least = settings[-1], errors[trial]
    return best, settings, errors


def _one_setting(error_of, space, n_trials, rng):
    setting = sample_hyperparameters(space, rng)
    errors = np.array([float(error_of(setting)) for _ in range(n_trials)])
    return setting, [setting] * n_trials, errors


def _all_with_one_seed(error_of, space, n_trials, rng):
    seed = int(rng.integers(2**31))
    settings = [sample_hyperparameters(space, np.random.default_rng(seed)) for _ in range(n_trials)]
    errors = np.array([float(error_of(setting)) for setting in settings])
    return settings[0] if n_trials else None, settings, errors


def _best_errors_so_far(error_of, space, n_trials, rng):
    best, settings, errors = steps.random_search(error_of, space, n_trials, rng)
    return best, settings, np.fmin.accumulate(errors)


CONDITION = "errors[trial] < least"
RETURN = "return best, settings, errors"

EXERCISE = Exercise(
    steps.random_search,
    points=12,
    returns=("best", "settings", "errors"),
    cases=search_cases,
    wishes=search_wishes,
    mistakes={
        "A training that ran away wins: NaN compares as False, so ask whether the new error is less, not whether it is "
        "not larger.": slip(CONDITION, "not errors[trial] >= least"),
        "A training that ran away wins: np.argmin takes NaN for the least; compare one by one, or put "
        "infinity in the place of NaN.": _by_guarded_argmin,
        "np.argmin takes NaN for the least, so that a training that ran away wins; put infinity in its place, and "
        "return None where none has a number.": _by_argmin,
        "np.nanargmin stops where every training ran away; then best is None.": _by_nanargmin,
        "A training that ran away is noted as 0, and so it wins; note its NaN.": _nan_as_zero,
        "A setting is trained twice; keep its error, and compare that.": slip(
            "best, least = setting, errors[trial]", "best, least = setting, error_of(setting)"
        ),
        "settings are sorted by their error; they stand in the order in which they were drawn.": _sorted_by_error,
        "Your first trial counts as the best even if it ran away, and then nothing is below NaN; start from an error "
        "of infinity.": _first_is_taken,
        "You keep the setting with the largest error; keep that with the least.": slip(
            (CONDITION, "errors[trial] > least"), ("np.inf", "-np.inf")
        ),
        "Of several equal errors you keep the last; keep the first, which nothing has beaten.": slip(
            CONDITION, "errors[trial] <= least"
        ),
        "You keep the last setting, whatever its error; keep it only where it is better.": slip(
            f"if {CONDITION}:", "if True:"
        ),
        "The least error is never written down, so every number replaces the best; keep the error with the "
        "setting.": slip("best, least = setting, errors[trial]", "best = setting"),
        "Your least error starts at 0, and no error is below it; start from infinity.": slip(
            "None, np.inf", "None, 0.0"
        ),
        "All trials try the same setting; draw a new one for each.": _one_setting,
        "Every setting is drawn from a generator with the same seed; use rng itself, which goes on.": (
            _all_with_one_seed
        ),
        "You return the least error; return the setting that had it.": slip(RETURN, "return least, settings, errors"),
        "errors holds the least error so far; note the error of each trial.": _best_errors_so_far,
        "One trial too few: range(n_trials) has n_trials of them.": slip(
            "in range(n_trials)", "in range(n_trials - 1)"
        ),
        "settings holds the best ones so far only; keep every setting that was tried.": slip(
            ("        settings.append(setting)\n", ""),
            (
                "best, least = setting, errors[trial]",
                "best, least = setting, errors[trial]\n            settings.append(setting)",
            ),
        ),
        "You return the settings before the best; the order is best, settings, errors.": slip(
            RETURN, "return settings, best, errors"
        ),
    },
    right=[draw_then_try, noted_by_number],
    hints=[
        "Draw, try, write down; and remember the best so far together with its error.",
        "Start with best = None and a least error of infinity; replace both whenever an error is below the least.",
        "setting = sample_hyperparameters(space, rng); settings.append(setting); errors[trial] = error_of(setting); "
        "if errors[trial] < least: best, least = …",
    ],
    topics=["random search and grid"],
)
