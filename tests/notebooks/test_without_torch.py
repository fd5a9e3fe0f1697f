"""nbval without PyTorch: labs that need it are skipped, the cells tagged needs-torch run and are not compared."""

import os
import re
import subprocess
import sys

import pytest

from utils.course_files import course_root, solution_path
from utils.labs import needs_torch
from utils.publish.build import text_of
from utils.publish.compare import read_notebook
from utils.publish.publish import publish

HIDE = """
import importlib.util

found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "torch" else found(name, *more)
"""


def test_a_cell_that_imports_torch_is_tagged(lab_id):
    cells = read_notebook(solution_path(course_root(), lab_id)).cells
    importing = [
        cell for cell in cells if cell.cell_type == "code" and re.search(r"^ *(import|from) torch", cell.source, re.M)
    ]
    if not needs_torch(lab_id):
        assert [cell.id for cell in importing if "needs-torch" not in cell.metadata.get("tags", [])] == []


@pytest.fixture
def run(course):
    """nbval, with the course's settings, on the tiny course; returns a function that takes environment and options."""
    course.edit("# %%\nprint(double(4))", '# %% tags=["needs-torch"]\nprint(double(4))')
    assert publish(course.root, say=lambda text: None) == []
    solution = read_notebook(course.solution)
    printed = next(cell for cell in solution.cells if cell.source == "print(double(4))")
    printed.outputs[0].text = "printed with PyTorch\n"
    folder = course.root / "stored"
    folder.mkdir()
    (folder / "week9_tiny.ipynb").write_text(text_of(solution))
    solution.metadata["course"]["needs_torch"] = True
    (folder / "week9_needing.ipynb").write_text(text_of(solution))
    (course.library / "hide_torch.py").write_text(HIDE)

    def run(*options):
        path = os.pathsep.join([str(course.library), str(course_root())])
        environment = os.environ | {"COURSE_STRICT": "1", "PYTHONPATH": path, "COURSE_LEDGER": ""}
        nbval = ["--nbval", "--nbval-current-env", "-p", "no:python", "-p", "conftest", "--rootdir", str(folder)]
        command = [sys.executable, "-m", "pytest", "-q", *options, *nbval, str(folder)]
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True).stdout

    return run


@pytest.mark.slow
def test_with_torch_all_is_compared_without_it_what_needs_it_is_not(run):
    pytest.importorskip("torch")
    with_it, without_it = run(), run("-p", "hide_torch")
    assert re.search(r"2 failed, \d+ passed", with_it), with_it
    assert re.search(r"^(\d+) passed, \1 skipped", without_it, re.M), without_it
