"""The exercise train: its cases, right answers and known mistakes."""

import copy

import numpy as np

from utils.checking import Exercise, slip
from utils.checking.values import same
from utils.labs.course4.week1_cnn_application.common import normed
from utils.layers import SGD, Adam, Dense, Flatten, Sequential, softmax_cross_entropy
from utils.models.lenet import lenet
from utils.steps import cnn_application as steps
from utils.steps.cnn_application import train


def train_cases(rng):
    def case(network, shape, classes, rate, epochs, batch_size):
        X, Y = rng.normal(size=shape), np.arange(shape[0]) % classes
        return (
            network.cast(np.float64),
            X,
            rng.permuted(Y),
            rate,
            epochs,
            batch_size,
            np.random.default_rng(int(rng.integers(999))),
        )

    plain = Sequential(Flatten(), Dense(4, 2, rng))
    return [
        case(plain, (4, 2, 2, 1), 2, 0.1, 2, 2),
        case(normed(rng), (11, 6, 7, 2), 4, 0.02, 3, 4),
        case(lenet(4, 1, 3, rng, filters=(2, 3), hidden=4), (6, 4, 4, 1), 3, 0.05, 2, 5),
        case(Sequential(Flatten(), Dense(6, 3, rng)), (5, 2, 3, 1), 3, 0.3, 4, 8),
    ]


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


UNTRAINED = "The network that is handed in is as it was: you train a copy; train network itself."


LEFT_OTHERWISE = (
    "Your history is right, and the weights that you leave are not; every mini-batch ends with its step, the last "
    "one too, and nothing changes the network after it."
)


def network_left(due, came):
    """On the weights of the network that was handed in."""
    before, right, left = (run[0].parameters() for run in (due.before, due.after, came.after))
    if same(right, left, 1e-6, 1e-8):
        return None
    return UNTRAINED if same(before, left) else LEFT_OTHERWISE


PLANTED = "The images are mixed and the labels are not, so that they no longer belong together: Y[batch]."


