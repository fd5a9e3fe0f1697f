"""The exercise conv_forward_im2col: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import (
    conv_by_einsum,
    conv_forward_cases,
    filter_too_large,
    pad_by_placing,
)
from utils.steps import convolution
from utils.steps.convolution import conv_output_shape


def conv_forward_im2col_cases(rng):
    """The loops' cases, and one on which loops take a hundred times as long."""
    A_prev, W, b = (rng.normal(size=size) for size in ((1, 40, 40, 1), (3, 3, 1, 8), (1, 1, 1, 8)))
    return [*conv_forward_cases(rng), (A_prev, W, b, {"stride": 1, "pad": 1})]


def conv_by_taps(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    n_H, n_W = conv_output_shape(*A_prev.shape[1:3], len(W), s, p)
    padded = pad_by_placing(A_prev, p)
    Z = b + sum(padded[:, i : i + s * n_H : s, j : j + s * n_W : s] @ W[i, j] for i, j in np.ndindex(len(W), len(W)))
    return Z, (A_prev, W, b, hparameters)


BACK = "Z.reshape(m, n_H, n_W, n_C)"


EXERCISE = Exercise(
    convolution.conv_forward_im2col,
    points=6,
    returns=("Z", "cache"),
    cases=conv_forward_im2col_cases,
    wishes=filter_too_large,
    mistakes={
        "The biases are missing; add one to each column.": slip(" + b.reshape(1, n_C)", ""),
        "One bias for all filters; each has its own: b.reshape(1, n_C).": slip("b.reshape(1, n_C)", "b[0, 0, 0, 0]"),
        "You leave the padding out; hand pad on to im2col and to conv_output_shape.": slip(
            "stride, pad)", "stride, 0)"
        ),
        "Your filters are scrambled: reshape(n_C, −1) cuts W in its own order; it is W.reshape(-1, n_C).": slip(
            "W.reshape(-1, n_C)", "W.reshape(n_C, -1).T"
        ),
        "Your images are scrambled: the product has its channels last, so reshape it to (m, n_H, n_W, n_C).": slip(
            BACK, "Z.reshape(m, n_C, n_H, n_W).transpose(0, 2, 3, 1)"
        ),
        "Your filters list channel after channel; leave W's axes in their order, (f, f, n_C_prev, n_C).": slip(
            "W.reshape(", "W.transpose(2, 0, 1, 3).reshape("
        ),
        "You transpose before you reshape, which scrambles the images; Z's rows are places already.": slip(
            BACK, "Z.T.reshape(m, n_H, n_W, n_C)"
        ),
        "Your filters are cut as rows; make columns of them: W.reshape(-1, n_C).": slip(
            "W.reshape(-1, n_C)", "W.reshape(n_C, -1)"
        ),
        "You return the matrix; reshape it to (m, n_H, n_W, n_C).": slip(BACK, "Z"),
        "Stride and padding are exchanged in your call; it is im2col(A_prev, f, stride, pad).": slip(
            "im2col(A_prev, f, stride, pad)", "im2col(A_prev, f, pad, stride)"
        ),
        "Your windows come without padding; hand pad on to im2col.": slip("f, stride, pad)  #", "f, stride, 0)  #"),
        "The sides of your output are exchanged; n_H comes before n_W.": slip(BACK, "Z.reshape(m, n_W, n_H, n_C)"),
        "Your cache holds the rows; keep (A_prev, W, b, hparameters), as conv_forward does.": slip(
            "n_C), (A_prev, ", "n_C), (rows, "
        ),
        "You return Z alone; the cache comes second.": slip(f"return {BACK}, (", f"return {BACK}\n    ("),
        "W still has four axes; make columns of the filters: W.reshape(-1, n_C).": slip("W.reshape(-1, n_C)", "W"),
    },
    right=[conv_by_einsum, conv_by_taps],
    hints=[
        "Rows of windows times columns of filters: what shape does the product have, and what is a row of it?",
        "(m · n_H · n_W, f · f · n_C_prev) times (f · f · n_C_prev, n_C), plus a row of biases, then reshape.",
        "Z = im2col(A_prev, f, stride, pad) @ W.reshape(-1, n_C) + b.reshape(1, n_C)",
    ],
    topics=["convolutions over volumes", "vectorisation"],
)
