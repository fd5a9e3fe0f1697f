"""Upgrade carries what a learner wrote into the newest version of a lab."""

import json

import nbformat
import pytest

from utils.publish.build import build, stub_mark

ANSWER = "def double(x):\n    return 2 * x"


def test_answers_move_into_the_new_edition(mine):
    mine.write("exercise-double", ANSWER)
    mine.write("quiz-answers", 'answers = {1: "a", 2: None}\nlab.quiz(answers)')
    mine.next_edition()
    done = mine.upgrade()
    assert done.carried == ["double", "quiz"] and done.changed and done.lab == "course1/week9_tiny"
    assert mine.cell("exercise-double").source == ANSWER
    assert mine.cell("quiz-answers").source == 'answers = {1: "a", 2: None}\nlab.quiz(answers)'
    assert mine.cell("exercise-scaled").source == build(mine.course.root, done.lab)[0].cells[8].source
    assert mine.cell("exercise-1-2").source == "Now as often as wanted."
    assert mine.notebook.metadata.course.edition == 4
    assert done.backup.read_bytes() == mine.before
    assert done.backup.name.startswith("week9_tiny.backup-2")
    assert done.at_end == 1 and mine.notebook.cells[-1].source == "Now often."  # no history says whose words these are
    nbformat.validate(mine.notebook)


def test_answers_move_twice(mine):
    mine.write("exercise-double", ANSWER)
    mine.next_edition()
    mine.upgrade()
    mine.course.edit("as wanted", "as needed")
    assert mine.upgrade().carried == ["double"]
    assert mine.cell("exercise-double").source == ANSWER


def test_an_old_stub_is_not_an_answer(mine):
    old = mine.cell("exercise-scaled")
    old.source = old.source.replace("Start from", "Begin with")
    old.metadata.course.stub = stub_mark(old.source)
    mine.save()
    mine.next_edition()
    done = mine.upgrade()
    assert done.carried == []
    assert "Start from a copy" in mine.cell("exercise-scaled").source


def test_an_old_stub_without_its_mark_is_not_an_answer(mine):
    del mine.cell("exercise-double").metadata["course"]
    mine.write("exercise-double", 'def double(x):\n    """Old words."""\n    raise NotImplementedError')
    assert mine.upgrade().carried == []
    assert "Twice x" in mine.cell("exercise-double").source


def test_unfinished_work_is_work(mine):
    half = "def double(x):\n    y = x  # and now?\n    raise NotImplementedError"
    mine.write("exercise-double", half)
    mine.next_edition()
    assert mine.upgrade().carried == ["double"]
    assert mine.cell("exercise-double").source == half


def test_broken_python_is_work(mine):
    mine.write("exercise-double", "def double(x:\n    return")
    mine.next_edition()
    assert mine.upgrade().carried == ["double"]


def test_nothing_to_do_writes_nothing(mine):
    mine.write("exercise-double", ANSWER)
    done = mine.upgrade()
    assert not done.changed and done.backup is None
    assert [p.name for p in mine.path.parent.glob("*.ipynb")] == ["week9_tiny.ipynb"]
    assert mine.path.read_bytes() == mine.before


def test_cells_of_ones_own_stay_in_place(mine):
    note = nbformat.v4.new_markdown_cell("My note.", id="3f2b1c9e-12ab-4cde-8f00-123456789012")
    trial = nbformat.v4.new_code_cell("double(3)", id="a1b2c3d4")
    mine.add_after("check-double", note)
    mine.add_after(note.id, trial)
    mine.next_edition()
    assert mine.upgrade().kept == 2
    ids = [cell.id for cell in mine.notebook.cells]
    place = ids.index("check-double")
    assert ids[place + 1 : place + 4] == [note.id, trial.id, "exercise-1-2"]


def test_an_answer_in_a_cell_of_ones_own_is_found(mine):
    mine.notebook.cells.remove(mine.cell("exercise-double"))
    mine.add_after("exercise-1-1", nbformat.v4.new_code_cell(ANSWER, id="a1b2c3d4"))
    done = mine.upgrade()
    assert (done.carried, done.kept) == (["double"], 0)
    assert [c.source for c in mine.notebook.cells].count(ANSWER) == 1


def test_an_answer_whose_exercise_is_gone_is_kept(mine):
    old = nbformat.v4.new_code_cell("def triple(x):\n    return 3 * x", id="exercise-triple")
    mine.add_after("check-double", old)
    assert mine.upgrade().kept == 1
    assert old.source in [cell.source for cell in mine.notebook.cells]


@pytest.mark.parametrize("where", ["nowhere", "metadata"])
def test_lost_ids(mine, where):
    mine.write("exercise-double", ANSWER)
    mine.write("quiz-answers", 'answers = {1: "b", 2: "a"}\nlab.quiz(answers)')
    plain = json.loads(mine.path.read_text())
    for cell in plain["cells"]:
        cell_id = cell.pop("id")
        cell["metadata"] = {"id": cell_id} if where == "metadata" else {}
    plain.update(nbformat_minor=0, metadata={})
    mine.path.write_text(json.dumps(plain))
    mine.next_edition()
    done = mine.upgrade()
    assert done.carried == ["double", "quiz"]
    assert mine.cell("exercise-double").source == ANSWER
    assert mine.notebook.metadata.course.lab == "course1/week9_tiny"


def test_changed_parameters_are_named(mine):
    mine.write("exercise-double", "def double(a, b):\n    return a + b")
    mine.next_edition()
    assert "double(x) was double(a, b) in your notebook: change its first line." in mine.upgrade().notes


def test_quiz_letters_follow_their_questions(mine):
    mine.write("quiz-answers", 'answers = {1: "b", 2: "a"}\nlab.quiz(answers)')
    mine.course.lab.quiz_questions.reverse()
    mine.course.lab.quiz_questions.append(mine.course.lab.quiz_questions[0].__class__("New?", "a", {"a": ("x", "y")}))
    mine.upgrade()
    assert mine.cell("quiz-answers").source == (
        'answers = {\n    1: "a",\n    2: "b",\n    3: None,\n}\nlab.quiz(answers)'
    )
