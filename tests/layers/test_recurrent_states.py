"""States and their gradients handed on between recurrent layers, in one direction and in both; what is refused."""

import numpy as np
import pytest

from tests.layers.recurrences import padded_mask
from tests.layers.test_recurrent import EVERY_OBJECT
from tests.layers.witnesses import assert_close, numeric_gradient
from utils.layers.dense import Dense
from utils.layers.gru import GRU
from utils.layers.lstm import LSTM
from utils.layers.recurrent import Bidirectional, LastStep
from utils.layers.rnn import RNN


def both(make, rng, **settings):
    return Bidirectional(make(2, 3, rng, **settings), make(2, 3, rng, **settings)).cast(float)


@EVERY_OBJECT
@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("given", ["dy", "d_last", "both"])
def test_states_in_and_out_of_both_directions_agree_with_centred_differences(make, return_sequences, given):
    rng = np.random.default_rng(1)
    layer, mask = both(make, rng, return_sequences=return_sequences), padded_mask([2, 3], 3)
    x = rng.standard_normal((2, 3, 2))
    y = layer.forward(x, mask=mask)
    initial = tuple(rng.standard_normal(state.shape) for state in layer.last)
    dy, d_last = rng.standard_normal(y.shape), tuple(rng.standard_normal(state.shape) for state in layer.last)
    dy, d_last = None if given == "d_last" else dy, None if given == "dy" else d_last

    def objective():
        y = layer.forward(x, mask=mask, initial=initial)
        pairs = [] if dy is None else [(y, dy)]
        return sum(
            float(np.vdot(*pair)) for pair in (*pairs, *zip(layer.last, d_last or (), strict=d_last is not None))
        )

    objective()
    dx = layer.backward(dy, d_last)
    d_initial, gradients = layer.d_initial, layer.gradients()
    assert len(d_initial) == len(initial)
    for got, array in ((dx, x), *zip(d_initial, initial, strict=True)):
        assert_close(got, numeric_gradient(objective, array), 1e-6)
    for name, array in layer.parameters().items():
        assert_close(gradients[name], numeric_gradient(objective, array), 1e-6, name)


def test_the_states_of_both_directions_are_torchs():
    torch, rng = pytest.importorskip("torch"), np.random.default_rng(2)
    layer = Bidirectional(LSTM(2, 3, rng), LSTM(2, 3, rng))
    twin = torch.nn.LSTM(2, 3, batch_first=True, bidirectional=True)
    with torch.no_grad():
        for part, ending in ((layer.forwards, "l0"), (layer.backwards, "l0_reverse")):
            for name, array in (("ih", part.W), ("hh", part.U)):
                rows = np.concatenate([array[gate].T for gate in (0, 1, 3, 2)])  # their g stands before o
                getattr(twin, f"weight_{name}_{ending}").copy_(torch.from_numpy(rows))
            biases = np.concatenate([part.b[gate, 0] for gate in (0, 1, 3, 2)])
            getattr(twin, f"bias_ih_{ending}").copy_(torch.from_numpy(biases))
            getattr(twin, f"bias_hh_{ending}").zero_()
    x, initial = (rng.standard_normal(shape).astype(np.float32) for shape in ((4, 5, 2), (4, 4, 3)))
    layer.forward(x, initial=tuple(initial))
    a0, c0 = (torch.from_numpy(np.ascontiguousarray(initial[i::2])) for i in (0, 1))
    _, (a, c) = twin(torch.from_numpy(x), (a0, c0))
    for got, expected in zip(layer.last, (a[0], c[0], a[1], c[1]), strict=True):
        assert_close(got, expected.detach().numpy(), 1e-5)


def test_an_encoder_of_both_directions_hands_its_states_to_a_decoder_of_both():
    rng = np.random.default_rng(3)
    encoder, decoder = both(GRU, rng), both(GRU, rng)
    x, z = rng.standard_normal((2, 4, 2)), rng.standard_normal((2, 3, 2))

    def objective():
        encoder.forward(x)
        return float(decoder.forward(z, initial=encoder.last).sum())

    objective()
    decoder.backward(np.ones((2, 3, 6)))
    dx = encoder.backward(None, decoder.d_initial)
    assert_close(dx, numeric_gradient(objective, x), 1e-6)


def test_one_state_may_be_given_and_the_other_left_at_0():
    rng = np.random.default_rng(4)
    layer, x, a0 = LSTM(2, 3, rng).cast(float), rng.standard_normal((2, 4, 2)), rng.standard_normal((2, 3))
    y = layer.forward(x, initial=(a0, None))
    np.testing.assert_array_equal(y, layer.forward(x, initial=(a0, np.zeros((2, 3)))))
    dx = layer.backward(None, (None, a0))
    np.testing.assert_array_equal(dx, layer.backward(None, (np.zeros((2, 3)), a0)))


