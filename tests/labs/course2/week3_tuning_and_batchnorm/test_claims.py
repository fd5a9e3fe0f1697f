"""What the lab on tuning and batch norm says, and what it trains to say it."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.checking import OverBudget
from utils.labs.course2.week3_tuning_and_batchnorm import lab, landscape, measured, networks, open_challenge, studies
from utils.labs.measured import load_measured, rows_where
from utils.steps.tuning import random_search, sample_hyperparameters

pytestmark = pytest.mark.lab("course2/week3_tuning_and_batchnorm")


@pytest.fixture(autouse=True)
def one_core():
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def task():
    return networks.digits_task(0)


@pytest.fixture(scope="module")
def table():
    return load_measured("course2/week3_tuning_and_batchnorm")


# Searches without training


def test_when_random_is_nearer_than_a_grid():
    found = {
        (weight, dimensions): landscape.misses(weight, per_axis, dimensions, np.random.default_rng(0))
        for weight in (0, 0.1, 1)
        for per_axis, dimensions in ((25, 1), (5, 2), (3, 3))
    }
    for weight in (0, 0.1, 1):
        grid, chance = found[weight, 1]
        assert 1.7 < chance / grid < 2.3
    grid, chance = found[0, 2]
    assert 0.35 < chance / grid < 0.45
    grid, chance = found[1, 2]
    assert 1.35 < chance / grid < 1.5
    assert found[0, 3][1] / found[0, 3][0] < 0.3 < 1 < found[1, 3][1] / found[1, 3][0]


def test_misses_by_hand():
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert landscape.miss(points, np.array([0.9, 0.0]), 0.0) == pytest.approx(0.1)
    assert landscape.miss(points, np.array([0.9, 0.0]), 1.0) == pytest.approx(0.9)
    assert landscape.grid_points(2, 2).tolist() == [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]


def test_shares_of_variance_by_hand():
    space = {"a": ("linear", 0, 1), "nothing": ("linear", 0, 1)}
    settings = [{"a": k, "nothing": k % 2} for k in range(4)]
    shares = studies.shares_of_variance(space, settings, [1.0, 1.0, 3.0, float("nan")], groups=2)
    errors = np.array([1, 1, 3, 0.9])
    assert shares["a"] == pytest.approx(np.var([1, 1.95]) / errors.var())
    alone = studies.shares_of_variance(space, settings, [1.0, 1.0, 3.0, 3.0], groups=2)
    assert alone == pytest.approx({"a": 1.0, "nothing": 0.0})


def test_optuna_finds_the_one_that_counts():
    pytest.importorskip("optuna")
    space = {"a": ("log", 1e-3, 1.0), "beta": ("1 - log", 0.9, 0.999), "n": ("whole", 1, 4)}
    rng = np.random.default_rng(0)
    settings = [sample_hyperparameters(space, rng) for _ in range(60)]
    found = studies.optuna_importances(space, settings, np.array([np.log(1 - setting["beta"]) for setting in settings]))
    assert list(found) == list(space) and found["beta"] > 0.95
    mixed = np.array([min(np.log10(setting["a"]), -1.0) + 0.1 * setting["n"] for setting in settings])
    by_logs, as_written = (studies.optuna_importances(space, settings, mixed, own) for own in (True, False))
    assert by_logs["a"] > 0.9 > as_written["a"]  # nine tenths of the values lie above 0.1, where a does nothing
    best, errors = studies.optuna_search(lambda setting: abs(np.log10(setting["a"]) + 2), space, 15, 0)
    assert len(errors) == 15 and abs(np.log10(best["a"]) + 2) == pytest.approx(errors.min())
    assert all(low <= best[name] <= high for name, (_, low, high) in space.items())


# The network


@pytest.mark.parametrize("norm", [None, networks.Norm()])
@pytest.mark.parametrize("activation", networks.ACTIVATIONS)
def test_the_networks_gradients_are_measured_slopes(task, norm, activation):
    setting = networks.DEFAULTS | {"units": 5, "activation": activation}
    network = networks.new_network(setting, 1, norm)
    X, Y = task.X[:, :9], task.Y[:, :9]
    grads, _ = networks.gradients(network, X, Y, penalty=0.1)

    def cost(parameters):
        scores, _ = networks.forward(network._replace(parameters=parameters), X, learning=True)
        weights = sum(np.sum(value**2) for key, value in parameters.items() if key.startswith("W"))
        return networks.softmax_cross_entropy(scores, Y) + 0.05 * weights

    rng = np.random.default_rng(0)
    for key, value in network.parameters.items():
        for _ in range(3):
            place = tuple(rng.integers(size) for size in value.shape)
            ends = []
            for h in (1e-6, -1e-6):
                moved = value.copy()
                moved[place] += h
                ends.append(cost(network.parameters | {key: moved}))
            assert grads[f"d{key}"][place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-4, abs=1e-7)
    if norm:
        assert all(np.abs(grads[f"db{layer}"]).max() < 1e-12 for layer in (1, 2))


def test_shaking_moves_what_batch_norm_gives_and_nothing_at_test_time(task):
    network = networks.new_network(networks.DEFAULTS, 0, networks.Norm())
    X = task.X[:, :20]
    plain = networks.forward(network, X, learning=True)[0]
    shaken = networks.forward(network, X, learning=True, shake=(np.random.default_rng(0), 1.0))[0]
    assert np.abs(plain - shaken).max() > 0.1
    trained = networks.train(task, {}, 1, 0, networks.Norm(), shaken=1)
    assert np.array_equal(networks.forward(trained, X)[0], networks.forward(trained, X)[0])


def test_a_training_that_runs_away_has_no_number(task):
    assert np.isnan(networks.dev_error(task, {"learning_rate": 1e200}, 3, 0))
    lost = networks.train(task, {"learning_rate": 1e200}, 3, 0)
    assert np.isnan(networks.mean_cost(lost, task.X_dev, task.Y_dev)) and studies.test_error(task, lost) == studies.LOST


def test_the_parts_of_the_digits_are_apart(task):
    assert (task.X.shape[1], task.X_dev.shape[1], task.X_test.shape[1]) == (858, 400, 539)
    columns = np.concatenate([task.X, task.X_dev, task.X_test], axis=1)
    assert len(np.unique(columns, axis=1).T) == 1797


def test_a_trial_without_the_factor_steps_farther(task):
    setting = {"learning_rate": 0.02, "beta": 0.9}
    as_written = studies.error_of("momentum", task)({"learning_rate": 0.2, "beta": 0.9})
    assert studies.error_of("momentum without 1 − β", task)(setting) == as_written
    assert setting == {"learning_rate": 0.02, "beta": 0.9}


# Batch norm


def test_the_scale_of_the_weights_is_of_no_account(task):
    network = networks.new_network(networks.DEFAULTS, 0, networks.Norm())
    X, Y = task.X[:, :200], task.Y[:, :200]
    larger = network._replace(parameters=network.parameters | {"W1": 10 * network.parameters["W1"]})
    scores = [networks.forward(each, X, learning=True)[0] for each in (network, larger)]
    assert np.abs(scores[0] - scores[1]).max() < 1e-2
    steep = [np.linalg.norm(networks.gradients(each, X, Y)[0]["dW1"]) for each in (network, larger)]
    assert steep[1] / steep[0] == pytest.approx(0.1, rel=0.01)


def test_own_statistics_pass_on_the_whole_set_and_fail_on_two(task):
    network = networks.train(task, {"learning_rate": 1.0}, 8, 0, networks.Norm())
    running = networks.error_rate(network, task.X_test, task.Y_test)
    whole = networks.error_rate(network, task.X_test, task.Y_test, learning=True)
    assert running < 0.05 and abs(running - whole) < 0.02
    pairs = [
        networks.error_rate(network, task.X_test[:, k : k + 2], task.Y_test[:, k : k + 2], learning=True)
        for k in range(0, 538, 2)
    ]
    assert np.mean(pairs) > 0.45
    sorted_by_label = np.argsort(task.Y_test.argmax(axis=0), kind="stable")
    first = sorted_by_label[:64]
    assert networks.error_rate(network, task.X_test[:, first], task.Y_test[:, first], learning=True) > 0.4


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["update_running_statistics"]
    from utils.steps.batch_norm import batchnorm_forward

    for function, settles in ((exercise.planted.function, (0.25, 0.969)), (exercise.reference, (1.0, 1.0))):
        for m, expected in zip((2, 64), settles, strict=True):
            rng, ones = np.random.default_rng(0), np.ones((500, 1))
            running = {"mean": 0 * ones, "variance": ones}
            for _ in range(100):
                running = function(running, batchnorm_forward(3 + rng.normal(size=(500, m)), ones, ones)[1])
            assert running["variance"].mean() == pytest.approx(expected, abs=0.03)
            assert running["mean"].mean() == pytest.approx(3, abs=0.05)


# The kept tables


def test_the_tables_hold_every_row_once(table):
    keys = [(row["study"], row["sample"], row["part"]) for row in table["importance"]]
    parts = ("all", "better half")
    assert keys == [(study, k, part) for study in studies.SPACES for k in measured.SAMPLES for part in parts]
    for row in table["importance"]:
        assert list(row["groups"]) == list(studies.SPACES[row["study"]])
        assert ("optuna" in row) == (row["part"] == "all")
        if "optuna" in row:
            assert list(row["optuna"]) == list(row["groups"]) and sum(row["optuna"].values()) == pytest.approx(
                1, abs=2e-3
            )
    keys = [(row["seed"], row["how"]) for row in table["searches"]]
    assert keys == [(seed, how) for seed in measured.SEARCHES for how in ("grid", "middles", "random", "Optuna")]
    assert [row["seed"] for row in table["lives"]] == list(measured.LIVES)
    keys = [(row["layers"], row["norm"], row["rate"]) for row in table["rates"]]
    assert keys == [(n, norm, r) for n in measured.LAYERS for norm in measured.NORMS for r in measured.LEARNING_RATES]
    assert all(len(row["errors"]) == len(measured.SEEDS) for row in table["rates"])


def test_kept_runs_come_again(table):
    row = rows_where(table["rates"], layers=2, norm="shaken", rate=1.0)[0]
    assert measured.one_rate(2, *measured.NORMS["shaken"], 1.0, 1) == pytest.approx(row["errors"][1], abs=0.02)
    settings, errors = measured.trials_of("Adam", 0, 12)
    assert len(settings) == 12 and np.all(errors <= studies.LOST + 0.1)


def test_rows_are_made_of_runs(monkeypatch):
    pytest.importorskip("optuna")
    monkeypatch.setattr(measured, "TRIALS", 24)
    monkeypatch.setattr(measured, "BUDGET", 3)
    monkeypatch.setattr(measured, "CAVIAR", 2)
    monkeypatch.setattr(studies, "DAYS", 2)
    monkeypatch.setattr(studies, "EPOCHS", 1)
    monkeypatch.setattr(measured, "trials_of", lambda study, sample: trials(study))

    def trials(study):
        rng = np.random.default_rng(0)
        settings = [sample_hyperparameters(studies.SPACES[study], rng) for _ in range(24)]
        return settings, np.array([np.log10(setting["learning_rate"]) for setting in settings])

    whole, half = measured.importance_rows("momentum", 0)
    assert (whole["part"], half["part"]) == ("all", "better half")
    assert max(whole["groups"], key=whole["groups"].get) == max(whole["optuna"], key=whole["optuna"].get)
    rows = measured.search_rows(0)
    assert [row["how"] for row in rows] == ["grid", "middles", "random", "Optuna"]
    assert all(0 <= row["test"] <= 1 for row in rows)
    life = measured.lives_row(0)
    assert life["caviar, same days"] <= 1 and set(life) >= {"seed", "rate", "left alone", "panda", "caviar, same work"}


def test_the_command_measures_every_row_of_the_tables(monkeypatch, table):
    for name in ("importance_rows", "search_rows"):
        monkeypatch.setattr(measured, name, lambda *what: [what])
    for name in ("lives_row", "rates_row", "shaking_row", "few_rates_row"):
        monkeypatch.setattr(measured, name, lambda *what: what)
    found = measured.measure()
    assert found["importance"] == [(row["study"], row["sample"]) for row in table["importance"][::2]]
    assert [seed for (seed,) in found["searches"]] == list(measured.SEARCHES)
    assert found["rates"] == [(row["layers"], row["norm"], row["rate"]) for row in table["rates"]]
    assert found["shaking"] == [(row["layers"], row["norm"], row["strength"]) for row in table["shaking"]]
    assert found["held"] == [("batch norm", measured.EPOCHS, True)]
    assert [what[0] for what in found["longer"]] == [row["norm"] for row in table["longer"]]


def test_what_the_lab_says_of_importance(table):
    for study in studies.SPACES:
        rows = rows_where(table["importance"], study=study, part="all")
        for row in rows:
            assert (
                max(row["optuna"], key=row["optuna"].get) == "learning_rate" and row["optuna"]["learning_rate"] > 0.81
            )
        mean = {name: np.mean([row["optuna"][name] for row in rows]) for name in rows[0]["optuna"]}
        second = sorted(mean, key=mean.get)[-2]
        assert second == ("units" if study == "Adam" else "batch")
        assert all(
            mean[name] < mean["nothing"] + 0.01 for name in ("beta", "beta1", "beta2", "epsilon") if name in mean
        )
        assert np.mean([row["groups"]["learning_rate"] for row in rows]) == pytest.approx(0.5, abs=0.05)
        half = rows_where(table["importance"], study=study, part="better half")
        assert 0.15 < np.mean([row["groups"]["learning_rate"] for row in half]) < 0.35


def test_what_the_lab_says_of_the_searches(table):
    test, dev = (
        {
            how: np.array([row[part] for row in rows_where(table["searches"], how=how)])
            for how in ("grid", "middles", "random", "Optuna")
        }
        for part in ("test", "dev")
    )
    assert np.sum(test["random"] < test["grid"]) == 19 and np.sum(test["random"] < test["middles"]) == 18
    assert dev["random"].mean() < dev["middles"].mean() < dev["grid"].mean() - 0.03
    assert 5 <= np.sum(test["Optuna"] < test["random"]) <= 15 and dev["Optuna"].mean() < dev["random"].mean()
    assert dev["random"].mean() == pytest.approx(0.061, abs=5e-4) and test["random"].mean() == pytest.approx(
        0.085, abs=5e-4
    )


def test_what_the_lab_says_of_panda_and_caviar(table):
    alone, care, work, days = (
        np.array([row[how] for row in table["lives"]])
        for how in ("left alone", "panda", "caviar, same work", "caviar, same days")
    )
    poor = alone > 0.1
    assert poor.sum() == 14 and np.sum(care[poor] < 0.1) == 13 and np.sum(care[~poor] > alone[~poor]) == 2
    for how in ("caviar, 2 × 8", "caviar, 4 × 4", "caviar, same work"):
        divided = np.array([row[how] for row in table["lives"]])
        assert np.median(care) < np.median(divided) < np.median(alone) and divided.max() < alone.max()
    assert np.all(work > 0.1) and np.all(days < 0.1) and np.median(days) < np.median(care)


def test_what_the_lab_says_of_rates(table):
    def medians(layers, norm):
        return np.array([measured.median_error(row) for row in rows_where(table["rates"], layers=layers, norm=norm)])

    rates = np.array(measured.LEARNING_RATES)
    factors, reach = [], []
    for layers in measured.LAYERS:
        plain, normed, shaken = (medians(layers, norm) for norm in measured.NORMS)
        good = rates[plain < 0.1]
        factors.append(round(good.max() / good.min()))
        reach.append((rates[normed < 0.1].min(), rates[normed < 0.1].max()))
        assert normed.min() < plain.min() and 0.3 < rates[plain.argmin()] <= 1 and 0.5 < rates[normed.argmin()] <= 1
        assert (shaken.min() < plain.min()) == (layers < 6) and np.sum(shaken < 0.3) > np.sum(plain < 0.3)
    assert factors == [18, 10, 3, 1] and set(reach) == {(0.1, 5.62)}


# The open challenge


def test_the_challenge_s_baseline_is_random_search():
    def at_random(error_of, space, rng):
        return random_search(error_of, space, open_challenge.TRIALS, rng)[0]

    challenge = open_challenge.CHALLENGE
    assert open_challenge.mean_test_error(at_random) == pytest.approx(challenge.baseline, abs=0.01)


GOOD = {"beta": 0.9, "batch": 16, "units": 64, "layers": 1, "decay": 0.0, "penalty": 1e-5}


def what_the_lab_has_shown(error_of, space, rng):
    """All trials go into the learning rate, which matters most; the rest is wide and shallow, with small batches."""
    rates = np.geomspace(*space["learning_rate"][1:], open_challenge.TRIALS)
    errors = [error_of(GOOD | {"learning_rate": float(rate)}) for rate in rates]
    return GOOD | {"learning_rate": float(rates[np.nanargmin(errors)])}


def test_the_challenge_can_be_beaten():
    assert open_challenge.CHALLENGE.beats(open_challenge.mean_test_error(what_the_lab_has_shown) + 0.03)


@pytest.mark.parametrize("rate", [0.03, 0.1, 0.3, 1.0])
def test_no_setting_beats_it_without_a_search(rate):
    score = open_challenge.mean_test_error(lambda error_of, space, rng: GOOD | {"learning_rate": rate})
    assert not open_challenge.CHALLENGE.beats(score - 0.05)


def test_a_search_beyond_the_budget_is_told(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (60,))
    monkeypatch.setattr(open_challenge, "TRIALS", 2)
    monkeypatch.setattr(studies, "EPOCHS", 1)

    def too_many(error_of, space, rng):
        return random_search(error_of, space, 3, rng)[0]

    with pytest.raises(OverBudget, match="more than 2 settings"):
        open_challenge.mean_test_error(too_many)
    with pytest.raises(OverBudget, match="layers = 9 lies outside"):
        open_challenge.mean_test_error(lambda error_of, space, rng: sample_hyperparameters(space, rng) | {"layers": 9})
    with pytest.raises(OverBudget, match="these entries"):
        open_challenge.mean_test_error(lambda error_of, space, rng: {"layers": 1})
    with pytest.raises(OverBudget, match="one dictionary, and this is of type tuple"):
        open_challenge.mean_test_error(lambda error_of, space, rng: random_search(error_of, space, 1, rng))
    with pytest.raises(OverBudget, match="units = '64' is no number"):
        open_challenge.mean_test_error(lambda error_of, space, rng: GOOD | {"learning_rate": 1.0, "units": "64"})


# What shaking, longer training and weights of one length do


def test_shift_harms_a_network_without_batch_norm_far_more(table):
    error = {(row["layers"], row["norm"], row["strength"]): row["error"] for row in table["shaking"]}
    for layers in (2, 4):
        plain, normed = ([error[layers, norm, strength] for strength in (0, 1, 1.9)] for norm in ("none", "batch norm"))
        assert plain[1] > 3 * plain[0] and plain[2] > 0.5
        assert normed[1] < plain[0] < normed[2] < plain[1]


def test_longer_training_mends_the_lower_end_only(table):
    found = {row["norm"]: np.array(row["medians"]) for row in table["longer"]}
    rates = np.array(table["longer"][0]["rates"])
    assert [rates[found[norm] < 0.1].tolist() for norm in ("none", "batch norm")] == [
        [0.0316, 0.1, 0.316, 1.0],
        [0.0316, 0.1, 0.316, 1.0, 1.78, 3.16, 5.62],
    ]


def test_weights_of_one_length_cost_the_upper_end(table):
    rates, held = np.array(table["held"][0]["rates"]), np.array(table["held"][0]["medians"])
    free, plain = (
        np.array([measured.median_error(rows_where(table["rates"], layers=4, norm=norm, rate=r)[0]) for r in rates])
        for norm in ("batch norm", "none")
    )
    assert (rates[held < 0.1].max(), rates[free < 0.1].max()) == (1.78, 5.62) and plain[rates == 1.78] > 0.3
    low = (rates >= 0.1) & (rates <= 1)
    assert np.abs(held - free)[low].max() < 0.02


def test_weights_are_held_and_statistics_are_of_all(task):
    start = networks.new_network(networks.DEFAULTS, 0, networks.Norm())
    held = networks.train(task, {}, 1, 0, networks.Norm(), held=True)
    for name in ("W1", "W2"):
        assert np.linalg.norm(held.parameters[name]) == pytest.approx(np.linalg.norm(start.parameters[name]))
    whole = networks.statistics_of(held, task.X)
    scores = [networks.forward(net, task.X, learning=learning)[0] for net, learning in ((whole, False), (held, True))]
    np.testing.assert_allclose(*scores, rtol=0.01, atol=0.05)
    own = networks.forward(held, task.X[:, :50], own=("mean", "variance"))[0]
    np.testing.assert_allclose(own, networks.forward(held, task.X[:, :50], learning=True)[0], atol=1e-9)


def test_beta_helps_at_a_low_rate_and_ruins_at_a_high_one(task):
    error = studies.error_of("momentum without 1 − β", task)
    low, high = ([error({"learning_rate": rate, "beta": beta}) for beta in (0.5, 0.97)] for rate in (0.01, 0.3))
    assert low[1] < low[0] / 2 and np.nan_to_num(high[1], nan=0.9) > 3 * high[0]


def test_the_middles_of_a_scale_by_hand():
    found = studies.middles_of({"a": ("log", 1.0, 100.0), "n": ("whole", 1, 4), "b": ("1 - log", 0.0, 0.99)}, 2)
    assert len(found) == 8 and found[0]["a"] == pytest.approx(10**0.5) and {row["n"] for row in found} == {2, 4}
    assert sorted({round(row["b"], 4) for row in found}) == [round(1 - 10**-0.5, 4), round(1 - 10**-1.5, 4)]
