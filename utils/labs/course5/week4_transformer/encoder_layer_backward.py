"""The exercise encoder_layer_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.encoder_layer import encoder_cases
from utils.steps import transformer as steps
from utils.steps.attention import multi_head_attention_backward
from utils.steps.layer_norm import layer_norm_backward
from utils.steps.transformer import feed_forward_backward


def back_cases(rng):
    """The forward pass's cases, with a gradient for each; that by hand has whole numbers."""
    cases = []
    for k, arguments in enumerate(encoder_cases(rng)):
        y, cache = steps.encoder_layer(*arguments)
        cases.append((np.array([[[1.0, 0.0], [0.0, 2.0]]]) if k == 0 else rng.normal(size=y.shape), cache))
    return cases


def by_routes(dy, cache):
    """Each route by itself, and the sums at the end."""
    attention, norm1, network, norm2 = cache
    at_sum2, g2, b2 = layer_norm_backward(dy, norm2)
    through_network, four = feed_forward_backward(at_sum2, network)
    routes = [layer_norm_backward(one, norm1) for one in (at_sum2, through_network)]
    at_sum1 = routes[0][0] + routes[1][0]
    as_queries, as_memory, of_attention = multi_head_attention_backward(at_sum1, attention)
    grads = {"attention": of_attention, "dgamma2": g2, "dbeta2": b2, **four}
    grads["dgamma1"], grads["dbeta1"] = (routes[0][k] + routes[1][k] for k in (1, 2))
    return as_memory + as_queries + at_sum1, grads


def in_a_loop(dy, cache):
    """From the last part to the first, each with its norm."""
    parts = (cache[2], cache[3], 2), (cache[0], cache[1], 1)
    grads = {}
    for part, norm, k in parts:
        ds, grads[f"dgamma{k}"], grads[f"dbeta{k}"] = layer_norm_backward(dy, norm)
        if k == 2:
            back, found = feed_forward_backward(ds, part)
            grads.update(found)
        else:
            dq, dm, grads["attention"] = multi_head_attention_backward(ds, part)
            back = dq + dm
        dy = ds + back
    return dy, grads


EXERCISE = Exercise(
    steps.encoder_layer_backward,
    points=14,
    returns=("dx", "grads"),
    cases=back_cases,
    mistakes={
        "The way along the second shortcut is missing: u is reached through the network and through the sum.": slip(
            "du = dsum + through_network", "du = through_network"
        ),
        "The way through the network is missing: u is reached through the network and through the sum.": slip(
            "du = dsum + through_network", "du = dsum"
        ),
        "The way along the first shortcut is missing: x is reached through the attention and through the sum.": slip(
            "dx = dsum + dqueries + dmemory", "dx = dqueries + dmemory"
        ),
        "x was the memory as well as the queries, and that gradient is missing: add dmemory.": slip(
            "dx = dsum + dqueries + dmemory", "dx = dsum + dqueries"
        ),
        "x was the queries as well as the memory, and that gradient is missing: add dqueries.": slip(
            "dx = dsum + dqueries + dmemory", "dx = dsum + dmemory"
        ),
        "The queries' gradient counts twice and the memory's is missing: add dqueries and dmemory, each once.": slip(
            "dx = dsum + dqueries + dmemory", "dx = dsum + 2 * dqueries"
        ),
        "The shortcut hands on dy itself; it carries what arrives at the sum, behind the norm.": slip(
            "du = dsum + through_network", "du = dy + through_network"
        ),
        "The first shortcut hands on du; it carries what arrives at the sum, behind the norm.": slip(
            "dx = dsum + dqueries + dmemory", "dx = du + dqueries + dmemory"
        ),
        "The attention receives du; its gradient is that of the sum, behind the first norm.": slip(
            "multi_head_attention_backward(dsum, attention_cache)", "multi_head_attention_backward(du, attention_cache)"
        ),
        "The feed-forward network receives dy; its gradient is that of the sum, behind the second norm.": slip(
            "feed_forward_backward(dsum, feed_forward_cache)", "feed_forward_backward(dy, feed_forward_cache)"
        ),
        "The norms' caches are exchanged: on the way back the second norm comes first.": slip(
            ("layer_norm_backward(dy, norm2_cache)", "layer_norm_backward(dy, normX_cache)"),
            ("layer_norm_backward(du, norm1_cache)", "layer_norm_backward(du, norm2_cache)"),
            ("normX_cache", "norm1_cache"),
        ),
        "The gradients of the two norms are exchanged: dgamma2 and dbeta2 belong to the norm that y came from.": slip(
            '{"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}',
            '{"dgamma1": dgamma2, "dbeta1": dbeta2, "dgamma2": dgamma1, "dbeta2": dbeta1}',
        ),
        "The gradients of the norms are missing in grads.": slip(
            '    grads |= {"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}\n', ""
        ),
        "The shortcut's gradient counts twice: each of the sum's terms gets its gradient once.": slip(
            "du = dsum + through_network", "du = 2 * dsum + through_network"
        ),
        "The sum's gradient is halved; a sum hands its gradient on whole, to both of its terms.": slip(
            "du = dsum + through_network", "du = (dsum + through_network) / 2"
        ),
    },
    right=[by_routes, in_a_loop],
    hints=[
        "Draw the layer as a graph and walk it backwards. Wherever one line parts into two on the way there, two "
        "gradients meet on the way back, and are added. How often does x part?",
        "ds₂ = norm2's backward of dy; du = ds₂ + feed_forward's backward of ds₂; ds₁ = norm1's backward of du; "
        "dx = ds₁ + dqueries + dmemory, both from attention's backward of ds₁.",
        "dsum, dgamma2, dbeta2 = layer_norm_backward(dy, norm2_cache); through, grads = feed_forward_backward(dsum, "
        '…); du = dsum + through; …; dq, dm, grads["attention"] = multi_head_attention_backward(…); dx = dsum + dq + '
        "dm; grads |= {…}",
    ],
    topics=["add and norm", "encoder and decoder stacks"],
)
