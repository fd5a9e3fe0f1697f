"""What publish writes, runs and leaves alone, and what --check says."""

import json

import nbformat
import pytest

from utils import course_files, files
from utils.publish import execute
from utils.publish import publish as publishing
from utils.publish.build import stub_mark, text_of
from utils.publish.compare import check, read_notebook
from utils.publish.publish import publish


@pytest.fixture
def no_kernel(monkeypatch):
    """Number the cells instead of running them; returns the list of what was run."""
    runs = []

    def run(notebook, folder, **_):
        runs.append(folder)
        for number, cell in enumerate([c for c in notebook.cells if c.cell_type == "code"], 1):
            cell.execution_count = number
        return notebook

    monkeypatch.setattr(publishing, "run_notebook", run)
    return runs


def test_publish_check_and_what_makes_it_fail(course, no_kernel):
    assert check(course.root) == [
        "course1/week9_tiny.ipynb is missing.",
        "course1/solutions/week9_tiny.ipynb is missing.",
    ]
    assert publish(course.root, say=lambda text: None) == []
    assert check(course.root) == []
    before = {path: path.stat().st_mtime_ns for path in (course.learner, course.solution)}
    assert publish(course.root, say=lambda text: None) == []
    assert len(no_kernel) == 1
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert publish(course.root, force=True, say=lambda text: None) == []
    assert len(no_kernel) == 2

    course.learner.write_text(course.learner.read_text().replace("Tiny", "tiny"))
    assert check(course.root) == ["course1/week9_tiny.ipynb is stale."]
    publish(course.root, say=lambda text: None)
    course.edit("Now often.", "Now more often.")
    assert check(course.root) == [
        "course1/week9_tiny.ipynb is stale.",
        "course1/solutions/week9_tiny.ipynb is stale.",
    ]
    publish(course.root, say=lambda text: None)
    assert check(course.root) == []


def change_solution(course, change):
    solution = read_notebook(course.solution)
    change(solution)
    course.solution.write_text(text_of(solution))


def test_check_on_solutions(course, no_kernel):
    publish(course.root, say=lambda text: None)

    def number(solution, value):
        solution.cells[2].execution_count = value

    change_solution(course, lambda s: number(s, 99))
    assert check(course.root) == []
    change_solution(course, lambda s: number(s, None))
    assert check(course.root) == ["course1/solutions/week9_tiny.ipynb is not executed (tiny-a-lab-s-start-2)."]
    error = nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])
    change_solution(course, lambda s: (number(s, 2), s.cells[2].outputs.append(error)))
    assert check(course.root) == ["course1/solutions/week9_tiny.ipynb holds an error (tiny-a-lab-s-start-2)."]
    course.solution.write_text('{"cells": [')
    assert check(course.root) == ["course1/solutions/week9_tiny.ipynb is not a whole notebook."]


def test_orphans_are_named_and_foreign_notebooks_are_not(course, no_kernel):
    publish(course.root, say=lambda text: None)
    (course.root / "course1" / "scratch.ipynb").write_text("{}")
    (course.root / "course1" / "week9_tiny-Copy1.ipynb").write_bytes(course.learner.read_bytes())
    assert check(course.root) == []
    course.master.unlink()
    assert check(course.root) == [
        "course1/solutions/week9_tiny.ipynb has no master any more: delete it.",
        "course1/week9_tiny.ipynb has no master any more: delete it.",
    ]


def test_answers_in_a_learner_notebook_survive_publishing(course, no_kernel):
    publish(course.root, say=lambda text: None)
    notebook = read_notebook(course.learner)
    next(c for c in notebook.cells if c.id == "exercise-double").source = "def double(x):\n    return 2 * x"
    written = text_of(notebook)
    course.learner.write_text(written)
    said = []
    publish(course.root, say=said.append)
    backups = list(course.learner.parent.glob("week9_tiny.backup-*.ipynb"))
    assert [backup.read_text() for backup in backups] == [written]
    assert backups[0].name in said[0]
    assert check(course.root) == []


def test_a_failed_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "x.ipynb"
    files.write_atomically(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError):
        files.write_atomically(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["x.ipynb"]
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    "text", ["week9_tiny", "course1/week9_tiny", "./course1/source/week9_tiny.py", "course1/solutions/week9_tiny.ipynb"]
)
def test_a_lab_is_recognised(course, text):
    assert course_files.find_lab_id(course.root, text) == course.lab_id


def test_an_unknown_lab_names_the_nearest(course):
    with pytest.raises(course_files.CourseFileError, match="Did you mean course1/week9_tiny?"):
        course_files.find_lab_id(course.root, "week8_tiny")


@pytest.mark.slow
def test_a_solution_is_really_executed(course):
    said = []
    assert publish(course.root, say=said.append) == []
    assert check(course.root) == []
    plain = json.loads(course.solution.read_text())
    printed = [c for c in plain["cells"] if c["id"] == "exercise-1-4"][0]["outputs"][0]
    assert printed["text"] == ["[8. 8.]\n"]
    assert "widgets" not in plain["metadata"] and plain["metadata"]["language_info"] == {"name": "python"}
    assert all("execution" not in cell["metadata"] for cell in plain["cells"])
    assert "solution executed in" in said[0]


@pytest.mark.slow
def test_a_solution_that_raises_is_not_written(course):
    course.edit("print(scaled(np.ones(2), 3))", "print(1 / 0)")
    problems = publish(course.root, say=lambda text: None)
    assert problems == ["course1/week9_tiny: the cell 'exercise-1-4' raised ZeroDivisionError: division by zero"]
    assert not course.solution.exists() and course.learner.exists()


def test_kernels_know_nothing_of_the_users_progress(monkeypatch, tmp_path):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    environment = execute.kernel_environment(tmp_path, strict=False)
    assert environment["COURSE_HOME"] == str(tmp_path)
    assert "MPLBACKEND" not in environment and "COURSE_STRICT" not in environment
    assert execute.kernel_environment(tmp_path, strict=True)["COURSE_STRICT"] == "1"


@pytest.mark.parametrize("written, holds", [("", False), ("\n    # mine", True)])
def test_a_bug_to_find_as_handed_out_is_nobody_s_work(tmp_path, written, holds):
    planted = "def double(x):\n    return 3 * x"
    cell = nbformat.v4.new_code_cell(planted + written, id="exercise-double")
    cell.metadata["course"] = {"stub": stub_mark(planted)}
    path = tmp_path / "lab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    assert publishing._holds_work(path) is holds
