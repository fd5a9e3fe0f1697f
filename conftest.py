"""Settings for every test run, nbval's over the stored solutions included."""

import os
import tempfile


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


def _same_examples():
    """Hypothesis draws the same examples in every run, and may take its time: a busy machine is no failure."""
    try:
        from hypothesis import settings
    except ImportError:
        return
    settings.register_profile("course", deadline=None, derandomize=True)
    settings.load_profile("course")
