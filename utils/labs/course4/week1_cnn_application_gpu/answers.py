"""Right answers written another way, and wrong ones that take more than an edit of the reference."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from utils.gpu.steps.cnn_application import convolutional_model


def model_by_modules(X, parameters):
    """As a Sequential, whose modules are given the tensors in place of their own parameters."""
    layers = nn.Sequential(nn.ReLU(), nn.MaxPool2d(2))
    A = X
    for number in "12":
        W = parameters["W" + number]
        A = layers(nn.functional.conv2d(A, W, parameters["b" + number], 1, "same"))
    return torch.movedim(A, 1, 3).reshape(len(A), -1) @ parameters["W3"].T + parameters["b3"]


def model_with_turned_weights(X, parameters):
    """The channels stay in front, and the columns of W3 are put into their order."""
    A = X
    for number in "12":
        W = parameters["W" + number]
        Z = F.conv2d(A, W, padding=(W.shape[-1] - 1) // 2) + parameters["b" + number][:, None, None]
        A = F.max_pool2d(Z, 2, 2).clamp(min=0)
    _, n_C, n_H, n_W = A.shape
    W3 = parameters["W3"].unflatten(1, (n_H, n_W, n_C)).permute(0, 3, 1, 2).flatten(1)
    return F.linear(A.flatten(1), W3, parameters["b3"])


def model_with_softmax(X, parameters):
    return convolutional_model(X, parameters).softmax(1)


def weights_by_einsum(W, b, shape):
    if W.ndim == 4:
        return torch.einsum("hwio->oihw", W), b
    if shape is None:
        return torch.einsum("io->oi", W), b
    n_H, n_W, n_C = shape
    return torch.einsum("hwco->ochw", W.view(n_H, n_W, n_C, -1)).reshape(-1, n_H * n_W * n_C), b


def weights_by_places(W, b, shape):
    """The order of rows is found by flattening a map of numbers."""
    if W.dim() == 4:
        return W.movedim((3, 2), (0, 1)), b
    n_in = len(W)
    shape = shape or (1, 1, n_in)
    order = torch.arange(n_in, device=W.device).reshape(shape).permute(2, 0, 1).flatten()
    return W[order].t(), b


def train_by_indices(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Slices of an order on the host, set_to_none before the forward pass, a running sum in place of a list."""
    optimizer, history, m = torch.optim.Adam(network.parameters(), lr=learning_rate), [], X.shape[0]
    network.train()
    for _ in range(epochs):
        order = torch.as_tensor(rng.permutation(m), device=X.device)
        total, count = torch.zeros((), dtype=X.dtype, device=X.device), 0
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]
            optimizer.zero_grad(set_to_none=True)
            loss = nn.CrossEntropyLoss()(network(X[rows]), Y[rows])
            loss.backward()
            optimizer.step()
            total, count = total + loss.detach(), count + 1
        history.append(float(total / count))
    return history


def train_reading_every_loss(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Right as to its numbers, and a device would be waited for at every step."""
    optimizer, history = torch.optim.Adam(network.parameters(), learning_rate), []
    for _ in range(epochs):
        losses = []
        for rows in torch.from_numpy(rng.permutation(len(X))).split(batch_size):
            network.train()
            scores = network(X[rows.to(X.device)])
            loss = F.nll_loss(F.log_softmax(scores, 1), Y[rows.to(X.device)])
            network.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(sum(losses) / len(losses))
    return history


def predict_in_inference_mode(network, X, batch_size=256):
    with torch.inference_mode():
        network.train(False)
        labels = [network(X[i : i + batch_size]).max(1).indices for i in range(0, len(X), batch_size)]
    return torch.hstack(labels)


@torch.no_grad()
def predict_into_a_tensor(network, X, batch_size=256):
    mode = network.training
    network.eval()
    labels = torch.empty(len(X), dtype=torch.long, device=X.device)
    for start in range(0, len(X), batch_size):
        stop = start + batch_size
        labels[start:stop] = torch.softmax(network(X[start:stop]), -1).argmax(-1)
    network.train(mode)
    return labels


def predict_whole_batches(network, X, batch_size=256):
    network.eval()
    with torch.no_grad():
        labels = [network(X[i : i + batch_size]).argmax(1) for i in range(0, len(X) - batch_size + 1, batch_size)]
    return torch.cat(labels) if labels else X.new_zeros(0, dtype=torch.long)


def move_by_indexing(X, down, right, reach):
    """One read at three tensors of places; what they name in front and behind makes the channels come last."""
    m, _, n_H, n_W = X.shape
    framed = F.pad(X, [reach] * 4)
    images = torch.arange(m, device=X.device).view(m, 1, 1)
    rows = (torch.arange(n_H, device=X.device) + reach).view(1, n_H, 1) - down.view(m, 1, 1)
    columns = (torch.arange(n_W, device=X.device) + reach).view(1, 1, n_W) - right.view(m, 1, 1)
    return framed[images, :, rows, columns].permute(0, 3, 1, 2)


def move_to_the_end(X, down, right, reach):
    return move_by_indexing(X, down, right, reach).permute(0, 2, 3, 1)


def move_one_by_one(X, down, right, reach):
    """Image by image: right, and as slow as the host is."""
    n_H, n_W = X.shape[2:]
    moved = []
    for image, d, r in zip(F.pad(X, (reach,) * 4), down.tolist(), right.tolist(), strict=True):
        moved.append(image[:, reach - d : reach - d + n_H, reach - r : reach - r + n_W])
    return torch.stack(moved)


def move_by_rolling(X, down, right, reach):
    moves = zip(X, down.tolist(), right.tolist(), strict=True)
    return torch.stack([image.roll((d, r), (1, 2)) for image, d, r in moves])


def time_in_two_clocks(machine, steps, warmup):
    times = []
    for number in (warmup, steps):
        machine.synchronize()
        begin = machine.clock()
        i = 0
        while i < number:
            machine.step()
            i += 1
        machine.synchronize()
        times.append(machine.clock() - begin)
    return times[1] / steps


def time_step_by_step(machine, steps, warmup):
    """Waits behind every step, so that the device has nothing to do while the host prepares the next."""
    for _ in range(warmup):
        machine.step()
    machine.synchronize()
    seconds = []
    for _ in range(steps):
        start = machine.clock()
        machine.step()
        machine.synchronize()
        seconds.append(machine.clock() - start)
    return float(np.mean(seconds))
