"""All recurrent layers against loops, centred differences and PyTorch; masks; what they refuse; what wraps them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.recurrences import (
    EVERY_KIND,
    KINDS,
    draw,
    draw_mask,
    pack,
    padded_mask,
    torch_function,
    torch_weights,
)
from tests.layers.witnesses import DTYPES, against_torch, assert_close, check_gradients, check_layer
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.gru import GRU
from utils.layers.lstm import LSTM
from utils.layers.recurrent import Bidirectional, LastStep, orthogonal
from utils.layers.rnn import RNN

sizes, seeds = st.integers(1, 4), st.integers(0, 2**32 - 1)
OBJECTS = {"RNN": RNN, "LSTM": LSTM, "GRU": GRU, "GRU reset after": lambda *a, **k: GRU(*a, reset_after=True, **k)}
EVERY_OBJECT = pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)


@EVERY_KIND
@pytest.mark.parametrize("m, T, n_x, n_a", [(1, 1, 1, 1), (2, 4, 3, 2), (3, 2, 1, 3)])
@pytest.mark.parametrize("masked", [False, True])
def test_centred_differences(kind, m, T, n_x, n_a, masked):
    rng = np.random.default_rng(1)
    mask = draw_mask(rng, m, T) if masked else None
    inputs = draw(kind, rng, m, T, n_x, n_a)
    check_gradients(lambda *arrays: kind.forward(*arrays, mask), kind.backward, inputs, rng)


@EVERY_KIND
@DTYPES
@pytest.mark.parametrize("m, T, n_x, n_a", [(1, 1, 2, 3), (4, 6, 3, 5), (2, 9, 1, 4)])
def test_torch(kind, dtype, m, T, n_x, n_a):
    rng = np.random.default_rng(2)
    against_torch(kind.forward, kind.backward, torch_function(kind), draw(kind, rng, m, T, n_x, n_a), rng, dtype)


@pytest.mark.parametrize("name", ["RNN", "LSTM", "GRU reset after"])
@DTYPES
def test_padding_at_the_end_is_what_torch_calls_a_packed_sequence(name, dtype):
    rng, kind, lengths = np.random.default_rng(3), KINDS[name], [3, 6, 1, 4]
    mask = padded_mask(lengths, 6)
    against_torch(
        lambda *arrays: kind.forward(*arrays, mask),
        kind.backward,
        torch_function(kind, lengths),
        draw(kind, rng, 4, 6, 3, 5),
        rng,
        dtype,
    )


@EVERY_KIND
@settings(deadline=None, max_examples=25)
@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=seeds)
def test_a_mask_is_as_if_each_sequence_ran_alone_over_its_real_steps(kind, m, T, n_x, n_a, seed):
    rng = np.random.default_rng(seed)
    x, *rest = draw(kind, rng, m, T, n_x, n_a)
    states, weights = rest[: kind.states], rest[kind.states :]
    mask = draw_mask(rng, m, T)
    (a, *last), cache = kind.forward(x, *states, *weights, mask)
    da, d_last = rng.standard_normal(a.shape), [rng.standard_normal(state.shape) for state in states]
    dx, *gradients = kind.backward(da, *d_last, cache)
    assert not a[~mask].any() and not dx[~mask].any()
    sums = [np.zeros_like(weight) for weight in weights]
    for i, real in enumerate(mask):
        alone, cache = kind.forward(x[i : i + 1, real], *(state[i : i + 1] for state in states), *weights)
        back = kind.backward(da[i : i + 1, real], *(d[i : i + 1] for d in d_last), cache)
        for got, expected in zip((a[i, real], *(s[i] for s in last)), alone, strict=True):
            assert_close(got, expected[0], 1e-12)
        for got, expected in zip((dx[i, real], *(g[i] for g in gradients[: kind.states])), back, strict=False):
            assert_close(got, expected[0], 1e-12)
        for total, gradient in zip(sums, back[1 + kind.states :], strict=True):
            total += gradient
    for got, expected in zip(gradients[kind.states :], sums, strict=True):
        assert_close(got, expected, 1e-12)


@EVERY_KIND
def test_a_mask_of_real_steps_changes_nothing_and_no_gradient_is_the_same_as_zeros(kind):
    rng = np.random.default_rng(4)
    inputs = draw(kind, rng, 3, 5, 2, 4)
    outputs, cache = kind.forward(*inputs)
    masked, _ = kind.forward(*inputs, np.ones((3, 5), bool))
    for got, expected in zip(masked, outputs, strict=True):
        np.testing.assert_array_equal(got, expected)
    given_ = [rng.standard_normal(y.shape) for y in outputs]
    for skipped in range(len(outputs)):
        zeros = [np.zeros_like(d) if i == skipped else d for i, d in enumerate(given_)]
        nones = [None if i == skipped else d for i, d in enumerate(given_)]
        for got, expected in zip(kind.backward(*nones, cache), kind.backward(*zeros, cache), strict=True):
            np.testing.assert_array_equal(got, expected)
    assert kind.backward(*given_, cache, need_dx=False)[0] is None


@EVERY_KIND
def test_neither_pass_changes_what_it_was_given_and_the_way_back_can_be_gone_twice(kind):
    rng = np.random.default_rng(5)
    inputs, mask = draw(kind, rng, 1, 4, 2, 3), np.array([[True, False, True, True]])
    kept = [array.copy() for array in inputs]
    outputs, cache = kind.forward(*inputs, mask)
    gradients = [rng.standard_normal(y.shape) for y in outputs]
    before = [d.copy() for d in gradients]
    once = kind.backward(*gradients, cache)
    outputs[0][...] = 0  # what a later layer does with the outputs does not reach the cache
    outputs[1][...] = 0
    for got, expected in zip(kind.backward(*gradients, cache), once, strict=True):
        np.testing.assert_array_equal(got, expected)
    for array, expected in zip([*inputs, *gradients], [*kept, *before], strict=True):
        np.testing.assert_array_equal(array, expected)


def changed(arrays, place, value):
    return [value if i == place else array for i, array in enumerate(arrays)]


@EVERY_KIND
def test_bad_input_is_refused(kind):
    rng = np.random.default_rng(6)
    inputs = draw(kind, rng, 2, 3, 4, 5, np.float32)
    W_place = 1 + kind.states
    bad = [
        (0, inputs[0][:, :, :3], r"x has shape \(2, 3, 3\); expected \(m, T, 4\)"),
        (0, inputs[0][0], r"x has shape \(3, 4\)"),
        (0, inputs[0][:, :0], r"x has shape \(2, 0, 4\): it is empty"),
        (0, inputs[0] * np.float32(np.nan), r"x \(2, 3, 4\) holds NaN"),
        (0, inputs[0].astype(float), "x .* is float64 and the weights are float32"),
        (1, inputs[1][:1], r"a0 has shape \(1, 5\); expected \(2, 5\)"),
        (kind.states, np.full((2, 5), np.inf, np.float32), r"0 \(2, 5\) holds infinity"),
        (W_place, inputs[W_place][None], r"W has shape"),
        (W_place + 1, inputs[W_place + 1][..., :4], r"U has shape"),
        (W_place + 2, inputs[W_place + 2][None], r"b has shape"),
        (W_place + kind.biases + 1, inputs[-1].astype(float), r"b.* is float64"),
    ]
    for place, value, message in bad:
        with pytest.raises(ValueError, match=message):
            kind.forward(*changed(inputs, place, value))
    for mask, message in [
        (np.ones((2, 4), bool), r"mask has shape \(2, 4\); expected \(2, 3\)"),
        (np.ones((2, 3)), "mask is an array of float64"),
        (np.array([[True, False, False], [False, False, False]]), "no real step in sequence 1"),
    ]:
        with pytest.raises(ValueError, match=message):
            kind.forward(*inputs, mask)
    outputs, cache = kind.forward(*inputs)
    for i in range(len(outputs)):
        gradients = changed([None] * len(outputs), i, outputs[i][..., :4])
        with pytest.raises(ValueError, match="d.* has shape .*; expected"):
            kind.backward(*gradients, cache)


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
    with pytest.raises(ValueError, match="initial holds 4 arrays"):
        decoder.forward(x[:, 3:], initial=encoder.last[0])
    y = decoder.forward(x[:, 3:], initial=encoder.last)
    dx_decoder = decoder.backward(dy)
    dx_encoder = encoder.backward(None, decoder.d_initial)
    assert_close(y, whole.forward(x)[:, 3:], 1e-12)
    assert_close(np.hstack([dx_encoder, dx_decoder]), whole.backward(np.pad(dy, ((0, 0), (3, 0), (0, 0)))), 1e-12)
    for name, gradient in whole.gradients().items():
        assert_close(encoder.gradients()[name] + decoder.gradients()[name], gradient, 1e-12)


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
    layer = Bidirectional(RNN(2, 2, rng), RNN(2, 2, rng, return_sequences=False))
    with pytest.raises(ValueError, match=r"\(1, 3, 2\), \(1, 2\)"):
        layer.forward(np.ones((1, 3, 2), np.float32))


def test_the_last_step_is_the_last_real_one():
    x, mask = np.arange(12.0).reshape(2, 3, 2), np.array([[True, True, False], [False, True, True]])
    layer = LastStep()
    assert layer.forward(x).tolist() == x[:, 2].tolist()
    assert layer.forward(x, mask=mask).tolist() == [x[0, 1].tolist(), x[1, 2].tolist()]
    dx = layer.backward(np.array([[1.0, 2], [3, 4]]))
    assert dx.tolist() == [[[0, 0], [1, 2], [0, 0]], [[0, 0], [0, 0], [3, 4]]]
    with pytest.raises(ValueError, match=r"\(3, 2\)"):
        layer.forward(x[0])
    with pytest.raises(ValueError, match=r"mask has shape \(2, 2\)"):
        layer.forward(x, mask=mask[:, 1:])


def test_weights_from_state_to_state_start_as_rotations():
    U = orthogonal((3, 5, 5), np.random.default_rng(13), np.float64)
    assert_close(U @ U.swapaxes(1, 2), np.broadcast_to(np.eye(5), (3, 5, 5)), 1e-12)
    layer = GRU(4, 5, np.random.default_rng(14))
    assert layer.U.dtype == layer.W.dtype == layer.b.dtype == np.float32
    assert_close(layer.U @ layer.U.swapaxes(1, 2), np.broadcast_to(np.eye(5), (3, 5, 5)), 1e-6)
