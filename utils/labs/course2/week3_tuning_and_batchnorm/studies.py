"""Searches on the network of the digits: what is searched, what a trial costs, and which hyperparameter mattered."""

import itertools

import numpy as np

from utils.labs.course2.week3_tuning_and_batchnorm.networks import (
    ACTIVATIONS,
    DEFAULTS,
    dev_error,
    error_rate,
    mean_cost,
    new_network,
    train,
)

SHARED = {
    "batch": ("whole", 16, 256),
    "units": ("whole", 8, 64),
    "layers": ("whole", 1, 4),
    "decay": ("linear", 0.0, 1.0),
    "penalty": ("log", 1e-6, 1e-1),
    "activation": ("whole", 0, 2),
    "nothing": ("linear", 0.0, 1.0),  # no training reads it: what it seems to matter is the error of the measurement
}
SPACES = {
    "momentum": {"learning_rate": ("log", 1e-3, 10.0), "beta": ("1 - log", 0.5, 0.99)} | SHARED,
    "Adam": {
        "learning_rate": ("log", 1e-4, 1.0),
        **{"beta1": ("1 - log", 0.5, 0.99), "beta2": ("1 - log", 0.9, 0.9999), "epsilon": ("log", 1e-10, 1e-4)},
    }
    | SHARED,
}
SPACES["momentum without 1 − β"] = SPACES["momentum"]
THREE = {name: SPACES["momentum"][name] for name in ("learning_rate", "beta", "units")}
EPOCHS, LOST = 5, 0.9  # of a trial; the error that counts where a training ran away
DAYS, RATES = 16, {"rate": ("log", 1e-3, 10.0)}  # of panda and caviar


def error_of(study, task, seed=0):
    """The function that a search calls: a setting's error on the dev set after EPOCHS epochs.

    study: a key of SPACES; "momentum without 1 − β" is momentum as PyTorch writes it, with steps 1 / (1 − β) as long.
    """

    def error(setting):
        setting = setting | {"method": "Adam" if study == "Adam" else "momentum"}
        if "activation" in setting:
            setting["activation"] = list(ACTIVATIONS)[setting["activation"]]
        if study.endswith("1 − β"):
            setting["learning_rate"] /= 1 - setting["beta"]
        return dev_error(task, setting, EPOCHS, seed)

    return error


def middles_of(space, per_axis):
    """A grid of the middles of equal parts of each scale: a list of settings."""
    shares, axes = (np.arange(per_axis) + 0.5) / per_axis, []
    for scale, low, high in space.values():
        if scale == "log":
            axes.append(low * (high / low) ** shares)
        elif scale == "1 - log":
            axes.append(1 - (1 - low) * ((1 - high) / (1 - low)) ** shares)
        else:
            axes.append((low + shares * (high - low + (scale == "whole"))).astype(int if scale == "whole" else float))
    return [dict(zip(space, (value.item() for value in values), strict=True)) for values in itertools.product(*axes)]


def on_scale(values, scale):
    """Values on their own scale, as they were drawn."""
    values = np.asarray(values, dtype=float)
    return {"log": np.log, "1 - log": lambda v: np.log(1 - v)}.get(scale, lambda v: v)(values)


def shares_of_variance(space, settings, errors, groups=5):
    """How much of the errors' variance each hyperparameter explains alone: {name: share}.

    The trials, in the order in which they were drawn, are cut by the hyperparameter's value into groups of equal size;
    trials of one value may be parted, by that order. The share is the variance of the groups' means over that of all
    errors.
    """
    errors, shares = np.nan_to_num(np.asarray(errors, dtype=float), nan=LOST), {}
    for name in space:
        order = np.argsort([setting[name] for setting in settings], kind="stable")
        parts = np.array_split(errors[order], groups)
        spread = sum(len(part) * (part.mean() - errors.mean()) ** 2 for part in parts) / len(errors)
        shares[name] = float(spread / errors.var())
    return shares


def optuna_distributions(space):
    """Optuna's distributions of a space. Optuna has no scale for 1 − β; it is searched as "1 − name" on a log one."""
    from optuna.distributions import FloatDistribution, IntDistribution

    return {
        name: IntDistribution(low, high)
        if scale == "whole"
        else FloatDistribution(1 - high, 1 - low, log=True)
        if scale == "1 - log"
        else FloatDistribution(low, high, log=scale == "log")
        for name, (scale, low, high) in space.items()
    }


def to_optuna(space, setting):
    """A setting as Optuna keeps it, and back: the β are told by their distance from 1."""
    return {name: 1 - value if space[name][0] == "1 - log" else value for name, value in setting.items()}


def optuna_importances(space, settings, errors, own_scale=True, seed=0):
    """Optuna's importances of the trials, {name: share}; they add up to 1.

    It fits a forest of trees to the errors, and asks how much the forest's mean answer varies with one hyperparameter
    alone (fANOVA: Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter importance", 2014).
    own_scale: hand it logarithms where the scale is logarithmic. Optuna 5 takes its means evenly over the values that
    it is given, even of those that it has searched on a logarithmic scale itself.
    Raises ImportError without Optuna.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    columns = {
        name: on_scale([setting[name] for setting in settings], scale if own_scale else "linear")
        for name, (scale, _, _) in space.items()
    }
    ranges = {
        name: on_scale([low, high], scale if own_scale else "linear") for name, (scale, low, high) in space.items()
    }
    kinds = {name: optuna.distributions.FloatDistribution(*sorted(map(float, ends))) for name, ends in ranges.items()}
    study = optuna.create_study()
    for k, error in enumerate(np.nan_to_num(errors, nan=LOST)):
        params = {name: float(values[k]) for name, values in columns.items()}
        study.add_trial(optuna.trial.create_trial(params=params, distributions=kinds, value=float(error)))
    evaluator = optuna.importance.FanovaImportanceEvaluator(seed=seed)
    found = optuna.importance.get_param_importances(study, evaluator=evaluator)
    return {name: float(found[name]) for name in space}


def optuna_search(error, space, n_trials, seed):
    """The search of Optuna's own sampler (TPE): best setting and all errors. Raises ImportError without Optuna."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    errors, distributions = [], optuna_distributions(space)
    for _ in range(n_trials):
        trial = study.ask(distributions)
        errors.append(error(to_optuna(space, trial.params)))
        study.tell(trial, float(np.nan_to_num(errors[-1], nan=LOST)))
    return to_optuna(space, study.best_params), np.array(errors)


def days_of(task):
    """What panda and caviar call: (train_a_day, error_of). A model is (network, days done, {setting}).

    A day is an epoch with batches of its own. Looked at is the cost on the dev set: it moves where the error, which
    counts whole digits, stands still.
    """

    def train_a_day(model, rate):
        network, done = model
        return train(task, {"learning_rate": rate}, 1, 1000 + done, network=network), done + 1

    return train_a_day, lambda model: mean_cost(model[0], task.X_dev, task.Y_dev)


def fresh_model(seed):
    """A model of no days, with the starting weights of a seed."""
    return new_network(DEFAULTS, seed), 0


def test_error(task, network):
    """The error on the test set, LOST where there is no number."""
    return float(np.nan_to_num(error_rate(network, task.X_test, task.Y_test), nan=LOST))
