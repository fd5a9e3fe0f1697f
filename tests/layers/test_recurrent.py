"""The recurrent layers as objects, and what is put around them: both directions, the last step."""

import numpy as np
import pytest

from tests.layers.recurrences import KINDS, pack, padded_mask, torch_weights
from tests.layers.witnesses import assert_close, check_layer
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.gru import GRU
from utils.layers.lstm import LSTM
from utils.layers.recurrent import Bidirectional, LastStep, orthogonal
from utils.layers.rnn import RNN

OBJECTS = {"RNN": RNN, "LSTM": LSTM, "GRU": GRU, "GRU reset after": lambda *a, **k: GRU(*a, reset_after=True, **k)}
EVERY_OBJECT = pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)


@EVERY_OBJECT
@pytest.mark.parametrize("return_sequences", [True, False])
def test_the_objects_gradients_with_and_without_a_mask(make, return_sequences):
    rng = np.random.default_rng(7)
    for mask in (None, padded_mask([2, 3], 3)):
        layer = make(2, 3, rng, return_sequences=return_sequences)
        check_layer(layer, rng.standard_normal((2, 3, 2)), rng, mask=mask)


@EVERY_OBJECT
def test_a_decoder_starts_from_an_encoders_state_as_if_the_two_were_one_long_sequence(make):
    rng = np.random.default_rng(8)
    encoder, decoder = make(2, 3, rng, return_sequences=False).cast(float), make(2, 3, rng).cast(float)
    decoder.load(encoder.state())
    whole = make(2, 3, rng).cast(float)
    whole.load(encoder.state())
    x, dy = rng.standard_normal((4, 5, 2)), rng.standard_normal((4, 2, 3))
    encoder.forward(x[:, :3])
    with pytest.raises(ValueError, match="initial holds one ndarray"):
        decoder.forward(x[:, 3:], initial=encoder.last[0])
    y = decoder.forward(x[:, 3:], initial=encoder.last)
    dx_decoder = decoder.backward(dy)
    dx_encoder = encoder.backward(None, decoder.d_initial)
    assert_close(y, whole.forward(x)[:, 3:], 1e-12)
    assert_close(np.hstack([dx_encoder, dx_decoder]), whole.backward(np.pad(dy, ((0, 0), (3, 0), (0, 0)))), 1e-12)
    for name, gradient in whole.gradients().items():
        assert_close(encoder.gradients()[name] + decoder.gradients()[name], gradient, 1e-12)
    # What only gives its last state gets that state's gradient in two ways; they add up
    half = [gradient / 2 for gradient in decoder.d_initial[:1]]
    assert_close(encoder.backward(half[0], (*half, *decoder.d_initial[1:])), dx_encoder, 1e-12)


@EVERY_OBJECT
def test_the_first_layer_computes_no_gradient_of_its_input_and_refusal_leaves_the_object_as_it_was(make):
    rng = np.random.default_rng(9)
    layer = make(2, 3, rng, first=True)
    with pytest.raises(ValueError, match="x has shape"):
        layer.forward(np.ones((1, 2, 3), np.float32))
    assert not hasattr(layer, "cache") and not hasattr(layer, "last")
    layer.forward(np.ones((1, 2, 2), np.float32))
    with pytest.raises(ValueError, match="da has shape"):
        layer.backward(np.ones((1, 2, 2), np.float32))
    assert not hasattr(layer, "dW") and not hasattr(layer, "d_initial")
    assert layer.backward(np.ones((1, 2, 3), np.float32)) is None
    assert all(layer.gradients()[name].dtype == np.float32 for name in layer.parameters())


@pytest.mark.parametrize("name", ["RNN", "LSTM", "GRU reset after"])
def test_both_directions_over_unequal_lengths_are_torchs(name):
    torch, rng, kind, lengths = pytest.importorskip("torch"), np.random.default_rng(10), KINDS[name], [2, 5, 4]
    layer = Bidirectional(OBJECTS[name](3, 2, rng), OBJECTS[name](3, 2, rng)).cast(float)
    x, dy = rng.standard_normal((3, 5, 3)), rng.standard_normal((3, 5, 4))
    y = layer.forward(x, mask=padded_mask(lengths, 5))
    twin = getattr(torch.nn, kind.torch_name)(3, 2, batch_first=True, bidirectional=True, dtype=torch.float64)
    tensors = {key: torch.tensor(array, requires_grad=True) for key, array in layer.parameters().items()}
    weights = {}
    for part, ending in ((layer.forwards, "l0"), (layer.backwards, "l0_reverse")):
        prefix = "forwards." if part is layer.forwards else "backwards."
        weights |= torch_weights(kind, *(tensors[prefix + key] for key in part.weights), ending=ending)
    inputs = torch.tensor(x, requires_grad=True)
    packed, _ = torch.func.functional_call(twin, weights, (pack(torch, inputs, lengths),))
    expected = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)[0]
    assert_close(y, expected.detach().numpy(), 1e-12)
    expected.backward(torch.from_numpy(dy))
    assert_close(layer.backward(dy), inputs.grad.numpy(), 1e-12)
    for key, gradient in layer.gradients().items():
        assert_close(gradient, tensors[key].grad.numpy(), 1e-12, key)


