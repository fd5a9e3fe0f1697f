"""The whole Transformer as functions, forward and backward, and its loss.

Its parameters are {"source": (n_source, d), a vector for each word of the source, "target": (n_target, d), "encoder": a
list with the parameters of each `encoder_layer`, "decoder": of each `decoder_layer`, "W": (d, n_target), "b":
(n_target,)}. Word 0 is padding, on either side.
"""

import numpy as np

from utils.steps.attention import create_look_ahead_mask, create_padding_mask, project, project_backward
from utils.steps.transformer import (
    decoder_layer,
    decoder_layer_backward,
    encoder_layer,
    encoder_layer_backward,
    positional_encoding,
)


def embed(ids, vectors, first=0):
    """Give each word its vector times √d, and add where it stands.

    ids: (m, T) whole numbers.    vectors: (n_words, d).    first: the position of column 0.
    At hand: `positional_encoding(positions, d)`, which returns (1, positions, d).
    Returns x (m, T, d).
    """
    d = vectors.shape[1]
    # The rows of the words; the vectors begin small, and √d makes them as large as the positions
    x = vectors[ids] * np.sqrt(d)
    # The rows of the positions from `first` on
    return x + positional_encoding(first + ids.shape[1], d)[:, first:]


def embed_backward(dx, ids, vectors):
    """Carry the gradient back to the vectors: a word that stands in several places gets the sum.

    dx: (m, T, d).    ids, vectors: as in `embed`.    Returns dvectors (n_words, d).
    """
    dvectors = np.zeros_like(vectors)
    # Add the gradient of every place to the row of its word
    np.add.at(dvectors, ids, dx * np.sqrt(vectors.shape[1]))
    return dvectors


def encoder(source_ids, parameters, n_heads):
    """Read a source: embed it, and send it through all layers of the encoder.

    source_ids: (m, T_x), 0 is padding.    parameters: of the whole Transformer.    n_heads: of every attention.
    At hand: `embed(ids, vectors)`, `create_padding_mask`, `encoder_layer(x, parameters, n_heads, mask)`.
    Returns the memory (m, T_x, d), the padding mask (m, 1, T_x), and the caches, a list with one of each layer.
    """
    # Padding is hidden from every query; its rows are computed and read by nobody
    padding_mask = create_padding_mask(source_ids)
    x, caches = embed(source_ids, parameters["source"]), []
    # Each layer reads what the one before it gave
    for layer in parameters["encoder"]:
        x, cache = encoder_layer(x, layer, n_heads, padding_mask)
        caches.append(cache)
    return x, padding_mask, caches


def transformer(source_ids, target_ids, parameters, n_heads):
    """Score, at each place of the target, every word that could follow.

    source_ids: (m, T_x), 0 is padding.    target_ids: (m, T_y), the words so far, the start first.
    parameters: {"source" (n_source, d), "target" (n_target, d), "encoder", "decoder": lists with the parameters of each
    layer, "W" (d, n_target), "b" (n_target,)}.    n_heads: of every attention.
    At hand: `encoder(source_ids, parameters, n_heads)`, which returns the memory (m, T_x, d), the padding mask
    (m, 1, T_x) and its caches; `embed(ids, vectors)`, `create_look_ahead_mask(T)`, `project(x, W, b)`, and
    `decoder_layer(x, memory, parameters, n_heads, look_ahead_mask, padding_mask)`, which returns four.
    Returns logits (m, T_y, n_target); attention_weights, a list with a pair (weights, cross_weights) of each layer of
    the decoder; and the cache (source_ids, target_ids, encoder_caches, decoder_caches, y, parameters), y what the last
    layer gave.
    """
    # The encoder reads the source, once
    memory, padding_mask, encoder_caches = encoder(source_ids, parameters, n_heads)
    # No place of the target may see what comes after it
    look_ahead_mask = create_look_ahead_mask(target_ids.shape[1])
    y, attention_weights, decoder_caches = embed(target_ids, parameters["target"]), [], []
    # Each layer reads what the one before it gave, and asks the same memory; keep its weights and its cache
    for layer in parameters["decoder"]:
        y, weights, cross_weights, cache = decoder_layer(y, memory, layer, n_heads, look_ahead_mask, padding_mask)
        attention_weights.append((weights, cross_weights))
        decoder_caches.append(cache)
    # A score for each word of the target's vocabulary, at each place
    logits = project(y, parameters["W"], parameters["b"])
    return logits, attention_weights, (source_ids, target_ids, encoder_caches, decoder_caches, y, parameters)


def transformer_backward(dlogits, cache):
    """Carry the gradient of the scores back to every parameter.

    dlogits: (m, T_y, n_target).    cache: from `transformer`.
    At hand: `project_backward(dy, x, W)`, `decoder_layer_backward(dy, cache)`, `encoder_layer_backward(dy, cache)`,
    `embed_backward(dx, ids, vectors)`.
    Returns grads, with the keys of the parameters: {"dsource", "dtarget", "encoder", "decoder": lists with the grads of
    each layer, "dW", "db"}.
    """
    source_ids, target_ids, encoder_caches, decoder_caches, y, parameters = cache
    grads = {"encoder": [], "decoder": []}
    # From the scores to what the last layer gave
    dy, grads["dW"], grads["db"] = project_backward(dlogits, y, parameters["W"])
    # Down the decoder. Every layer asked the same memory, which gets a gradient from each
    dmemory = 0
    for layer_cache in reversed(decoder_caches):
        dy, dmemory_here, layer_grads = decoder_layer_backward(dy, layer_cache)
        dmemory = dmemory + dmemory_here
        grads["decoder"].insert(0, layer_grads)
    grads["dtarget"] = embed_backward(dy, target_ids, parameters["target"])
    # Down the encoder, from its last layer, which made the memory
    dx = dmemory
    for layer_cache in reversed(encoder_caches):
        dx, layer_grads = encoder_layer_backward(dx, layer_cache)
        grads["encoder"].insert(0, layer_grads)
    grads["dsource"] = embed_backward(dx, source_ids, parameters["source"])
    return grads


def transformer_loss(logits, target_ids):
    """The mean cross-entropy over the real words, and its gradient.

        J = −(1/n) Σ ln softmax(logits[i, t])[target_ids[i, t]],    over the n places whose word is not 0

    logits: (m, T, n_words) scores.    target_ids: (m, T) the words that are due; 0 is padding, and counts nothing.
    Returns the loss J, a number, and dlogits (m, T, n_words), its gradient with respect to the scores.
    """
    # Which places hold a word, and how many there are in the whole batch
    real = target_ids != 0  # (m, T)
    n = np.sum(real)
    # Logarithms of the softmax; taking away the largest score keeps the exponentials finite
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    # Of each place the due word's, and of these the real ones
    log_p_due = np.take_along_axis(log_p, target_ids[..., np.newaxis], axis=-1)[..., 0]  # (m, T)
    loss = -np.sum(log_p_due[real]) / n
    # The softmax less 1 at the due word; nothing at padding, and the same n as in the loss
    dlogits = np.exp(log_p)
    dlogits -= np.arange(logits.shape[-1]) == target_ids[..., np.newaxis]
    return loss, dlogits * real[..., np.newaxis] / n
