"""Cases of attention and the Transformer's layers."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.bahdanau import BahdanauAttention
from utils.layers.multi_head_attention import (
    multi_head_attention_backward,
    multi_head_attention_forward,
    split_heads,
)
from utils.layers.transformer_blocks import EncoderLayer


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    for m, T, target in ((32, 64, 0.9), (8, 256, 1.1)):
        yield attention_case(rng, torch, m, T, d=128, heads=4, target=target)
    yield encoder_case(rng, torch, m=64, T=32, d=64, heads=4, d_hidden=256)
    yield additive_case(rng, torch, m=100, T=30, n=64, steps=10)


def attention_case(rng, torch, m, T, d, heads, target):
    x, dy = (rng.standard_normal((m, T, d), dtype=np.float32) for _ in range(2))
    Wqkv, Wo = (rng.standard_normal((d, n), dtype=np.float32) / np.float32(d**0.5) for n in (3 * d, d))
    weights = Wqkv, np.zeros(3 * d, np.float32), Wo, np.zeros(d, np.float32)

    def ours():
        y, cache = multi_head_attention_forward(x, *weights, heads)
        dx, *_ = multi_head_attention_backward(dy, cache)
        return y, dx

    twins = (None, None) if torch is None else torch_attention(torch, x, weights, dy, heads)
    return Case(f"attention T{T} d{d} h{heads} B{m}", ours, target, *twins, attention_products(x, Wqkv, Wo, heads))


def attention_products(x, Wqkv, Wo, heads):
    """The 6 products with weights and the 6 with scores of a pass; which numbers they multiply does not matter."""
    rows = x.reshape(-1, x.shape[-1])

    def products():
        qkv = rows @ Wqkv
        q, k, v = split_heads(qkv.reshape(*x.shape[:2], -1), 3, heads)
        scores = q @ k.swapaxes(-1, -2)
        turned = scores.swapaxes(-1, -2)
        scores @ v, rows @ Wo
        rows @ Wo.T, rows.T @ rows, turned @ q, q @ v.swapaxes(-1, -2), scores @ k, turned @ q
        qkv @ Wqkv.T, rows.T @ qkv

    return products


def torch_attention(torch, x, weights, dy, heads):
    """PyTorch's module as it comes, and the same written around its fused scaled_dot_product_attention."""
    module = torch.nn.MultiheadAttention(x.shape[-1], heads, batch_first=True)
    names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
    module.load_state_dict({name: torch.tensor(array.T) for name, array in zip(names, weights, strict=True)})
    inputs = [torch.tensor(x, requires_grad=True), *module.parameters()]
    dy = torch.from_numpy(dy)

    def as_it_comes():
        y, _ = module(inputs[0], inputs[0], inputs[0], need_weights=False)
        return y, torch.autograd.grad(y, inputs, dy)[0]

    def fused():
        x, Wqkv, bqkv, Wo, bo = inputs
        qkv = torch.nn.functional.linear(x, Wqkv, bqkv).unflatten(-1, (3, heads, -1)).permute(2, 0, 3, 1, 4)
        merged = torch.nn.functional.scaled_dot_product_attention(*qkv).transpose(1, 2).flatten(2)
        y = torch.nn.functional.linear(merged, Wo, bo)
        return y, torch.autograd.grad(y, inputs, dy)[0]

    return as_it_comes, fused


def encoder_case(rng, torch, m, T, d, heads, d_hidden):
    layer = EncoderLayer(d, heads, d_hidden, rng)
    x, dy = (rng.standard_normal((m, T, d), dtype=np.float32) for _ in range(2))

    def ours():
        y = layer.forward(x)
        return y, layer.backward(dy)

    twin = None if torch is None else torch_encoder(torch, layer, x, dy, d_hidden)
    return Case(f"encoder layer T{T} d{d} h{heads} hidden {d_hidden} B{m}", ours, 1.0, twin)


def torch_encoder(torch, layer, x, dy, d_hidden):
    d, heads = x.shape[-1], layer.attention.heads
    module = torch.nn.TransformerEncoderLayer(d, heads, d_hidden, dropout=0, batch_first=True)
    parts = {"self_attn.in_proj_": ("Wqkv", "bqkv"), "self_attn.out_proj.": ("Wo", "bo")}
    state = {
        part + kind: torch.tensor(getattr(layer.attention, name).T)
        for part, names in parts.items()
        for kind, name in zip(("weight", "bias"), names, strict=True)
    }
    for number, dense in ((1, layer.feed_forward.layers[0]), (2, layer.feed_forward.layers[2])):
        state |= {f"linear{number}.weight": torch.tensor(dense.W.T), f"linear{number}.bias": torch.tensor(dense.b)}
    module.load_state_dict(state, strict=False)  # the norms start at 1 and 0 on both sides
    x, dy = torch.tensor(x, requires_grad=True), torch.from_numpy(dy)

    def twin():
        y = module(x)
        return y, torch.autograd.grad(y, [x, *module.parameters()], dy)[0]

    return twin


def additive_case(rng, torch, m, T, n, steps):
    """All steps of a decoder that asks an input of T steps; n: columns of all vectors."""
    layer = BahdanauAttention(n, n, n, rng)
    a = rng.standard_normal((m, T, n), dtype=np.float32)
    states, gradients = (list(rng.standard_normal((steps, m, n), dtype=np.float32)) for _ in range(2))

    def ours():
        layer.start(a)
        contexts = [layer.forward(s) for s in states]
        for gradient in reversed(gradients):
            layer.backward(gradient)
        return contexts[-1], layer.finish()

    twin = None if torch is None else torch_additive(torch, layer, a, states, gradients)
    return Case(f"additive attention T{T} d{n} B{m}, {steps} steps", ours, 1.0, twin)


def torch_additive(torch, layer, a, states, gradients):
    W_a, W_s, b, v = weights = [torch.tensor(array, requires_grad=True) for array in layer.parameters().values()]
    a, *states = inputs = [torch.tensor(array, requires_grad=True) for array in (a, *states)]
    gradients = [torch.from_numpy(gradient) for gradient in gradients]

    def twin():
        keys = a @ W_a + b
        contexts = []
        for s in states:
            alpha = torch.softmax(torch.tanh(keys + (s @ W_s)[:, None]) @ v, dim=1)
            contexts.append((alpha[:, None] @ a)[:, 0])
        return contexts[-1], torch.autograd.grad(contexts, [*inputs, *weights], gradients)[0]

    return twin
