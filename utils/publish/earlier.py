"""A learner's notebook as it lies, of whatever format and in whatever state, and what the lab itself once said."""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field

from utils.publish.build import exercise_of

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


def said_before(root, lab_id):
    """The texts of the lab's own cells in every edition that the clone's history holds; empty without a history.

    They are taken from the stored solutions, in which learners do not write; answers are left out.
    """
    course, name = lab_id.split("/")
    path = f"{course}/solutions/{name}.ipynb"
    commits = _git(root, ["log", "--format=%H", "--", path]).decode("ascii", "replace").split()
    wanted = "".join(f"{commit}:{path}\n" for commit in commits)
    out, said = _git(root, ["cat-file", "--batch"], wanted.encode()) if commits else b"", set()
    while out:
        head, _, out = out.partition(b"\n")
        if not head.split()[-1].isdigit():  # an edition in which there was no such file
            continue
        size = int(head.split()[-1])
        notebook, out = earlier(out[:size].decode("utf-8", "replace")), out[size + 1 :]
        cells = notebook.cells if notebook else []
        own = [c.source.strip() for c in cells if not exercise_of(c.id) and c.id != "quiz-answers"]
        said.update(own, [source.replace(", solution=True)", ")") for source in own])  # as learners have it
    return said


def _git(root, arguments, text=b""):
    """What git answers, b"" where it does not; never asks the network."""
    quiet = os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(["git", "-C", root, *arguments], input=text, capture_output=True, timeout=20, env=quiet)
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""
