"""The Transformer step by step: positions, the feed-forward network, one layer of the encoder and of the decoder."""

import numpy as np

from utils.steps.activations import relu, relu_backward
from utils.steps.attention import (
    multi_head_attention,
    multi_head_attention_backward,
    project,
    project_backward,
)
from utils.steps.layer_norm import layer_norm, layer_norm_backward


def get_angles(pos, k, d):
    """The angle that a column of the positional encoding has reached at a position.

        angle = pos / 10000^(2i/d),    i = ⌊k/2⌋

    pos: (T, 1), a column of positions.    k: (1, d), a row of column numbers.    d: how many columns there are.
    Returns the angles (T, d). Two neighbouring columns share their i: one becomes a sine, the other a cosine.
    """
    # The number of the pair that each column belongs to
    i = k // 2
    # Each pair turns more slowly than the one before; broadcasting fills the table
    return pos / 10000 ** (2 * i / d)  # (T, 1) with (1, d) -> (T, d)


def positional_encoding(positions, d):
    """Write every position as a vector that can be added to a word's.

        P[pos, 2i] = sin(pos / 10000^(2i/d)),    P[pos, 2i + 1] = cos(pos / 10000^(2i/d))

    positions: how many, T.    d: columns.
    Returns P (1, T, d); the leading axis broadcasts over the examples.
    Source: Vaswani et al., "Attention is all you need" (2017).
    """
    # All angles in one table: positions go down, columns go across
    angles = get_angles(np.arange(positions)[:, np.newaxis], np.arange(d)[np.newaxis, :], d)  # (T, d)
    encoding = np.zeros((positions, d))
    # Sines in the even columns
    encoding[:, 0::2] = np.sin(angles[:, 0::2])
    # Cosines in the odd columns
    encoding[:, 1::2] = np.cos(angles[:, 1::2])
    return encoding[np.newaxis]  # (1, T, d)


def feed_forward(x, parameters):
    """Send every position through the same small network of two layers.

        y = relu(x W1 + b1) W2 + b2

    x: (m, T, d).    parameters: {"W1" (d, d_hidden), "b1" (d_hidden,), "W2" (d_hidden, d), "b2" (d,)}; other keys
    are not read.
    At hand: `project`, `relu`.
    Returns y (m, T, d), and the cache (x, Z, A, parameters): what the ReLU received and what it gave.
    """
    # The wide layer in the middle, with its ReLU
    Z = project(x, parameters["W1"], parameters["b1"])  # (m, T, d_hidden)
    A = relu(Z)
    # Back to the d columns of the input
    y = project(A, parameters["W2"], parameters["b2"])  # (m, T, d)
    return y, (x, Z, A, parameters)


def feed_forward_backward(dy, cache):
    """Carry the gradient back through the two layers.

    dy: (m, T, d).    cache: from `feed_forward`.    At hand: `project_backward(dy, x, W)`, `relu_backward(dA, Z)`.
    Returns dx (m, T, d), and grads {"dW1", "db1", "dW2", "db2"}.
    """
    x, Z, A, parameters = cache
    grads = {}
    # The last layer first: what reaches its input A goes on through the ReLU, which received Z, to the first layer
    dA, grads["dW2"], grads["db2"] = project_backward(dy, A, parameters["W2"])
    dZ = relu_backward(dA, Z)
    dx, grads["dW1"], grads["db1"] = project_backward(dZ, x, parameters["W1"])
    return dx, grads


def encoder_layer(x, parameters, n_heads, mask=None):
    """One layer of the encoder: self-attention, then the feed-forward network, each added to its input and normalised.

        u = norm1(x + attention(x)),    y = norm2(u + feed_forward(u))

    x: (m, T, d).    n_heads: divides d.    mask: boolean, broadcastable to (m, T, T), or None.
    parameters: {"attention": those of `multi_head_attention`, "W1", "b1", "W2", "b2": those of `feed_forward`,
    "gamma1", "beta1", "gamma2", "beta2": (d,), those of the two layer norms}. Dropout is left out.
    At hand: `multi_head_attention(queries, memory, parameters, n_heads, mask)`, which returns what was found, the
    weights and a cache; `layer_norm(x, gamma, beta)` and `feed_forward(x, parameters)`, each its result and a cache.
    Returns y (m, T, d), and the cache (attention_cache, norm1_cache, feed_forward_cache, norm2_cache).
    Source: Vaswani et al., "Attention is all you need" (2017).
    """
    # Every position looks at the others
    found, _, attention_cache = multi_head_attention(x, x, parameters["attention"], n_heads, mask)
    # What it found is added to what it was, and normalised
    u, norm1_cache = layer_norm(x + found, parameters["gamma1"], parameters["beta1"])
    # The same with the feed-forward network
    thought, feed_forward_cache = feed_forward(u, parameters)
    y, norm2_cache = layer_norm(u + thought, parameters["gamma2"], parameters["beta2"])
    return y, (attention_cache, norm1_cache, feed_forward_cache, norm2_cache)