A, WIDE = np.ones((2, 3)), np.ones((1, 3))
BAD_STATES = [
    (lambda states: states[0], "holds one ndarray; it is a tuple with one for each state: "),
    (lambda states: (*states, A), r"holds \d arrays; it is a tuple with one for each state: "),
    (lambda states: (), "holds 0 arrays"),
    (lambda states: (WIDE, *states[1:]), r"\[0\] has shape \(1, 3\); expected \(2, 3\)"),
    (lambda states: (*states[:-1], A.astype(np.float32)), r"\[\d\] \(2, 3\) is float32"),
]


@pytest.mark.parametrize("two", [False, True], ids=["one direction", "both"])
@pytest.mark.parametrize("spoil, message", BAD_STATES)
@EVERY_OBJECT
def test_states_and_gradients_that_do_not_fit_are_refused_and_nothing_is_changed(make, spoil, message, two):
    rng = np.random.default_rng(5)
    layer = both(make, rng) if two else make(2, 3, rng).cast(float)
    x = rng.standard_normal((2, 4, 2))
    layer.forward(x)
    states, before = layer.last, layer.__dict__.copy()
    with pytest.raises(ValueError, match=f"initial.*{message}"):
        layer.forward(x, initial=spoil(states))
    with pytest.raises(ValueError, match=f"d_last.*{message}"):
        layer.backward(None, spoil(states))
    assert all(getattr(layer, name) is value for name, value in before.items())
    assert not any(hasattr(part, "dW") for _, part in layer.walk())


def test_a_state_of_nan_is_refused_before_either_direction_runs():
    layer = both(LSTM, rng())
    states = [np.zeros((2, 3)) for _ in range(4)]
    states[3][0, 0] = np.nan
    with pytest.raises(ValueError, match=r"initial\[3\] \(2, 3\) holds NaN"):
        layer.forward(np.ones((2, 4, 2)), initial=states)
    assert not any(hasattr(part, "cache") for _, part in layer.walk())


@pytest.mark.parametrize("two", [False, True], ids=["one direction", "both"])
@EVERY_OBJECT
def test_a_gradient_of_one_row_is_not_spread_over_the_batch(make, two):
    rng = np.random.default_rng(6)
    settings = {"return_sequences": False}
    layer = both(make, rng, **settings) if two else make(2, 3, rng, **settings).cast(float)
    y = layer.forward(rng.standard_normal((2, 4, 2)))
    for d_last in (None, layer.last):
        with pytest.raises(ValueError, match=r"dy has shape \(1, \d\); expected \(2, \d\)"):
            layer.backward(y[:1], d_last)
    assert not any(hasattr(part, "dW") for _, part in layer.walk())


def rng():
    return np.random.default_rng(7)


TWICE = RNN(2, 3, rng())


@pytest.mark.parametrize(
    "halves, message",
    [
        ((TWICE, TWICE), "forwards and backwards are one layer"),
        ((RNN(2, 3, rng(), first=True), RNN(2, 3, rng())), "first is True in forwards and False in backwards"),
        ((RNN(2, 3, rng()), GRU(4, 3, rng())), "n_x is 2 in forwards and 4 in backwards"),
        ((RNN(2, 3, rng()), Dense(2, 3, rng())), "Dense is no recurrent layer"),
    ],
)
def test_halves_that_do_not_fit_together_are_refused(halves, message):
    with pytest.raises(ValueError, match=message):
        Bidirectional(*halves)


def test_halves_may_be_of_two_kinds_and_sizes_and_both_the_first_of_a_network():
    layer = Bidirectional(LSTM(2, 3, rng(), first=True), GRU(2, 4, rng(), first=True))
    y = layer.forward(np.ones((2, 5, 2), np.float32))
    assert y.shape == (2, 5, 7) and [state.shape for state in layer.last] == [(2, 3), (2, 3), (2, 4)]
    assert layer.backward(y) is None and layer.gradients()["forwards.W"].shape == (4, 2, 3)


@EVERY_OBJECT
@pytest.mark.parametrize("sizes, message", [((0, 3), "n_x = 0"), ((2, 0), "n_a = 0"), ((2, 1.5), "n_a = 1.5")])
def test_sizes_that_are_none_are_refused(make, sizes, message):
    with pytest.raises(ValueError, match=message):
        make(*sizes, rng())


@pytest.mark.parametrize("two", [False, True], ids=["one direction", "both"])
@pytest.mark.parametrize("x, message", [(None, "x is NoneType"), (np.ones((3, 2)), r"\(3, 2\); expected \(m, T, 2\)")])
def test_an_input_of_another_kind_is_refused_before_its_length_is_asked_for(x, message, two):
    layer = both(LSTM, rng()) if two else LSTM(2, 3, rng()).cast(float)
    with pytest.raises(ValueError, match=message):
        layer.forward(x)


def test_the_last_step_takes_a_gradient_of_its_inputs_type():
    layer = LastStep()
    y = layer.forward(np.ones((2, 3, 2), np.float32))
    with pytest.raises(ValueError, match="dy .* is float64"):
        layer.backward(y.astype(float))
    assert layer.backward(y).dtype == np.float32
    with pytest.raises(ValueError, match="x is an array of int64"):
        layer.forward(np.ones((2, 3, 2), int))
