"""The exercise decode_with_cache, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.decode import decode_cases, row_by_row
from utils.steps import decoding as steps
from utils.steps.attention import project
from utils.steps.transformer_model import embed, encoder


def one_source_at_a_time(source_ids, parameters, n_heads, start, end, length):
    """A cache for each source."""
    out = np.zeros((len(source_ids), length), int)
    for i in range(len(source_ids)):
        memory, mask, _ = encoder(source_ids[i : i + 1], parameters, n_heads)
        kept, word = steps.keep_memory(memory, parameters), start
        for t in range(length):
            y = embed(np.array([[word]]), parameters["target"], first=t)
            for k, layer in enumerate(parameters["decoder"]):
                y = steps.decoder_layer_step(y, kept[k], layer, n_heads, mask)
            out[i, t] = word = int(np.argmax(y[0, 0] @ parameters["W"] + parameters["b"]))
            if word == end:
                break
    return out


def in_a_list(source_ids, parameters, n_heads, start, end, length):
    """Columns in a list; what follows an end is cleared afterwards."""
    memory, mask, _ = encoder(source_ids, parameters, n_heads)
    kept, columns = steps.keep_memory(memory, parameters), [np.full(len(source_ids), start)]
    for t in range(length):
        y = embed(columns[-1][:, np.newaxis], parameters["target"], t)
        for layer, own in zip(parameters["decoder"], kept, strict=True):
            y = steps.decoder_layer_step(y, own, layer, n_heads, mask)
        columns.append(project(y, parameters["W"], parameters["b"]).argmax(axis=-1)[:, 0])
    words = np.stack(columns[1:], axis=1)
    return np.where(np.cumsum(words == end, axis=1) - (words == end) > 0, 0, words)


PLANTED = (
    "Every new word is embedded as if it stood at position 0, as the decoder gets it alone; tell embed its position, t."
)
STEP = "decoder_layer_step(y, layer_kept, layer, n_heads, padding_mask)"
EMBED = 'embed(written[:, t : t + 1], parameters["target"], t)'
EXERCISE = Exercise(
    steps.decode_with_cache,
    points=8,
    returns=("written",),
    cases=decode_cases,
    mistakes={
        PLANTED: slip(EMBED, 'embed(written[:, t : t + 1], parameters["target"])'),
        "Positions are counted from 1; the start stands at position 0.": slip(EMBED, EMBED.replace(", t)", ", t + 1)")),
        "Every new word is embedded at position 1; tell embed its own, t.": slip(EMBED, EMBED.replace(", t)", ", 1)")),
        "The number of sentences is handed over as the position; the newest word stands at t.": slip(
            EMBED, EMBED.replace(", t)", ", m)")
        ),
        "The length is handed over as the position; the newest word stands at t.": slip(
            EMBED, EMBED.replace(", t)", ", length)")
        ),
        "The newest word has its vector alone, no position; use embed, and tell it t.": slip(
            EMBED, 'parameters["target"][written[:, t : t + 1]] * np.sqrt(parameters["target"].shape[1])'
        ),
        "t itself is added to every feature; tell embed t, and it adds that position's sines and cosines.": slip(
            EMBED, 'embed(written[:, t : t + 1], parameters["target"]) + t'
        ),
        "A column is embedded that is not written yet; the newest word stands in column t.": slip(
            EMBED, EMBED.replace("t : t + 1", "t + 1 : t + 2")
        ),
        "All words so far are handed to the step, and the keys of the earlier ones are kept again; the newest word "
        "alone is due, at its position t.": slip(EMBED, 'embed(written[:, : t + 1], parameters["target"])'),
        "The keys and values are thrown away at every step, so the new word sees itself alone; make the cache once, "
        "before the loop.": slip(
            "        # Through all layers",
            "        kept = keep_memory(memory, parameters)\n        # Through all layers",
        ),
        "All layers share the first one's cache; each keeps its own keys and values.": slip(
            STEP, STEP.replace("layer_kept", "kept[0]")
        ),
        "All words so far go through the step again, and their keys are kept a second time; hand it the newest word "
        "alone.": slip(EMBED, 'embed(written[:, : t + 1], parameters["target"])[:, -2:]'),
        "The start is embedded at every step; embed the word written last.": slip(
            EMBED, EMBED.replace("t : t + 1", ":1")
        ),
        "The padding mask is left out, so words look at the source's padding.": slip(
            STEP, STEP.replace("padding_mask", "np.ones_like(padding_mask)")
        ),
        "Each layer reads the embedded word; it reads what the layer before it gave.": slip(
            (STEP, STEP.replace("(y,", "(word,")),
            ("        # Through all layers", "        word = y\n        # Through all layers"),
        ),
        "A row goes on after its end; from then on it holds 0.": slip("np.where(ended, 0, words)", "words"),
        "All rows stop when the first of them has ended; go on until the last one has.": slip(
            "np.all(ended)", "np.any(ended)"
        ),
        "The bias of the scores is missing.": slip('parameters["W"], parameters["b"])', 'parameters["W"], 0)'),
        "The start is part of the answer; return what was written after it.": slip(
            "return written[:, 1:]", "return written[:, :-1]"
        ),
    },
    right=[one_source_at_a_time, in_a_list, row_by_row],
    hints=[
        "The first word agrees, so the memory, the masks and the scores are right. What does the second step know of "
        "where its word stands?",
        "embed adds a position to each column that it gets, beginning at `first`, which is 0 unless it is said. Here "
        "it gets one column, of word t.",
        'y = embed(written[:, t : t + 1], parameters["target"], t)',
    ],
    topics=["autoregressive decoding"],
    planted=PLANTED,
    symptom="As it came: the first word of every sentence was the one that `decode` writes, and no error was raised. "
    "Later words differed.",
)
