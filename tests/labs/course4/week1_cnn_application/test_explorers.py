"""What the explorer of feature maps computes and draws, and the lab's other pictures."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course4.week1_cnn_application import explorers, plots
from utils.models.lenet import lenet
from utils.steps.cnn_application import feature_maps, parameter_table, shift

pytestmark = pytest.mark.lab("course4/week1_cnn_application")


@pytest.fixture
def network():
    return lenet(8, 1, 10, np.random.default_rng(0), filters=(5, 9), hidden=6)


@pytest.fixture
def images():
    return np.random.default_rng(1).random((4, 8, 8, 1)).astype(np.float32)


LABELS = np.array([3, 0, 7, 7])


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_what_is_seen_inside_is_what_the_layers_give(network, images):
    moved, maps, shares = explorers.look_inside(network, images[2], 3)
    np.testing.assert_array_equal(moved, shift(images[2:3], 0, 3)[0])
    for seen, Z in zip(maps, feature_maps(network, shift(images[2:3], 0, 3)), strict=True):
        np.testing.assert_array_equal(seen, Z[0])
    assert shares.shape == (10,) and shares.sum() == pytest.approx(1, abs=1e-5)
    assert np.argmax(shares) == np.argmax(maps[-1])


@pytest.mark.parametrize("right", [8, -8, 11])
def test_out_of_sight_is_said(network, images, right):
    with pytest.raises(ValueError, match="nothing is left"):
        explorers.look_inside(network, images[0], right)


@pytest.mark.parametrize(("layer", "words"), [("1 ReLU", "5 maps of 8 × 8"), ("5 MaxPool2D", "9 maps of 2 × 2")])
def test_the_figure_says_which_layer_and_verdict(network, images, layer, words):
    fig = Figure()
    assert explorers.draw_feature_maps(fig, network, images, LABELS, 2, layer, 0) is None
    assert words in texts(fig) and "a 7" in texts(fig) and "it says" in texts(fig)


def test_a_dense_layer_has_numbers(network, images):
    fig = Figure()
    explorers.draw_feature_maps(fig, network, images, LABELS, 0, "8 ReLU", -2)
    assert "6 numbers" in texts(fig)


@pytest.mark.parametrize(("image", "layer"), [(4, "1 ReLU"), (-1, "1 ReLU"), (0, "1 Conv2D")])
def test_what_is_not_there_is_refused(network, images, image, layer):
    with pytest.raises(ValueError, match="There are 4 images"):
        explorers.draw_feature_maps(Figure(), network, images, LABELS, image, layer, 0)


def test_the_explorer_opens_on_the_first_image_and_follows(network, images):
    explorer = explorers.explore_feature_maps(network, images, LABELS)
    assert explorer.values() == {"image": 0, "layer": "1 ReLU", "right": 0}
    before = explorer.image.value
    explorer.controls["right"].value = 2
    assert explorer.image.value != before
    explorer.controls["right"].value = 8  # impossible, and said on the figure
    assert explorer.image.value != before


def test_a_mosaic_keeps_every_map_apart():
    maps = np.arange(2 * 3 * 5.0).reshape(2, 3, 5)
    whole = plots.mosaic(maps, 2)
    assert whole.shape == (3 * 3 - 1, 2 * 4 - 1)
    np.testing.assert_array_equal(whole[3:5, 4:7], maps[:, :, 3])
    assert np.isnan(whole[2]).all() and np.isnan(whole[:, 3]).all() and np.isnan(whole[6:, 4:]).all()
    assert plots.mosaic(np.arange(4.0), 8).shape == (1, 7)


def test_the_strongest_maps_are_drawn_in_their_order():
    maps = np.zeros((2, 2, 4))
    maps[..., 3], maps[..., 1], maps[..., 2] = 1, 5, 2
    fig = Figure()
    plots.maps_by_stage(fig, np.zeros((4, 4)), {"stage": maps}, columns=2)
    shown = fig.axes[1].images[0].get_array()
    assert (shown[0, 0], shown[0, 3]) == (5, 2)
    assert "stage" in texts(fig)


def test_who_is_right_and_who_is_not():
    shares = np.full(10, 0.05)
    shares[4] = 0.55
    for label, words in ((4, "it says 4, right"), (9, "it says 4, and it is 9")):
        fig = Figure()
        plots.shares_of_classes(fig.subplots(), shares, label)
        assert words in texts(fig)


def test_the_lab_s_other_figures_are_drawn(network):
    fig = Figure()
    ax = fig.subplots()
    plots.sizes_by_layer(ax, parameter_table(network, (8, 8, 1)))
    heights = ax.lines[0].get_ydata()
    assert list(heights) == [8, 8, 4, 4, 4, 2] and "MaxPool2D" in texts(fig)
    fig = Figure()
    plots.accuracy_when_moved(fig.subplots(), [0, 1], {"a": [1, 0.5], "b": [0.9, 0.2]}, [{}, {"linestyle": "--"}])
    assert "guessing" in texts(fig) and "b" in texts(fig)
