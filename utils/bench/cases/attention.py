"""Cases of attention and the Transformer's layers."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.multi_head_attention import (
    multi_head_attention_backward,
    multi_head_attention_forward,
    split_heads,
)


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    for m, T, target in ((32, 64, 0.9), (8, 256, 1.1)):
        yield attention_case(rng, torch, m, T, d=128, heads=4, target=target)


def attention_case(rng, torch, m, T, d, heads, target):
    x, dy = (rng.standard_normal((m, T, d), dtype=np.float32) for _ in range(2))
    Wqkv, Wo = (rng.standard_normal((d, n), dtype=np.float32) / np.float32(d**0.5) for n in (3 * d, d))
    weights = Wqkv, np.zeros(3 * d, np.float32), Wo, np.zeros(d, np.float32)

    def ours():
        y, cache = multi_head_attention_forward(x, *weights, heads)
        return y, *multi_head_attention_backward(dy, cache)

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
        return y, *torch.autograd.grad(y, inputs, dy)

    def fused():
        x, Wqkv, bqkv, Wo, bo = inputs
        qkv = torch.nn.functional.linear(x, Wqkv, bqkv).unflatten(-1, (3, heads, -1)).permute(2, 0, 3, 1, 4)
        merged = torch.nn.functional.scaled_dot_product_attention(*qkv).transpose(1, 2).flatten(2)
        y = torch.nn.functional.linear(merged, Wo, bo)
        return y, *torch.autograd.grad(y, inputs, dy)

    return as_it_comes, fused
