"""Residual blocks as functions of tensors, ResNet50 as a module, and what training it in half precision needs.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition" (2016). The NumPy forms of the blocks stand in
utils/steps/residual_networks.py, the modules that learn in utils/gpu/models/residual.py.
"""

import math

import torch
from torch import nn
from torch.nn.functional import batch_norm, conv2d, cross_entropy, relu

from utils.gpu.models.images import convolution_norm
from utils.gpu.models.residual import ConvolutionalBlock, IdentityBlock


def identity_block(X, f, filters, parameters):
    """Three convolutions, and the block's input added to what comes out of them.

        A = relu(main(X) + X),    main: 1 × 1 → f × f → 1 × 1, each with batch norm, relu after the first two

    X: (m, n_C, n_H, n_W).    f: side of the middle filter, odd.    filters: (F1, F2, F3) channels, F3 = n_C.
    parameters: {"W1", "gamma1", "beta1", …, "beta3"}: W1 (F1, n_C, 1, 1), W2 (F2, F1, f, f), W3 (F3, F2, 1, 1);
    gamma and beta (F,). No convolution has a bias.
    At hand: `conv2d(X, W, stride=…, padding=…)`, which pads by 0 pixels unless told;
    `batch_norm(Z, None, None, gamma, beta, training=True)`, which normalises by the batch; `relu(Z)`.
    Returns A (m, n_C, n_H, n_W).
    """
    # First convolution, 1 × 1: normalise, then ReLU
    Z = conv2d(X, parameters["W1"])  # (m, F1, n_H, n_W)
    A = relu(batch_norm(Z, None, None, parameters["gamma1"], parameters["beta1"], training=True))
    # Second, f × f: so many pixels of padding that height and width stay; normalise, ReLU
    Z = conv2d(A, parameters["W2"], padding=f // 2)  # (m, F2, n_H, n_W)
    A = relu(batch_norm(Z, None, None, parameters["gamma2"], parameters["beta2"], training=True))
    # Third, 1 × 1: normalise, no ReLU yet
    Z = conv2d(A, parameters["W3"])  # (m, F3, n_H, n_W)
    Z = batch_norm(Z, None, None, parameters["gamma3"], parameters["beta3"], training=True)
    # The shortcut joins before the last ReLU
    return relu(Z + X)


def convolutional_block(X, f, filters, s, parameters):
    """Three convolutions, and the block's input brought to their shape by a convolution of its own and added.

        A = relu(main(X) + shortcut(X)),    shortcut: 1 × 1 of stride s with batch norm

    X: (m, n_C_prev, n_H, n_W).    f: side of the middle filter, odd.    filters: (F1, F2, F3) channels.
    s: stride of the first 1 × 1 of the main path and of the shortcut; everything else has stride 1.
    parameters: as `identity_block` takes them, and {"W0", "gamma0", "beta0"} of the shortcut: W0 (F3, n_C_prev, 1, 1).
    At hand: `conv2d`, `batch_norm` and `relu`, used as there.
    Returns A (m, F3, ⌈n_H / s⌉, ⌈n_W / s⌉).
    """
    # The main path as in an identity block, but for the stride of its first convolution
    Z = conv2d(X, parameters["W1"], stride=s)  # (m, F1, ⌈n_H / s⌉, ⌈n_W / s⌉)
    A = relu(batch_norm(Z, None, None, parameters["gamma1"], parameters["beta1"], training=True))
    Z = conv2d(A, parameters["W2"], padding=f // 2)  # (m, F2, …)
    A = relu(batch_norm(Z, None, None, parameters["gamma2"], parameters["beta2"], training=True))
    Z = conv2d(A, parameters["W3"])  # (m, F3, …)
    Z = batch_norm(Z, None, None, parameters["gamma3"], parameters["beta3"], training=True)
    # The shortcut starts from the block's input: a 1 × 1 of the same stride, normalised, no ReLU
    shortcut = conv2d(X, parameters["W0"], stride=s)  # (m, F3, …)
    shortcut = batch_norm(shortcut, None, None, parameters["gamma0"], parameters["beta0"], training=True)
    # Both have one shape now: add, then ReLU
    return relu(Z + shortcut)


def ResNet50(input_shape, classes, width=64):
    """Fifty layers with weights: a stem, sixteen bottleneck blocks in four stages, a dense layer.

        7 × 7 of stride 2, pool → 3 blocks → 4 blocks → 6 blocks → 3 blocks → mean of each channel → scores

    input_shape: (n_H, n_W, n_C) of the images; only n_C decides about layers.    classes: number of scores.
    width: channels behind the stem, 64 in the paper.
    Stage k = 0, 1, 2, 3 has filters (w, w, 4 w) with w = width · 2^k and f = 3. It begins with a convolutional block,
    of stride 1 in the first stage, where the pool has just halved the sides, and 2 in the others.
    At hand: `convolution_norm(n_C_prev, n_C, f, stride)`, a "same" convolution and its batch norm as a module;
    `ConvolutionalBlock(n_C_prev, f, filters, s)`, `IdentityBlock(n_C, f, filters)`; `nn`.
    Returns an nn.Sequential: (m, n_C, n_H, n_W) -> scores (m, classes), before any softmax.
    """
    # The stem: a normalised 7 × 7 of stride 2, ReLU, a max-pool of 3 × 3 with stride 2 and a pixel of padding
    layers = [convolution_norm(input_shape[2], width, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    n_C_prev = width
    # Four stages, each twice as wide as the one before
    for stage, blocks in enumerate((3, 4, 6, 3)):
        w = width * 2**stage
        filters = (w, w, 4 * w)
        # One block that changes the shape, then blocks that keep it
        layers.append(ConvolutionalBlock(n_C_prev, 3, filters, s=1 if stage == 0 else 2))
        n_C_prev = filters[2]
        layers += [IdentityBlock(n_C_prev, 3, filters) for _ in range(blocks - 1)]
    # The head: one number a channel, flat, then scores
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(n_C_prev, classes)]
    return nn.Sequential(*layers)


def learning_rate_at(step, steps, peak, warmup):
    """Rise in a straight line, then fall along half a cosine wave.

    step: t, from 0.    steps: T, all steps.    peak: the highest rate, which step w has.    warmup: w, below T.
    The steps before w rise by equal amounts, and step 0 takes the first of them. From w on the rate falls; step T,
    which is not taken, would have a rate of 0.
    At hand: `math`.
    Returns the rate of step t, a number above 0. Loshchilov, Hutter (2017); Goyal and others (2017).
    """
    # While warming up: a share of the peak that is never 0
    if step < warmup:
        return peak * (step + 1) / (warmup + 1)
    # After that: how much of the rest is done, and what the cosine leaves of the peak
    done = (step - warmup) / (steps - warmup)
    return peak * (1 + math.cos(math.pi * done)) / 2


def scaled_step(gradients, scale, good_steps, growth_interval):
    """Take the factor of the loss out of its gradients again, and choose the factor of the next step.

    gradients: list of tensors, the gradients of scale · loss in half precision; what was too large is infinite or NaN.
    scale: the factor.    good_steps: steps since the factor was last changed.
    growth_interval: how many good steps in a row allow for a larger factor.
    Returns the gradients of the loss itself as a list, in single precision (`tensor.float()`), for half precision has
    no numbers so small, or None where one of them is not finite, for this step is skipped; the next scale, half of it
    after a skipped step, twice after the last of growth_interval good ones; and the next good_steps, 0 where the scale
    has changed.
    Micikevicius and others, "Mixed precision training" (2018); torch.amp.GradScaler does the same.
    """
    # A step that is spoilt: no gradients, half the scale, count anew
    if not all(torch.isfinite(gradient).all() for gradient in gradients):
        return None, scale / 2, 0
    # Otherwise the step is taken, with gradients of the right size
    unscaled = [gradient.float() / scale for gradient in gradients]
    # After enough good steps try a scale twice as large
    if good_steps + 1 == growth_interval:
        return unscaled, scale * 2, 0
    return unscaled, scale, good_steps + 1


def gradient_norms(network, X, Y):
    """How large the gradient is at the output of every part of a network.

        ‖∂loss / ∂A_k‖, the root of the sum of squares, for k = 1, …, L

    network: nn.Sequential of L parts; the first has weights, the last gives scores.
    X: images (m, n_C, n_H, n_W).    Y: (m,) classes.
    At hand: `cross_entropy(scores, Y)`, the mean loss, which has the softmax in it;
    `torch.autograd.grad(loss, tensors)`, the gradients with respect to several tensors, which leaves .grad alone.
    Returns a tensor (L,), from the first part's output to the scores.
    """
    # Forward, part by part, and every output kept
    A, outputs = X, []
    for part in network:
        A = part(A)
        outputs.append(A)
    # The loss of the scores, and its gradient at each output, all by one call
    gradients = torch.autograd.grad(cross_entropy(A, Y), outputs)
    # The length of each, as if it were one long vector
    return torch.stack([gradient.norm() for gradient in gradients])
