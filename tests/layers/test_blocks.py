"""Blocks cut a batch into pieces, in order, each within its size."""

import numpy as np
import pytest

from utils.layers.blocks import aligned, blocks


@pytest.mark.parametrize("m", [1, 7, 20])
@pytest.mark.parametrize("size", [1, 100, 250, 10_000])
def test_every_entry_is_in_one_block_and_no_block_is_too_large(m, size):
    array = np.arange(m * 10, dtype=np.float32).reshape(m, 10)  # 40 bytes an entry
    pieces = [array[part] for part in blocks(array, size)]
    np.testing.assert_array_equal(np.concatenate(pieces), array)
    assert all(len(piece) == 1 or piece.nbytes <= size for piece in pieces)
    assert len(pieces) == -(-m // max(1, size // 40))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (3,), (5, 7), (2, 3, 4, 5)])
def test_an_aligned_array_begins_at_a_cache_line_and_is_like_any_other(shape, dtype):
    array = aligned(shape, dtype)
    assert (array.shape, array.dtype, array.flags.c_contiguous, array.flags.writeable) == (shape, dtype, True, True)
    assert array.__array_interface__["data"][0] % 64 == 0
