"""What is committed: the notebooks are what the masters give, and the solutions have been executed."""

import json

from utils.course_files import course_root, learner_path, solution_path
from utils.publish.compare import MOST_BYTES, check, failed, orphans, read_notebook, unexecuted

ROOT = course_root()


def test_notebooks_are_what_their_master_gives(lab_id):
    assert check(ROOT, [lab_id]) == []


def test_no_notebook_without_a_master():
    assert orphans(ROOT) == []


def test_the_solution_is_executed_without_errors_and_small(lab_id):
    path = solution_path(ROOT, lab_id)
    solution = read_notebook(path)
    assert solution is not None
    assert unexecuted(solution) == []
    assert failed(solution) == []
    assert path.stat().st_size < MOST_BYTES
    assert "widgets" not in solution.metadata
    assert not any("execution" in cell.metadata for cell in solution.cells)


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
