"""What the lab on gated recurrent units says: gates, gradients by gap, kept tables, the challenge, the symptom."""

import math

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from utils.checking import OverBudget
from utils.data.memory_tasks import marked_token
from utils.labs.course5.week1_gru import lab, measured, networks, open_challenge
from utils.labs.course5.week1_gru.by_hand import bit_keeper, bits_and_noise, latch
from utils.labs.course5.week1_gru.common import cell_inputs, sequence
from utils.labs.course5.week1_gru.gradients import centred_differences, gradient_by_gap, mean_gradient
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error
from utils.steps.gru import gru_backward, gru_cell_backward, gru_cell_forward, gru_forward

pytestmark = pytest.mark.lab("course5/week1_gru")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week1_gru")


# Gates


def test_a_gate_of_a_tenth_leaves_half_a_per_cent_after_50_steps():
    assert 0.9**50 == pytest.approx(0.005, abs=2e-4)


def test_a_reset_gate_near_1_shows_the_past_to_the_candidate():
    xt, a_prev, p = cell_inputs(np.random.default_rng(0), 2, 3, 4)
    p["Wr"] = np.zeros_like(p["Wr"])
    moved = {}
    for bias in (-40.0, 40.0):
        p["br"] = np.full((3, 1), bias)
        moved[bias] = np.abs(gru_cell_forward(xt, a_prev, p)[2][4] - gru_cell_forward(xt, a_prev + 1, p)[2][4]).max()
    assert moved[-40.0] < 1e-12 < 0.1 < moved[40.0]


def test_a_gru_keeps_its_bit_and_the_gradient_a_plain_unit_the_bit_only():
    x, bits = bits_and_noise(1000, 50, np.random.default_rng(0))
    kept, slopes = {}, {}
    for strength in (2, 5, 10):
        a, y, (caches, _) = gru_forward(x, np.zeros((1, 1000)), bit_keeper(strength))
        kept[strength] = np.mean(a[0, :, -1] * bits > 0)
        slopes[strength] = np.prod([1 - cache[3] for cache in caches[1:]])
        np.testing.assert_array_equal(y[0, :, -1] > 0.5, a[0, :, -1] > 0)
    assert kept[2] < 0.55 and kept[5] == kept[10] == 1
    assert math.prod([1 - 1 / (1 + math.exp(10))] * 50) > 0.99
    plain, slopes = {}, {}
    for loop in (1.1, 2.5, 5):
        for noise in (0.05, 1.0):
            x, bits = bits_and_noise(1000, 50, np.random.default_rng(0), noise)
            states, slope = latch(x[0] * np.where(x[1] == 1, 3, 1), loop)
            plain[loop, noise] = np.mean(states[:, -1] * bits > 0)
            slopes[loop, noise] = np.median(np.abs(slope))
    assert plain[1.1, 0.05] > 0.99 and plain[2.5, 0.05] == plain[5, 0.05] == 1
    assert plain[1.1, 1.0] < 0.55 and plain[2.5, 1.0] < 0.7 and plain[5, 1.0] > 0.99
    for noise in (0.05, 1.0):
        assert 1e-4 > slopes[1.1, noise] > 1e10 * slopes[2.5, noise] > 1e60 * slopes[5, noise]


def test_the_latch_s_slope_is_its_measured_one():
    x = np.array([[0.3, 0.1, -0.2, 0.4]])
    (_, slope), step = latch(x, 0.7), 1e-6
    ends = []
    for nudge in (step, -step):
        a = np.tanh(x[0, 0]) + nudge
        for value in x[0, 1:]:
            a = np.tanh(0.7 * a + value)
        ends.append(a)
    assert slope[0] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-6)


# The way back


