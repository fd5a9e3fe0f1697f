"""Carry what a learner wrote from an old notebook of a lab into a new one."""

import ast
import re

from utils.publish.build import PUBLISHED_ID, exercise_of, stub_mark
from utils.publish.moved import rewrite

QUESTION = re.compile(r"^\*\*Question (\d+)\.\*\* ", re.MULTILINE)


def carry(old, new):
    """Put the answers and the added cells of `old` into `new`, in place; their imports follow what moved.

    Returns {"carried": names of the answers, "kept": number of added cells, "notes": sentences}.
    """
    carried, notes = [], _other_cells_note(old, new)
    for cell in new.cells:
        name = exercise_of(cell.id)
        if name:
            written = _written(_exercise_cell(old, name), cell)
            if written is not None:
                notes += _signature_note(name, written.source, cell.source)
                cell.source = written.source
                carried.append(name)
    quiz = _carry_quiz(old, new, notes)
    own = _carry_own_cells(old, new, notes)
    _follow_moves(new, [f"exercise-{name}" for name in carried] + ["quiz-answers"] * len(quiz) + own, notes)
    return {"carried": carried + quiz, "kept": len(own), "notes": notes}


def cell_id(cell):
    """A cell's id; Colab stores it in the metadata, older formats have none."""
    return cell.get("id") or cell.get("metadata", {}).get("id") or ""


def _find(notebook, wanted):
    return next((cell for cell in notebook.cells if cell_id(cell) == wanted), None)


def _exercise_cell(notebook, name):
    """The cell of an exercise: by its id, else the last cell that defines the function."""
    found = _find(notebook, f"exercise-{name}")
    if found is not None:
        return found
    define = re.compile(rf"^\s*(async\s+)?(def|class)\s+{name}\b", re.MULTILINE)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not _published(cell)]
    return next((cell for cell in reversed(code) if define.search(cell.source)), None)


def _published(cell):
    return bool(PUBLISHED_ID.fullmatch(cell_id(cell)))


def _written(cell, stub):
    """The cell, if the learner changed it; None for a stub of this or of an earlier version."""
    if cell is None or not cell.source.strip() or cell.source.strip() == stub.source.strip():
        return None
    mark = cell.get("metadata", {}).get("course", {}).get("stub")
    if mark is not None:
        return None if mark == stub_mark(cell.source) else cell
    return None if _is_bare_stub(cell.source) else cell


def _is_bare_stub(source):
    """Whether a cell is one function that does nothing but raise NotImplementedError."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return False
    return ast.unparse(tree.body[0].body[-1]) == "raise NotImplementedError" and len(tree.body[0].body) <= 2


def _is_answer(cell):
    return bool(exercise_of(cell.id)) or cell.id in ("quiz-questions", "quiz-answers")


def _other_cells_note(old, new):
    """A sentence if cells of the lab itself, not answers, differ between the two."""
    lab_cells = [cell for cell in new.cells if not _is_answer(cell)]
    shared = [(_find(old, cell.id), cell) for cell in lab_cells]
    differ = sum(1 for before, after in shared if before is not None and before.source != after.source)
    return [f"Cells of the lab itself that are new or as shipped again: {differ}; the backup has yours."] * (differ > 0)


def _signature_note(name, written, stub):
    """A sentence if the function's parameters are not what they were."""
    ours, theirs = _parameters(name, stub), _parameters(name, written)
    if theirs is None or ours == theirs:
        return []
    return [f"{name}({ours}) was {name}({theirs}) in your notebook: change its first line."]


def _parameters(name, source):
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.unparse(found[-1].args) if found else None


