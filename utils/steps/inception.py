"""An Inception module and an auxiliary head, wired from the layers' pairs of functions."""

import numpy as np

from utils.layers.activations import relu_backward, relu_forward
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.dense import dense_backward, dense_forward
from utils.layers.losses import softmax_cross_entropy
from utils.layers.pooling import (
    global_average_pool_backward,
    global_average_pool_forward,
    max_pool_backward,
    max_pool_forward,
)


def conv_relu_forward(A_prev, parameters):
    """Convolve so that height and width stay, then apply ReLU.

    A_prev: (m, n_H, n_W, n_C_prev).    parameters: (W, b), W (f, f, n_C_prev, n_C) with odd f, b (n_C,).
    At hand: `conv2d_forward(x, W, b, stride, pad)`, `relu_forward(x)`.
    Returns A (m, n_H, n_W, n_C), and the cache (cache_conv, cache_relu).
    """
    W, b = parameters
    # A frame of (f − 1) / 2 pixels keeps the size
    Z, cache_conv = conv2d_forward(A_prev, W, b, 1, (len(W) - 1) // 2)
    A, cache_relu = relu_forward(Z)
    return A, (cache_conv, cache_relu)


def conv_relu_backward(dA, cache):
    """Carry the gradient back through `conv_relu_forward`.

    dA: (m, n_H, n_W, n_C).    cache: (cache_conv, cache_relu).
    At hand: `conv2d_backward(dy, cache)`, `relu_backward(dy, cache)`.
    Returns dA_prev (m, n_H, n_W, n_C_prev), and the gradients (dW, db).
    """
    cache_conv, cache_relu = cache
    # ReLU came last, so it comes first
    dA_prev, dW, db = conv2d_backward(relu_backward(dA, cache_relu), cache_conv)
    return dA_prev, (dW, db)


def inception_module(A_prev, parameters):
    """Send one input through four branches side by side, and join what comes out along the channels.

        A_prev → 1×1
        A_prev → 1×1 ("reduce 3x3") → 3×3                joined in this order → A
        A_prev → 1×1 ("reduce 5x5") → 5×5
        A_prev → max-pool 3×3, stride 1 → 1×1 ("pool")

    A_prev: (m, n_H, n_W, n_C_prev).
    parameters: {"1x1", "reduce 3x3", "3x3", "reduce 5x5", "5x5", "pool"}, each a pair (W, b).
    At hand: `conv_relu_forward(A_prev, (W, b))` returns A and its cache, `max_pool_forward(x, f, stride, pad)` too.
    Returns A (m, n_H, n_W, the four branches' channels together), and a dictionary of caches: one for each name of
    `parameters`, "max-pool" for the pooling, and "channels", a list, not an array, of the branches' channels.
    Source: Szegedy and others, "Going deeper with convolutions" (2015).
    """
    caches = {}
    # The 1×1 branch is one convolution
    one, caches["1x1"] = conv_relu_forward(A_prev, parameters["1x1"])
    # The next two make the input narrow before their larger windows look at it
    narrow, caches["reduce 3x3"] = conv_relu_forward(A_prev, parameters["reduce 3x3"])
    three, caches["3x3"] = conv_relu_forward(narrow, parameters["3x3"])
    narrow, caches["reduce 5x5"] = conv_relu_forward(A_prev, parameters["reduce 5x5"])
    five, caches["5x5"] = conv_relu_forward(narrow, parameters["5x5"])
    # The last one pools, with a frame of one pixel so that height and width stay, and mixes the channels after it
    largest, caches["max-pool"] = max_pool_forward(A_prev, 3, 1, 1)
    pooled, caches["pool"] = conv_relu_forward(largest, parameters["pool"])
    # Note where each branch ends, and join along the channels
    branches = [one, three, five, pooled]
    caches["channels"] = [branch.shape[3] for branch in branches]
    return np.concatenate(branches, axis=3), caches


def inception_module_backward(dA, caches):
    """Carry the gradient back through `inception_module`.

    dA: (m, n_H, n_W, n_C), for all joined channels.    caches: the dictionary that the forward pass left.
    At hand: `conv_relu_backward(dA, cache)` returns dA_prev and (dW, db); `max_pool_backward(dy, cache)`; np.split.
    Returns dA_prev (m, n_H, n_W, n_C_prev), and gradients {name: (dW, db)}, under the names of the parameters.
    """
    grads = {}
    # Every branch gets the gradient of its own channels; np.split wants the places of the three cuts
    cuts = np.cumsum(caches["channels"])[:-1]
    d_one, d_three, d_five, d_pooled = np.split(dA, cuts, axis=3)
    # Each branch backwards: what was last comes first
    dA_one, grads["1x1"] = conv_relu_backward(d_one, caches["1x1"])
    d_narrow, grads["3x3"] = conv_relu_backward(d_three, caches["3x3"])
    dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])
    d_narrow, grads["5x5"] = conv_relu_backward(d_five, caches["5x5"])
    dA_five, grads["reduce 5x5"] = conv_relu_backward(d_narrow, caches["reduce 5x5"])
    d_largest, grads["pool"] = conv_relu_backward(d_pooled, caches["pool"])
    dA_pooled = max_pool_backward(d_largest, caches["max-pool"])
    # One input fed four branches: what they ask of it adds up
    return dA_one + dA_three + dA_five + dA_pooled, grads


