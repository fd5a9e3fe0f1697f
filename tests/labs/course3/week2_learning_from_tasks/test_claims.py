"""Studies, kept tables, decisions and the challenge of the lab on learning from other tasks."""

import subprocess
import sys

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.digit_sums import brightest_boxes
from utils.data.digits import load_digits
from utils.labs.course3.week2_learning_from_tasks import (
    decisions,
    measured,
    networks,
    open_challenge,
    plots,
    strips,
    studies,
    transfer,
    tuning,
)
from utils.labs.course3.week2_learning_from_tasks import tables as tb
from utils.labs.measured import rows_where
from utils.layers.optimizers import Adam
from utils.steps.learning_from_tasks import (
    class_scores,
    crossing,
    layers_backward,
    layers_forward,
    multitask_backward,
    multitask_forward,
    pipeline_predict,
    when_to_transfer,
)

pytestmark = pytest.mark.lab("course3/week2_learning_from_tasks")


@pytest.fixture(scope="module")
def kept():
    return tb.kept()


@pytest.fixture(scope="module")
def mirrors():
    return transfer.transfer_data(0)


@pytest.fixture(scope="module")
def drawn():
    return strips.sums_data(0, 300)


def mean(table, **what):
    return tb.errors_of(table, **what).mean()


# The studies


def test_no_digit_is_in_two_parts_of_the_transfer(mirrors):
    real = load_digits(np.random.default_rng(0))
    shapes = [part.shape for part in (mirrors.X_source, mirrors.X, mirrors.X_dev, mirrors.X_test)]
    assert shapes == [(100, 6000), (100, 4000), (100, 1032), (100, 2156)] and real.X_train.shape[1] == 500 + 500 + 258
    np.testing.assert_array_equal(mirrors.labels[:500], real.Y_train[0, 500:1000])
    np.testing.assert_array_equal(mirrors.dev[:258], real.Y_train[0, 1000:])


def test_mirrored_twice_is_as_before():
    X = np.random.default_rng(0).random((64, 3))
    np.testing.assert_array_equal(transfer.mirrored(transfer.mirrored(X)), X)
    np.testing.assert_array_equal(transfer.mirrored(X).reshape(8, 8, 3)[:, 0], X.reshape(8, 8, 3)[:, 7])


@pytest.mark.parametrize("way", transfer.WAYS)
def test_frozen_layers_stay_and_the_source_is_left_alone(mirrors, way):
    source = networks.start(transfer.WIDTHS, np.random.default_rng(0))
    before = {key: value.copy() for key, value in source.items()}
    tuned = transfer.learn_new_task(mirrors, source, 40, way, 0, 1e-2).parameters
    assert list(tuned) == list(source)
    for key in before:
        np.testing.assert_array_equal(source[key], before[key])
        assert np.array_equal(tuned[key], before[key]) == (int(key[1:]) <= (transfer.WAYS[way] or 0))


def test_training_keeps_the_parameters_of_the_lowest_dev_error(mirrors):
    dev = mirrors.X_dev, mirrors.dev
    start = networks.start(transfer.WIDTHS, np.random.default_rng(0))
    given = mirrors.X[:, :60], mirrors.labels[:60]
    found = networks.train_on_dev(start, *given, dev, np.random.default_rng(1), 3e-2, most=1000, wait=300)
    assert networks.error(found.parameters, *dev) == found.dev and found.steps % networks.EVERY == 0
    short = networks.train_on_dev(start, *given, None, np.random.default_rng(1), 3e-2, most=found.steps)
    for key in start:
        np.testing.assert_array_equal(found.parameters[key], short.parameters[key])


def test_adam_on_one_vector_is_adam_on_each_array():
    rng = np.random.default_rng(0)
    parameters = networks.start([5, 4, 3], rng)
    other = {key: value.copy() for key, value in parameters.items()}
    learnt, step = networks.ready(parameters, 0.01)
    adam = Adam(other, 0.01)
    for rate in (0.01, 0.02, 0.005):
        grads = {key: rng.normal(size=value.shape).astype(np.float32) for key, value in other.items()}
        step({f"d{key}": value for key, value in grads.items()}, rate)
        adam.learning_rate = rate
        adam.step(grads)
    for key in other:
        np.testing.assert_allclose(learnt[key], other[key], rtol=1e-6)


