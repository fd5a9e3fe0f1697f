"""Blocks cut a batch into pieces, in order, each within its size; long rows add up every channel."""

import numpy as np
import pytest

from utils.layers import blocks as module
from utils.layers.blocks import (
    add_products,
    add_rows,
    aligned,
    blocks,
    each_channel,
    in_long_rows,
    repeated,
    row_length,
)


@pytest.mark.parametrize("m", [1, 7, 20])
@pytest.mark.parametrize("size", [1, 100, 250, 10_000])
def test_every_entry_is_in_one_block_and_no_block_is_too_large(m, size):
    array = np.arange(m * 10, dtype=np.float32).reshape(m, 10)  # 40 bytes an entry
    pieces = [array[part] for part in blocks(array, size)]
    np.testing.assert_array_equal(np.concatenate(pieces), array)
    assert all(len(piece) == 1 or piece.nbytes <= size for piece in pieces)
    assert len(pieces) == -(-m // max(1, size // 40))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (3,), (5, 7), (2, 3, 4, 5), (0,), (0, 3), (3, 0)])
def test_an_aligned_array_begins_at_a_cache_line_and_is_like_any_other(shape, dtype):
    array = aligned(shape, dtype)
    assert (array.shape, array.dtype, array.flags.c_contiguous, array.flags.writeable) == (shape, dtype, True, True)
    assert array.__array_interface__["data"][0] % 64 == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (700, 3), (3, 50, 33), (2, 40), (40_000, 7), (3, 9000)])
def test_sums_and_products_of_every_channel_in_long_rows(shape, dtype):
    """One row that is not filled, many, a rest; more channels than a row's numbers; as many blocks as it takes."""
    n, rng = shape[-1], np.random.default_rng(0)
    x, y = (rng.standard_normal(shape).astype(dtype) for _ in range(2))
    sums, products = np.zeros((2, row_length(n, x.size)), dtype)
    turned = []
    for x_rows, y_rows in in_long_rows(n, x, y):
        assert x_rows.shape == y_rows.shape and x_rows.shape[1] % n == 0 and np.shares_memory(x_rows, x)
        add_rows(sums, x_rows)
        add_products(products, x_rows, y_rows)
        turned.append(x_rows.ravel())
    np.testing.assert_array_equal(np.concatenate(turned), x.ravel())
    exact, other = x.reshape(-1, n).astype(float), y.reshape(-1, n).astype(float)
    for got, want in ((sums, exact.sum(0)), (products, (exact * other).sum(0))):
        got = each_channel(got, n)
        assert got.dtype == dtype and got.shape == (n,)
        np.testing.assert_allclose(got, want, atol=4e3 * np.finfo(dtype).eps)


@pytest.mark.parametrize("n, roundings", [(1, 2), (3, 2), (6, 2), (32, 2), (33, 12), (64, 10), (4096, 2)])
def test_the_values_of_a_long_row_are_added_up_without_losing_digits(n, roundings):
    """Measured over six seeds: below 1 rounding in pairs (up to 32 channels), at most 6 one after the other."""
    worst = 0
    for seed in range(6):
        row = (np.random.default_rng(seed).standard_normal(row_length(n, 10**7)) + 2).astype(np.float32) ** 2
        exact = row.reshape(-1, n).astype(float).sum(0)
        worst = max(worst, np.abs(each_channel(row, n) / exact - 1).max() / np.finfo(np.float32).eps)
    assert worst <= roundings


@pytest.mark.parametrize("size", [1, 5000, 10**7])
@pytest.mark.parametrize("n", [1, 3, 4096, module.ROW, module.ROW + 1])
def test_a_value_a_channel_is_repeated_for_a_long_row(n, size):
    values = np.arange(n, dtype=np.float32)
    row = repeated(values, size)
    assert row.shape == (row_length(n, size),) and row.dtype == np.float32
    np.testing.assert_array_equal(row.reshape(-1, n), np.tile(values, (len(row) // n, 1)))


def test_the_rows_of_a_small_array_are_short():
    assert [row_length(32, size) for size in (64 * 32, 64 * 8 * 8 * 32, 10**7)] == [256, 4096, module.ROW]
