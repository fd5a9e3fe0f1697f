"""A pytest plugin: what each test costs in CPU seconds, whose budget that is, and a file of it for each process.

Seconds are those of the test's own process and of the processes that it started and waited for; a cell of nbval's has
those of its kernel, too. They are multiplied by the machine's `speed`, measured anew every EVERY seconds.
"""

import json
import os
import time
from collections import defaultdict
from pathlib import Path

import psutil
import pytest

from tests.budget.calibration import speed
from utils.files import write_atomically

FOLDER = "COURSE_LEDGER"  # names the folder for the files; nothing is written without it
EVERY = 10.0  # seconds between two measurements of the machine's speed
ALL_ELSE = "all else"
# What a test is about; what only the full run does has no budget
CHECKS, NOTEBOOKS, SOLUTION, TESTS, FULL = KINDS = ("checks", "notebooks", "solution", "tests", "full")


class Ledger:
    """The CPU seconds of a process's tests, by (lab, kind) and by test."""

    def __init__(self):
        self.by_lab, self.by_test = defaultdict(float), defaultdict(float)
        self.kernels, self.speed, self.measured, self.closing = {}, None, None, 0.0

    def used(self, item):
        """CPU seconds up to now of all that works for a test: (this process and its children, the kernel of a cell)."""
        kernel = getattr(item.parent, "kernel", None) if is_cell(item) else None
        times = os.times()
        waited_for = 0 if is_cell(item) else times.children_user + times.children_system
        return time.process_time() + waited_for + self._of_kernel(item, kernel)

    def _of_kernel(self, item, kernel):
        """A kernel's seconds; where it has just ended, those it had used before its last cell ended."""
        if kernel is not None:
            try:
                times = psutil.Process(kernel.km.provisioner.process.pid).cpu_times()
                self.kernels[item.parent] = times.user + times.system + times.children_user + times.children_system
            except (AttributeError, psutil.Error):
                pass
        return self.kernels.get(item.parent, 0.0)

    def close(self, seconds):
        """Enter what it took to take down the fixtures of the whole session: no matter of the last test's."""
        self.closing = seconds
        self.by_lab[ALL_ELSE, TESTS] += seconds * (self.speed or 1)

    def add(self, item, seconds):
        """Enter a test's seconds, as they would be on the machine of the budgets."""
        seconds -= self.closing
        if self.speed is None or time.monotonic() - self.measured > EVERY:
            self.speed, self.measured = speed(), time.monotonic()
        seconds *= self.speed
        self.by_lab[lab_of(item), kind_of(item)] += seconds
        self.by_test[name_of(item)] += seconds

    def write(self, folder):
        """Write it to a file of its own, for `python -m tests.budget`."""
        rows = [{"lab": lab, "kind": kind, "seconds": seconds} for (lab, kind), seconds in self.by_lab.items()]
        slowest = sorted(self.by_test.items(), key=lambda pair: -pair[1])[:40]
        text = json.dumps({"rows": rows, "slowest": slowest, "speed": self.speed})
        write_atomically(Path(folder) / f"{os.getpid()}-{time.time_ns()}.json", text)


def is_cell(item):
    """Whether a test is a notebook's cell, run by nbval."""
    return hasattr(item, "cell_num")


def lab_of(item):
    """The lab whose budget a test belongs to: a solution's own, or the one that its mark names."""
    if is_cell(item):
        return f"{item.path.parts[-3]}/{item.path.stem}"
    mark = item.get_closest_marker("lab")
    return mark.args[0] if mark else ALL_ELSE


def kind_of(item):
    """One of KINDS."""
    if is_cell(item):
        return SOLUTION
    if item.get_closest_marker("full") or item.get_closest_marker("browser"):
        return FULL
    folder = item.path.parent.name
    return folder if folder in (CHECKS, NOTEBOOKS) else TESTS


def name_of(item):
    """A test's name for the list of the slowest; a notebook's cell by its id."""
    return f"{lab_of(item)}: cell {item.cell.get('id')}" if is_cell(item) else item.nodeid


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Measure a test with its fixtures and all."""
    ledger = item.config.stash.get(KEY, None)
    if ledger is None:
        return (yield)
    before = ledger.used(item)
    try:
        return (yield)
    finally:
        ledger.add(item, ledger.used(item) - before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Measure the end of the session apart: a server that ran through many tests ends with the last one."""
    ledger = item.config.stash.get(KEY, None)
    if ledger is None or nextitem is not None:
        return (yield)
    before = ledger.used(item)
    try:
        return (yield)
    finally:
        ledger.close(ledger.used(item) - before)


KEY = pytest.StashKey[Ledger]()


def pytest_configure(config):
    if os.environ.get(FOLDER):
        config.stash[KEY] = Ledger()


def pytest_sessionfinish(session):
    ledger = session.config.stash.get(KEY, None)
    if ledger is not None and ledger.by_lab:
        ledger.write(os.environ[FOLDER])
