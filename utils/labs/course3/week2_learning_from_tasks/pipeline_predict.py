"""The exercise pipeline_predict: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import PIPELINE
from utils.steps import learning_from_tasks as steps


class Boxes:
    """A first stage that knows where the boxes are, whatever the image; its number of calls does not matter."""

    def __init__(self, left):
        self.left = left

    def __call__(self, images):
        return self.left[: len(images)].copy()

    def __repr__(self):
        return f"a function that returns {self.left.tolist()}"


class Brightest:
    """A first stage that looks: the left column of the brightest box in each of k parts of equal width."""

    def __init__(self, k):
        self.k = k

    def __call__(self, images):
        m, H, width = images.shape
        part = width // self.k
        columns = images.sum(axis=1)
        sums = np.stack([columns[:, c : c + H].sum(axis=1) for c in range(width - H + 1)], axis=1)
        found = [sums[:, j * part : (j + 1) * part - H + 1].argmax(axis=1) + j * part for j in range(self.k)]
        return np.stack(found, axis=1)

    def __repr__(self):
        return f"a function that returns the brightest box in each of {self.k} parts"


class CornerReader:
    """A second stage: the digit stands, as a whole number, in a crop's weighted pixels."""

    def __init__(self, weights):
        self.weights = weights

    def __call__(self, crops):
        H = self.weights.shape[0]
        if crops.ndim != 3 or crops.shape[1:] != (H, H):
            raise ValueError(f"read takes crops (n, {H}, {H}), not {crops.shape}")
        return np.round((crops * self.weights).sum(axis=(1, 2))).astype(int) % 10

    def __repr__(self):
        return "a function that reads crops"


def pipeline_cases(rng):
    """One image of two rows; several; three boxes; boxes that overlap; one box; a finder that looks.

    No box touches the right edge, so that a crop that is cut wrongly still has its size, and its mistake its name.
    """
    small = np.array([[[1.0, 2.0, 0.0, 0.0, 3.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 0.0, 4.0, 2.0]]])
    first = CornerReader(np.array([[1.0, 0.0], [0.0, 1.0]]))
    weights = CornerReader(rng.integers(1, 5, (3, 3)).astype(float))
    images = rng.integers(0, 6, (5, 3, 11)).astype(float)
    wide = rng.integers(0, 6, (4, 3, 15)).astype(float)
    return [
        (small, Boxes(np.array([[0, 4]])), first),
        (images, Boxes(rng.integers(0, 8, (5, 2))), weights),
        (wide, Boxes(rng.integers(0, 12, (4, 3))), weights),
        (images, Boxes(np.array([[0, 1], [7, 0], [4, 4], [3, 2], [6, 7]])), weights),
        (images, Boxes(rng.integers(0, 8, (5, 1))), weights),
        (rng.integers(0, 6, (6, 3, 11)).astype(float), Brightest(2), weights),
        (rng.integers(0, 6, (3, 2, 10)).astype(float), Brightest(3), first),
    ]


def pipeline_wishes(rng):
    """Boxes at both edges."""
    images, read = rng.integers(0, 6, (3, 3, 11)).astype(float), CornerReader(rng.integers(1, 5, (3, 3)).astype(float))
    return [(images, Boxes(np.array([[0, 8], [8, 8], [8, 0]])), read)]


def pipeline_by_loops(images, find, read):
    left, H = find(images), images.shape[1]
    sums = []
    for image, boxes in zip(images, left, strict=True):
        crops = np.array([image[:, c : c + H] for c in boxes])
        sums.append(read(crops).sum())
    return np.array(sums)


def pipeline_by_box(images, find, read):
    left, H, total = find(images), images.shape[1], 0
    for j in range(left.shape[1]):
        crops = np.stack([image[:, c : c + H] for image, c in zip(images, left[:, j], strict=True)])
        total = total + read(crops)
    return total


def _one_crop_at_a_time(images, find, read):
    left, H = find(images), images.shape[1]
    return np.array([sum(read(image[:, c : c + H]) for c in boxes) for image, boxes in zip(images, left, strict=True)])


def _one_column_more(images, find, read):
    left, H = find(images), images.shape[1]
    crops = [image[:, c : c + H + 1] for image, boxes in zip(images, left, strict=True) for c in boxes]
    return read(np.array(crops)).reshape(left.shape).sum(axis=1)


