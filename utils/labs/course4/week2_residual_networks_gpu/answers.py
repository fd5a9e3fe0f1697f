"""Answers that are wrong or right in another way, for which a slip of the reference is too small."""

import math

import torch
from torch.nn import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential
from torch.nn.functional import batch_norm, conv2d, cross_entropy, relu

from utils.gpu.models.residual import ConvolutionalBlock, IdentityBlock
from utils.gpu.steps import residual_networks as steps


def _norm(Z, parameters, number):
    return batch_norm(Z, None, None, parameters[f"gamma{number}"], parameters[f"beta{number}"], training=True)


def _path(X, f, parameters, s, norm, between):
    """The main path from three norms and what stands behind the first two."""
    A = between(norm(conv2d(X, parameters["W1"], stride=s), parameters, 1))
    A = between(norm(conv2d(A, parameters["W2"], padding=f // 2), parameters, 2))
    return norm(conv2d(A, parameters["W3"]), parameters, 3)


def _block(norm, between):
    """Either block, told apart by its number of arguments."""

    def block(X, f, filters, *s_and_parameters):
        *s, parameters = s_and_parameters
        shortcut = norm(conv2d(X, parameters["W0"], stride=s[0]), parameters, 0) if s else X
        return relu(_path(X, f, parameters, s[0] if s else 1, norm, between) + shortcut)

    return block


def _exchanged_norm(Z, parameters, number):
    return batch_norm(Z, None, None, parameters[f"beta{number}"], parameters[f"gamma{number}"], training=True)


exchanged = _block(_exchanged_norm, relu)
without_relu_between = _block(_norm, lambda A: A)


def relu_before_norm(X, f, filters, *s_and_parameters):
    *s, parameters = s_and_parameters
    A = _norm(relu(conv2d(X, parameters["W1"], stride=s[0] if s else 1)), parameters, 1)
    A = _norm(relu(conv2d(A, parameters["W2"], padding=f // 2)), parameters, 2)
    Z = _norm(conv2d(A, parameters["W3"]), parameters, 3)
    return relu(Z + (_norm(conv2d(X, parameters["W0"], stride=s[0]), parameters, 0) if s else X))


def bare_shortcut(X, f, filters, s, parameters):
    Z = _path(X, f, parameters, s, _norm, relu)
    return relu(Z + conv2d(X, parameters["W0"], stride=s))


def _module(parameters, number, stride=1):
    """A convolution and its batch norm as modules, their parameters replaced by the given tensors."""
    W = parameters[f"W{number}"]
    pair = Sequential(
        Conv2d(W.shape[1], W.shape[0], W.shape[2], stride, W.shape[2] // 2, bias=False), BatchNorm2d(len(W))
    ).to(W)
    for part, name, value in (
        (pair[0], "weight", W),
        (pair[1], "weight", parameters[f"gamma{number}"]),
        (pair[1], "bias", parameters[f"beta{number}"]),
    ):
        delattr(part, name)  # a Parameter would be a leaf, without the history of what it was made from
        setattr(part, name, value)
    return pair


def identity_block_by_modules(X, f, filters, parameters):
    A = relu(_module(parameters, 1)(X))
    A = relu(_module(parameters, 2)(A))
    return relu(X + _module(parameters, 3)(A))


def identity_block_by_loop(X, f, filters, parameters):
    A = X
    for number in (1, 2, 3):
        W = parameters[f"W{number}"]
        Z = _norm(conv2d(A, W, padding="same"), parameters, number)
        A = Z.clamp(min=0) if number < 3 else (Z + X).clamp(min=0)
    return A


def convolutional_block_by_modules(X, f, filters, s, parameters):
    A = relu(_module(parameters, 1, s)(X))
    A = relu(_module(parameters, 2)(A))
    return relu(_module(parameters, 0, s)(X) + _module(parameters, 3)(A))


def convolutional_block_by_slices(X, f, filters, s, parameters):
    """A 1 × 1 of stride s sees only the places that are left."""
    X = X[:, :, ::s, ::s]
    Z = _path(X, f, parameters, 1, _norm, relu)
    return relu(Z + _norm(conv2d(X, parameters["W0"]), parameters, 0))


def resnet50_written_out(input_shape, classes, width=64):
    n_H, n_W, n_C = input_shape
    network = Sequential(
        Conv2d(n_C, width, 7, stride=2, padding=3, bias=False), BatchNorm2d(width), ReLU(), MaxPool2d(3, 2, padding=1)
    )
    before = width
    for w, blocks, s in ((width, 3, 1), (2 * width, 4, 2), (4 * width, 6, 2), (8 * width, 3, 2)):
        network.append(ConvolutionalBlock(before, 3, (w, w, 4 * w), s))
        for _ in range(blocks - 1):
            network.append(IdentityBlock(4 * w, 3, [w, w, 4 * w]))
        before = 4 * w
    return network.append(AdaptiveAvgPool2d((1, 1))).append(Flatten()).append(Linear(before, classes))


class _Net(Module):
    """The pooling and the flattening as a mean, in a forward of its own."""

    def __init__(self, layers):
        super().__init__()
        *layers, _, _, self.dense = layers
        self.body = Sequential(*layers)
        self._modules = {"body": self.body, "dense": self.dense}  # the order in which x meets them

    def forward(self, x):
        return self.dense(self.body(x).mean(dim=(2, 3)))


def resnet50_as_a_class(input_shape, classes, width=64):
    return _Net(steps.ResNet50(input_shape, classes, width))


def norms_by_hooks(network, X, Y):
    """Backward with a hook at each output."""
    norms, A = [], X
    for part in network:
        A = part(A)
        A.register_hook(lambda gradient: norms.append(torch.linalg.vector_norm(gradient)))
    cross_entropy(A, Y).backward()
    return torch.stack(norms[::-1])


def norms_by_retaining(network, X, Y):
    """Each output keeps the gradient that backward gives it."""
    outputs = [X]
    for part in network:
        outputs.append(part(outputs[-1]))
        outputs[-1].retain_grad()
    scores = outputs.pop()
    torch.nn.functional.nll_loss(scores.log_softmax(1), Y).backward()
    return torch.tensor([A.grad.square().sum().sqrt() for A in [*outputs[1:], scores]], dtype=X.dtype)


def rate_by_min(step, steps, peak, warmup):
    rising = (step + 1) / (warmup + 1)
    falling = math.cos(math.pi / 2 * max(step - warmup, 0) / (steps - warmup)) ** 2
    return peak * min(rising, falling)


def scaled_step_by_sum(gradients, scale, good_steps, growth_interval):
    """One infinite or NaN number makes the sum of x · 0 NaN."""
    total = sum((gradient * 0).sum() for gradient in gradients)
    if total != total:
        return None, scale * 0.5, 0
    grown = good_steps == growth_interval - 1
    return (
        [torch.div(gradient, scale) for gradient in gradients],
        2 * scale if grown else scale,
        0 if grown else good_steps + 1,
    )