EXERCISE = Exercise(
    steps.train,
    points=20,
    returns=("history",),
    cases=train_cases,
    mistakes={
        "Your examples keep their order; mix them anew in every epoch, by rng.permutation.": slip(
            "rng.permutation(len(X))", "np.arange(len(X))"
        ),
        "Your order is drawn once, before the loop; every epoch mixes anew.": slip(
            ("    history = []", "    history = []\n    order = rng.permutation(len(X))"),
            ("order, losses = rng.permutation(len(X)), []", "losses = []"),
        ),
        PLANTED: slip(
            ("Y[batch]", "Y[start : start + batch_size]"),
            ("examples of that order, images and labels alike", "examples of that order"),
        ),
        "The labels are mixed and the images are not, so that they no longer belong together: X[batch].": slip(
            "X[batch]", "X[start : start + batch_size]"
        ),
        "Your optimiser is made anew in every epoch and forgets the past; make it once, before the loops.": slip(
            "        order, losses",
            "        optimizer = Adam(network.parameters(), learning_rate)\n        order, losses",
        ),
        "Your optimiser is made anew for every mini-batch; make it once, and it remembers.": slip(
            "            optimizer.step(",
            "            optimizer = Adam(network.parameters(), learning_rate)\n            optimizer.step(",
        ),
        "No step is taken; optimizer.step(network.gradients()) ends every mini-batch.": slip(
            "            optimizer.step(network.gradients())\n", ""
        ),
        "Your step gets the parameters in place of their gradients; it is optimizer.step(network.gradients()).": slip(
            "step(network.gradients())", "step(network.parameters())"
        ),
        "You step by plain gradient descent; the optimiser of this exercise is Adam.": train_by_descent,
        "Some examples come twice and others never; rng.permutation takes each of them once.": slip(
            "rng.permutation(len(X))", "rng.choice(len(X), len(X))"
        ),
        "You take one step at the end of each epoch; a step follows every mini-batch.": slip(
            "            optimizer.step(network", "        optimizer.step(network"
        ),
        "There are no gradients before you go back; network.backward(gradient) comes before the step.": slip(
            "            network.backward(gradient)\n", ""
        ),
        "You go back with the scores; the backward pass starts from the gradient that the loss returns.": slip(
            "network.backward(gradient)", "network.backward(scores)"
        ),
        "You divide the gradient by the number of examples; softmax_cross_entropy has divided already.": slip(
            "network.backward(gradient)", "network.backward(gradient / len(batch))"
        ),
        "You walk uphill; the optimiser subtracts, so hand the gradient on as it is.": slip(
            "network.backward(gradient)", "network.backward(-gradient)"
        ),
        "Your layers do not know that they learn; go forward with train=True.": slip(", train=True", ""),
        "The last, smaller mini-batch of each epoch is dropped; let start run up to len(X).": slip(
            "range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"
        ),
        "Each of your steps sees all examples; a mini-batch is order[start : start + batch_size].": slip(
            "batch = order[start : start + batch_size]", "batch = order"
        ),
        "Your mini-batches overlap, for start moves by 1; the range's step is batch_size.": slip(
            "range(0, len(X), batch_size)", "range(0, len(X))"
        ),
        "Your optimiser has a learning rate of its own; hand on the argument learning_rate.": slip(
            "(network.parameters(), learning_rate)", "(network.parameters())"
        ),
        "You weigh each mini-batch by its examples; the history holds the plain mean of the losses.": train_that_weighs,
        "Your history has an entry for every mini-batch; it has one for every epoch, "
        "their mean.": train_keeping_every_loss,
        "Your history has the last loss of each epoch; take the mean of all its losses.": slip(
            "float(np.mean(losses))", "losses[-1]"
        ),
        "Your history adds the losses up; take their mean.": slip("float(np.mean(losses))", "float(np.sum(losses))"),
        "Your list of losses is never emptied, so later entries hold earlier epochs, too.": slip(
            ("    history = []", "    history, losses = [], []"),
            ("order, losses = rng.permutation(len(X)), []", "order = rng.permutation(len(X))"),
        ),
        "Your return stands inside the loop and ends it after one epoch; move it to the left.": train_for_one_epoch,
        "softmax_cross_entropy returns the loss and its gradient; take both: loss, gradient = ….": slip(
            "loss, gradient = softmax", "loss = gradient = softmax"
        ),
        "You divide by the examples; divide by the number of mini-batches.": slip(
            "float(np.mean(losses))", "float(np.sum(losses)) / len(X)"
        ),
        "Your history has the first loss of each epoch; take the mean of all its losses.": slip(
            "float(np.mean(losses))", "losses[0]"
        ),
        "You mix what is already mixed; let every epoch's order pick from the X and "
        "Y handed in.": train_mixing_the_mixed,
        "Images and labels are mixed by two orders and no longer belong together; draw one "
        "order an epoch.": train_by_two_orders,
        "Your losses are measured after the step; keep the loss whose gradient you go back with.": train_measuring_late,
        "Your rate is 0.002, whatever was asked for; hand on the argument learning_rate.": slip(
            "(network.parameters(), learning_rate)", "(network.parameters(), 0.002)"
        ),
        "Your mini-batches have a size of their own; take the argument batch_size.": slip(
            ("len(X), batch_size)", "len(X), 32)"), ("start + batch_size", "start + 32")
        ),
        "optimizer.step takes the gradients of all arrays, network.gradients(), not that of the scores.": slip(
            "step(network.gradients())", "step(gradient)"
        ),
        UNTRAINED: train_a_copy,
        LEFT_OTHERWISE: slip(
            "            optimizer.step(",
            "            if len(history) + 1 < epochs or start + batch_size < len(X):\n                optimizer.step(",
        ),
    },
    right=[train_by_splitting],
    hints=[
        "Four images, all of whose pixels are 0, 1, 2 and 3, with the labels 0, 1, 2 and 3, in batches of two: print "
        "what goes forward and what the loss compares it with.",
        "A mini-batch is a part of the epoch's order. Image and label k belong together: both are picked by the same "
        "numbers.",
        "softmax_cross_entropy compares the scores of X[batch] with Y[batch].",
    ],
    topics=["simple CNN", "batch, mini-batch and stochastic gradient descent"],
    judge=network_left,
    planted=PLANTED,
    symptom="At any rate the loss on ten kinds of digits stays near ln 10, that of guessing; on one kind alone it "
    "falls to 0.",
)