def wrong_parts(backward, T):
    """The names of the gradients that a backward pass has wrong on T steps."""
    x, a0, p = sequence(np.random.default_rng(1), 3, 4, 2, T)
    caches = gru_forward(x, a0, p)[-1]
    da = np.random.default_rng(2).normal(size=(4, 2, T))
    found, due = backward(da, caches), gru_backward(da, caches)
    wrong = {name for name in due if not np.allclose(found[name], due[name])}
    if "dx" in wrong:
        wrong -= {"dx"}
        wrong |= {f"dx{t}" for t in range(T) if not np.allclose(found["dx"][:, :, t], due["dx"][:, :, t])}
    return wrong


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["gru_backward"].planted.function
    weights = {"dWr", "dbr", "dWu", "dbu", "dWc", "dbc"}
    assert [wrong_parts(bug, T) for T in (1, 2, 3)] == [set(), {"da0"}, {"da0", "dx0"} | weights]


def test_centred_differences_by_hand():
    array = np.array([1.0, 2.0])
    slopes = centred_differences(lambda: array[0] ** 2 + 3 * array[1], array)
    np.testing.assert_allclose(slopes, [2, 3], atol=1e-9)
    np.testing.assert_array_equal(array, [1, 2])


def test_without_the_way_through_the_reset_product_the_weights_are_right_on_one_step_only():
    """The quiz's question on the backward pass."""

    def forgetful(da, caches):
        back, total = np.zeros(da.shape[:2]), {}
        for t in reversed(range(da.shape[2])):
            cache = caches[0][t]
            step = gru_cell_backward(da[:, :, t] + back, cache)
            a_next, a_prev, rt, ut, cct, xt, p = cache
            missing = (p["Wc"].T @ ((da[:, :, t] + back) * ut * (1 - cct**2)))[: len(rt)] * rt
            back = step["da_prev"] - missing
            for name in ("Wr", "br", "Wu", "bu", "Wc", "bc"):
                total["d" + name] = total.get("d" + name, 0) + step["d" + name]
            total.setdefault("dx", np.zeros(caches[1].shape))[:, :, t] = step["dxt"]
        return total | {"da0": back}

    assert wrong_parts(forgetful, 1) == {"da0"}
    assert {"dWr", "dWu", "dWc", "dx0"} <= wrong_parts(forgetful, 2)


# Gradients by gap


def test_fresh_gated_cells_forget_sooner_than_an_orthogonal_matrix_and_a_bias_changes_that():
    plain, gru, lstm = mean_gradient("RNN", None, 1, 0), mean_gradient("GRU", 0, 1, 0), mean_gradient("LSTM", 0, 1, 0)
    assert plain[50] == pytest.approx(8e-7, rel=0.1) and gru[50] == pytest.approx(1.5e-8, rel=0.1)
    assert lstm[50] < gru[50] and 40 < plain[50] / gru[50] < 60
    assert mean_gradient("GRU", -3, 1, 0)[50] == pytest.approx(0.1, abs=0.02)
    for seed in range(5):  # in every single seed
        assert gradient_by_gap("GRU", 0, seed=seed)[50] < gradient_by_gap("RNN", seed=seed)[50]


def test_the_reset_gate_is_why_a_fresh_gru_forgets():
    plain, both, wide = (mean_gradient(*one)[50] for one in (("RNN", None, 1, 0), ("GRU", 0, 1, 0), ("GRU", 0, 1, 5)))
    assert wide == pytest.approx(8e-4, rel=0.1) and 900 < wide / plain < 1100
    halved = mean_gradient("GRU", 0, 0.5, 5)[50]  # an open gate before weights half as large
    assert halved == pytest.approx(8e-9, rel=0.1) and 0.5 < halved / both < 1
    assert mean_gradient("GRU", 3, 1, 0)[50] < 1e-15 < 1e-7 < mean_gradient("GRU", 3, 1, 5)[50] < plain


def test_the_order_is_another_from_pytorch_s_uniform_start():
    assert 100 * mean_gradient("RNN", uniform=True)[50] < mean_gradient("GRU", uniform=True)[50] < 1e-9


