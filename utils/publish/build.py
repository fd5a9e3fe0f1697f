"""Make the learner's notebook and the (not yet executed) solution of a master."""

import hashlib
import re
import unicodedata
from collections import Counter

import nbformat
from nbformat import v4

from utils.labs import needs_torch
from utils.publish.colab_cell import colab_cell
from utils.publish.master import Master
from utils.publish.quiz import answers_code, questions_text

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Ids that publish gives; JupyterLab's own are hexadecimal
PUBLISHED_ID = re.compile(r"colab|quiz-(questions|answers)|(exercise|check)-\w+|[a-z0-9-]*[a-z0-9]-\d{1,3}")
HOW_TO = (
    "*How to work: run the cells from top to bottom, each with Shift+Enter. Where one says "
    "`raise NotImplementedError`, write your own lines in its place, run it, then run the check below: it says what is "
    "right and what is not yet. "
    'Hints and the solution are folded under each check, and `lab.reset("name")` gives an exercise back as it was.*'
)
START = re.compile(r"\blab\.start\(edition=(\d+)\)")
OTHER_COURSE = re.compile(r"\]\(\.\./(course\d)/(?=week)")  # links to another course's labs; solutions lie deeper
SOLVED_START = re.compile(r"\blab\.start\(edition=(\d+), solution=True\)")
SOLVED_LINK = re.compile(r"\]\(\.\./\.\./(course\d)/solutions/(?=week)")
EXERCISE_ID = re.compile(r"exercise-([^\W\d]\w*)")


def build(root, lab_id):
    """Both notebooks of a lab as its master gives them: (learner, solution), neither with outputs."""
    master = Master(root, lab_id)
    return _notebook(root, master, solved=False), _notebook(root, master, solved=True)


def exercise_of(cell_id):
    """Name of the exercise whose cell has this id; None for any other cell, one below a heading "Exercise 1" too."""
    found = EXERCISE_ID.fullmatch(cell_id)
    return found.group(1) if found else None


def notebook_metadata(lab):
    return {
        "kernelspec": dict(KERNEL),
        "language_info": {"name": "python"},
        "course": {"lab": lab.id, "edition": lab.edition} | ({"needs_torch": True} if needs_torch(lab.id) else {}),
    }


def text_of(notebook):
    """The bytes to store: nbformat's own layout, with one newline at the end."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def stub_mark(source):
    """Short fingerprint of a stub: what differs from it was written by the learner."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:12]


def slug(text):
    """A heading as part of a cell id: lower case ASCII words joined by hyphens, 48 characters at most."""
    text = re.sub(r"\$[^$]*\$", " ", text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:48].strip("-") or "cell"


def as_solved(source):
    """A cell's text as the solution has it: its lab.start earns nothing, its links lead to other solutions."""
    return OTHER_COURSE.sub(r"](../../\1/solutions/", START.sub(r"lab.start(edition=\1, solution=True)", source))


def as_learners_have_it(source):
    """A cell's text of the solution as it stands in the learner's notebook: what `as_solved` changed, taken back."""
    source = SOLVED_START.sub(r"lab.start(edition=\1)", source)
    return SOLVED_LINK.sub(r"](../\1/", source)


def _notebook(root, master, solved):
    # JupyterLab, where this cell does nothing, shows it folded; Colab shows it.
    cells = [_code(colab_cell(root), "colab", {"jupyter": {"source_hidden": True}})]
    heading, counts = "start", Counter()
    for index, cell in enumerate(master.cells):
        if cell.cell_type == "markdown":
            heading = _heading(cell.source) or heading
        made = _special_cells(master, index, solved)
        if made is None:
            counts[heading] += 1
            made = [_same(cell, f"{heading}-{counts[heading]}")]
            if index == 0:
                made[0].source += f"\n\n{HOW_TO}"
            if solved:
                made[0].source = as_solved(made[0].source)
        cells += made
    return nbformat.from_dict(
        {"cells": cells, "metadata": notebook_metadata(master.lab), "nbformat": 4, "nbformat_minor": 5}
    )


def _heading(markdown):
    """The last heading of a text cell as a slug, which the cells after it are named by; None without one."""
    prose = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^#{1,6}\s+(.+)$", prose, re.MULTILINE)
    return slug(found[-1]) if found else None


def _special_cells(master, index, solved):
    """What stands for an exercise, check or quiz cell; None for any other."""
    tags = _tags(master.cells[index])
    if index in master.exercises:
        name, whole, stub = master.exercises[index]
        metadata = tags if solved else {**tags, "course": {"stub": stub_mark(stub)}}
        return [_code(whole if solved else stub, f"exercise-{name}", metadata)]
    if index - 1 in master.exercises:
        name, *_ = master.exercises[index - 1]
        return [_code(master.cells[index].source, f"check-{name}", tags)]
    if index == master.quiz:
        questions = list(master.lab.quiz_questions)
        stub = answers_code(questions, solved=False)
        metadata = tags if solved else {**tags, "course": {"stub": stub_mark(stub)}}
        return [
            v4.new_markdown_cell(questions_text(questions), id="quiz-questions"),
            _code(answers_code(questions, solved), "quiz-answers", metadata),
        ]
    return None


def _tags(cell):
    tags = list(cell.metadata.get("tags", []))
    return {"tags": tags} if tags else {}


def _code(source, cell_id, metadata):
    return v4.new_code_cell(source, id=cell_id, metadata=metadata)


def _same(cell, cell_id):
    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}
    return make[cell.cell_type](cell.source, id=cell_id, metadata=_tags(cell))
