"""Settings of the tests that compute with torch."""


def pytest_runtest_setup(item):
    """One thread: nets of a test's size would spend their time waiting for a second one."""
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
