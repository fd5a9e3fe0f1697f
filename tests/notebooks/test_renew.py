"""Upgrade and reset: what was there is never lost, and every bad file has its sentence."""

import argparse
import os
from datetime import datetime

import nbformat
import pytest

from utils.course_files import CourseFileError, back_up
from utils.publish import renew
from utils.publish.build import build, text_of

ANSWER = "def double(x):\n    return 2 * x"


@pytest.mark.parametrize("text", ["", '{"cells": [{"cell_type": "co', "[]", "{}", "3", "\x00\x01", "print(1)"])
def test_a_broken_file_stays_as_it_is(mine, text):
    mine.path.write_text(text)
    with pytest.raises(CourseFileError, match="not a whole notebook; nothing was changed"):
        renew.upgrade(mine.path, mine.course.root)
    assert mine.path.read_text() == text
    done = renew.reset("week9_tiny", root=mine.course.root)
    assert done.backup.read_text() == text
    assert mine.path.read_text() == text_of(build(mine.course.root, done.lab)[0])


def test_missing_and_unknown(mine, tmp_path):
    with pytest.raises(CourseFileError, match="There is no notebook"):
        renew.upgrade(tmp_path / "no.ipynb", mine.course.root)
    mine.notebook.metadata["course"] = {"lab": "course1/week9_tinny"}
    mine.save()
    other = mine.path.rename(mine.path.with_name("week9_tinny.ipynb"))
    with pytest.raises(CourseFileError, match="Did you mean course1/week9_tiny"):
        renew.upgrade(other, mine.course.root)
    with pytest.raises(CourseFileError, match="Did you mean course1/week9_tiny"):
        renew.reset("week9_tinny", root=mine.course.root)


def test_a_copy_is_upgraded_where_it_lies(mine, tmp_path):
    mine.write("exercise-double", ANSWER)
    copy = tmp_path / "week9_tiny-Copy1.ipynb"
    mine.notebook.metadata.pop("course")
    copy.write_text(text_of(mine.notebook))
    mine.next_edition()
    assert renew.upgrade(copy, mine.course.root).carried == ["double"]
    assert ANSWER in [cell.source for cell in nbformat.read(copy, as_version=4).cells]


def test_reset_to_another_folder_and_of_a_copy(mine, tmp_path):
    done = renew.reset("week9_tiny", folder=tmp_path / "new", root=mine.course.root)
    assert done.notebook == tmp_path / "new" / "week9_tiny.ipynb" and done.backup is None
    assert done.notebook.read_text() == mine.path.read_text()
    assert not renew.reset("week9_tiny", folder=tmp_path / "new", root=mine.course.root).changed
    mine.write("exercise-double", ANSWER)
    again = renew.reset(mine.path, root=mine.course.root)
    assert ANSWER.splitlines()[1] in again.backup.read_text()


def test_backups_never_overwrite_each_other(tmp_path):
    path, now = tmp_path / "a.ipynb", datetime(2030, 1, 2, 3, 4, 5)
    copies = []
    for text in ("one", "two", "three"):
        path.write_text(text)
        copies.append(back_up(path, now))
    assert [c.name for c in copies] == [f"a.backup-20300102-030405{n}.ipynb" for n in ("", "-2", "-3")]
    assert [c.read_text() for c in copies] == ["one", "two", "three"]


def test_a_folder_that_cannot_be_written(mine, monkeypatch):
    mine.write("exercise-double", ANSWER)
    mine.next_edition()
    before = mine.path.read_bytes()

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(renew, "back_up", refuse)
    with pytest.raises(CourseFileError, match="cannot be written .Permission denied.; week9_tiny.ipynb is as it was"):
        renew.upgrade(mine.path, mine.course.root)
    assert mine.path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_write_permission(mine):
    mine.write("exercise-double", ANSWER)
    mine.next_edition()
    mine.path.parent.chmod(0o555)
    try:
        with pytest.raises(CourseFileError, match="cannot be written"):
            renew.upgrade(mine.path, mine.course.root)
    finally:
        mine.path.parent.chmod(0o755)


def test_a_link_stays_a_link(mine, tmp_path):
    link = tmp_path / "mine.ipynb"
    link.symlink_to(mine.path)
    mine.write("exercise-double", ANSWER)
    mine.next_edition()
    renew.upgrade(link, mine.course.root)
    assert link.is_symlink() and "as often as wanted" in mine.path.read_text()


def run(course, monkeypatch, *arguments):
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(renew, "course_root", lambda: course.root)
    parser = argparse.ArgumentParser()
    renew.add_parsers(parser.add_subparsers())
    args = parser.parse_args([str(argument) for argument in arguments])
    return args.command(args)


def test_the_commands_say_what_they_did(mine, monkeypatch, capsys):
    mine.write("exercise-double", ANSWER)
    mine.next_edition()
    assert run(mine.course, monkeypatch, "upgrade", "course1/week9_tiny.ipynb") == 0
    said = capsys.readouterr().out
    assert "is now the newest version of course1/week9_tiny" in said
    assert "Answers carried over: double." in said and "as it was: week9_tiny.backup-" in said
    assert run(mine.course, monkeypatch, "upgrade", "course1/week9_tiny.ipynb") == 0
    assert "is the newest version already; nothing was changed." in capsys.readouterr().out
    assert run(mine.course, monkeypatch, "upgrade", "nowhere.ipynb") == 1
    assert "There is no notebook nowhere.ipynb." in capsys.readouterr().err
    assert run(mine.course, monkeypatch, "reset", "week9_tiny") == 0
    assert "is now the pristine version of course1/week9_tiny" in capsys.readouterr().out
