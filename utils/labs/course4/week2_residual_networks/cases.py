"""What the checks of residual networks try, and ways to be right and wrong that take more than an edit."""

import numpy as np

from utils.layers.activations import relu_backward, relu_forward
from utils.layers.batch_norm import batch_norm_backward, batch_norm_forward
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.losses import softmax_cross_entropy
from utils.models.residual_net import plain_net, residual_net
from utils.steps.counting import cost_table
from utils.steps.residual_networks import (
    convolution_norm_backward,
    convolution_norm_forward,
    convolutional_block,
    identity_block,
    main_path_backward,
    main_path_forward,
)

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


main_path_backward_cases = _backward(main_path_forward, main_path_cases)
identity_backward_cases = _backward(identity_block, identity_cases)
convolutional_backward_cases = _backward(convolutional_block, convolutional_cases)


def resnet_cases(rng):
    return [((64, 64, 3), 10), ((224, 224, 3), 1000, 2), ((97, 65, 4), 7, 1), ((70, 96, 1), 5, 2)]


def gradient_cases(rng):
    """Networks whose weights have left their start, so that no unit stands at ReLU's corner."""
    cases = []
    for make, m, widths, norm in (
        (plain_net, 3, (2,), False),
        (residual_net, 4, (2, 3), True),
        (plain_net, 5, (3, 2), True),
    ):
        net = make(2, 3, rng, widths, 1, norm).cast(np.float64)
        for array in net.parameters().values():
            array += rng.normal(0, 0.2, array.shape)
        cases.append((net, rng.normal(size=(m, 4, 5, 2)), rng.integers(0, 3, m)))
    return cases


# Right, written another way


def main_path_in_a_loop(X, f, filters, s, parameters):
    A, caches = X, []
    for k, (n_C, side, stride) in enumerate(zip(filters, (1, f, 1), (s, 1, 1), strict=True), start=1):
        Z, cache = convolution_norm_forward(A, n_C, side, stride, parameters, k)
        caches.append(cache)
        if k < 3:
            A, cache = relu_forward(Z)
            caches.append(cache)
    return Z, tuple(caches)


def main_path_back_in_a_loop(dZ3, cache):
    grads, dA = {}, dZ3
    for place in (4, 2, 0):
        dA, new = convolution_norm_backward(dA, cache[place])
        grads.update(new)
        if place > 0:
            dA = relu_backward(dA, cache[place - 1])
    return dA, grads


def identity_by_maximum(X, f, filters, parameters):
    Z, cache_main = main_path_forward(X, f, filters, 1, parameters)
    A = np.maximum(X + Z, 0)
    return A, (cache_main, A)


def identity_back_by_mask(dA, cache):
    dX, grads = main_path_backward(dA * (cache[1] > 0), cache[0])
    dX = dX + np.where(cache[1] > 0, dA, 0)
    return dX, grads


def convolutional_from_layers(X, f, filters, s, parameters):
    W, gamma, beta = (parameters[f"{name}0"] for name in ("W", "gamma", "beta"))
    C, cache_conv = conv2d_forward(X, W, None, s, 0)
    shortcut, cache_norm = batch_norm_forward(C, gamma, beta)
    Z, cache_main = main_path_forward(X, f, filters, s, parameters)
    A = np.maximum(shortcut + Z, 0)
    return A, (cache_main, (cache_conv, cache_norm, 0), A)


def convolutional_back_from_layers(dA, cache):
    cache_main, (cache_conv, cache_norm, _), cache_relu = cache
    dZ = dA * (cache_relu > 0)
    dC, dgamma0, dbeta0 = batch_norm_backward(dZ, cache_norm)
    dX, dW0, _ = conv2d_backward(dC, cache_conv)
    dX_main, grads = main_path_backward(dZ, cache_main)
    return dX + dX_main, {**grads, "dW0": dW0, "dgamma0": dgamma0, "dbeta0": dbeta0}


def resnet_from_a_table(input_shape, classes, strided=1):
    def conv(f, n_C, stride=1):
        convolution = {"kind": "conv", "f": f, "n_C": n_C, "stride": stride, "pad": f // 2, "bias": False}
        return [convolution, {"kind": "batch_norm"}]

    layers = conv(7, 64, 2) + [{"kind": "pool", "f": 3, "stride": 2, "pad": 1}]
    for w, blocks, s in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        first, middle = (s, 1) if strided == 1 else (1, s)
        main = conv(1, w, first) + conv(3, w, middle) + conv(1, 4 * w)
        layers.append({"kind": "add", "branches": [main, conv(1, 4 * w, s)]})
        same = conv(1, w) + conv(3, w) + conv(1, 4 * w)
        layers += [{"kind": "add", "branches": [same, []]}] * (blocks - 1)
    return cost_table(input_shape, layers + [{"kind": "global_pool"}, {"kind": "dense", "n": classes}])


def norms_filled_in(network, X, Y):
    A = X
    for layer in network.layers:
        A = layer.forward(A, train=True)
    dA, norms = softmax_cross_entropy(A, Y)[1], np.zeros(len(network.layers))
    for k in range(len(network.layers) - 1, -1, -1):
        norms[k] = np.sqrt((dA**2).sum())
        dA = network.layers[k].backward(dA)
    return norms


# Wrong


def shortcut_without_norm(X, f, filters, s, parameters):
    Z, cache_main = main_path_forward(X, f, filters, s, parameters)
    shortcut, cache_shortcut = conv2d_forward(X, parameters["W0"], None, s, 0)
    A, cache_relu = relu_forward(Z + shortcut)
    return A, (cache_main, cache_shortcut, cache_relu)


def norms_of_the_weights(network, X, Y):
    _, dscores = softmax_cross_entropy(network.forward(X, train=True), Y)
    network.backward(dscores)
    return np.array([np.linalg.norm(gradient) for gradient in network.gradients().values()])
