"""What takes more trainings than a notebook has time for: importances, searches, panda and caviar, usable rates.

`python -m utils measure week3_tuning_and_batchnorm` measures anew, about ten minutes on one core; it needs Optuna.
"""

import numpy as np

from utils.labs.course2.week3_tuning_and_batchnorm import studies
from utils.labs.course2.week3_tuning_and_batchnorm.networks import Norm, dev_error, digits_task, train
from utils.steps.tuning import caviar, grid_of, panda, random_search, sample_hyperparameters

SAMPLES, TRIALS = (0, 1, 2, 3, 4), 300  # samples of trials for the importances, each with digits shared out anew
SEARCHES, BUDGET = tuple(range(20)), 27  # 27 = 3 · 3 · 3
LIVES, CAVIAR = tuple(range(20)), 8
LEARNING_RATES = [float(f"{rate:.3g}") for rate in 10 ** np.arange(-2.5, 2.6, 0.25)]
LAYERS, SEEDS, EPOCHS = (1, 2, 4, 6), (0, 1, 2, 3, 4), 8
NORMS = {"none": (None, False), "batch norm": (Norm(), False), "shaken": (Norm(), True)}


def measure():
    """The four tables: {"importance", "searches", "lives", "rates"}, each a list of rows."""
    return {
        "importance": [row for study in studies.SPACES for sample in SAMPLES for row in importance_rows(study, sample)],
        "searches": [row for seed in SEARCHES for row in search_rows(seed)],
        "lives": [lives_row(seed) for seed in LIVES],
        "rates": [rates_row(layers, norm, rate) for layers in LAYERS for norm in NORMS for rate in LEARNING_RATES],
    }


def trials_of(study, sample, n=TRIALS):
    """Settings drawn at random, and their errors: settings, errors (n,)."""
    error = studies.error_of(study, digits_task(sample), sample)
    _, settings, errors = random_search(error, studies.SPACES[study], n, np.random.default_rng([sample, 1]))
    return settings, np.nan_to_num(errors, nan=studies.LOST)


def importance_rows(study, sample):
    """Importances of all trials, by groups and by Optuna, and of the better half of them, by groups.

    Optuna's forest answers for all settings; where the worse ones are left out, it would have to guess.
    """
    settings, errors = trials_of(study, sample)
    space, better = studies.SPACES[study], np.sort(np.argsort(errors, kind="stable")[: TRIALS // 2])
    half = studies.shares_of_variance(space, [settings[k] for k in better], errors[better])
    found = {"groups": studies.shares_of_variance(space, settings, errors)}
    found["optuna"] = studies.optuna_importances(space, settings, errors)
    name = {"study": study, "sample": sample}
    return [name | {"part": "all"} | rounded(found), name | {"part": "better half"} | rounded({"groups": half})]


def rounded(tables):
    """Every share of every table with four digits."""
    return {how: {name: round(share, 4) for name, share in shares.items()} for how, shares in tables.items()}


def search_rows(seed):
    """The best of BUDGET trials by grid, at random and by Optuna: its error on dev, and on test when trained anew."""
    task = digits_task(seed)
    error, space = studies.error_of("momentum", task, seed), studies.THREE
    grid = grid_of(space, 3)
    errors = np.nan_to_num([error(setting) for setting in grid], nan=studies.LOST)
    by_chance, _, tried = random_search(error, space, BUDGET, np.random.default_rng([seed, 2]))
    by_optuna, guided = studies.optuna_search(error, space, BUDGET, seed)
    rows = []
    for how, best, all_errors in (
        ("grid", grid[int(np.argmin(errors))], errors),
        ("random", by_chance, tried),
        ("Optuna", by_optuna, guided),
    ):
        test = [studies.test_error(task, train(task, best, studies.EPOCHS, 100 + k)) for k in range(3)]
        rows.append(
            {
                "seed": seed,
                "how": how,
                "dev": round(float(np.nanmin(all_errors)), 4),
                "test": round(float(np.mean(test)), 4),
            }
        )
    return rows


def lives_row(seed):
    """Test errors of a model left alone, of panda, and of caviar with as much computing, or as many days."""
    task, rng = digits_task(seed), np.random.default_rng([seed, 4])
    day, cost = studies.days_of(task)
    rates = [sample_hyperparameters(studies.RATES, rng)["rate"] for _ in range(CAVIAR)]
    models = [studies.fresh_model(100 * seed + k) for k in range(CAVIAR)]
    ends = {
        "left alone": caviar(day, cost, models[:1], rates[:1], studies.DAYS)[1],
        "panda": panda(day, cost, models[0], rates[0], studies.DAYS)[0],
        "caviar, same work": caviar(day, cost, models, rates, studies.DAYS // CAVIAR)[1],
        "caviar, same days": caviar(day, cost, models, rates, studies.DAYS)[1],
    }
    tested = {how: round(studies.test_error(task, model[0]), 4) for how, model in ends.items()}
    return {"seed": seed, "rate": float(f"{rates[0]:.3g}")} | tested


def rates_row(layers, norm, rate):
    """Errors on dev after EPOCHS epochs, one for each seed; None where the training ran away."""
    use, shaken = NORMS[norm]
    errors = [one_rate(layers, use, shaken, rate, seed) for seed in SEEDS]
    return {"layers": layers, "norm": norm, "rate": rate, "errors": errors}


def one_rate(layers, norm, shaken, rate, seed):
    """One training of `rates_row`."""
    error = dev_error(digits_task(seed), {"layers": layers, "learning_rate": rate}, EPOCHS, seed, norm, shaken)
    return None if np.isnan(error) else round(error, 4)


def median_error(row):
    """The median of a row's errors, where a run that ran away counts as LOST."""
    return float(np.median([studies.LOST if error is None else error for error in row["errors"]]))
