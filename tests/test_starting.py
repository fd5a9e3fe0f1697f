"""What the shell, the user and the folder do to JupyterLab and its notebooks, and what is said of it."""

import argparse
import errno
import os
import subprocess
import sys

import pytest
from nbclient import NotebookClient
from nbformat import v4

from utils import commands, starting
from utils.course_files import course_root


@pytest.fixture
def started(monkeypatch):
    """The commands that `lab` has started, none of them run."""
    calls = []
    monkeypatch.setattr(commands.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    return calls


def lab(*options):
    parser = argparse.ArgumentParser()
    commands.add_parsers(parser.add_subparsers())
    args = parser.parse_args(["lab", *options])
    return args.command(args)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--no-browser", "--port", "9999"],
        ["--port=9999", "course1/week1_introduction.ipynb", "--no-browser"],
        ["-y", "--ServerApp.token=a b", "--help-all"],
    ],
)
def test_options_are_handed_on_to_jupyterlab_in_their_order(started, options):
    assert lab(*options) == 0
    (command,) = started
    rest = [word for word in command[4:] if word != "--allow-root"]
    assert command[1:3] == ["-m", "jupyterlab"] and rest == options


@pytest.mark.parametrize("asking", ["-h", "--help"])
def test_help_of_the_command_starts_nothing(started, asking, capsys):
    assert lab(asking) == 0
    assert started == [] and "handed on to JupyterLab" in capsys.readouterr().out


def test_without_jupyterlab_one_sentence_says_so(started, monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert lab() == 1 and started == []
    said = capsys.readouterr().err
    assert sys.executable in said and "make setup" in said and said.count("\n") == 1


def test_without_a_folder_to_write_in_one_sentence_says_so(tmp_path):
    """A home below a file: nobody can make it, root neither."""
    (tmp_path / "file").write_text("")
    places = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG"))}
    command = [sys.executable, "-m", "utils", "lab", "--version"]
    environment = places | {"HOME": str(tmp_path / "file" / "home")}
    done = subprocess.run(command, cwd=course_root(), env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("JupyterLab has to write in") and "HOME=FOLDER" in done.stderr


def test_a_user_without_a_home_gets_a_sentence(monkeypatch):
    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("jupyter_core.paths.jupyter_data_dir", nowhere)
    assert "no home folder" in starting.obstacle() and "HOME=FOLDER" in starting.obstacle()


def test_a_course_that_cannot_be_written_in_opens_and_says_what_that_means(started, monkeypatch, capsys):
    def refuse(dir):
        if str(dir) == str(course_root()):
            raise OSError(errno.EROFS, "Read-only file system")
        return open(os.devnull)

    monkeypatch.setattr(starting.tempfile, "TemporaryFile", refuse)
    assert lab() == 0 and len(started) == 1
    said = capsys.readouterr().err
    assert "Read-only file system" in said and "are not saved" in said


def test_a_folder_that_can_be_written_in_is_left_empty(tmp_path):
    assert starting.not_writable(tmp_path / "new") is None
    assert list((tmp_path / "new").iterdir()) == []


SET_UP = """
import matplotlib.pyplot as plt
from utils.labs.course1.week2_vectorization import lab
lab.start(edition=lab.edition)
"""


@pytest.mark.parametrize("backend", ["agg", "PDF", "TkAgg", "inline", None])
def test_figures_show_in_notebooks_whatever_the_shell_says(tmp_path, backend):
    cells = [v4.new_code_cell(SET_UP), v4.new_code_cell("fig, ax = plt.subplots()\n_ = ax.plot([1, 2])")]
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment |= {"COURSE_HOME": str(tmp_path)} | ({"MPLBACKEND": backend} if backend else {})
    notebook = v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute(env=environment)
    assert ["image/png" in output.get("data", {}) for output in notebook.cells[1].outputs] == [True]
    assert not any(output.output_type == "stream" for output in notebook.cells[0].outputs)


def test_outside_a_notebook_the_shell_s_word_counts(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    starting.figures_inline()
    code = "from utils.starting import figures_inline as f; f(); import matplotlib; print(matplotlib.get_backend())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "agg"
