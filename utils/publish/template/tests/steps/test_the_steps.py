"""The steps of courseN/weekK_subject against loops, and what must hold for any shape."""

import numpy as np
import pytest

from utils.steps.the_steps import centred

pytestmark = pytest.mark.lab("courseN/weekK_subject")

SHAPES = [(1, 1), (1, 4), (3, 1), (3, 3), (2, 7)]


@pytest.mark.parametrize("shape", SHAPES)
def test_centred_agrees_with_its_loop_twin(shape):
    X = np.random.default_rng(0).normal(4, 2, shape)
    n_x, m = shape
    twin = [[X[j, i] - sum(X[j, k] for k in range(m)) / m for i in range(m)] for j in range(n_x)]
    np.testing.assert_allclose(centred(X), twin, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_new_means_are_0_and_the_argument_is_as_it_was(shape):
    X = np.random.default_rng(1).normal(4, 2, shape)
    before = X.copy()
    np.testing.assert_allclose(centred(X).mean(axis=1), 0, atol=1e-12)
    np.testing.assert_array_equal(X, before)
