"""Settings for every test run, nbval's over the stored solutions included."""

import importlib.util
import os
import re
import tempfile

import pytest

pytest_plugins = ["tests.budget.ledger"]
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    # Arrays are small, and every core has a process of pytest's: threads would wait for each other
    os.environ.setdefault(name, "1")  # read when NumPy or PyTorch is first imported


def pytest_addoption(parser):
    group = parser.getgroup("course")
    group.addoption("--full", action="store_true", help="with the tests that only make test-full runs")
    group.addoption("--lab", metavar="LAB", help="the tests of one lab only, such as course1/week2_vectorization")


def pytest_configure(config):
    """Keep the user's own progress out of the tests; strict under nbval, where a failed check has to fail.

    Kernels inherit the environment. Plain tests start without COURSE_STRICT, whatever the shell says; one that
    wants it sets it: monkeypatch.setenv("COURSE_STRICT", "1").
    """
    if getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False):
        os.environ.setdefault("COURSE_STRICT", "1")
        os.environ.pop("MPLBACKEND", None)
    else:
        os.environ.pop("COURSE_STRICT", None)
    _same_examples()
    home = tempfile.TemporaryDirectory(prefix="course-home-")
    os.environ["COURSE_HOME"] = home.name
    config.add_cleanup(home.cleanup)


def pytest_ignore_collect(collection_path, config):
    """Do not even import what the run does not ask for: a browser's tests; with --lab, what does not name the lab."""
    if not collection_path.match("test_*.py"):
        return None
    if collection_path.parent.name == "browser":
        return None if config.option.full or config.option.markexpr else True
    if not config.option.lab:
        return None
    marks = re.findall(r"mark\.lab\((.+?)\)|\blab_id\b", collection_path.read_text(encoding="utf-8"))
    named = [mark.strip("\"'") for mark in marks]
    return None if config.option.lab in named or not all("/" in name for name in named) else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what the run does not ask for; without PyTorch, do not compare the cells that need it."""
    asked_for = [(item, _asked_for(config, item)) for item in items]
    left_out = [item for item, asked in asked_for if not asked]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item, asked in asked_for if asked]
    if importlib.util.find_spec("torch") is None:
        _compare_without_torch([item for item in items if hasattr(item, "cell_num")])


def _asked_for(config, item):
    """Whether a test belongs to this run: see --full and --lab."""
    if config.option.markexpr:
        return True  # `-m browser` has chosen
    rare = item.get_closest_marker("full") or item.get_closest_marker("browser")
    lab = item.get_closest_marker("lab")
    return (config.option.full or not rare) and (not config.option.lab or (lab and lab.args[0] == config.option.lab))


def _compare_without_torch(cells):
    """Skip labs that need it; cells tagged needs-torch do without: run them, compare what they print with nothing."""
    for item in cells:
        if item.parent.nb.metadata.get("course", {}).get("needs_torch"):
            item.add_marker(pytest.mark.skip(reason="PyTorch is not installed"))
        elif "needs-torch" in item.cell.metadata.get("tags", []):
            item.options["check"] = False


def _same_examples():
    """Hypothesis draws the same examples in every run, and may take its time: a busy machine is no failure."""
    try:
        from hypothesis import settings
    except ImportError:
        return
    settings.register_profile("course", deadline=None, derandomize=True)
    settings.load_profile("course")
