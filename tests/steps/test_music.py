"""Inputs and targets, the model over a tune, its loss, writing, counting, sound and MIDI numbers, for any shape."""

import math

import numpy as np
import pytest

from utils.data.music import CHORDS
from utils.labs.course5.week1_music.common import one_hot_inputs, one_step, random_bars, shared_weights
from utils.layers.dense import dense_backward, dense_forward
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import lstm_forward
from utils.steps import music
from utils.steps.lstm import lstm_cell_forward

pytestmark = pytest.mark.lab("course5/week1_music")
SHAPES = [(1, 1, 2, 1), (3, 4, 5, 2), (2, 7, 3, 6)]  # m, Tx, n_values, n_a


def model_case(m, Tx, n_values, n_a, seed=0):
    rng = np.random.default_rng(seed)
    cell, densor = shared_weights(rng, n_values, n_a)
    return cell, densor, one_hot_inputs(rng, m, Tx, n_values), rng.normal(size=(m, n_a)), rng.normal(size=(m, n_a))


def drawn_tunes(rng, m, longest, n_values):
    return [rng.integers(0, n_values, rng.integers(1, longest + 1)).tolist() for _ in range(m)]


@pytest.mark.parametrize(("m", "Tx", "n_values"), [(1, 1, 2), (4, 6, 3), (3, 9, 5)])
def test_inputs_are_the_targets_of_the_step_before(m, Tx, n_values):
    tunes = drawn_tunes(np.random.default_rng(m), m, 8, n_values)
    X, Y = music.inputs_and_targets(tunes, Tx, n_values)
    assert X.shape == (m, Tx, n_values) and Y.shape == (Tx, m, n_values)
    for i, tune in enumerate(tunes):
        for t in range(Tx):
            due = tune[t] if t < len(tune) else None
            assert Y[t, i].sum() == (due is not None) and (due is None or Y[t, i, due] == 1)
            read = tune[t - 1] if 0 < t < len(tune) else None
            assert X[i, t].sum() == (read is not None) and (read is None or X[i, t, read] == 1)


@pytest.mark.parametrize(("m", "Tx", "n_values", "n_a"), SHAPES)
def test_djmodel_agrees_with_the_cell_of_the_first_lab(m, Tx, n_values, n_a):
    """Examples in columns, gates with one matrix on [a; x] each."""
    cell, densor, X, a, c = model_case(m, Tx, n_values, n_a)
    names = dict(zip("ifoc", range(4), strict=True))
    p = {f"W{g}": np.vstack([cell["U"][k], cell["W"][k]]).T for g, k in names.items()}
    p |= {f"b{g}": cell["b"][k].T for g, k in names.items()}
    p |= {"Wy": densor["W"].T, "by": densor["b"][:, np.newaxis]}
    outputs = music.djmodel(Tx, cell, densor, X, a, c)
    assert isinstance(outputs, list) and len(outputs) == Tx
    a, c = a.T, c.T
    for t in range(Tx):
        a, c, due, _ = lstm_cell_forward(X[:, t].T, a, c, p)
        np.testing.assert_allclose(outputs[t], due.T, atol=1e-12)


@pytest.mark.parametrize(("m", "Tx", "n_values", "n_a"), SHAPES)
def test_djmodel_agrees_with_the_fast_layers(m, Tx, n_values, n_a):
    cell, densor, X, a0, c0 = model_case(m, Tx, n_values, n_a)
    (states, _, _), _ = lstm_forward(X, a0, c0, cell["W"], cell["U"], cell["b"])
    scores, cache = dense_forward(states, densor["W"], densor["b"])
    outputs = music.djmodel(Tx, cell, densor, X, a0, c0)
    powers = np.exp(scores)
    np.testing.assert_allclose(np.stack(outputs, axis=1), powers / powers.sum(axis=2, keepdims=True), atol=1e-12)
    tunes = drawn_tunes(np.random.default_rng(1), m, Tx, n_values)
    _, Y = music.inputs_and_targets(tunes, Tx, n_values)
    J, dscores = music.djmodel_loss(outputs, Y)
    due, gradient = softmax_cross_entropy(scores, Y.argmax(axis=2).T, mask=Y.sum(axis=2).T > 0)
    assert due == pytest.approx(J)
    np.testing.assert_allclose(np.stack(dscores, axis=1), gradient, atol=1e-12)
    assert np.isfinite(dense_backward(np.stack(dscores, axis=1), cache)[1]).all()


