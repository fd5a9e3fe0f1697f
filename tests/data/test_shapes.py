import numpy as np
import pytest

from utils.data.shapes import box, canvas, ellipse, line, paint, polygon, ring

SQUARE = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]


def at(u, v):
    return np.array([float(u)]), np.array([float(v)])


def test_a_canvas_runs_from_minus_one_to_one_and_down():
    u, v = canvas(64)
    assert u.shape == v.shape == (64, 64)
    assert u[0, 0] == v[0, 0] == pytest.approx(-1 + 1 / 64)
    assert u[0, 63] == v[63, 0] == pytest.approx(1 - 1 / 64)


def test_a_canvas_shifts_scales_turns_and_mirrors():
    u, v = canvas(65, x=0.2, y=-0.1, scale=0.5, turn=0.3)
    # The object's own point (0.4, 0) lies at its centre plus half of it, turned clockwise: v points down
    column, row = (0.2 + 0.2 * np.cos(0.3) + 1) * 65 / 2 - 0.5, (-0.1 + 0.2 * np.sin(0.3) + 1) * 65 / 2 - 0.5
    nearest = np.unravel_index(np.argmin((u - 0.4) ** 2 + v**2), u.shape)
    assert nearest == (round(row), round(column))
    assert np.array_equal(canvas(8, mirrored=True)[0], -canvas(8)[0])


@pytest.mark.parametrize(
    "distance, expected",
    [
        (ellipse(at(0.5, 0), 0, 0, 0.3, 0.3), 0.2),
        (ellipse(at(0, 0), 0, 0, 0.3, 0.3), -0.3),
        (ellipse(at(0, 0.6), 0, 0, 0.6, 0.2, np.pi / 2), 0),
        (box(at(0.5, 0), 0, 0, 0.2, 0.4), 0.3),
        (box(at(0.6, 0.7), 0.1, 0.0, 0.2, 0.3), 0.5),
        (box(at(0, 0), 0, 0, 0.2, 0.4), -0.2),
        (line(at(0.5, 0.3), (0, 0), (1, 0), 0.1), 0.2),
        (line(at(-0.4, 0.3), (0, 0), (1, 0), 0.1), 0.4),
        (polygon(at(0.8, 0), SQUARE), 0.3),
        (polygon(at(0, 0), SQUARE), -0.5),
        (polygon(at(0, 0), SQUARE[::-1]), -0.5),
        (ring(ellipse(at(0.35, 0), 0, 0, 0.3, 0.3), 0.1), -0.05),
    ],
)
def test_distances(distance, expected):
    assert distance == pytest.approx(expected, abs=1e-12)


def test_paint_covers_the_inside_fades_at_the_edge_and_leaves_its_argument_alone():
    before = np.zeros((1, 3, 3))
    after = paint(before, np.array([[-1.0, 0.0, 1.0]]), (1, 0.5, 0), edge=0.1)
    np.testing.assert_allclose(after, [[[1, 0.5, 0], [0.5, 0.25, 0], [0, 0, 0]]])
    assert not before.any()
