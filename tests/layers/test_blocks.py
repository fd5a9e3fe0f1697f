"""Blocks cut a batch into pieces, in order, each within its size."""

import numpy as np
import pytest

from utils.layers.blocks import blocks


@pytest.mark.parametrize("m", [1, 7, 20])
@pytest.mark.parametrize("size", [1, 100, 250, 10_000])
def test_every_entry_is_in_one_block_and_no_block_is_too_large(m, size):
    array = np.arange(m * 10, dtype=np.float32).reshape(m, 10)  # 40 bytes an entry
    pieces = [array[part] for part in blocks(array, size)]
    np.testing.assert_array_equal(np.concatenate(pieces), array)
    assert all(len(piece) == 1 or piece.nbytes <= size for piece in pieces)
    assert len(pieces) == -(-m // max(1, size // 40))