def encoder_layer_backward(dy, cache):
    """Carry the gradient back: at every sum it goes two ways, along the shortcut and through the part.

    dy: (m, T, d).    cache: from `encoder_layer`.
    At hand: `layer_norm_backward(dy, cache)`, which returns dx, dgamma, dbeta; `feed_forward_backward(dy, cache)`: dx
    and grads; `multi_head_attention_backward(dy, cache)`: dqueries, dmemory and grads.
    Returns dx (m, T, d), and grads: {"attention": {"dW_q", …}, "dW1", …, "dgamma1", "dbeta1", "dgamma2", "dbeta2"}.
    """
    attention_cache, norm1_cache, feed_forward_cache, norm2_cache = cache
    # Through the second layer norm; then both ways, and the two gradients meet again at u
    dsum, dgamma2, dbeta2 = layer_norm_backward(dy, norm2_cache)
    through_network, grads = feed_forward_backward(dsum, feed_forward_cache)
    du = dsum + through_network
    # Through the first layer norm; self-attention hands back two gradients, of x as queries and of x as memory
    dsum, dgamma1, dbeta1 = layer_norm_backward(du, norm1_cache)
    dqueries, dmemory, grads["attention"] = multi_head_attention_backward(dsum, attention_cache)
    dx = dsum + dqueries + dmemory
    # Those of the layer norms belong to the gradients too
    grads |= {"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}
    return dx, grads


def decoder_layer(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """One layer of the decoder: look back, ask the encoder, then the feed-forward network.

        u = norm1(x + attention(x, x)),    w = norm2(u + cross(u, memory)),    y = norm3(w + feed_forward(w))

    x: (m, T, d).    memory: (m, T_memory, d), the encoder's output.    n_heads: divides d.
    parameters: as in `encoder_layer`, and "cross": those of the second attention, "gamma3", "beta3".
    look_ahead_mask: boolean, broadcastable to (m, T, T).    padding_mask: to (m, T, T_memory). Dropout is left out.
    At hand: `multi_head_attention(queries, memory, parameters, n_heads, mask)`, `layer_norm(x, gamma, beta)` and
    `feed_forward(x, parameters)`, as in `encoder_layer`.
    Returns y (m, T, d), the weights of both attentions (m, h, T, T) and (m, h, T, T_memory), and the cache
    (attention_cache, norm1_cache, cross_cache, norm2_cache, feed_forward_cache, norm3_cache).
    """
    # Every position looks at itself and back. What it finds is added to what it was, and the sum is normalised
    found, weights, attention_cache = multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask)
    u, norm1_cache = layer_norm(x + found, parameters["gamma1"], parameters["beta1"])
    # With what it has become, it asks the memory; the answer is added to it and the sum normalised
    answer, cross_weights, cross_cache = multi_head_attention(u, memory, parameters["cross"], n_heads, padding_mask)
    w, norm2_cache = layer_norm(u + answer, parameters["gamma2"], parameters["beta2"])
    # The feed-forward network at last, again with a sum around it and a norm behind it
    thought, feed_forward_cache = feed_forward(w, parameters)
    y, norm3_cache = layer_norm(w + thought, parameters["gamma3"], parameters["beta3"])
    cache = (attention_cache, norm1_cache, cross_cache, norm2_cache, feed_forward_cache, norm3_cache)
    return y, weights, cross_weights, cache


def decoder_layer_backward(dy, cache):
    """Carry the gradient back through the three parts, to the words so far and to the encoder.

    dy: (m, T, d).    cache: from `decoder_layer`.
    At hand: `layer_norm_backward`, `feed_forward_backward`, `multi_head_attention_backward`.
    Returns dx (m, T, d), dmemory (m, T_memory, d), and grads: as from `encoder_layer_backward`, and
    "cross": {"dW_q", …}, "dgamma3", "dbeta3".
    """
    attention_cache, norm1_cache, cross_cache, norm2_cache, feed_forward_cache, norm3_cache = cache
    # The last part first: back through its norm to the sum w + feed_forward(w). What reaches the sum reaches w in two
    # ways, as it is and through the network
    dsum, dgamma3, dbeta3 = layer_norm_backward(dy, norm3_cache)
    through_network, grads = feed_forward_backward(dsum, feed_forward_cache)
    # The same with the second part, u + cross(u, memory): u receives the sum's gradient and what comes back through the
    # queries; what comes back through keys and values belongs to the encoder
    dsum, dgamma2, dbeta2 = layer_norm_backward(dsum + through_network, norm2_cache)
    through_cross, dmemory, grads["cross"] = multi_head_attention_backward(dsum, cross_cache)
    # The first part, x + attention(x, x): x was queries and memory at once, so it is reached in three ways
    dsum, dgamma1, dbeta1 = layer_norm_backward(dsum + through_cross, norm1_cache)
    dqueries, dkeys, grads["attention"] = multi_head_attention_backward(dsum, attention_cache)
    grads |= {"dgamma1": dgamma1, "dbeta1": dbeta1, "dgamma2": dgamma2, "dbeta2": dbeta2}
    grads |= {"dgamma3": dgamma3, "dbeta3": dbeta3}
    return dsum + dqueries + dkeys, dmemory, grads
