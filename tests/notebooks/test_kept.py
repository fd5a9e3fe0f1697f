"""Upgrade keeps every word that a learner wrote, wherever in the notebook and in whatever state the file is."""

import json
import subprocess

import nbformat
import pytest

from utils.course_files import CourseFileError
from utils.publish import renew
from utils.publish.build import build, stub_mark, text_of
from utils.publish.carry import KEPT
from utils.publish.earlier import earlier

ANSWER = "def double(x):\n    return 2 * x  # twice, by hand"


class Paper:
    """The learner's notebook as plain JSON, to spoil in any way."""

    def __init__(self, mine):
        self.mine = mine
        self.data = json.loads(mine.path.read_text())

    def cell(self, cell_id):
        return next(cell for cell in self.data["cells"] if cell.get("id") == cell_id)

    def put(self, cell_id, text):
        self.cell(cell_id)["source"] = text

    def add(self, behind, kind, text, **more):
        made = {"cell_type": kind, "metadata": {}, "source": text, **more}
        if kind == "code":
            made |= {"outputs": [], "execution_count": None}
        self.data["cells"].insert(self.data["cells"].index(self.cell(behind)) + 1, made)
        return made

    def upgraded(self, *words, count=1):
        """Upgrade twice; each of the words stands in the notebook as often as `count` says. Returns a Renewed."""
        self.mine.path.write_text(json.dumps(self.data))
        self.mine.next_edition()
        done = self.mine.upgrade()
        assert done.backup.read_bytes() == self.mine.before
        nbformat.validate(self.mine.notebook)
        text = "\n".join(cell.source for cell in self.mine.notebook.cells)
        assert {word: text.count(word) for word in words} == dict.fromkeys(words, count)
        assert not self.mine.upgrade().changed
        return done


@pytest.fixture
def paper(mine):
    return Paper(mine)


def sources(paper):
    return [cell.source for cell in paper.mine.notebook.cells]


def below_heading(paper):
    texts = sources(paper)
    return texts[next(place for place, text in enumerate(texts) if text.startswith(KEPT)) + 1 :]


@pytest.mark.parametrize(
    "cell_id", ["notes-1", "exercise-1-7", "start-12", "exercise-thoughts", "check-mine", "colab-2"]
)
@pytest.mark.parametrize("kind", ["markdown", "code", "raw"])
def test_own_cells_whose_ids_look_like_the_labs(paper, cell_id, kind):
    paper.add("check-double", kind, "x = 'a word of mine'", id=cell_id)
    paper.upgraded("x = 'a word of mine'")


def test_an_own_cell_whose_id_a_cell_of_the_new_edition_has(paper):
    paper.add("check-double", "markdown", "My notes.", id="notes-1")
    paper.mine.course.edit("# ## Quiz", "# ## Notes\n# The lab's notes.\n\n# %% [markdown]\n# ## Quiz")
    done = paper.upgraded("My notes.", "The lab's notes.")
    assert done.at_end and "My notes." in below_heading(paper)


def test_an_answer_in_the_check_cell_stays_there(paper):
    paper.put("check-double", f"{ANSWER}\n\ndouble = lab.check(double)")
    done = paper.upgraded("twice, by hand")
    assert done.carried == ["double"]
    assert paper.mine.cell("check-double").source == f"{ANSWER}\n\ndouble = lab.check(double)"


def test_an_answer_and_words_in_its_check_cell(paper):
    paper.put("exercise-double", ANSWER)
    paper.put("check-double", "# why is this wrong?\ndouble = lab.check(double)\nprint(double(2))")
    assert paper.upgraded("twice, by hand", "# why is this wrong?", "print(double(2))").carried == ["double"]


def test_a_check_cell_that_checks_no_more_stands_at_the_end_as_text(paper):
    paper.put("check-double", f"{ANSWER}\nprint(double(7))")
    done = paper.upgraded("twice, by hand", "print(double(7))")
    assert paper.mine.cell("check-double").source == "double = lab.check(double)"
    assert f"```python\n{ANSWER}\nprint(double(7))\n```" in below_heading(paper) and done.at_end == 2


def test_lab_cells_that_were_edited(paper):
    paper.put("exercise-1-1", "## Exercise 1\n\nI think it is 4.")
    paper.put("exercise-1-3", 'print(double(4))\nprint("```", "and my own line")')
    paper.put("quiz-questions", [*paper.cell("quiz-questions")["source"], "\n\nMy reason: it is b."])
    paper.put("colab", "# my own way to set it up")
    done = paper.upgraded("I think it is 4.", '"and my own line"', "My reason: it is b.", "# my own way to set it up")
    assert any(text.startswith("````python\nprint(double(4))") for text in below_heading(paper))
    assert done.at_end == 5  # with "Now often.", which only a history would know for the lab's


def test_a_lab_cell_that_the_new_edition_lacks(paper):
    paper.put("exercise-1-2", "Now often. I wonder why.")
    paper.mine.course.edit("# %% [markdown]\n# Now often.\n\n# %%\nprint(double(4))\n", "")
    paper.mine.next_edition = lambda: None
    paper.upgraded("I wonder why.")


