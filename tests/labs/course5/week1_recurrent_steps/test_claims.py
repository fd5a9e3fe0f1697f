"""What the text of the lab on recurrent networks says, what its quiz answers, and its open challenge."""

import numpy as np
import pytest

from utils import labs
from utils.checking import State, evaluate
from utils.labs.course5.week1_recurrent_steps import gaps, measured, networks, open_challenge
from utils.labs.measured import load_measured, rows_where
from utils.steps import lstm, rnn

LAB = "course5/week1_recurrent_steps"
pytestmark = pytest.mark.lab(LAB)

EXERCISES = labs.load(LAB).exercises
KEPT = load_measured(LAB)


def right(table, **what):
    """The mean accuracy of the one row of a kept table that has these entries."""
    (row,) = rows_where(KEPT[table], **what)
    return np.mean(row["right"])


def forget_gates(bias):
    """What the forget gates of a fresh LSTM leave of the cell state, by step."""
    x, parameters = gaps.fresh_network("LSTM", 0, forget_bias=bias)
    *_, (caches, _) = lstm.lstm_forward(x, np.zeros((gaps.N_A, gaps.M)), parameters)
    return np.exp(np.cumsum([np.mean(np.log(cache[4])) for cache in caches]))


def test_the_answer_to_predict():
    """8e-7 of the cell state after 20 steps, 4e-4 of a gradient; without ways through the hidden state, 1e-6."""
    assert forget_gates(0)[19] == pytest.approx(8e-7, rel=0.1)
    assert gaps.mean_by_gap("LSTM")[20] == pytest.approx(4e-4, rel=0.1)
    assert gaps.mean_by_gap("LSTM", scale=1e-9)[20] == pytest.approx(1e-6, rel=0.1)


def test_recall_has_its_mark_among_five_steps_and_no_other():
    for later in (0, 3, 7):
        x, y = networks.recall(200, 20, np.random.default_rng(later), later)
        assert x.shape == (networks.N_X, 200, 20) and np.all(x[:4].sum(axis=0) == 1)
        steps = x[4].argmax(axis=1)
        assert np.all(x[4].sum(axis=1) == 1) and set(steps) == set(range(later, later + 5))
        assert np.array_equal(x[:4, np.arange(200), steps].argmax(axis=0), y)


@pytest.mark.parametrize("cell", ["RNN", "LSTM"])
def test_cost_and_gradients_agree_with_centred_differences(cell):
    rng = np.random.default_rng(0)
    x, y = networks.recall(3, 7, rng)
    parameters = networks.start_of(cell, rng, n_a=3)
    cost, gradients = networks.cost_and_gradients(x, y, parameters, *networks.FUNCTIONS[cell])
    assert gradients.keys() == {"d" + key for key in parameters}
    for key, value in parameters.items():
        place, costs = (value.shape[0] - 1, 0), []
        for nudge in (1e-5, -1e-5):
            moved = value.copy()
            moved[place] += nudge
            costs.append(networks.cost_and_gradients(x, y, parameters | {key: moved}, *networks.FUNCTIONS[cell])[0])
        assert gradients["d" + key][place] == pytest.approx((costs[0] - costs[1]) / 2e-5, rel=1e-4, abs=1e-8)


def test_both_cells_have_about_1340_parameters():
    sizes = [networks.size_of(networks.start_of(cell, np.random.default_rng(0))) for cell in ("RNN", "LSTM")]
    assert sizes == [1348, 1324]


def test_a_rotation_keeps_lengths_times_its_scale():
    Waa = networks.start_of("RNN", np.random.default_rng(0), scale=1.2, rotation=True)["Waa"]
    np.testing.assert_allclose(Waa @ Waa.T, 1.44 * np.eye(len(Waa)), atol=1e-12)


def test_the_states_that_stay_have_the_smallest_derivatives():
    """Section 1: one unit without inputs after the first step."""
    slopes, states = {}, {}
    for w in (0.5, 1.0, 1.5, 2.0, -0.9):
        a, slopes[w] = np.tanh(1), 1.0
        for _ in range(20):
            a = np.tanh(w * a)
            slopes[w] *= w * (1 - a**2)
        states[w] = a
    assert abs(states[0.5]) < 1e-6 and 0.2 < states[1.0] < 0.5 and states[1.5] > 0.85 and states[2.0] > 0.95
    assert slopes[2.0] < 1e-14 < slopes[1.5] < 1e-7 < slopes[0.5] < 1e-2 < slopes[1.0] and slopes[-0.9] > 1e-2


