"""The kept results of the lab on attention: every row, what the text says of them, and runs that come again."""

import numpy as np
import pytest

from utils.data.order_tasks import copy_back
from utils.labs.course5.week4_attention import measured, pairs, plots
from utils.labs.course5.week4_attention.copying import (
    DELAY,
    LONG,
    SHORT,
    STRETCHES,
    Copier,
    by_stretch,
    near_and_far,
    right_by_step,
    the_last,
)
from utils.labs.measured import load_measured, rows_where
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam

pytestmark = pytest.mark.lab("course5/week4_attention")
LAST = len(STRETCHES) - 1


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week4_attention")


def lengths(kept, kind, offsets=False):
    (row,) = rows_where(kept["lengths"], kind=kind, offsets=offsets)
    return np.array(row["right"]), np.array(row["late"])


def test_the_tables_hold_every_row_once(kept):
    assert [(row["kind"], row["offsets"]) for row in kept["lengths"]] == measured.WAYS
    assert [(row["d"], row["scaling"]) for row in kept["scaling"]] == [
        (d, scaling) for d in measured.SIZES for scaling in measured.SCALINGS
    ]
    sights = [(row["task"], row["kind"], row["positions"], row["masked"], row["layers"]) for row in kept["orders"]]
    assert sights == [(task, *sight) for task in measured.TASKS for sight in measured.SIGHTS]
    assert not set(measured.SEARCH) & set(measured.JUDGE)
    assert [row["kind"] for row in kept["farther"]] == ["rotated", "biased"]
    assert [row["heads"] for row in kept["heads"]] == list(measured.HEADS)
    for row, (d, rate, steps, every) in zip(kept["patient"], measured.PATIENT, strict=True):
        assert (row["d"], row["rate"], row["every"], len(row["looks"][0])) == (d, rate, every, steps // every)
    for row in kept["scaling"] + kept["orders"] + kept["patient"]:
        assert len(row["looks"]) == len(measured.JUDGE)


def test_the_command_measures_every_row(monkeypatch, kept):
    monkeypatch.setattr(
        measured, "copier_run", lambda kind, offsets, rate, seed: (Copier("none", np.random.default_rng(0)), [rate])
    )
    monkeypatch.setattr(
        measured, "right_by_step", lambda model, length=LONG, first=0, sequences=1: np.ones(length - DELAY)
    )
    monkeypatch.setattr(measured, "scaling_run", lambda d, scaling, rate, seed, *lengths: [rate])
    monkeypatch.setattr(measured.pairs, "train", lambda heads, rate, steps, seed: rate)
    monkeypatch.setattr(measured, "order_run", lambda *arguments, rate, seed, **what: [rate])
    found = measured.measure()
    same = {"lengths": ("kind", "offsets"), "scaling": ("d", "scaling"), "orders": ("task", "kind", "positions")}
    same |= {"farther": ("kind",), "patient": ("d", "rate", "every"), "heads": ("heads",)}
    assert list(found) == list(kept)
    for name, keys in same.items():
        assert [[row[key] for key in keys] for row in found[name]] == [[row[k] for k in keys] for row in kept[name]]
    highest = {name: {row["rate"] for row in found[name]} for name in found if name != "patient"}
    assert highest == {"lengths": {0.1}, "farther": {0.1}, "scaling": {0.3}, "orders": {0.1}, "heads": {0.03}}


def test_no_rate_lies_at_its_grid_s_edge(kept):
    grids = {"lengths": "RATES", "scaling": "SCALING_RATES", "orders": "ORDER_RATES", "heads": "PAIR_RATES"}
    for name, grid in grids.items():
        rates = getattr(measured, grid)
        for row in kept[name]:
            nothing_to_learn = row.get("task") == "which_first" and not row["positions"] and not row["masked"]
            assert nothing_to_learn or min(rates) < row["rate"] < max(rates), row


def test_only_the_order_s_question_needs_the_order(kept):
    for row in kept["orders"]:
        right = measured.last(row)
        if row["task"] == "more_often":
            assert right.min() > 0.99
        elif row["kind"] == "GRU" or row["masked"]:
            assert right.min() > 0.99
        elif row["positions"]:
            assert right.min() > 0.95
        else:
            assert np.abs(right - 0.5).max() < 0.03
    by_mask, by_positions = (
        rows_where(kept["orders"], task="which_first", kind="attention", masked=masked, positions=not masked)[0]
        for masked in (True, False)
    )
    assert np.mean(by_mask["looks"]) > np.mean(by_positions["looks"])


def test_what_holds_beyond_the_training_s_length(kept):
    for kind in ("learned", "sinusoidal", "rotated", "biased"):
        assert lengths(kept, kind)[0][:, 0].min() > 0.99
    assert lengths(kept, "none")[0][:, 0].max() < 0.3
    assert lengths(kept, "learned")[0][:, 1:].max() < 0.15
    means = lengths(kept, "sinusoidal")[0].mean(axis=0)[1:]
    assert 0.19 < means.min() and means.max() < 0.35
    assert 0.5 < lengths(kept, "sinusoidal")[1].mean() < 0.75
    for kind, least in (("rotated", 0.7), ("biased", 0.95)):
        right, late = lengths(kept, kind)
        assert late.min() == 1 and least < right.mean(axis=0)[LAST] < 0.98 < right.mean(axis=0)[1]


def test_a_second_training_at_all_positions_takes_most_of_the_loss_away(kept):
    assert lengths(kept, "sinusoidal", True)[0].mean(axis=0).min() > 0.9
    assert lengths(kept, "learned", True)[0].mean(axis=0).min() > 0.75


def test_what_the_division_decides(kept):
    right = {(row["d"], row["scaling"]): measured.last(row) for row in kept["scaling"]}
    for scaling in measured.SCALINGS:
        assert right[16, scaling].min() > 0.99
    for d in (64, 128):
        assert right[d, "divided by √d"].min() > 0.99 and right[d, "not divided"].max() < 0.3
    means = {key: np.mean(looks_of(kept, *key), axis=1) for key in right}
    for d in (64, 128):
        for scaling in ("W_q and W_k begin smaller", "divided by d"):
            assert right[d, scaling].min() > 0.99
            assert means[d, scaling].mean() == pytest.approx(means[d, "divided by √d"].mean(), abs=0.03)
    of_q = means[128, "W_q begins smaller"]
    assert right[64, "W_q begins smaller"].min() > 0.99 and of_q.max() < 0.68 < means[128, "divided by √d"].min()


def looks_of(kept, d, scaling):
    (row,) = rows_where(kept["scaling"], d=d, scaling=scaling)
    return row["looks"]


def test_the_undivided_layer_learns_it_with_several_times_as_many_batches(kept):
    small, large = (np.array(row["looks"]) for row in kept["patient"])
    assert small[:, -1].min() >= 0.99 and small[:, 2].max() < 0.8
    assert np.sum(large[:, 4] > 0.98) == 4 and large[2].max() < 0.5


def test_what_makes_rotated_and_biased_scores_fall(kept):
    for row in kept["farther"]:
        assert np.min(row["the last"]) == 1 and np.mean(row["very long"]) < 0.65
        every = lengths(kept, row["kind"])[0][:, LAST].mean()
        assert np.mean(row["very long"]) < every < np.mean(row["the last"])
    rotated, biased = (np.array(row["near and far"]) for row in kept["farther"])
    assert biased.min() == 1 and rotated.mean() < 0.9


def test_the_keys_that_are_left():
    distance = np.arange(LONG)[:, np.newaxis] - np.arange(LONG)
    for sees in (the_last, near_and_far):
        keys = (sees(distance) & (distance >= 0)).sum(axis=1)[96:]
        assert 24 <= keys.min() and keys.max() == SHORT
    far = near_and_far(np.arange(LONG))
    assert far[:8].all() and not far[8:SHORT].any()


@pytest.mark.parametrize("sees", [the_last, near_and_far])
def test_a_key_that_is_not_seen_moves_nothing(sees):
    model, x = Copier("rotated", np.random.default_rng(0)), np.random.default_rng(1).integers(0, 8, (1, 60))
    model.sees = sees
    before, hidden = model.forward(x)[0], np.flatnonzero(~sees(59 - np.arange(60)))[0]
    x[0, hidden] = (x[0, hidden] + 1) % 8
    after = model.forward(x)[0]
    np.testing.assert_array_equal(after[59], before[59])
    assert np.abs(after[hidden] - before[hidden]).max() > 0.01


def test_two_heads_name_pairs_that_one_does_not(kept):
    right = {row["heads"]: row["right"] for row in kept["heads"]}
    assert max(right[1]) < 0.4 and min(right[2]) >= 0.9 and min(right[4]) > 0.99


def test_a_pair_is_what_stood_1_and_3_steps_before():
    x, y, counts = pairs.draw(2, np.random.default_rng(0))
    assert not counts[:, :3].any() and counts[:, 3:].all()
    assert y[1, 7] == 4 * x[1, 6] + x[1, 4]


def test_with_adam_the_division_is_a_smaller_start_and_smaller_steps():
    models = [Copier("sinusoidal", np.random.default_rng(1), power=power, d=16).cast(np.float64) for power in (0.5, 0)]
    models[1].Wq /= 4
    rest = models[1].parameters()
    smaller = Adam({"Wq": rest.pop("Wq")}, 0.0025)
    optimizers = [Adam(models[0].parameters(), 0.01)], [smaller, Adam(rest, 0.01)]
    for _ in range(4):
        x, y, counts = copy_back(8, 12, np.random.default_rng(2))
        for model, steps in zip(models, optimizers, strict=True):
            _, gradient = softmax_cross_entropy(model.forward(x), y, mask=counts)
            model.backward(gradient)
            gradients = model.gradients()
            for step in steps:
                step.step({name: gradients[name] for name in step.parameters})
    np.testing.assert_allclose(models[1].Wq * 4, models[0].Wq, rtol=1e-3)


@pytest.mark.parametrize("kind", ["learned", "rotated"])
def test_a_kept_run_comes_again(kept, kind):
    (row,) = rows_where(kept["lengths"], kind=kind, offsets=False)
    model, _ = measured.copier_run(kind, False, row["rate"], measured.JUDGE[0])
    assert by_stretch(right_by_step(model))[:2] == pytest.approx(row["right"][0][:2], abs=0.05)
    late = np.mean(right_by_step(model, SHORT, first=LONG - SHORT))
    assert late == pytest.approx(row["late"][0], abs=0.1)


def test_the_still_figures_have_fixed_limits(kept):
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    plots.right_by_length(ax, rows_where(kept["lengths"], offsets=False))
    assert ax.get_ylim() == (0, 1.05)
    ax = Figure().subplots()
    plots.learnt_by_size(ax, kept["scaling"])
    assert ax.get_ylim() == (0, 1.05)
