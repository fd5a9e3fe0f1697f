"""Settings of all unit tests."""

import importlib.util
import sys

import pytest

from utils.course_files import course_root, lab_ids
from utils.labs import needs_torch


def pytest_runtest_setup(item):
    """One thread for torch: nets of a test's size would spend their time waiting for a second one."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.get_num_threads() > 1:
        torch.set_num_threads(1)


def pytest_generate_tests(metafunc):
    """A test that takes `lab_id` runs once for each lab of the course."""
    if "lab_id" in metafunc.fixturenames:
        metafunc.parametrize("lab_id", [pytest.param(lab, marks=_marks(lab)) for lab in lab_ids(course_root())])


def _marks(lab):
    """A lab's marks: its own, and whether it needs PyTorch."""
    without = needs_torch(lab) and importlib.util.find_spec("torch") is None
    return pytest.mark.lab(lab), pytest.mark.skipif(without, reason="PyTorch is not installed")
