"""Layer norm in a Transformer's shapes: centred differences, PyTorch, and one position by hand."""

import numpy as np
import pytest

from tests.layers.witnesses import against_torch, assert_close, check_gradients
from utils.steps import layer_norm as steps


def draw(rng, m, T, d):
    return 3 * rng.standard_normal((m, T, d)) + 2, rng.standard_normal(d), rng.standard_normal(d)


@pytest.mark.parametrize("m, T, d", [(1, 1, 2), (2, 3, 4), (3, 1, 5)])
def test_centred_differences(m, T, d):
    rng = np.random.default_rng(1)
    check_gradients(steps.layer_norm, steps.layer_norm_backward, draw(rng, m, T, d), rng)


def test_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)

    def twin(x, gamma, beta):
        return torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta)

    against_torch(steps.layer_norm, steps.layer_norm_backward, twin, draw(rng, 2, 5, 8), rng, np.float64)


def test_one_position_by_hand():
    y, _ = steps.layer_norm(np.array([[[1.0, 3.0]]]), np.array([1.0, 2.0]), np.array([0.0, 10.0]), eps=0.0)
    assert y.tolist() == [[[-1.0, 12.0]]]


def test_a_position_does_not_see_the_others():
    x, gamma, beta = draw(np.random.default_rng(3), 2, 4, 3)
    whole, _ = steps.layer_norm(x, gamma, beta)
    alone, _ = steps.layer_norm(x[1:, 2:3], gamma, beta)
    assert_close(whole[1:, 2:3], alone, 1e-12)
