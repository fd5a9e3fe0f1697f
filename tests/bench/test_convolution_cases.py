"""The convolution's cases: both sides compute the same thing."""

import numpy as np
import pytest

from utils.bench.cases import convolution


def test_ours_and_pytorchs_give_the_same_numbers():
    torch = pytest.importorskip("torch")
    for case in convolution.cases(np.random.default_rng(0), torch, m=2):
        sizes = [np.linalg.norm(array) for array in case.ours() if array is not None]
        for call in (case.torch, case.torch_best):
            np.testing.assert_allclose([tensor.norm().item() for tensor in call()], sizes, rtol=1e-4, err_msg=case.name)


def test_without_pytorch_ours_stand_alone():
    for case in convolution.cases(np.random.default_rng(0), None, m=2):
        assert set(case.calls()) <= {"ours", "products"}