@pytest.mark.parametrize("best", [3e-4, 3e-3, 3e-2])
def test_the_grid_goes_on_until_its_best_is_inside(best):
    rate, tried = tuning.best_rate(lambda rate: abs(np.log(rate / best)))
    assert rate == best and min(tried) < best < max(tried)


def test_a_best_rate_at_the_end_of_all_rates_is_refused():
    with pytest.raises(ValueError, match="end of the grid"):
        tuning.best_rate(lambda rate: rate)


def test_the_rate_is_chosen_on_two_seeds_and_trained_on_all():
    calls = []

    def train(seed, rate):
        calls.append((seed, rate))
        return networks.Trained({}, abs(np.log(rate / 1e-2)) + seed, 100)

    row, runs = tuning.tuned(train, (0, 1, 2, 3))
    assert row["rate"] == 1e-2 and len(runs) == 4 and len(calls) == len(set(calls)) == 2 * 4 + 2
    assert row["dev"] == [0, 1, 2, 3] and row["steps"] == [100] * 4


def test_batches_go_through_all_examples_before_any_comes_twice():
    seen = np.concatenate(list(networks.batches(10, 5, 4, np.random.default_rng(0))))
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))


def test_missing_answers_grow_with_the_share():
    Y = studies.asked_data(0).Y
    few, many = (np.isnan(studies.with_missing(Y, share, 3)) for share in (0.5, 0.9))
    assert np.all(many[few]) and many.mean() == pytest.approx(0.9, abs=0.01)


def test_columns_without_a_label_do_not_count():
    rng = np.random.default_rng(0)
    shared, heads = networks.start_tasks([3, 4], {"a": 1}, rng)
    X, Y = rng.normal(size=(3, 8)).astype(np.float32), np.full((1, 8), np.nan, np.float32)
    Y[0, :4] = [0, 1, 1, 0]
    one = networks.train_tasks(shared, heads, X, {"a": Y}, 5, np.random.default_rng(1))
    two = networks.train_tasks(shared, heads, X[:, :4], {"a": Y[:, :4]}, 5, np.random.default_rng(1))
    np.testing.assert_array_equal(one[0]["W1"], two[0]["W1"])


def test_crops_and_halves_are_cut_where_they_should(drawn):
    data, _, _ = drawn
    crops = strips.crops_of(data.images, data.left)
    halves = strips.halves(data.images).T.reshape(-1, 2, 8, 10)
    for i in (0, 7):
        for j in (0, 1):
            left = data.left[i, j]
            np.testing.assert_array_equal(crops[i, j], data.images[i, :, left : left + 8])
            np.testing.assert_array_equal(halves[i, j], data.images[i, :, 10 * j : 10 * j + 10])


def test_the_most_frequent_sum_and_the_rule(drawn):
    _, _, test = drawn
    assert np.bincount(test.sums).max() / len(test.sums) < 0.25
    assert 0.5 < np.mean(brightest_boxes(test.images) != test.left) < 0.7


# The kept tables


def test_the_tables_are_those_that_measure_makes(kept):
    names = ["transfer", "one rate", "sums", "stages", "wider", "challenge", "missing", "one rare", "narrow"]
    assert list(kept) == names
    assert len(kept["transfer"]) == 6 * len(transfer.SIZES) and len(kept["one rate"]) == 4 * len(transfer.SIZES)
    assert len(kept["sums"]) == 5 * len(strips.SIZES) and len(kept["stages"]) == 4 * len(strips.SIZES)
    assert len(kept["missing"]) == 2 * len(studies.MISSING) and len(kept["one rare"]) == 2 * 3 * 3 + 4
    assert len(kept["narrow"]) == 4 * len(studies.UNITS)
    for name, seeds in {"transfer": 5, "one rate": 5, "sums": 5, "one rare": 5, "narrow": 5, "missing": 5}.items():
        assert {len(row["errors"]) for row in kept[name]} == {seeds} and seeds <= len(measured.SEEDS)