def test_an_exercise_that_is_gone(paper):
    paper.add("check-double", "code", "def triple(x):\n    return 3 * x", id="exercise-triple", metadata={})
    paper.add("exercise-triple", "code", "triple = lab.check(triple)", id="check-triple")
    paper.add("check-triple", "code", "def quad(x):\n    raise NotImplementedError", id="exercise-quad")
    paper.upgraded("return 3 * x")
    assert "lab.check(triple)" not in "".join(sources(paper)) and "def quad" not in "".join(sources(paper))


def test_windows_ends_of_lines_do_not_make_a_stub_an_answer(paper):
    for cell in paper.data["cells"]:
        cell["source"] = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        cell["source"] = cell["source"].replace("\n", "\r\n")
    paper.put("exercise-double", ANSWER.replace("\n", "\r\n"))
    paper.add("check-double", "markdown", "Mine,\r\nin two lines.", id="a1b2c3d4")
    done = paper.upgraded("twice, by hand", "Mine,\nin two lines.")
    assert done.carried == ["double"] and "\r" not in paper.mine.path.read_text()


def version_3(data):
    """The same notebook in nbformat 3."""
    cells = []
    for cell in data["cells"]:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "code":
            more = {"input": source, "outputs": [], "prompt_number": 1, "language": "python", "collapsed": False}
        else:
            more = {"source": source}
        cells.append({"cell_type": cell["cell_type"], "metadata": {}, **more})
    cells.append({"cell_type": "heading", "level": 2, "metadata": {}, "source": "My own heading"})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


def test_nbformat_3(paper):
    paper.put("exercise-double", ANSWER)
    paper.put("quiz-answers", 'answers = {1: "b", 2: "a"}\nlab.quiz(answers)')
    paper.add("check-double", "code", "double(3)  # mine")
    paper.data = version_3(paper.data)
    done = paper.upgraded("twice, by hand", "double(3)  # mine", "## My own heading")
    assert done.carried == ["double", "quiz"] and paper.mine.cell("exercise-double").source == ANSWER


def test_nbformat_4_4_has_no_ids(paper):
    paper.put("exercise-double", ANSWER)
    paper.add("check-double", "markdown", "A note of mine.")
    for cell in paper.data["cells"]:
        cell.pop("id", None)
    paper.data["nbformat_minor"] = 4
    assert paper.upgraded("twice, by hand", "A note of mine.").carried == ["double"]
    texts = sources(paper)
    assert texts.index("A note of mine.") == texts.index("double = lab.check(double)") + 1


def test_an_edited_cell_of_the_lab_whose_id_is_lost_is_known_by_its_likeness(paper):
    paper.put("exercise-1-3", "print(double(4))  # 8, of course")
    for cell in paper.data["cells"]:
        cell.pop("id", None)
    paper.upgraded("# 8, of course")
    assert "print(double(4))" in sources(paper) and "```python\nprint(double(4))  # 8, of course\n```" in sources(paper)


ODD = [None, [], "x", 3, {"course": None}, {"course": ["lab"]}, {"course": {"lab": ["x"], "edition": {}, "stub": 5}}]


@pytest.mark.parametrize("odd", ODD)
def test_odd_metadata(paper, odd):
    paper.put("exercise-double", ANSWER)
    paper.add("check-double", "markdown", "A note of mine.", id="a1b2c3d4")
    paper.data["metadata"] = odd
    for cell in paper.data["cells"]:
        cell["metadata"] = odd
    paper.cell("a1b2c3d4")["metadata"] = {"tags": "abc", "id": 4}
    assert "double" in paper.upgraded("twice, by hand", "A note of mine.").carried


def test_cells_that_are_hardly_cells(paper):
    paper.put("exercise-double", ANSWER)
    odd = [
        {"cell_type": "markdown", "source": ["Word one ", "and ", 2]},
        {"cell_type": "sql", "source": "word two", "metadata": None, "id": 7},
        {"cell_type": "code", "source": None},
        {"source": {"text": "word three"}},
        "word four",
        ["word five"],
        {"cell_type": "markdown", "source": "word six \ud800", "id": "no id at all!", "attachments": "none"},
        {"cell_type": "code", "source": "word = 7\0", "id": "x" * 80, "metadata": {"tags": [1, None]}},
        {"cell_type": "markdown", "source": "word eight", "id": "check-double"},  # the id of another cell
    ]
    paper.data["cells"][5:5] = odd
    paper.upgraded("Word one", "word two", "word three", "word four", "word five", "word six", "word = 7", "word eight")


def test_deep_and_unreadable_code_is_kept_as_it_is(paper):
    deep = "def double(x):\n    return " + "(" * 300 + "x" + ")" * 300
    paper.put("exercise-double", deep)
    paper.put("exercise-scaled", "def scaled(x, n:\n    my half sentence")
    assert paper.upgraded("((((x))))", "my half sentence").carried == ["double", "scaled"]


