"""Cases of what learning needs besides layers that weigh: an activation, dropout, a loss, the optimisers."""

import numpy as np

from utils.bench.measure import Case
from utils.layers import activations, dropout, losses, optimizers


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    x, dy = (rng.standard_normal((64, 32, 32, 32), dtype=np.float32) for _ in range(2))
    yield _relu(x, dy, torch)
    yield _dropout(x, dy, rng, torch)
    yield _cross_entropy(rng, torch)
    yield from _optimizers(rng, torch)


def _relu(x, dy, torch):
    def ours():
        _, cache = activations.relu_forward(x)
        activations.relu_backward(dy, cache)

    return Case("ReLU (64, 32, 32, 32)", ours, None, torch and _twin(torch, torch.relu, x, dy))


def _dropout(x, dy, rng, torch):
    def ours():
        _, mask = dropout.dropout_forward(x, 0.8, rng)
        dropout.dropout_backward(dy, mask)

    twin = torch and _twin(torch, lambda tensor: torch.dropout(tensor, 0.2, train=True), x, dy)
    return Case("dropout 0.8 (64, 32, 32, 32)", ours, None, twin)


def _twin(torch, function, x, dy):
    tensor, dy = torch.tensor(x, requires_grad=True), torch.from_numpy(dy)
    return lambda: torch.autograd.grad(function(tensor), tensor, dy)


def _cross_entropy(rng, torch):
    m, n = 4096, 100
    logits, labels = rng.standard_normal((m, n), dtype=np.float32), rng.integers(0, n, m)

    def twin():
        return torch.autograd.grad(torch.nn.functional.cross_entropy(tensor, target), tensor)

    if torch is not None:
        tensor, target = torch.tensor(logits, requires_grad=True), torch.from_numpy(labels)
    name = f"softmax cross-entropy, m {m}, {n} classes"
    return Case(name, lambda: losses.softmax_cross_entropy(logits, labels), None, torch and twin)


def _optimizers(rng, torch):
    W, gradient = (rng.standard_normal((1000, 1000), dtype=np.float32) for _ in range(2))
    pairs = {
        "SGD": (optimizers.SGD, None, {"lr": 0.01}),
        "momentum": (optimizers.Momentum, None, {"lr": 0.001, "momentum": 0.9}),
        "Adam": (optimizers.Adam, 0.9, {}),
    }
    for name, (kind, target, settings) in pairs.items():
        optimizer = kind({"W": W.copy()})
        ours = _stepper(optimizer, {"W": gradient})
        default, fused = (
            torch and _torch_stepper(torch, name, W, gradient, settings, fused) for fused in (False, True)
        )
        yield Case(f"{name}, 1 M parameters", ours, target, default, fused)


def _stepper(optimizer, gradients):
    return lambda: optimizer.step(gradients)


def _torch_stepper(torch, name, W, gradient, settings, fused):
    tensor = torch.tensor(W, requires_grad=True)
    tensor.grad = torch.tensor(gradient)
    kind = torch.optim.Adam if name == "Adam" else torch.optim.SGD
    return kind([tensor], **settings, **({"fused": True} if fused else {})).step
