"""What is committed, without running it: notebooks are what their masters give, and solutions have earned all points.

Beside this, nbval runs each solution once, strictly, and compares: see the Makefile.
"""

import json

import pytest

from tests.notebooks.guarantees import answers_missing, marks_missing
from utils.course_files import course_root, learner_path, solution_path
from utils.labs import load
from utils.publish.compare import MOST_BYTES, check, failed, orphans, read_notebook, unexecuted

ROOT = course_root()


@pytest.fixture
def learner(lab_id):
    return read_notebook(learner_path(ROOT, lab_id))


@pytest.fixture
def solution(lab_id):
    return read_notebook(solution_path(ROOT, lab_id))


def test_notebooks_are_what_their_master_gives(lab_id):
    assert check(ROOT, [lab_id]) == [], "run `python -m utils publish` and commit what it writes"


def test_no_notebook_without_a_master():
    assert orphans(ROOT) == []


def test_the_learner_s_notebook_with_the_answers_in_it_is_the_solution(learner, solution):
    assert answers_missing(learner, solution) == []


def test_the_solution_has_earned_every_point(lab_id, solution):
    assert marks_missing(solution, load(lab_id)) == []


def test_the_solution_is_executed_without_errors_and_small(lab_id, solution):
    assert unexecuted(solution) == []
    assert failed(solution) == []
    assert solution_path(ROOT, lab_id).stat().st_size < MOST_BYTES
    assert "widgets" not in solution.metadata
    assert not any("execution" in cell.metadata for cell in solution.cells)


def test_what_a_cell_printed_is_stored_in_one_piece(solution):
    for cell in solution.cells:
        streams = [output.name for output in cell.get("outputs", []) if output.output_type == "stream"]
        assert len(set(streams)) == len(streams), cell.id


def test_the_learner_notebook_holds_no_outputs_and_no_keys(lab_id):
    text = learner_path(ROOT, lab_id).read_text(encoding="utf-8")
    for cell in json.loads(text)["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    assert "lab.key(" not in text


def test_no_path_of_a_machine_is_stored(lab_id):
    for path in (learner_path(ROOT, lab_id), solution_path(ROOT, lab_id)):
        text = _without_pictures(json.loads(path.read_text(encoding="utf-8")))
        for words in ("/tmp/", "/home/", "/root/", "site-packages", str(ROOT)):
            assert words not in text


def _without_pictures(notebook):
    """A notebook's text less its base64, in which anything may occur."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return json.dumps(notebook)
