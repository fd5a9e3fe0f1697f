"""First array functions: loop twins, centred differences, PyTorch on the same numbers, shapes and traps."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from utils.steps import vectorization as steps

pytestmark = pytest.mark.lab("course1/week2_vectorization")

number = st.floats(-20, 20)
matrix = arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=number)
vectors = st.integers(1, 6).flatmap(lambda n: st.tuples(*[arrays(float, n, elements=number)] * 2))


@given(number)
def test_basic_sigmoid_is_symmetric_about_one_half(x):
    s = steps.basic_sigmoid(x)
    assert isinstance(s, float) and 0 < s < 1
    assert s + steps.basic_sigmoid(-x) == pytest.approx(1)
    assert math.log(s) - math.log1p(-s) == pytest.approx(x, rel=1e-6, abs=1e-6)


def test_basic_sigmoid_refuses_arrays():
    with pytest.raises(TypeError):
        steps.basic_sigmoid(np.zeros(3))


@given(number, number, number)
def test_forward_graph_is_the_formula(a, b, c):
    values = steps.forward_graph(a, b, c)
    assert list(values) == ["u", "v", "J"]
    assert values["J"] == pytest.approx(3 * (a + b * c))
    assert values["J"] == 3 * values["v"] and values["v"] == a + values["u"]


@given(number, number, number)
def test_backward_graph_is_the_centred_difference(a, b, c):
    gradients, step = steps.backward_graph(a, b, c), 0.5  # J is linear in each input: any step is exact
    for name, inputs in {"a": (1, 0, 0), "b": (0, 1, 0), "c": (0, 0, 1)}.items():
        up, down = (
            steps.forward_graph(*(value + sign * step * on for value, on in zip((a, b, c), inputs, strict=True)))["J"]
            for sign in (1, -1)
        )
        assert gradients[f"dJ_d{name}"] == pytest.approx((up - down) / (2 * step), abs=1e-9)


def test_backward_graph_agrees_with_torch():
    torch = pytest.importorskip("torch")
    point = {"a": 4.0, "b": -2.0, "c": 5.0}
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in point.items()}
    leaves["u"] = leaves["b"] * leaves["c"]
    leaves["v"] = leaves["a"] + leaves["u"]
    leaves["u"].retain_grad(), leaves["v"].retain_grad()
    (3 * leaves["v"]).backward()
    gradients = steps.backward_graph(**point)
    assert gradients == {f"dJ_d{name}": leaf.grad.item() for name, leaf in leaves.items()}


@given(vectors)
def test_both_inner_products_agree(pair):
    x, w = pair
    assert steps.dot_loop(x, w) == pytest.approx(steps.dot_vectorised(x, w), rel=1e-9, abs=1e-9)
    assert np.ndim(steps.dot_vectorised(x, w)) == 0


def test_inner_product_agrees_with_torch():
    torch = pytest.importorskip("torch")
    x, w = np.arange(5.0), np.linspace(-1, 1, 5)
    assert steps.dot_vectorised(x, w) == pytest.approx(torch.dot(torch.tensor(x), torch.tensor(w)).item())


@given(arrays(float, array_shapes(min_dims=3, max_dims=3, max_side=4), elements=number))
def test_image2vector_keeps_every_number_in_stored_order(image):
    v, (_, height, depth) = steps.image2vector(image), image.shape
    assert v.shape == (image.size, 1)
    for i, j, k in np.ndindex(image.shape):
        assert v[(i * height + j) * depth + k, 0] == image[i, j, k]


@given(matrix)
def test_normalize_rows_against_its_loop_twin(x):
    assume(np.all(np.linalg.norm(x, axis=1) > 1e-3))
    before, rows = x.copy(), steps.normalize_rows(x)
    for row, due in zip(rows, x, strict=True):
        length = math.sqrt(sum(value**2 for value in due))
        np.testing.assert_allclose(row, [value / length for value in due], rtol=1e-9)
    np.testing.assert_array_equal(x, before)


def test_normalize_rows_agrees_with_torch():
    torch = pytest.importorskip("torch")
    x = np.array([[3.0, 4.0, 0.0], [-1.0, 2.0, 5.0]])
    due = torch.nn.functional.normalize(torch.tensor(x), dim=1).numpy()
    np.testing.assert_allclose(steps.normalize_rows(x), due, rtol=1e-12)


@given(matrix)
def test_softmax_against_its_loop_twin(x):
    s = steps.softmax(x)
    assert s.shape == x.shape
    for row, shares in zip(x.tolist(), s, strict=True):
        exps = [math.exp(value) for value in row]
        np.testing.assert_allclose(shares, [value / math.fsum(exps) for value in exps], rtol=1e-9)
    np.testing.assert_allclose(steps.softmax(x + 1000), s, rtol=1e-9)


@pytest.mark.filterwarnings("error")
def test_softmax_survives_any_size_of_score():
    s = steps.softmax(np.array([[1e4, 0.0], [-1e4, 0.0], [5.0, 5.0]]))
    np.testing.assert_array_equal(s, [[1, 0], [0, 1], [0.5, 0.5]])


def test_softmax_agrees_with_torch():
    torch = pytest.importorskip("torch")
    x = np.array([[1.0, -2.0, 0.5], [1000.0, 999.0, -4.0]])
    np.testing.assert_allclose(steps.softmax(x), torch.softmax(torch.tensor(x), dim=1).numpy(), rtol=1e-12)


@given(vectors)
def test_losses_against_their_loop_twins(pair):
    yhat, y = pair
    errors = [p - t for p, t in zip(yhat, y, strict=True)]
    assert steps.L1(yhat, y) == pytest.approx(sum(abs(error) for error in errors))
    assert steps.L2(yhat, y) == pytest.approx(sum(error**2 for error in errors))
    assert steps.L1(y, y) == steps.L2(y, y) == 0


def test_losses_agree_with_torch():
    torch = pytest.importorskip("torch")
    yhat, y = np.array([0.9, 0.2, 0.1]), np.array([1.0, 0.0, 1.0])
    loss = torch.nn.functional
    due = loss.l1_loss(torch.tensor(yhat), torch.tensor(y), reduction="sum").item()
    assert steps.L1(yhat, y) == pytest.approx(due)
    due = loss.mse_loss(torch.tensor(yhat), torch.tensor(y), reduction="sum").item()
    assert steps.L2(yhat, y) == pytest.approx(due)
