"""The exercise conv_single_step: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import convolution


def conv_single_step(rng):
    window = np.array([[10.0, 0.0], [10.0, 5.0]])[:, :, None]
    W = np.array([[1.0, -1.0], [2.0, 0.5]])[:, :, None]
    drawn = [
        (rng.normal(size=(f, f, n_C)), rng.normal(size=(f, f, n_C)), rng.normal(size=(1, 1, 1)))
        for f, n_C in ((3, 2), (2, 4), (1, 3))
    ]
    return [(window, W, np.array([[[1.0]]])), *drawn]


def single_step_by_loop(a_slice_prev, W, b):
    return sum(a_slice_prev[place] * W[place] for place in np.ndindex(W.shape)) + b[0, 0, 0]


def single_step_by_dot(a_slice_prev, W, b):
    return float(np.dot(a_slice_prev.ravel(), W.ravel()) + np.squeeze(b))


# Before NumPy 2.4, float takes the number out of any array that holds one, with a warning: no mistake there
FLOAT_WANTS_NO_AXES = np.lib.NumpyVersion(np.__version__) >= "2.4.0"


EXERCISE = Exercise(
    convolution.conv_single_step,
    points=8,
    returns=("Z",),
    cases=conv_single_step,
    mistakes={
        "You leave out the bias; add it to the sum.": slip(" + b.item()", ""),
        "You add the bias to every product; it counts once, after the sum.": slip(
            ("a_slice_prev * W", "a_slice_prev * W + b"), (" + b.item()", "")
        ),
        "Your result is still an array (1, 1, 1), as the bias is; take the number out with b.item().": slip(
            "b.item()", "b"
        ),
        "You add up over height and width and keep the channels apart; one filter gives one number.": slip(
            "np.sum(a_slice_prev * W)", "np.sum(a_slice_prev * W, axis=(0, 1))"
        ),
        **(
            {
                "b has three axes; b.item() takes the number out.": slip("b.item()", "float(b)"),
            }
            if FLOAT_WANTS_NO_AXES
            else {}
        ),
        "You take the mean of the products; take their sum.": slip("np.sum", "np.mean"),
        "You add pixels and weights; multiply them.": slip("a_slice_prev * W", "a_slice_prev + W"),
        "You turn the filter round, as mathematicians do; networks multiply place by place as it stands.": slip(
            "a_slice_prev * W", "a_slice_prev * W[::-1, ::-1]"
        ),
        "You multiply by the bias; add it.": slip("Z + b", "Z * b"),
        "@ is a matrix product; here * is due, number by number.": slip("a_slice_prev * W", "a_slice_prev @ W"),
    },
    right=[single_step_by_loop, single_step_by_dot],
    hints=[
        "Two arrays of one shape: multiply them number by number, then make one number of all.",
        "Z = the sum over all f · f · n_C_prev products, plus the number that is in b.",
        "np.sum(a_slice_prev * W) + b.item()",
    ],
    topics=["convolutions over volumes"],
)