def test_padding_at_the_end_changes_no_gradient_where_da_is_at_each_sequence_s_last_step():
    rng = np.random.default_rng(0)
    x, parameters = rng.normal(size=(2, 1, 7)), networks.start_of("RNN", rng, n_x=2, n_a=4)
    da = np.zeros((4, 1, 7))
    da[:, :, 4] = rng.normal(size=(4, 1))
    found = []
    for steps in (5, 7):
        padded = x[:, :, :steps] * (np.arange(steps) < 5)
        *_, caches = rnn.rnn_forward(padded, np.zeros((4, 1)), parameters)
        found.append(rnn.rnn_backward(da[:, :, :steps], caches))
    for name in ("dWax", "dWaa", "dba"):
        np.testing.assert_allclose(found[0][name], found[1][name], atol=1e-15)


def test_at_scale_1_tanh_and_the_eigenvalues_shrink_the_gradient_and_larger_inputs_more():
    shares = {
        inputs: [gaps.mean_by_gap("RNN", seeds=[seed], inputs=inputs)[50] for seed in range(10)]
        for inputs in (0.3, 1.0)
    }
    assert max(shares[0.3]) < 0.1 and np.exp(np.mean(np.log(shares[1.0]) - np.log(shares[0.3]))) < 3e-6
    matrices = [gaps.fresh_network("RNN", seed)[1]["Waa"] for seed in range(10)]
    largest = [np.abs(np.linalg.eigvals(matrix)).max() for matrix in matrices]
    assert min(largest) < 0.96 and max(largest) > 1.05


def test_clipping_gains_where_gradients_get_long_in_training_and_little_where_they_explode_before():
    gain = {s: right("clipping", scale=s, clip=True) - right("clipping", scale=s, clip=False) for s in measured.SCALES}
    assert gain[1.0] > 0.15 and abs(gain[2.0]) < 0.08 and abs(gain[4.0]) < 0.08 and abs(gain[0.3]) < 0.02
    assert [row["rate"] for row in rows_where(KEPT["clipping"], scale=1.0)] == [0.1, 0.4]
    assert max(rows_where(KEPT["clipping"], scale=1.0, clip=False)[0]["longest"]) > 15
    _, gradients = networks.cost_and_gradients(
        *networks.recall(32, 10, np.random.default_rng(0)),
        networks.start_of("RNN", np.random.default_rng(0)),
        *networks.FUNCTIONS["RNN"],
    )
    assert np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values())) < 2


def test_a_share_that_reaches_the_mark_neither_ensures_recall_nor_is_it_always_needed():
    (wide,) = rows_where(KEPT["more"], start="RNN, scale 2")
    assert max(wide["right"]) < 0.5 and gaps.share_at_the_mark("RNN", 20, {"scale": 2.0}) > 3
    assert gaps.share_at_the_mark("LSTM", 20, {}) < 0.003
    assert measured.solved(rows_where(KEPT["patient"], start="LSTM, forget bias 0")[0]["right"]) == "3 of 4"
    assert measured.solved(rows_where(KEPT["recall"], T_x=20, start="LSTM, forget bias 0")[0]["right"]) == "0 of 8"
    both = right("recall", T_x=20, start="RNN, rotation × 1.2")
    parts = [right("more", start=name) for name in ("RNN, inputs × 0.3", "rotation × 1.2, inputs × 1")]
    assert right("recall", T_x=20, start="RNN") + 0.1 < min(parts) and max(parts) + 0.1 < both
    for T_x in measured.LENGTHS:
        assert right("recall", T_x=T_x, start="LSTM, forget bias 3") > 0.99


def test_at_unseen_places_the_dense_network_and_the_rotation_guess_and_the_sum_does_not():
    later = {row["start"]: np.mean(row["later"]) for row in KEPT["elsewhere"]}
    longer = {row["start"]: np.mean(row["longer"]) for row in KEPT["elsewhere"] if row["longer"]}
    assert abs(later["dense network"] - 0.25) < 0.02 and later["RNN, rotation × 1.2"] < 0.35
    assert 0.5 < later["LSTM, forget bias 3"] < 0.85 and later["one layer, summed"] > 0.98
    assert right("elsewhere", start="dense network") > 0.99 and min(longer["LSTM, forget bias 3"], 0.9) > 0.85


def test_the_summed_layer_has_no_order_and_its_gradients_learn():
    parameters = networks.train_summed_layer(8, 0, 0.03, steps=150)
    x, y = networks.recall(300, 8, np.random.default_rng(1))
    scores = networks.summed_layer(x, parameters)[0]
    np.testing.assert_allclose(scores, networks.summed_layer(x[:, :, ::-1], parameters)[0], atol=1e-12)
    assert np.mean(scores.argmax(axis=0) == y) > 0.6
    assert networks.size_of(parameters) == 164


