"""The tests of the tests: each fault planted in the notebooks of the tiny course is caught by what it breaks."""

import os
import subprocess
import sys

import pytest

from tests.notebooks.guarantees import answers_missing, marks_missing, skeleton, unlike_shipped
from utils.course_files import course_root
from utils.publish import PublishError
from utils.publish.build import build, text_of
from utils.publish.compare import check, read_notebook
from utils.publish.execute import run_notebook
from utils.publish.publish import publish


def cell(notebook, cell_id):
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def printing(notebook):
    return next(cell for cell in notebook.cells if cell.source == "print(double(4))")


@pytest.fixture
def pair(course):
    """The learner's notebook and the solution, not executed."""
    return build(course.root, course.lab_id)


@pytest.mark.slow
def test_a_changed_digit_and_a_wrong_answer_in_a_solution_are_caught_by_nbval(course):
    assert publish(course.root, say=lambda text: None) == []
    good = course.solution.read_text()
    digit, answer = (read_notebook(course.solution) for _ in range(2))
    assert printing(digit).outputs[0].text == "8\n"
    printing(digit).outputs[0].text = "9\n"
    cell(answer, "exercise-double").source = "def double(x):\n    return 3 * x"
    for name, text in (("good", good), ("digit", text_of(digit)), ("answer", text_of(answer))):
        (course.root / f"{name}.ipynb").write_text(text)
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:python", "-q", "-rf", "."]
    environment = os.environ | {"COURSE_STRICT": "1", "PYTHONPATH": f"{course.library}{os.pathsep}{course_root()}"}
    environment.pop("COURSE_LEDGER", None)
    (course.root / "pytest.ini").write_text("[pytest]\nnorecursedirs = course1 library\n")
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True)
    failures = {line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED")}
    code = [c.id for c in digit.cells if c.cell_type == "code"]
    assert f"FAILED digit.ipynb::Cell {code.index(printing(digit).id)}" in failures, done.stdout
    assert f"FAILED answer.ipynb::Cell {code.index('check-double')}" in failures
    assert sum("digit.ipynb" in failure for failure in failures) == 1
    assert not any("good.ipynb" in failure for failure in failures)


@pytest.mark.parametrize("place", ["check-double", "tiny-a-lab-s-start-1", "exercise-1-4", "exercise-double"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_changed_cell_of_either_notebook_is_caught(course, pair, which, place):
    path = (course.learner, course.solution)[which]
    cell(pair[which], place).source += " "
    path.parent.mkdir(exist_ok=True)
    path.write_text(text_of(pair[which]))
    assert f"{path.relative_to(course.root)} is stale." in check(course.root)
    # An answer is taken from the solution, a stub is replaced: of these, only the master can tell
    assert answers_missing(*pair) == ([] if place == "exercise-double" else [f"{place} differs"])


def test_a_cell_too_many_or_too_few_is_caught(pair):
    learner, solution = pair
    gone = learner.cells.pop()
    assert answers_missing(learner, solution) == [
        f"{len(learner.cells)} cells, and {len(solution.cells)} in the solution"
    ]
    learner.cells.append(gone)
    learner.cells.remove(cell(learner, "exercise-double"))
    assert "exercise-double is no cell of the learner's" in answers_missing(learner, solution)


@pytest.mark.slow
def test_what_is_not_as_shipped_is_caught(course, pair):
    folder = course.learner.parent
    learner, solution = pair
    assert unlike_shipped(skeleton(learner), folder, course.lab) == []
    learner, _ = build(course.root, course.lab_id)
    cell(learner, "exercise-double").source = cell(solution, "exercise-double").source
    cell(learner, "exercise-scaled").source += "\nnowhere"
    cell(learner, "quiz-answers").source = cell(learner, "quiz-answers").source.replace("1: None", '1: "b"')
    problems = unlike_shipped(skeleton(learner), folder, course.lab)
    assert "double is correct" in problems
    assert any(problem.startswith("exercise-scaled: NameError") for problem in problems)
    assert "points [40], quiz [1]" in problems


@pytest.mark.slow
def test_a_solution_that_has_not_earned_everything_is_caught(course, pair):
    _, solution = pair
    run_notebook(solution, course.learner.parent)
    assert marks_missing(solution, course.lab) == []
    for cell_id in ("check-double", "quiz-answers"):
        kept, cell(solution, cell_id).outputs = cell(solution, cell_id).outputs, []
        assert [problem.split(":")[0] for problem in marks_missing(solution, course.lab)] == [cell_id]
        cell(solution, cell_id).outputs = kept
    solution.cells[-1].outputs = []
    assert marks_missing(solution, course.lab) == ["no report says 100 of 100 points"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["check"]\ndouble', '["check", "nbval-ignore-output"]\ndouble'),
        ('["quiz"]', '["quiz", "nbval-skip"]'),
        ("lab.report()", "# NBVAL_IGNORE_OUTPUT\nlab.report()"),
        ('["check"]\ndouble', '["check", "raises-exception"]\ndouble'),
    ],
)
def test_no_check_quiz_or_report_is_left_out_of_the_comparison(course, old, new):
    course.edit(old, new)
    with pytest.raises(PublishError, match="is what a run is judged by: take away"):
        build(course.root, course.lab_id)


def test_the_skeleton_keeps_what_is_asked_for_and_leaves_the_rest(pair):
    learner, _ = pair
    assert printing(learner)
    kept = skeleton(learner)
    assert {"exercise-double", "check-double", "exercise-scaled", "check-scaled", "quiz-answers"} <= {
        c.id for c in kept.cells
    }
    assert not [c for c in kept.cells if c.source.startswith("print(")]
