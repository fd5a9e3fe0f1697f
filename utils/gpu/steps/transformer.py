"""The Transformer on tensors, attention by PyTorch's fused kernels; its loss, its rate, its work, one step of writing.

The NumPy forms stand in utils/steps/attention.py, transformer.py, transformer_model.py and decoding.py. Weight matrices
lie here as `nn.Linear` has them: W (columns out, columns in), for `F.linear(x, W, b)`.

A mask is boolean, True where a query may attend to a key; or the word "causal", the look-ahead mask without a tensor;
or None.
"""

import math

import torch
from torch.nn import functional as F


def multi_head_attention(queries, memory, parameters, n_heads, mask=None):
    """Attend several times side by side, all heads in one call of PyTorch's kernel, and mix what the heads found.

    queries: (m, T_q, d), who asks.    memory: (m, T_k, d), who answers; the queries themselves for self-attention.
    parameters: {"W_q", "b_q", "W_k", "b_k", "W_v", "b_v", "W_o", "b_o"}: W (d, d) as in nn.Linear, b (d,).
    n_heads: h, which divides d; head i has columns i·d/h up to (i + 1)·d/h of q, k and v.
    mask: boolean (m or 1, T_q or 1, T_k), True where a query may attend to a key; "causal": each position to itself
    and to those before it; or None.
    At hand: `F.linear(x, W, b)`; `tensor.unflatten(-1, (n, -1))`, which parts the last axis in two, and
    `tensor.flatten(start)`, which joins axes; `tensor.transpose(1, 2)`; and
    `F.scaled_dot_product_attention(q, k, v, attn_mask=None, is_causal=False)` on (m, h, T, d/h), which divides by
    √(d/h) itself; attn_mask is boolean, True where a query may attend, and broadcasts to (m, h, T_q, T_k).
    Returns the output (m, T_q, d). There are no weights to return: the kernels never hold them whole.
    """
    # What is asked comes from the queries; what is compared and what is read come from the memory
    q = F.linear(queries, parameters["W_q"], parameters["b_q"])
    k = F.linear(memory, parameters["W_k"], parameters["b_k"])
    v = F.linear(memory, parameters["W_v"], parameters["b_v"])
    # Part the columns among the heads, and put the heads' axis in front of the positions'
    q, k, v = (x.unflatten(-1, (n_heads, -1)).transpose(1, 2) for x in (q, k, v))  # (m, h, T, d/h)
    # The word "causal" goes to the kernel as it is; a tensor needs an axis for the heads, who share it
    causal = isinstance(mask, str)
    shared = None if mask is None or causal else mask[:, None]  # (m or 1, 1, T_q or 1, T_k)
    found = F.scaled_dot_product_attention(q, k, v, attn_mask=shared, is_causal=causal)
    # The heads' outputs side by side again, and mixed
    joined = found.transpose(1, 2).flatten(2)  # (m, T_q, d)
    return F.linear(joined, parameters["W_o"], parameters["b_o"])


def attend(q, k, v, n_heads, mask=None):
    """Several heads' attention from finished queries, keys and values.

    q: (m, T_q, d).    k, v: (m, T_k, d).    mask: as for `multi_head_attention`.
    Returns the heads' outputs side by side, (m, T_q, d).
    """
    # What stands in the middle of `multi_head_attention`: heads apart, one call of the kernel, heads together
    q, k, v = (x.unflatten(-1, (n_heads, -1)).transpose(1, 2) for x in (q, k, v))
    shared = None if mask is None or isinstance(mask, str) else mask[:, None]
    found = F.scaled_dot_product_attention(q, k, v, attn_mask=shared, is_causal=isinstance(mask, str))
    return found.transpose(1, 2).flatten(2)


def norm(x, gamma, beta):
    """Layer norm of every position over its features.    x: (…, d).    gamma, beta: (d,).    Returns (…, d)."""
    # Mean and variance of the last axis; 1e-5 under the root, as in NumPy
    return F.layer_norm(x, x.shape[-1:], gamma, beta)


