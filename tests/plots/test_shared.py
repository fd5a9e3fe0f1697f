"""The plots that several labs share, and the course's colours."""

import matplotlib.style
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from utils.plots import BLUE, CLASS_CMAP, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE
from utils.plots.boundary import decision_boundary
from utils.plots.curves import cost_curve
from utils.plots.images import image_grid

# What someone without the receptors for middle wavelengths sees (Machado, Oliveira and Fernandes, 2009, linear RGB)
DEUTERANOPIA = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])


def linear(colour):
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light, dark = sorted((linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [BLUE, ORANGE, GREY])
def test_line_colours_stand_out_from_white(colour):
    assert contrast(colour, "white") > 3


def test_the_two_classes_differ_for_every_eye():
    for see in (np.eye(3), DEUTERANOPIA):
        assert np.linalg.norm(see @ linear(BLUE) - see @ linear(ORANGE)) > 0.4
        assert np.linalg.norm(see @ linear(LIGHT_BLUE) - see @ linear(LIGHT_ORANGE)) > 0.25


def test_the_class_map_runs_from_blue_over_pale_to_orange():
    assert np.allclose(CLASS_CMAP(0.0)[:3], to_rgb(BLUE)) and np.allclose(CLASS_CMAP(1.0)[:3], to_rgb(ORANGE))
    assert min(CLASS_CMAP(0.5)[:3]) > 0.9


def test_the_style_is_found_by_name_and_is_readable_on_dark_pages():
    with matplotlib.style.context("utils.plots.course"):
        settings = dict(matplotlib.rcParams)
    assert settings["figure.facecolor"] == settings["axes.facecolor"] == "white"
    assert settings["figure.dpi"] <= 100 and settings["xtick.labelsize"] >= 9
    first = settings["axes.prop_cycle"].by_key()["color"][0]
    assert f"#{first.lstrip('#')}" == BLUE


def test_a_cost_curve_stands_at_its_iterations():
    ax = Figure().subplots()
    assert cost_curve(ax, [0.7, 0.5, 0.4], every=100, label="rate 0.1") is None
    assert np.array_equal(ax.lines[0].get_xdata(), [0, 100, 200])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("iteration", "cost")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["rate 0.1"]


def test_a_cost_curve_alone_has_no_legend_and_takes_arrays():
    ax = Figure().subplots()
    cost_curve(ax, np.array([[0.7], [0.5]]))
    assert ax.get_legend() is None and np.array_equal(ax.lines[0].get_ydata(), [0.7, 0.5])


@pytest.mark.parametrize("shape", [(5, 8, 8), (5, 8, 8, 3), (1, 4, 6)])
def test_an_image_grid_shows_every_image_once(shape):
    images, fig = np.random.default_rng(0).random(shape), Figure()
    assert image_grid(fig, images, titles=[str(k) for k in range(len(images))], columns=2) is None
    shown = [ax for ax in fig.axes if ax.images]
    assert len(shown) == len(images)
    assert [ax.get_title() for ax in shown] == [str(k) for k in range(len(images))]
    assert all(np.array_equal(ax.images[0].get_array(), image) for ax, image in zip(shown, images, strict=True))
    assert not any(ax.axison for ax in fig.axes)


def test_an_image_grid_clips_and_keeps_grey_grey():
    fig = Figure()
    image_grid(fig, np.array([[[-1.0, 0.5, 2.0]]]))
    assert np.array_equal(fig.axes[0].images[0].get_array(), [[0, 0.5, 1]])
    assert fig.axes[0].images[0].get_cmap().name == "gray"


@pytest.mark.parametrize(
    "images, titles, columns, sentence",
    [
        (np.zeros((2, 4, 4)), ["one"], 8, "2 images and 1 titles"),
        (np.zeros((4, 4)), None, 8, r"images of shape \(4, 4\)"),
        (np.zeros((2, 4, 4, 4)), None, 8, r"shape \(2, 4, 4, 4\)"),
        (np.full((2, 4, 4), 255, dtype=np.uint8), None, 8, "divide by 255"),
        (np.zeros((2, 4, 4)), None, 0, "columns = 0"),
    ],
)
def test_an_image_grid_refuses(images, titles, columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        image_grid(Figure(), images, titles=titles, columns=columns)


def left_is_one(points):
    return (points[:1] < 0).astype(float)


@pytest.mark.parametrize("predict", [left_is_one, lambda points: left_is_one(points)[0] > 0.5])
@pytest.mark.parametrize("row", [True, False])
def test_a_boundary_is_coloured_by_the_classifier_with_the_data_on_it(predict, row):
    X, Y = np.array([[-1.0, -2.0, 1.0], [0.0, 1.0, 3.0]]), np.array([[1, 1, 0]])
    ax = Figure().subplots()
    assert decision_boundary(ax, predict, X, Y if row else Y[0], steps=21) is None
    colours = ax.collections[0].get_array().reshape(21, 21)
    assert np.array_equal(colours[:, 0], np.ones(21)) and np.array_equal(colours[:, -1], np.zeros(21))
    blue, orange = ax.collections[1:]
    assert np.array_equal(blue.get_offsets(), [[1, 3]]) and np.array_equal(orange.get_offsets(), [[-1, 0], [-2, 1]])
    assert ax.get_xlim()[0] <= -2 and ax.get_ylim()[1] >= 3


def test_the_plane_is_asked_at_once_with_points_in_columns():
    asked = []
    decision_boundary(Figure().subplots(), lambda Z: asked.append(Z.shape) or Z[0], np.eye(2), [0, 1], steps=30)
    assert asked == [(2, 900)]


@pytest.mark.parametrize(
    "X, Y, sentence",
    [
        (np.zeros((3, 2)), [0, 1, 1], r"give X \(2, m\)"),
        (np.zeros((2, 3)), [0, 1], r"give X \(2, m\)"),
        (np.eye(2), [0, 2], "classes are 0 and 1"),
    ],
)
def test_a_boundary_refuses(X, Y, sentence):
    with pytest.raises(ValueError, match=sentence):
        decision_boundary(Figure().subplots(), left_is_one, X, Y)


def test_a_boundary_says_what_the_classifier_should_have_returned():
    with pytest.raises(ValueError, match=r"predict gave shape \(5, 400\) for 400 points"):
        decision_boundary(Figure().subplots(), lambda points: np.zeros((5, 400)), np.eye(2), [0, 1], steps=20)
