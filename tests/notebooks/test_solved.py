"""The learner's notebook with the solution's answers put into it is all correct and worth 100 points."""

import pytest

from tests.notebooks.outputs import errors, messages, states
from utils.course_files import course_root, learner_path, solution_path
from utils.labs import load
from utils.publish.build import exercise_of
from utils.publish.compare import read_notebook
from utils.publish.execute import run_notebook

ROOT = course_root()


@pytest.mark.slow
def test_with_the_solutions_put_back_every_check_is_correct(lab_id):
    path = learner_path(ROOT, lab_id)
    notebook, solution = read_notebook(path), read_notebook(solution_path(ROOT, lab_id))
    answers = {c.id: c.source for c in solution.cells if exercise_of(c.id) or c.id == "quiz-answers"}
    for cell in notebook.cells:
        cell.source = answers.pop(cell.id, cell.source)
    assert answers == {}
    run_notebook(notebook, path.parent, strict=False, allow_errors=True)
    assert errors(notebook) == []
    assert sorted(states(notebook)) == sorted((name, "correct") for name in load(lab_id).exercises)
    assert [m["report"] for m in messages(notebook, "report")] == [{"points": 100, "of": 100}]
    assert [m["quiz"] for m in messages(notebook, "quiz")] == [
        {"right": len(load(lab_id).quiz_questions), "of": len(load(lab_id).quiz_questions)}
    ]
