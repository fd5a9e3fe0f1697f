"""Images: dense nets, plain, regularised, normalised, and a convolutional one on digits, a residual net on signs."""

from itertools import pairwise

import numpy as np

from utils.bench.race import Lab
from utils.bench.sides import our_side, torch_side
from utils.layers.activations import ReLU
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.dropout import Dropout
from utils.layers.losses import softmax_cross_entropy
from utils.models.dense_net import dense_net
from utils.models.lenet import lenet
from utils.models.residual_net import residual_net
from utils.training import supervised


def labs(rng, torch):
    """Yield the labs. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    if torch is not None:
        from utils.gpu.models import images as eager
    x, y, x_test, y_test = _digits(rng)
    widths = [64, 64, 64, 10]
    module = torch and eager.dense_net(widths)
    yield _classify("digits, dense net", dense_net(widths, rng), module, torch, (x, y, x_test, y_test), 0.97, 660)
    data, module = (x, y, x_test, y_test), torch and _eager_dense(torch, widths, keep_prob=0.8)
    net = _dense(widths, rng, keep_prob=0.8)
    yield _classify("digits, dropout and weight decay", net, module, torch, data, 0.97, 660, weight_decay=0.01)
    module = torch and _eager_dense(torch, widths, normalised=True)
    yield _classify("digits, batch norm", _dense(widths, rng, normalised=True), module, torch, data, 0.97, 660)
    images = x.reshape(-1, 8, 8, 1), y, x_test.reshape(-1, 8, 8, 1), y_test
    module = torch and eager.lenet(8, 1, 10)
    yield _classify("digits, convolutional net", lenet(8, 1, 10, rng), module, torch, images, 0.98, 660)
    widths = 8, 16, 32
    module = torch and eager.residual_net(3, 10, widths)
    yield _classify("signs, residual net", residual_net(3, 10, rng, widths), module, torch, _signs(), 0.95, 690)


def _dense(widths, rng, keep_prob=1.0, normalised=False):
    """A dense net with dropout behind each hidden layer, or with batch norm before its ReLU."""
    layers = []
    for number, (n_prev, n) in enumerate(pairwise(widths)):
        layers.append(Dense(n_prev, n, rng, first=number == 0))
        if number < len(widths) - 2:
            layers += [BatchNorm(n), ReLU()] if normalised else [ReLU(), Dropout(keep_prob, rng)]
    return Sequential(*layers)


def _eager_dense(torch, widths, keep_prob=1.0, normalised=False):
    """`_dense` in PyTorch."""
    nn, layers = torch.nn, []
    for number, (n_prev, n) in enumerate(pairwise(widths)):
        layers.append(nn.Linear(n_prev, n))
        if number < len(widths) - 2:
            layers += [nn.BatchNorm1d(n), nn.ReLU()] if normalised else [nn.ReLU(), nn.Dropout(1 - keep_prob)]
    return nn.Sequential(*layers)


def _classify(name, net, module, torch, data, goal, most, weight_decay=0.0):
    """Our net and its torch twin, from the same weights."""
    x, y, x_test, y_test = data

    def score():
        return _accuracy(np.concatenate([net.forward(part) for part in _parts(x_test)]), y_test)

    settings = {"learning_rate": 3e-3, "weight_decay": weight_decay}
    sides = {"ours": our_side(net, supervised(softmax_cross_entropy), {"x": x, "y": y}, score, **settings)}
    if torch is not None:
        from utils.gpu.models.weights import copy_weights

        copy_weights(net, module)
        images, test_images = _torch_images(x), _torch_images(x_test)

        def loss(module, batch):
            return torch.nn.functional.cross_entropy(module(batch["x"]), batch["y"])

        def torch_score():
            outputs = [module(torch.from_numpy(part)).numpy() for part in _parts(test_images)]
            return _accuracy(np.concatenate(outputs), y_test)

        sides["torch"] = torch_side(torch, module, loss, {"x": images, "y": y}, torch_score, **settings)
    every = len(x) // 64  # an epoch
    return Lab(name, "accuracy", goal, len(x), 64, every, most, sides)


def _accuracy(scores, labels):
    return float(np.mean(scores.argmax(axis=1) == labels))


def _parts(x):
    return np.array_split(x, -(-len(x) // 250))


def _torch_images(x):
    """Images as PyTorch lays them out by default, (m, n_C, n_H, n_W); other arrays as they are."""
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2)) if x.ndim == 4 else x


def _digits(rng):
    from utils.data.digits import load_digits

    digits = load_digits(rng)
    x, x_test = (np.ascontiguousarray(X.T, np.float32) for X in (digits.X_train, digits.X_test))
    return x, digits.Y_train.ravel(), x_test, digits.Y_test.ravel()


def _signs():
    from utils.data.signs import load_signs

    signs = load_signs()
    return signs.X_train, signs.Y_train, signs.X_test, signs.Y_test
