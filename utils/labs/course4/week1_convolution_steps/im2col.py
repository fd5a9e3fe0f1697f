"""The exercise im2col: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import windows_of
from utils.steps import convolution
from utils.steps.convolution import conv_output_shape


def im2col_cases(rng):
    readable = np.arange(9.0).reshape(1, 3, 3, 1)
    drawn = [
        (rng.normal(size=shape), f, stride, pad)
        for shape, f, stride, pad in (
            ((2, 4, 5, 2), 3, 1, 1),
            ((1, 5, 4, 3), 2, 2, 0),
            ((3, 6, 5, 1), 2, 3, 1),
            ((1, 2, 3, 2), 1, 1, 0),
        )
    ]
    many = rng.normal(size=(1, 201, 201, 1))  # 40,000 places: a loop over them shows
    return [(readable, 2, 1, 0), *drawn, (rng.integers(0, 9, (1, 4, 3, 2)), 3, 1, 0), (many, 2, 1, 0)]


def rows_by_loop(A_prev, f, stride, pad):
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    n_H, n_W = conv_output_shape(*A_prev.shape[1:3], f, stride, pad)
    rows = []
    for i in range(len(A_prev)):
        for h in range(n_H):
            for w in range(n_W):
                rows.append(padded[i, h * stride : h * stride + f, w * stride : w * stride + f].ravel())
    return np.array(rows)


def rows_by_view(A_prev, f, stride, pad):
    windows = windows_of(A_prev, f, stride, pad).transpose(0, 1, 2, 4, 5, 3)
    return windows.reshape(-1, f * f * A_prev.shape[3])


def rows_without_turning(A_prev, f, stride, pad):
    """The pixel's axes stand in front, and reshape reads them first."""
    windows = windows_of(A_prev, f, stride, pad).transpose(4, 5, 0, 1, 2, 3)
    return windows.reshape(-1, f * f * A_prev.shape[3])


ROWS = "windows.reshape(m * n_H * n_W, f * f * n_C_prev)"


EXERCISE = Exercise(
    convolution.im2col,
    points=10,
    returns=("rows",),
    cases=im2col_cases,
    mistakes={
        "Your slices have no step; from window to window a pixel moves by stride: start : stop : stride.": slip(
            ("i : i + stride * n_H : stride", "i : i + n_H"), ("j : j + stride * n_W : stride", "j : j + n_W")
        ),
        "The two axes of the window are exchanged; pixel (i, j) goes to windows[:, :, :, i, j].": slip(
            "windows[:, :, :, i, j]", "windows[:, :, :, j, i]"
        ),
        "Your rows list channel after channel; a filter's numbers have the channels last: (f, f, n_C_prev).": slip(
            "windows.reshape(", "windows.transpose(0, 1, 2, 5, 3, 4).reshape("
        ),
        "Your matrix lies on its side; a window is a row here.": slip(ROWS, ROWS + ".T"),
        "The pixel's axes stand in front, and reshape reads them first; bring the places "
        "to the front.": rows_without_turning,
        "Your rows go through the columns of places first; go from left to right, then downwards.": slip(
            "windows.reshape(", "windows.swapaxes(1, 2).reshape("
        ),
        "Your rows take one place of all images, then the next; take all places of the first image first.": slip(
            "windows.reshape(", "windows.transpose(1, 2, 0, 3, 4, 5).reshape("
        ),
        "You cut windows out of the images without their padding.": slip("zero_pad(A_prev, pad)", "A_prev"),
        "You count the places as if there were no padding; hand pad on to conv_output_shape.": slip(
            "f, stride, pad)\n", "f, stride, 0)\n"
        ),
        "Your windows all show their own corner; pixel (i, j) begins at row i and column j.": slip(
            ("i : i + stride", "0 : stride"), ("j : j + stride", "0 : stride")
        ),
        "The slice ends too early for its step; n_H windows end at i + stride · n_H.": slip(
            ("i + stride * n_H", "i + n_H"), ("j + stride * n_W", "j + n_W")
        ),
        "You return six axes; reshape to a row for each place.": slip(ROWS, "windows"),
    },
    right=[rows_by_loop, rows_by_view],
    hints=[
        "Do not walk through the places: a window has only f · f pixels. Fill one of them for all windows at once.",
        "Pixel (i, j) of all windows: rows i, i + stride, … of the padded images, n_H of them; columns from j "
        "likewise.",
        "windows[:, :, :, i, j] = A_prev_pad[:, i : i + stride * n_H : stride, …]; then reshape to "
        "(m · n_H · n_W, f · f · n_C_prev).",
    ],
    topics=["convolutions over volumes", "vectorisation"],
)
