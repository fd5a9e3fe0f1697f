import socket

import numpy as np
import pytest

from utils.data.photographs import crop, photographs, regions


def test_the_photographs_come_without_a_network(monkeypatch):
    def no_network(*args, **kwargs):
        raise AssertionError("a photograph was asked for on the network")

    monkeypatch.setattr(socket, "socket", no_network)
    photographs.cache_clear()
    for photograph in photographs().values():
        assert photograph.ndim == 3 and photograph.shape[2] == 3 and photograph.dtype == np.uint8


def test_no_pixel_of_a_photograph_is_in_both_parts():
    for photograph, train, test in zip(photographs().values(), regions("train"), regions("test"), strict=True):
        assert np.allclose(np.hstack([train, test]) * 255, photograph)
        assert min(*train.shape[:2], *test.shape[:2]) > 128


def test_another_part_is_refused():
    with pytest.raises(ValueError, match='"train" or "test", not \'dev\''):
        regions("dev")


def test_a_crop_is_a_square_of_the_photograph():
    strip = np.zeros((90, 120, 3))
    strip[..., 0], strip[..., 1] = np.arange(90)[:, None] / 90, np.arange(120) / 120
    rng = np.random.default_rng(0)
    for _ in range(20):
        small = crop(strip, 64, rng)
        assert small.shape == (64, 64, 3) and small.min() >= 0 and small.max() <= 1
        down, across = np.diff(small[:, 0, 0]), np.diff(small[0, :, 1])
        assert (down > 0).all() and ((across > 0).all() or (across < 0).all())


def test_an_equal_square_is_kept_as_it_is():
    strip = np.random.default_rng(0).random((64, 64, 3))
    small = crop(strip, 64, np.random.default_rng(1))
    assert np.allclose(small, strip) or np.allclose(small, strip[:, ::-1])


def test_a_photograph_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="no square of 64 pixels"):
        crop(np.zeros((50, 200, 3)), 64, np.random.default_rng(0))
