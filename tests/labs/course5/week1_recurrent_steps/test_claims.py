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
    return measured.mean_and_error(row["right"])[0]


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


def test_what_the_kept_tables_say():
    gain = [right("clipping", scale=s, clip=True) - right("clipping", scale=s, clip=False) for s in (1.0, 1.5)]
    assert min(gain) > 0.08
    for scale in (1.0, 1.5):
        assert [row["rate"] for row in rows_where(KEPT["clipping"], scale=scale)] == [0.1, 0.3]
    vanishing = rows_where(KEPT["clipping"], scale=0.3)
    assert vanishing[0]["right"] == vanishing[1]["right"] and right("clipping", scale=0.3, clip=True) < 0.3
    # Which start learns is told by the gradient at the mark, but for the rotation
    for row in KEPT["recall"]:
        cell, start = measured.STARTS[row["start"]]
        share, found = gaps.share_at_the_mark(cell, row["T_x"], start), measured.mean_and_error(row["right"])[0]
        rotation_over_40 = "rotation" in row["start"] and row["T_x"] == 40
        assert found < 0.4 if share < 0.01 else found > (0.5 if rotation_over_40 else 0.85)
    assert right("recall", T_x=40, start="RNN, rotation × 1.2") < 0.6
    assert right("recall", T_x=40, start="LSTM, forget bias 3") > 0.99


def test_elsewhere_the_lstm_is_better_than_the_dense_network_and_the_rotation_worse():
    later = {row["start"]: np.mean(row["later"]) for row in KEPT["elsewhere"]}
    longer = {row["start"]: np.mean(row["longer"]) for row in KEPT["elsewhere"] if row["longer"]}
    assert later["RNN, rotation × 1.2"] < later["dense network"] - 0.05 < 0.5 < 0.85 < later["LSTM, forget bias 3"]
    assert right("elsewhere", start="dense network") > 0.99 and longer["LSTM, forget bias 3"] > 0.9


def test_a_kept_run_comes_again():
    (row,) = rows_where(KEPT["recall"], T_x=10, start="RNN")
    assert networks.train("RNN", 10, measured.JUDGE[0], row["rate"])[1] == pytest.approx(row["right"][0], abs=0.02)


def test_measuring_makes_rows_like_those_that_are_kept(monkeypatch):
    monkeypatch.setattr(measured, "SEARCH", (0,))
    monkeypatch.setattr(measured, "JUDGE", (10,))
    monkeypatch.setattr(measured, "RATES", {"RNN": (0.01,), "LSTM": (0.01,)})
    monkeypatch.setattr(measured, "DESCENT_RATES", (0.3,))
    monkeypatch.setattr(measured, "train", lambda *a, **k: networks.train(*a, **k, steps=3))
    monkeypatch.setattr(measured, "descend", lambda *a: networks.descend(*a, steps=3))
    monkeypatch.setattr(measured, "LENGTHS", (6, 20))
    found = measured.measure()
    assert {name: rows[-1].keys() for name, rows in found.items()} == {n: r[-1].keys() for n, r in KEPT.items()}
    assert len(found["recall"]) == 10 and len(found["elsewhere"]) == 6 and len(found["clipping"]) == 6


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


def test_the_challenge_can_be_won():
    challenge = open_challenge.CHALLENGE
    assert challenge.beats(challenge.judge(rotation(1.3)))


@pytest.mark.full
def test_the_challenge_s_baseline_is_the_lab_s_rotation():
    assert open_challenge.recall_of(rotation(1.2)) == pytest.approx(open_challenge.BASELINE, abs=0.02)


def test_a_start_of_other_shapes_gets_no_score():
    with pytest.raises(ValueError, match="shapes"):
        open_challenge.recall_of(lambda n_x, n_a, n_y, rng: {"Wax": np.zeros((n_a, n_x))})


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