@pytest.mark.parametrize(
    "text, word",
    [
        ('# my reason\nanswers = {1: "b", 2: "a"}\nlab.quiz(answers)', "# my reason"),
        ('answers = dict([(1, "b")])\nlab.quiz(answers)', 'dict([(1, "b")])'),
        ('answers = {1: "b", 2: ["a", "or b"]}\nlab.quiz(answers)', '"or b"'),
        ('answers = {[1]: "b?"}\nlab.quiz(answers)', '"b?"'),
        ('answers = {1: "b",\nlab.quiz(answers)  # half', "# half"),
        ('answers = {1: "b", 2: "a", 9: "c"}\nlab.quiz(answers)', '9: "c"'),
    ],
)
def test_what_a_quiz_cell_says_besides_its_letters(paper, text, word):
    paper.put("quiz-answers", text)
    paper.mine.course.lab.quiz_questions.reverse()
    paper.upgraded(word)
    assert any(text in below for below in below_heading(paper))


def test_a_comment_in_a_stub_without_its_mark_is_the_learners(paper):
    paper.cell("exercise-scaled")["metadata"] = {}
    text = "".join(paper.cell("exercise-scaled")["source"])
    paper.put("exercise-scaled", text.replace("    raise", "    # my plan: a loop\n    raise"))
    assert paper.upgraded("# my plan: a loop").carried == ["scaled"]


def test_an_image_that_was_dropped_into_a_text(paper):
    picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
    paper.add("check-double", "markdown", "![a](attachment:a.png)", id="a1b2c3d4", attachments=picture)
    paper.upgraded("![a](attachment:a.png)")
    assert paper.mine.cell("a1b2c3d4").attachments == picture


def test_two_upgrades_have_two_backups_and_one_heading(paper, monkeypatch):
    paper.put("exercise-1-1", "## Exercise 1\n\nFirst thought.")
    first = paper.upgraded("First thought.")
    paper.data = json.loads(paper.mine.path.read_text())
    paper.put("exercise-1-1", "## Exercise 1\n\nSecond thought.")
    paper.mine.next_edition = lambda: None
    second = paper.upgraded("First thought.", "Second thought.")
    assert first.backup != second.backup and "First thought." in first.backup.read_text()
    assert sum(text.startswith(KEPT) for text in sources(paper)) == 1


def git(root, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True)


def old_mark(notebook):
    return next(cell.stub for cell in notebook.cells if cell.id == "exercise-scaled")


def test_the_history_of_the_clone_tells_the_labs_words_from_the_learners(paper):
    root = paper.mine.course.root
    paper.mine.course.solution.parent.mkdir(exist_ok=True)
    paper.mine.course.solution.write_text(text_of(build(root, paper.mine.course.lab_id)[1]))
    text = paper.mine.path.read_text()
    paper.mine.path.write_text(text.replace("Start from a copy", "Begin with a copy"))
    old = earlier(paper.mine.path.read_text())
    stub = next(cell.source for cell in old.cells if cell.id == "exercise-scaled")
    paper.mine.path.write_text(paper.mine.path.read_text().replace(old_mark(old), stub_mark(stub)))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first edition")
    paper.add("exercise-1-2", "code", "double(5)  # mine", id="notes-1")
    paper.put("exercise-1-3", "print(double(4), 'my change')")
    paper.cell("exercise-scaled").update(source=stub, metadata={})  # as the first edition had it, the mark lost
    done = paper.upgraded("double(5)  # mine", "'my change'")
    assert (done.carried, done.kept, done.at_end) == ([], 1, 1) and "Now often." not in sources(paper)
    texts = sources(paper)
    assert texts.index("double(5)  # mine") == texts.index("Now as often as wanted.") + 1


def test_what_was_kept_is_counted(paper, capsys):
    paper.put("exercise-1-1", "## Exercise 1\n\nI think it is 4.")
    paper.mine.path.write_text(json.dumps(paper.data))
    assert renew._tell(renew.upgrade, "newest version", paper.mine.path, paper.mine.course.root) == 0
    assert "Cells kept at the end, since they had no place: 1." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "null", '{"cells": {}}', '{"worksheets": 3}', "[" * 100_000, '{"cells": 3}'])
def test_what_is_no_notebook_has_its_sentence(mine, text):
    mine.path.write_text(text)
    with pytest.raises(CourseFileError, match="not a whole notebook"):
        renew.upgrade(mine.path, mine.course.root)
    assert mine.path.read_text() == text and len(list(mine.path.parent.glob("*.ipynb"))) == 1


def test_a_folder_and_a_text_of_another_encoding_have_theirs(mine, tmp_path):
    (tmp_path / "week9_tiny.ipynb").mkdir()
    with pytest.raises(CourseFileError, match="cannot be read"):
        renew.upgrade(tmp_path / "week9_tiny.ipynb", mine.course.root)
    mine.path.write_text(mine.path.read_text(), encoding="utf-16")
    with pytest.raises(CourseFileError, match="not a whole notebook"):
        renew.upgrade(mine.path, mine.course.root)


def test_a_mark_before_the_text_is_no_matter(mine):
    mine.write("exercise-double", ANSWER)
    mine.path.write_text(mine.path.read_text(), encoding="utf-8-sig")
    mine.next_edition()
    assert mine.upgrade().carried == ["double"]