def test_where_the_plain_network_vanishes_and_explodes():
    sizes = [gradient_by_gap("RNN", scale=scale, seed=0)[50] for scale in (1.5, 1.75)]
    assert sizes[0] < 1 < sizes[1]


def test_the_scale_matters_little_behind_a_gate_that_is_nearly_shut():
    def span(cell, start):
        sizes = [mean_gradient(cell, start, scale, 0)[50] for scale in (0.5, 1, 2, 4)]
        return max(sizes) / min(sizes)

    assert span("GRU", -3) < 20 and span("LSTM", 3) < 40
    assert span("GRU", 0) > 1e14 and span("RNN", None) > 1e26 and span("LSTM", 0) > 1e11


def test_the_gradient_by_gap_is_the_learners_backward_pass_s():
    """The same layer, its weights under the course's names, through the loop of the steps."""
    rng = np.random.default_rng(3)
    layer = networks.CELLS["GRU"](5, 24, rng, return_sequences=False).cast(np.float64)
    x = rng.standard_normal((16, 61, 5))
    layer.forward(x)
    direction = rng.standard_normal((16, 24))
    sizes = np.sqrt(np.mean(np.sum(layer.backward(direction) ** 2, axis=2), axis=0))[::-1]
    p = {"Wy": np.zeros((1, 24)), "by": np.zeros((1, 1))}
    for k, gate in enumerate("ruc"):
        p["W" + gate] = np.hstack([layer.U[k].T, layer.W[k].T])
        p["b" + gate] = layer.b[k].T
    da = np.zeros((24, 16, 61))
    da[:, :, -1] = direction.T
    dx = gru_backward(da, gru_forward(x.transpose(2, 0, 1), np.zeros((24, 16)), p)[-1])["dx"]
    mine = np.sqrt(np.mean(np.sum(dx**2, axis=0), axis=0))[::-1]
    np.testing.assert_allclose(mine / mine[0], sizes / sizes[0], rtol=1e-8)
    np.testing.assert_allclose(sizes / sizes[0], gradient_by_gap("GRU", seed=3), rtol=1e-12)


# What it costs


def test_the_sizes_are_those_of_the_layers():
    rng = np.random.default_rng(0)
    for name, kind in networks.CELLS.items():
        layer = kind(7, 5, rng)
        assert networks.cell_size(name, 7, 5) == sum(array.size for array in layer.parameters().values())
    sizes = [networks.cell_size(name, 5, n_a) for name, n_a in networks.WIDTHS.items()]
    assert max(sizes) - min(sizes) < 120
    assert networks.cell_size("GRU", 100, 200) == 180_600
    assert networks.cell_size("GRU", 64, 128) + networks.cell_size("GRU", 128, 128) == 172_800


# The kept tables


def test_the_tables_hold_every_row_once(kept):
    rows = [(row["cell"], row["start"], row["T"]) for row in kept["tokens"]]
    assert rows == [(cell, start, T) for cell, start in measured.STARTS for T in measured.LENGTHS]
    assert [tuple(row["widths"]) for row in kept["names"]] == measured.STACKS
    for row in kept["tokens"]:
        assert len(row["looks"]) == len(measured.JUDGE) and row["rate"] in measured.RATES[row["cell"]]
        for looks in row["looks"]:
            assert len(looks) == measured.STEPS // measured.LOOK or looks[-1] >= measured.SOLVED
    assert not set(measured.SEARCH) & set(measured.JUDGE)


