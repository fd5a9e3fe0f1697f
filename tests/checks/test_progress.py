"""Progress: kept between sessions, written whole, tolerant of files that cannot be read or written."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import filelock
import platformdirs
import pytest

from utils import commands, labs
from utils.checking import progress as progress_module
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
    [
        "",
        "{",
        "[]",
        '{"format": "9", "labs": {}}',
        '{"format": 1, "labs": [1]}',
        '{"format": 1, "labs": {"a": {"f": 3}}}',
        "\udcff\udcfe",
    ],
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
    assert path.read_text() == before and not [name for name in os.listdir(path.parent) if name.endswith(".part")]
    monkeypatch.undo()
    progress.record("course1/a", "h", 1, 20, "not right yet")
    assert set(Progress(path).best("course1/a")) == {"f", "g", "h"}
    assert Progress(path).best("course1/a")["f"]["points"] == 20 and len(said) == 1
    monkeypatch.setattr(os, "fsync", full)
    progress.record("course1/a", "h", 20, 20, "correct")
    assert len(said) == 2  # a new trouble is said again


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


RIGHT = {"points": 20, "of": 20, "state": "correct", "when": "2026-01-02T03:04:05+00:00"}


def write(path, labs, version=1):
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"format": version, "labs": labs}))


def aside(path):
    return [file for file in path.parent.iterdir() if "unreadable" in file.name]


def test_the_best_score_of_a_challenge_is_kept_in_its_own_direction(path):
    progress = Progress(path)
    assert progress.keep_score("course1/a", "accuracy", 0.8) and progress.keep_score("course1/a", "cost", 3, False)
    assert not progress.keep_score("course1/a", "accuracy", 0.7)
    assert not progress.keep_score("course1/a", "cost", 4, False) and progress.keep_score("course1/a", "cost", 2, False)
    assert not any(progress.keep_score("course1/a", "cost", score, False) for score in (float("nan"), -float("inf")))
    assert Progress(path).scores("course1/a") == {"accuracy": 0.8, "cost": 2.0}
    assert Progress(path).scores("course1/b") == {} and Progress(path).best("course1/a") == {}
    assert progress.reset("course1/a") and Progress(path).scores("course1/a") == {}


def test_a_file_with_scores_is_one_that_versions_without_challenges_read(path):
    Progress(path).record("course1/a", "f", 5, 20, "not right yet")
    Progress(path).keep_score("course1/a", "accuracy", 0.8)
    data = json.loads(path.read_text())
    assert data["format"] == 1
    for results in data["labs"].values():  # what the first version asks of a file
        for result in results.values():
            assert isinstance(result["points"], int) and isinstance(result["of"], int)
            assert result["state"] and result["when"]
    assert sum(result["points"] for result in data["labs"]["course1/a"].values()) == 5


WRITER = """
import sys
from utils.checking.progress import Progress
path, number, of = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
progress = Progress(path)
for k in range(of):
    progress.record("course1/a" if k % 2 else f"course1/{number}", f"f{number}_{k}", 10, 10, "correct")
