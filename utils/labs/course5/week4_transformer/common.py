"""What several exercises of this lab are tried on, or share."""


def heads_parameters(rng, d):
    """Weights (d, d) and biases (d,) of q, k, v and the output."""
    parameters = {}
    for name in "qkvo":
        parameters[f"W_{name}"], parameters[f"b_{name}"] = rng.normal(size=(d, d)), rng.normal(size=d)
    return parameters


def some_hidden(rng, m, T_q, T_k):
    """A mask (m, T_q, T_k) with every query's first key, and each other with chance one half."""
    mask = rng.random((m, T_q, T_k)) < 0.5
    mask[..., 0] = True
    return mask


def layer_parameters(rng, d, d_hidden, cross=False):
    """The parameters of an encoder's layer, or of a decoder's: weights of the size that keeps the signal's."""
    parts = ("attention", "cross") if cross else ("attention",)
    parameters = {}
    for part in parts:
        heads = heads_parameters(rng, d)
        parameters[part] = {key: array / d**0.5 if key[0] == "W" else array / 2 for key, array in heads.items()}
    parameters |= {"W1": rng.normal(size=(d, d_hidden)) / d**0.5, "b1": rng.normal(size=d_hidden) / 2}
    parameters |= {"W2": rng.normal(size=(d_hidden, d)) / d_hidden**0.5, "b2": rng.normal(size=d) / 2}
    for k in range(1, 4 if cross else 3):
        parameters |= {f"gamma{k}": 1 + rng.normal(size=d) / 4, f"beta{k}": rng.normal(size=d) / 4}
    return parameters


def model_parameters(rng, n_source, n_target, d, d_hidden, layers):
    """The parameters of a whole Transformer."""
    return {
        "source": rng.normal(size=(n_source, d)) / d**0.5,
        "target": rng.normal(size=(n_target, d)) / d**0.5,
        "encoder": [layer_parameters(rng, d, d_hidden) for _ in range(layers)],
        "decoder": [layer_parameters(rng, d, d_hidden, cross=True) for _ in range(layers)],
        "W": rng.normal(size=(d, n_target)) / d**0.5,
        "b": rng.normal(size=n_target) / 2,
    }
