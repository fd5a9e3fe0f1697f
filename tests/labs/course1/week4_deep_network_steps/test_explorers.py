"""The explorers on deep networks: what they compute, and that every setting draws quickly."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.budget.calibration import within
from utils.labs.course1.week4_deep_network_steps import explorer_of_the_walk as one_pass
from utils.labs.course1.week4_deep_network_steps import explorers as shapes

pytestmark = pytest.mark.lab("course1/week4_deep_network_steps")

NONE, TRANSPOSED, ROWS, FLAT = shapes.FAULTS


def states(widths, m, fault):
    return [layer["state"] for layer in shapes.network_shapes(widths, m, fault)]


def written(fig):
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_a_sound_network_fits_and_counts_its_numbers():
    layers = shapes.network_shapes([3, 5, 4, 1], 10)
    assert [layer["state"] for layer in layers] == ["fits"] * 3
    assert [layer["Z"] for layer in layers] == [(5, 10), (4, 10), (1, 10)]
    assert sum(layer["numbers"] for layer in layers) == 20 + 24 + 5
    assert "49 numbers" in shapes.verdict(layers)


@pytest.mark.parametrize(
    ("widths", "m", "fault", "expected"),
    [
        ([3, 5, 1], 10, TRANSPOSED, ["stops", "not reached"]),
        ([4, 4, 4, 1], 10, TRANSPOSED, ["by accident", "by accident", "stops"]),
        ([1, 1], 3, TRANSPOSED, ["fits"]),
        ([3, 5, 1], 10, ROWS, ["stops", "not reached"]),
        ([3, 5, 1], 3, ROWS, ["by accident", "by accident"]),
        ([3, 5, 1], 10, FLAT, ["stops", "not reached"]),
        ([3, 5, 1], 5, FLAT, ["by accident", "by accident"]),
        ([3, 5, 1], 1, FLAT, ["wrong shape", "wrong shape"]),
        ([3, 1], 7, FLAT, ["fits"]),
    ],
)
def test_each_fault_is_found_where_numpy_finds_it_or_does_not(widths, m, fault, expected):
    assert states(widths, m, fault) == expected


def run_in_numpy(widths, m, fault):
    """The shapes of Z that NumPy itself makes, up to the layer where it raises."""
    A, made = np.ones((m, widths[0]) if fault == ROWS else (widths[0], m)), []
    for n_prev, n in zip(widths, widths[1:], strict=False):
        W, b = np.ones((n_prev, n) if fault == TRANSPOSED else (n, n_prev)), np.ones((n,) if fault == FLAT else (n, 1))
        try:
            A = W @ A + b
        except ValueError:
            break
        made.append(A.shape)
    return made


@pytest.mark.parametrize("fault", shapes.FAULTS)
def test_shapes_are_those_of_numpy(fault):
    rng = np.random.default_rng(0)
    for _ in range(60):
        widths, m = [int(n) for n in rng.integers(1, 4, rng.integers(2, 6))], int(rng.integers(1, 4))
        predicted = [layer["Z"] for layer in shapes.network_shapes(widths, m, fault) if layer["Z"]]
        assert predicted == run_in_numpy(widths, m, fault)


@pytest.mark.parametrize("text", ["", "3", "3, x, 1", "3, 0, 1", "1, 2, 3, 4, 5, 6, 1", "3, 100000000, 1", "2.5, 1"])
def test_impossible_widths_are_said_on_the_figure(text):
    with pytest.raises(ValueError) as problem:
        shapes.read_widths(text)
    fig = Figure()
    shapes.draw_network_shapes(fig, text, 10)
    assert str(problem.value) in written(fig)


@pytest.mark.parametrize("fault", shapes.FAULTS)
@pytest.mark.parametrize("widths", ["3, 5, 4, 1", "2 1", "12288, 1000, 100, 50, 20, 1"])
def test_every_shape_setting_draws_quickly(widths, fault):
    fig = Figure(figsize=(10, 4.2))

    def draw():
        fig.clear()
        assert shapes.draw_network_shapes(fig, widths, 10, fault) is None
        fig.canvas.draw()

    assert within(0.3, draw)
    assert "layer 1" in written(fig)


def test_the_walk_gives_the_numbers_of_pencil_and_paper():
    found = one_pass.walk(2.0, 1.0, 1)
    np.testing.assert_allclose(found["Z1"].ravel(), [1, 2, -0.5])
    np.testing.assert_allclose(found["A1"].ravel(), [1, 2, 0])
    np.testing.assert_allclose(found["Z2"], [[-1]])
    np.testing.assert_allclose(found["dZ2"], found["A2"] - 1)
    assert not found["dW1"][2].any() and found["dW1"][0].all()


@pytest.mark.parametrize("step", range(len(one_pass.STEPS)))
def test_every_step_of_the_walk_draws_quickly(step):
    fig = Figure(figsize=(10, 4.4))

    def draw():
        fig.clear()
        assert one_pass.draw_walk(fig, step, x_2=-3.0 + step / 2, y=step % 2) is None
        fig.canvas.draw()

    assert within(0.3, draw)
    assert one_pass.STEPS[step] in written(fig)


def test_the_walk_shows_no_gradient_before_its_step():
    fig = Figure()
    one_pass.draw_walk(fig, 5, x_2=1.0, y=1)
    assert "dZ" not in written(fig) and "cost J" in written(fig)
