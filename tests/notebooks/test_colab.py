"""The notebooks' first cell: the whole course on Colab, elsewhere nothing unless another utils hides the course's."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.notebooks.first_cell import ON_COLAB, ROOT, git, run_cell
from utils import colab
from utils.publish.colab_cell import colab_cell, repository

AFTERWARDS = """
import importlib.metadata, pathlib, utils
from utils.checking import Lab
from utils.labs import load
lab = Lab("course1/x", title="X", edition=1, minutes=1)
installed = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()}
print("in site-packages:", "site-packages" in utils.__file__)
print("style:", (pathlib.Path(utils.__file__).parent / "plots" / "course.mplstyle").exists())
print("JupyterLab:", "jupyterlab" in installed, "matplotlib:", "matplotlib" in installed)
"""


@pytest.fixture
def repository_copy(tmp_path):
    """A repository with what the working tree holds now."""
    folder = tmp_path / "origin"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "utils", folder / "utils", ignore=shutil.ignore_patterns("__pycache__"))
    git("init", "--quiet", folder=folder)
    git("add", ".", folder=folder)
    git("commit", "--quiet", "-m", "all", folder=folder)
    return folder


def test_the_cell_is_short_and_holds_the_one_address():
    cell = colab_cell(ROOT)
    compile(cell, "cell", "exec")
    assert len(cell.splitlines()) <= 15
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert repository(ROOT) == project["urls"]["Repository"]
    assert cell.count(repository(ROOT)) == 1


def test_the_cell_does_nothing_elsewhere(tmp_path):
    done = run_cell(sys.executable, tmp_path / "content", COURSE_REPOSITORY="/nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list((tmp_path / "content").iterdir()) == []


@pytest.mark.parametrize("hiding", ["utils.py", "utils/__init__.py"])
def test_another_utils_beside_the_notebook_is_named(tmp_path, hiding):
    path = tmp_path / hiding
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    done = run_cell(sys.executable, tmp_path)
    named = path if hiding == "utils.py" else path.parent
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: {named} hides the course's package") and "rename it" in last


def test_a_folder_without_init_is_named_where_it_hides_the_package(tmp_path):
    """It stands before a package that is installed editable, not before another."""
    (tmp_path / "utils").mkdir()
    done = run_cell(sys.executable, tmp_path, after="\nimport utils.course_files")
    assert done.returncode == 0 or f"ImportError: {tmp_path / 'utils'} hides" in done.stderr


def test_a_clone_that_fails_is_one_sentence(tmp_path):
    done = run_cell(sys.executable, tmp_path / "content", ON_COLAB, COURSE_REPOSITORY=str(tmp_path / "nowhere"))
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert "The course could not be set up; run this cell again. fatal: repository" in done.stderr
    assert "does not exist" in last


def test_an_installation_that_fails_is_one_sentence(tmp_path, repository_copy):
    broken = '[build-system]\nrequires = []\nbuild-backend = "nowhere"\n[project]\nname = "x"\nversion = "1"\n'
    (repository_copy / "pyproject.toml").write_text(broken + "dependencies = []\n")
    git("commit", "--quiet", "-am", "broken", folder=repository_copy)
    done = run_cell(sys.executable, tmp_path / "content", ON_COLAB, COURSE_REPOSITORY=repository_copy.as_uri())
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith(
            "RuntimeError: The course could not be set up; run this cell again. pip could not install the course"
        )
    )


def test_only_what_is_missing_and_needed_is_added(monkeypatch):
    monkeypatch.setattr(colab, "is_installed", lambda name: name in ("numpy", "matplotlib"))
    wanted = ["numpy>=1.26", "JupyterLab>=4.2", "nbclient", "jupytext>=1.16", "matplotlib>=99", "scikit-image[data]"]
    assert colab.missing(wanted) == ["jupytext>=1.16", "scikit-image[data]"]  # upgrading a notebook takes jupytext


def test_what_colab_has_stays_as_it_is(monkeypatch):
    calls = []

    def pip(*arguments):
        calls.append((arguments, open(arguments[1]).read() if arguments[0] == "--constraint" else ""))

    monkeypatch.setattr(colab, "pip", pip)
    monkeypatch.setattr(colab, "missing", lambda requirements: ["platformdirs>=4.2"])
    assert colab.install(ROOT) == ["platformdirs>=4.2"]
    (added, kept), (course, _) = calls
    assert added[2:] == ("platformdirs>=4.2",)
    assert f"numpy=={colab.metadata.version('numpy')}" in kept.splitlines()
    assert course == ("--no-deps", "--force-reinstall", str(ROOT))


def test_a_pip_error_is_its_last_error_line(monkeypatch):
    done = subprocess.CompletedProcess([], 1, "", "ERROR: first\nERROR: no matching distribution\nnotice: new pip\n")
    monkeypatch.setattr(colab.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(RuntimeError, match="^no matching distribution$"):
        colab.pip("x")


@pytest.mark.full
@pytest.mark.slow
def test_in_a_clean_environment_the_course_can_be_imported(tmp_path, repository_copy):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    content, environment = tmp_path / "content", {"COURSE_REPOSITORY": repository_copy.as_uri()}
    done = run_cell(python, content, ON_COLAB, AFTERWARDS, **environment)
    assert done.returncode == 0, done.stderr
    assert "The course is installed, with" in done.stdout and "jupyterlab" not in done.stdout
    assert done.stdout.splitlines()[-3:] == [
        "in site-packages: True",
        "style: True",
        "JupyterLab: False matplotlib: True",
    ]
    (content / "course-companion" / "mine.txt").write_text("kept")
    again = run_cell(python, content, ON_COLAB, AFTERWARDS, **environment)
    assert again.returncode == 0, again.stderr
    assert (content / "course-companion" / "mine.txt").read_text() == "kept"
