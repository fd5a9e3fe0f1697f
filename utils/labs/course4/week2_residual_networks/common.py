"""What several exercises of this lab are tried on, or share."""

import numpy as np

# shape of X, f, filters, stride. In the last of the first four all widths agree, so that shapes alone tell little
SIZES = [
    ((2, 2, 2, 2), 1, (1, 2, 2), 1),
    ((2, 5, 4, 3), 3, (2, 4, 5), 2),
    ((1, 7, 6, 2), 5, (3, 2, 6), 3),
    ((3, 4, 3, 2), 3, (2, 2, 2), 1),
]


IDENTITY_SIZES = [
    ((2, 2, 2, 2), 1, (1, 2, 2), 1),
    ((2, 5, 4, 3), 3, (2, 4, 3), 1),
    ((1, 4, 6, 4), 5, (3, 2, 4), 1),
    ((3, 4, 3, 2), 3, (2, 2, 2), 1),
]


def drawn_parameters(rng, n_C, f, filters, shortcut):
    """Weights of a block, gammas around 1, betas around 0.    shortcut: whether it has W0, gamma0 and beta0."""
    F1, F2, F3 = filters
    sizes = {0: (1, 1, n_C, F3)} if shortcut else {}
    sizes |= {1: (1, 1, n_C, F1), 2: (f, f, F1, F2), 3: (1, 1, F2, F3)}
    parameters = {}
    for k, size in sizes.items():
        parameters[f"W{k}"] = rng.normal(size=size) / np.sqrt(np.prod(size[:3]))
        parameters[f"gamma{k}"] = rng.normal(1, 0.3, size[3])
        parameters[f"beta{k}"] = rng.normal(0, 0.4, size[3])
    return parameters


def main_path_cases(rng):
    return [
        (rng.normal(size=shape), f, filters, s, drawn_parameters(rng, shape[3], f, filters, False))
        for shape, f, filters, s in SIZES
    ]


def identity_cases(rng):
    return [
        (rng.normal(size=shape), f, filters, drawn_parameters(rng, shape[3], f, filters, False))
        for shape, f, filters, _ in IDENTITY_SIZES
    ]


def convolutional_cases(rng):
    return [
        (rng.normal(size=shape), f, filters, s, drawn_parameters(rng, shape[3], f, filters, True))
        for shape, f, filters, s in SIZES
    ]


def _backward(forward, cases):
    def cases_of(rng):
        made = []
        for case in cases(rng):
            A, cache = forward(*case)
            made.append((rng.normal(size=A.shape), cache))
        return made

    return cases_of
