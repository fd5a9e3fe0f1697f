"""A new lab publishes and passes its tests as it is made; what cannot be made is refused in a sentence."""

import importlib.util
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import utils
from tests.mutants.survey import survey
from utils import labs, steps
from utils.__main__ import main
from utils.checking import Exercise, Lab, State, evaluate, lab_cards, question
from utils.course_files import CourseFileError, course_root
from utils.labs import topics
from utils.labs.topics import Planned
from utils.publish import complete
from utils.publish import new as making
from utils.publish.build import build
from utils.publish.new import new

LAB, TWIN = "course9/week9_trial_run", "course9/week9_trial_run_gpu"
INVENTED = {LAB: Planned(LAB, ("trying", "failing"), (), False), TWIN: Planned(TWIN, (), (), True)}
TABLE = '\n[course9.week9.week9_trial_run]\ntopics = ["trying", "failing"]\n'


@pytest.fixture(scope="module", autouse=True)
def plan():
    """A course in which the invented lab and its twin are planned."""
    everything = topics.planned() | INVENTED
    with pytest.MonkeyPatch.context() as patch:
        for module in (topics, making, complete):
            patch.setattr(module, "planned", lambda: everything)
        yield everything


@pytest.fixture
def root(tmp_path):
    """A course's folder in which nothing is."""
    shutil.copy(course_root() / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder in which the invented lab was made; its modules can be imported."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(course_root() / "pyproject.toml", folder)
    new(folder, LAB)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labs, "__path__", [*labs.__path__, str(folder / "utils/labs")])
        patch.setattr(steps, "__path__", [*steps.__path__, str(folder / "utils/steps")])
        yield folder
    for name in [name for name in sys.modules if "course9" in name or name == "utils.steps.trial_run"]:
        del sys.modules[name]


@pytest.fixture
def lab(made):
    return importlib.import_module("utils.labs.course9.week9_trial_run").lab


def files(folder):
    return {path.relative_to(folder).as_posix() for path in Path(folder).rglob("*")}


def test_its_notebooks_are_made(made):
    learner, solution = ({cell.id: cell.source for cell in notebook.cells} for notebook in build(made, LAB))
    assert "return X - mean" in solution["exercise-centred"]
    assert learner["exercise-centred"].endswith("raise NotImplementedError")
    assert "np.mean" not in learner["exercise-centred"]
    assert {"check-centred", "quiz-answers"} <= learner.keys()


def test_a_draft_lacks_nothing_and_without_draft_only_questions_and_words(made, lab, monkeypatch):
    assert complete.problems(made, LAB) == []
    monkeypatch.setattr(lab, "draft", False)
    few, no_bug, unwritten, short = complete.problems(made, LAB)
    assert "no bug to find" in no_bug
    assert few == f"{LAB}: its quiz has 1 question; write 6 to 8."
    assert "still says" in unwritten and "what is to be written" in unwritten
    assert "minutes=" in short and "by count" in short


def test_a_case_study_has_more_questions_and_its_story_stands_before_them(made, lab, monkeypatch):
    once = question(
        "Go on?", key="a", choices={"a": ("Yes", "It grew."), "b": ("No", "It stood.")}, story="A year later."
    )
    monkeypatch.setattr(lab, "case_study", True)
    monkeypatch.setattr(lab, "quiz_questions", [once] * 10)
    text = next(cell.source for cell in build(made, LAB)[0].cells if cell.id == "quiz-questions")
    assert text.startswith("A year later.\n\n**Question 1.** Go on?") and text.count("A year later.") == 10
    assert not any("case study has" in wrong for wrong in complete.problems(made, LAB))
    monkeypatch.setattr(lab, "draft", False)
    monkeypatch.setattr(lab, "quiz_questions", [once] * 9)
    assert f"{LAB}: its case study has 9 questions; write 10 to 15." in complete.problems(made, LAB)
    assert lab_cards.quiz([once], {1: "b"}, lab.quiz_name)[1].title == "Case study: 0 of 1 right"


