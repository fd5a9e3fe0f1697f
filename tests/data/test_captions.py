"""Images of one coloured shape and their captions."""

import numpy as np
import pytest

from utils.data import captions
from utils.data.captions import COLOURS, HELD_OUT, PLACES, SIDE, load_captions

pytestmark = pytest.mark.lab("course5/week3_translation")


@pytest.fixture(scope="module")
def data():
    return load_captions(np.random.default_rng(3), 300, 40, 60, 80)


def test_shapes_and_types(data):
    for part, m in zip(data[:4], (300, 40, 60, 80), strict=True):
        assert part.X.shape == (m, SIDE, SIDE, 3) and part.X.dtype == np.float32
        assert part.X.min() >= 0 and part.X.max() <= 1
        assert part.Y.shape == part.Y_mask.shape == (m, captions.LENGTH) and len(part.captions) == m
        assert data.vocabulary.decode(part.Y, " ") == part.captions


def test_held_out_pairs_are_in_the_combinations_alone(data):
    def pairs(part):
        return {tuple(text.split()[2:4]) for text in part.captions}

    assert all(not pairs(part) & set(HELD_OUT) for part in (data.train, data.dev, data.test))
    assert pairs(data.combinations) == set(HELD_OUT)
    learnt = pairs(data.train)
    assert len(learnt) == 12 and {word for pair in HELD_OUT for word in pair} <= {
        word for pair in learnt for word in pair
    }


def test_the_colour_is_where_the_caption_says(data):
    for image, text in zip(data.test.X, data.test.captions, strict=True):
        words = text.split(" ", 4)
        colour = np.array(COLOURS[words[2]])
        near = np.abs(image - colour).max(axis=2) < 0.15
        assert near.sum() >= 4
        rows, columns = np.nonzero(near)
        middle = np.array([columns.mean(), rows.mean()]) / (SIDE - 1) * 2 - 1
        assert np.abs(middle - 0.58 * np.array(PLACES[words[4]])).max() < 0.3


def test_large_is_larger_than_small(data):
    sizes = {"small": [], "large": []}
    for image, text in zip(data.train.X, data.train.captions, strict=True):
        words = text.split()
        if words[3] == "square":
            sizes[words[1]].append(np.sum(np.abs(image - np.array(COLOURS[words[2]])).max(axis=2) < 0.15))
    assert max(sizes["small"]) < min(sizes["large"])


def test_the_same_rng_gives_the_same_images():
    one, two = (load_captions(np.random.default_rng(1), 3, 1, 1, 1) for _ in range(2))
    np.testing.assert_array_equal(one.train.X, two.train.X)
    assert one.train.captions == two.train.captions


@pytest.mark.parametrize("name", ["m_train", "m_dev", "m_test", "m_combinations"])
def test_numbers_have_to_be_whole(name):
    with pytest.raises(ValueError, match=name):
        load_captions(np.random.default_rng(0), **{name: 0})
