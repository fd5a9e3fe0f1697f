"""The exercise decoder_layer_step, a bug to find: its cases, right answers and known mistakes."""

import torch
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import transformer as steps
from utils.gpu.steps.transformer import feed_forward, norm
from utils.labs.course5.week4_transformer_gpu.common import as_it_is, decoder_parameters, words_of


def step_cases(rng):
    """No word before it; one; several, padding in the memory; a head for each column; as many of all."""

    def case(m, t, T_x, d, n_heads, lengths):
        kept = {name: rng.normal(size=(m, t, d)) for name in "kv"}
        kept |= {f"memory_{name}": rng.normal(size=(m, T_x, d)) for name in "kv"}
        return rng.normal(size=(m, 1, d)), kept, decoder_parameters(rng, d, 5), n_heads, words_of(lengths, T_x)

    return [
        case(1, 0, 2, 4, 1, [2]),
        case(1, 1, 2, 4, 2, [1]),
        case(2, 3, 5, 6, 2, [5, 3]),
        case(2, 4, 3, 4, 4, [1, 3]),
        case(4, 3, 4, 4, 2, [4, 1, 2, 3]),
    ]


def head_by_head(x, kept, parameters, n_heads, padding_mask):
    """Scores and softmax written out, a head at a time."""

    def attention(z, weights, k, v, seen):
        found = []
        q = z @ weights["W_q"].T + weights["b_q"]
        for qi, ki, vi in zip(*(a.chunk(n_heads, dim=-1) for a in (q, k, v)), strict=True):
            scores = (qi @ ki.mT / ki.shape[-1] ** 0.5).masked_fill(~seen, float("-inf"))
            found.append(scores.softmax(dim=-1) @ vi)
        return torch.cat(found, dim=-1) @ weights["W_o"].T + weights["b_o"]

    p, own = parameters, parameters["attention"]
    new = {name: x @ own[f"W_{name}"].T + own[f"b_{name}"] for name in "kv"}
    kept = {**kept, **{name: torch.cat((kept[name], row), 1) for name, row in new.items()}}
    all_seen = torch.ones(1, 1, kept["k"].shape[1], dtype=torch.bool, device=x.device)
    x = norm(x + attention(x, own, kept["k"], kept["v"], all_seen), p["gamma1"], p["beta1"])
    answer = attention(x, p["cross"], kept["memory_k"], kept["memory_v"], padding_mask)
    x = norm(x + answer, p["gamma2"], p["beta2"])
    return norm(x + feed_forward(x, p), p["gamma3"], p["beta3"]), kept


def with_a_mask(x, kept, parameters, n_heads, padding_mask):
    """A mask of nothing but True in place of none."""
    own, cross = parameters["attention"], parameters["cross"]
    grown = dict(kept)
    for name in ("k", "v"):
        grown[name] = torch.concat([kept[name], F.linear(x, own["W_" + name], own["b_" + name])], 1)
    mask = torch.ones_like(grown["k"][:, None, :, 0], dtype=torch.bool)
    q = F.linear(x, own["W_q"], own["b_q"])
    found = F.linear(steps.attend(q, grown["k"], grown["v"], n_heads, mask), own["W_o"], own["b_o"])
    u = norm(found + x, parameters["gamma1"], parameters["beta1"])
    asked = F.linear(u, cross["W_q"], cross["b_q"])
    answer = steps.attend(asked, grown["memory_k"], grown["memory_v"], n_heads, padding_mask)
    w = norm(u + F.linear(answer, cross["W_o"], cross["b_o"]), parameters["gamma2"], parameters["beta2"])
    return norm(feed_forward(w, parameters) + w, parameters["gamma3"], parameters["beta3"]), grown


PLANTED = (
    "Your self-attention is causal, and its one query counts as the first: PyTorch's triangle begins at the top left, "
    "so the new word sees only the first key. It may see all of them: no mask."
)
K, V = (f'F.linear(x, own["W_{name}"], own["b_{name}"])' for name in "kv")
K_JOINED, V_JOINED = (f'torch.cat([kept["{name}"], {new}], dim=1)' for name, new in (("k", K), ("v", V)))
OWN = 'attend(F.linear(x, own["W_q"], own["b_q"]), k, v, n_heads)'
CROSS = 'attend(F.linear(u, cross["W_q"], cross["b_q"]), kept["memory_k"], kept["memory_v"], n_heads, padding_mask)'

EXERCISE = TwinExercise(
    steps.decoder_layer_step,
    of=None,
    points=20,
    returns=("y", "kept"),
    cases=step_cases,
    inputs={"parameters": as_it_is},
    topics=["autoregressive decoding", "fused attention kernels"],
    mistakes={
        PLANTED: slip(OWN, OWN.replace("n_heads)", 'n_heads, "causal")')),
        "The new word's key is lost; join what F.linear(x, W_k, b_k) gives to the others.": slip(
            K_JOINED, K_JOINED.replace(K, f"0 * {K}")
        ),
        "Keys and values of the words before are thrown away, so the new word sees itself alone.": slip(
            (K_JOINED, K), (V_JOINED, V)
        ),
        "The new key and value stand in front of the others; the words stand in the order in which they came.": slip(
            (K_JOINED, f'torch.cat([{K}, kept["k"]], dim=1)'), (V_JOINED, f'torch.cat([{V}, kept["v"]], dim=1)')
        ),
        "The values kept are keys: they have weights of their own, W_v and b_v.": slip(V, K),
        "The padding mask is left out, so the word looks at the source's padding.": slip(
            'kept["memory_v"], n_heads, padding_mask)', 'kept["memory_v"], n_heads)'
        ),
        "The cross-attention asks with x; it asks with u, what the first norm gave.": slip(
            "attend(F.linear(u, cross", "attend(F.linear(x, cross"
        ),
        "The cross-attention's query is made with the self-attention's weights; it has its own.": slip(
            'F.linear(u, cross["W_q"], cross["b_q"])', 'F.linear(u, own["W_q"], own["b_q"])'
        ),
        "The memory's keys and values are exchanged.": slip(
            'kept["memory_k"], kept["memory_v"], n_heads', 'kept["memory_v"], kept["memory_k"], n_heads'
        ),
        "The shortcut around the self-attention is missing.": slip("norm(x + F.linear(found", "norm(F.linear(found"),
        "The shortcut around the cross-attention is missing.": slip("norm(u + F.linear(answer", "norm(F.linear(answer"),
        "kept comes back as it was, so the next word will not see this one; return it with the new ones.": slip(
            'kept | {"k": k, "v": v}', "kept"
        ),
    },
    right=[head_by_head, with_a_mask],
    hints=[
        "The first word is right. What is different for the second, in what it may see?",
        "With one query and t + 1 keys, a causal mask is the first row of a triangle, (True, False, …, False), because "
        "PyTorch aligns it at the top left. What should that row be?",
        'found = attend(F.linear(x, own["W_q"], own["b_q"]), k, v, n_heads), without a mask',
    ],
    planted=PLANTED,
    symptom="As it came: the first word of every sentence was the one that decoding anew writes, and no error was "
    "raised. Later words differed.",
)