def test_its_topics_are_built_shown_and_asked(lab):
    every_way = {"built": ["centred"], "shown": ["explore_centring"], "asked": [1]}
    assert complete.ways(lab) == {"trying": every_way, "failing": every_way}


def test_its_check_knows_right_from_wrong(lab):
    exercise = lab.exercises["centred"]
    for right in (exercise.reference, *exercise.right):
        assert evaluate(exercise, right).state == State.CORRECT
    for known in exercise.mistakes:
        outcome = evaluate(exercise, known.function)
        assert (outcome.state, outcome.message) == (State.NOT_RIGHT, known.sentence)
    assert [(result.survived, result.stale) for result in survey(lab)] == [([], [])]


def test_no_made_up_name_of_the_template_is_left(made):
    texts = [path.read_text() for path in made.rglob("*.py")]
    for word in ("courseN", "weekK", "the_steps", "Title of the lab", "a topic"):
        assert not any(word in text for text in texts), word
    assert "# # Trial run\n" in (made / "course9/source/week9_trial_run.py").read_text()


def test_every_lab_to_come_can_begin_and_is_laid_out_as_ruff_wants_it(root, plan):
    """However long their names are, and however many topics they have."""
    pytest.importorskip("ruff")
    shutil.copytree(Path(utils.__file__).parent, root / "utils", ignore=shutil.ignore_patterns("__pycache__"))
    to_come = [name for name, entry in plan.items() if entry.owns and not (root / f"utils/labs/{name}").exists()]
    written = [file for name in to_come for file in new(root, name).files]
    for command in ("check", "format --check"):
        ruff = [sys.executable, "-m", "ruff", *command.split(), "--no-cache", *written]
        done = subprocess.run(ruff, cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "name, said",
    [
        ("week9_trial_run", f"like course2/week1_gradient_checking, not 'week9_trial_run'. Did you mean {LAB}?"),
        ("course9/week9", "A lab is called like"),
        ("course9/week9_Trial", "A lab is called like"),
        ("course9/../week9_trial_run", "A lab is called like"),
        ("", "A lab is called like"),
        ("course9/week9_trial_runs", f"topics.toml plans no lab course9/week9_trial_runs. Did you mean {LAB}?"),
        ("course8/week1_zebras", "For a new one, add [course8.week1.week1_zebras] with its topics first."),
        (TWIN, f"{TWIN} has no topics of its own in topics.toml. A twin in PyTorch begins as a copy"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_new_lab_is_refused(root, name, said):
    with pytest.raises(CourseFileError) as refused:
        new(root, name)
    assert said in str(refused.value) and str(refused.value).endswith(" Nothing was written.")
    assert files(root) == {"pyproject.toml"}


def test_a_lab_that_is_there_is_left_alone():
    with pytest.raises(
        CourseFileError, match="is there already: course1/source/week2_vectorization.py and 6 files more"
    ):
        new(course_root(), "course1/week2_vectorization")


def test_one_file_that_is_there_is_enough(root):
    kept = root / "utils" / "labs" / LAB / "quiz.py"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    before = files(root)
    with pytest.raises(CourseFileError, match=f"is there already: utils/labs/{LAB}/quiz.py. Nothing was written."):
        new(root, LAB)
    assert files(root) == before and kept.read_text() == "mine"


@pytest.mark.parametrize("place", ["utils/steps/trial_run.py", "tests/steps/test_trial_run.py"])
def test_steps_of_that_subject_are_left_alone_and_so_are_a_course_s_packages(root, place, monkeypatch, capsys):
    kept = [root / place, root / "utils/labs/course9/__init__.py"]
    for path in kept:
        path.parent.mkdir(parents=True)
        path.write_text("mine")
    monkeypatch.setattr("utils.course_files.course_root", lambda: root)
    assert main(["new", LAB]) == 0
    assert [path.read_text() for path in kept] == ["mine", "mine"]
    assert "stands in utils/steps/trial_run_lab.py." in capsys.readouterr().out
    assert "utils.steps.trial_run_lab import centred" in (root / "course9/source/week9_trial_run.py").read_text()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_all_files_are_written_or_none(root, error, monkeypatch):
    (root / "tests").mkdir()
    before, write, written = files(root), making.write_atomically, []

    def write_four(path, text):
        if len(written) == 4:
            raise error
        written.append(path)
        write(path, text)

    monkeypatch.setattr(making, "write_atomically", write_four)
    with pytest.raises((CourseFileError, KeyboardInterrupt)) as stopped:
        new(root, LAB)
    assert len(written) == 4 and files(root) == before
    if isinstance(error, OSError):
        assert "cannot be written (No space left on device). Nothing was written." in str(stopped.value)


def test_the_command_says_what_was_made_and_what_comes_next(root, monkeypatch, capsys):
    monkeypatch.setattr("utils.course_files.course_root", lambda: root)
    assert main(["new", LAB]) == 0
    said = capsys.readouterr().out
    for file in ("course9/source/week9_trial_run.py", "utils/steps/trial_run.py"):
        assert f"  {file}\n" in said
    assert f"utils publish {LAB}\n" in said and f"make test-lab LAB={LAB}\n" in said
    assert main(["new", LAB]) == 1
    assert capsys.readouterr().err.startswith(f"{LAB} is there already: ")


def test_the_page_names_every_field_and_every_tag():
    page = (course_root() / "docs/adding_a_lab.md").read_text(encoding="utf-8")
    fields = [name for kind in (Lab, Exercise) for name in inspect.signature(kind).parameters]
    if importlib.util.find_spec("torch"):
        from utils.gpu.checking.twins import TwinExercise

        fields += inspect.signature(TwinExercise).parameters
    masters = "\n".join(path.read_text(encoding="utf-8") for path in course_root().glob("course*/source/*.py"))
    tags = {
        tag
        for cell in re.findall(r"^# %%.*tags=\[(.+)\]", masters, re.MULTILINE)
        for tag in re.findall(r"[\w-]+", cell)
    }
    wanted = {*fields, *tags} - {"id", "reference", "fields"}
    assert {name for name in wanted if f"`{name}`" not in page} == set()


@pytest.mark.full
@pytest.mark.slow
def test_in_a_copy_of_the_course_it_passes_all_that_test_lab_runs(tmp_path):
    """As one types it: new, publish, the lab's tests, its stored solution."""
    for name in ("utils", "tests"):
        shutil.copytree(course_root() / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(course_root() / name, tmp_path)
    (tmp_path / "course9/source").mkdir(parents=True)
    with open(tmp_path / "utils/labs/topics.toml", "a", encoding="utf-8") as file:
        file.write(TABLE)
    python = [sys.executable, "-m"]
    ours = os.environ | {"PYTHONPATH": str(tmp_path)}
    ours.pop("COURSE_LEDGER", None)  # what it costs is this test's
    solution = "course9/solutions/week9_trial_run.ipynb"
    for command, said in [
        (["utils", "new", LAB], "Next, "),
        (["utils", "publish", LAB], "solution executed"),
        (["utils", "publish", "--check", LAB], ""),
        (["pytest", "-p", "no:nbval", "-p", "no:xdist", "--lab", LAB], "passed"),
        (["pytest", "--nbval", "--nbval-current-env", "-p", "no:python", solution], "passed"),
    ]:
        done = subprocess.run(python + command, cwd=tmp_path, env=ours, capture_output=True, text=True)
        assert done.returncode == 0 and said in done.stdout, done.stdout + done.stderr
        assert "failed" not in done.stdout and "skipped" not in done.stdout, done.stdout
