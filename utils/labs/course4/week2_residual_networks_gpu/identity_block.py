"""The exercise identity_block: its cases, right answers and known mistakes."""

from torch.nn.functional import conv2d, relu

from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks import lab as numpy_lab
from utils.labs.course4.week2_residual_networks_gpu.common import _about_the_path, _about_torch, _module, _norm


def identity_block_by_modules(X, f, filters, parameters):
    A = relu(_module(parameters, 1)(X))
    A = relu(_module(parameters, 2)(A))
    return relu(X + _module(parameters, 3)(A))


def identity_block_by_loop(X, f, filters, parameters):
    A = X
    for number in (1, 2, 3):
        W = parameters[f"W{number}"]
        Z = _norm(conv2d(A, W, padding="same"), parameters, number)
        A = Z.clamp(min=0) if number < 3 else (Z + X).clamp(min=0)
    return A


EXERCISE = TwinExercise(
    steps.identity_block,
    of=numpy_lab.exercises["identity_block"],
    points=20,
    returns=("A",),
    mistakes={
        **_about_torch(),
        **_about_the_path("return relu(Z + X)"),
    },
    right=[identity_block_by_modules, identity_block_by_loop],
    hints=[
        "Three times the same pair, a convolution and its batch norm; then think about where the ReLUs are.",
        "A = relu(norm(conv(X))), A = relu(norm(conv(A))), Z = norm(conv(A)), and at the end relu(Z + X). Only the "
        "f × f needs padding.",
        'Z = conv2d(X, parameters["W1"]); A = relu(batch_norm(Z, None, None, parameters["gamma1"], …, '
        "training=True)); the second with padding=f // 2; the third without relu; return relu(Z + X).",
    ],
    topics=["identity block"],
)