def test_djmodel_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    m, Tx, n_values, n_a = 3, 6, 5, 4
    cell, densor, X, a0, c0 = model_case(m, Tx, n_values, n_a, seed=2)
    theirs = torch.nn.LSTM(n_values, n_a, batch_first=True, dtype=torch.float64)
    W, U, b = (torch.tensor(cell[name][[0, 1, 3, 2]]) for name in "WUb")  # theirs: i, f, candidate, o
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(W.transpose(1, 2).reshape(4 * n_a, n_values))
        theirs.weight_hh_l0.copy_(U.transpose(1, 2).reshape(4 * n_a, n_a))
        theirs.bias_ih_l0.copy_(b.reshape(-1))
        theirs.bias_hh_l0.zero_()
    states = theirs(torch.tensor(X), (torch.tensor(a0)[None], torch.tensor(c0)[None]))[0]
    scores = states @ torch.tensor(densor["W"]) + torch.tensor(densor["b"])
    outputs = np.stack(music.djmodel(Tx, cell, densor, X, a0, c0), axis=1)
    np.testing.assert_allclose(outputs, torch.softmax(scores, dim=2).detach().numpy(), atol=1e-12)


@pytest.mark.parametrize(("m", "Tx", "n_values"), [(1, 2, 2), (4, 5, 3)])
def test_the_gradient_of_the_loss_is_the_slope_by_the_scores(m, Tx, n_values):
    rng = np.random.default_rng(Tx)
    _, Y = music.inputs_and_targets(drawn_tunes(rng, m, Tx, n_values), Tx, n_values)
    scores = rng.normal(size=(Tx, m, n_values))

    def loss():
        powers = np.exp(scores)
        return music.djmodel_loss(list(powers / powers.sum(axis=2, keepdims=True)), Y)

    dscores, step = loss()[1], 1e-6
    for place in np.ndindex(scores.shape):
        scores[place] += step
        above = loss()[0]
        scores[place] -= 2 * step
        below = loss()[0]
        scores[place] += step
        assert dscores[place[0]][place[1:]] == pytest.approx((above - below) / (2 * step), abs=1e-7)


def test_a_network_that_knows_nothing_has_a_loss_of_ln_n():
    _, Y = music.inputs_and_targets([[1, 2, 0], [3, 0]], 5, 4)
    assert music.djmodel_loss([np.full((2, 4), 0.25)] * 5, Y)[0] == pytest.approx(math.log(4))


@pytest.mark.parametrize(("n_values", "n_a", "Ty"), [(3, 2, 1), (5, 4, 9)])
def test_greedy_writing_is_djmodel_on_what_was_written(n_values, n_a, Ty):
    cell, densor, X, a0, c0 = model_case(1, 1, n_values, n_a, seed=Ty)
    outputs = music.music_inference_model(cell, densor, X, a0, c0, Ty)
    written = np.eye(n_values)[[int(out.argmax()) for out in outputs]]
    X = np.concatenate([X, written[np.newaxis, :-1]], axis=1)
    np.testing.assert_allclose(outputs, music.djmodel(Ty, cell, densor, X, a0, c0), atol=1e-12)


def test_at_a_low_temperature_drawing_is_greedy():
    cell, densor, X, a0, c0 = model_case(1, 1, 6, 4, seed=5)
    outputs = music.music_inference_model(cell, densor, X, a0, c0, 12)
    greedy = [int(out.argmax()) for out in outputs]
    rng = np.random.default_rng(0)
    model = one_step(cell, densor)
    _, indices = music.predict_and_sample(model, X, a0, c0, 12, 1e-3, end=-1, rng=rng)
    assert indices[:, 0].tolist() == greedy


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_a_token_is_drawn_as_often_as_its_power_says(temperature):
    p = np.array([0.6, 0.3, 0.1])

    def always(x, a, c):
        return p[np.newaxis], a, c

    rng, none = np.random.default_rng(1), np.zeros((1, 1))
    results, indices = music.predict_and_sample(always, np.zeros((1, 1, 3)), none, none, 4000, temperature, -1, rng)
    due = p ** (1 / temperature) / np.sum(p ** (1 / temperature))
    np.testing.assert_allclose(np.bincount(indices[:, 0]) / 4000, due, atol=0.025)
    assert results.shape == (4000, 3) and indices.shape == (4000, 1)
    np.testing.assert_array_equal(results.argmax(axis=1), indices[:, 0])