def test_the_command_measures_every_row(monkeypatch, kept):
    monkeypatch.setattr(measured, "run", lambda cell, start, T, rate, seed: [rate])
    monkeypatch.setattr(measured, "train_on_names", lambda widths, rate, epochs, seed: [9.0, rate, 9.0])
    found = measured.measure()
    for name, same in (("tokens", ("cell", "start", "T")), ("names", ("widths", "size"))):
        assert [[row[key] for key in same] for row in found[name]] == [[row[k] for k in same] for row in kept[name]]
    assert [row["T"] for row in found["slow"]] == [row["T"] for row in kept["slow"]] == list(measured.LENGTHS)
    rates = {cell: {row["rate"] for row in rows_where(found["tokens"], cell=cell)} for cell in measured.RATES}
    assert rates == {cell: {max(grid)} for cell, grid in measured.RATES.items()} and {
        row["rate"] for row in found["names"]
    } == {0.003}


def test_a_solved_run_counts_as_solved_at_all_later_looks(monkeypatch):
    looks = {0.003: [0.3, 0.99], 0.01: [0.6] * 8}
    monkeypatch.setattr(measured, "run", lambda cell, start, T, rate, seed: looks.get(rate, [0.5] * 8))
    assert measured.best_rate("GRU", 0, 10) == 0.003


def test_start_rate_and_cell_each_decide(kept):
    table = {}
    for row in kept["tokens"]:
        table.setdefault((row["cell"], row["start"]), []).append(measured.solved(row))
    assert table["GRU", 0] == [5, 5, 3, 5, 5] and table["GRU", -3] == [5] * 5
    assert table["LSTM", 0][2:] == [0, 0, 0] and table["LSTM", 3] == [5, 5, 5, 5, 4]
    assert table["RNN", 1.0] == table["RNN", 1.25] == [5, 5, 0, 0, 0]
    assert [measured.solved(row) for row in kept["slow"]] == [5, 5, 1, 0, 0]
    assert {row["rate"] for row in kept["slow"]} == {measured.SLOW}
    fast, shut = (rows_where(kept["tokens"], cell="GRU", start=start, T=100)[0] for start in (0, -3))
    assert (measured.batches(fast), measured.batches(shut), fast["rate"]) == (200, 100, 0.1)
    assert rows_where(kept["tokens"], cell="GRU", start=0, T=30)[0]["rate"] == 0.3


def test_a_trained_gru_has_shut_gates_and_some_that_the_mark_opens(kept):
    (row,) = rows_where(kept["tokens"], cell="GRU", start=0, T=50)
    rng = np.random.default_rng([measured.JUDGE[3], 1])
    model = networks.token_network("GRU", rng, 0)
    (look,) = networks.train_on_tokens(model, 50, row["rate"], 100, rng, 100, measured.SOLVED)
    assert look == pytest.approx(row["looks"][3][0], abs=0.05)  # what comes later depends on the processor
    x = marked_token(500, 50, np.random.default_rng(1))[0]
    at_mark, elsewhere = networks.gates_by_unit(model.layers[0], x)
    shut = elsewhere < 0.05
    assert 5 <= shut.sum() <= 14 and at_mark[shut].max() > 0.15 and elsewhere.max() > 0.6


def test_pytorch_starts_all_biases_near_0():
    torch = pytest.importorskip("torch")
    for kind in (torch.nn.GRU, torch.nn.LSTM):
        for name, array in kind(8, 64).named_parameters():
            assert "bias" not in name or array.abs().max() <= 1 / 8


def test_what_others_reach_on_the_marked_token():
    x, y = marked_token(2000, 20, np.random.default_rng(2000))
    assert np.mean(networks.most_frequent_of_first(x) == y) == pytest.approx(0.49, abs=0.02)
    x_old, y_old = marked_token(4000, 20, np.random.default_rng(4000))
    dense = MLPClassifier((64,), learning_rate_init=0.01, random_state=0).fit(x_old.reshape(4000, -1), y_old)
    assert dense.score(x.reshape(2000, -1), y) > 0.99