@pytest.mark.parametrize("name", ["transfer", "stages"])
def test_each_rate_is_the_best_of_its_grid_and_not_at_its_edge(kept, name):
    for row in kept[name]:
        tried = {float(rate): error for rate, error in row["tried"].items()}
        assert tried[row["rate"]] == min(tried.values()) and min(tried) < row["rate"] < max(tried)


def test_a_kept_run_of_the_narrow_layer_comes_again(kept):
    again = studies.digit_and_texture(0, 8, ("texture",))["texture"]
    assert tb.errors_of(kept["narrow"], units=8, task="texture", who="alone")[0] == pytest.approx(again, abs=0.02)


def test_a_kept_run_of_the_transfer_comes_again(kept, mirrors):
    (row,) = rows_where(kept["transfer"], source="digits", way="from scratch", n=100)
    again = transfer.learn_new_task(mirrors, None, 100, "from scratch", 0, row["rate"])
    assert transfer.test_error(mirrors, again.parameters) == pytest.approx(row["errors"][0], abs=0.03)


def paired(kept, first, second, n, entry="errors"):
    """Mean and standard error of the paired differences second − first.    first, second: (source, way)."""
    rows = [rows_where(kept["transfer"], source=source, way=way, n=n)[0] for source, way in (first, second)]
    d = np.subtract(rows[1][entry], rows[0][entry])
    return d.mean(), d.std(ddof=1) / np.sqrt(len(d))


def curves_of(kept, table):
    which = {"source": "digits"} if table == "transfer" else {}
    return {way: tb.curve(kept[table], "n", way=way, **which)[1] for way in transfer.WAYS}


def test_the_four_ways_stand_in_the_same_order_tuned_and_at_one_rate(kept):
    tuned, one = curves_of(kept, "transfer"), curves_of(kept, "one rate")
    for k in range(len(transfer.SIZES)):
        assert sorted(transfer.WAYS, key=lambda way: tuned[way][k]) == sorted(
            transfer.WAYS, key=lambda way: one[way][k]
        )
    best = [min(tuned, key=lambda way: tuned[way][k]) for k in range(len(transfer.SIZES))]
    head, second, every, scratch = transfer.WAYS
    assert best == [head, head, second, every, scratch, every]
    assert [round(tuned[way][2], 2) for way in transfer.WAYS] == [0.47, 0.45, 0.48, 0.51]
    assert tuned[second][3] - tuned[every][3] < 0.003
    assert one[head][-1] - one[every][-1] == pytest.approx(0.267, abs=1e-3)
    assert tuned[head][-1] - tuned[every][-1] == pytest.approx(0.189, abs=1e-3)


def test_the_source_pays_while_examples_are_few(kept):
    every, scratch = ("digits", "all layers"), ("digits", "from scratch")
    for n in (50, 100, 200):
        gain, error = paired(kept, every, scratch, n)
        assert 0.025 < gain < 0.045 and gain > 2.78 * error  # Student's t of five seeds
    for n, due in ((800, -0.001), (4000, 0.007)):
        gain, error = paired(kept, every, scratch, n)
        assert gain == pytest.approx(due, abs=6e-4) and abs(gain) < error


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
def test_the_head_is_trained_nearly_to_its_end(kept, mirrors):
    from sklearn.linear_model import LogisticRegression

    source = transfer.source_network(mirrors, 0)
    lower = {key: source[key] for key in list(source)[:-2]}
    found = LogisticRegression(max_iter=200).fit(layers_forward(mirrors.X, lower)[0].T, mirrors.labels)
    wrong = np.mean(found.predict(layers_forward(mirrors.X_test, lower)[0].T) != mirrors.test)
    head = tb.errors_of(kept["transfer"], source="digits", way="head only", n=4000)[0]
    assert wrong == pytest.approx(0.24, abs=0.01) and head == pytest.approx(0.25, abs=0.005)


