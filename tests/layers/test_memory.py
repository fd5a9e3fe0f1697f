"""Results hold nothing of what their memory held before, and do not depend on how the inputs lie in memory."""

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES, several
from utils import layers
from utils.layers.windows import framed


def rng(seed=0):
    return np.random.default_rng(seed)


# name: (a layer, the shape of its input)
LAYERS = {
    "relu": (layers.ReLU, (70, 3, 1000)),  # more than a block
    "batch norm": (lambda: layers.BatchNorm(5), (3, 7, 11, 5)),
    "batch norm, many channels": (lambda: layers.BatchNorm(9000), (5, 9000)),
    "layer norm": (lambda: layers.LayerNorm(130), (2, 601, 130)),
    "residual": (lambda: layers.Residual(layers.ReLU()), (2, 3, 4)),
    "depthwise": (lambda: layers.DepthwiseConv2D(3, 3, rng(), pad="same"), (2, 6, 5, 3)),
    "depthwise, no bias, stride 2": (lambda: layers.DepthwiseConv2D(3, 3, rng(), 2, pad=1, bias=False), (2, 6, 5, 3)),
    "depthwise, stride above the filter": (lambda: layers.DepthwiseConv2D(3, 2, rng(), stride=3), (2, 7, 8, 3)),
    "convolution, few channels": (lambda: layers.Conv2D(2, 4, 3, rng(), pad="same"), (2, 6, 5, 2)),
    "convolution, stride 2": (lambda: layers.Conv2D(6, 4, 3, rng(), stride=2, pad=1), (2, 7, 6, 6)),
    "convolution, pad 1 of 5": (lambda: layers.Conv2D(6, 4, 5, rng(), pad=1), (2, 7, 6, 6)),
    "lstm": (lambda: layers.LSTM(3, 4, rng()), (2, 5, 3)),
    "gru": (lambda: layers.GRU(3, 4, rng()), (2, 5, 3)),
}
EACH = pytest.mark.parametrize("name", LAYERS)


def results(name, dtype, order="C", far=0.0):
    """Output, gradient of the input and of every weight. order: of memory; far: added to the input."""
    make, shape = LAYERS[name]
    layer = make().cast(dtype)
    x = (rng(1).standard_normal(shape) + far).astype(dtype)
    y = layer.forward(laid_out(x, order), train=True)
    dx = layer.backward(laid_out(rng(2).standard_normal(y.shape).astype(dtype), order))
    return y, dx, *layer.gradients().values()


def laid_out(array, order):
    """The same numbers, elsewhere in memory: columns first, or every second number, or from the last to the first."""
    if order == "strided":
        wide = np.full((*array.shape[:-1], 2 * array.shape[-1]), np.nan, array.dtype)
        wide[..., ::2] = array
        return wide[..., ::2]
    return array[::-1].copy()[::-1] if order == "reversed" else np.array(array, order=order)


@pytest.fixture
def full_memory(monkeypatch):
    """np.empty and np.empty_like give memory whose every byte is 255: as float32 or float64, that is NaN."""
    empty, empty_like = np.empty, np.empty_like

    def filled(array):
        if array.dtype.kind == "f" or array.dtype == np.uint8:
            array[...] = 255 if array.dtype == np.uint8 else np.nan
        return array

    monkeypatch.setattr(np, "empty", lambda *a, **k: filled(empty(*a, **k)))
    monkeypatch.setattr(np, "empty_like", lambda *a, **k: filled(empty_like(*a, **k)))


@DTYPES
@EACH
@pytest.mark.parametrize("far", [0.0, 50.0])
def test_nothing_of_what_memory_held_before_is_in_a_result(name, dtype, far, request):
    expected = results(name, dtype, far=far)
    request.getfixturevalue("full_memory")
    for got, want in zip(results(name, dtype, far=far), expected, strict=True):
        np.testing.assert_array_equal(got, want)


def test_the_border_of_a_frame_is_zero_whatever_memory_held(full_memory):
    x = np.ones((2, 3, 4, 5))
    for planes in (False, True):
        for arguments in ((1, 2, 5, 8), (-1, 1, 3, 3), (4, -5, 3, 2), (5, 0, 3, 4), (0, 9, 3, 4), (-3, 0, 2, 4)):
            frame = framed(x, *arguments, planes=planes)
            top, left, high, wide = arguments
            expected = np.zeros(frame.shape)
            for row in range(high):
                for column in range(wide):
                    expected[:, row, column] = 0 <= row - top < 3 and 0 <= column - left < 4
            np.testing.assert_array_equal(frame, expected)


@DTYPES
@EACH
@pytest.mark.parametrize("order", ["F", "strided", "reversed"])
def test_inputs_may_lie_in_memory_in_any_way(name, dtype, order):
    tolerance = {np.float32: 2e-5, np.float64: 1e-12}[dtype]  # matrix products may add up in another order
    for got, want in zip(results(name, dtype, order), results(name, dtype), strict=True):
        assert got.dtype == dtype and got.shape == want.shape
        np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance * np.abs(want).max())


@DTYPES
@EACH
def test_results_are_arrays_that_begin_anew_with_every_call(name, dtype):
    """A second call changes no result of the first: buffers are no module's state."""
    make, shape = LAYERS[name]
    layer = make().cast(dtype)
    first = layer.forward(np.ones(shape, dtype), train=True)
    kept = [array.copy() for array in (first, *several(layer.backward(np.ones_like(first))))]
    again = layer.backward(np.ones_like(first))
    layer.backward(layer.forward(rng(3).standard_normal(shape).astype(dtype), train=True))
    for got, want in zip((first, again), kept, strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", ["batch norm", "layer norm"])
def test_a_number_of_numpys_as_epsilon_changes_no_type(name):
    make, shape = LAYERS[name]
    layer = make()
    layer.eps = np.float64(1e-5)
    for train in (True, False):
        y = layer.forward(rng().standard_normal(shape, dtype=np.float32), train=train)
        assert {a.dtype for a in (y, layer.backward(y), *layer.gradients().values())} == {np.dtype(np.float32)}


@pytest.mark.parametrize("types", [(np.float32, np.float64), (np.float64, np.float32), (np.int64, np.float32)])
def test_the_paths_of_a_residual_block_meet_in_the_wider_type(types):
    class Cast(layers.Flatten):
        def __init__(self, dtype):
            self.dtype = dtype

        def forward(self, x, *, train=False, mask=None):
            return x.astype(self.dtype)

    x = np.array([[1.0, 2.0]])
    y = layers.Residual(Cast(types[0]), Cast(types[1])).forward(x)
    assert y.dtype == np.float64
    np.testing.assert_array_equal(y, 2 * x)


@pytest.mark.parametrize("name", ["batch norm", "layer norm"])
@pytest.mark.parametrize("bad, word", [(np.nan, "NaN"), (np.inf, "infinity"), (-np.inf, "infinity")])
@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.filterwarnings("error")
def test_one_bad_number_among_others_far_from_0_is_refused(name, bad, word, place):
    """The decision for the second pass does not lose it."""
    make, shape = LAYERS[name]
    x = rng().standard_normal(shape, dtype=np.float32)
    x[..., 1] += 1000
    x.reshape(-1)[place] = bad
    with pytest.raises(ValueError, match=f"holds {word}"):
        make().forward(x, train=True)


@pytest.mark.parametrize("name", LAYERS)
def test_an_empty_batch_is_refused(name):
    make, shape = LAYERS[name]
    with pytest.raises(ValueError, match="it is empty"):
        make().forward(np.ones((0, *shape[1:]), np.float32), train=True)
