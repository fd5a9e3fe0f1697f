"""The Transformer's steps on tensors: against NumPy's, PyTorch's own layers, its counter of operations, autograd."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from utils.gpu.models.transformer import Transformer, in_torch  # noqa: E402
from utils.gpu.steps import transformer as steps  # noqa: E402
from utils.gpu.training.plan import Plan  # noqa: E402
from utils.labs.course5.week4_transformer.common import heads_parameters, layer_parameters, some_hidden  # noqa: E402
from utils.labs.course5.week4_transformer.weights import flat, fresh_parameters  # noqa: E402
from utils.steps import attention as in_numpy  # noqa: E402
from utils.steps import transformer as layers_in_numpy  # noqa: E402
from utils.steps import transformer_model as model_in_numpy  # noqa: E402


def tensors(tree):
    if isinstance(tree, dict):
        return {name: tensors(value) for name, value in tree.items()}
    return torch.tensor(tree, requires_grad=True)


@pytest.mark.parametrize(
    "m, T_q, T_k, d, n_heads", [(1, 1, 1, 1, 1), (2, 3, 5, 6, 3), (4, 4, 4, 4, 4), (3, 7, 2, 8, 1)]
)
def test_attention_is_numpys_forward_and_backward(m, T_q, T_k, d, n_heads):
    rng = np.random.default_rng(d)
    queries, memory, parameters = rng.normal(size=(m, T_q, d)), rng.normal(size=(m, T_k, d)), heads_parameters(rng, d)
    mask = some_hidden(rng, m, T_q, T_k)
    due, _, cache = in_numpy.multi_head_attention(queries, memory, parameters, n_heads, mask)
    _, dmemory, grads = in_numpy.multi_head_attention_backward(np.cos(due), cache)
    leaves, memory_t = tensors(in_torch(parameters)), torch.tensor(memory, requires_grad=True)
    found = steps.multi_head_attention(torch.tensor(queries), memory_t, leaves, n_heads, torch.tensor(mask))
    found.backward(torch.tensor(np.cos(due)))
    np.testing.assert_allclose(found.detach(), due, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(memory_t.grad, dmemory, rtol=1e-8, atol=1e-12)
    for name, leaf in leaves.items():
        np.testing.assert_allclose(leaf.grad.numpy().T, grads[f"d{name}"], rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("T", [1, 2, 5])
def test_causal_is_the_look_ahead_mask(T):
    rng = np.random.default_rng(T)
    x, parameters = torch.from_numpy(rng.normal(size=(2, T, 6))), tensors(in_torch(heads_parameters(rng, 6)))
    mask = torch.from_numpy(in_numpy.create_look_ahead_mask(T))
    found = steps.multi_head_attention(x, x, parameters, 2, "causal")
    torch.testing.assert_close(found, steps.multi_head_attention(x, x, parameters, 2, mask))
    torch.testing.assert_close(found[:, :1], steps.multi_head_attention(x[:, :1], x[:, :1], parameters, 2))


def test_layers_are_numpys():
    rng = np.random.default_rng(0)
    x, memory = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 6))
    parameters = layer_parameters(rng, 6, 7, cross=True)
    seen, causal = some_hidden(rng, 2, 1, 5), in_numpy.create_look_ahead_mask(3)
    as_tensors = tensors(in_torch(parameters))
    due = layers_in_numpy.decoder_layer(x, memory, parameters, 3, causal, seen)[0]
    found = steps.decoder_layer(*map(torch.tensor, (x, memory)), as_tensors, 3, "causal", torch.tensor(seen))
    np.testing.assert_allclose(found.detach(), due, rtol=1e-9, atol=1e-12)
    due = layers_in_numpy.encoder_layer(memory, parameters, 2, seen)[0]
    found = steps.encoder_layer(torch.tensor(memory), as_tensors, 2, torch.tensor(seen))
    np.testing.assert_allclose(found.detach(), due, rtol=1e-9, atol=1e-12)


def test_the_loss_is_numpys_and_parts_add_up():
    rng = np.random.default_rng(0)
    logits, target = rng.normal(size=(4, 5, 6)), rng.integers(0, 6, (4, 5))
    due, gradient = model_in_numpy.transformer_loss(logits, target)
    z, y = torch.tensor(logits, requires_grad=True), torch.tensor(target)
    n = (y != 0).sum()
    loss = steps.transformer_loss(z[:1], y[:1], n) + steps.transformer_loss(z[1:], y[1:], n)
    loss.backward()
    assert loss.item() == pytest.approx(due) == steps.transformer_loss(z, y).item()
    np.testing.assert_allclose(z.grad, gradient, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("steps_in_all, share", [(20, 0.3), (7, 0.0), (10, 0.9), (2, 0.5)])
def test_the_rate_is_the_training_loops(steps_in_all, share):
    plan, warm = Plan(1, 0.2, 0, warmup=share), round(share * steps_in_all)
    found = [steps.learning_rate(step, steps_in_all, 0.2, warm) for step in range(steps_in_all)]
    assert found == pytest.approx([plan.rate(step, steps_in_all) for step in range(steps_in_all)])
    assert min(found) > 0 and max(found) == pytest.approx(0.2)


@pytest.mark.parametrize("m, T_x, T_y, d, d_hidden, layers, n", [(1, 1, 1, 2, 1, 1, 3), (3, 4, 6, 8, 5, 2, 9)])
def test_work_is_what_pytorch_counts_and_training_three_times_as_much(m, T_x, T_y, d, d_hidden, layers, n):
    net = Transformer(fresh_parameters(5, n, d, 2, layers, d_hidden, np.random.default_rng(0)), 2, T_x)
    pairs = torch.ones(m, T_x + T_y, dtype=torch.long)
    by_hand = steps.transformer_flops(m, T_x, T_y, d, d_hidden, layers, n)
    with sdpa_kernel(SDPBackend.MATH):
        with FlopCounterMode(display=False) as forward:
            logits = net(pairs)
        with FlopCounterMode(display=False) as backward:
            logits.sum().backward()
    assert forward.get_total_flops() == by_hand and backward.get_total_flops() == 2 * by_hand


def test_steps_with_kept_keys_are_the_layer_at_its_last_place():
    rng = np.random.default_rng(0)
    parameters = tensors(in_torch(layer_parameters(rng, 6, 7, cross=True)))
    x, memory = torch.from_numpy(rng.normal(size=(2, 4, 6))), torch.from_numpy(rng.normal(size=(2, 5, 6)))
    seen = torch.from_numpy(some_hidden(rng, 2, 1, 5))
    cross = parameters["cross"]
    kept = {f"memory_{name}": memory @ cross[f"W_{name}"].T + cross[f"b_{name}"] for name in "kv"}
    kept |= {"k": x[:, :0], "v": x[:, :0]}
    for t in range(4):
        y, kept = steps.decoder_layer_step(x[:, t : t + 1], kept, parameters, 2, seen)
        due = steps.decoder_layer(x[:, : t + 1], memory, parameters, 2, "causal", seen)
        torch.testing.assert_close(y, due[:, -1:])
    assert kept["k"].shape == (2, 4, 6)


def test_gradients_of_a_whole_network_are_numpys():
    rng = np.random.default_rng(1)
    parameters = fresh_parameters(20, 30, 16, 4, 2, 32, rng)
    source, target = rng.integers(1, 20, (5, 7)), rng.integers(1, 30, (5, 6))
    source[2, 4:] = 0
    logits, _, cache = model_in_numpy.transformer(source, target, parameters, 4)
    due = flat(model_in_numpy.transformer_backward(np.cos(logits), cache))
    net = Transformer(parameters, 4, 7).double()
    found = net(torch.tensor(np.hstack([source, target])))
    found.backward(torch.tensor(np.cos(logits)))
    np.testing.assert_allclose(found.detach(), logits, atol=1e-5)
    for name, parameter in net.tree.named_parameters():
        turned = due[name].T if due[name].ndim == 2 and name not in ("source", "target") else due[name]
        np.testing.assert_allclose(parameter.grad, turned, atol=1e-4)