def _carry_quiz(old, new, notes):
    """Carry the quiz's letters; question by question if the questions are not what they were."""
    target = _find(new, "quiz-answers")
    source = _find(old, "quiz-answers") or next(
        (cell for cell in old.cells if cell.cell_type == "code" and "lab.quiz(" in cell.source), None
    )
    if target is None or _written(source, target) is None:
        return []
    before, after = (_question_blocks(_find(notebook, "quiz-questions")) for notebook in (old, new))
    if not before or before == after:
        target.source = source.source
        return ["quiz"]
    letters = _letters(source.source)
    if letters is None:
        notes.append("The quiz's questions are others now and your answers could not be read: see the backup.")
        return []
    numbers = {text: number for number, text in before.items()}
    moved = {number: letters.get(numbers.get(text)) for number, text in after.items()}
    lines = [f"    {number}: {_quoted(letter)}," for number, letter in moved.items()]
    target.source = "\n".join(["answers = {", *lines, "}", "lab.quiz(answers)"])
    notes.append("Some of the quiz's questions are others now; those are open again.")
    return ["quiz"] if any(moved.values()) else []


def _quoted(letter):
    return f'"{letter}"' if isinstance(letter, str) else "None"


def _question_blocks(cell):
    """Each question's text with its choices, by number."""
    if cell is None:
        return {}
    parts = QUESTION.split(cell.source)
    texts = [text.split("\n\nWrite a letter")[0].strip() for text in parts[2::2]]
    return dict(zip(map(int, parts[1::2]), texts, strict=True))


def _letters(source):
    """The dict that a cell calls answers; None if it cannot be read."""
    try:
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "answers":
                letters = ast.literal_eval(node.value)
                return letters if isinstance(letters, dict) else None
    except (SyntaxError, ValueError):
        pass
    return None


def _carry_own_cells(old, new, notes):
    """Put the cells that the learner added behind the cell they stood behind; returns their ids."""
    if not any(_published(cell) for cell in old.cells):
        notes.append("Your notebook had lost its cells' ids: cells that you added are in the backup only.")
        return []
    gone = [c for c in old.cells if exercise_of(cell_id(c)) and _find(new, cell_id(c)) is None]
    anchor, kept = "colab", []
    for cell in old.cells:
        own = bool(cell.source.strip()) and not _published(cell) and not _carried_already(cell, new)
        if own or (cell in gone and not _is_bare_stub(cell.source)):
            place = [cell_id(c) for c in new.cells].index(anchor) + 1
            anchor = _insert(new, place, cell)
            kept.append(anchor)
        elif _find(new, cell_id(cell)) is not None:
            anchor = cell_id(cell)
    return kept


def _carried_already(cell, new):
    """Whether a cell without a published id was taken as an exercise's or the quiz's answer."""
    return any(c.source == cell.source for c in new.cells if _is_answer(c))


def _insert(notebook, place, cell):
    from nbformat import v4

    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}[cell.cell_type]
    made = make(cell.source)
    wanted = cell_id(cell)
    free = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", wanted) and _find(notebook, wanted) is None
    made.id = wanted if free and not PUBLISHED_ID.fullmatch(wanted) else f"{made.id[:8]}-own"
    tags = cell.get("metadata", {}).get("tags")
    if tags:
        made.metadata["tags"] = list(tags)
    if cell.get("attachments"):
        made.attachments = cell.attachments
    notebook.cells.insert(place, made)
    return made.id


def _follow_moves(notebook, ids, notes):
    """Rewrite the imports of cells that were carried, where their modules moved, and say so."""
    for cell in filter(None, (_find(notebook, wanted) for wanted in ids)):
        if cell.cell_type == "code":
            done = rewrite(cell.source)
            notes += [f"An import moved; in {_called(cell)}, `{old}` is now `{new}`." for old, new in done.changed]
            notes += [f"Please change by hand in {_called(cell)}: {sentence}." for sentence in done.left]
            cell.source = done.source


def _called(cell):
    """What a learner calls a cell: by its exercise, else by how it begins."""
    if _is_answer(cell):
        return exercise_of(cell.id) or "the quiz"
    begins = cell.source.strip().splitlines()[0]
    return f'your cell that begins "{begins[:40]}{"…" * (len(begins) > 40)}"'
