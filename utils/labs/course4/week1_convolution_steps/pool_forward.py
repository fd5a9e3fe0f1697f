"""The exercise pool_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import _distinct, about_modes, windows_of
from utils.steps import pooling


def pool_forward_cases(rng):
    readable = np.array([[1.0, 5, 0, 2], [2, 3, 2, 1], [7, 7, -4, -3], [6, 8, -2, -1]])[None, :, :, None]
    pixels = rng.integers(0, 9, (1, 3, 4, 2))
    return [
        (readable, {"f": 2, "stride": 2}),  # the mode is "max" where none is given
        (readable, {"f": 2, "stride": 2}, "average"),
        (_distinct(rng, 2, 5, 4, 3), {"f": 3, "stride": 1}, "max"),
        (_distinct(rng, 2, 7, 6, 2), {"f": 2, "stride": 3}, "average"),
        (-1 - np.abs(rng.normal(size=(1, 4, 5, 1))), {"f": 3, "stride": 2}, "max"),
        (pixels, {"f": 2, "stride": 1}, "average"),
    ]


def errors_due(rng):
    """A mode that is none, and a window larger than the image."""
    pixels = rng.integers(0, 9, (1, 3, 4, 2))
    return [(pixels, {"f": 2, "stride": 1}, "mean"), (pixels, {"f": 4, "stride": 1}, "max")]


def pool_by_windows(A_prev, hparameters, mode="max"):
    if mode not in ("max", "average"):
        raise ValueError(mode)
    windows = windows_of(A_prev, hparameters["f"], hparameters["stride"], 0)
    return (np.max if mode == "max" else np.mean)(windows, axis=(4, 5)), (A_prev, hparameters)


EXERCISE = Exercise(
    pooling.pool_forward,
    points=13,
    returns=("A", "cache"),
    cases=pool_forward_cases,
    wishes=errors_due,
    mistakes={
        "You look at all channels at once; each channel is pooled by itself.": slip(
            "left : left + f, c]", "left : left + f]"
        ),
        "You take the maximum whatever the mode says.": slip(
            'np.max(window) if mode == "max" else np.mean(window)', "np.max(window)"
        ),
        "You take the mean whatever the mode says.": slip(
            'np.max(window) if mode == "max" else np.mean(window)', "np.mean(window)"
        ),
        "Your two modes are exchanged.": slip('if mode == "max"', 'if mode != "max"'),
        "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h, w"
        ),
        "Your window moves by its own size; its corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h * f, w * f"
        ),
        "Your maximum never falls below 0, as if a 0 were in every window; start from the window's own pixels.": slip(
            "np.max(window)", "np.max(window, initial=0)"
        ),
        "You pool magnitudes; −7 is smaller than 2.": slip("np.max(window)", "np.max(np.abs(window))"),
        "You take the smallest pixel; it is np.max.": slip("np.max(window)", "np.min(window)"),
        "You divide the sum by f; the window has f · f pixels, and np.mean knows it.": slip(
            "np.mean(window)", "np.sum(window) / f"
        ),
        "You take the middle value; the mean is np.mean.": slip("np.mean(window)", "np.median(window)"),
        "You sum the window; the mean divides by f · f.": slip("np.mean(window)", "np.sum(window)"),
        "Your means of whole numbers lose their fractions; make A of np.result_type(A_prev, 1.0).": slip(
            "np.result_type(A_prev, 1.0)", "A_prev.dtype"
        ),
        "Every image gets the first one's results; use A_prev[i].": slip("A_prev[i, ", "A_prev[0, "),
        "Your cache holds the result; keep (A_prev, hparameters).": slip("return A, (A_prev, ", "return A, (A, "),
        "You return A alone; the cache comes second.": slip("return A, (A_prev", "return A\n    (A_prev"),
        **about_modes(),
    },
    right=[pool_by_windows],
    hints=[
        "The same loops as in conv_forward, over images, rows, columns and channels; the window is of one channel.",
        "A[i, h, w, c] is np.max or np.mean of an f × f window that begins at row h · stride, column w · stride.",
        "window = A_prev[i, top : top + f, left : left + f, c]; raise ValueError(…) for any other mode.",
    ],
    topics=["pooling"],
)