def test_where_the_ways_of_transfer_cross(kept):
    tuned, one = curves_of(kept, "transfer"), curves_of(kept, "one rate")
    for few, many, near, wide in (("head only", "all layers", 110, 0.1), ("head only", "from scratch", 147, 0.13)):
        for table in (tuned, one):
            assert crossing(transfer.SIZES, table[few], table[many]) == pytest.approx(near, rel=wide)
    found = []
    for few, many in (
        ("head only", "all layers"),
        ("head and second layer", "all layers"),
        ("head only", "from scratch"),
    ):
        rows = [
            [tb.errors_of(kept["transfer"], source="digits", way=w, n=n) for n in transfer.SIZES] for w in (few, many)
        ]
        found += [crossing(transfer.SIZES, *seed) for seed in zip(*np.swapaxes(rows, 1, 2), strict=True)]
    assert min(found) == pytest.approx(70, abs=1) and max(found) == pytest.approx(336, abs=1)


def test_shuffled_pixels_cost_little_unless_frozen(kept):
    scratch, every = ("digits", "from scratch"), ("shuffled pixels", "all layers")
    for n in transfer.SIZES:
        lost, error = paired(kept, scratch, every, n)
        assert (lost > 2.78 * error) == (n == 50) and lost < 0.02
        frozen, _ = paired(kept, scratch, ("shuffled pixels", "head only"), n)
        assert frozen > 0.03
    assert [n for n in transfer.SIZES if paired(kept, scratch, every, n)[0] < 0] == [4000]
    assert paired(kept, scratch, every, 50) == pytest.approx((0.014, 0.003), abs=6e-4)
    assert paired(kept, every, scratch, 4000) == pytest.approx((0.006, 0.004), abs=6e-4)
    assert mean(kept["transfer"], source="shuffled pixels", way="head only", n=200) == pytest.approx(0.67, abs=0.006)


def test_the_advice_of_the_rule(kept):
    def advice(source, n):
        ways = (("digits", "from scratch"), (source, "head only"), (source, "all layers"))
        trial = [rows_where(kept["transfer"], source=s, way=way, n=n)[0]["dev"] for s, way in ways]
        return when_to_transfer(True, 6000, n, *map(np.array, trial))

    found = [advice("digits", n) for n in transfer.SIZES]
    assert found == ["frozen"] * 3 + ["tuned"] + ["scratch"] * 2
    assert {advice("shuffled pixels", n) for n in transfer.SIZES} == {"scratch"}


def test_one_network_against_eight(kept):
    def gap(share):
        one, eight = (tb.errors_of(kept["missing"], missing=share, system=name) for name in plots.MISSING_STYLES)
        d = eight - one
        return d.mean(), d.mean() / (d.std(ddof=1) / np.sqrt(len(d)))

    assert gap(0.0)[0] == pytest.approx(-0.002, abs=0.0005)
    assert gap(0.0)[1] < -2.78 < 2.78 < min(gap(0.5)[1], gap(0.8)[1])  # Student's t of five seeds: 2.78
    assert all(0 < gap(share)[1] < 2.78 for share in (0.9, 0.95, 0.98))


