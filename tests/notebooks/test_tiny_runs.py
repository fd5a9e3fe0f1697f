"""The tiny lab as shipped, half solved and solved: what the tests of the real labs rely on."""

import pytest

from tests.notebooks.outputs import errors, messages, states
from utils.publish import PublishError
from utils.publish.build import build
from utils.publish.execute import run_notebook

pytestmark = pytest.mark.slow


def answered(course, **answers):
    """The executed learner notebook with some answers written."""
    notebook, _ = build(course.root, course.lab_id)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id.removeprefix("exercise-"), cell.source)
    return run_notebook(notebook, course.learner.parent, strict=False, allow_errors=True)


def test_as_shipped(course):
    notebook = answered(course)
    assert errors(notebook) == []
    assert states(notebook) == [("double", "not written yet"), ("scaled", "not written yet")]
    assert [message["report"] for message in messages(notebook, "report")] == [{"points": 0, "of": 100}]


def test_right_and_wrong(course):
    notebook = answered(course, double="def double(x):\n    return 2 * x", scaled="def scaled(x, n):\n    return x")
    assert errors(notebook) == []
    assert states(notebook) == [("double", "correct"), ("scaled", "not right yet")]
    assert messages(notebook, "report")[0]["report"]["points"] < 100


def test_the_solution_is_all_correct(course):
    _, solution = build(course.root, course.lab_id)
    run_notebook(solution, course.learner.parent)
    assert states(solution) == [("double", "correct"), ("scaled", "correct")]
    assert [message["quiz"] for message in messages(solution, "quiz")] == [{"right": 2, "of": 2}]


def test_strict_runs_stop_at_a_stub(course):
    notebook, _ = build(course.root, course.lab_id)
    with pytest.raises(PublishError, match="the cell 'check-double' raised CheckFailed: double is not written yet"):
        run_notebook(notebook, course.learner.parent)


def test_an_error_is_found(course):
    notebook = answered(course, double="double = nowhere")
    assert errors(notebook)[0] == ("exercise-double", "NameError: name 'nowhere' is not defined")
