"""The exercise encoder_layer: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.common import layer_parameters, some_hidden
from utils.steps import transformer as steps
from utils.steps.activations import relu
from utils.steps.attention import multi_head_attention, project
from utils.steps.layer_norm import layer_norm
from utils.steps.transformer import feed_forward


def layer_by_hand():
    """One sentence of two words, two columns, one head; attention gives the mean, and the network adds nothing."""
    zeros = np.zeros((2, 2))
    attention = {f"W_{name}": zeros for name in "qk"} | {f"W_{name}": np.eye(2) for name in "vo"}
    attention |= {f"b_{name}": np.zeros(2) for name in "qkvo"}
    parameters = {"attention": attention, "W1": np.eye(2), "b1": np.zeros(2), "W2": zeros, "b2": np.zeros(2)}
    parameters |= {"gamma1": np.ones(2), "beta1": np.zeros(2), "gamma2": np.ones(2), "beta2": np.array([1.0, 0.0])}
    return np.array([[[4.0, 0.0], [0.0, 8.0]]]), parameters, 1, None


def encoder_cases(rng):
    """By hand; padding hidden; a mask of its own for each query; one head for each column; as many of all."""
    padding = np.array([[[True, True, True, False]], [[True, False, False, False]]])
    x = rng.normal(size=(2, 4, 6))
    return [
        layer_by_hand(),
        (x, layer_parameters(rng, 6, 5), 2, padding),
        (x, layer_parameters(rng, 6, 8), 3, some_hidden(rng, 2, 4, 4)),
        (rng.normal(size=(3, 1, 4)), layer_parameters(rng, 4, 3), 4, None),
        (rng.normal(size=(4, 4, 4)), layer_parameters(rng, 4, 4), 2, None),
    ]


def written_out(x, parameters, n_heads, mask=None):
    """The feed-forward network in place, and the norms by hand."""
    p = parameters

    def norm(z, k):
        away = z - z.mean(axis=-1, keepdims=True)
        variance = (away**2).mean(axis=-1, keepdims=True)
        n = away / (variance + 1e-5) ** 0.5
        return p[f"gamma{k}"] * n + p[f"beta{k}"], (n, p[f"gamma{k}"], variance, 1e-5)

    found, _, attention = multi_head_attention(x, x, p["attention"], n_heads, mask)
    u, first = norm(found + x, 1)
    Z = u @ p["W1"] + p["b1"]
    y, second = norm(u + np.maximum(Z, 0) @ p["W2"] + p["b2"], 2)
    return y, (attention, first, (u, Z, np.maximum(Z, 0), p), second)


def in_a_loop(x, parameters, n_heads, mask=None):
    """Both parts as functions, one after the other."""
    caches = []

    def attend(z):
        found, _, cache = multi_head_attention(z, z, parameters["attention"], n_heads, mask)
        return found, cache

    def think(z):
        Z = project(z, parameters["W1"], parameters["b1"])
        return project(relu(Z), parameters["W2"], parameters["b2"]), (z, Z, relu(Z), parameters)

    for k, part in enumerate((attend, think), 1):
        change, cache = part(x)
        x, norm_cache = layer_norm(x + change, parameters[f"gamma{k}"], parameters[f"beta{k}"])
        caches += [cache, norm_cache]
    return x, tuple(caches)


def with_the_four_arrays(x, parameters, n_heads, mask=None):
    """The network is handed its own arrays alone."""
    p = parameters
    found, _, c1 = multi_head_attention(x, x, p["attention"], n_heads, mask)
    u, c2 = layer_norm(x + found, p["gamma1"], p["beta1"])
    thought, c3 = feed_forward(u, {key: p[key] for key in ("W1", "b1", "W2", "b2")})
    y, c4 = layer_norm(u + thought, p["gamma2"], p["beta2"])
    return y, (c1, c2, c3, c4)


def norm_first(x, parameters, n_heads, mask=None):
    """Norms before the parts, as in most of today's models."""
    p = parameters
    n, first = layer_norm(x, p["gamma1"], p["beta1"])
    found, _, attention = multi_head_attention(n, n, p["attention"], n_heads, mask)
    u = x + found
    n, second = layer_norm(u, p["gamma2"], p["beta2"])
    thought, network = feed_forward(n, p)
    return u + thought, (attention, first, network, second)


