"""Progress: kept between sessions, written whole, tolerant of files that cannot be read or written."""

import json
import os

import pytest

from utils.checking.progress import Progress, progress_file


@pytest.fixture
def said():
    return []


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "progress.json"


def test_results_outlive_the_session_and_the_best_one_is_kept(path):
    Progress(path).record("course1/a", "f", 5, 20, "not right yet")
    Progress(path).record("course1/a", "f", 20, 20, "correct")
    Progress(path).record("course1/a", "f", 0, 20, "not written yet")
    best = Progress(path).best("course1/a")["f"]
    assert (best["points"], best["of"], best["state"]) == (20, 20, "correct")


def test_two_notebooks_do_not_forget_each_other(path):
    first, second = Progress(path), Progress(path)
    first.record("course1/a", "f", 20, 20, "correct")
    second.record("course1/b", "g", 10, 10, "correct")
    assert Progress(path).best("course1/a") and Progress(path).best("course1/b")


def test_reset_forgets_one_lab(path):
    progress = Progress(path)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/b", "g", 20, 20, "correct")
    assert progress.reset("course1/a") and not progress.reset("course1/a")
    assert not Progress(path).best("course1/a") and Progress(path).best("course1/b")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"format": 99, "labs": {}}', '{"format": 1, "labs": {"a": {"f": 3}}}', "\udcff\udcfe"],
)
def test_a_corrupt_file_is_set_aside_said_once_and_replaced(path, said, content):
    path.parent.mkdir()
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/a", "g", 20, 20, "correct")
    assert len(said) == 1 and "could not be read" in said[0]
    assert set(Progress(path).best("course1/a")) == {"f", "g"}
    kept = [file for file in path.parent.iterdir() if "unreadable" in file.name]
    assert len(kept) == 1 and kept[0].read_bytes() == content.encode("utf-8", "surrogateescape")


def test_a_full_disk_or_a_read_only_folder_is_said_once_and_work_goes_on(path, said, monkeypatch):
    Progress(path).record("course1/a", "f", 5, 20, "not right yet")
    before = path.read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/a", "g", 20, 20, "correct")
    assert len(said) == 1 and "No space left" in said[0]
    assert progress.best("course1/a")["f"]["points"] == 20
    assert path.read_text() == before and os.listdir(path.parent) == ["progress.json"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path, said):
    (tmp_path / "file").write_text("")
    progress = Progress(tmp_path / "file" / "progress.json", say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    assert len(said) == 1 and progress.best("course1/a")


def test_strict_runs_remember_nothing_outside(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    progress = Progress(None)
    progress.record("course1/a", "f", 20, 20, "correct")
    assert progress.best("course1/a") and not list(tmp_path.iterdir())
    assert progress_file() == tmp_path / "progress.json"


def test_the_file_is_small_and_readable(path):
    Progress(path).record("course1/a", "f", 20, 20, "correct")
    assert json.loads(path.read_text())["labs"]["course1/a"]["f"]["points"] == 20
