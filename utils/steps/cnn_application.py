"""A convolutional network as a whole: forward, counted, trained, used, and looked into."""

import numpy as np

from utils.bars import progress
from utils.layers.convolution import conv2d_forward
from utils.layers.dense import dense_forward
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.pooling import max_pool_forward
from utils.steps.convolution import conv_output_shape, zero_pad


def convolutional_model(X, parameters):
    """Send images through two convolutions with pooling and one dense layer.

        X → conv → ReLU → pool → A1 → conv → ReLU → pool → A2 → flatten → dense → Z3

    X: (m, n_H, n_W, n_C) images.    parameters: {"W1", "b1", "W2", "b2"} of the convolutions, W (f, f, n_C_prev, n_C)
    with odd f and b (n_C,); {"W3", "b3"} of the dense layer, (n_in, classes) and (classes,).
    The convolutions are "same", with stride 1; the poolings take the maximum of 2 × 2 pixels.
    At hand: `conv2d_forward(A_prev, W, b, stride, pad)`, `max_pool_forward(A_prev, f)`, `dense_forward(A_prev, W, b)`.
    Each returns its output and a cache.
    Returns the scores Z3 (m, classes), before any softmax.
    Source: after LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998).
    """
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    # First stage: a convolution whose padding keeps height and width, ReLU, then the largest number of every 2 × 2
    Z1, _ = conv2d_forward(X, W1, b1, 1, len(W1) // 2)  # (m, n_H, n_W, n_C1)
    A1, _ = max_pool_forward(np.maximum(Z1, 0), 2)  # (m, n_H / 2, n_W / 2, n_C1)
    # Second stage: the same on what came out of the first
    Z2, _ = conv2d_forward(A1, W2, b2, 1, len(W2) // 2)  # (m, n_H / 2, n_W / 2, n_C2)
    A2, _ = max_pool_forward(np.maximum(Z2, 0), 2)  # (m, n_H / 4, n_W / 4, n_C2)
    # A row for each image, in place of height, width and channels; then one score for each class
    rows = A2.reshape(len(A2), -1)  # (m, n_in)
    Z3, _ = dense_forward(rows, parameters["W3"], parameters["b3"])
    return Z3


def feature_maps(network, X):
    """Keep what every layer makes of some images.

    network: a Sequential; network.layers is the list of its layers.    X: (m, n_H, n_W, n_C) images.
    Returns a list with one array for each layer, what comes out of it, in order.
    """
    maps = []
    # Each layer takes what the one before gave; the first takes the images
    for layer in network.layers:
        X = layer.forward(X)
        maps.append(X)
    return maps


def parameter_table(network, shape):
    """Count what every layer gives out, and what it learns.

    network: a Sequential; network.layers is the list of its layers, and layer.parameters() a dictionary of the arrays
    that a layer learns, empty where it learns nothing.    shape: of one image, (n_H, n_W, n_C).
    At hand: `feature_maps(network, X)`.
    Returns a list with a dictionary for each layer, in order: "layer", the name of its class; "shape", a tuple, of
    what comes out for one image, without the axis of the examples; "size", how many numbers that is; "parameters",
    how many numbers the layer learns.
    """
    # One blank image, (1, n_H, n_W, n_C), of type np.float32 like the weights, through all layers
    maps = feature_maps(network, np.zeros((1, *shape), np.float32))
    rows = []
    # For each layer and what came out of it, a row; type(layer).__name__ is the name of its class
    for layer, Z in zip(network.layers, maps, strict=True):
        row = {"layer": type(layer).__name__, "shape": Z.shape[1:], "size": Z.size}
        # All numbers of all the arrays that it learns
        row["parameters"] = sum(array.size for array in layer.parameters().values())
        rows.append(row)
    return rows


def parameters_three_ways(shape, f, n_C):
    """Count what it takes to make the same output from an image in three ways.

        dense:    each output number weighs all input numbers, and has a bias
        local:    each output number weighs its own f × f window only, with weights and a bias of its own
        shared:   the places of one channel use the same weights and the same bias: a convolution

    shape: of the image, (n_H_prev, n_W_prev, n_C_prev).    f: pixels of the window's side; stride 1, no padding.
    n_C: channels of the output.
    At hand: `conv_output_shape(n_H, n_W, f, stride, pad)`, the places down and across.
    Returns the three numbers of parameters: dense, local, shared.
    """
    n_H_prev, n_W_prev, n_C_prev = shape
    # How many numbers come out of it
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, 1, 0)
    outputs = n_H * n_W * n_C
    # What one output number has: a weight for each input number, or for each number in its window, and a bias
    dense = outputs * (n_H_prev * n_W_prev * n_C_prev + 1)
    local = outputs * (f * f * n_C_prev + 1)
    # Shared: once for each channel, whatever the number of places
    shared = n_C * (f * f * n_C_prev + 1)
    return dense, local, shared


def same_size_dense(n_in, n_out, parameters):
    """Find how wide the hidden layer of a dense network may be that has no more parameters than another network.

    The network has one hidden layer; each hidden unit and each output has a bias.
    n_in: inputs.    n_out: outputs, one for each class.    parameters: of the other network.
    Returns the largest such width, a whole number.
    Raises ValueError where there is none from 1 up.
    """
    # The parameters that one more hidden unit brings, and those that are there without any
    width = (parameters - n_out) // (n_in + 1 + n_out)
    # A network without a hidden unit is none
    if width < 1:
        raise ValueError(f"{parameters} parameters do not suffice for one hidden unit between {n_in} and {n_out}")
    return width


def train(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Lower the softmax cross-entropy by Adam on mini-batches.

    network: layers with forward and backward; its parameters are changed in place.
    X: (m, n_H, n_W, n_C).    Y: (m,), labels 0, 1, 2, ….    learning_rate: α.    epochs: passes over all examples.
    batch_size: examples of a mini-batch; the last one of an epoch has what is left.    rng: np.random.Generator.
    At hand: `Adam(parameters, learning_rate)`, whose .step(gradients) changes the parameters;
    `softmax_cross_entropy(scores, labels)`, which returns the loss and its gradient in the scores, already divided by
    the number of examples; and `progress(range(n), "training")`, which counts and shows a bar.
    Returns a list with one number for each epoch: the mean of its mini-batches' losses.
    Source: Kingma, Ba, "Adam: a method for stochastic optimization" (2015).
    """
    # One optimiser for the whole training: it holds network.parameters(), and remembers past gradients
    optimizer = Adam(network.parameters(), learning_rate)
    history = []
    for _ in progress(range(epochs), "training"):
        # Every epoch: a new order of the examples, rng.permutation(m), and an empty list of losses
        order, losses = rng.permutation(len(X)), []
        # Every mini-batch: the next batch_size examples of that order, images and labels alike
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            # Forward, with train=True; the loss, kept as a number, and its gradient
            scores = network.forward(X[batch], train=True)  # (batch, classes)
            loss, gradient = softmax_cross_entropy(scores, Y[batch])
            losses.append(loss)
            # Back through all layers, which leaves network.gradients(); then the step
            network.backward(gradient)
            optimizer.step(network.gradients())
        history.append(float(np.mean(losses)))
    return history


def predict(network, X, batch_size=256):
    """Decide for each image: the class with the largest score.

    network: layers with forward.    X: (m, n_H, n_W, n_C).    batch_size: images that go through at once, so that
    memory holds what the layers keep of these and not of all.
    Returns (m,) labels, whole numbers.
    """
    labels = []
    # Batch by batch, forward as it is when nothing is learnt; the place of the largest score in each row
    for start in range(0, len(X), batch_size):
        scores = network.forward(X[start : start + batch_size])  # (batch, classes)
        labels.append(np.argmax(scores, axis=1))
    # The batches' labels one after the other
    return np.concatenate(labels)


def shift(X, down, right):
    """Move what is on the images; zeros come in where it leaves.

    X: (m, n_H, n_W, n_C).    down, right: whole pixels; negative numbers move up and to the left.
    At hand: `zero_pad(X, pad)`, which puts `pad` pixels of zeros around every image.
    Returns the moved images, of the same shape and type.
    """
    _, n_H, n_W, _ = X.shape
    # A frame of zeros as wide as the longer of the two ways
    pad = max(abs(down), abs(right))
    framed = zero_pad(X, pad)
    # Cut the size of an image out of it: what is to move down is cut further up
    top, left = pad - down, pad - right
    return framed[:, top : top + n_H, left : left + n_W]