@pytest.mark.parametrize("return_sequences", [True, False])
def test_both_directions_stacked_and_closed_by_the_last_step(return_sequences):
    rng, mask = np.random.default_rng(11), padded_mask([2, 3], 3)
    both = Bidirectional(*(GRU(2, 2, rng, return_sequences=return_sequences) for _ in range(2)))
    top = [LSTM(4, 2, rng), LastStep(), Dense(2, 1, rng)] if return_sequences else [Dense(4, 1, rng)]
    check_layer(Sequential(both, *top), rng.standard_normal((2, 3, 2)), rng, mask=mask)


def test_both_directions_have_to_agree_on_what_they_give():
    rng = np.random.default_rng(12)
    with pytest.raises(ValueError, match="return_sequences is True in forwards and False in backwards"):
        Bidirectional(RNN(2, 2, rng), RNN(2, 2, rng, return_sequences=False))


@EVERY_OBJECT
def test_both_directions_without_sequences_give_the_two_last_states(make):
    rng = np.random.default_rng(15)
    layer = Bidirectional(*(make(2, 3, rng, return_sequences=False) for _ in range(2)))
    x = rng.standard_normal((2, 4, 2), dtype=np.float32)
    expected = [layer.forwards.forward(x), layer.backwards.forward(x[:, ::-1])]
    assert_close(layer.forward(x), np.hstack(expected), 1e-6)


@EVERY_OBJECT
def test_outputs_and_gradients_lie_in_one_piece_and_no_gradient_is_zeros(make):
    rng = np.random.default_rng(16)
    layer = make(2, 3, rng)
    y = layer.forward(rng.standard_normal((4, 5, 2), dtype=np.float32))
    arrays = [y, layer.backward(y), *layer.gradients().values()]
    assert all(array.flags.c_contiguous for array in arrays)
    layer.return_sequences = False
    assert not layer.backward(None).any()


def test_the_last_step_is_the_last_real_one():
    x, mask = np.arange(24.0).reshape(2, 4, 3), np.array([[True, True, False, False], [False, True, True, True]])
    layer = LastStep()
    assert layer.forward(x).tolist() == x[:, 3].tolist()
    assert np.isnan(LastStep().forward(x * np.nan)).all()  # left to the next layer that weighs
    assert layer.forward(x, mask=mask).tolist() == [x[0, 1].tolist(), x[1, 3].tolist()]
    dy = np.array([[1.0, 2, 3], [4, 5, 6]])
    expected = np.zeros((2, 4, 3))
    expected[0, 1], expected[1, 3] = dy
    assert layer.backward(dy).tolist() == expected.tolist()
    with pytest.raises(ValueError, match=r"dy has shape \(1, 3\); expected \(2, 3\)"):
        layer.backward(dy[:1])
    with pytest.raises(ValueError, match=r"x has shape \(4, 3\); expected \(m, T, n\)"):
        layer.forward(x[0])
    with pytest.raises(ValueError, match=r"mask has shape \(2, 3\)"):
        layer.forward(x, mask=mask[:, 1:])


def test_rotations_point_every_way_alike():
    U = orthogonal((4000, 3, 3), np.random.default_rng(17))
    assert np.abs(U.mean(axis=0)).max() < 5 * np.sqrt(1 / 3 / 4000)


def test_weights_from_state_to_state_start_as_rotations():
    U = orthogonal((3, 5, 5), np.random.default_rng(13), np.float64)
    assert_close(U @ U.swapaxes(1, 2), np.broadcast_to(np.eye(5), (3, 5, 5)), 1e-12)
    layer = GRU(4, 5, np.random.default_rng(14))
    assert layer.U.dtype == layer.W.dtype == layer.b.dtype == np.float32
    assert_close(layer.U @ layer.U.swapaxes(1, 2), np.broadcast_to(np.eye(5), (3, 5, 5)), 1e-6)
