"""The ledger of CPU seconds: what it enters, whom it charges, what it calls too much."""

import json
import os
import subprocess
import sys

import pytest

from tests.budget.__main__ import OF_A_LAB, OF_A_SOLUTION, OF_ALL_ELSE, main, over, read
from tests.budget.calibration import loop, speed, within
from tests.budget.ledger import ALL_ELSE, CHECKS, FULL, NOTEBOOKS, SOLUTION, TESTS
from utils.course_files import course_root

LAB = "course9/week1_tiny"
SUITE = """
import subprocess, sys, time
import pytest

def work(seconds):
    start = time.process_time()
    while time.process_time() - start < seconds:
        sum(range(1000))

@pytest.fixture
def slow_to_make():
    work(0.3)

def test_asleep():
    time.sleep(0.5)

@pytest.fixture(scope="session")
def slow_to_end():
    yield
    work(0.4)

@pytest.mark.lab("course9/week1_tiny")
def test_of_a_lab(slow_to_make, slow_to_end):
    work(0.2)

@pytest.mark.parametrize("lab", [pytest.param(1, marks=pytest.mark.lab("course9/week2_other"))])
def test_of_another(lab):
    subprocess.run([sys.executable, "-c", "import time\\nwhile time.process_time() < 0.4: pass"], check=True)

@pytest.mark.full
@pytest.mark.lab("course9/week1_tiny")
def test_of_the_full_run():
    work(0.2)
"""


@pytest.fixture
def run(tmp_path):
    """Run the suite above in a process of its own, with the course's settings; returns a function of more options."""
    (tmp_path / "test_suite.py").write_text(SUITE)

    def run(*options):
        environment = os.environ | {"COURSE_LEDGER": str(tmp_path / "ledger"), "PYTHONPATH": str(course_root())}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-p", "conftest", *options]
        return subprocess.run([*command, str(tmp_path)], env=environment, cwd=tmp_path, capture_output=True, text=True)

    run.ledger = tmp_path / "ledger"
    return run


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_seconds_of_tests_fixtures_and_processes_are_charged_to_their_lab(run, workers):
    done = run("--full", *workers)
    assert done.returncode == 0, done.stdout + done.stderr
    seconds, slowest, speeds = read(run.ledger)
    assert set(seconds) == {(LAB, TESTS), (LAB, FULL), ("course9/week2_other", TESTS), (ALL_ELSE, TESTS)}
    seconds = {key: value / max(speeds) for key, value in seconds.items()}  # as this machine counts them, or less
    assert 0.25 < seconds[LAB, TESTS] and 0.1 < seconds[LAB, FULL] < 0.5 and 0.2 < seconds["course9/week2_other", TESTS]
    assert 0.25 < seconds[ALL_ELSE, TESTS] < 0.8  # the session's end; sleeping costs nothing
    assert any("test_of_a_lab" in name for name, *_ in slowest[:2])  # the other's seconds are close to it


def test_a_run_leaves_out_what_it_is_not_asked_for(run):
    assert "3 passed, 1 deselected" in run().stdout
    assert "1 passed, 3 deselected" in run("--lab", LAB).stdout
    assert "2 passed, 2 deselected" in run("--lab", LAB, "--full").stdout


def test_each_budget_is_held():
    good = {(LAB, SOLUTION): OF_A_SOLUTION, (LAB, CHECKS): 5, (LAB, NOTEBOOKS): 1, (LAB, TESTS): 4, (LAB, FULL): 500}
    good[ALL_ELSE, TESTS] = OF_ALL_ELSE
    assert over(good) == []
    assert over(good | {(LAB, TESTS): 5}) == [f"{LAB} takes 31 s of CPU; its budget is {OF_A_LAB} s."]
    assert over(good | {(LAB, SOLUTION): 21, (LAB, CHECKS): 0}) == [
        f"{LAB}: its solution runs 21 s of CPU; its budget is {OF_A_SOLUTION} s."
    ]
    assert over(good | {(ALL_ELSE, TESTS): 481}) == [f"{ALL_ELSE} takes 481 s of CPU; its budget is 480 s."]
    assert over(good | {(LAB, TESTS): 30}, times=2) == []
    assert over(good | {(LAB, TESTS): 35}, times=2) != []


def ledger(folder, used, name="1.json"):
    row = {"lab": LAB, "kind": TESTS, "seconds": used}
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps({"rows": [row], "slowest": [["a test", used]], "speed": 1.0}))


def test_the_everyday_run_fails_above_twice_the_budget_and_the_full_one_above_it(tmp_path, capsys):
    folder = tmp_path / "ledger"
    ledger(folder, 20)
    ledger(folder, 20, "2.json")
    assert main([str(folder)]) == 0
    said = capsys.readouterr().out
    assert [line.split() for line in said.splitlines() if line.startswith(LAB)][0] == [
        LAB,
        *"0.0 0.0 0.0 40.0 0.0 40.0".split(),
    ]
    assert "20.0  a test" in said
    assert main([str(folder), "--strict"]) == 1 and "takes 40 s of CPU" in capsys.readouterr().out
    ledger(folder, 41)
    assert main([str(folder)]) == 1 and "takes 61 s of CPU" in capsys.readouterr().out


def test_without_a_ledger_there_is_no_verdict(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "did the tests run?" in capsys.readouterr().err


def test_a_call_is_timed_in_units_of_the_loop():
    assert within(0.01, lambda: None) and not within(0.01, loop, times=1)
    assert 0.02 < speed() < 20
