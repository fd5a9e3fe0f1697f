"""The course's clone on Colab: made anew where it is half there, brought up to date where it is old."""

import shutil
import subprocess
import sys

import pytest

from tests.notebooks.first_cell import ON_COLAB, ROOT, git, run_cell
from utils import colab


def colab_content(tmp_path, **files):
    """A folder such as /content, with a course-companion in it that holds these files."""
    folder = tmp_path / "content" / "course-companion"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return tmp_path / "content"


@pytest.fixture
def tiny_repository(tmp_path):
    """A repository whose utils/colab.py says what it is instead of installing anything."""
    folder = tmp_path / "tiny"
    (folder / "utils").mkdir(parents=True)
    (folder / "utils" / "colab.py").write_text('print("installing")')
    git("init", "--quiet", folder=folder)
    git("add", ".", folder=folder)
    git("commit", "--quiet", "-m", "all", folder=folder)
    return folder


def test_a_clone_that_was_interrupted_is_put_aside_and_made_anew(tmp_path, tiny_repository):
    content = colab_content(tmp_path, mine="kept")
    (content / "course-companion" / ".git").mkdir()  # and no index in it: git writes that last
    (content / "course.part").mkdir()
    done = run_cell(sys.executable, content, ON_COLAB, COURSE_REPOSITORY=tiny_repository.as_uri())
    assert (done.returncode, done.stdout) == (0, "installing\n"), done.stderr
    kept = [folder for folder in content.iterdir() if (folder / "mine").exists()]
    assert len(kept) == 1 and kept[0].name.startswith("course-companion.")
    assert sorted(folder.name for folder in content.iterdir()) == ["course-companion", kept[0].name]


def test_where_no_clone_can_be_made_what_is_there_stays(tmp_path):
    content = colab_content(tmp_path, mine="kept")
    done = run_cell(sys.executable, content, ON_COLAB, COURSE_REPOSITORY=str(tmp_path / "nowhere"))
    assert done.returncode == 1 and "run this cell again" in done.stderr
    assert (content / "course-companion" / "mine").read_text() == "kept"


@pytest.fixture
def cloned(tmp_path, tiny_repository):
    """(the repository, a shallow clone of it), as on Colab."""
    git("clone", "-q", "--depth", "1", tiny_repository.as_uri(), "course-companion", folder=tmp_path)
    return tiny_repository, tmp_path / "course-companion"


def commit(folder, text):
    (folder / "utils" / "colab.py").write_text(text)
    git("commit", "--quiet", "-am", text[:9], folder=folder)


def test_an_older_clone_is_brought_up_to_date(cloned):
    origin, clone = cloned
    assert colab.update(clone) == (False, "")
    commit(origin, "newer = 1")
    commit(origin, "newer = 2")
    changed, sentence = colab.update(clone)
    assert changed and "up to date" in sentence and "Runtime > Restart" in sentence
    assert (clone / "utils" / "colab.py").read_text() == "newer = 2"
    assert colab.update(clone) == (False, "")


@pytest.mark.parametrize("why", ["changed by hand", "history rewritten", "repository gone"])
def test_a_clone_that_cannot_be_brought_up_to_date_is_used_and_says_why(cloned, why):
    origin, clone = cloned
    if why == "changed by hand":
        (clone / "utils" / "colab.py").write_text("mine")
        commit(origin, "newer = 1")
    elif why == "history rewritten":
        git("commit", "--quiet", "--amend", "-m", "another", folder=origin)
    else:
        shutil.rmtree(origin)
    changed, sentence = colab.update(clone)
    assert not changed and "was not brought up to date (" in sentence and "git gave no reason" not in sentence
    # Without the repository, a folder put away would leave none
    assert ("!mv course-companion old-course" in sentence) == (why != "repository gone")


def test_a_folder_that_is_no_clone_is_left_as_it_is(tmp_path):
    assert colab.update(tmp_path) == (False, "")


def test_the_newer_script_goes_on_after_an_update(cloned):
    origin, clone = cloned
    shutil.copy(ROOT / "utils" / "colab.py", origin / "utils")
    git("commit", "--quiet", "-am", "as it is now", folder=origin)
    assert colab.update(clone)[0]
    commit(origin, 'print("the newer one")')
    done = subprocess.run([sys.executable, str(clone / "utils" / "colab.py")], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.splitlines()[1:] == ["the newer one"], done.stderr
