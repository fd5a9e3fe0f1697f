"""The command line, as a user types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from utils import labs
from utils.__main__ import main
from utils.checking.progress import Progress, progress_file
from utils.labs.topics import Planned

LAB = "course1/week2_logistic_regression"


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))


def test_exercises_lists_every_exercise_as_json(capsys):
    assert main(["exercises", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {item["lab"] for item in found} == set(labs.loadable())
    keys = {"lab", "name", "reference", "points", "returns", "mistakes", "hints", "topics"}
    assert all(item.keys() == keys and item["hints"] == 3 and len(item["mistakes"]) >= 3 for item in found)
    propagate = next(item for item in found if item["name"] == "propagate")
    assert propagate["reference"] == "utils.steps.logistic_regression:propagate"
    assert propagate["returns"] == ["grads", "cost"]


def test_exercises_for_people(capsys):
    assert main(["exercises"]) == 0
    assert "propagate: " in capsys.readouterr().out


def test_progress_is_shown_and_forgotten(capsys):
    Progress(progress_file()).record(LAB, "propagate", 7, 20, "not right yet")
    assert main(["progress"]) == 0
    assert "7/100" in capsys.readouterr().out
    assert main(["progress", "--reset", "week2_logistic_regression"]) == 0
    assert f"{LAB}: forgotten." in capsys.readouterr().out
    assert main(["progress", "--reset", LAB]) == 0
    assert "nothing to forget" in capsys.readouterr().out


def test_an_unknown_lab_gets_the_nearest_names(capsys):
    assert main(["progress", "--reset", "week2_logistic"]) == 1
    assert f"Did you mean {LAB}" in capsys.readouterr().err


def test_labs_are_found_by_part_of_their_name_and_by_path():
    for text in ("week2_logistic_regression", LAB, "course1/week2_logistic_regression.ipynb"):
        assert labs.full_name(text) == LAB
    assert labs.load(LAB).id == LAB


@pytest.mark.parametrize(
    "module, unwanted",
    [
        ("utils.labs.course1.week2_logistic_regression", {"torch", "sklearn", "skimage", "matplotlib"}),
        ("utils.steps.activations", {"torch", "sklearn", "skimage", "matplotlib", "ipywidgets"}),
    ],
)
def test_imports_pull_in_nothing_heavy(module, unwanted):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {unwanted!r}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == []


def test_a_python_without_the_course_is_told_what_to_do():
    """-S leaves site-packages out, so only the standard library and the course's own folder are there."""
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-S", "-m", "utils", "progress"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 1
    assert "not installed for this Python" in done.stderr and "make setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_pytorch_labs_that_need_it_are_left_out(monkeypatch):
    here, twin = labs.loadable(), "course4/week9_invented"
    monkeypatch.setattr(labs, "names", lambda: [*here, twin])
    planned = labs.planned() | {twin: Planned(twin, (), (), needs_torch=True)}
    monkeypatch.setattr(labs, "planned", lambda: planned)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: "a place")
    assert labs.loadable() == [*here, twin]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert labs.loadable() == [name for name in here if not planned[name].needs_torch]
