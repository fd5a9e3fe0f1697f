"""The topics of the course notes, and the lab that owns each: what topics.toml says."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Planned:
    """A lab as topics.toml has it, there already or still to come.

    id: "course1/week2_vectorization".    topics: of the notes.    adds: topics of its own.
    """

    id: str
    topics: tuple[str, ...]
    adds: tuple[str, ...]
    needs_torch: bool

    @property
    def owns(self):
        return self.topics + self.adds


@cache
def planned():
    """{id: Planned} of every lab of the course, in the order of the notes."""
    courses = tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))
    found = {}
    for course, weeks in courses.items():
        for labs in weeks.values():
            for name, entry in labs.items():
                topics, adds = tuple(entry.get("topics", ())), tuple(entry.get("adds", ()))
                lab = Planned(f"{course}/{name}", topics, adds, entry.get("needs_torch", False))
                found[lab.id] = lab
    return found


def table_of(lab_id):
    """The header of a lab's table in topics.toml: "[course1.week2.week2_vectorization]"."""
    course, name = lab_id.split("/")
    return f"[{course}.{name.split('_')[0]}.{name}]"


def all_topics():
    """{topic: id of the lab that owns it}."""
    return {topic: lab.id for lab in planned().values() for topic in lab.owns}
