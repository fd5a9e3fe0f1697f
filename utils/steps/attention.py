"""Attention step by step: masks, scaled dot products, several heads in a loop, and a decoder's additive attention."""

import numpy as np

from utils.steps.vectorization import softmax


def create_padding_mask(decoder_token_ids):
    """Mark the real words of padded sentences, so that no one attends to the padding.

    decoder_token_ids: (m, T) whole numbers; 0 is padding, wherever it stands.
    Returns a boolean mask (m, 1, T), True where there is a word. The axis of length 1 stands for all queries.
    """
    # True where the id is not that of padding; a new axis in the middle, which broadcasts over the queries
    return (decoder_token_ids != 0)[:, np.newaxis, :]


def create_look_ahead_mask(sequence_length):
    """Let every position look at itself and at what stands before it, never ahead.

        mask[0, t, u] = True where u ≤ t

    sequence_length: T, a whole number.
    Returns a boolean mask (1, T, T): rows are queries, columns are keys, the same for every example.
    """
    # A lower triangle of True, the diagonal with it; a leading axis that broadcasts over the examples
    return np.tri(sequence_length, dtype=bool)[np.newaxis]


def scaled_dot_product_attention(q, k, v, mask=None):
    """Give every query the average of the values, weighted by how well their keys fit it.

        attention(q, k, v) = softmax(q kᵀ / √d_k) v

    q: (…, T_q, d_k) queries.    k: (…, T_k, d_k) keys.    v: (…, T_k, d_v) values.
    mask: boolean, broadcastable to (…, T_q, T_k), True where a query may attend to a key; or None. Every query needs
    one key at least.
    At hand: `softmax(x)` of utils.steps.vectorization, which works on the rows of a matrix.
    Returns the output (…, T_q, d_v), and the attention weights (…, T_q, T_k), each row summing to 1.
    Source: Vaswani et al., "Attention is all you need" (2017).
    """
    # How well does each query fit each key: all dot products, over the root of the number of products in each
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(k.shape[-1])  # (…, T_q, T_k)
    # A key that may not be seen scores minus infinity, whose exponential is 0
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    # The softmax along the keys: lay all rows of scores below each other, then put them back into their shape
    rows = scores.reshape(-1, scores.shape[-1])
    attention_weights = softmax(rows).reshape(scores.shape)
    # The average of the values, with these weights
    output = attention_weights @ v  # (…, T_q, T_k) @ (…, T_k, d_v)
    return output, attention_weights


def scaled_dot_product_attention_backward(doutput, q, k, v, attention_weights):
    """Carry the gradient of an output back to the queries, the keys and the values that it was made of.

    doutput: (…, T_q, d_v), the cost's gradient with respect to the output.
    q (…, T_q, d_k), k (…, T_k, d_k), v (…, T_k, d_v) and attention_weights (…, T_q, T_k): as in the forward step. The
    weights are those after the mask, of which nothing else is known here.
    Returns dq, dk, dv, the cost's gradients, of the shapes of q, k, v.
    """
    # The output is a product of weights and values: go back to both
    dv = np.swapaxes(attention_weights, -1, -2) @ doutput  # (…, T_k, d_v)
    dweights = doutput @ np.swapaxes(v, -1, -2)  # (…, T_q, T_k)
    # Through the softmax, row by row: a score moves every weight of its own row, and none of another's
    average = np.sum(attention_weights * dweights, axis=-1, keepdims=True)  # (…, T_q, 1)
    dscores = attention_weights * (dweights - average)
    # Through the scores, a scaled product: to the queries and to the keys
    scale = np.sqrt(k.shape[-1])
    dq = dscores @ k / scale
    dk = np.swapaxes(dscores, -1, -2) @ q / scale
    return dq, dk, dv


def project(x, W, b):
    """Give every position of every sequence its weighted sums.

        y[i, t] = x[i, t] W + b

    x: (m, T, n).    W: (n, n_out).    b: (n_out,).
    Returns y (m, T, n_out).
    """
    # One product: NumPy repeats it for every example; broadcasting repeats the biases for every position
    return x @ W + b


