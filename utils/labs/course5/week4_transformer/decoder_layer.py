"""The exercise decoder_layer: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.common import layer_parameters
from utils.labs.course5.week4_transformer.encoder_layer import layer_by_hand
from utils.steps import transformer as steps
from utils.steps.attention import create_look_ahead_mask, multi_head_attention
from utils.steps.layer_norm import layer_norm
from utils.steps.transformer import feed_forward


def decoder_by_hand():
    """Two words that ask a memory of three; both attentions give means, and the network adds nothing."""
    x, parameters, n_heads, _ = layer_by_hand()
    parameters |= {"cross": parameters["attention"], "gamma3": np.ones(2), "beta3": np.array([0.0, 3.0])}
    memory = np.array([[[3.0, 0.0], [0.0, 6.0], [90.0, 0.0]]])
    return x, memory, parameters, n_heads, create_look_ahead_mask(2), np.array([[[True, True, False]]])


def decoder_cases(rng):
    """By hand; both masks, another length of the memory; no masks; one word; a head for each column; equal sizes."""
    padding = np.array([[[True, True, True, True, False]], [[True, False, True, False, False]]])
    x, memory = rng.normal(size=(2, 3, 6)), rng.normal(size=(2, 5, 6))
    square = rng.normal(size=(2, 4, 4, 4))
    return [
        decoder_by_hand(),
        (x, memory, layer_parameters(rng, 6, 5, cross=True), 2, create_look_ahead_mask(3), padding),
        (x, memory, layer_parameters(rng, 6, 7, cross=True), 3, None, None),
        (x[:, :1], memory, layer_parameters(rng, 6, 5, cross=True), 6, create_look_ahead_mask(1), padding),
        (*square, layer_parameters(rng, 4, 4, cross=True), 2, create_look_ahead_mask(4), None),
        (*square, layer_parameters(rng, 4, 4, cross=True), 1, None, np.tri(4, dtype=bool)[np.newaxis, ::-1]),
    ]


def in_a_loop(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """Three parts, each with its sum and its norm."""
    weights, caches = [], []
    for k, (name, mask) in enumerate((("attention", look_ahead_mask), ("cross", padding_mask), ("", None)), 1):
        if name:
            asked = x if k == 1 else memory
            change, alpha, cache = multi_head_attention(x, asked, parameters[name], n_heads, mask)
            weights.append(alpha)
        else:
            change, cache = feed_forward(x, parameters)
        x, norm = layer_norm(change + x, parameters[f"gamma{k}"], parameters[f"beta{k}"])
        caches += [cache, norm]
    return x, *weights, tuple(caches)


def with_zeros(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """An encoder's layer without its last step, and the cross-attention after it."""
    p = parameters
    own, weights, c1 = multi_head_attention(x, x, p["attention"], n_heads, look_ahead_mask)
    u, c2 = layer_norm(np.add(x, own), p["gamma1"], p["beta1"])
    other, cross, c3 = multi_head_attention(u, memory, p["cross"], n_heads, padding_mask)
    w, c4 = layer_norm(np.add(u, other), p["gamma2"], p["beta2"])
    hidden, c5 = feed_forward(w, p)
    y, c6 = layer_norm(np.add(w, hidden), p["gamma3"], p["beta3"])
    return y, weights, cross, (c1, c2, c3, c4, c5, c6)


