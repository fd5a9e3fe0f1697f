"""Convolutions of images refuse settings when they are made, and start from weights of the right size."""

import numpy as np
import pytest

from utils.layers.convolution import Conv2D
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.initialization import he
from utils.layers.transposed import Conv2DTranspose


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("pad", [-1, "valid", "SAME", 1.5, (1,), (1, 2, 3), (1, -1), None])
@pytest.mark.parametrize(
    "make", [lambda pad: Conv2D(2, 3, 3, rng(), pad=pad), lambda pad: DepthwiseConv2D(2, 3, rng(), pad=pad)]
)
def test_a_pad_that_is_none_is_refused(make, pad):
    with pytest.raises(ValueError, match="pad = .* a whole number of pixels from 0 up"):
        make(pad)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Conv2D(2, 3, 0, rng()),
        lambda: Conv2D(0, 3, 3, rng()),
        lambda: Conv2D(2, 3, 3, rng(), stride=0),
        lambda: Conv2D(2, 3, 3, 7),
        lambda: DepthwiseConv2D(2, 0, rng()),
        lambda: DepthwiseConv2D(2, 3, rng(), stride=1.5),
        lambda: Conv2DTranspose(2, 3, (2, 2), rng()),
        lambda: Conv2DTranspose(2, 3, 2, rng(), stride=0),
        lambda: Conv2DTranspose(2, 3, 2, rng(), pad=-1),
    ],
)
def test_sizes_that_make_no_layer_are_refused(make):
    with pytest.raises(ValueError, match="whole number, at least|np.random.Generator"):
        make()


def test_a_depthwise_filter_starts_from_what_one_window_adds_up():
    layer = DepthwiseConv2D(4000, 3, rng(), init=he)
    assert layer.W.shape == (3, 3, 4000) and layer.W.flags.c_contiguous
    assert layer.W.std() == pytest.approx(np.sqrt(2 / 9), rel=0.02)
