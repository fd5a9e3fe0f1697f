"""The exercise predict: its cases, right answers and known mistakes."""

import torch
from torch import nn

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.models.modules import module_of
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application import lab as numpy_lab


def predict_cases(rng):
    """The NumPy lab's; each network notes for how many images at once it has room."""
    cases = numpy_lab.exercises["predict"].cases(rng)
    for network, _, *batch_size in cases:
        network.most = batch_size[0] if batch_size else None
    return cases


class Watch(nn.Module):
    """Hands on what it is given, but not too many images at once, nor while a record of the operations is kept."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, x):
        if self.most is not None and len(x) > self.most:
            raise ValueError(f"{len(x)} images at once, and there is room for {self.most}: take batch_size at a time")
        if torch.is_grad_enabled():
            raise RuntimeError("every operation is recorded, for a backward pass that never comes: use torch.no_grad()")
        return x


def watched(network):
    """The module of a NumPy network, in training as modules are at first, with a watch in front of it."""
    return nn.Sequential(Watch(network.most), *module_of(network))


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


FLOAT_LABELS = "Your labels are floats; they are whole numbers, as argmax gives them."


def whole_labels(due, came):
    return None if came.value.dtype.kind in "iu" else FLOAT_LABELS


EXERCISE = TwinExercise(
    steps.predict,
    of=numpy_lab.exercises["predict"],
    points=10,
    cases=predict_cases,
    inputs={"network": watched},
    differentiable=False,
    mistakes={
        "Your network still learns, so its batch norm takes the means of the batch; call network.eval() first.": slip(
            "    network.eval()\n", ""
        ),
        "Every operation is recorded for a backward pass that never comes; open with torch.no_grad(): around the "
        "loop.": slip("torch.no_grad()", "torch.enable_grad()"),
        "You look for the largest score of each class; look along the classes of each image, dim=1.": slip(
            "dim=1", "dim=0"
        ),
        "argmax without dim counts through the whole batch; look in each row, dim=1.": slip(
            "argmax(dim=1)", "argmax().reshape(1)"
        ),
        "You return the largest scores; return their places: argmax, or the indices of max.": slip(
            "argmax(dim=1)", "amax(dim=1)"
        ),
        "You return the scores; a label is the place of the largest one: argmax(dim=1).": slip(".argmax(dim=1)", ""),
        "Your return stands inside the loop, and only the first batch gets labels; move it to the left.": slip(
            "\n    return torch.cat(labels)", "\n            return torch.cat(labels)"
        ),
        "max(dim=1) gives scores and places together; argmax(dim=1) gives the places.": slip(
            "argmax(dim=1)", "max(dim=1)"
        ),
        "You return a list of tensors, one for each batch; torch.cat joins them.": slip("torch.cat(labels)", "labels"),
        "torch.stack wants tensors of one length, and the last batch is shorter; torch.cat joins any.": slip(
            "torch.cat", "torch.stack"
        ),
        "The images behind the last full batch get no label; let the last batch have "
        "what is left.": predict_whole_batches,
        "You send all images through at once; take batch_size of them at a time.": slip(
            "X.split(batch_size)", "X.split(len(X))"
        ),
    },
    right=[predict_in_inference_mode, predict_into_a_tensor],
    hints=[
        "Two things to switch off: that the modules learn, and that operations are recorded. Then batch by batch.",
        "network.eval(); with torch.no_grad(): labels of network(images).argmax(dim=1) for images in "
        "X.split(batch_size); torch.cat.",
        "with torch.no_grad(): for images in X.split(batch_size): labels.append(network(images).argmax(dim=1)); "
        "return torch.cat(labels).",
    ],
    judge=whole_labels,
    topics=["evaluation without a record"],
)
