"""Settings of all unit tests."""

import sys


def pytest_runtest_setup(item):
    """One thread for torch: nets of a test's size would spend their time waiting for a second one."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.get_num_threads() > 1:
        torch.set_num_threads(1)