def project_backward(dy, x, W):
    """Carry the gradient back through y = x W + b.

        dx = dy Wᵀ,    dW = Σ over examples of x[i]ᵀ dy[i],    db = Σ over examples and positions of dy

    dy: (m, T, n_out).    x: (m, T, n).    W: (n, n_out).
    Returns dx (m, T, n), dW (n, n_out), db (n_out,). There is no 1/m: it belongs to the cost.
    """
    # Every example adds what its positions say about the weights
    dW = np.zeros_like(W)
    for i in range(len(x)):
        dW = dW + x[i].T @ dy[i]  # (n, T) @ (T, n_out)
    # The biases take part at every position of every example
    db = np.sum(dy, axis=(0, 1))
    # The weights, used in the other direction
    dx = dy @ W.T
    return dx, dW, db


def multi_head_attention(queries, memory, parameters, n_heads, mask=None):
    """Attend several times side by side, each head on its own columns, and mix what the heads found.

        head_i = attention(q_i, k_i, v_i),    output = [head_1, …, head_h] W_o + b_o

    queries: (m, T_q, d), who asks.    memory: (m, T_k, d), who answers; the queries themselves for self-attention.
    parameters: {"W_q", "b_q", "W_k", "b_k", "W_v", "b_v", "W_o", "b_o"}: W (d, d), b (d,).
    n_heads: h, which divides d; head i has columns i·d/h up to (i + 1)·d/h of q, k and v.
    mask: boolean, broadcastable to (m, T_q, T_k), or None.
    At hand: `project`, `scaled_dot_product_attention`.
    Returns the output (m, T_q, d), the attention weights (m, h, T_q, T_k), and the cache
    (queries, memory, q, k, v, weights, joined, parameters): q (m, T_q, d), k and v (m, T_k, d) before they are parted
    among the heads, weights a list with one (m, T_q, T_k) for each head, joined (m, T_q, d) what `W_o` multiplies.
    Source: Vaswani et al., "Attention is all you need" (2017).
    """
    # What is asked comes from the queries; the keys that are compared and the values that are read from the memory
    q = project(queries, parameters["W_q"], parameters["b_q"])
    k = project(memory, parameters["W_k"], parameters["b_k"])
    v = project(memory, parameters["W_v"], parameters["b_v"])
    d_head = q.shape[-1] // n_heads
    outputs, weights = [], []
    # Each head attends with its own d/h columns of q, k and v; collect its output and its weights
    for head in range(n_heads):
        columns = slice(head * d_head, (head + 1) * d_head)
        output, head_weights = scaled_dot_product_attention(q[..., columns], k[..., columns], v[..., columns], mask)
        outputs.append(output)
        weights.append(head_weights)
    # The heads' outputs side by side have d columns again; a last product mixes them
    joined = np.concatenate(outputs, axis=-1)  # (m, T_q, d)
    cache = (queries, memory, q, k, v, weights, joined, parameters)
    return project(joined, parameters["W_o"], parameters["b_o"]), np.stack(weights, axis=1), cache


def multi_head_attention_backward(doutput, cache):
    """Carry the gradient back through the mixing, every head, and the three products.

    doutput: (m, T_q, d).    cache: from `multi_head_attention`.
    At hand: `project_backward`, `scaled_dot_product_attention_backward`.
    Returns dqueries (m, T_q, d), dmemory (m, T_k, d), and grads {"dW_q", "db_q", …, "dW_o", "db_o"}. Where the memory
    is the queries themselves, their gradient is dqueries + dmemory.
    """
    queries, memory, q, k, v, weights, joined, parameters = cache
    grads = {}
    # The last thing that happened was a `project` of the heads' outputs side by side: go back through it first
    djoined, grads["dW_o"], grads["db_o"] = project_backward(doutput, joined, parameters["W_o"])
    d_head = q.shape[-1] // len(weights)
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    # Each head by itself: it read its own d/h columns of q, k and v, and what it found stands in the same columns of
    # joined. Take its columns of the gradient back through its attention, into its columns of dq, dk and dv
    for head, head_weights in enumerate(weights):
        c = slice(head * d_head, (head + 1) * d_head)
        dq[..., c], dk[..., c], dv[..., c] = scaled_dot_product_attention_backward(
            djoined[..., c], q[..., c], k[..., c], v[..., c], head_weights
        )
    # Through the three projects at the beginning. The queries made q; the memory made both k and v, and gets a gradient
    # from each
    dqueries, grads["dW_q"], grads["db_q"] = project_backward(dq, queries, parameters["W_q"])
    dmemory_k, grads["dW_k"], grads["db_k"] = project_backward(dk, memory, parameters["W_k"])
    dmemory_v, grads["dW_v"], grads["db_v"] = project_backward(dv, memory, parameters["W_v"])
    return dqueries, dmemory_k + dmemory_v, grads