def feed_forward(x, parameters):
    """The same small network at every position.

    x: (m, T, d).    parameters: {"W1" (d_hidden, d), "b1", "W2" (d, d_hidden), "b2"}; other keys are not read.
    Returns (m, T, d).
    """
    # The wide layer with its ReLU, and back to d columns
    return F.linear(F.relu(F.linear(x, parameters["W1"], parameters["b1"])), parameters["W2"], parameters["b2"])


def encoder_layer(x, parameters, n_heads, mask=None):
    """One layer of the encoder: self-attention, then the feed-forward network, each added to its input and normalised.

    x: (m, T, d).    parameters: {"attention": those of `multi_head_attention`, "W1", "b1", "W2", "b2", "gamma1",
    "beta1", "gamma2", "beta2"}.    n_heads: divides d.    mask: as for `multi_head_attention`.
    At hand: `norm(x, gamma, beta)`, `feed_forward(x, parameters)`.
    Returns y (m, T, d).
    """
    # What it found is added to what it was, and normalised
    u = norm(
        x + multi_head_attention(x, x, parameters["attention"], n_heads, mask),
        parameters["gamma1"],
        parameters["beta1"],
    )
    # The same with the feed-forward network
    return norm(u + feed_forward(u, parameters), parameters["gamma2"], parameters["beta2"])


def decoder_layer(x, memory, parameters, n_heads, look_ahead_mask=None, padding_mask=None):
    """One layer of the decoder: look back, ask the encoder, then the feed-forward network.

        u = norm1(x + attention(x, x)),    w = norm2(u + cross(u, memory)),    y = norm3(w + feed_forward(w))

    x: (m, T, d).    memory: (m, T_memory, d), the encoder's output.    n_heads: divides d.
    parameters: {"attention", "cross": those of two attentions, "W1", "b1", "W2", "b2", "gamma1", "beta1", …, "beta3"}.
    look_ahead_mask: boolean (1, T, T), "causal" or None.    padding_mask: boolean (m, 1, T_memory) or None.
    At hand: `multi_head_attention(queries, memory, parameters, n_heads, mask)`, `norm(x, gamma, beta)`,
    `feed_forward(x, parameters)`.
    Returns y (m, T, d).
    """
    # Every position looks at itself and back. What it finds is added to what it was, and the sum is normalised
    found = multi_head_attention(x, x, parameters["attention"], n_heads, look_ahead_mask)
    u = norm(x + found, parameters["gamma1"], parameters["beta1"])
    # With what it has become, it asks the memory; the answer is added to it and the sum normalised
    answer = multi_head_attention(u, memory, parameters["cross"], n_heads, padding_mask)
    w = norm(u + answer, parameters["gamma2"], parameters["beta2"])
    # The feed-forward network at last, again with a sum around it and a norm behind it
    return norm(w + feed_forward(w, parameters), parameters["gamma3"], parameters["beta3"])


def transformer_loss(logits, target_ids, n=None):
    """The mean cross-entropy over the real words; or, of a part of a batch, what the part adds to the batch's mean.

        J = −(1/n) Σ ln softmax(logits[i, t])[target_ids[i, t]],    over the places whose word is not 0

    logits: (m, T, n_words) scores.    target_ids: (m, T) the words that are due; 0 is padding, and counts nothing.
    n: the number of real words of the whole batch, of which these rows may be a part; None where they are all of it.
    At hand: `F.cross_entropy(scores, words, reduction=…, ignore_index=…)`, which takes scores (places, n_words) and
    words (places,); "sum" is one of its reductions, and a place whose word is ignore_index adds nothing.
    Returns the loss J, a tensor without axes.
    """
    # One place below the other, and the sum over those that hold a word
    total = F.cross_entropy(logits.flatten(0, 1), target_ids.flatten(), reduction="sum", ignore_index=0)
    # Divided by the real words: those here, or those of the whole batch
    return total / ((target_ids != 0).sum() if n is None else n)


