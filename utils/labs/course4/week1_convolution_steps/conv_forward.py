"""The exercise conv_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import (
    conv_by_einsum,
    conv_forward_cases,
    filter_too_large,
    pad_by_placing,
)
from utils.steps import convolution
from utils.steps.convolution import conv_forward, conv_output_shape


def conv_without_filter_loop(A_prev, W, b, hparameters):
    f, s, p = W.shape[0], hparameters["stride"], hparameters["pad"]
    n_H, n_W = conv_output_shape(A_prev.shape[1], A_prev.shape[2], f, s, p)
    padded = pad_by_placing(A_prev, p)
    Z = np.zeros((len(A_prev), n_H, n_W, W.shape[3]))
    for h in range(n_H):
        for w in range(n_W):
            window = padded[:, h * s : h * s + f, w * s : w * s + f, :]
            Z[:, h, w, :] = np.tensordot(window, W, 3) + b[0, 0, 0]
    return Z, (A_prev, W, b, hparameters)


def conv_of_input_size(A_prev, W, b, hparameters):
    Z, cache = conv_forward(A_prev, W, b, hparameters)
    whole = np.zeros((*A_prev.shape[:3], W.shape[3]))
    n_H, n_W = (min(k) for k in zip(Z.shape[1:3], whole.shape[1:3], strict=True))
    whole[:, :n_H, :n_W] = Z[:, :n_H, :n_W]
    return whole, cache


WINDOW = "top : top + f, left : left + f"


EXERCISE = Exercise(
    convolution.conv_forward,
    points=18,
    returns=("Z", "cache"),
    cases=conv_forward_cases,
    wishes=filter_too_large,
    mistakes={
        "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h, w"
        ),
        "You cut windows out of A_prev without its padding; cut them out of A_prev_pad.": slip(
            "zero_pad(A_prev, pad)", "A_prev"
        ),
        "Your windows are stride pixels wide; they are f wide, and the stride moves their corner.": slip(
            WINDOW, "top : top + stride, left : left + stride"
        ),
        "Every image gets the first one's results; cut out of A_prev_pad[i].": slip("pad[i, ", "pad[0, "),
        "You use the first filter for every channel; it is W[..., c].": slip("W[..., c]", "W[..., 0]"),
        "You hand all biases on at once; each filter has its own, b[..., c].": slip(
            "W[..., c], b[..., c]", "W[..., c], b"
        ),
        "Your return stands inside the loops and ends them after the first window; move it to the left.": slip(
            "    return Z, (A_prev", "                return Z, (A_prev"
        ),
        "Your two loops over the places have their ends exchanged; rows run to n_H, columns to n_W.": slip(
            ("for h in range(n_H)", "for h in range(ends)"), ("range(n_W)", "range(n_H)"), ("ends", "n_W")
        ),
        "You use the first bias for every filter; it is b[..., c].": slip("b[..., c]", "b[..., 0]"),
        "The bias is missing from your sums; hand b[..., c] on to conv_single_step.": slip(
            "b[..., c]", "0 * b[..., c]"
        ),
        "You count the places as if there were no padding; hand pad on to conv_output_shape.": slip(
            "f, stride, pad)", "f, stride, 0)"
        ),
        "Your output has the size of the images; conv_output_shape says how many places there are.": conv_of_input_size,
        "Row and column are exchanged in Z; it is Z[i, h, w, c].": slip(
            ("Z[i, h, w, c]", "Z[i, w, h, c]"), ("(m, n_H, n_W, n_C)", "(m, n_W, n_H, n_C)")
        ),
        "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.": slip(
            "top, left = h * stride, w * stride", "left, top = h * stride, w * stride"
        ),
        "Your window is stride times too large; it is f long from its corner, top : top + f.": slip(
            WINDOW, "top : top + f * stride, left : left + f * stride"
        ),
        "You go through the first image only; it is range(m).": slip("range(m)", "range(1)"),
        "Z holds whole numbers because the weights do; make it of np.result_type(A_prev, W, b).": slip(
            "np.result_type(A_prev, W, b)", "W.dtype"
        ),
        "Z holds whole numbers because the pixels do; make it of np.result_type(A_prev, W, b).": slip(
            "np.result_type(A_prev, W, b)", "A_prev.dtype"
        ),
        "Your cache holds the padded images; keep A_prev as it came, the backward pass pads it again.": slip(
            "return Z, (A_prev, ", "return Z, (A_prev_pad, "
        ),
        "You return Z alone; the cache comes second.": slip("return Z, (A_prev", "return Z\n    (A_prev"),
        "You turn the filters round; multiply place by place as they stand.": slip("W[..., c]", "W[::-1, ::-1, :, c]"),
    },
    right=[conv_by_einsum, conv_without_filter_loop],
    hints=[
        "Four loops: images, rows, columns, filters. Inside, cut out the window and let conv_single_step work.",
        "The window of place (h, w) begins at row h · stride, column w · stride of the padded image, f each way.",
        "a_slice_prev = A_prev_pad[i, top : top + f, left : left + f]; then Z[i, h, w, c] = conv_single_step(…, "
        "W[..., c], b[..., c]).",
    ],
    topics=["convolutions over volumes", "strided convolution", "padding"],
)
