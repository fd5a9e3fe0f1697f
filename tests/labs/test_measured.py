"""Results that are measured once and kept: small, made by the command that the notebook names, written whole."""

import json
import sys
import types

import pytest

from utils.__main__ import main
from utils.course_files import course_root, learner_path
from utils.labs import measured

LABS = [pytest.param(lab, marks=pytest.mark.lab(lab)) for lab in measured.measuring()]
MOST_BYTES = 200_000


@pytest.mark.parametrize("lab", LABS)
def test_what_is_kept_is_small_and_the_notebook_names_the_command(lab):
    file = measured.file_of(lab)
    assert file.stat().st_size <= MOST_BYTES
    assert measured.as_text(measured.load_measured(lab)) == file.read_text(encoding="utf-8")
    told = learner_path(course_root(), lab).read_text(encoding="utf-8")
    assert f"python -m utils measure {lab.split('/')[1]}`" in told and "load_measured" in told


def test_nothing_is_kept_that_no_command_makes():
    kept = course_root().glob("utils/labs/*/*/measured.json")
    assert sorted(f"{file.parts[-3]}/{file.parts[-2]}" for file in kept) == measured.measuring()


def test_the_command_measures_and_writes(monkeypatch, tmp_path, capsys):
    lab = "course1/week2_vectorization"
    found = {"seeds": [{"loss": [1.5, 2]}, {"loss": [0.25]}], "depths": [8, 14], "name": "…"}
    module = types.ModuleType("measured")
    module.measure = lambda: found
    monkeypatch.setitem(sys.modules, f"utils.labs.{lab.replace('/', '.')}.measured", module)
    monkeypatch.setattr(measured, "measuring", lambda: [lab])
    monkeypatch.setattr(measured, "file_of", lambda lab_id: tmp_path / "measured.json")
    assert main(["measure", "week2_vectorization"]) == 0
    written = (tmp_path / "measured.json").read_text(encoding="utf-8")
    assert json.loads(written) == found == measured.load_measured(lab)
    assert str(tmp_path / "measured.json") in capsys.readouterr().out
    assert len(written.splitlines()) == 2 + 1 + 3 + 2  # an entry of a list of results has its own line


def test_a_lab_that_keeps_nothing_is_refused_by_name(capsys):
    assert main(["measure", "week2_vectorization"]) == 1
    said = capsys.readouterr().err
    assert "course1/week2_vectorization keeps no results" in said and "course4/week2_residual_networks" in said
