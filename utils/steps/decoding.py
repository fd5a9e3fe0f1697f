"""Writing with a Transformer, a word at a time: with everything computed anew, or with keys and values kept."""

import numpy as np

from utils.steps.attention import project
from utils.steps.layer_norm import layer_norm
from utils.steps.transformer import feed_forward
from utils.steps.transformer_model import embed, encoder, transformer


def decode(source_ids, parameters, n_heads, start, end, length):
    """Write a target for each source, every time the word with the highest score (greedy decoding).

    source_ids: (m, T_x), 0 is padding.    parameters, n_heads: as for `transformer`.
    start: the word that stands before the first.    end: the word after which a row is done.    length: words at most.
    At hand: `transformer(source_ids, target_ids, parameters, n_heads)`, which returns logits (m, T_y, n_target) first.
    Returns the words written, (m, length) whole numbers: each row up to and with its end, then 0.
    """
    m = len(source_ids)
    # A column for the start, one for each word; what is not written stays 0
    written = np.zeros((m, length + 1), dtype=int)
    written[:, 0] = start
    ended = np.zeros(m, dtype=bool)
    for t in range(length):
        # The scores after the last word so far; the other places were decided before
        logits, _, _ = transformer(source_ids, written[:, : t + 1], parameters, n_heads)
        words = np.argmax(logits[:, -1], axis=-1)  # (m,)
        # A row that has ended writes nothing more
        written[:, t + 1] = np.where(ended, 0, words)
        ended = ended | (words == end)
        # All done: no need to go on
        if np.all(ended):
            break
    # The start is not part of the answer
    return written[:, 1:]


def attend(q, k, v, n_heads, mask=None):
    """Several heads' attention from finished queries, keys and values, all heads at once.

    q: (m, T_q, d).    k, v: (m, T_k, d).    mask: boolean, broadcastable to (m, T_q, T_k), or None.
    Returns the heads' outputs side by side, (m, T_q, d).
    """
    # Part the columns among the heads: (m, T, d) -> (m, h, T, d/h)
    q, k, v = (np.swapaxes(x.reshape(*x.shape[:2], n_heads, -1), 1, 2) for x in (q, k, v))
    scores = q @ np.swapaxes(k, 2, 3) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask[:, np.newaxis], scores, -np.inf)
    # The softmax along the keys
    shares = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    found = shares / np.sum(shares, axis=-1, keepdims=True) @ v  # (m, h, T_q, d/h)
    return np.swapaxes(found, 1, 2).reshape(len(found), found.shape[2], -1)


def keep_memory(memory, parameters):
    """The keys and values of the memory in every layer of the decoder, and room for those of the words to come.

    memory: (m, T_x, d).    parameters: of the whole Transformer.    At hand: `project(x, W, b)`.
    Returns kept, a list with a dictionary of each layer: {"k", "v": (m, 0, d), "memory_k", "memory_v": (m, T_x, d)}.
    """
    none = memory[:, :0]
    kept = []
    for layer in parameters["decoder"]:
        # They depend on no word that is written: once is enough
        cross = layer["cross"]
        memory_k = project(memory, cross["W_k"], cross["b_k"])
        memory_v = project(memory, cross["W_v"], cross["b_v"])
        kept.append({"k": none, "v": none, "memory_k": memory_k, "memory_v": memory_v})
    return kept


def decoder_layer_step(x, kept, parameters, n_heads, padding_mask):
    """One layer of the decoder for one new word: `decoder_layer` at its last place alone.

    x: (m, 1, d), the new word.    kept: of this layer, from `keep_memory`; the word's key and value are added to it.
    parameters: of this layer.    padding_mask: (m, 1, T_x).
    At hand: `project`, `attend(q, k, v, n_heads, mask)`, `layer_norm`, `feed_forward`.
    Returns y (m, 1, d).
    """
    own, cross = parameters["attention"], parameters["cross"]
    # The new word's key and value join those of the words before it
    for name in "kv":
        new = project(x, own[f"W_{name}"], own[f"b_{name}"])
        kept[name] = np.concatenate([kept[name], new], axis=1)
    # It sees itself and all before it: there is nothing else, so no mask is needed
    found = attend(project(x, own["W_q"], own["b_q"]), kept["k"], kept["v"], n_heads)
    u, _ = layer_norm(x + project(found, own["W_o"], own["b_o"]), parameters["gamma1"], parameters["beta1"])
    # The memory's keys and values are there already
    q = project(u, cross["W_q"], cross["b_q"])
    answer = attend(q, kept["memory_k"], kept["memory_v"], n_heads, padding_mask)
    w, _ = layer_norm(u + project(answer, cross["W_o"], cross["b_o"]), parameters["gamma2"], parameters["beta2"])
    thought, _ = feed_forward(w, parameters)
    y, _ = layer_norm(w + thought, parameters["gamma3"], parameters["beta3"])
    return y


def decode_with_cache(source_ids, parameters, n_heads, start, end, length):
    """What `decode` writes, with the keys and values of earlier words kept and not computed again.

    source_ids, parameters, n_heads, start, end, length: as for `decode`.
    At hand: `encoder(source_ids, parameters, n_heads)`, which returns the memory and the padding mask first;
    `keep_memory(memory, parameters)`, which returns kept, a dictionary of each layer's keys and values;
    `embed(ids, vectors, first)`, first being the position of column 0;
    `decoder_layer_step(x, kept, parameters, n_heads, padding_mask)`, which returns y (m, 1, d) and adds to kept;
    `project(x, W, b)`.
    Returns the words written, (m, length), as `decode` does.
    """
    m = len(source_ids)
    # The source is read once, and so are its keys and values made
    memory, padding_mask, _ = encoder(source_ids, parameters, n_heads)
    kept = keep_memory(memory, parameters)
    written = np.zeros((m, length + 1), dtype=int)
    written[:, 0] = start
    ended = np.zeros(m, dtype=bool)
    for t in range(length):
        # The newest word alone, at its own position
        y = embed(written[:, t : t + 1], parameters["target"], t)  # (m, 1, d)
        # Through all layers; each keeps the word's key and value for the words to come
        for layer, layer_kept in zip(parameters["decoder"], kept, strict=True):
            y = decoder_layer_step(y, layer_kept, layer, n_heads, padding_mask)
        # The word with the highest score; a row that has ended writes nothing more
        words = np.argmax(project(y, parameters["W"], parameters["b"])[:, 0], axis=-1)
        written[:, t + 1] = np.where(ended, 0, words)
        ended = ended | (words == end)
        if np.all(ended):
            break
    return written[:, 1:]
