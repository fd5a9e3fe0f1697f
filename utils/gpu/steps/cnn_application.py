"""A convolutional network in PyTorch: forward, weights from elsewhere, training, decisions, moved images, timing.

The NumPy forms of the first, the third and the fourth stand in utils/steps/cnn_application.py.
"""

import torch
from torch.nn.functional import conv2d, cross_entropy, linear, max_pool2d, pad, relu

from utils.bars import progress


def convolutional_model(X, parameters):
    """Send images through two convolutions with pooling and one dense layer.

        X → conv → ReLU → pool → A1 → conv → ReLU → pool → A2 → flatten → dense → Z3

    X: (m, n_C, n_H, n_W) images.    parameters: {"W1", "b1", "W2", "b2"} of the convolutions, W (n_C, n_C_prev, f, f)
    with odd f and b (n_C,); {"W3", "b3"} of the dense layer, (classes, n_in) and (classes,). The columns of W3 follow
    the NumPy lab's order of the numbers of a map: row by row, in each row pixel by pixel, the channels of a pixel side
    by side.
    The convolutions are "same", with stride 1; the poolings take the maximum of 2 × 2 pixels.
    At hand: `conv2d(X, W, b, padding=…)`, without padding unless told; `relu(Z)`; `max_pool2d(A, 2)`;
    `linear(rows, W, b)`, which multiplies by Wᵀ.
    Returns the scores Z3 (m, classes), before any softmax.
    Source: after LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998).
    """
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    # First stage: a convolution whose padding keeps height and width, ReLU, then the largest number of every 2 × 2
    Z1 = conv2d(X, W1, b1, padding=W1.shape[2] // 2)  # (m, n_C1, n_H, n_W)
    A1 = max_pool2d(relu(Z1), 2)  # (m, n_C1, n_H / 2, n_W / 2)
    # Second stage: the same on what came out of the first
    Z2 = conv2d(A1, W2, b2, padding=W2.shape[2] // 2)  # (m, n_C2, n_H / 2, n_W / 2)
    A2 = max_pool2d(relu(Z2), 2)  # (m, n_C2, n_H / 4, n_W / 4)
    # A row for each image, in the order of W3: the channels move to the end before the axes are joined
    rows = A2.permute(0, 2, 3, 1).flatten(1)  # (m, n_in)
    # Then one score for each class
    return linear(rows, parameters["W3"], parameters["b3"])


def carry_over(W, b, shape):
    """Arrange the weights of a NumPy layer as the PyTorch module of that layer holds them.

    W, b: tensors. W of a convolution is (f, f, n_C_prev, n_C), of a dense layer (n_in, n); b is (n_C,) or (n,).
    shape: None; or, for a dense layer that stands behind a flattening, (n_H, n_W, n_C) of one flattened map. The rows
    of W then follow NumPy's order of that map, while nn.Flatten, in front of the module, goes channel by channel.
    Returns weight and bias: (n_C, n_C_prev, f, f) for nn.Conv2d, (n, n_in) for nn.Linear; the bias as it is.
    """
    # Filters change their axes
    if W.dim() == 4:
        return W.permute(3, 2, 0, 1), b
    # Rows behind a flattening: give them the axes of the map again, channels first, and join these axes anew
    if shape is not None:
        n_in, n = W.shape
        W = W.reshape(*shape, n).permute(2, 0, 1, 3).reshape(n_in, n)
    # A dense layer's weights are turned round
    return W.T, b


def train(network, X, Y, learning_rate, epochs, batch_size, rng):
    """Lower the softmax cross-entropy by Adam on mini-batches.

    network: nn.Module, images -> scores, in whatever mode; its parameters are changed in place.
    X: (m, n_C, n_H, n_W).    Y: (m,), labels 0, 1, 2, ….    learning_rate: α.    epochs: passes over all examples.
    batch_size: examples of a mini-batch; the last one of an epoch has what is left.
    rng: np.random.Generator. Everything else lies on the device of X.
    At hand: `torch.optim.Adam(network.parameters(), learning_rate)`; `cross_entropy(scores, labels)`, the mean loss of
    scores before any softmax; and `progress(range(n), "training")`, which counts and shows a bar.
    Returns a list with one number for each epoch: the plain mean of its mini-batches' losses.
    Source: Kingma, Ba, "Adam: a method for stochastic optimization" (2015).
    """
    # The modules are told that they learn; one optimiser for the whole training
    network.train()
    optimizer = torch.optim.Adam(network.parameters(), learning_rate)
    history = []
    for _ in progress(range(epochs), "training"):
        # Every epoch: a new order, rng.permutation(m), as a tensor on the device of X; and an empty list of losses
        order, losses = torch.from_numpy(rng.permutation(len(X))).to(X.device), []
        # Every mini-batch: the next batch_size examples of that order; forward, and the loss
        for batch in order.split(batch_size):
            loss = cross_entropy(network(X[batch]), Y[batch])
            # The old gradients go, the new ones come, the step
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            # Kept without its history, and as a tensor: a number would make the host wait for the device
            losses.append(loss.detach())
        # Once an epoch, one number
        history.append(torch.stack(losses).mean().item())
    return history


def predict(network, X, batch_size=256):
    """Decide for each image: the class with the largest score.

    network: nn.Module, images -> scores, in whatever mode; it may stay in evaluation.    X: (m, n_C, n_H, n_W).
    batch_size: images that go through at once.
    Returns a tensor (m,) of labels, whole numbers, on the device of X.
    """
    # The modules are told that they do not learn
    network.eval()
    labels = []
    # Batch by batch, without a record of the operations; the place of the largest score in each row
    with torch.no_grad():
        for images in X.split(batch_size):
            labels.append(network(images).argmax(dim=1))  # (batch,)
    # The batches' labels one after the other
    return torch.cat(labels)


def move_each(X, down, right, reach):
    """Move every image by pixels of its own, all at once; zeros come in where it leaves.

    X: (m, n_C, n_H, n_W).    down, right: (m,) whole pixels; negative numbers move up and to the left.
    reach: the longest way in any direction, a number, so that nobody has to ask the device for it.
    At hand: `pad(X, (left, right, top, bottom))`, which puts zeros around every image;
    `torch.take_along_dim(X, places, dim)`, which reads X at whole-numbered places along one axis. `places` has as many
    axes as X; along each other axis it has the length of X or 1, and 1 stands for the same places everywhere.
    Returns the moved images, of the same shape.
    """
    n_H, n_W = X.shape[2:]
    # A frame of zeros, wide enough for every move
    framed = pad(X, (reach, reach, reach, reach))
    # For every image, the row of the framed image from which each row of the moved one is read; the same for columns
    rows = torch.arange(n_H, device=X.device) + reach - down[:, None]  # (m, n_H)
    columns = torch.arange(n_W, device=X.device) + reach - right[:, None]  # (m, n_W)
    # Read the rows, then, from these, the columns
    framed = torch.take_along_dim(framed, rows[:, None, :, None], 2)  # (m, n_C, n_H, n_W + 2 reach)
    return torch.take_along_dim(framed, columns[:, None, None, :], 3)  # (m, n_C, n_H, n_W)


def seconds_per_step(machine, steps, warmup):
    """Measure how long a step takes on a device that works behind its host.

    machine: machine.step() starts a step and returns before the device has done it; machine.synchronize() waits
    until the device has done all that was started; machine.clock() is the time now, in seconds.
    steps: how many are measured.    warmup: how many go before them and are not measured.
    Returns the mean seconds of a measured step, in which nothing waits but at the end.
    """
    # Warm up: the first steps pay for what is made once; then let the device finish
    for _ in range(warmup):
        machine.step()
    machine.synchronize()
    # The measured steps, without waiting between them; the clock stops when the last one is done
    start = machine.clock()
    for _ in range(steps):
        machine.step()
    machine.synchronize()
    return (machine.clock() - start) / steps
