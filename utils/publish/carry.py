"""Carry what a learner wrote from an old notebook of a lab into a new one; no word of it is left behind."""

import ast
import re

from nbformat import v4

from utils.publish.build import PUBLISHED_ID, exercise_of, stub_mark
from utils.publish.carry_quiz import QUESTION, carry_quiz
from utils.publish.earlier import identify
from utils.publish.moved import parsed, rewrite

KEPT = "## Kept from your earlier notebook"
WHY = (
    "What stands here had no place in the newest version. Code of the lab that you had changed is text now: "
    "it does not run."
)
PLAIN_CHECK = re.compile(r"(?:\w+ = )?lab\.check\(\w+\)")


def carry(old, new, said=frozenset()):
    """Put all that a learner wrote in `old` into `new`, in place; its imports follow what moved.

    old: an Earlier; its cells get the ids that they have in `new`.    new: the notebook as built.
    said: texts that cells of the lab had in earlier editions; without them all that differs counts as the learner's.
    Returns {"carried": names of the answers, "kept": number of added cells in their places, "at_end": number of those
    put below the heading KEPT, "notes": sentences}.
    """
    identify(old, new)
    carried, used, notes = [], [], []
    for cell in new.cells:
        name = exercise_of(cell.id)
        if name:
            _carry_answer(old, cell, name, said, used, carried, notes)
        elif cell.id.startswith("check-"):
            _carry_check(old, cell, said, used, carried)
    rest = _carry_quiz(old, new, said, used, carried, notes)
    own, more = _carry_others(old, new, said, used)
    end = _append(new, sorted(rest + more, key=old.cells.index))
    _follow_moves(new, [*(cell.id for cell in used), *own, *end], notes)
    return {"carried": carried, "kept": len(own), "at_end": len(end), "notes": notes}


def _carry_answer(old, cell, name, said, used, carried, notes):
    written = _exercise_cell(old, name)
    if written is not None and _is_written(written, cell, said):
        notes += _signature_note(name, written.source, cell.source)
        cell.source, written.id = written.source, cell.id
        used.append(written)
        carried.append(name)


def _find(notebook, wanted):
    return next((cell for cell in notebook.cells if cell.id == wanted), None)


def _exercise_cell(notebook, name):
    """The cell of an exercise: by its id, else the last cell that defines the function."""
    found = _find(notebook, f"exercise-{name}")
    if found is not None:
        return found
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not PUBLISHED_ID.fullmatch(cell.id)]
    return next((cell for cell in reversed(code) if _defines(cell.source, name)), None)


def _defines(source, name):
    return re.search(rf"^\s*(async\s+)?(def|class)\s+{name}\b", source, re.MULTILINE) is not None


def _is_written(cell, newest, said):
    """Whether the learner changed a cell: it is neither empty nor as it was handed out, now or earlier."""
    text = cell.source.strip()
    return bool(text) and text != newest.source.strip() and text not in said and not _is_stub(cell, newest)


def _is_stub(cell, newest=None):
    """Whether a cell is as handed out; without its mark, whether it only raises NotImplementedError.

    newest: the stub of today, whose comments can stand in an unmarked one, too.
    """
    if cell.stub is not None:
        return cell.stub == stub_mark(cell.source)
    body = getattr(parsed(cell.source), "body", [])
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        return False
    known = _comments(newest.source) if newest is not None else set()
    bare = ast.unparse(body[0].body[-1]) == "raise NotImplementedError" and len(body[0].body) <= 2
    return bare and _comments(cell.source) <= known


def _comments(source):
    return {line.partition("#")[2].strip() for line in source.split("\n") if "#" in line}


def _signature_note(name, written, stub):
    """A sentence if the function's parameters are not what they were."""
    ours, theirs = _parameters(name, stub), _parameters(name, written)
    if theirs is None or ours == theirs:
        return []
    return [f"{name}({ours}) was {name}({theirs}) in your notebook: change its first line."]


def _parameters(name, source):
    body = getattr(parsed(source), "body", [])
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.unparse(found[-1].args) if found else None


