"""The exercise multi_head_attention on tensors: its cases, right answers and known mistakes."""

import math

import numpy as np
import torch
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import transformer as steps
from utils.labs.course5.week4_transformer.common import some_hidden
from utils.labs.course5.week4_transformer_gpu.common import as_it_is, heads, words_of


def heads_by_hand():
    """One sentence of two words, four columns, two heads; every W is the identity: a head is read off the input."""
    x = np.array([[[1.0, 0.0, 0.0, 2.0], [0.0, 3.0, 1.0, 1.0]]])
    return x, x, {f"W_{name}": np.eye(4) for name in "qkvo"} | {f"b_{name}": np.zeros(4) for name in "qkvo"}, 2, None


def heads_cases(rng):
    """By hand; padding; a table of its own for each row; causal, with few heads and many; as many of all."""
    x, memory, square = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 6)), rng.normal(size=(4, 4, 4))
    return [
        heads_by_hand(),
        (x, memory, heads(rng, 6), 2, words_of([5, 2], 5)),
        (x, memory, heads(rng, 6), 3, some_hidden(rng, 2, 3, 5)),
        (x, x, heads(rng, 6), 2, "causal"),
        (x, x, heads(rng, 6), 1, np.tri(3, dtype=bool)[np.newaxis]),
        (square, square, heads(rng, 4), 4, "causal"),
        (square, square, heads(rng, 4), 2, words_of([4, 1, 2, 3], 4)),
    ]


def head_by_head(queries, memory, parameters, n_heads, mask=None):
    """A loop over the heads, with scores and softmax written out."""
    p = parameters
    q, k, v = queries @ p["W_q"].T + p["b_q"], memory @ p["W_k"].T + p["b_k"], memory @ p["W_v"].T + p["b_v"]
    if isinstance(mask, str):
        mask = torch.ones(q.shape[1], k.shape[1], dtype=torch.bool, device=q.device).tril()[None]
    found = []
    for qi, ki, vi in zip(*(x.chunk(n_heads, dim=-1) for x in (q, k, v)), strict=True):
        scores = qi @ ki.mT / math.sqrt(ki.shape[-1])
        scores = scores if mask is None else scores.masked_fill(~mask, -math.inf)
        found.append(scores.softmax(dim=-1) @ vi)
    return torch.cat(found, dim=-1) @ p["W_o"].T + p["b_o"]