def one_step_attention(a, s_prev, parameters):
    """Let the decoder, before it writes the next word, choose which positions of the input to read.

        e_t = v · tanh(a_t W_a + s_prev W_s + b),    α = softmax(e_1, …, e_Tx),    context = Σ_t α_t a_t

    a: (m, Tx, n_a) activations of the encoder.    s_prev: (m, n_s) state of the decoder.
    parameters: {"W_a" (n_a, n_e), "W_s" (n_s, n_e), "b" (n_e,), "v" (n_e,)}.
    At hand: `softmax(x)` of utils.steps.vectorization, which works on the rows of a matrix.
    Returns the context (m, 1, n_a), and the attention weights α (m, Tx, 1).
    Source: Bahdanau, Cho, Bengio, "Neural machine translation by jointly learning to align and translate" (2015).
    """
    m, Tx, _ = a.shape
    energies = np.zeros((m, Tx))
    # For every position: compare what the encoder made of it with the state, in a small layer with tanh,
    # and weigh the layer's units into one energy for each example
    for t in range(Tx):
        hidden = np.tanh(a[:, t] @ parameters["W_a"] + s_prev @ parameters["W_s"] + parameters["b"])  # (m, n_e)
        energies[:, t] = hidden @ parameters["v"]
    # Energies become shares that sum to 1 over the positions; as a column for each example
    alphas = softmax(energies)[:, :, np.newaxis]  # (m, Tx, 1)
    # The average of the activations with these shares, its time axis kept with length 1
    context = np.sum(alphas * a, axis=1, keepdims=True)  # (m, 1, n_a)
    return context, alphas


def one_step_attention_backward(dcontext, alphas, a, s_prev, parameters):
    """Carry the gradient of one context back to the encoder's activations, the decoder's state and the weights.

        dα_t = dcontext · a_t,    de_t = α_t (dα_t − Σ_u α_u dα_u),    dz_t = de_t v (1 − hidden_t²)
        da_t = α_t dcontext + dz_t W_aᵀ,    ds_prev = Σ_t dz_t W_sᵀ,    and over positions and examples
        dv = Σ de_t hidden_t,    dW_a = Σ a_tᵀ dz_t,    dW_s = Σ s_prevᵀ dz_t,    db = Σ dz_t

    hidden_t: what tanh gives at position t.
    dcontext: (m, 1, n_a).    alphas (m, Tx, 1), a, s_prev, parameters: as in `one_step_attention`.
    Returns da (m, Tx, n_a), ds_prev (m, n_s), and grads {"dW_a", "dW_s", "db", "dv"}.
    """
    grads = {f"d{key}": np.zeros_like(value) for key, value in parameters.items()}
    ds_prev = np.zeros_like(s_prev)
    # By how much each share moves the context, and through the softmax to the energies
    dalphas = np.sum(dcontext * a, axis=2, keepdims=True)  # (m, Tx, 1)
    denergies = alphas * (dalphas - np.sum(alphas * dalphas, axis=1, keepdims=True))  # (m, Tx, 1)
    # The activations are averaged directly; more is added below, for their part in the energies
    da = alphas * dcontext  # (m, Tx, n_a)
    # For every position: compute its small layer again, go back through its units and its tanh,
    # then to the weights, to the activations at this position, and to the state, which all positions share
    for t in range(a.shape[1]):
        hidden = np.tanh(a[:, t] @ parameters["W_a"] + s_prev @ parameters["W_s"] + parameters["b"])  # (m, n_e)
        dz = denergies[:, t] * parameters["v"] * (1 - hidden**2)  # (m, n_e)
        grads["dv"] += np.sum(denergies[:, t] * hidden, axis=0)
        grads["dW_a"] += a[:, t].T @ dz
        grads["dW_s"] += s_prev.T @ dz
        grads["db"] += np.sum(dz, axis=0)
        da[:, t] += dz @ parameters["W_a"].T
        ds_prev += dz @ parameters["W_s"].T
    return da, ds_prev, grads
