"""What happens in a notebook: cells that fail or rename, what is lent, a solved notebook, a new start."""

import os

import nbformat
import pytest
from nbclient import NotebookClient

LAB = """\
import numpy as np
from utils.checking import Exercise, Lab, slip
from utils.labs.course1.week2_logistic_regression import lab as other
EXERCISES = [other.exercises["propagate"], other.exercises["predict"]]
lab = Lab("course1/tiny", title="Tiny", edition=1, minutes=20, exercises=EXERCISES)
"""
RIGHT_PREDICT = """\
def predict(w, b, X):
    return np.where(sigmoid(w.T @ X + b) > 0.5, 1.0, 0.0)
"""
CHECK = "predict = lab.check(predict)"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run cells, each a text or (id, text), in one kernel; returns what each of them showed, errors too, as text."""

    def run(*cells, **environment):
        made = []
        for number, cell in enumerate(cells):
            cell_id, source = cell if isinstance(cell, tuple) else (f"cell-{number}", cell)
            made.append(nbformat.v4.new_code_cell(source, id=cell_id))
        home = tmp_path_factory.mktemp("home")
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"COURSE_HOME": str(home), "COURSE_STRICT": "0", **environment}.items():
                patch.setenv(name, value)
            notebook = nbformat.v4.new_notebook(cells=made)
            NotebookClient(notebook, allow_errors=True, timeout=120).execute()
        return [_shown(cell) for cell in notebook.cells]

    return run


def _shown(cell):
    texts = []
    for output in cell.outputs:
        texts.append(output.get("text") or output.get("evalue") or "")
        texts.append(output.get("data", {}).get("text/plain", ""))
    return "\n".join(texts)


def test_a_check_speaks_of_the_cell_on_the_screen(run):
    shown = run(
        LAB + "lab.start(edition=1)",
        RIGHT_PREDICT,
        CHECK,
        "def predict(w, b, X:\n    return 1",
        CHECK,
        RIGHT_PREDICT,
        CHECK,
    )
    assert "predict: correct" in shown[2] and "predict: correct" in shown[6]
    assert "predict is not checked" in shown[4] and "ended in a SyntaxError (line 1)" in shown[4]


def test_after_a_failed_check_a_broken_cell_is_told_not_the_lent_function(run):
    wrong = RIGHT_PREDICT.replace("> 0.5", "> 0.9")
    shown = run(LAB + "lab.start(edition=1)", wrong, CHECK, CHECK, "def predict(:\n    pass", CHECK)
    assert "not right yet" in shown[2] and "the course's own, lent to you" in shown[3]
    assert "SyntaxError" in shown[5] and "lent" not in shown[5]


def test_a_function_made_by_a_cell_that_fails_later_is_judged(run):
    shown = run(LAB + "lab.start(edition=1)", RIGHT_PREDICT + "predict(1)", CHECK)
    assert "TypeError" in shown[1] or "missing" in shown[1]
    assert "predict: correct" in shown[2]


def test_a_cell_that_defines_another_name_is_told(run):
    cells = [(name, text) for name, text in [("a", LAB + "lab.start(edition=1)"), ("b", RIGHT_PREDICT), ("c", CHECK)]]
    renamed = """\
from utils.checking import session
class Cell: raw_cell, cell_id = "def my_predict(w, b, X):\\n    return 1", "exercise-predict"
class Result: info, error_before_exec, error_in_exec = Cell, None, None
watcher = session._session()
watcher._begins(Cell)
watcher._ended(Result)
"""
    shown = run(*cells, ("d", renamed), ("e", CHECK))
    assert "no longer defines predict: it defines my_predict" in shown[4]


def test_after_a_restart_any_cell_runs(run):
    shown = run(LAB + "lab.start(edition=1)", "print(predict.__name__, sigmoid(0))", CHECK, RIGHT_PREDICT, CHECK)
    assert "begin at any exercise" in shown[0] and "predict 0.5" in shown[1]
    assert "the course's own, lent to you, not yours" in shown[2] and "predict: correct" in shown[4]


def test_a_second_start_keeps_what_was_written(run):
    shown = run(LAB + "lab.start(edition=1)", RIGHT_PREDICT, "lab.start(edition=1)", CHECK)
    assert "predict: correct" in shown[3]


def test_a_solved_notebook_lends_nothing_and_keeps_nothing(run, tmp_path):
    shown = run(
        LAB + "lab.start(edition=1, solution=True)",
        "predict",
        RIGHT_PREDICT + "from utils.steps.activations import sigmoid",
        CHECK,
        "lab.start(edition=1)",
        COURSE_HOME=str(tmp_path),
    )
    assert "is not kept" in shown[0] and "name 'predict' is not defined" in shown[1]
    assert "predict: correct" in shown[3] and "So far" not in shown[4]
    assert not list(tmp_path.glob("*.json"))


def test_a_name_that_a_cell_above_makes_is_explained(run):
    shown = run(LAB + "lab.start(edition=1)", "print(train_X)", "def f():\n    return train_X\nf()")
    assert "If a cell above makes train_X, run it first" in shown[1]
    assert "If a cell above" not in shown[2]


def test_without_the_first_cell_a_check_says_so_under_make_lab(run):
    from utils.commands import jupyter_environment

    started = {name: value for name, value in jupyter_environment().items() if "STARTUP" in name}
    shown = run(CHECK.replace("(predict)", "(1)"), "'_watch_for_lab' in globals()", **started)
    assert "Run the first code cell of the notebook" in shown[0] and "False" in shown[1]


def test_a_start_file_of_ones_own_still_runs(run, tmp_path):
    from utils.commands import jupyter_environment

    own = tmp_path / "own.py"
    own.write_text("mine = 7\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONSTARTUP", str(own))
        started = {name: value for name, value in jupyter_environment().items() if "STARTUP" in name}
    assert "7" in run("print(mine)", **started)[0]
    assert os.environ.get("PYTHONSTARTUP") != started["PYTHONSTARTUP"]


def test_reset_gives_the_stub_back_in_a_new_cell(run):
    shown = run(LAB + "lab.start(edition=1)", 'lab.reset("predict")')
    assert "predict as it was at first" in shown[1] and "raise NotImplementedError" in shown[1]
    assert "in a new cell below" in shown[1]
