"""The exercise decoder_layer on tensors: right answers and known mistakes; cases and answers are the NumPy lab's."""

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.models.transformer import in_torch
from utils.gpu.steps import transformer as steps
from utils.gpu.steps.transformer import feed_forward, multi_head_attention, norm
from utils.labs.course5.week4_transformer.decoder_layer import EXERCISE as NUMPY


def in_a_loop(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """Three parts, each with its sum and its norm."""
    parts = (
        lambda z: multi_head_attention(z, z, parameters["attention"], n_heads, look_ahead_mask),
        lambda z: multi_head_attention(z, memory, parameters["cross"], n_heads, padding_mask),
        lambda z: feed_forward(z, parameters),
    )
    for k, part in enumerate(parts, 1):
        x = norm(part(x) + x, parameters[f"gamma{k}"], parameters[f"beta{k}"])
    return x


def norms_by_hand(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """Mean and variance written out."""
    p = parameters

    def add_and_norm(z, change, k):
        total = z + change
        away = total - total.mean(dim=-1, keepdim=True)
        variance = (away**2).mean(dim=-1, keepdim=True)
        return p[f"gamma{k}"] * away / (variance + 1e-5).sqrt() + p[f"beta{k}"]

    x = add_and_norm(x, multi_head_attention(x, x, p["attention"], n_heads, look_ahead_mask), 1)
    x = add_and_norm(x, multi_head_attention(x, memory, p["cross"], n_heads, padding_mask), 2)
    return add_and_norm(x, (x @ p["W1"].T + p["b1"]).relu() @ p["W2"].T + p["b2"], 3)


def norms_before(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """Pre-norm."""
    p = parameters
    z = norm(x, p["gamma1"], p["beta1"])
    x = x + multi_head_attention(z, z, p["attention"], n_heads, look_ahead_mask)
    x = x + multi_head_attention(norm(x, p["gamma2"], p["beta2"]), memory, p["cross"], n_heads, padding_mask)
    return x + feed_forward(norm(x, p["gamma3"], p["beta3"]), p)


OWN = 'multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask)'
CROSS = 'multi_head_attention(u, memory, parameters["cross"], n_heads, padding_mask)'
TOO_SHORT = "u.repeat(1, len(memory[0]), 1)[:, : len(memory[0])]"

EXERCISE = TwinExercise(
    steps.decoder_layer,
    of=NUMPY,
    points=15,
    returns=("y",),
    inputs={"parameters": in_torch},
    mistakes={
        "The cross-attention asks with x; it asks with u, what the first norm gave.": slip(
            CROSS, CROSS.replace("(u, memory", "(x, memory")
        ),
        "The cross-attention takes its keys and values from u; they come from the memory.": slip(
            CROSS, CROSS.replace("(u, memory", f"(u, {TOO_SHORT}")
        ),
        "Both attentions have the same weights; the second has those named cross.": slip(
            'parameters["cross"]', 'parameters["attention"]'
        ),
        "The self-attention goes without its look-ahead mask, so every word sees the next one.": slip(
            "n_heads, look_ahead_mask)", "n_heads)"
        ),
        "The cross-attention goes without the padding mask, so words look at the source's padding.": slip(
            "n_heads, padding_mask)", "n_heads)"
        ),
        "The self-attention is always causal; it has the look-ahead mask that it is given, which may be None.": slip(
            "n_heads, look_ahead_mask)", 'n_heads, "causal")'
        ),
        "The shortcut around the cross-attention is missing; its answer is added to u.": slip(
            "norm(u + answer,", "norm(answer,"
        ),
        "The shortcut around the cross-attention starts at x; it starts at u.": slip(
            "norm(u + answer,", "norm(x + answer,"
        ),
        "The shortcut around the self-attention is missing; what it finds is added to x.": slip(
            "norm(x + found,", "norm(found,"
        ),
        "The shortcut around the feed-forward network is missing; what it gives is added to w.": slip(
            "norm(w + feed_forward(w, parameters),", "norm(feed_forward(w, parameters),"
        ),
        "The feed-forward network reads u, so what the encoder answered reaches it only past the last norm; it reads "
        "w.": slip("feed_forward(w, parameters)", "feed_forward(u, parameters)"),
        "The norms stand before the parts (pre-norm), as in many later models; in this layer they stand after the "
        "sums.": norms_before,
        "γ₂, β₂ and γ₃, β₃ are exchanged; number 2 stands behind the cross-attention.": slip(
            ('parameters["gamma2"], parameters["beta2"]', 'parameters["gammaX"], parameters["betaX"]'),
            ('parameters["gamma3"], parameters["beta3"]', 'parameters["gamma2"], parameters["beta2"]'),
            ('parameters["gammaX"], parameters["betaX"]', 'parameters["gamma3"], parameters["beta3"]'),
        ),
    },
    right=[in_a_loop, norms_by_hand],
    hints=[
        "Three parts, and around each the same: run it, add what it read to it, normalise. Who asks, and whom?",
        "u = norm1(x + attention(x, x; look-ahead)), w = norm2(u + cross(u, memory; padding)), y = norm3(w + "
        "feed_forward(w))",
        'found = multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask); u = norm(x + found, '
        'parameters["gamma1"], parameters["beta1"]); answer = multi_head_attention(u, memory, parameters["cross"], …); '
        "…",
    ],
)