EXERCISE = Exercise(
    steps.encoder_layer,
    points=8,
    returns=("y", "cache"),
    cases=encoder_cases,
    mistakes={
        "The shortcut around the attention is missing; what it finds is added to x before the norm.": slip(
            "layer_norm(x + found,", "layer_norm(found,"
        ),
        "The shortcut around the feed-forward network is missing; what it gives is added to u before the norm.": slip(
            "layer_norm(u + thought,", "layer_norm(thought,"
        ),
        "The second shortcut starts at x; it goes around the feed-forward network alone, from u.": slip(
            "layer_norm(u + thought,", "layer_norm(x + thought,"
        ),
        "The feed-forward network reads x; it reads u, what the first norm gave.": slip(
            "feed_forward(u, parameters)", "feed_forward(x, parameters)"
        ),
        "The feed-forward network reads what the attention found, before shortcut and norm; it reads u.": slip(
            "feed_forward(u, parameters)", "feed_forward(found, parameters)"
        ),
        "The norm comes before the sum: x + norm(attention); it is norm(x + attention).": slip(
            (
                'u, norm1_cache = layer_norm(x + found, parameters["gamma1"], parameters["beta1"])',
                'u, norm1_cache = layer_norm(found, parameters["gamma1"], parameters["beta1"])\n    u = x + u',
            ),
            (
                'y, norm2_cache = layer_norm(u + thought, parameters["gamma2"], parameters["beta2"])',
                'y, norm2_cache = layer_norm(thought, parameters["gamma2"], parameters["beta2"])\n    y = u + y',
            ),
        ),
        "The first norm stands inside the sum, x + norm(attention); it stands behind it: norm(x + attention).": slip(
            'u, norm1_cache = layer_norm(x + found, parameters["gamma1"], parameters["beta1"])',
            'u, norm1_cache = layer_norm(found, parameters["gamma1"], parameters["beta1"])\n    u = x + u',
        ),
        "The second norm stands inside the sum, u + norm(network); it stands behind it: norm(u + network).": slip(
            'y, norm2_cache = layer_norm(u + thought, parameters["gamma2"], parameters["beta2"])',
            'y, norm2_cache = layer_norm(thought, parameters["gamma2"], parameters["beta2"])\n    y = u + y',
        ),
        "The norms stand before the parts (pre-norm), as in many later models; in this layer they stand after the "
        "sums.": norm_first,
        "The mask is left out, so every position looks at padding, too.": slip(
            "n_heads, mask)\n    #", "n_heads)\n    #"
        ),
        "The mask is turned round; True marks what may be looked at, so hand it on as it is.": slip(
            "n_heads, mask)\n    #", "n_heads, None if mask is None else ~mask)\n    #"
        ),
        "Both norms have γ₁ and β₁; the second has its own.": slip(
            'parameters["gamma2"], parameters["beta2"]', 'parameters["gamma1"], parameters["beta1"]'
        ),
        "The two norms have exchanged their γ and β.": slip(
            ('parameters["gamma1"], parameters["beta1"]', 'parameters["gammaX"], parameters["betaX"]'),
            ('parameters["gamma2"], parameters["beta2"]', 'parameters["gamma1"], parameters["beta1"]'),
            ('parameters["gammaX"], parameters["betaX"]', 'parameters["gamma2"], parameters["beta2"]'),
        ),
        "The first norm is missing: u is the plain sum.": slip(
            "    # The same with the feed-forward network\n",
            "    u = x + found\n    # The same with the feed-forward network\n",
        ),
        "The second norm is missing: y is the plain sum.": slip(
            "return y, (attention", "return u + thought, (attention"
        ),
        "The caches stand in another order than attention, norm 1, feed-forward network, norm 2.": slip(
            "(attention_cache, norm1_cache, feed_forward_cache, norm2_cache)",
            "(attention_cache, feed_forward_cache, norm1_cache, norm2_cache)",
        ),
    },
    right=[written_out, in_a_loop],
    accepted={
        "Your feed-forward network keeps its own four arrays in its cache; handed the whole `parameters`, it keeps "
        "those, and reads the same four.": with_the_four_arrays,
    },
    hints=[
        "Two parts, and around each the same: run it, add its input, normalise.",
        "u = norm1(x + attention(x, x)), y = norm2(u + feed_forward(u))",
        'found, _, c1 = multi_head_attention(x, x, parameters["attention"], n_heads, mask); u, c2 = layer_norm(x + '
        'found, parameters["gamma1"], parameters["beta1"]); thought, c3 = feed_forward(u, parameters); …',
    ],
    topics=["add and norm", "encoder and decoder stacks"],
)
