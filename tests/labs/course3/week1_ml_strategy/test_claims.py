"""What the lab on strategy says in words: its numbers, its choices, and what the case study counts."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.checking import OverBudget
from utils.labs.course3.week1_ml_strategy import experiments, lab, measured, open_challenge, plots, studies
from utils.labs.course3.week1_ml_strategy.decisions import DECISIONS
from utils.labs.course3.week1_ml_strategy.options import OPTIONS, after
from utils.labs.measured import load_measured, rows_where
from utils.steps import ml_strategy as steps

pytestmark = pytest.mark.lab("course3/week1_ml_strategy")


@pytest.fixture(scope="module")
def table():
    return load_measured("course3/week1_ml_strategy")


def certain(effect, error):
    return abs(effect) > 2 * error


def effects(table, start):
    return {
        row["knob"]: list(zip(row["effect"], row["error"], strict=True))
        for row in rows_where(table["knobs"], start=start)
    }


def test_the_prediction_s_answer(table):
    knobs = effects(table, "poor fit")
    assert table["knobs"][0]["before"] == pytest.approx([0.29, 0.375], abs=0.005)
    offers = ("4 × the images", "4 × the units", "weight decay", "early stopping")
    assert min(offers, key=lambda knob: knobs[knob][1][0]) == "4 × the units"
    assert knobs["4 × the units"][1][0] == pytest.approx(-0.18, abs=0.005)
    assert knobs["4 × the images"][1][0] == pytest.approx(-0.02, abs=0.005) and not certain(*knobs["4 × the images"][1])
    assert knobs["weight decay"][0][0] > 0 and certain(*knobs["weight decay"][0])
    assert knobs["early stopping"] == [(0, 0), (0, 0)]


def test_what_is_said_of_the_knobs(table):
    poor, over = effects(table, "poor fit"), effects(table, "overfit")
    falls = {knob for knob, (_, dev) in poor.items() if dev[0] < 0 and certain(*dev)}
    assert falls == {"4 × the units", "4 × the steps"}
    assert {knob for knob, (train, _) in poor.items() if train[0] < 0 and certain(*train)} == falls
    falls = {knob for knob, (_, dev) in over.items() if dev[0] < 0 and certain(*dev)}
    exchanged = {"4 × the images", "weight decay", "¼ of the steps", "early stopping"}
    assert falls == exchanged | {"4 × the units"}
    assert {knob for knob, (train, _) in over.items() if train[0] > 0 and certain(*train)} == exchanged
    assert over["4 × the units"][0][0] == 0 and rows_where(table["knobs"], start="overfit")[0]["before"][0] == 0


def test_what_is_said_of_steps_with_another_knob_turned(table):
    alone, decay, strong, _, patient, hasty = ([*row["effect"], *row["error"]] for row in table["together"])
    left = [row[0] / alone[0] for row in (patient, decay, hasty, strong)]
    assert left == pytest.approx([3 / 4, 2 / 3, 2 / 5, 1 / 8], abs=0.025)
    for row in (patient, decay):
        assert abs(row[1] - alone[1]) < 2 * alone[3]
    assert [row[1] / alone[1] for row in (hasty, strong)] == pytest.approx([3 / 4, 1 / 2], abs=0.03)
    assert [row["with"] for row in table["together"]] == list(measured.TOGETHER)


def test_four_times_the_images_with_as_many_epochs(table):
    images, steps = (
        rows_where(table["paths"], path="a")[0],
        rows_where(table["together"], **{"with": "4 × the images"})[0],
    )
    error = images["errors"][1] + steps["effect"][1]
    assert error == pytest.approx(0.230, abs=0.001)
    assert table["knobs"][0]["before"][1] - error == pytest.approx(0.15, abs=0.006)


def test_a_kept_run_is_found_again(table):
    change = experiments.knobs_of(experiments.POOR_FIT)["weight decay"]
    found = [
        np.subtract(
            experiments.train_and_judge({**experiments.POOR_FIT, **change}, s),
            experiments.train_and_judge(experiments.POOR_FIT, s),
        )
        for s in (0, 1)
    ]
    kept = rows_where(table["knobs"], start="poor fit", knob="weight decay")[0]
    assert np.abs(np.mean(found, axis=0) - kept["effect"]).max() < 6 * max(kept["error"])
    assert experiments.errors({**experiments.POOR_FIT, "patience": 5}, 3) == experiments.errors(experiments.POOR_FIT, 3)


def test_steps_are_exact_whatever_the_images():
    starts = [experiments.POOR_FIT, experiments.OVERFIT]
    settings = [{**s, **change} for s in starts for change in ({}, *experiments.knobs_of(s).values())]
    settings += [after(path, experiments.POOR_FIT) for path in ("a", "aa", "ab", "bb")]
    for setting in settings:
        assert setting["steps"] * experiments.BATCH % setting["images"] == 0


def test_the_decisions_are_the_kept_paths(table):
    first, second = DECISIONS
    assert first.solution + second.solution == "ba"  # the solution goes the best way
    assert first.ranked({})[0][0] == "b"
    assert second.ranked({"first_step": "b"})[0] == ("a", 0.1723) and second.ranked({"first_step": "a"})[0][0] == "b"
    pairs = {row["path"]: row["errors"][1] for row in table["paths"] if len(row["path"]) == 2}
    assert len(pairs) == 16 and pairs["ab"] == pairs["ba"] == min(pairs.values())
    assert min(error for path, error in pairs.items() if path not in ("ab", "ba")) == pairs["bc"]
    assert pairs["bc"] - pairs["ba"] == pytest.approx(0.012, abs=5e-4)
    test = {row["path"]: row["errors"][2] for row in table["paths"]}
    assert test["ba"] == min(test.values())
    assert all(error > 0.35 for path, error in pairs.items() if "b" not in path)
    assert set(OPTIONS) == set("abcd")


def test_the_diagnosis_leads_along_the_best_path(table):
    for path, due in (("", "bias"), ("b", "variance")):
        (row,) = rows_where(table["paths"], path=path)
        assert steps.diagnose(0.073, *row["errors"], 4000, 3970)[0] == due
    _, gaps = steps.diagnose(0.073, *rows_where(table["paths"], path="b")[0]["errors"], 4000, 3970)
    assert gaps["bias"] < 0


def test_how_often_each_rule_names_the_best_knob(table):
    rows = [(row, min(row["effects"], key=row["effects"].get)) for row in table["situations"]]
    right = {"bias": [], "variance": []}
    for row, best in rows:
        right[row["focus"]].append((best == "b") == (row["focus"] == "bias"))
        bias = row["errors"][1] - row["errors"][0]
        assert (bias > 0.005) == (row["errors"][1] > 0.1) == (best == "b")
        assert best == "b" or best == "a"
    assert [(sum(found), len(found)) for found in right.values()] == [(6, 6), (8, 12)]
    assert sum(best == "b" for _, best in rows) == 10


def test_the_kept_people_are_those_of_the_lab(table):
    assert np.mean([row["lowest"] for row in table["people"]]) == pytest.approx(0.073, abs=0.0005)
    assert table["people"][3] == measured.people_row(3)
    lowest = np.mean([row["lowest"] for row in table["people"][:4]])
    assert table["situations"][0]["errors"][0] == pytest.approx(lowest, abs=1e-4)


def test_whose_error_turns_the_diagnosis(table):
    errors = rows_where(table["paths"], path="ba")[0]["errors"]
    alone = np.mean([row["alone"] for row in table["people"]], axis=0)
    found = [steps.diagnose(human, *errors, 4000, 3970)[0] for human in (*alone, 0.073, 0.034)]
    assert found == ["variance"] * 3 + ["bias"] * 4
    assert [errors[0] - 0.073, errors[0] - 0.034, errors[1]] == pytest.approx([0.063, 0.102, 0.172], abs=5e-4)


def test_people_err_together(table):
    for row in table["people"][:4]:
        assert 0.008 < row["by chance"] < 0.02 and 0.065 < row["together"] < 0.11
    assert studies.three_or_more([0.5] * 5) == pytest.approx(0.5)


def test_no_people_are_better_than_who_knows_every_clean_digit(table):
    rows = table["people"][:4]
    assert all(row["knows all"] < min(row["lowest"], row["knows 1000"]) for row in rows)
    low, high = (np.mean([row[name] for row in rows]) for name in ("knows all", "knows 1000"))
    assert low == pytest.approx(0.03, abs=0.006) and high == pytest.approx(0.07, abs=0.006)


def test_what_is_handed_out_cannot_be_changed_for_the_rest_of_the_session():
    setting = experiments.poor_fit()
    setting["units"] = 1
    assert experiments.poor_fit()["units"] == 6
    for array in (*experiments.parts(0)[2], experiments.people(0)):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_the_arithmetic_mean_takes_lower_thresholds():
    thresholds, differ = np.arange(0.02, 0.9, 0.02), []
    for seed in range(6):
        data = studies.tumours(seed)
        scored = studies.scores(data)
        pairs = [steps.precision_recall_f1(data.Y_dev, (scored >= t).astype(int))[:2] for t in thresholds]
        best = [thresholds[np.argmax([mean(*pair) for pair in pairs])] for mean in studies.MEANS.values()]
        assert best[0] <= best[1] <= best[2]
        if best[0] < best[2]:
            differ.append((best[0], best[2]))
    low, high = np.transpose(differ)
    assert len(differ) == 4 and low.min() > 0.09 and low.max() < 0.27 and high.min() > 0.31 and high.max() < 0.39


def test_the_weights_change_which_model_wins_in_every_split():
    for seed in range(6):
        data = studies.tumours(seed)
        a, b = ((studies.scores(data, weight) >= 0.5).astype(int) for weight in (1.0, 10.0))
        for weights, sign in (({}, -1), ({1: 3.0}, 1), ({1: 10.0}, 1)):
            gain = steps.weighted_error(data.Y_dev, a, weights) - steps.weighted_error(data.Y_dev, b, weights)
            assert sign * gain > 0


def test_a_threshold_does_what_a_new_training_does_and_always_is_not_far():
    weighted, plain = {}, {}
    for seed in range(6):
        data = studies.tumours(seed)
        for name, said in studies.decisions(data, 10).items():
            weighted.setdefault(name, []).append(steps.weighted_error(data.Y_dev, said, {1: 10.0}))
            plain.setdefault(name, []).append(steps.weighted_error(data.Y_dev, said, {}))
    mean = {name: np.mean(errors) for name, errors in weighted.items()}
    assert mean["A at 1/11"] == pytest.approx(mean["B"], abs=0.002)
    assert mean["A"] - mean["always"] > 0.8 * (mean["A"] - mean["B"])
    assert all(np.less(plain["A"], plain["B"])) and all(np.less(weighted["B"], weighted["A"]))


def test_one_of_four_readers_is_certainly_worse_than_support_vectors():
    found = studies.differences(studies.readers(0), "support vectors", experiments.parts(0)[1])
    assert [name for name, (apart, error) in found.items() if apart > 2 * error] == ["logistic regression"]
    assert len(found) == 4 and all(apart > 0 for apart, _ in found.values())


def test_the_dev_set_by_day_chooses_what_the_test_set_by_night_rejects():
    found = [studies.day_and_night(seed) for seed in range(5)]
    assert all(row["by day"][0] < row["by night"][0] for row in found)
    assert sum(row["by night"][1] < row["by day"][1] for row in found) == 4
    ax = Figure().subplots()
    plots.two_targets(ax, found)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["has learnt by day", "has learnt by night"]


def test_the_exact_interval_and_the_formula():
    assert studies.exact_interval(373, 12_422) == pytest.approx((0.03 - 0.003, 0.03 + 0.003), abs=3e-4)
    assert studies.exact_interval(0, 100) == pytest.approx((0, 0.0362), abs=1e-4)
    assert steps.split_sizes(1_242_200, 0.03, 0.003)[1] == 12_422


def test_one_dev_set_tells_more_than_two():
    for n in (400, 2000):
        same, two = studies.better_looks_better(n, 0.02, 0.010, 0.007, np.random.default_rng(1))
        close, _ = studies.better_looks_better(n, 0.026, 0.004, 0.001, np.random.default_rng(1))
        assert close > same > two > 0.5


def test_a_model_passes_people_and_stays_above_the_bayes_error(table):
    human, bayes = studies.bayes_error(studies.LOOKED_AT), studies.bayes_error()
    found = {row["n"]: row["error"] for row in table["a model"]}
    assert found[24] > human > found[32] > found[4096] > bayes and list(found) == list(measured.COUNTS)
    again = np.mean([studies.error_of_a_model(24, seed) for seed in range(200)])
    assert found[24] == pytest.approx(again, abs=1e-3)
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, 20_000)
    X = rng.normal(size=(20_000, studies.COLUMNS)) + studies.SHIFT * (2 * Y[:, np.newaxis] - 1)
    assert np.mean((X.sum(axis=1) > 0) != Y) == pytest.approx(bayes, abs=0.01)
    assert np.mean((X[:, : studies.LOOKED_AT].sum(axis=1) > 0) != Y) == pytest.approx(human, abs=0.012)
    ax = Figure().subplots()
    plots.error_by_examples(ax, list(found), list(found.values()), human, bayes)
    assert len(ax.lines) == 3


def test_the_effects_are_drawn_with_two_standard_errors(table):
    axes = Figure().subplots(1, 2)
    plots.knob_effects(axes, table["knobs"])
    assert [ax.get_title()[:8] for ax in axes] == ["poor fit", "overfit:"]
    assert len(axes[0].containers) == 2 and axes[0].containers[1].lines[0].get_xdata()[0] == pytest.approx(-0.184)


def test_rows_of_the_table_are_made_by_the_functions_that_the_lab_shows(monkeypatch):
    monkeypatch.setattr(measured, "SEEDS", [0, 1])
    monkeypatch.setattr(measured, "errors", lambda setting, seed: (0.1, 0.2 + seed * 0.02, 0.3))
    row = measured.path_row("ba")
    assert row["errors"] == [0.1, 0.21, 0.3] and row["standard errors"] == [0, 0.01, 0]


# The open challenge


def test_the_challenge_s_start_is_its_baseline_and_fewer_steps_beat_it():
    challenge = open_challenge.CHALLENGE
    assert open_challenge.mean_test_error(lambda judge, start: start) == pytest.approx(challenge.baseline, abs=0.01)
    assert challenge.beats(open_challenge.mean_test_error(lambda judge, start: {**start, "patience": 5}))


def test_too_many_trainings_and_settings_beyond_the_limits_are_over_budget(monkeypatch):
    monkeypatch.setattr(experiments, "errors", lambda setting, seed: (0.1, 0.2, 0.3))
    with pytest.raises(OverBudget, match="more than 8 networks"):
        open_challenge.mean_test_error(lambda judge, start: [judge(start) for _ in range(9)])
    with pytest.raises(OverBudget, match="units = 65"):
        open_challenge.mean_test_error(lambda judge, start: {**start, "units": 65})
    wrong = {
        "no others": {"units": 6},
        "a dictionary like start": None,
        "'Adam' or 'SGD'": {**open_challenge.START, "optimizer": "adam"},
        "expect a number": {**open_challenge.START, "units": "64"},
        "images = 1 lies": {**open_challenge.START, "images": 1},
        "no weight decay": {**open_challenge.START, "optimizer": "SGD", "decay": 1.0},
    }
    for message, setting in wrong.items():
        with pytest.raises(OverBudget, match=message):
            open_challenge.mean_test_error(lambda judge, start, setting=setting: setting)
    assert not set(open_challenge.SEEDS) & set(measured.SEEDS)


def test_the_planted_bug_shows_what_its_symptom_says():
    exercise = lab.exercises["orthogonal_knobs"]
    one, two = {"a": {"a": 1}, "b": {"b": 1}}, {"b": {"b": 1}, "a": {"a": 1}}
    for function, same in ((exercise.planted.function, False), (exercise.reference, True)):
        here, there = (function(studies.toy, {"a": 0, "b": 0}, knobs, [0, 1])[0] for knobs in (one, two))
        assert np.allclose(here, there[::-1]) == same


# The case study


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall)


def test_what_the_case_study_counts():
    models = {"A": (0.92, 0.70), "B": (0.78, 0.84), "C": (0.66, 0.99)}
    assert [round(f1(*pair), 3) for pair in models.values()] == [0.795, 0.809, 0.792]
    assert round(sum(models["C"]) / 2, 3) == 0.825
    cameras = {"P": (0.83, 38, 60), "Q": (0.86, 39, 70), "R": (0.84, 41, 20), "S": (0.81, 9, 12)}
    cameras = {name: dict(zip(("F1", "ms", "MB"), values, strict=True)) for name, values in cameras.items()}
    assert steps.choose_model(cameras, "F1", {"ms": 40, "MB": 64}, {}) == "P"
    sizes = [steps.split_sizes(10**7, e, h)[1] for e, h in ((0.04, 0.005), (0.04, 0.01), (0.5, 0.005))]
    assert sizes == [5901, 1476, 38416] and 1.96 * (0.04 * 0.96 / 4000) ** 0.5 == pytest.approx(0.006, abs=1e-4)


def test_packs_and_cells():
    Y = np.repeat([[1, 2]], [1000, 9000], axis=1)
    missed = {"V": (10, 900), "W": (60, 270)}
    said = {}
    for name, (packs, cells) in missed.items():
        said[name] = Y.copy()
        said[name][0, :packs] = said[name][0, 1000 : 1000 + cells] = 0
    plain = [round(steps.weighted_error(Y, one, {}), 3) for one in said.values()]
    weighted = [round(steps.weighted_error(Y, one, {1: 30.0}), 3) for one in said.values()]
    assert plain == [0.091, 0.033] and weighted == [0.031, 0.053]
    assert [(30 * p + c) / 10_000 for p, c in missed.values()] == [0.12, 0.207] and (30_000 + 9000) / 10_000 == 3.9
    packs, cells = np.sum(list(missed.values()), axis=0)  # no error shared: the largest variance of the difference
    assert (60 * 30 + 270 - 10 * 30 - 900) / np.sqrt(30**2 * packs + cells) > 3


def test_the_luckiest_of_400_models():
    assert 100 * np.random.default_rng(0).binomial(600, 0.055, (2000, 400)).min(axis=1).mean() / 600 == pytest.approx(
        3.0, abs=0.1
    )


def test_the_diagnoses_of_the_case_study():
    for (train, dev), due in (((0.06, 0.08), "bias"), ((0.02, 0.07), "variance")):
        assert steps.diagnose(0.015, train, dev, dev, 12_000, 12_000)[0] == due
    assert steps.diagnose(0.05, 0.06, 0.08, 0.08, 12_000, 12_000)[0] == "variance"
    assert steps.diagnose(0.015, 0.024, 0.030, 0.055, 600, 600)[0] == "dev set"
    chance = 2 * np.sqrt((0.03 * 0.97 + 0.055 * 0.945) / 600)
    assert chance == pytest.approx(0.023, abs=5e-4)
    assert 2 * np.sqrt(0.015 * 0.985 / 2000) == pytest.approx(0.005, abs=5e-4)
    assert steps.diagnose(0.015, 0.009, 0.012, 0.013, 12_000, 12_000)[0] == "yardstick"
    assert np.mean([0.12, 0.05, 0.03, 0.015]) == pytest.approx(0.054, abs=5e-4)


def test_every_question_has_a_story_or_follows_one():
    stories = [bool(question.story) for question in lab.quiz_questions]
    assert all(stories) and lab.case_study and 10 <= len(stories) <= 15
    keys = [question.key for question in lab.quiz_questions]
    assert all(keys.count(letter) == 3 for letter in "abcd")
    assert not any(len(set(three)) == 1 for three in zip(keys, keys[1:], keys[2:], strict=False))
    assert len(list(itertools.groupby(keys))) > 8
