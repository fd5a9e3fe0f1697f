"""The exercise shift: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import cnn_application as steps
from utils.steps.cnn_application import shift


def shift_cases(rng):
    picture = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)
    drawn = [((2, 5, 4, 2), 1, -2), ((1, 3, 6, 1), -2, 1), ((3, 4, 4, 1), -2, -2), ((2, 3, 5, 1), 0, 4)]
    moves = [(rng.normal(size=shape), down, right) for shape, down, right in drawn]
    return [(picture, 1, 0), *moves, (picture, 0, 0), (rng.normal(size=(2, 3, 4, 1)).astype(np.float32), 5, 1)]


def shift_by_slices(X, down, right):
    n_H, n_W = X.shape[1:3]
    moved = np.zeros_like(X)
    if abs(down) >= n_H or abs(right) >= n_W:
        return moved
    rows, columns = slice(max(down, 0), n_H + min(down, 0)), slice(max(right, 0), n_W + min(right, 0))
    from_rows, from_columns = slice(max(-down, 0), n_H - max(down, 0)), slice(max(-right, 0), n_W - max(right, 0))
    moved[:, rows, columns] = X[:, from_rows, from_columns]
    return moved


def shift_pixel_by_pixel(X, down, right):
    moved = np.zeros_like(X)
    for h in range(X.shape[1]):
        for w in range(X.shape[2]):
            if 0 <= h - down < X.shape[1] and 0 <= w - right < X.shape[2]:
                moved[:, h, w] = X[:, h - down, w - right]
    return moved


def shift_into_float64(X, down, right):
    moved = np.zeros(X.shape)
    moved[:] = shift(X, down, right)
    return moved


def shift_by_rolling(X, down, right):
    return np.roll(X, (down, right), axis=(1, 2))


FLOAT64_IMAGES = "Your images become float64; np.zeros_like(X) keeps their type."


def type_kept(due, came):
    return None if came.value.dtype == due.value.dtype else FLOAT64_IMAGES


EXERCISE = Exercise(
    steps.shift,
    points=10,
    returns=("moved",),
    cases=shift_cases,
    mistakes={
        "What leaves on one side comes in on the other; zeros have to come in.": shift_by_rolling,
        "Your images move up and to the left; to move down, cut further up: top = pad − down.": slip(
            "pad - down, pad - right", "pad + down, pad + right"
        ),
        "down and right have changed places; down belongs to the rows.": slip(
            "pad - down, pad - right", "pad - right, pad - down"
        ),
        "Your frame is as wide as the way down, which is not enough for a longer way to the side.": slip(
            "max(abs(down), abs(right))", "abs(down)"
        ),
        "Your frame is as wide as the way to the side, which is not enough for a longer way down.": slip(
            "max(abs(down), abs(right))", "abs(right)"
        ),
        "Negative ways count, too: max(abs(down), abs(right)).": slip("max(abs(down), abs(right))", "max(down, right)"),
        "Your images keep their frame; cut a piece of the old size, n_H by n_W.": slip(
            "framed[:, top : top + n_H, left : left + n_W]", "framed[:, top:, left:]"
        ),
        "You cut the piece in the middle, which is the image as it was; cut it at pad − down and pad − right.": slip(
            "pad - down, pad - right", "pad, pad"
        ),
        "Height and width have changed places where you cut; rows come first.": slip(
            "top : top + n_H, left : left + n_W", "top : top + n_W, left : left + n_H"
        ),
        "Your images move down only; the columns are cut at pad − right.": slip(
            "pad - down, pad - right", "pad - down, pad"
        ),
        "Your piece begins at the frame's edge, top = down; it begins at pad − down.": slip(
            "pad - down, pad - right", "down, right"
        ),
        "Your images move up where they should move down; the sign of down is wrong: top = pad − down.": slip(
            "pad - down, pad - right", "pad + down, pad - right"
        ),
        "Your images move left where they should move right; the sign of right is wrong: left = pad − right.": slip(
            "pad - down, pad - right", "pad - down, pad + right"
        ),
        FLOAT64_IMAGES: shift_into_float64,
    },
    right=[shift_by_slices, shift_pixel_by_pixel],
    hints=[
        "Think of a window frame that is laid on the picture elsewhere: the picture seems to move the other way.",
        "Frame by pad = max(|down|, |right|); the piece starts at row pad − down and at column pad − right.",
        "framed = zero_pad(X, pad); framed[:, pad − down : pad − down + n_H, … ]",
    ],
    topics=["augmentation of images"],
    judge=type_kept,
)
