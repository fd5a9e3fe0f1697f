"""A learner's notebook as it lies, of whatever format and in whatever state, and what the lab itself once said."""

import difflib
import json
import os
import re
import subprocess
from dataclasses import dataclass, field

from utils.publish.build import PUBLISHED_ID, as_learners_have_it, exercise_of, stub_mark

KINDS = ("code", "markdown", "raw")


@dataclass(eq=False)
class Cell:
    """A cell: code, markdown or raw; every end of line is \\n. id: "" where there is none."""

    cell_type: str
    source: str
    id: str = ""
    metadata: dict = field(default_factory=dict)
    attachments: dict = field(default_factory=dict)

    @property
    def stub(self):
        """Fingerprint of the stub that the cell was handed out with, None without one."""
        course = self.metadata.get("course")
        return course.get("stub") if isinstance(course, dict) else None


@dataclass
class Earlier:
    """A notebook. lab, edition: as its metadata say, None where they do not."""

    cells: list[Cell]
    lab: object = None
    edition: object = None


def earlier(text):
    """The notebook of a text, None where it is none. Reads nbformat 2 to 5, and what only nearly keeps to one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    cells = data.get("cells")
    if cells is None and isinstance(data.get("worksheets"), list):  # nbformat 2 and 3
        cells = [cell for sheet in data["worksheets"] for cell in _list(_dict(sheet).get("cells"))]
    if not isinstance(cells, list):
        return None
    course = _dict(_dict(data.get("metadata")).get("course"))
    return Earlier([_cell(cell) for cell in cells], course.get("lab"), course.get("edition"))


def _cell(data):
    if not isinstance(data, dict):
        return Cell("raw", json.dumps(data, ensure_ascii=False))
    metadata, kind = _dict(data.get("metadata")), data.get("cell_type")
    source = _text(data.get("source", data.get("input", "")))
    if kind == "heading":  # of nbformat 3
        level = data.get("level")
        kind, source = "markdown", f"{'#' * (level if level in range(1, 7) else 1)} {source}"
    kind = kind if kind in KINDS else "code" if "outputs" in data else "raw"
    cell_id = data.get("id") or metadata.get("id")  # Colab stores it in the metadata
    return Cell(kind, source, cell_id if isinstance(cell_id, str) else "", metadata, _dict(data.get("attachments")))


def _text(source):
    """A source as one text that can be written: lists of lines joined, nothing that is no character."""
    if isinstance(source, list):
        source = "".join(line if isinstance(line, str) else json.dumps(line) for line in source)
    source = source if isinstance(source, str) else "" if source is None else json.dumps(source)
    source = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"\r\n?", "\n", source)


def _dict(value):
    return value if isinstance(value, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []


def identify(old, new):
    """Give old cells the ids that they have in the new notebook: a cell without an id of it is known by its text."""
    seen, lost = set(), not any(PUBLISHED_ID.fullmatch(cell.id) for cell in old.cells)
    for cell in old.cells:
        cell.id = "" if cell.id in seen else cell.id  # a copy of another
        seen.add(cell.id)
    free = [cell for cell in new.cells if cell.id not in seen]
    lab = {cell.id for cell in new.cells}
    _pair(old, free, lab, 1.0)
    if lost:
        _pair(old, [cell for cell in free if not exercise_of(cell.id)], lab, 0.6)


def _pair(old, free, lab, alike):
    """Give the old cells that are none of the lab's yet the ids of new cells of the same or of a similar text."""
    for cell in old.cells:
        if cell.id not in lab and not exercise_of(cell.id):
            texts = {c.source: c for c in reversed(free) if c.cell_type == cell.cell_type}
            if alike < 1:
                near = difflib.get_close_matches(cell.source, texts, n=1, cutoff=alike)
            else:
                near = [cell.source] if cell.source in texts else []
            for text in near:
                cell.id = texts[text].id
                free.remove(texts[text])


def said_before(root, lab_id):
    """The texts that the lab itself gave in every edition that the clone's history holds; empty without a history.

    They are taken from the stored solutions, in which learners do not write, less the answers; from the learners'
    notebooks only the stubs that their marks show to be as handed out.
    """
    course, name = lab_id.split("/")
    said = set()
    for notebook in _editions(root, f"{course}/solutions/{name}.ipynb"):
        own = [c.source.strip() for c in notebook.cells if not exercise_of(c.id) and c.id != "quiz-answers"]
        said.update(own, map(as_learners_have_it, own))
    for notebook in _editions(root, f"{lab_id}.ipynb"):
        said.update(c.source.strip() for c in notebook.cells if c.stub == stub_mark(c.source))
    return said


def _editions(root, path):
    """Every notebook that stood in a path of the clone."""
    commits = _git(root, ["log", "--format=%H", "--", path]).decode("ascii", "replace").split()
    wanted = "".join(f"{commit}:{path}\n" for commit in commits)
    out = _git(root, ["cat-file", "--batch"], wanted.encode()) if commits else b""
    while out:
        head, _, out = out.partition(b"\n")
        if head.split()[-1].isdigit():  # else there was no such file in an edition
            size = int(head.split()[-1])
            notebook, out = earlier(out[:size].decode("utf-8", "replace")), out[size + 1 :]
            yield from [notebook] if notebook else []


def _git(root, arguments, text=b""):
    """What git answers, b"" where it does not; never asks the network."""
    quiet = os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(["git", "-C", root, *arguments], input=text, capture_output=True, timeout=20, env=quiet)
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""