def test_depth_buys_nothing_at_equal_size(kept):
    losses = {tuple(row["widths"]): np.array(row["losses"]) for row in kept["names"]}
    for one, two, three in (((64,), (39, 39), (31, 31, 31)), ((104,), (64, 64), (50, 50, 50))):
        sizes = [row["size"] for row in kept["names"] if tuple(row["widths"]) in (one, two, three)]
        assert max(sizes) / min(sizes) < 1.05
        assert np.mean(losses[two] - losses[one]) > 0
        worse = losses[three] - losses[one]
        assert worse.mean() > 2 * standard_error(worse)
    assert losses[104,].mean() < losses[64, 64].mean() < losses[64,].mean()


@pytest.mark.parametrize(("cell", "start", "T"), [("RNN", 1.0, 10), ("LSTM", 3, 10)])
def test_a_kept_run_comes_again(kept, cell, start, T):
    (row,) = rows_where(kept["tokens"], cell=cell, start=start, T=T)
    again = measured.run(cell, start, T, row["rate"], measured.JUDGE[0])
    assert again == pytest.approx(row["looks"][0], abs=0.05)


def test_a_kept_loss_on_names_comes_again(kept):
    row = kept["names"][0]
    again = min(networks.train_on_names(row["widths"], row["rate"], measured.EPOCHS, measured.JUDGE[0]))
    assert again == pytest.approx(row["losses"][0], abs=0.01)


def test_solved_and_batches_by_hand():
    row = {"looks": [[0.5, 1.0], [0.5] * 8, [0.3, 0.4, 0.5, 0.99]]}
    assert (measured.solved(row), measured.batches(row)) == (2, 300)


# Break it, and the challenge


def test_a_larger_rate_hides_the_other_convention_s_bias():
    """At the rate of the notebook, which prints it, nothing is learnt in 400 batches."""
    rng = np.random.default_rng([1, 1])
    looks = networks.train_on_tokens(networks.token_network("GRU", rng, 3), 20, 0.05, 300, rng, stop_at=0.98)
    assert looks[-1] > 0.98


def at(bias):
    def start(layer, rng):
        layer.b[networks.GATE] = bias

    return start


def test_the_baseline_is_a_bias_of_minus_4():
    assert open_challenge.accuracy_from(at(-4.0)) == pytest.approx(open_challenge.BASELINE, abs=0.03)


def test_a_gate_that_reads_the_mark_beats_the_baseline():
    def start(layer, rng):
        layer.b[networks.GATE] = -5
        layer.W[networks.GATE, networks.SYMBOLS] = 8

    assert 0.5 < open_challenge.accuracy_from(start) < 0.8


def test_what_is_put_into_the_layer_beside_its_arrays_has_no_effect():
    def oracle(layer, rng):
        at(-4.0)(layer, rng)
        layer.forward = lambda x, **_: 1 / 0

    assert open_challenge.accuracy_from(oracle) == open_challenge.accuracy_from(at(-4.0))


def test_a_start_that_takes_long_is_refused(monkeypatch):
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="trains nothing"):
        open_challenge.accuracy_from(at(-4.0))


def test_another_shape_and_no_number_are_refused():
    def wider(layer, rng):
        layer.b = np.zeros((3, 1, 30), np.float32)

    with pytest.raises(OverBudget, match="24 units"):
        open_challenge.accuracy_from(wider)
    with pytest.raises(ValueError, match="finite"):
        open_challenge.accuracy_from(at(np.nan))


@pytest.mark.parametrize("bias, reset, learns", [(3, 0, False), (3, 5, True), (0, 0, True)])
def test_an_update_bias_of_3_keeps_a_gru_from_learning_together_with_the_reset_gate_alone(bias, reset, learns):
    for seed in (1, 4):
        rng = np.random.default_rng([seed, 1])
        looks = networks.train_on_tokens(
            networks.token_network("GRU", rng, bias, reset), 20, 0.01, 1000, rng, 200, measured.SOLVED
        )
        assert (looks[-1] >= measured.SOLVED) == learns and (learns or max(looks) < 0.35)
