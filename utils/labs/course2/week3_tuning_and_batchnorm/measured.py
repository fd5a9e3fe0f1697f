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
NORMS = {"none": (None, 0), "batch norm": (Norm(), 0), "shaken": (Norm(), 1)}
SHAKEN = [(norm, strength) for strength in (0, 1, 1.9) for norm in ("none", "batch norm")]
FEW_RATES = (0.0316, 0.1, 0.316, 1.0, 1.78, 3.16, 5.62, 10.0)


def measure():
    """The tables: {"importance", "searches", "lives", "rates", "shaking", "held", "longer"}, each a list of rows."""
    return {
        "importance": [row for study in studies.SPACES for sample in SAMPLES for row in importance_rows(study, sample)],
        "searches": [row for seed in SEARCHES for row in search_rows(seed)],
        "lives": [lives_row(seed) for seed in LIVES],
        "rates": [rates_row(layers, norm, rate) for layers in LAYERS for norm in NORMS for rate in LEARNING_RATES],
        "shaking": [shaking_row(layers, norm, by) for layers in (2, 4) for norm, by in SHAKEN],
        "held": [few_rates_row("batch norm", EPOCHS, True)],
        "longer": [few_rates_row(norm, 30) for norm in ("none", "batch norm")],
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
    """The best of BUDGET trials by two grids, at random and by Optuna: error on dev, and on test when trained anew."""
    task = digits_task(seed)
    error, space = studies.error_of("momentum", task, seed), studies.THREE
    grid = grid_of(space, 3)
    middles = studies.middles_of(space, 3)
    errors = np.nan_to_num([error(setting) for setting in grid], nan=studies.LOST)
    in_middles = np.nan_to_num([error(setting) for setting in middles], nan=studies.LOST)
    by_chance, _, tried = random_search(error, space, BUDGET, np.random.default_rng([seed, 2]))
    by_optuna, guided = studies.optuna_search(error, space, BUDGET, seed)
    rows = []
    for how, best, all_errors in (
        ("grid", grid[int(np.argmin(errors))], errors),
        ("middles", middles[int(np.argmin(in_middles))], in_middles),
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
    """Test errors of a model left alone, of panda, and of caviar with as much computing, or as many days.

    With as much computing there may be 2, 4 or 8 models, for 8, 4 or 2 days.
    """
    task, rng = digits_task(seed), np.random.default_rng([seed, 4])
    day, cost = studies.days_of(task)
    rates = [sample_hyperparameters(studies.RATES, rng)["rate"] for _ in range(CAVIAR)]
    models = [studies.fresh_model(100 * seed + k) for k in range(CAVIAR)]
    ends = {
        "left alone": caviar(day, cost, models[:1], rates[:1], studies.DAYS)[1],
        "panda": panda(day, cost, models[0], rates[0], studies.DAYS)[0],
        "caviar, 2 × 8": caviar(day, cost, models[:2], rates[:2], 8)[1],
        "caviar, 4 × 4": caviar(day, cost, models[:4], rates[:4], 4)[1],
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


def shaking_row(layers, norm, strength):
    """The lowest median error of four learning rates, where every hidden layer's Z is shaken, and its rate."""
    rates, use = (0.1, 0.316, 0.562, 1.0), NORMS[norm][0]
    medians = [
        median_error({"errors": [one_rate(layers, use, strength, rate, seed) for seed in SEEDS]}) for rate in rates
    ]
    best = int(np.argmin(medians))
    return {"layers": layers, "norm": norm, "strength": strength, "rate": rates[best], "error": round(medians[best], 4)}


def few_rates_row(norm, epochs, held=False):
    """Median errors on dev by learning rate with four hidden layers: longer training, or weights of one length."""
    use, medians = NORMS[norm][0], []
    for rate in FEW_RATES:
        errors = [one_rate(4, use, 0, rate, seed, epochs, held) for seed in SEEDS]
        medians.append(round(median_error({"errors": errors}), 4))
    return {"norm": norm, "rates": list(FEW_RATES), "medians": medians}


def one_rate(layers, norm, shaken, rate, seed, epochs=EPOCHS, held=False):
    """One training of `rates_row`."""
    setting = {"layers": layers, "learning_rate": rate}
    error = dev_error(digits_task(seed), setting, epochs, seed, norm, shaken, held)
    return None if np.isnan(error) else round(error, 4)


def median_error(row):
    """The median of a row's errors, where a run that ran away counts as LOST."""
    return float(np.median([studies.LOST if error is None else error for error in row["errors"]]))
