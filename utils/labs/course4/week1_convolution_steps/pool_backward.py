"""The exercise pool_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import _distinct, about_modes
from utils.steps import pooling
from utils.steps.pooling import pool_forward


def pool_backward_cases(rng):
    readable = np.array([[1.0, 5, 0, 2], [2, 3, 4, 1], [7, 5, -4, -3], [6, 8, -2, -1]])[None, :, :, None]
    inputs = [
        (readable, 2, 2, "max"),
        (readable, 2, 2, "average"),
        (_distinct(rng, 2, 5, 4, 2), 3, 1, "max"),
        (_distinct(rng, 2, 5, 4, 2), 3, 2, "average"),
        (_distinct(rng, 1, 7, 6, 3), 2, 3, "max"),
        (_distinct(rng, 2, 4, 5, 1), 3, 1, "average"),
        (rng.permutation(12).reshape(1, 3, 4, 1), 2, 1, "max"),
    ]
    cases = []
    for A_prev, f, stride, mode in inputs:
        A, cache = pool_forward(A_prev, {"f": f, "stride": stride}, mode)
        dA = rng.normal(size=A.shape) if len(cases) > 1 else np.array([[8.0, -4.0], [2.0, 1.0]])[None, :, :, None]
        cases.append((dA, cache, mode))
    whole = rng.integers(-9, 9, cases[-1][0].shape), cases[-1][1]
    unnamed = cases[0][:2]  # the mode is "max" where none is given
    return [unnamed, *cases[1:], (*whole, "average")]


def ties_and_an_unknown_mode(rng):
    tied = rng.integers(0, 3, (2, 5, 4, 2)).astype(float)
    A, cache = pool_forward(tied, {"f": 3, "stride": 1}, "max")
    dA = rng.normal(size=A.shape)
    return [(dA, cache, "max"), (dA, cache, "mean")]


def pool_back_by_places(dA, cache, mode="max"):
    if mode not in ("max", "average"):
        raise ValueError(mode)
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for h, w in np.ndindex(dA.shape[1:3]):
        window = A_prev[:, h * s : h * s + f, w * s : w * s + f]
        weights = window == window.max(axis=(1, 2), keepdims=True) if mode == "max" else np.ones(window.shape)
        shares = weights / weights.sum(axis=(1, 2), keepdims=True)
        dA_prev[:, h * s : h * s + f, w * s : w * s + f] += shares * dA[:, h : h + 1, w : w + 1]
    return dA_prev


def _assign(mode):
    """What pool_backward does with its shares if it writes = for one of the modes."""
    kept = f'(0 if mode == "{mode}" else dA_prev[i, rows, columns, c])'
    return f"dA_prev[i, rows, columns, c] = {kept} + shares"


PLANTED = "Your masks come from the first image; use A_prev[i]."


EXERCISE = Exercise(
    pooling.pool_backward,
    points=14,
    returns=("dA_prev",),
    cases=pool_backward_cases,
    wishes=ties_and_an_unknown_mode,
    mistakes={
        "Where windows overlap, yours overwrite each other; add up with +=.": slip(
            "columns, c] += shares", "columns, c] = shares"
        ),
        "Pixels that tie get the whole gradient each; divide by the number of marks.": slip(
            "mask * dz / np.sum(mask)", "mask * dz"
        ),
        "Your shares of a maximum add up to 1; they must add up to dz.": slip(
            "mask * dz / np.sum(mask)", "mask / np.sum(mask)"
        ),
        "You divide the maximum's gradient by all pixels of the window; divide by the number of marks.": slip(
            "mask * dz / np.sum(mask)", "mask * dz / (f * f)"
        ),
        "You look for the maximum in the gradient; it is in A_prev, which the cache has kept.": slip(
            "window(A_prev[i, rows, columns, c])", "window(dA[i, rows, columns, c])"
        ),
        "You spread over the whole output; a mean was over one window, (f, f).": slip(
            "distribute_value(dz, (f, f))", "distribute_value(dz, (n_H, n_W))"
        ),
        "The first of several maxima gets everything; where several tie, they share equally.": slip(
            "np.sum(mask)", "np.sum(mask) * 0 + dz * (np.cumsum(mask).reshape(f, f) == 1) * mask"
        ),
        "Every pixel of a mean gets all of dz; distribute_value spreads it.": slip(
            "distribute_value(dz, (f, f))", "dz"
        ),
        "You spread evenly whatever the mode says.": slip('if mode == "max":', "if False:"),
        "You look for the maximum whatever the mode says.": slip('if mode == "max":', "if True:"),
        "Your two modes are exchanged.": slip('if mode == "max":', 'if mode != "max":'),
        "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h, w"
        ),
        "Your window moves by its own size; its corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h * f, w * f"
        ),
        "You multiply by the maximum itself; a maximum hands dz on as it is.": slip(
            "mask * dz / np.sum(mask)", "mask * A_prev[i, rows, columns, c] * dz / np.sum(mask)"
        ),
        "Your dA_prev holds whole numbers, as the pixels do; make it of np.result_type(dA, 1.0).": slip(
            "np.result_type(dA, 1.0)", "A_prev.dtype"
        ),
        "Your dA_prev starts from the pixels themselves; start the sums at 0, with np.zeros.": slip(
            "    # The same places", "    dA_prev += A_prev\n    # The same places"
        ),
        "Where windows overlap, your maxima overwrite what a pixel got before; use += for both modes.": slip(
            "dA_prev[i, rows, columns, c] += shares", _assign("max")
        ),
        "Where windows overlap, your means overwrite what a pixel got before; use += for both modes.": slip(
            "dA_prev[i, rows, columns, c] += shares", _assign("average")
        ),
        "You divide the mean's gradient by f; the window has f · f pixels.": slip(
            "distribute_value(dz, (f, f))", "np.full((f, f), dz / f)"
        ),
        "You divide the mean's gradient by stride · stride; the window has f · f pixels.": slip(
            "distribute_value(dz, (f, f))", "np.full((f, f), dz / (stride * stride))"
        ),
        "Your dA_prev has dA's type, whole numbers here; make it of np.result_type(dA, 1.0).": slip(
            "np.result_type(dA, 1.0)", "dA.dtype"
        ),
        "Everything lands in the first image; use dA_prev[i].": slip("dA_prev[i, rows", "dA_prev[0, rows"),
        PLANTED: slip("window(A_prev[i, ", "window(A_prev[0, "),
        "Your shares land in every channel; pooling keeps channels apart: dA_prev[i, …, …, c].": slip(
            "dA_prev[i, rows, columns, c] += shares", "dA_prev[i, rows, columns] += shares[..., None]"
        ),
        **about_modes(),
    },
    right=[pool_back_by_places],
    hints=[
        "Two images of 2 × 2, f = 2, stride 2: the first with its largest pixel top left, the second bottom right. "
        "Where does each gradient land?",
        "Maximum: mask · dz / (number of marks), where the mask belongs to the window of this image and channel. Which "
        "of i, rows, columns and c does each line use?",
        "The mask is made anew for every image: create_mask_from_window(A_prev[i, rows, columns, c]).",
    ],
    topics=["pooling", "backpropagation"],
    planted=PLANTED,
    symptom="On one image every gradient is right; on several, gradients of maxima stand at pixels that are not the "
    "largest of their windows.",
)
