"""Windows that slide over images: how many there are, and where they lie in memory."""

from utils.layers.arguments import check_whole


def output_size(n, f, stride, pad, exact=False):
    """How many places a window finds along one side of an image.

        ⌊(n + 2 pad − f) / stride⌋ + 1

    n: pixels of the side.    f: pixels of the window.    stride: pixels from place to place.    pad: pixels added at
    either end.    exact: also ask that the last window ends where the padded image ends.
    Raises ValueError: not whole numbers, a window larger than the padded image, with `exact` pixels left over.
    """
    for name, value, least in (("n", n, 1), ("f", f, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(name, value, least)
    room = n + 2 * pad - f
    if room < 0:
        raise ValueError(f"a window of {f} does not fit into {n} pixels and {pad} of padding at either end")
    if exact and room % stride:
        raise ValueError(
            f"a window of {f} with stride {stride} does not divide {n} pixels and {pad} of padding at either end: "
            f"{room % stride} are left over"
        )
    return room // stride + 1
