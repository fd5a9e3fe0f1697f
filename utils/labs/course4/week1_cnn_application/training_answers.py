"""Right and wrong training loops that take more than an edit of the reference."""

import copy

import numpy as np

from utils.layers import SGD, Adam, softmax_cross_entropy
from utils.steps.cnn_application import train


def train_by_splitting(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], X.shape[0]
    for _ in range(epochs):
        losses = []
        order = rng.permutation(m)
        X_mixed, Y_mixed = X[order], Y[order]
        while len(losses) * batch_size < m:
            batch = slice(len(losses) * batch_size, (len(losses) + 1) * batch_size)
            loss, gradient = softmax_cross_entropy(network.forward(X_mixed[batch], train=True), Y_mixed[batch])
            network.backward(gradient)
            optimizer.step(network.gradients())
            losses.append(loss)
        history.append(sum(losses) / len(losses))
    return history


def train_that_weighs(network, X, Y, learning_rate, epochs, batch_size, rng):
    """The mean over examples in place of the mean over mini-batches."""
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], len(X)
    for _ in range(epochs):
        order, total = rng.permutation(m), 0.0
        for start in range(0, m, batch_size):
            batch = order[start : start + batch_size]
            loss, gradient = softmax_cross_entropy(network.forward(X[batch], train=True), Y[batch])
            total += loss * len(batch)
            network.backward(gradient)
            optimizer.step(network.gradients())
        history.append(total / m)
    return history


def train_by_descent(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history = SGD(network.parameters(), learning_rate), []
    for _ in range(epochs):
        losses = []
        for batch in np.array_split(rng.permutation(len(X)), range(batch_size, len(X), batch_size)):
            loss, gradient = softmax_cross_entropy(network.forward(X[batch], train=True), Y[batch])
            network.backward(gradient)
            optimizer.step(network.gradients())
            losses.append(loss)
        history.append(np.mean(losses))
    return history


def train_a_copy(network, X, Y, learning_rate, epochs, batch_size, rng):
    return train(copy.deepcopy(network), X, Y, learning_rate, epochs, batch_size, rng)


def one_step(network, optimizer, X, Y):
    loss, gradient = softmax_cross_entropy(network.forward(X, train=True), Y)
    network.backward(gradient)
    optimizer.step(network.gradients())
    return loss


def train_mixing_the_mixed(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], len(X)
    for _ in range(epochs):
        order = rng.permutation(m)
        X, Y = X[order], Y[order]
        batches = [slice(start, start + batch_size) for start in range(0, m, batch_size)]
        history.append(np.mean([one_step(network, optimizer, X[batch], Y[batch]) for batch in batches]))
    return history


def train_by_two_orders(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], len(X)
    for _ in range(epochs):
        X_mixed, Y_mixed = X[rng.permutation(m)], Y[rng.permutation(m)]
        batches = [slice(start, start + batch_size) for start in range(0, m, batch_size)]
        history.append(np.mean([one_step(network, optimizer, X_mixed[batch], Y_mixed[batch]) for batch in batches]))
    return history


def train_measuring_late(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], len(X)
    for _ in range(epochs):
        order, losses = rng.permutation(m), []
        for start in range(0, m, batch_size):
            batch = order[start : start + batch_size]
            one_step(network, optimizer, X[batch], Y[batch])
            losses.append(softmax_cross_entropy(network.forward(X[batch], train=True), Y[batch])[0])
        history.append(np.mean(losses))
    return history


def train_for_one_epoch(network, X, Y, learning_rate, epochs, batch_size, rng):
    return train(network, X, Y, learning_rate, 1, batch_size, rng)


def train_keeping_every_loss(network, X, Y, learning_rate, epochs, batch_size, rng):
    optimizer, history, m = Adam(network.parameters(), learning_rate), [], len(X)
    for _ in range(epochs):
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            batch = order[start : start + batch_size]
            loss, gradient = softmax_cross_entropy(network.forward(X[batch], train=True), Y[batch])
            network.backward(gradient)
            optimizer.step(network.gradients())
            history.append(loss)
    return history
