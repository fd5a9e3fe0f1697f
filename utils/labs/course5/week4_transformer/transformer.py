"""The exercise transformer: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_transformer.common import layer_parameters, model_parameters
from utils.steps import transformer_model as steps
from utils.steps.attention import create_padding_mask
from utils.steps.transformer import decoder_layer, encoder_layer, positional_encoding


def model_cases(rng):
    """One layer without padding; two with it; a target of one word; other numbers of layers; T_x = T_y with two."""
    padded = np.array([[3, 1, 2, 4, 0], [4, 4, 0, 0, 0]])
    more = model_parameters(rng, 5, 4, 4, 4, 1)
    more["decoder"].append(layer_parameters(rng, 4, 4, cross=True))
    return [
        (np.array([[2, 1, 3]]), np.array([[1, 2]]), model_parameters(rng, 4, 3, 2, 3, 1), 1),
        (padded, rng.integers(1, 6, (2, 3)), model_parameters(rng, 5, 6, 4, 3, 2), 2),
        (padded, np.ones((2, 1), int), model_parameters(rng, 5, 3, 6, 5, 1), 3),
        (padded[:, ::-1], rng.integers(0, 4, (2, 5)), more, 1),
        (padded, rng.integers(1, 4, (2, 5)), model_parameters(rng, 5, 4, 4, 3, 2), 2),
    ]


def written_out(source_ids, target_ids, parameters, n_heads):
    """The encoder in place, too."""
    hidden = create_padding_mask(source_ids)
    d = len(parameters["W"])
    x = parameters["source"][source_ids] * d**0.5 + positional_encoding(source_ids.shape[1], d)
    caches = [], []
    for layer in parameters["encoder"]:
        x, cache = encoder_layer(x, layer, n_heads, hidden)
        caches[0].append(cache)
    T = target_ids.shape[1]
    y = parameters["target"][target_ids] * d**0.5 + positional_encoding(T, d)
    pairs = []
    for layer in parameters["decoder"]:
        y, own, cross, cache = decoder_layer(y, x, layer, n_heads, np.tri(T, dtype=bool)[np.newaxis], hidden)
        pairs.append((own, cross))
        caches[1].append(cache)
    return y @ parameters["W"] + parameters["b"], pairs, (source_ids, target_ids, *caches, y, parameters)


def by_number(source_ids, target_ids, parameters, n_heads):
    """Layers by their number."""
    memory, hidden, encoder_caches = steps.encoder(source_ids, parameters, n_heads)
    ahead = np.arange(target_ids.shape[1])
    ahead = (ahead[:, np.newaxis] >= ahead)[np.newaxis]
    out = [steps.embed(target_ids, parameters["target"])]
    results = []
    for k in range(len(parameters["decoder"])):
        results.append(decoder_layer(out[-1], memory, parameters["decoder"][k], n_heads, ahead, hidden))
        out.append(results[-1][0])
    logits = np.einsum("itd,dn->itn", out[-1], parameters["W"]) + parameters["b"]
    weights = [(one[1], one[2]) for one in results]
    cache = (source_ids, target_ids, encoder_caches, [one[3] for one in results], out[-1], parameters)
    return logits, weights, cache


LAYER = "decoder_layer(y, memory, layer, n_heads, look_ahead_mask, padding_mask)"

EXERCISE = Exercise(
    steps.transformer,
    points=14,
    returns=("logits", "attention_weights", "cache"),
    cases=model_cases,
    mistakes={
        "Each layer of the decoder reads the embedded words; it reads what the layer before it gave.": slip(
            (LAYER, LAYER.replace("(y,", "(first,")),
            ("    for layer in parameters", "    first = y\n    for layer in parameters"),
        ),
        "After the first layer the decoder asks its own last output; every layer asks the encoder's memory.": slip(
            "        decoder_caches.append(cache)\n",
            "        decoder_caches.append(cache)\n        memory = np.resize(y, memory.shape)\n",
        ),
        "The decoder asks the embedded source; it asks what the encoder's last layer gave.": slip(
            "    # No place of the target",
            '    memory = embed(source_ids, parameters["source"])\n    # No place of the target',
        ),
        "All layers have the first one's parameters; each has its own.": slip(
            LAYER, LAYER.replace("layer, n", 'parameters["decoder"][0], n')
        ),
        "The layers are gone through from the last to the first.": slip(
            'in parameters["decoder"]:', 'in parameters["decoder"][::-1]:'
        ),
        "Only the first layer of the decoder runs; go through all of them.": slip(
            'in parameters["decoder"]:', 'in parameters["decoder"][:1]:'
        ),
        "The last layer of the decoder is left out; go through all of them.": slip(
            'in parameters["decoder"]:', 'in parameters["decoder"][:-1]:'
        ),
        "As many layers run as the encoder has; go through all of the decoder's, which may be more.": slip(
            'in parameters["decoder"]:', 'in parameters["decoder"][: len(parameters["encoder"])]:'
        ),
        "The words ask themselves in the cross-attention, with the look-ahead mask; they ask the memory, under "
        "padding_mask.": slip(LAYER, LAYER.replace("memory", "y").replace("padding_mask", "look_ahead_mask")),
        "The look-ahead mask is missing, so a place sees the words it has to predict.": slip(
            "look_ahead_mask, padding_mask)\n        att", "None, padding_mask)\n        att"
        ),
        "The padding mask is missing in the decoder, so its words look at the source's padding.": slip(
            "look_ahead_mask, padding_mask)\n        att", "look_ahead_mask)\n        att"
        ),
        "The two masks are exchanged; look_ahead_mask is the first.": slip(
            "look_ahead_mask, padding_mask)\n        att",
            "padding_mask if padding_mask.shape[-1] == y.shape[1] else None, look_ahead_mask if memory.shape[1] == "
            "y.shape[1] else None)\n        att",
        ),
        "The target is embedded with the source's vectors; it has its own.": slip(
            'embed(target_ids, parameters["target"])',
            'embed(target_ids % len(parameters["source"]), parameters["source"])',
        ),
        "The target's words have no positions; use embed, which adds them.": slip(
            'embed(target_ids, parameters["target"])',
            'parameters["target"][target_ids] * np.sqrt(parameters["target"].shape[1])',
        ),
        "The target's words are bare vectors; embed multiplies them by √d and adds their positions.": slip(
            'embed(target_ids, parameters["target"])', 'parameters["target"][target_ids]'
        ),
        "The target's vectors are not multiplied by √d; use embed.": slip(
            'embed(target_ids, parameters["target"])',
            'parameters["target"][target_ids] + embed(target_ids, 0 * parameters["target"])',
        ),
        "The logits went through a softmax; scores are due.": slip(
            "    return logits,",
            "    logits = np.exp(logits) / np.sum(np.exp(logits), axis=-1, keepdims=True)\n    return logits,",
        ),
        "The bias b of the scores is missing.": slip(', parameters["b"])', ', 0 * parameters["b"])'),
        "Scores are given for the last place alone; they are due for each.": slip(
            "    return logits,", "    logits = logits[:, -1]\n    return logits,"
        ),
        "The last place alone is scored; every place gets its scores: project all of y.": slip(
            'project(y, parameters["W"]', 'project(y[:, -1:], parameters["W"]'
        ),
        "In each pair of weights the cross-attention's come first; the self-attention's do.": slip(
            "(weights, cross_weights))", "(cross_weights, weights))"
        ),
        "The weights of the last layer alone are returned; keep those of each.": slip(
            "attention_weights.append((weights, cross_weights))", "attention_weights = [(weights, cross_weights)]"
        ),
        "The cache holds the embedded target in place of what the last layer gave.": slip(
            "decoder_caches, y, parameters)", 'decoder_caches, embed(target_ids, parameters["target"]), parameters)'
        ),
    },
    right=[written_out, by_number],
    hints=[
        "The encoder is called once. Then the target's words go through the decoder's layers, each with the same "
        "memory and the same two masks.",
        "memory = encoder(source); y₀ = embed(target); y_l = decoder_layer_l(y_(l−1), memory; look-ahead, padding); "
        "logits = y_L W + b",
        "memory, padding_mask, encoder_caches = encoder(…); look_ahead_mask = create_look_ahead_mask(target_ids.shape["
        '1]); y = embed(target_ids, parameters["target"]); for layer in parameters["decoder"]: y, weights, '
        "cross_weights, cache = decoder_layer(y, memory, layer, …); …",
    ],
    topics=["encoder and decoder stacks", "cross-attention"],
)
