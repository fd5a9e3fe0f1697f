"""The learner's notebook as it is shipped: nothing but the answers is missing."""

import pytest

from tests.notebooks.guarantees import skeleton, unlike_shipped
from utils.course_files import course_root, learner_path
from utils.labs import load
from utils.publish.compare import read_notebook

ROOT = course_root()


@pytest.mark.slow
def test_every_exercise_is_not_written_yet_and_nothing_else_is_wrong(lab_id):
    """The cells that exercises, checks, quiz and report need; nbval runs the others, on the solution."""
    path = learner_path(ROOT, lab_id)
    assert unlike_shipped(skeleton(read_notebook(path)), path.parent, load(lab_id)) == []


@pytest.mark.full
@pytest.mark.slow
def test_it_runs_from_top_to_bottom(lab_id):
    path = learner_path(ROOT, lab_id)
    assert unlike_shipped(read_notebook(path), path.parent, load(lab_id)) == []
