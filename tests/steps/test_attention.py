"""Attention's steps: plain loops, centred differences, PyTorch, shapes, and cases known by hand.

Their gradients are also held to the layers', which have witnesses of their own: tests/layers.
"""

import math

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, check_gradients, numeric_gradient
from utils.steps import attention as steps


def made_heads(rng, d):
    shapes = {"W": (d, d), "b": (d,)}
    return {f"{kind}_{name}": rng.standard_normal(shapes[kind]) for name in "qkvo" for kind in "Wb"}


def attention_by_loops(q, k, v, mask):
    """One example in plain Python: q (T_q, d_k), k (T_k, d_k), v (T_k, d_v), mask (T_q, T_k)."""
    output, weights = [], []
    for i in range(len(q)):
        fits = {j: sum(a * b for a, b in zip(q[i], k[j], strict=True)) / math.sqrt(len(k[j])) for j in range(len(k))}
        shares = {j: math.exp(fit) for j, fit in fits.items() if mask[i][j]}
        total = sum(shares.values())
        weights.append([shares.get(j, 0.0) / total for j in range(len(k))])
        output.append([sum(weights[i][j] * v[j][c] for j in range(len(k))) for c in range(len(v[0]))])
    return np.array(output), np.array(weights)


@pytest.mark.parametrize("T_q, T_k, d_k, d_v", [(1, 1, 1, 1), (3, 2, 4, 1), (2, 5, 3, 2)])
def test_scaled_dot_products_agree_with_loops(T_q, T_k, d_k, d_v):
    rng = np.random.default_rng(0)
    q, k, v = (rng.standard_normal((2, *shape)) for shape in ((T_q, d_k), (T_k, d_k), (T_k, d_v)))
    mask = rng.random((2, T_q, T_k)) < 0.6
    mask[..., -1] = True
    output, weights = steps.scaled_dot_product_attention(q, k, v, mask)
    assert output.shape == (2, T_q, d_v) and weights.shape == (2, T_q, T_k)
    for i in range(2):
        expected = attention_by_loops(q[i], k[i], v[i], mask[i])
        np.testing.assert_allclose(output[i], expected[0], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(weights[i], expected[1], rtol=1e-12, atol=1e-14)


def test_without_a_mask_every_key_is_seen():
    q, k, v = (np.random.default_rng(8).standard_normal((1, 3, 2)) for _ in range(3))
    for mask in ({}, {"mask": None}):
        output, weights = steps.scaled_dot_product_attention(q, k, v, **mask)
        expected = attention_by_loops(q[0], k[0], v[0], np.ones((3, 3), bool))
        np.testing.assert_allclose(output[0], expected[0], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(weights[0], expected[1], rtol=1e-12, atol=1e-14)


def test_the_gradients_of_scaled_dot_products_agree_with_centred_differences():
    rng = np.random.default_rng(1)
    mask = steps.create_look_ahead_mask(4)

    def forward(q, k, v):
        output, weights = steps.scaled_dot_product_attention(q, k, v, mask)
        return output, (q, k, v, weights)

    def backward(doutput, cache):
        return steps.scaled_dot_product_attention_backward(doutput, *cache)

    check_gradients(forward, backward, [rng.standard_normal((2, 4, n)) for n in (3, 3, 2)], rng)


def test_masks_have_the_courses_shapes():
    ids = np.array([[7, 6, 0, 0], [1, 2, 3, 0]])
    np.testing.assert_array_equal(
        steps.create_padding_mask(ids), [[[True, True, False, False]], [[True, True, True, False]]]
    )
    np.testing.assert_array_equal(steps.create_look_ahead_mask(2), [[[True, False], [True, True]]])


def test_with_a_look_ahead_mask_the_first_position_sees_itself_only():
    x = np.random.default_rng(2).standard_normal((1, 3, 2))
    output, weights = steps.scaled_dot_product_attention(x, x, x, steps.create_look_ahead_mask(3))
    np.testing.assert_allclose(output[0, 0], x[0, 0])
    assert weights[0, 0].tolist() == [1, 0, 0]


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_several_heads_are_attention_on_parts_of_the_columns(heads):
    rng = np.random.default_rng(3)
    queries, memory, parameters = rng.standard_normal((2, 3, 4)), rng.standard_normal((2, 5, 4)), made_heads(rng, 4)
    output, weights, _ = steps.multi_head_attention(queries, memory, parameters, heads)
    assert weights.shape == (2, heads, 3, 5)
    q, k, v = (
        source @ parameters[f"W_{name}"] + parameters[f"b_{name}"]
        for source, name in zip((queries, memory, memory), "qkv", strict=True)
    )
    everything = np.ones((3, 5), bool)
    for i in range(2):
        found = [
            attention_by_loops(q[i][:, c], k[i][:, c], v[i][:, c], everything)[0] for c in np.split(np.arange(4), heads)
        ]
        np.testing.assert_allclose(
            output[i], np.hstack(found) @ parameters["W_o"] + parameters["b_o"], rtol=1e-10, atol=1e-12
        )


def test_torch_gives_the_same_heads_and_gradients():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    x, parameters = rng.standard_normal((2, 3, 6)), made_heads(rng, 6)
    mask = steps.create_look_ahead_mask(3)
    output, weights, cache = steps.multi_head_attention(x, x, parameters, 2, mask)
    module = torch.nn.MultiheadAttention(6, 2, batch_first=True, dtype=torch.float64)
    stacked = [np.concatenate([parameters[f"{kind}_{name}"].T for name in "qkv"]) for kind in "Wb"]
    arrays = (*stacked, parameters["W_o"].T, parameters["b_o"])
    names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
    module.load_state_dict({name: torch.tensor(array) for name, array in zip(names, arrays, strict=True)})
    tensor = torch.tensor(x, requires_grad=True)
    expected, shares = module(tensor, tensor, tensor, attn_mask=~torch.tensor(mask[0]), average_attn_weights=False)
    np.testing.assert_allclose(output, expected.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(weights, shares.detach().numpy(), rtol=1e-9, atol=1e-15)
    doutput = rng.standard_normal(output.shape)
    expected.backward(torch.tensor(doutput))
    dqueries, dmemory, grads = steps.multi_head_attention_backward(doutput, cache)
    np.testing.assert_allclose(dqueries + dmemory, tensor.grad.numpy(), rtol=1e-9, atol=1e-12)
    dW = np.concatenate([grads[f"dW_{name}"].T for name in "qkv"])
    np.testing.assert_allclose(dW, module.in_proj_weight.grad.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grads["dW_o"].T, module.out_proj.weight.grad.numpy(), rtol=1e-9, atol=1e-12)
    db = np.concatenate([grads[f"db_{name}"] for name in "qkv"])
    np.testing.assert_allclose(db, module.in_proj_bias.grad.numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(grads["db_o"], module.out_proj.bias.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_a_bias_of_the_keys_changes_nothing():
    """It adds the same number to all scores of a query, and the softmax does not see it."""
    rng = np.random.default_rng(5)
    x, parameters = rng.standard_normal((2, 3, 4)), made_heads(rng, 4)
    output, _, cache = steps.multi_head_attention(x, x, parameters, 2)
    other, _, _ = steps.multi_head_attention(x, x, parameters | {"b_k": parameters["b_k"] + 1}, 2)
    np.testing.assert_allclose(output, other)
    _, _, grads = steps.multi_head_attention_backward(np.ones_like(output), cache)
    np.testing.assert_allclose(grads["db_k"], 0, atol=1e-12)


def made_decoder(rng, m=2, Tx=4, n_a=3, n_s=2, n_e=5):
    shapes = {"W_a": (n_a, n_e), "W_s": (n_s, n_e), "b": (n_e,), "v": (n_e,)}
    parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
    return rng.standard_normal((m, Tx, n_a)), rng.standard_normal((m, n_s)), parameters


def test_one_step_of_attention_has_the_courses_shapes_and_averages_the_activations():
    a, s_prev, parameters = made_decoder(np.random.default_rng(6))
    context, alphas = steps.one_step_attention(a, s_prev, parameters)
    assert context.shape == (2, 1, 3) and alphas.shape == (2, 4, 1)
    np.testing.assert_allclose(alphas.sum(axis=1), 1)
    for i in range(2):
        energies = [
            math.fsum(
                v * math.tanh(z)
                for v, z in zip(
                    parameters["v"],
                    x @ parameters["W_a"] + s_prev[i] @ parameters["W_s"] + parameters["b"],
                    strict=True,
                )
            )
            for x in a[i]
        ]
        shares = np.exp(energies) / np.sum(np.exp(energies))
        np.testing.assert_allclose(alphas[i, :, 0], shares, rtol=1e-12)
        np.testing.assert_allclose(context[i, 0], shares @ a[i], rtol=1e-12, atol=1e-14)


def test_the_gradients_of_one_step_agree_with_centred_differences():
    rng = np.random.default_rng(7)
    a, s_prev, parameters = made_decoder(rng)
    dcontext = rng.standard_normal((2, 1, 3))

    def objective():
        return float(np.sum(steps.one_step_attention(a, s_prev, parameters)[0] * dcontext))

    _, alphas = steps.one_step_attention(a, s_prev, parameters)
    da, ds_prev, grads = steps.one_step_attention_backward(dcontext, alphas, a, s_prev, parameters)
    assert_close(da, numeric_gradient(objective, a), 1e-6, "da")
    assert_close(ds_prev, numeric_gradient(objective, s_prev), 1e-6, "ds_prev")
    for key, value in parameters.items():
        assert_close(grads[f"d{key}"], numeric_gradient(objective, value), 1e-6, key)
