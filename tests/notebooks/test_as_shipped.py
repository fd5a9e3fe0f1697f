"""The learner's notebook as it is shipped runs from top to bottom, and nothing but the answers is missing."""

import pytest

from tests.notebooks.outputs import errors, messages, states
from utils.course_files import course_root, learner_path
from utils.labs import load
from utils.publish.compare import read_notebook
from utils.publish.execute import run_notebook

ROOT = course_root()


@pytest.mark.slow
def test_every_exercise_is_not_written_yet_and_nothing_else_is_wrong(lab_id):
    path = learner_path(ROOT, lab_id)
    notebook = run_notebook(read_notebook(path), path.parent, strict=False, allow_errors=True)
    assert errors(notebook) == []
    assert states(notebook) == [(name, "not written yet") for name in _in_order(notebook, lab_id)]
    assert [m["report"]["points"] for m in messages(notebook, "report")] == [0]


def _in_order(notebook, lab_id):
    """The lab's exercises in the order of the notebook's cells, every one of them."""
    cells = [cell.id for cell in notebook.cells]
    return sorted(load(lab_id).exercises, key=lambda name: cells.index(f"exercise-{name}"))