def with_reshapes(queries, memory, parameters, n_heads, mask=None):
    """Views and permutations; a mask with numbers in place of True and False."""
    p, (m, T_q, d) = parameters, queries.shape

    def parted(x, name):
        return F.linear(x, p[f"W_{name}"], p[f"b_{name}"]).view(m, -1, n_heads, d // n_heads).permute(0, 2, 1, 3)

    q, k, v = parted(queries, "q"), parted(memory, "k"), parted(memory, "v")
    if isinstance(mask, str):
        found = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    else:
        hidden = None if mask is None else torch.zeros_like(mask, dtype=q.dtype).masked_fill(~mask, -math.inf)
        found = F.scaled_dot_product_attention(q, k, v, None if hidden is None else hidden.unsqueeze(1))
    return F.linear(found.permute(0, 2, 1, 3).reshape(m, T_q, d), p["W_o"], p["b_o"])


def linear(x, name):
    return f'F.linear({x}, parameters["W_{name}"], parameters["b_{name}"])'


PRODUCTS = ("queries", "q"), ("memory", "k"), ("memory", "v"), ("joined", "o")
PART = "x.unflatten(-1, (n_heads, -1)).transpose(1, 2)"
JOIN = "found.transpose(1, 2).flatten(2)"
SHARED = "mask[:, None]"

EXERCISE = TwinExercise(
    steps.multi_head_attention,
    of=None,
    points=20,
    returns=("output",),
    cases=heads_cases,
    inputs={"parameters": as_it_is},
    topics=["fused attention kernels", "multi-head attention"],
    mistakes={
        "Your mask is turned round: in scaled_dot_product_attention True means that a query may attend, here as "
        "there; hand it on as it is.": slip(SHARED, "~mask[:, None] | mask[:, None].all()"),
        "The mask is left out, so every query looks at everything, padding as well.": slip(
            "attn_mask=shared", "attn_mask=None"
        ),
        'The word "causal" does nothing: pass is_causal=True for it.': slip("is_causal=causal", "is_causal=False"),
        "You attend causally whatever the mask says; is_causal is for the word alone.": slip(
            (SHARED, "mask[:, None] & torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device).tril()"),
            ("causal = isinstance(mask, str)", "causal = mask is None or isinstance(mask, str)"),
        ),
        "Your heads have not their own columns: the steps are cut up. Part the last axis, (m, T, h, d/h), then "
        "exchange the axes of steps and heads.": slip(PART, "x.reshape(len(x), n_heads, x.shape[1], -1)"),
        "The heads' outputs are joined with the heads' axis still before the steps'; exchange the two, then flatten "
        "the last two axes.": slip(JOIN, "found.reshape(queries.shape)"),
        "Your heads take every h-th column; head i has d/h neighbouring ones: unflatten(-1, (n_heads, -1)).": slip(
            (PART, "x.unflatten(-1, (-1, n_heads)).movedim(3, 1)"),
        ),
        "The axes of steps and heads are not exchanged, so in each step the heads attend to one another.": slip(
            ("n_heads, -1)).transpose(1, 2) for", "n_heads, -1)) for"),
            (JOIN, "found.flatten(2)"),
            ("attn_mask=shared, is_causal=causal", "attn_mask=None, is_causal=False"),
        ),
        "You divide by √(d/h) twice; the kernel does it itself.": slip(
            "(q, k, v, attn_mask", "(q / q.shape[-1] ** 0.5, k, v, attn_mask"
        ),
        "The scores are divided by √d; a head's keys have d/h columns, and the kernel knows it: leave scale out.": slip(
            "is_causal=causal)", "is_causal=causal, scale=queries.shape[-1] ** -0.5)"
        ),
        "The keys are made of the queries' sequence; what is compared comes from the memory.": slip(
            'k = F.linear(memory, parameters["W_k"]',
            'k = F.linear(queries.repeat(1, len(memory[0]), 1)[:, : len(memory[0])], parameters["W_k"]',
        ),
        "The values are made of the queries' sequence; what is read comes from the memory.": slip(
            'v = F.linear(memory, parameters["W_v"]',
            'v = F.linear(queries.repeat(1, len(memory[0]), 1)[:, : len(memory[0])], parameters["W_v"]',
        ),
        "The values take the keys' weights; they have their own, W_v and b_v.": slip(
            'v = F.linear(memory, parameters["W_v"], parameters["b_v"])',
            'v = F.linear(memory, parameters["W_k"], parameters["b_k"])',
        ),
        "Your products are x W, as in NumPy; here W lies as in nn.Linear, (out, in): F.linear(x, W, b).": slip(
            *((linear(x, name), f'{x} @ parameters["W_{name}"] + parameters["b_{name}"]') for x, name in PRODUCTS)
        ),
        "The heads' outputs are returned side by side, unmixed; multiply them by W_o and add b_o.": slip(
            'F.linear(joined, parameters["W_o"], parameters["b_o"])', "joined"
        ),
    },
    right=[head_by_head, with_reshapes],
    hints=[
        "Three products, heads apart, one call, heads together, one product. Write the shape behind each line: which "
        "axis does the kernel attend over?",
        "q, k, v of shape (m, h, T, d/h): unflatten the last axis, exchange axes 1 and 2. A mask (m, T_q, T_k) gets an "
        "axis of length 1 for the heads; the word becomes is_causal=True. Back the same way, then W_o.",
        "q, k, v = (x.unflatten(-1, (n_heads, -1)).transpose(1, 2) for x in (q, k, v)); found = "
        "F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None] or None, is_causal=…); "
        "F.linear(found.transpose(1, 2).flatten(2), …)",
    ],
)