def norm_first(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """Norms before the parts, as in most of today's models."""
    p = parameters
    n, c2 = layer_norm(x, p["gamma1"], p["beta1"])
    own, weights, c1 = multi_head_attention(n, n, p["attention"], n_heads, look_ahead_mask)
    n, c4 = layer_norm(x + own, p["gamma2"], p["beta2"])
    other, cross, c3 = multi_head_attention(n, memory, p["cross"], n_heads, padding_mask)
    w = x + own + other
    n, c6 = layer_norm(w, p["gamma3"], p["beta3"])
    thought, c5 = feed_forward(n, p)
    return w + thought, weights, cross, (c1, c2, c3, c4, c5, c6)


def norm_inside(part, k, before, after):
    """The slip of a norm that stands inside its sum."""
    norm = f'parameters["gamma{k}"], parameters["beta{k}"])'
    return slip(f"layer_norm({before} + {part}, {norm}", f"layer_norm({part}, {norm}\n    {after} = {before} + {after}")


OWN = 'multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask)'
CROSS = 'multi_head_attention(u, memory, parameters["cross"], n_heads, padding_mask)'

EXERCISE = Exercise(
    steps.decoder_layer,
    points=12,
    returns=("y", "attention_weights", "cross_weights", "cache"),
    cases=decoder_cases,
    mistakes={
        "The cross-attention asks with x; it asks with u, what the first norm gave.": slip(
            CROSS, CROSS.replace("(u, memory", "(x, memory")
        ),
        "The cross-attention takes its keys and values from u; they come from the memory.": slip(
            CROSS, CROSS.replace("(u, memory", "(u, np.resize(u, memory.shape)")
        ),
        "The cross-attention looks at the words so far, with the look-ahead mask; its keys and values come from the "
        "memory, its mask is padding_mask.": slip(
            CROSS, CROSS.replace("(u, memory", "(u, u").replace("padding_mask", "look_ahead_mask")
        ),
        "The memory asks and the words answer; the words are the queries, the memory is keys and values.": slip(
            CROSS, CROSS.replace("(u, memory", "(np.resize(memory, u.shape), np.resize(u, memory.shape)")
        ),
        "The self-attention looks at the memory already; it takes queries, keys and values from x.": slip(
            OWN, OWN.replace("(x, x,", "(x, np.resize(memory, x.shape),")
        ),
        "The first attention asks the memory, with the padding mask; it is self-attention: x asks x, under the "
        "look-ahead mask.": slip(OWN, OWN.replace("(x, x,", "(x, memory,").replace("look_ahead_mask", "padding_mask")),
        "Both attentions have the same weights; the second has those named cross.": slip(
            'parameters["cross"]', 'parameters["attention"]'
        ),
        "The self-attention goes without its look-ahead mask, so every word sees the next one.": slip(
            "n_heads, look_ahead_mask)", "n_heads)"
        ),
        "The cross-attention goes without the padding mask, so words look at the source's padding.": slip(
            "n_heads, padding_mask)", "n_heads)"
        ),
        "The cross-attention is given a look-ahead mask as well; a word may look at the whole source.": slip(
            CROSS,
            CROSS.replace(
                "padding_mask)",
                "np.tri(len(u[0]), len(memory[0]), dtype=bool) if padding_mask is None else "
                "padding_mask & np.tri(len(u[0]), len(memory[0]), dtype=bool))",
            ),
        ),
        "The shortcut around the cross-attention is missing; its answer is added to u.": slip(
            "layer_norm(u + answer,", "layer_norm(answer,"
        ),
        "The shortcut around the cross-attention starts at x; it starts at u.": slip(
            "layer_norm(u + answer,", "layer_norm(x + answer,"
        ),
        "The shortcut around the self-attention is missing; what it finds is added to x.": slip(
            "layer_norm(x + found,", "layer_norm(found,"
        ),
        "The shortcut around the feed-forward network is missing; what it gives is added to w.": slip(
            "layer_norm(w + thought,", "layer_norm(thought,"
        ),
        "The last shortcut starts at u; it starts at w, what the second norm gave.": slip(
            "layer_norm(w + thought,", "layer_norm(u + thought,"
        ),
        "The feed-forward network reads u, so what the encoder answered reaches it only past the last norm; it reads "
        "w.": slip("feed_forward(w, parameters)", "feed_forward(u, parameters)"),
        "The feed-forward network reads the memory's answer as it came; it reads w, what the second norm gave.": slip(
            "feed_forward(w, parameters)", "feed_forward(answer, parameters)"
        ),
        "The first norm stands inside the sum, x + norm(…); it stands behind it: norm(x + …).": norm_inside(
            "found", 1, "x", "u"
        ),
        "The second norm stands inside the sum, u + norm(…); it stands behind it: norm(u + …).": norm_inside(
            "answer", 2, "u", "w"
        ),
        "The third norm stands inside the sum, w + norm(…); it stands behind it: norm(w + …).": norm_inside(
            "thought", 3, "w", "y"
        ),
        "The norms stand before the parts (pre-norm), as in many later models; in this layer they stand after the "
        "sums.": norm_first,
        "The last norm is missing: y is the plain sum.": slip("return y, weights", "return w + thought, weights"),
        "The third norm has γ₂ and β₂; it has its own, number 3.": slip(
            'parameters["gamma3"], parameters["beta3"]', 'parameters["gamma2"], parameters["beta2"]'
        ),
        "The second norm has γ₃ and β₃; it has its own, number 2.": slip(
            'parameters["gamma2"], parameters["beta2"]', 'parameters["gamma3"], parameters["beta3"]'
        ),
        "γ₂, β₂ and γ₃, β₃ are exchanged; number 2 stands behind the cross-attention.": slip(
            ('parameters["gamma2"], parameters["beta2"]', 'parameters["gammaX"], parameters["betaX"]'),
            ('parameters["gamma3"], parameters["beta3"]', 'parameters["gamma2"], parameters["beta2"]'),
            ('parameters["gammaX"], parameters["betaX"]', 'parameters["gamma3"], parameters["beta3"]'),
        ),
        "The two arrays of weights are exchanged; those of the self-attention come first.": slip(
            "return y, weights, cross_weights, cache", "return y, cross_weights, weights, cache"
        ),
    },
    right=[in_a_loop, with_zeros],
    hints=[
        "The encoder's layer has two parts; this one has a third between them, which asks somebody else. Each part: "
        "run it, add its input, normalise.",
        "u = norm1(x + attention(x, x; look-ahead)), w = norm2(u + cross(u, memory; padding)), y = norm3(w + "
        "feed_forward(w))",
        'found, weights, c1 = multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask); u, c2 = '
        'layer_norm(…); answer, cross_weights, c3 = multi_head_attention(u, memory, parameters["cross"], n_heads, '
        "padding_mask); …",
    ],
    topics=["cross-attention", "encoder and decoder stacks"],
)
