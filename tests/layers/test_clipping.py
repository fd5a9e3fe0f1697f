"""Clipping against its loop twin and PyTorch, in place; and what it refuses."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close
from utils.layers.clipping import clip_by_global_norm, clip_by_value
from utils.steps import initialization as steps


def drawn(seed, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return {"W": rng.standard_normal((3, 4)).astype(dtype), "b": 5 * rng.standard_normal(2).astype(dtype)}


@DTYPES
@given(seed=st.integers(0, 2**32 - 1), limit=st.floats(0.1, 40))
def test_it_agrees_with_the_step(dtype, seed, limit):
    gradients = drawn(seed, dtype)
    twin, norm = steps.clip_by_global_norm(gradients, limit)
    assert clip_by_global_norm(gradients, limit) == pytest.approx(norm, rel=1e-6)
    for name, gradient in gradients.items():
        assert gradient.dtype == dtype
        assert_close(gradient, twin[name], {np.float32: 1e-6, np.float64: 1e-10}[dtype])


@DTYPES
@pytest.mark.parametrize("limit", [0.5, 100])
def test_torch(dtype, limit):
    """Its factor is limit / (norm + 1e-6)."""
    torch = pytest.importorskip("torch")
    gradients, tensors = drawn(1, dtype), []
    for gradient in gradients.values():
        tensors.append(torch.zeros(gradient.shape, dtype=torch.from_numpy(gradient).dtype, requires_grad=True))
        tensors[-1].grad = torch.tensor(gradient)
    expected = torch.nn.utils.clip_grad_norm_(tensors, limit).item()
    norm = clip_by_global_norm(gradients, limit)
    assert norm == pytest.approx(expected, rel=TOLERANCE[dtype])
    for gradient, tensor in zip(gradients.values(), tensors, strict=True):
        factor = (norm + 1e-6) / norm if norm > limit else 1
        assert_close(gradient, tensor.grad.numpy() * factor, TOLERANCE[dtype])


def test_known_by_hand():
    gradients = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}
    kept = gradients["W"]
    assert clip_by_global_norm(gradients, 5) == 5
    assert gradients["b"] == -4
    assert clip_by_global_norm(gradients, 2.5) == 5
    assert gradients["W"] is kept and kept.tolist() == [[1.5, 0]] and gradients["b"] == -2
    clip_by_value(gradients, 1.75)
    assert gradients["W"] is kept and kept.tolist() == [[1.5, 0]] and gradients["b"] == -1.75
    assert clip_by_global_norm({"W": np.zeros(2)}, 1) == 0


@pytest.mark.filterwarnings("error")
def test_a_norm_beyond_float32_is_still_a_norm():
    gradients = {"W": np.array([3e30, -4e30], np.float32)}
    assert clip_by_global_norm(gradients, 5) == pytest.approx(5e30)
    assert gradients["W"].tolist() == pytest.approx([3, -4])
    with pytest.raises(ValueError, match="too large"):
        clip_by_global_norm({"W": np.array([1e200])}, 5)


@pytest.mark.parametrize("clip", [clip_by_global_norm, clip_by_value])
@pytest.mark.parametrize(
    "gradients, limit, message",
    [
        ({}, 1, "no gradients"),
        ({"W": np.full(2, 9.0), "b": np.array([np.nan])}, 1, r"the gradient of b \(1,\) holds NaN"),
        ({"W": np.full(2, 9.0), "b": np.array([np.inf])}, 1, r"the gradient of b \(1,\) holds infinity"),
        ({"W": np.full(2, 9.0), "b": [1.0]}, 1, "the gradient of b is list"),
        ({"W": np.full(2, 9.0)}, 0, "limit = 0"),
        ({"W": np.full(2, 9.0)}, math.nan, "limit = nan"),
    ],
)
def test_bad_input_is_refused_and_nothing_changed(clip, gradients, limit, message):
    with pytest.raises(ValueError, match=message):
        clip(gradients, limit)
    assert (gradients.get("W", 9) == np.full(2, 9.0)).all()
