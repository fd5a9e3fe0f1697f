"""The functions of all recurrent layers against loops, centred differences and PyTorch; masks; what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.recurrences import EVERY_KIND, KINDS, draw, draw_mask, padded_mask, torch_function
from tests.layers.witnesses import DTYPES, against_torch, assert_close, check_gradients

sizes, seeds = st.integers(1, 4), st.integers(0, 2**32 - 1)


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
