"""Dense layers with ReLU between them."""

from utils.layers.activations import ReLU
from utils.layers.compose import Sequential
from utils.layers.dense import Dense


def dense_net(widths, rng):
    """A network of dense layers, ReLU after all but the last.

    widths: [n_in, …, n_out].    rng: np.random.Generator.    x: (m, n_in) -> scores (m, n_out).
    """
    layers = [Dense(widths[0], widths[1], rng, first=True)]
    for n_prev, n in zip(widths[1:], widths[2:], strict=False):
        layers += [ReLU(), Dense(n_prev, n, rng)]
    return Sequential(*layers)