"""


def test_notebooks_that_write_at_once_lose_nothing(path, said):
    writers, each = 4, 42
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, str(number), str(each)],
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(writers)
    ]
    assert [writer.communicate()[1] for writer in running] == [""] * writers
    labs = json.loads(path.read_text())["labs"]
    assert sum(len(results) for results in labs.values()) == writers * each == 168


def test_a_lock_that_is_not_given_back_is_a_sentence_and_costs_the_wait_once(path, said, monkeypatch):
    monkeypatch.setattr(progress_module, "PATIENCE", 0.2)
    path.parent.mkdir()
    progress = Progress(path, say=said.append)
    with filelock.FileLock(path.with_name(".progress.json.lock")):
        begun = time.monotonic()
        for name in "fghij":
            progress.record("course1/a", name, 20, 20, "correct")
        assert time.monotonic() - begun < 1
        assert len(said) == 1 and "another program holds" in said[0] and ".progress.json.lock" in said[0]
        assert set(progress.best("course1/a")) == set("fghij") and not path.exists()
    progress.record("course1/a", "k", 20, 20, "correct")
    assert set(Progress(path).best("course1/a")) == set("fghijk")


def test_a_file_system_without_locks_is_said_and_written_to(path, said, monkeypatch):
    def none(*_, **__):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(filelock.FileLock, "acquire", none)
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/a", "g", 20, 20, "correct")
    assert len(said) == 1 and "one notebook at a time" in said[0]
    assert set(Progress(path).best("course1/a")) == {"f", "g"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_write_permission_is_said(path, said):
    Progress(path).record("course1/a", "f", 5, 20, "not right yet")
    path.with_name(".progress.json.lock").unlink()
    path.parent.chmod(0o555)
    try:
        progress = Progress(path, say=said.append)
        progress.record("course1/a", "f", 20, 20, "correct")
        assert len(said) == 1 and progress.best("course1/a")["f"]["points"] == 20
    finally:
        path.parent.chmod(0o755)


WRONG = [
    3, None, "correct", [], {}, {**RIGHT, "points": "20"}, {**RIGHT, "points": 1.5}, {**RIGHT, "points": -5},
    {**RIGHT, "points": 40}, {**RIGHT, "points": True}, {**RIGHT, "points": None}, {**RIGHT, "of": "20"},
    {**RIGHT, "points": 10**30, "of": 10**30}, {"points": 20}, {**RIGHT, "of": [20]},
]  # fmt: skip
MENDED = [
    ({**RIGHT, "state": "splendid"}, {**RIGHT}), ({**RIGHT, "state": ["correct"]}, {**RIGHT}),
    ({**RIGHT, "points": 5, "state": None}, {**RIGHT, "points": 5, "state": "not right yet"}),
    ({**RIGHT, "when": 5}, {**RIGHT, "when": ""}), ({**RIGHT, "when": "a while ago"}, {**RIGHT, "when": ""}),
    ({k: v for k, v in RIGHT.items() if k != "when"}, {**RIGHT, "when": ""}),
]  # fmt: skip


@pytest.mark.parametrize("name", ["g", "quiz", "challenge: accuracy"])
@pytest.mark.parametrize("entry", WRONG)
def test_a_wrong_entry_is_dropped_and_the_others_stay(path, said, name, entry):
    write(path, {"course1/a": {"f": RIGHT, name: entry}, "course1/b": {"gone long ago": RIGHT}})
    before = path.read_bytes()
    progress = Progress(path, say=said.append)
    assert progress.best("course1/a") == {"f": RIGHT} and progress.scores("course1/a") == {}
    assert progress.best("course1/b") == {"gone long ago": RIGHT}
    progress.record("course1/a", "g", 1, 20, "not right yet")
    assert len(said) == 1 and repr(name) in said[0] and [file.read_bytes() for file in aside(path)] == [before]
    assert set(Progress(path, say=said.append).best("course1/a")) == {"f", "g"} and len(said) == 1


@pytest.mark.parametrize("score", ["0.8", None, True, [0.8], float("nan")])
def test_a_wrong_score_is_dropped(path, said, score):
    entry = {**RIGHT, "points": 0, "of": 0, "score": score, "higher_is_better": True}
    write(path, {"course1/a": {"challenge: accuracy": entry}})
    assert Progress(path, say=said.append).scores("course1/a") == {} and len(said) == len(aside(path)) == 1


@pytest.mark.parametrize("entry, mended", MENDED)
def test_points_that_are_right_stay_where_something_else_is_not(path, said, entry, mended):
    write(path, {"course1/a": {"f": entry}})
    assert Progress(path, say=said.append).best("course1/a") == {"f": mended}
    assert len(said) == len(aside(path)) == 1
    assert Progress(path, say=said.append).best("course1/a") == {"f": mended} and len(said) == 1


@pytest.mark.parametrize("labs", [[], None, "x", {"course1/a": []}, {"course1/a": None, "course1/b": {"f": RIGHT}}])
def test_labs_of_another_kind(path, said, labs):
    write(path, labs)
    progress = Progress(path, say=said.append)
    assert progress.best("course1/a") == {} and progress.scores("course1/a") == {} and len(said) == 1
    assert progress.best("course1/b") == (labs.get("course1/b", {}) if isinstance(labs, dict) else {})


def test_what_a_notebook_knows_outlives_a_file_that_is_spoilt(path, said):
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    path.write_text('{"format": 1, "la')
    progress.record("course1/a", "g", 20, 20, "correct")
    assert set(Progress(path).best("course1/a")) == {"f", "g"} and len(aside(path)) == 1


def test_a_file_of_a_newer_format_is_left_alone(path, said):
    write(path, {"course1/a": {"f": {"stars": 3}}}, version=2)
    before = path.read_bytes()
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/a", "g", 20, 20, "correct")
    progress.keep_score("course1/a", "accuracy", 0.8)
    assert set(progress.best("course1/a")) == {"f", "g"} and progress.scores("course1/a") == {"accuracy": 0.8}
    assert path.read_bytes() == before and os.listdir(path.parent) == [path.name]
    assert len(said) == 1 and "newer version" in said[0]


def test_a_newer_format_that_comes_while_a_notebook_is_open(path, said):
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    write(path, {}, version=2)
    progress.record("course1/a", "g", 20, 20, "correct")
    assert set(progress.best("course1/a")) == {"f", "g"} and len(said) == 1
    assert json.loads(path.read_text()) == {"format": 2, "labs": {}}


def test_a_file_that_cannot_be_read_for_the_moment_is_left_alone(path, said, monkeypatch):
    Progress(path).record("course1/a", "f", 20, 20, "correct")

    def stale(*_):
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(Path, "read_bytes", stale)
    progress = Progress(path, say=said.append)
    progress.record("course1/a", "g", 20, 20, "correct")
    progress.record("course1/a", "h", 20, 20, "correct")
    assert len(said) == 1 and "Stale" in said[0] and progress.best("course1/a") and not aside(path)
    monkeypatch.undo()
    progress.record("course1/a", "i", 20, 20, "correct")
    assert set(Progress(path).best("course1/a")) == set("fghi")


def test_an_exercise_that_is_worth_less_now_keeps_its_share(path):
    Progress(path).record("course1/a", "f", 20, 20, "correct")
    Progress(path).record("course1/a", "f", 10, 15, "not right yet")
    assert Progress(path).best("course1/a")["f"]["points"] == 20
    Progress(path).record("course1/a", "f", 15, 15, "correct")
    assert Progress(path).best("course1/a")["f"]["points"] == 15


def test_a_tilde_in_course_home_is_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("COURSE_HOME", "~/course")
    assert progress_file() == tmp_path / "course" / "progress.json"


@pytest.mark.parametrize("home", ["course", ".", " ", "~nobody-of-this-name/course", "nowhere"])
def test_a_course_home_that_is_no_whole_path_is_said_and_nothing_is_written(monkeypatch, tmp_path, said, home):
    monkeypatch.chdir(tmp_path)
    if home == "nowhere":  # no HOME, and nobody of this user's number
        monkeypatch.delenv("COURSE_HOME", raising=False)
        monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: Path.home())
        monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home directory")))
    else:
        monkeypatch.setenv("COURSE_HOME", home)
    progress = Progress(progress_file(), say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    progress.record("course1/a", "g", 20, 20, "correct")
    assert len(said) == 1 and "COURSE_HOME" in said[0] and len(progress.best("course1/a")) == 2
    assert not list(tmp_path.iterdir())


def test_a_course_home_that_is_a_file_is_said(monkeypatch, tmp_path, said):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("COURSE_HOME", str(tmp_path / "file"))
    progress = Progress(progress_file(), say=said.append)
    progress.record("course1/a", "f", 20, 20, "correct")
    assert len(said) == 1 and progress.best("course1/a") and (tmp_path / "file").read_text() == "mine"


LAB = "course1/week1_introduction"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"format": 1, "labs": {LAB: {"relu_unit": {**RIGHT, "points": "x"}, "quiz": {"points": None}}}}),
        json.dumps({"format": 1, "labs": {LAB: {"relu_unit": {**RIGHT, "points": 500, "of": 500}, "quiz": 3}}}),
        json.dumps({"format": 1, "labs": {LAB: {"relu_unit": {"points": 5, "of": 20, "state": 9}, "gone": RIGHT}}}),
        json.dumps({"format": 1, "labs": {LAB: [RIGHT], "no/such_lab": {"f": RIGHT}}}),
        json.dumps({"format": 2, "labs": "elsewhere"}),
        '{"format": 1',
    ],
)
def test_a_lab_and_the_table_of_labs_show_what_is_right_in_any_file(monkeypatch, path, capsys, content):
    path.parent.mkdir()
    path.write_text(content)
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    monkeypatch.setenv("COURSE_HOME", str(path.parent))
    lab = labs.load(LAB)
    monkeypatch.setattr(lab, "_progress", None)
    lab.start(lab.edition)
    lab.report()
    assert commands.progress_command(argparse.Namespace(reset=None)) == 0
    told = "".join(capsys.readouterr())
    assert told.count("The progress file") == (2 if "elsewhere" in content else 1)  # the table is a program of its own
    assert "500" not in told
