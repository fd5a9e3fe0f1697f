"""The exercise carry_over: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import cnn_application as steps


def weight_cases(rng):
    def drawn(*shape):
        return rng.normal(size=shape)

    counted = np.arange(12.0).reshape(6, 2)  # a row for each number of a map of 1 × 3 pixels with 2 channels
    return [
        (counted, np.array([0.5, -0.5]), (1, 3, 2)),
        (drawn(5, 3), drawn(3), None),
        (drawn(3, 3, 2, 4), drawn(4), None),
        (drawn(5, 5, 3, 1), drawn(1), None),
        (drawn(24, 5), drawn(5), (2, 3, 4)),
        (drawn(12, 12), drawn(12), (2, 2, 3)),
        (drawn(4, 4), drawn(4), None),
    ]


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


PLANTED = "Height and width are exchanged in your map; channels first means permute(2, 0, 1, 3)."
TURNED = "reshape(*shape, n).permute(2, 0, 1, 3)"


EXERCISE = TwinExercise(
    steps.carry_over,
    of=None,
    points=15,
    returns=("weight", "bias"),
    cases=weight_cases,
    inputs={"W": lambda W: W, "b": lambda b: b},
    topics=["weights between frameworks", "channels first and channels last"],
    differentiable=False,
    mistakes={
        "Your dense weights are not turned round; nn.Linear holds (n, n_in), which is W.T.": slip(
            "return W.T", "return W"
        ),
        "Your rows keep NumPy's order, channels last; nn.Flatten goes channel by channel: reshape to (n_H, "
        "n_W, n_C, n), permute the channels to the front, join again.": slip(
            f"        W = W.{TURNED}.reshape(n_in, n)\n", ""
        ),
        "Your rows still have the axes of the map; join them again: reshape(n_in, n).": slip(".reshape(n_in, n)", ""),
        "You take a missing shape for a convolution, but most dense layers have none, too; W.dim() == 4 tells.": slip(
            "W.dim() == 4", "shape is None"
        ),
        PLANTED: slip("permute(2, 0, 1, 3)", "permute(2, 1, 0, 3)"),
        "You go the other way, from channels first to channels last; NumPy's rows have the channels last.": slip(
            TURNED, "reshape(shape[2], shape[0], shape[1], n).permute(1, 2, 0, 3)"
        ),
        "Your filters end up as (n_C_prev, n_C, f, f); the filters' own number comes first: permute(3, 2, 0, 1).": slip(
            "permute(3, 2, 0, 1)", "permute(2, 3, 0, 1)"
        ),
        "Your filters end up as (n_C, f, f, n_C_prev); the channels come before rows and columns: "
        "permute(3, 2, 0, 1).": slip("permute(3, 2, 0, 1)", "permute(3, 0, 1, 2)"),
        "Your map ends up as (n_W, n_C, n_H); channels first means permute(2, 0, 1, 3).": slip(
            "permute(2, 0, 1, 3)", "permute(1, 2, 0, 3)"
        ),
        "Your filters are mirrored at their diagonal; rows stay in front of columns: permute(3, 2, 0, 1).": slip(
            "permute(3, 2, 0, 1)", "permute(3, 2, 1, 0)"
        ),
        "reshape gives your filters the right shape and the wrong numbers; permute moves the axes.": slip(
            "W.permute(3, 2, 0, 1)", "W.reshape(W.shape[3], W.shape[2], *W.shape[:2])"
        ),
        "Your filters keep NumPy's axes; nn.Conv2d holds (n_C, n_C_prev, f, f).": slip("W.permute(3, 2, 0, 1)", "W"),
        "reshape gives your dense weights the right shape and the wrong numbers; W.T turns them round.": slip(
            "return W.T", "return W.reshape(W.shape[1], W.shape[0])"
        ),
        "Your bias has two axes; it goes over as it is, (n,).": slip(
            (", 1), b", ", 1), b[:, None]"), ("W.T, b", "W.T, b[:, None]")
        ),
        "The bias is missing; return weight and bias.": slip(("0, 1), b", "0, 1)"), ("W.T, b", "W.T")),
    },
    right=[weights_by_einsum, weights_by_places],
    hints=[
        "W of a map of 2 × 2 pixels with one channel: torch.arange(4.0).reshape(4, 1). Which pixel does each row "
        "belong to, before and after?",
        "(f, f, n_C_prev, n_C) → (n_C, n_C_prev, f, f). Rows (n_H, n_W, n_C) → (n_C, n_H, n_W): the channels move, and "
        "rows of pixels stay before columns. Then Wᵀ.",
        "W.reshape(*shape, n) has the axes n_H, n_W, n_C, n, numbered 0 to 3; permute(2, 0, 1, 3) moves the "
        "channels alone.",
    ],
    planted=PLANTED,
    symptom="On maps one pixel high, such as that of section 1, each weight is in its place; on maps of 2 × 2 pixels "
    "every shape fits, and a network carried over gives other scores.",
)