def _eight_columns(images, find, read):
    left = find(images)
    crops = [image[:, c : c + 8] for image, boxes in zip(images, left, strict=True) for c in boxes]
    return read(np.array(crops)).reshape(left.shape).sum(axis=1)


def _rows(images, find, read):
    left, H = find(images), images.shape[1]
    crops = [image[c : c + H, :H] for image, boxes in zip(images, left, strict=True) for c in boxes]
    return read(np.array(crops)).reshape(left.shape).sum(axis=1)


def _two_boxes_for_granted(images, find, read):
    left, H = find(images), images.shape[1]
    crops = [image[:, c : c + H] for image, boxes in zip(images, left, strict=True) for c in boxes]
    digits = read(np.array(crops))
    return digits[0::2] + digits[1::2]


COLUMNS = "left[:, :, np.newaxis] + np.arange(H)"
CROPS = "images[i][:, columns[i]].transpose(1, 0, 2)"

EXERCISE = Exercise(
    steps.pipeline_predict,
    points=10,
    returns=("sums",),
    cases=pipeline_cases,
    wishes=pipeline_wishes,
    mistakes={
        "Your boxes begin one column too far right; the left column is the first one inside.": slip(
            COLUMNS, f"{COLUMNS} + 1 - 2 * (left[:, :, np.newaxis] + H >= images.shape[2])"
        ),
        "You give read a single crop; it takes crops (n, H, H), so put even one into an array of them.": (
            _one_crop_at_a_time
        ),
        "Your boxes are always eight columns wide; a box is as wide as the image is high.": slip(
            COLUMNS, COLUMNS.replace("arange(H)", "arange(8)")
        ),
        "You cut one column too far to the right; a box is the H columns from its left one on, without left + "
        "H.": _one_column_more,
        "Eight columns are written in; a box is as wide as the image is high, images.shape[1].": _eight_columns,
        "You cut rows; a box is a range of columns, of all rows.": _rows,
        "You take two boxes an image for granted; there are as many as left has columns.": _two_boxes_for_granted,
        "Your boxes end where they should begin; the left column is the first one inside.": slip(
            COLUMNS, f"np.maximum({COLUMNS} - H, 0)"
        ),
        "Your crops lie on their side: rows and columns are exchanged.": slip(CROPS, f"{CROPS}.transpose(0, 2, 1)"),
        "Every image is cut at the boxes of the first one; each has its own.": slip("columns[i]]", "columns[0]]"),
        "You cut every box out of the first image; each image has its own.": slip("images[i][:,", "images[0][:,"),
        "You read the first box of each image twice, or more; every box is cut at its own place.": slip(
            "columns[i]]", "columns[i][[0] * left.shape[1]]]"
        ),
        "You add over the images; add over the boxes of each image.": slip("digits.sum(axis=1)", "digits.sum(axis=0)"),
        "You add up all digits of all images; there is one sum for each image.": slip(
            "digits.sum(axis=1)", "digits.sum()"
        ),
        "You return the mean of the digits; it is their sum that is asked.": slip(
            "digits.sum(axis=1)", "digits.mean(axis=1)"
        ),
        "You return the digits themselves; add those of each image.": slip("digits.sum(axis=1)", "digits"),
        "You multiply the digits; add them.": slip("digits.sum(axis=1)", "digits.prod(axis=1)"),
        "The first box's digit alone is returned; add those of all boxes.": slip("digits.sum(axis=1)", "digits[:, 0]"),
        "The digits come back in the order in which the crops went in, image by image; your reshape deals them out "
        "box by "
        "box.": slip(".reshape(left.shape)", ".reshape(left.shape[::-1]).T"),
        "Only the first two boxes are added; there may be any number.": slip(
            "digits.sum(axis=1)", "digits[:, :2].sum(axis=1)"
        ),
        "You return places instead of digits: the left columns are added up.": slip(
            "digits.sum(axis=1)", "left.sum(axis=1)"
        ),
    },
    right=[pipeline_by_loops, pipeline_by_box],
    hints=[
        "Three things happen: find, cut, read. Cut with the columns left, left + 1, … of all rows.",
        "The crop of box j in image i is images[i][:, left[i, j] : left[i, j] + H]; the sum of image i is that of the "
        "digits that read returns for its crops.",
        "crops = np.array([image[:, c : c + H] for c in boxes]) for each image and its boxes; read(crops).sum()",
    ],
    topics=[PIPELINE],
)