def test_a_state_within_one_gets_no_nan_from_weights_that_jump():
    found, longest = networks.descend(40, 0, 1.0, 8.0, False, steps=60)
    assert found < 0.35 and 1e3 < longest < np.inf


def test_a_kept_run_comes_again():
    (row,) = rows_where(KEPT["recall"], T_x=10, start="RNN")
    assert networks.train("RNN", 10, measured.JUDGE[0], row["rate"])[1] == pytest.approx(row["right"][0], abs=0.02)


def test_measuring_makes_rows_like_those_that_are_kept(monkeypatch):
    monkeypatch.setattr(measured, "SEARCH", (0,))
    monkeypatch.setattr(measured, "JUDGE", (10,))
    monkeypatch.setattr(measured, "RATES", {"RNN": (0.01,), "LSTM": (0.01,), "sum": (0.01,)})
    monkeypatch.setattr(measured, "DESCENT_RATES", (0.3,))
    monkeypatch.setattr(measured, "train", lambda *a, **k: networks.train(*a, **(k | {"steps": 3})))
    monkeypatch.setattr(measured, "train_summed_layer", lambda *a: networks.train_summed_layer(*a, steps=3))
    monkeypatch.setattr(measured, "descend", lambda *a: networks.descend(*a, steps=3))
    monkeypatch.setattr(measured, "LENGTHS", (6, 20))
    monkeypatch.setattr(measured, "SEQUENCES", 320)
    found = measured.measure()
    assert {name: rows[-1].keys() for name, rows in found.items()} == {n: r[-1].keys() for n, r in KEPT.items()}
    sizes = {"recall": 10, "more": 3, "patient": 2, "elsewhere": 4, "clipping": 8}
    assert {name: len(rows) for name, rows in found.items()} == sizes


def test_the_key_exercise_has_its_formula_in_the_second_hint_alone():
    exercise = EXERCISES["rnn_cell_backward"]
    assert "1 − a_next²" in exercise.hints[1] and "Waxᵀ dz" in exercise.hints[1]
    assert "1 −" not in exercise.reference.__doc__ and "ᵀ" not in exercise.reference.__doc__


def test_the_planted_bug_s_symptom():
    """With one step all is right; with gates by hand the marked value's gradient is 0 and should be 0.25."""
    exercise = EXERCISES["lstm_backward"]
    for steps, x in ((1, gaps.values_and_mark()[:, :, :1]), (50, gaps.values_and_mark())):
        a, *_, caches = lstm.lstm_forward(x, np.zeros((1, 1)), gaps.hand_set(10))
        da = np.zeros(a.shape)
        da[:, :, -1] = 1
        due, found = (function(da, caches)["dx"] for function in (exercise.reference, exercise.planted.function))
        if steps == 1:
            np.testing.assert_array_equal(due, found)
        else:
            assert due[0, 0, gaps.MARKED] == pytest.approx(0.25, abs=0.005) and found[0, 0, gaps.MARKED] == 0


# Quiz


def test_answers_of_the_quiz():
    sizes = [networks.size_of(networks.start_of("RNN", np.random.default_rng(0), n_x=n, n_a=64)) for n in (10, 5)]
    outputs = 4 * 64 + 4
    assert [size - outputs for size in sizes] == [64 * 10 + 64 * 64 + 64, 64 * 5 + 64 * 64 + 64]
    assert 64 * 10_000 + 64 * 64 + 64 == 644_160 and 64 * 5000 + 64 * 64 + 64 == 324_160
    assert 0.02 * 0.9**44 == pytest.approx(0.0002, rel=0.05)
    gate = 0.1 ** (1 / 100)
    assert np.log(gate / (1 - gate)) == pytest.approx(3.8, abs=0.05) and (1 / (1 + np.exp(-1))) ** 100 < 1e-13
    assert np.tanh(np.float32(20)) == np.tanh(np.float32(25)) and np.tanh(20 * 0.05) < np.tanh(25 * 0.05) - 0.05