def test_unrelated_tasks_divide_the_layer(kept):
    for units in (64, 128, 256):
        both = mean(kept["narrow"], units=units, task="digit", who="together")
        assert both == pytest.approx(mean(kept["narrow"], units=units // 2, task="digit", who="alone"), abs=0.01)
        assert both > mean(kept["narrow"], units=units, task="digit", who="alone")
    for units in (16, 32):
        both = mean(kept["narrow"], units=units, task="digit", who="together")
        assert both < mean(kept["narrow"], units=units // 2, task="digit", who="alone")
    for units in (64, 128, 256):
        both = mean(kept["narrow"], units=units, task="texture", who="together")
        assert both > mean(kept["narrow"], units=units // 2, task="texture", who="alone")
    shown = [(64, "together"), (64, "alone"), (256, "together"), (256, "alone")]
    found = [mean(kept["narrow"], units=units, task="digit", who=who) for units, who in shown]
    assert found == pytest.approx([0.285, 0.185, 0.119, 0.095], abs=6e-4)


def test_one_network_overtakes_only_the_rule_whose_reader_never_saw_its_boxes(kept):
    curves = {name: tb.curve(kept["sums"], "n", system=name)[1] for name in strips.SYSTEMS}
    meets = {name: crossing(strips.SIZES, curves[name], curves["end to end"]) for name in strips.SYSTEMS[:4]}
    assert meets.pop("rule, reader of true boxes") == pytest.approx(660, abs=10) and set(meets.values()) == {None}
    found = [curves[name][-1] for name in strips.SYSTEMS]
    assert found == pytest.approx([0.52, 0.057, 0.043, 0.033, 0.089], abs=5e-3)
    assert curves["rule, reader of true boxes"][0] == pytest.approx(0.58, abs=5e-3)


def test_with_more_units_and_patience_the_network_stays_behind(kept):
    (row,) = kept["wider"]
    assert np.mean(row["errors"]) == pytest.approx(0.073, abs=6e-4)
    for system, due in (("rule, reader of its boxes", (0.016, 0.004)), ("learnt boxes", (0.031, 0.004))):
        d = np.array(row["errors"]) - tb.errors_of(kept["sums"], system=system, n=strips.SIZES[-1])
        error = d.std(ddof=1) / np.sqrt(len(d))
        assert (d.mean(), error) == pytest.approx(due, abs=6e-4) and d.mean() > 2.78 * error


def test_a_rare_task_gains_where_the_others_are_not_rare(kept):
    def gain(task, n, who):
        d = tb.errors_of(kept["one rare"], task=task, n=n, who="alone")
        d = d - tb.errors_of(kept["one rare"], task=task, n=n, who=who)
        return d.mean() / (d.std(ddof=1) / np.sqrt(len(d)))

    assert gain("is it prime?", 25, "others all") > 2 and gain("is it prime?", 100, "others all") > 2
    assert gain("a multiple of 3?", 100, "others all") > 2 > gain("a multiple of 3?", 25, "others all")
    for task in measured.RARE:
        assert 0 < gain(task, 100, "as few, other images") < 2.78  # Student's t of five seeds
        assert 0 < gain(task, 100, "others as few") < 2.78
        for n in (25, 100, 400):
            alone = mean(kept["one rare"], task=task, n=n, who="alone")
            assert alone - mean(kept["one rare"], task=task, n=n, who="others as few") < 0.011


def test_a_mean_between_two_places_lies_between(kept):
    table = kept["missing"]
    ends = [mean(table, missing=share, system="one network") for share in (0.8, 0.9)]
    assert min(ends) < tb.between(table, "missing", 0.85, system="one network")[0] < max(ends)


# Decisions and the challenge


def test_what_the_options_were_worth(kept):
    first, second = (dict(decision.ranked({})) for decision in decisions.DECISIONS)
    assert [round(first[letter], 3) for letter in "dbac"] == [0.345, 0.447, 0.467, 0.480]
    assert mean(kept["transfer"], source="digits", way="all layers", n=200) == pytest.approx(0.317, abs=6e-4)
    assert sorted(second, key=second.get) == list("cbda")
    assert {name: set(options) for name, options in decisions.ERRORS.items()} == {
        decision.name: set(decision.options) for decision in decisions.DECISIONS
    }


def test_the_challenge_s_baseline_is_what_its_code_errs(kept):
    best = min(kept["challenge"], key=lambda row: np.mean(row["errors"]))
    assert best["rate"] == open_challenge.RATE != min(open_challenge.RATES)
    assert round(np.mean(best["errors"]), 3) == open_challenge.CHALLENGE.baseline


def test_the_baseline_comes_again_on_one_seed(kept, monkeypatch):
    small_challenge(monkeypatch)
    (row,) = rows_where(kept["challenge"], rate=open_challenge.RATE)
    assert open_challenge.mean_error(open_challenge.end_to_end) == pytest.approx(row["errors"][0], abs=0.03)


def test_questions_on_other_images_keep_as_many_answers_each():
    Y = studies.asked_data(0).Y
    kept = studies.on_other_images(Y, 2, 100)
    assert np.all((~np.isnan(kept)).sum(axis=0)[:800] == 1) and np.all((~np.isnan(kept)).sum(axis=1) == 100)
    np.testing.assert_array_equal(kept[2, :100], Y[2, :100])


def small_challenge(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (40,))


def sums_of_halves(images, sums, rng, steps=1000):
    """One network reads both halves; what it says of the two is added up, and only the sum is compared."""
    H, parameters = strips.halves(images), networks.start([80, 64, 5], rng)
    learnt, step = networks.ready(parameters, 3e-3)
    for k, chosen in enumerate(networks.batches(len(sums), 64, steps, rng)):
        scores, cache = class_scores(H[:, np.concatenate([2 * chosen, 2 * chosen + 1])], learnt)
        p = np.exp(scores - scores.max(axis=0))
        p /= p.sum(axis=0)
        other = (sums[chosen] - 10) - np.arange(5)[:, np.newaxis]  # what the other digit has to be
        possible, other = (other >= 0) & (other < 5), np.clip(other, 0, 4)
        left, right = np.split(p, 2, axis=1)
        both = [
            one * np.where(possible, np.take_along_axis(two, other, 0), 0)
            for one, two in ((left, right), (right, left))
        ]
        dZ = (p - np.hstack([b / (b.sum(axis=0) + 1e-9) for b in both])) / len(chosen)
        grads = layers_backward(learnt["W2"].T @ dZ, {key: learnt[key] for key in ("W1", "b1")}, cache)
        grads |= {"dW2": dZ @ cache[-1].T, "db2": dZ.sum(axis=1, keepdims=True)}
        step(grads, 3e-3 * (1 - k / steps))
    return lambda unseen: strips.classes_of(strips.halves(unseen), learnt).reshape(-1, 2).sum(axis=1) + 10


def test_one_reader_for_both_halves_beats_the_challenge(monkeypatch):
    small_challenge(monkeypatch)
    score = open_challenge.mean_error(sums_of_halves)
    assert score < 0.3 and open_challenge.CHALLENGE.beats(score)


def test_the_lab_s_own_pipeline_does_not_read_these_digits(monkeypatch):
    small_challenge(monkeypatch)
    data, dev, _ = strips.sums_data(0, 300)
    reader = strips.train("reader of true boxes", data, dev, 0, 3e-3).parameters
    finder = strips.train("finder", data, dev, 0, 3e-3).parameters

    def earlier_cell(images, sums, rng):
        return lambda unseen: pipeline_predict(
            unseen, lambda x: strips.find(x, finder), lambda x: strips.read(x, reader)
        )

    assert not open_challenge.CHALLENGE.beats(open_challenge.mean_error(earlier_cell))


def test_what_is_no_function_of_images_is_refused(monkeypatch):
    small_challenge(monkeypatch)
    with pytest.raises(OverBudget, match="return a function"):
        open_challenge.mean_error(lambda images, sums, rng: sums)
    with pytest.raises(OverBudget, match="one sum each"):
        open_challenge.mean_error(lambda images, sums, rng: lambda unseen: sums[:3])


def test_nothing_is_read_when_the_lab_is_imported():
    code = (
        "import pathlib; read = pathlib.Path.read_text\n"
        "def refuse(self, *a, **k):\n    assert self.name != 'measured.json'; return read(self, *a, **k)\n"
        "pathlib.Path.read_text = refuse\nimport utils.labs.course3.week2_learning_from_tasks"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_one_network_learns_with_the_learner_s_functions():
    data = studies.asked_data(1, m=300)
    calls = []

    def forward(*arguments):
        calls.append("forward")
        return multitask_forward(*arguments)

    def backward(*arguments):
        calls.append("backward")
        return multitask_backward(*arguments)

    shared, heads = studies.one_network(data, data.Y, 1, steps=60, forward=forward, backward=backward)
    assert len(calls) == 120 and studies.wrong_answers(shared, heads, data.X_test, data.Y_test).mean() < 0.3


def test_every_system_has_a_style():
    assert set(plots.SYSTEM_STYLES) == set(strips.SYSTEMS) and set(plots.WAY_STYLES) == set(transfer.WAYS)