def classifier_forward(A, parameters):
    """Average every channel over its image, then give every class a score.

    A: (m, n_H, n_W, n_C).    parameters: (W, b), W (n_C, classes), b (classes,).
    At hand: `global_average_pool_forward(x)`, `dense_forward(x, W, b)`.
    Returns scores (m, classes), and the cache (cache_pool, cache_dense).
    """
    # One number for each channel, then one for each class
    means, cache_pool = global_average_pool_forward(A)
    scores, cache_dense = dense_forward(means, *parameters)
    return scores, (cache_pool, cache_dense)


def classifier_backward(dscores, cache):
    """Carry the gradient back through `classifier_forward`.

    dscores: (m, classes).    cache: (cache_pool, cache_dense).
    At hand: `global_average_pool_backward(dy, cache)`, `dense_backward(dy, cache)`.
    Returns dA (m, n_H, n_W, n_C), and the gradients (dW, db).
    """
    cache_pool, cache_dense = cache
    # The dense layer came last, so it comes first
    dmeans, dW, db = dense_backward(dscores, cache_dense)
    return global_average_pool_backward(dmeans, cache_pool), (dW, db)


def loss_with_auxiliary_head(A, labels, parameters, weight=0.3):
    """Judge a network at its end and, by a second head, half-way: the loss of both, and the gradient at the fork.

        A → Inception module → classifier → L_main
        A → classifier → L_auxiliary                     L = L_main + weight · L_auxiliary

    A: (m, n_H, n_W, n_C), where the head branches off.    labels: (m,) whole numbers.
    parameters: {"module": of `inception_module`, "classifier": (W, b), "auxiliary": (W, b)}.
    At hand: `inception_module` and its backward; `classifier_forward(A, (W, b))` returns scores and a cache,
    `classifier_backward(dscores, cache)` returns dA and (dW, db); `softmax_cross_entropy(scores, labels)` returns the
    loss and dscores.
    Returns loss, one number; dA, of A's shape; and gradients {"module", "classifier", "auxiliary"}, each shaped like
    its parameters.
    Source: Szegedy and others (2015), where two such heads count 0.3 each.
    """
    grads = {}
    # Both ways forward
    A_deep, caches = inception_module(A, parameters["module"])
    scores, cache = classifier_forward(A_deep, parameters["classifier"])
    scores_half_way, cache_half_way = classifier_forward(A, parameters["auxiliary"])
    # Two losses, the second of which counts less
    loss, dscores = softmax_cross_entropy(scores, labels)
    loss_half_way, dscores_half_way = softmax_cross_entropy(scores_half_way, labels)
    # Back along the main path
    dA_deep, grads["classifier"] = classifier_backward(dscores, cache)
    dA_main, grads["module"] = inception_module_backward(dA_deep, caches)
    # Back from the head, whose gradient counts as its loss does
    dA_half_way, grads["auxiliary"] = classifier_backward(weight * dscores_half_way, cache_half_way)
    # A went both ways: the two gradients meet
    return loss + weight * loss_half_way, dA_main + dA_half_way, grads
