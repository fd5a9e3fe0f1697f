"""Blocks of a batch that stay in the processor's cache while several operations pass over them."""

BLOCK = 1 << 19  # bytes: about half of the second-level cache of today's processors


def blocks(array, size=BLOCK):
    """Yield slices of the leading axis, each of at most `size` bytes, or of one entry where that alone is larger."""
    step = max(1, size // array[:1].nbytes)
    for start in range(0, len(array), step):
        yield slice(start, min(start + step, len(array)))
