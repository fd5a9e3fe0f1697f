"""The Inception module and a small net of such modules. Szegedy et al., "Going deeper with convolutions" (2015)."""

from utils.layers.activations import ReLU
from utils.layers.compose import Concat, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.losses import softmax_cross_entropy
from utils.layers.pooling import GlobalAveragePool2D, MaxPool2D

SMALL = {"1x1": 8, "3x3": (8, 16), "5x5": (4, 8), "pool": 8}  # 40 channels come out


def convolution_relu(n_C_prev, n_C, f, rng):
    """A convolution that keeps height and width, then ReLU."""
    return Sequential(Conv2D(n_C_prev, n_C, f, rng, pad="same"), ReLU())


def inception_module(n_C, widths, rng):
    """Four branches side by side; 1 × 1 convolutions make the expensive ones narrow first.

    widths: {"1x1": n, "3x3": (narrow, n), "5x5": (narrow, n), "pool": n}, channels.
    x: (m, n_H, n_W, n_C) -> (m, n_H, n_W, the sum of the four n).
    """
    narrow_3, wide_3 = widths["3x3"]
    narrow_5, wide_5 = widths["5x5"]
    return Concat(
        convolution_relu(n_C, widths["1x1"], 1, rng),
        Sequential(convolution_relu(n_C, narrow_3, 1, rng), convolution_relu(narrow_3, wide_3, 3, rng)),
        Sequential(convolution_relu(n_C, narrow_5, 1, rng), convolution_relu(narrow_5, wide_5, 5, rng)),
        Sequential(MaxPool2D(3, stride=1, pad=1), convolution_relu(n_C, widths["pool"], 1, rng)),
    )


class InceptionNet(Layer):
    """Inception modules with a classifier at the end and an auxiliary head half-way.

    n_C: channels of the images.    modules: how many; the head branches off behind the second.
    widths: of every module, as in `inception_module`.
    x: (m, n_H, n_W, n_C) -> two arrays of scores (m, classes): the classifier's and the head's.
    Raises ValueError for fewer than three modules: nothing would stand behind the head.
    """

    def __init__(self, n_C, classes, rng, modules=6, widths=SMALL):
        if modules < 3:
            raise ValueError(f"modules = {modules}: the head stands behind the second, and the trunk needs one more")
        self.stem = Sequential(Conv2D(n_C, 16, 3, rng, stride=2, pad=1, first=True), ReLU(), MaxPool2D(2))
        n_out = widths["1x1"] + widths["3x3"][1] + widths["5x5"][1] + widths["pool"]
        chain = [inception_module(16 if i == 0 else n_out, widths, rng) for i in range(modules)]
        self.early, self.late = Sequential(*chain[:2]), Sequential(*chain[2:])
        self.classifier = Sequential(GlobalAveragePool2D(), Dense(n_out, classes, rng, init=xavier))
        self.auxiliary = Sequential(GlobalAveragePool2D(), Dense(n_out, classes, rng, init=xavier))

    def forward(self, x, *, train=False, mask=None):
        A = self.early.forward(self.stem.forward(x))
        return self.classifier.forward(self.late.forward(A)), self.auxiliary.forward(A)

    def backward(self, dy):
        """dy: the gradients of both arrays of scores."""
        dscores, dscores_half_way = dy
        dA = self.late.backward(self.classifier.backward(dscores)) + self.auxiliary.backward(dscores_half_way)
        return self.stem.backward(self.early.backward(dA))


def two_heads(weight):
    """The objective of an InceptionNet, for `fit`: L_main + weight · L_auxiliary.

    Where it only evaluates, the head does not count.
    """

    def objective(model, batch, train):
        scores, scores_half_way = model.forward(batch["x"], train=train)
        loss, dscores = softmax_cross_entropy(scores, batch["y"])
        if not train:
            return loss, None
        loss_half_way, dscores_half_way = softmax_cross_entropy(scores_half_way, batch["y"])
        return loss + weight * loss_half_way, (dscores, dscores_half_way * dscores.dtype.type(weight))

    return objective
