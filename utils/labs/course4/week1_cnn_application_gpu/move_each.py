"""The exercise move_each: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import cnn_application as steps


def move_cases(rng):
    picture = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]).reshape(1, 3, 3, 1)

    def case(shape, reach):
        down, right = rng.integers(-reach, reach + 1, (2, shape[0]))
        return rng.normal(size=shape), down, right, reach

    return [
        (np.tile(picture, (2, 1, 1, 1)), np.array([1, 0]), np.array([0, -1]), 1),
        case((5, 4, 6, 2), 2),
        case((4, 6, 3, 3), 3),
        case((3, 5, 5, 1), 2),
        (rng.normal(size=(2, 3, 4, 1)), np.array([5, -1]), np.array([0, 4]), 5),
        (rng.normal(size=(3, 4, 2, 2)), np.array([1, -1, 0]), np.array([0, 1, -1]), 3),
    ]


def move_by_indexing(X, down, right, reach):
    """One read at three tensors of places; what they name in front and behind makes the channels come last."""
    m, _, n_H, n_W = X.shape
    framed = F.pad(X, [reach] * 4)
    images = torch.arange(m, device=X.device).view(m, 1, 1)
    rows = (torch.arange(n_H, device=X.device) + reach).view(1, n_H, 1) - down.view(m, 1, 1)
    columns = (torch.arange(n_W, device=X.device) + reach).view(1, 1, n_W) - right.view(m, 1, 1)
    return framed[images, :, rows, columns].permute(0, 3, 1, 2)


def move_one_by_one(X, down, right, reach):
    """Image by image: right, and as slow as the host is."""
    n_H, n_W = X.shape[2:]
    moved = []
    for image, d, r in zip(F.pad(X, (reach,) * 4), down.tolist(), right.tolist(), strict=True):
        moved.append(image[:, reach - d : reach - d + n_H, reach - r : reach - r + n_W])
    return torch.stack(moved)


def move_to_the_end(X, down, right, reach):
    return move_by_indexing(X, down, right, reach).permute(0, 2, 3, 1)


def move_by_rolling(X, down, right, reach):
    moves = zip(X, down.tolist(), right.tolist(), strict=True)
    return torch.stack([image.roll((d, r), (1, 2)) for image, d, r in moves])


ROWS, COLUMNS = "rows[:, None, :, None], 2", "columns[:, None, None, :], 3"


EXERCISE = TwinExercise(
    steps.move_each,
    of=None,
    points=15,
    returns=("moved",),
    cases=move_cases,
    topics=["augmentation on the device", "augmentation of images"],
    mistakes={
        "Your images move up and to the left; a moved image is read further up: h + reach − down.": slip(
            ("- down", "+ down"), ("- right", "+ right")
        ),
        "Your images move up where they should move down; the rows are read at h + reach − down.": slip(
            "- down", "+ down"
        ),
        "Your images move left where they should move right; the columns are read at w + reach − right.": slip(
            "- right", "+ right"
        ),
        "Zeros have to come in, and your border is repeated; pad without a mode puts zeros around.": slip(
            "reach, reach))", 'reach, reach), mode="replicate")'
        ),
        "Your images move to the side only; read the rows, too.": slip(
            "torch.take_along_dim(framed, " + ROWS + ")", "framed[:, :, reach : reach + n_H]"
        ),
        "What leaves on one side comes in on the other; zeros have to come in.": move_by_rolling,
        "down and right have changed places; down belongs to the rows.": slip(
            ("- down", "- across"), ("- right", "- down"), ("- across", "- right")
        ),
        "All images move by the first one's way; each has its own: down[:, None].": slip(
            ("- down[:, None]", "- down[:1, None]"), ("- right[:, None]", "- right[:1, None]")
        ),
        "down and the rows are lined up along one axis; down[:, None] gives each image a row of places.": slip(
            ("down[:, None]", "down"), ("right[:, None]", "right")
        ),
        "Your places have no axes for channels and pixels; they are rows[:, None, :, None] and "
        "columns[:, None, None, :].": slip((ROWS, "rows, 2"), (COLUMNS, "columns, 3")),
        "The axes of your places are those of (m, n_H, n_W, n_C); in PyTorch rows are axis 2, columns axis 3.": slip(
            (ROWS, "rows[:, :, None, None], 1"), (COLUMNS, "columns[:, None, :, None], 2")
        ),
        "Your places count from the image's corner; in the framed image everything is reach further on.": slip(
            " + reach", ""
        ),
        "gather takes an axis of length 1 for 1 place; take_along_dim stretches it over all.": slip(
            ("torch.take_along_dim(framed, " + ROWS + ")", "framed.gather(2, rows[:, None, :, None])"),
            ("torch.take_along_dim(framed, " + COLUMNS + ")", "framed.gather(3, columns[:, None, None, :])"),
        ),
        "Reading at several tensors of places puts the channels last; bring them back by "
        "permute(0, 3, 1, 2).": move_to_the_end,
        "You read the image without its frame, so that places lie outside; frame it by pad first.": slip(
            "pad(X, (reach, reach, reach, reach))", "X"
        ),
        "pad takes the last axis first: left, right, top, bottom; two numbers frame the columns alone.": slip(
            "(reach, reach, reach, reach)", "(reach, reach)"
        ),
        "Your places are counted to the height in both directions; there are n_W columns.": slip(
            "torch.arange(n_W", "torch.arange(n_H"
        ),
        "The columns are read from X again, and the rows are lost; read them from what the rows gave.": slip(
            "return torch.take_along_dim(framed,", "return torch.take_along_dim(pad(X, 4 * (reach,)),"
        ),
        "Your images move down only; read the columns, too.": slip(
            "return torch.take_along_dim(framed, " + COLUMNS + ")", "return framed[:, :, :, reach : reach + n_W]"
        ),
        "Your images keep the frame at their sides; the columns are read at n_W places.": slip(
            "return torch.take_along_dim(framed, " + COLUMNS + ")", "return framed"
        ),
    },
    right=[move_by_indexing, move_one_by_one],
    hints=[
        "For one image it would be a slice of the framed image. A tensor of places is a slice for each image.",
        "rows[i, h] = h + reach − down[i]; columns[i, w] = w + reach − right[i]; read along axis 2, then axis 3.",
        "rows = torch.arange(n_H, device=X.device) + reach - down[:, None]; torch.take_along_dim(framed, "
        "rows[:, None, :, None], 2); the same for the columns with [:, None, None, :] and 3.",
    ],
)
