"""The exercise convolutional_block: its cases, right answers and known mistakes."""

from torch.nn.functional import conv2d, relu

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks import lab as numpy_lab
from utils.labs.course4.week2_residual_networks_gpu.common import (
    FIRST,
    _about_the_path,
    _about_torch,
    _module,
    _norm,
    _path,
)


def convolutional_block_by_modules(X, f, filters, s, parameters):
    A = relu(_module(parameters, 1, s)(X))
    A = relu(_module(parameters, 2)(A))
    return relu(_module(parameters, 0, s)(X) + _module(parameters, 3)(A))


def convolutional_block_by_slices(X, f, filters, s, parameters):
    """A 1 × 1 of stride s sees only the places that are left."""
    X = X[:, :, ::s, ::s]
    Z = _path(X, f, parameters, 1, _norm, relu)
    return relu(Z + _norm(conv2d(X, parameters["W0"]), parameters, 0))


def bare_shortcut(X, f, filters, s, parameters):
    Z = _path(X, f, parameters, s, _norm, relu)
    return relu(Z + conv2d(X, parameters["W0"], stride=s))


EXERCISE = TwinExercise(
    steps.convolutional_block,
    of=numpy_lab.exercises["convolutional_block"],
    points=20,
    returns=("A",),
    mistakes={
        **_about_torch(),
        **_about_the_path("return relu(Z + shortcut)"),
        "Your stride is in the f × f, as in torchvision; here, as in the paper, the first 1 × 1 has it.": slip(
            (FIRST + ", stride=s", FIRST), ("padding=f // 2", "stride=s, padding=f // 2")
        ),
        "Only the shortcut has the stride; the first 1 × 1 of the main path has it, too.": slip(
            FIRST + ", stride=s", FIRST
        ),
        "Only the main path has the stride; the shortcut's 1 × 1 has it, too, or the sides differ.": slip(
            'parameters["W0"], stride=s', 'parameters["W0"]'
        ),
        'padding="same" does not work together with a stride; a 1 × 1 needs no padding at all.': slip(
            "stride=s", 'stride=s, padding="same"'
        ),
        "X has not the main path's shape; what is added is norm(conv(X)) with W0, gamma0, beta0 and stride s.": slip(
            "relu(Z + shortcut)", "relu(Z + X)"
        ),
        "Your strides are always 2; they are s, which the block is given.": slip("stride=s", "stride=2"),
        "Your shortcut's batch norm uses gamma3 and beta3; it has its own, gamma0 and beta0.": slip(
            ('"gamma0"', '"gamma3"'), ('"beta0"', '"beta3"')
        ),
        "Your shortcut is not normalised; its convolution has a batch norm as well, gamma0 and beta0.": bare_shortcut,
        "Your shortcut has a ReLU of its own; the sum is the first thing after the shortcut that is cut off.": slip(
            "Z + shortcut", "Z + relu(shortcut)"
        ),
        "Your shortcut starts from the main path's A; it starts from X, what the block was given.": slip(
            "shortcut = conv2d(X,", "shortcut = conv2d(A,"
        ),
    },
    right=[convolutional_block_by_modules, convolutional_block_by_slices],
    hints=[
        "Copy identity_block. Two places of it change: the first convolution, and what is added at the end.",
        "The first 1 × 1 has stride=s. The shortcut is norm(conv(X)) with W0, gamma0, beta0 and the same stride.",
        'shortcut = conv2d(X, parameters["W0"], stride=s); shortcut = batch_norm(shortcut, None, None, '
        'parameters["gamma0"], …, training=True); return relu(Z + shortcut).',
    ],
    topics=["convolutional block"],
)
