"""The exercise augment: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import generalization as steps


def augment_cases(rng):
    """Only mirrored, by hand; only turned; only distorted; all three; one image; not square; nothing at all."""
    by_hand = np.array([[[1.0, 2.0, 0.0], [3.0, 4.0, 0.0]], [[0.0, 5.0, 6.0], [0.0, 7.0, 8.0]]])

    def case(m, h, w, flip_prob, max_degrees, strength):
        return rng.random((m, h, w)), flip_prob, max_degrees, strength, np.random.default_rng(rng.integers(1000))

    return [
        (by_hand, 1.0, 0, 0.0, np.random.default_rng(0)),
        (by_hand, 0.5, 0, 0.0, np.random.default_rng(2)),
        case(2, 6, 6, 0.0, 40, 0.0),
        case(2, 8, 8, 0.0, 0, 1.5),
        case(5, 8, 8, 0.4, 15, 1.0),
        case(1, 5, 7, 0.3, 20, 0.5),
        (rng.integers(0, 256, (3, 6, 6)), 0.6, 10, 0.7, np.random.default_rng(4)),
        case(4, 6, 6, 0.0, 0, 0.0),
    ]


def by_a_list(images, flip_prob, max_degrees, strength, rng):
    copies = []
    for image in images:
        if rng.random() < flip_prob:
            image = np.fliplr(image)
        degrees = rng.uniform(-max_degrees, max_degrees)
        copies.append(steps.distort(steps.rotate(image, degrees), rng.standard_normal((2,) + image.shape), strength))
    return np.array(copies, dtype=float)


def kept_and_changed(images, flip_prob, max_degrees, strength, rng):
    return np.concatenate([images, by_a_list(images, flip_prob, max_degrees, strength, rng)])


def by_floats_first(images, flip_prob, max_degrees, strength, rng):
    return by_a_list(np.array(images, dtype=float), flip_prob, max_degrees, strength, rng)


def one_angle(images, flip_prob, max_degrees, strength, rng):
    copies, degrees = np.zeros(images.shape), None
    for i, image in enumerate(images):
        if rng.random() < flip_prob:
            image = image[:, ::-1]
        degrees = rng.uniform(-max_degrees, max_degrees) if degrees is None else degrees
        image = steps.rotate(image, degrees)
        copies[i] = steps.distort(image, rng.standard_normal((2, *image.shape)), strength)
    return copies


def flips_first(images, flip_prob, max_degrees, strength, rng):
    flips, copies = rng.random(len(images)) < flip_prob, np.zeros(images.shape)
    for i, image in enumerate(images):
        if flips[i]:
            image = image[:, ::-1]
        image = steps.rotate(image, rng.uniform(-max_degrees, max_degrees))
        copies[i] = steps.distort(image, rng.standard_normal((2, *image.shape)), strength)
    return copies


def in_another_order(order):
    """All draws as they should be, and the changes in another order: m mirrors, t turns, d distorts."""

    def augment(images, flip_prob, max_degrees, strength, rng):
        copies = np.zeros(images.shape)
        for i, image in enumerate(images):
            flip, degrees = rng.random() < flip_prob, rng.uniform(-max_degrees, max_degrees)
            shifts = rng.standard_normal((2, *image.shape))
            for change in order:
                if change == "t":
                    image = steps.rotate(image, degrees)
                elif change == "d":
                    image = steps.distort(image, shifts, strength)
                elif flip:
                    image = image[:, ::-1]
            copies[i] = image
        return copies

    return augment


def angle_first(images, flip_prob, max_degrees, strength, rng):
    copies = np.zeros(images.shape)
    for i, image in enumerate(images):
        degrees, flip = rng.uniform(-max_degrees, max_degrees), rng.random() < flip_prob
        image = steps.rotate(image[:, ::-1] if flip else image, degrees)
        copies[i] = steps.distort(image, rng.standard_normal((2, *image.shape)), strength)
    return copies


def alike(images, flip_prob, max_degrees, strength, rng):
    flip, degrees = rng.random() < flip_prob, rng.uniform(-max_degrees, max_degrees)
    shifts = rng.standard_normal((2, *images.shape[1:]))
    turned = [steps.rotate(image[:, ::-1] if flip else image, degrees) for image in images]
    return np.array([steps.distort(image, shifts, strength) for image in turned])


EXERCISE = Exercise(
    steps.augment,
    points=8,
    returns=("copies",),
    cases=augment_cases,
    mistakes={
        "Images are turned upside down; mirrored means left for right: the columns change places.": slip(
            "image[:, ::-1]", "image[::-1]"
        ),
        "Every image is mirrored; only those whose draw lies below flip_prob are.": slip(
            "if rng.random() < flip_prob:", "if rng.random() < 2:"
        ),
        "The wrong ones are mirrored: the draw has to be below flip_prob.": slip("< flip_prob", "> flip_prob"),
        "Where flip_prob is 0 no number is drawn, so all later draws are others; draw one for each image.": slip(
            "rng.random() < flip_prob", "flip_prob > 0 and rng.random() < flip_prob"
        ),
        "The copies are written into images itself; make an array of their own for them.": slip(
            "copies = np.zeros(images.shape)", "copies = images"
        ),
        "No image is mirrored; keep what image[:, ::-1] returns.": slip("image = image[:, ::-1]", "image[:, ::-1]"),
        "Images are turned to one side only; draw the angle from −max_degrees to max_degrees.": slip(
            "rng.uniform(-max_degrees, max_degrees)", "rng.uniform(0, max_degrees)"
        ),
        "Every image is turned by max_degrees; draw an angle for each.": slip(
            "rng.uniform(-max_degrees, max_degrees)", "max_degrees + 0 * rng.uniform()"
        ),
        "Nothing is turned; use what rotate returns.": slip("image = rotate(", "rotate("),
        "Nothing is distorted; use what distort returns.": slip(
            "distort(image, rng.standard_normal((2, *image.shape)), strength)",
            "image + 0 * rng.standard_normal((2, *image.shape))[0]",
        ),
        "The strength is left out of the distortion.": slip(", strength)\n    return", ", 1.0)\n    return"),
        "All images are changed alike; draw anew for each of them.": alike,
        "One angle turns all images; draw an angle for each of them.": one_angle,
        "All flips are drawn before the first angle; the draws come image by image: mirror, angle, shifts.": (
            flips_first
        ),
        "The angle is drawn before the mirror, so the draws fall to the wrong changes: mirror, angle, shifts.": (
            angle_first
        ),
        "Images are turned before they are mirrored, so the angle changes its side; mirror first.": (
            in_another_order("tmd")
        ),
        "Images are distorted before they are turned; distort what has been turned.": in_another_order("mdt"),
        "Originals and copies are returned together; asked for are the copies alone.": kept_and_changed,
        "The shifts are drawn before the angle, so the draws fall to the wrong changes: mirror, angle, shifts.": slip(
            ("        # Turn it by", "        shifts = rng.standard_normal((2, *image.shape))\n        # Turn it by"),
            ("rng.standard_normal((2, *image.shape)), strength", "shifts, strength"),
        ),
        "The distortion is drawn from even numbers; rng.standard_normal gives those to either side.": slip(
            "rng.standard_normal((2", "rng.random((2"
        ),
        "The copies are cut down to whole numbers; make the array for them with np.zeros.": slip(
            "np.zeros(images.shape)", "np.zeros(images.shape, dtype=int)"
        ),
    },
    right=[by_a_list, by_floats_first],
    hints=[
        "A loop over the images; in it three draws, each followed by its change.",
        "Mirror where rng.random() < flip_prob, by image[:, ::-1]; rotate by rng.uniform(-max_degrees, max_degrees); "
        "distort with rng.standard_normal((2, h, w)) and the strength.",
        "if rng.random() < flip_prob: image = image[:, ::-1]; then image = rotate(image, rng.uniform(-max_degrees, "
        "max_degrees)) and copies[i] = distort(image, rng.standard_normal((2, *image.shape)), strength).",
    ],
    topics=["data augmentation"],
)