def test_a_tune_stops_with_its_end():
    def counts_up(x, a, c):
        return np.eye(5)[[int(a[0, 0])]] * (1 - 4e-9) + 1e-9, a + 1, c

    none = np.zeros((1, 1))
    arguments = (counts_up, np.zeros((1, 1, 5)), none, none)
    assert music.predict_and_sample(*arguments, 9, 1.0, 3, np.random.default_rng(0))[1].tolist() == [[0], [1], [2], [3]]
    assert len(music.predict_and_sample(*arguments, 3, 1.0, 4, np.random.default_rng(0))[1]) == 3


@pytest.mark.parametrize("seed", range(4))
def test_chord_tones_agree_with_a_walk_over_eighths(seed):
    """Each bar written out eighth by eighth."""
    rng = np.random.default_rng(seed)
    tunes = [random_bars(rng, 6, 8) for _ in range(5)]
    hits, counts = np.zeros(8), np.zeros(8)
    for chord, notes in (bar for tune in tunes for bar in tune):
        eighths = [step for pitch, length in notes for step in [pitch] + ["held"] * (length - 1)][:8]
        for place, pitch in enumerate(eighths):
            if chord and isinstance(pitch, int):
                counts[place] += 1
                hits[place] += any((pitch - tone) % 12 == 0 for tone in CHORDS[chord])
    shares, found = music.chord_tones_by_place(tunes)
    np.testing.assert_array_equal(found, counts)
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(shares, hits / counts)


@pytest.mark.parametrize("pitch", [45, 57, 60, 69, 76, 81])
def test_a_pure_tone_has_its_frequency(pitch):
    sound = music.synthesise_note(pitch, 2.0, 8000, (1.0,), attack=1e-9, decay=0.0)
    spectrum = np.abs(np.fft.rfft(sound))
    due = 440.0
    for _ in range(abs(pitch - 69)):
        due *= 2 ** (math.copysign(1, pitch - 69) / 12)
    assert spectrum.argmax() / 2 == pytest.approx(due, abs=0.5)


def test_twelve_semitones_double_the_number_of_periods():
    def periods(pitch):
        sound = music.synthesise_note(pitch, 4.0, 8000, (1.0,), decay=0.0)
        return np.sum((sound[:-1] < 0) & (sound[1:] >= 0))

    for pitch in (50, 57, 63):
        assert periods(pitch + 12) == pytest.approx(2 * periods(pitch), abs=2)


def test_partials_that_the_rate_cannot_hold_are_left_out():
    for pitch, rate in ((84, 4000), (81, 3000), (69, 1000)):
        frequency = 440 * 2 ** ((pitch - 69) / 12)
        held = [1.0 * (k * frequency < rate / 2) for k in (1, 2, 3)]
        found = music.synthesise_note(pitch, 0.1, rate, (1.0, 1.0, 1.0))
        np.testing.assert_allclose(found, music.synthesise_note(pitch, 0.1, rate, held), atol=1e-12)
        assert sum(held) == {84: 1, 81: 1, 69: 1}[pitch]


def test_the_envelope_rises_and_decays():
    rate, attack, decay = 8000, 0.02, 4.0
    sound = music.synthesise_note(69, 0.5, rate, (1.0,), attack, decay)
    pure = np.sin(2 * np.pi * 440 * np.arange(4000) / rate)
    loud = np.abs(pure) > 0.5
    envelope = sound[loud] / pure[loud]
    t = np.arange(4000)[loud] / rate
    rising = t < attack
    np.testing.assert_allclose(envelope[rising], t[rising] / attack)
    np.testing.assert_allclose(envelope[~rising], np.exp(-decay * (t[~rising] - attack)))


def read_variable_length(groups):
    """What a reader of MIDI files does."""
    number = 0
    for k, byte in enumerate(groups):
        number = number * 128 + byte % 128
        assert (byte >= 128) == (k < len(groups) - 1)
    return number


@pytest.mark.parametrize("number", [0, 1, 127, 128, 200, 255, 256, 16383, 16384, 2097151, 2097152, 2**28 - 1])
def test_a_reader_finds_the_number_again(number):
    groups = music.variable_length(number)
    assert read_variable_length(groups) == number
    assert len(groups) == max(1, -(-number.bit_length() // 7)) <= 4


@pytest.mark.parametrize("number", [-1, 2**28, 10**12])
def test_numbers_out_of_range_are_refused(number):
    with pytest.raises(ValueError, match="268,435,455"):
        music.variable_length(number)