def learning_rate(step, steps, peak, warm):
    """The rate of a step: it grows in a straight line for `warm` steps, then falls to 0 along half a cosine.

        s < warm: peak · (s + 1) / (warm + 1),    else peak · (1 + cos(π (s − warm) / (steps − warm))) / 2

    step: s, from 0, as the training loop counts.    steps: of the whole training.    peak: the highest rate.
    warm: how many steps it grows, from 0 up and below `steps`; at 0 the first step has the peak.
    At hand: `math.cos`, `math.pi`.
    Returns the rate, a number above 0.
    """
    # The line: the first step is not lost at a rate of 0, and step number `warm` would have the peak
    if step < warm:
        return peak * (step + 1) / (warm + 1)
    # The wave begins there, and ends behind the last step
    return peak * (1 + math.cos(math.pi * (step - warm) / (steps - warm))) / 2


def transformer_flops(m, T_x, T_y, d, d_hidden, layers, n_target):
    """How many floating-point operations the products of one forward pass take.

    A product of matrices (a, b) and (b, c) takes 2·a·b·c: a multiplication and an addition for each term of each sum.
    Only products are counted, of all rows and all places, padding and masked scores as well; what embeddings, norms,
    ReLUs, softmaxes and biases take is left out.

    m: rows of the batch.    T_x, T_y: places of the source and of the target.    d: columns.    d_hidden: units of
    the feed-forward networks.    layers: of the encoder, and as many of the decoder.    n_target: words that get a
    score. The number of heads does not matter.
    Returns a whole number.
    """
    # A layer of the encoder, over the source: the four projections of its attention; the scores and the averages of
    # all heads together; the feed-forward network
    encoder_layer = 8 * m * T_x * d**2 + 4 * m * T_x**2 * d + 4 * m * T_x * d * d_hidden
    # A layer of the decoder, over the target, has the same three
    own = 8 * m * T_y * d**2 + 4 * m * T_y**2 * d + 4 * m * T_y * d * d_hidden
    # And it asks the memory: which projections run over which places? Its scores are a table of target by source
    cross = 4 * m * T_y * d**2 + 4 * m * T_x * d**2 + 4 * m * T_x * T_y * d
    # All layers, and the scores of the words
    return layers * (encoder_layer + own + cross) + 2 * m * T_y * d * n_target


def decoder_layer_step(x, kept, parameters, n_heads, padding_mask):
    """One layer of the decoder for one new word: `decoder_layer` at its last place alone.

    x: (m, 1, d), the new word.    kept: of this layer, the keys and values of the words before it, "k" and "v"
    (m, t, d), and those of the memory, "memory_k" and "memory_v" (m, T_x, d).
    parameters: of this layer.    padding_mask: (m, 1, T_x).
    At hand: `F.linear(x, W, b)`; `attend(q, k, v, n_heads, mask)`, several heads' attention from finished queries, keys
    and values; `torch.cat(list, dim=1)`; `norm`, `feed_forward`.
    Returns y (m, 1, d), and kept with the new word's key and value behind the others, a new dictionary.
    """
    own, cross = parameters["attention"], parameters["cross"]
    # The new word's key and value join those of the words before it
    k = torch.cat([kept["k"], F.linear(x, own["W_k"], own["b_k"])], dim=1)  # (m, t + 1, d)
    v = torch.cat([kept["v"], F.linear(x, own["W_v"], own["b_v"])], dim=1)
    # Its query looks at itself and at all before it
    found = attend(F.linear(x, own["W_q"], own["b_q"]), k, v, n_heads)
    u = norm(x + F.linear(found, own["W_o"], own["b_o"]), parameters["gamma1"], parameters["beta1"])
    # The memory's keys and values are there already
    answer = attend(F.linear(u, cross["W_q"], cross["b_q"]), kept["memory_k"], kept["memory_v"], n_heads, padding_mask)
    w = norm(u + F.linear(answer, cross["W_o"], cross["b_o"]), parameters["gamma2"], parameters["beta2"])
    y = norm(w + feed_forward(w, parameters), parameters["gamma3"], parameters["beta3"])
    return y, kept | {"k": k, "v": v}
