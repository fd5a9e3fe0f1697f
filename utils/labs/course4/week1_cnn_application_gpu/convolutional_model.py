"""The exercise convolutional_model: its cases, right answers and known mistakes."""

import torch
from torch import nn
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import cnn_application as steps
from utils.gpu.steps.cnn_application import convolutional_model
from utils.labs.course4.week1_cnn_application import lab as numpy_lab


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


PAD1, PAD2 = ", padding=W1.shape[2] // 2", ", padding=W2.shape[2] // 2"


EXERCISE = TwinExercise(
    steps.convolutional_model,
    of=numpy_lab.exercises["convolutional_model"],
    points=20,
    mistakes={
        "You flatten channel by channel; the columns of W3 want the channels last: permute(0, 2, 3, 1) first, for "
        "view and reshape move nothing.": slip("A2.permute(0, 2, 3, 1)", "A2"),
        "Your flattening has height and width exchanged; the axes (m, n_C, n_H, n_W) become (m, n_H, n_W, n_C) by "
        "permute(0, 2, 3, 1).": slip("permute(0, 2, 3, 1)", "permute(0, 3, 2, 1)"),
        "view needs its numbers side by side in memory, which they are not after permute; use flatten "
        "or reshape.": slip(".flatten(1)", ".view(len(A2), -1)"),
        "The dense layer gets maps; join their axes to one row for each image first: flatten(1).": slip(
            ".flatten(1)", ""
        ),
        "flatten() joins all axes, the examples' too; flatten(1) begins at the second.": slip(
            ".flatten(1)", ".flatten()"
        ),
        "Your images have their axes moved; PyTorch's are (m, n_C, n_H, n_W), and X comes like that already.": slip(
            "conv2d(X,", "conv2d(X.permute(0, 3, 1, 2),"
        ),
        "Your filters have their axes moved; PyTorch's are (n_C, n_C_prev, f, f), and they come like "
        "that already.": slip(
            ("conv2d(X, W1", "conv2d(X, W1.permute(3, 2, 0, 1)"), ("A1, W2", "A1, W2.permute(3, 2, 0, 1)")
        ),
        "len(W) is the number of filters in PyTorch; their side is W.shape[2].": slip(
            ("W1.shape[2]", "len(W1)"), ("W2.shape[2]", "len(W2)")
        ),
        "linear multiplies by Wᵀ itself; give it W3 as it is.": slip(
            'rows, parameters["W3"]', 'rows, parameters["W3"].T'
        ),
        "Your convolutions have no padding and shrink the images; padding=W.shape[2] // 2 keeps their size.": slip(
            (PAD1, ""), (PAD2, "")
        ),
        "A padding of 1 keeps the size with 3 × 3 filters only; take W.shape[2] // 2.": slip(
            (PAD1, ", padding=1"), (PAD2, ", padding=1")
        ),
        "Both convolutions pad by the first one's filters; the second pads by W2.shape[2] // 2.": slip(
            "W2.shape[2] // 2", "W1.shape[2] // 2"
        ),
        "Your padding stands in the place of the stride; name it: padding=….": slip(("padding=", "")),
        "There is no ReLU in your network; relu(Z) stands between a convolution and its pooling.": slip(
            ("relu(Z1)", "Z1"), ("relu(Z2)", "Z2")
        ),
        "The ReLU of the first stage is missing.": slip("relu(Z1)", "Z1"),
        "The ReLU of the second stage is missing.": slip("relu(Z2)", "Z2"),
        "Your poolings take the mean; max_pool2d takes the maximum.": slip(
            "max_pool2d(", "torch.nn.functional.avg_pool2d("
        ),
        "Your windows overlap, with a stride of 1; without a stride, max_pool2d(A, 2) goes on by 2.": slip(
            ("relu(Z1), 2", "relu(Z1), 2, 1"), ("relu(Z2), 2", "relu(Z2), 2, 1")
        ),
        "Your pooling keeps what is left over at the border; the course drops it, so leave out ceil_mode.": slip(
            ("relu(Z1), 2", "relu(Z1), 2, ceil_mode=True"), ("relu(Z2), 2", "relu(Z2), 2, ceil_mode=True")
        ),
        "Your second convolution looks at the images again; it gets A1, what the first pooling gave.": slip(
            "conv2d(A1,", "conv2d(X,"
        ),
        "The second pooling is missing, so the dense layer gets too many numbers; each stage ends with one.": slip(
            "max_pool2d(relu(Z2), 2)", "relu(Z2)"
        ),
        "The bias of the first convolution is missing; conv2d takes b after W.": slip("W1, b1,", "W1,"),
        "The bias of the second convolution is missing; conv2d takes b after W.": slip("W2, b2,", "W2,"),
        "The biases of your convolutions are missing; conv2d takes b after W.": slip(
            ("W1, b1", "W1"), ("W2, b2", "W2")
        ),
        "You return the shares of a softmax; return the scores, for cross_entropy has the "
        "softmax in it.": model_with_softmax,
        "You return logarithms of shares; return the scores, for cross_entropy takes the log-softmax itself.": slip(
            'return linear(rows, parameters["W3"], parameters["b3"])',
            'return linear(rows, parameters["W3"], parameters["b3"]).log_softmax(1)',
        ),
        "You return the rows; the dense layer, linear, is still to come.": slip(
            'return linear(rows, parameters["W3"], parameters["b3"])', "return rows"
        ),
        "Your scores go through a ReLU; scores may be negative, so return what linear gives.": slip(
            'return linear(rows, parameters["W3"], parameters["b3"])',
            'return relu(linear(rows, parameters["W3"], parameters["b3"]))',
        ),
        "The bias of the last layer is missing; linear takes b after W.": slip(', parameters["b3"]', ""),
    },
    right=[model_by_modules, model_with_turned_weights],
    hints=[
        "Write down the shape after each arrow, channels first. At one arrow NumPy's order and torch's differ.",
        "A stage: max_pool2d(relu(conv2d(X, W, b, padding=f // 2)), 2). Before the dense layer: permute(0, 2, 3, "
        "1), then flatten(1).",
        "Z1 = conv2d(X, W1, b1, padding=W1.shape[2] // 2); A1 = max_pool2d(relu(Z1), 2); …; rows = A2.permute(0, "
        '2, 3, 1).flatten(1); return linear(rows, parameters["W3"], parameters["b3"]).',
    ],
    topics=["simple CNN", "frameworks", "channels first and channels last"],
)
