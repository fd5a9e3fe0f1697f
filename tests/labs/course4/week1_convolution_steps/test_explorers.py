"""What the explorers of convolution compute and draw, and what they refuse."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course4.week1_convolution_steps import explorer_of_filters as photograph
from utils.labs.course4.week1_convolution_steps import explorers, plots

pytestmark = pytest.mark.lab("course4/week1_convolution_steps")


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_a_place_of_the_filter_has_its_window_and_its_sum():
    image, W, window, place, Z = explorers.stepping(6, "vertical edge")
    assert place == (1, 2) and Z.shape == (4, 4)
    np.testing.assert_array_equal(window, image[1:4, 2:5])
    assert Z[place] == np.sum(window * W) == 20


@pytest.mark.parametrize("name", explorers.FILTERS)
def test_every_place_of_every_filter_is_drawn(name):
    for step in (0, 15):
        assert explorers.draw_stepping(fig := Figure(), step, name) is None
        assert f"Place {step}:" in texts(fig)


def test_results_ahead_of_the_window_are_not_shown_yet():
    explorers.draw_stepping(fig := Figure(), 1, "sum of all nine")
    shown = [text.get_text() for text in fig.axes[2].texts]
    assert shown == ["90", "60"]


@pytest.mark.parametrize("step", [-1, 16])
def test_a_place_that_does_not_exist_is_refused(step):
    with pytest.raises(ValueError, match="the 16 places are 0 to 15"):
        explorers.draw_stepping(Figure(), step, "vertical edge")


def test_it_opens_on_an_edge_that_the_filter_does_not_see():
    shown = explorers.explore_stepping()
    assert shown.values() == {"step": 8, "filter": "vertical edge"}
    _, _, window, place, Z = explorers.stepping(8, "vertical edge")
    assert Z[place] == 0 and len(np.unique(window)) == 2  # an edge that the filter does not see
    before = shown.image.value
    shown.controls["step"].value = 9
    assert shown.image.value != before
    shown.controls["step"].value = 8
    assert shown.image.value == before


@pytest.mark.parametrize("n, f, stride, pad", [(8, 3, 2, 0), (8, 2, 5, 3), (5, 3, 1, 1), (4, 4, 3, 0)])
def test_coverage_counts_the_windows_over_each_pixel(n, f, stride, pad):
    counts, starts = explorers.coverage(n, f, stride, pad)
    by_walking = np.zeros_like(counts)
    for top in range(0, n + 2 * pad - f + 1, stride):
        for left in range(0, n + 2 * pad - f + 1, stride):
            by_walking[top : top + f, left : left + f] += 1
    np.testing.assert_array_equal(counts, by_walking)
    assert starts.tolist() == list(range(0, n + 2 * pad - f + 1, stride))


def test_what_is_left_over_is_said():
    explorers.draw_coverage(fig := Figure(), f=3, stride=2, pad=0)
    assert "15 of 64 pixels are never seen" in texts(fig) and "the output is 3 × 3" in texts(fig)
    explorers.draw_coverage(fig := Figure(), f=3, stride=1, pad=1)
    assert "every pixel is seen" in texts(fig) and "8 × 8" in texts(fig)


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="larger than 8 × 8"):
        explorers.draw_coverage(Figure(), f=9, stride=1, pad=0)
    shown = explorers.explore_coverage()
    before = shown.image.value
    shown.controls["f"].value = 9  # written on the figure, not raised
    assert shown.image.value != before


def test_filters_are_what_their_names_say():
    rows, columns = np.mgrid[:7, :7]
    plane = 0.3 * columns + 0.4 * rows
    for size in (3, 5, 7):
        assert np.sum(photograph.make_filter("blur", 0, size)) == pytest.approx(1)
        assert np.sum(photograph.make_filter("sharpen", 0, size)) == pytest.approx(1)
        for angle, slope in ((0, 0.3), (90, 0.4), (180, -0.3)):
            answers = photograph.filtered(plane, photograph.make_filter("edges", angle, size))
            np.testing.assert_allclose(answers, slope, atol=1e-12)
    assert (8 * photograph.make_filter("edges", 0, 3)).tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


@pytest.mark.parametrize(
    "kind, size, told", [("blur", 4, "no middle"), ("edges", 1, "neighbours"), ("ridges", 3, "kind")]
)
def test_impossible_filters_are_refused(kind, size, told):
    with pytest.raises(ValueError, match=told):
        photograph.make_filter(kind, 0, size)


def test_every_kind_of_filter_is_drawn():
    image = np.random.default_rng(0).random((240, 300))
    shown = photograph.explore_filters(image)
    assert shown.values() == {"kind": "edges", "angle": 0, "size": 3}
    for kind in ("sharpen", "blur", "edges"):
        before = shown.image.value
        shown.controls["kind"].value = kind
        assert shown.image.value != before


def test_numbers_in_cells_have_real_minus_signs_and_may_be_left_out():
    fig = Figure()
    plots.number_grid(fig.subplots(), [[-0.25, np.nan], [-0.0, 2.0]])
    assert [text.get_text() for text in fig.axes[0].texts] == ["−0.25", "0", "2"]


def test_the_lab_s_other_figures_are_drawn():
    fig = Figure()
    first, second, third, fourth = fig.subplots(1, 4)
    plots.signed_map(first, np.array([[-1.0, 2.0]]), "slopes")
    assert first.images[0].get_clim() == (-2, 2)
    plots.grey_image(second, np.eye(2), "image")
    plots.angle_errors(third, np.arange(3), {"Sobel": np.zeros(3), "Scharr": np.ones(3)})
    plots.times_by_size(fourth, [8, 16], {"loops": [1.0, 2.0], "one product": [0.1, 0.2]})
    assert all(word in texts(fig) for word in ("slopes", "image", "Scharr", "one product", "16"))