def _carry_check(old, cell, said, used, carried):
    """Leave a check cell as the learner wrote in it, as long as it still checks what the new one checks."""
    before, lines = _find(old, cell.id), cell.source.split("\n")
    if before is None or before.cell_type != "code" or not _is_written(before, cell, said):
        return
    if set(map(str.strip, lines)) <= set(map(str.strip, before.source.split("\n"))):
        cell.source = before.source
        used.append(before)
        name = cell.id.removeprefix("check-")
        if name not in carried and _defines(before.source, name):
            carried.append(name)


def _carry_quiz(old, new, said, used, carried, notes):
    """Carry the quiz's letters; returns the old cell, in a list, if it says more than the new one now does."""
    target = _find(new, "quiz-answers")
    source = _find(old, "quiz-answers") or next(
        (cell for cell in old.cells if cell.cell_type == "code" and "lab.quiz(" in cell.source), None
    )
    if target is None or source is None or not _is_written(source, target, said):
        return []
    used.append(source)
    source.id = target.id
    before, after = (_questions(notebook) for notebook in (old, new))
    some, whole = carry_quiz(source.source, before, target, after, notes)
    carried += ["quiz"] * some
    return [] if whole else [source]


def _questions(notebook):
    text = [cell for cell in notebook.cells if cell.cell_type == "markdown" and QUESTION.search(cell.source)]
    found = _find(notebook, "quiz-questions") or (text[0] if text else None)
    return found.source if found else ""


def _carry_others(old, new, said, used):
    """Put the cells that the learner added behind the cell they stood behind.

    Returns their ids, and a list of the old cells that have no such place: what was the lab's and is changed or gone.
    """
    lab, anchor, kept, rest = {cell.id: cell for cell in new.cells}, new.cells[0].id, [], []
    for cell in old.cells:
        if cell not in used and _has_own_words(cell, lab.get(cell.id), said):
            if cell.id in lab or (PUBLISHED_ID.fullmatch(cell.id) and not exercise_of(cell.id) and not said):
                rest.append(cell)
            else:
                place = next(place for place, c in enumerate(new.cells) if c.id == anchor)
                anchor = _insert(new, place + 1, cell)
                kept.append(anchor)
        if cell.id in lab:
            anchor = cell.id
    return kept, rest


def _has_own_words(cell, twin, said):
    """Whether a cell says what neither the new notebook nor the lab ever said."""
    text = cell.source.strip()
    if twin is not None and text == twin.source.strip() and not cell.attachments:
        return False
    if text in said or PLAIN_CHECK.fullmatch(text):
        return False
    answer = exercise_of(cell.id) or cell.id == "quiz-answers"
    return bool(text or cell.attachments) and not (answer and _is_stub(cell, twin))


def _append(new, cells):
    """Put old cells at the end, below a heading; returns their ids."""
    if cells and not any(cell.source.startswith(KEPT) for cell in new.cells):
        new.cells.append(v4.new_markdown_cell(f"{KEPT}\n\n{WHY}"))
        new.cells[-1].id = f"{new.cells[-1].id[:8]}-own"
    lab = {cell.id for cell in new.cells}
    return [_insert(new, len(new.cells), cell, as_text=cell.id in lab) for cell in cells]


def _insert(notebook, place, cell, as_text=False):
    """Insert a new cell that says what an old one says, code as a block in a text if wanted; returns its id."""
    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}[cell.cell_type]
    made = make(cell.source)
    if as_text and cell.cell_type == "code":
        fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", cell.source))])
        made = v4.new_markdown_cell(f"{fence}python\n{cell.source}\n{fence}")
    free = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.id) and _find(notebook, cell.id) is None
    made.id = cell.id if free and not PUBLISHED_ID.fullmatch(cell.id) else f"{made.id[:8]}-own"
    tags = cell.metadata.get("tags")
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) and tags:
        made.metadata["tags"] = list(dict.fromkeys(tags))
    if cell.attachments and made.cell_type != "code":
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
    if exercise_of(cell.id) or cell.id == "quiz-answers":
        return exercise_of(cell.id) or "the quiz"
    begins = cell.source.strip().splitlines()[0]
    return f'your cell that begins "{begins[:40]}{"…" * (len(begins) > 40)}"'