def test_without_the_step_after_dx_is_right_at_the_last_step_alone():
    rng = np.random.default_rng(0)
    x, parameters = rng.normal(size=(2, 3, 5)), networks.start_of("RNN", rng, n_x=2, n_a=4)
    a, _, caches = rnn.rnn_forward(x, np.zeros((4, 3)), parameters)
    da = rng.normal(size=a.shape)
    (wrong,) = (
        known for known in EXERCISES["rnn_backward"].mistakes if known.sentence.startswith("You leave out what")
    )
    due, found = rnn.rnn_backward(da, caches), wrong.function(da, caches)
    assert [np.allclose(due["dx"][:, :, t], found["dx"][:, :, t]) for t in range(5)] == [False] * 4 + [True]
    assert not np.allclose(due["dWax"], found["dWax"])


# The open challenge


def rotation(scale):
    """A start with a rotation times scale, and small input weights."""
    return lambda n_x, n_a, n_y, rng: networks.start_of("RNN", rng, scale=scale, rotation=True, inputs=0.3)


def small_and_flat(n_x, n_a, n_y, rng):
    """A rotation times 1.3, drawn before all else, small input weights and smaller output weights."""
    waa = 1.3 * np.linalg.qr(rng.normal(size=(n_a, n_a)))[0]
    wax, wya = 0.1 * rng.normal(size=(n_a, n_x)), 0.1 * rng.normal(0, 1 / np.sqrt(n_a), (n_y, n_a))
    return {"Wax": wax, "Waa": waa, "Wya": wya, "ba": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


@pytest.mark.full
def test_the_challenge_can_be_won():
    assert open_challenge.CHALLENGE.beats(open_challenge.CHALLENGE.judge(small_and_flat))


@pytest.mark.full
def test_the_lab_s_rotation_does_not_win_the_challenge():
    assert not open_challenge.CHALLENGE.beats(open_challenge.CHALLENGE.judge(rotation(1.2)))


def test_the_challenge_counts_what_is_two_standard_errors_above_the_rotation(monkeypatch):
    monkeypatch.setattr(open_challenge, "train", lambda *a: (None, 0.79))
    assert not open_challenge.CHALLENGE.beats(open_challenge.CHALLENGE.judge(rotation(1.2)))
    monkeypatch.setattr(open_challenge, "train", lambda *a: (None, 0.81))
    assert open_challenge.CHALLENGE.beats(open_challenge.CHALLENGE.judge(rotation(1.2)))
    assert open_challenge.BASELINE == 0.8


def changed(change):
    """A start whose parameters are changed by a function."""

    def my_start(n_x, n_a, n_y, rng):
        return change(networks.start_of("RNN", rng, n_x=n_x, n_a=n_a, n_y=n_y))

    return my_start


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: None, "return a dictionary with Wax, Waa, Wya, ba, by; you return NoneType"),
        (lambda p: {"Wax": p["Wax"]}, "lacks Waa, Wya, ba, by"),
        (lambda p: p | {"bc": p["ba"]}, "a name too many: bc"),
        (lambda p: p | {"ba": p["ba"][:, 0]}, r"ba has the shape \(32,\); \(32, 1\) is due"),
        (lambda p: p | {"Wax": p["Wax"] * np.nan}, "Wax holds something other than finite real numbers"),
        (lambda p: p | {"Waa": p["Waa"] * 1j}, "Waa holds something other than finite real numbers"),
    ],
)
def test_a_start_that_is_amiss_is_told_which_entry(change, said):
    with pytest.raises(ValueError, match=said):
        open_challenge.recall_of(changed(change))


# Answers in the manner of the course's own assignment


def cell_with_squares(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    dtanh = da_next * (1 - np.square(a_next))
    dxt = np.dot(parameters["Wax"].T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    da_prev = np.dot(parameters["Waa"].T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, keepdims=True, axis=-1)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def backward_with_a_copy(da, caches):
    (caches, x) = caches
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    dx = np.zeros((x1.shape[0], m, T_x))
    dWax, dWaa, dba = np.zeros((n_a, x1.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    da_next = np.copy(da[:, :, T_x - 1])
    for t in reversed(range(T_x)):
        gradients = rnn.rnn_cell_backward(da_next, caches[t])
        da_next = gradients["da_prev"] + (da[:, :, t - 1] if t > 0 else 0)
        dx[:, :, t] = gradients["dxt"]
        dWax = dWax + gradients["dWax"]
        dWaa = dWaa + gradients["dWaa"]
        dba = dba + gradients["dba"]
    return {"dx": dx, "da0": da_next, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@pytest.mark.parametrize(
    ("name", "attempt"), [("rnn_cell_backward", cell_with_squares), ("rnn_backward", backward_with_a_copy)]
)
def test_answers_in_the_course_s_manner_pass(name, attempt):
    outcome = evaluate(EXERCISES[name], attempt)
    assert outcome.state == State.CORRECT and not outcome.wish, outcome.message
