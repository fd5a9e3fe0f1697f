"""The exercise conv_output_shape: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import convolution


def conv_output_shape(rng):
    return [
        (6, 6, 3, 1, 0),
        (8, 6, 3, 3, 0),
        (7, 9, 3, 2, 1),
        (5, 7, 3, 1, 1),
        (4, 5, 5, 1, 1),
        (3, 6, 3, 1, 0),
        (6, 3, 3, 2, 0),
        (4, 11, 4, 3, 0),
        (11, 4, 4, 3, 0),
        (39, 37, 5, 2, 2),
    ]


def filter_too_large(rng):
    return [(2, 5, 5, 1, 1), (5, 2, 5, 1, 1), (3, 3, 8, 2, 2)]


def shape_by_walking(n_H, n_W, f, stride, pad):
    starts = [range(0, n + 2 * pad - f + 1, stride) for n in (n_H, n_W)]
    if not all(starts):
        raise ValueError("nothing fits")
    return len(starts[0]), len(starts[1])


def shape_by_int(n_H, n_W, f, stride, pad):
    if f > n_H + 2 * pad or f > n_W + 2 * pad:
        raise ValueError("the window is too large")
    return int((n_H + 2 * pad - f) / stride) + 1, int((n_W + 2 * pad - f) / stride + 1)


def shape_by_assert(n_H, n_W, f, stride, pad):
    assert f <= n_H + 2 * pad and f <= n_W + 2 * pad
    return (n_H + 2 * pad - f) // stride + 1, (n_W + 2 * pad - f) // stride + 1


BOTH = "room_H // stride + 1, room_W // stride + 1"


EXERCISE = Exercise(
    convolution.conv_output_shape,
    points=7,
    returns=("n_H", "n_W"),
    cases=conv_output_shape,
    wishes=filter_too_large,
    mistakes={
        "Your sizes are floats, 4.0; range needs whole numbers: use //.": slip(
            BOTH, "np.floor(room_H / stride) + 1, np.floor(room_W / stride) + 1"
        ),
        "Your sizes have fractions; there is no place for half a window: round down with //.": slip("//", "/"),
        "You round up; a step that would leave the image is not made: round down with //.": slip(
            BOTH, "-(-room_H // stride) + 1, -(-room_W // stride) + 1"
        ),
        "You round to the nearest whole number; a step that would leave the image is not made: use //.": slip(
            BOTH, "round(room_H / stride) + 1, round(room_W / stride) + 1"
        ),
        "In your formula only f is divided by the stride; put n + 2 · pad − f into brackets.": slip(
            BOTH, "n_H + 2 * pad - f // stride + 1, n_W + 2 * pad - f // stride + 1"
        ),
        "You count the steps and forget the first place; add 1.": slip(BOTH, "room_H // stride, room_W // stride"),
        "You add the 1 before dividing; it is one place more, not one pixel: (…) // stride + 1.": slip(
            BOTH, "(room_H + 1) // stride, (room_W + 1) // stride"
        ),
        "Only your f is divided; put n + 2 · pad − f into brackets.": slip(
            BOTH, "int(n_H + 2 * pad - f / stride + 1), int(n_W + 2 * pad - f / stride + 1)"
        ),
        "You add the padding once; it lies on both sides: 2 · pad.": slip("2 * pad", "pad"),
        "Raise a ValueError rather than assert; callers catch that one.": shape_by_assert,
        "You look at the height only; one direction in which nothing fits is enough: use or.": slip(
            "room_H < 0 or room_W < 0", "room_H < 0"
        ),
        "You look at the width only; one direction in which nothing fits is enough: use or.": slip(
            "room_H < 0 or room_W < 0", "room_W < 0"
        ),
        "Height and width have changed places in what you return.": slip(
            BOTH, "room_W // stride + 1, room_H // stride + 1"
        ),
        "You work out one side and return it twice; images need not be square.": slip(
            BOTH, "room_H // stride + 1, room_H // stride + 1"
        ),
        "You let a window pass that is larger than the padded image; raise a ValueError then.": slip(
            "if room_H < 0 or room_W < 0:", "if False:"
        ),
        "You return sizes where nothing fits; raise a ValueError there.": slip("raise ValueError", "return 0, 0  #"),
        "You add the first place twice; it is ⌊…⌋ + 1.": slip(BOTH, "room_H // stride + 2, room_W // stride + 2"),
        "You refuse a window only if it is too large both ways; one direction is enough: use or.": slip(
            "room_H < 0 or room_W < 0", "room_H < 0 and room_W < 0"
        ),
        "You raise a ValueError though a window just fits; only n + 2 · pad − f < 0 means that nothing does.": slip(
            "room_H < 0 or room_W < 0", "room_H <= 0 or room_W <= 0"
        ),
        "You raise a ValueError though the padding makes room; only n + 2 · pad − f < 0 means it does not.": slip(
            "if room_H < 0 or room_W < 0", "if f > n_H or f > n_W"
        ),
        "You raise a ValueError though windows fit; pixels that are left over are unseen, so round down.": slip(
            "room_H < 0 or room_W < 0", "room_H < 0 or room_W < 0 or room_H % stride or room_W % stride"
        ),
    },
    right=[shape_by_walking, shape_by_int],
    hints=[
        "From its first place, how many pixels further can the window move, and how many whole steps is that?",
        "The room is n + 2 · pad − f. Below 0 nothing fits; else ⌊room / stride⌋ steps and one place more.",
        "room_H = n_H + 2 * pad - f; raise ValueError(…) if it is negative; return room_H // stride + 1, …",
    ],
    topics=["padding", "strided convolution"],
)
