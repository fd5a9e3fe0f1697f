"""The labs that are there, in the order of the course, without loading any: what catalogue.json says.

`python -m utils publish` writes that file from the labs, and `publish --check` holds it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

COURSES = {
    "course1": "neural networks and deep learning",
    "course2": "improving deep neural networks",
    "course3": "structuring machine learning projects",
    "course4": "convolutional neural networks",
    "course5": "sequence models",
}
PATH = Path(__file__).with_name("labs") / "catalogue.json"


@dataclass(frozen=True)
class Entry:
    """A lab.    exercises: {name: points}.    quiz: number of questions."""

    id: str
    title: str
    minutes: int
    exercises: dict
    quiz: int

    @property
    def course(self):
        return self.id.split("/")[0]

    @property
    def week(self):
        return self.id.split("/")[1].split("_")[0].removeprefix("week")


def entries():
    """The Entry of every lab, in the course's order; none where the file is missing or broken."""
    try:
        return [Entry(**entry) for entry in json.loads(PATH.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def entry_of(lab):
    """The Entry of a Lab."""
    exercises = {name: exercise.points for name, exercise in lab.exercises.items()}
    return Entry(lab.id, lab.title, lab.minutes, exercises, len(lab.quiz_questions))


def text_of(found):
    """What catalogue.json holds of some entries."""
    return json.dumps([asdict(entry) for entry in found], indent=1, ensure_ascii=False) + "\n"


def after(lab_id):
    """The Entry of the lab that follows; None behind the last one."""
    known = entries()
    places = [place for place, entry in enumerate(known) if entry.id == lab_id]
    return known[places[0] + 1] if places and places[0] + 1 < len(known) else None
