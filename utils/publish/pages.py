"""What is made from what the labs say: the README's tables, where each topic of the notes stands, the catalogue.

The order is that of topics.toml; a lab that is planned there and has no folder yet is "to come".
"""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from utils import catalogue
from utils.catalogue import COURSES
from utils.files import write_atomically
from utils.labs import loadable, names
from utils.labs.topics import planned
from utils.publish import PublishError
from utils.publish.complete import ways
from utils.publish.master import load_lab

README, COVERAGE, CATALOGUE = "README.md", "docs/coverage.md", "utils/labs/catalogue.json"
BEGIN = "<!-- What stands from here on is made from the labs by `python -m utils publish`. -->"
END = "<!-- The labs end here. -->"
INTRODUCTION = """\
# Where each topic of the notes stands

What the course notes describe, course by course and week by week, and the lab in which each topic is at home. \
*Built by* names the exercises in which one writes it, *seen in* the explorers and figures that show it, *asked in* \
the questions of the quiz that turn on it. The lab's own come first; what other labs have of the topic follows, each \
under its title.

**{there} of {all} topics are there.** The labs of the others are still to come.

`python -m utils publish` makes this page: the topics and their order from \
[topics.toml](../utils/labs/topics.toml), the rest from the labs themselves.
"""
HEAD = "| topic | lab | built by | seen in | asked in |\n|---|---|---|---|---|"


class PagesNeedPyTorch(PublishError):
    """The pages tell of every lab, and some of them cannot be loaded without PyTorch."""


def pages(root):
    """The pages as the labs give them, {path below the root: whole text}; none that the folder has no place for.

    Raises PublishError where a lab cannot be loaded or the README's tables have lost their place.
    """
    root, made = Path(root), {}
    if not (root / README).is_file() and not (root / COVERAGE).parent.is_dir():
        return made
    plan = planned()
    labs = _labs(root, plan)
    if (root / README).is_file():
        made[README] = _between_marks((root / README).read_text(encoding="utf-8"), tables(plan, labs))
    if (root / COVERAGE).parent.is_dir():
        made[COVERAGE] = coverage(plan, labs)
    if (root / CATALOGUE).parent.is_dir():
        finished = [lab for lab in labs.values() if not lab.draft]
        made[CATALOGUE] = catalogue.text_of(map(catalogue.entry_of, finished))
    return made


def stale_pages(root):
    """A sentence for each page that is not what the labs give, or the one on why that cannot be said."""
    try:
        made = pages(root)
    except PublishError as error:
        return [str(error)]
    wrong = {path: "is not what the labs say" for path in _differing(root, made)}
    wrong |= {path: "is missing" for path in wrong if not (Path(root) / path).is_file()}
    return [f"{path} {what}: `python -m utils publish` writes it." for path, what in wrong.items()]


def write_pages(root):
    """Write each page that is not what the labs give; returns their paths below the root. Raises what `pages` does."""
    made = pages(root)
    differing = _differing(root, made)
    for path in differing:
        write_atomically(Path(root) / path, made[path])
    return differing


def tables(plan, labs):
    """Markdown: a table of its labs for each course that has any, and where their solutions are.

    plan: {id: Planned}, in the order of the notes.    labs: {id: Lab} of those that are there.
    """
    shown = []
    courses = groupby((lab for lab in plan if lab in labs), key=_course)
    by_course = {course: [_lab_row(labs[lab]) for lab in found] for course, found in courses}
    for course, rows in by_course.items():
        shown.append("\n".join([f"| {_course_title(course)} | What you build | Minutes |", "|---|---|--:|", *rows]))
    folders = [f"`{course}/solutions`" for course in by_course]  # no links: JupyterLab opens no folder from a page
    if folders:
        listed = " and ".join(filter(None, [", ".join(folders[:-1]), folders[-1]]))
        shown.append(f"Solved labs, with every output, are in {listed}.")
    return "\n\n".join(shown)


def coverage(plan, labs):
    """Markdown: every topic of the notes in a row of its week's table, then the topics that labs add."""
    places = _places(plan, labs)
    owned = [(lab, topic) for lab, entry in plan.items() for topic in entry.topics]
    text = INTRODUCTION.format(there=sum(lab in labs for lab, _ in owned), all=len(owned))
    for course, of_course in groupby(owned, key=lambda pair: _course(pair[0])):
        text += f"\n## {_course_title(course)}\n"
        for week, pairs in groupby(of_course, key=lambda pair: _week(pair[0])):
            text += f"\n### Week {week}\n\n{_topic_table(pairs, labs, places)}"
    added = [(lab, topic) for lab, entry in plan.items() for topic in entry.adds]
    if added:
        text += f"\n## Topics that the labs add to the notes\n\n{_topic_table(added, labs, places)}"
    return text


def plain(text):
    """A text as Markdown that shows it as it is, on one line and in one cell of a table."""
    return re.sub(r"([\\`*_\[\]<>|$~&])", r"\\\1", " ".join(text.split()))


@dataclass(frozen=True)
class Place:
    """What one lab has of a topic."""

    lab: str
    title: str
    has: dict  # {"built": names, "shown": names, "asked": numbers}

    @property
    def address(self):
        return f"../{self.lab}.ipynb"


def _labs(root, plan):
    """{id: Lab} of the planned labs that are there."""
    there, without = names(), set(names()) - set(loadable())
    if without:
        raise PagesNeedPyTorch(
            f"{README} and {COVERAGE} cannot be made here: they tell of every lab, and {min(without)} needs PyTorch; "
            "install it (make setup). They are as they were."
        )
    try:
        return {lab: load_lab(root, lab) for lab in plan if lab in there}
    except PublishError as error:
        raise PublishError(f"{README} and {COVERAGE} cannot be made; they tell of every lab. {error}") from error


def _between_marks(text, content):
    """The README with its tables' place filled anew."""
    for mark, where in ((BEGIN, "above the first table of labs"), (END, "below the last one")):
        if text.count(mark) != 1:
            raise PublishError(f"{README} has to hold this line once, {where}: {mark} Put it back there.")
    if text.index(END) < text.index(BEGIN):
        raise PublishError(f"{README} has the two lines around its tables of labs in the wrong order: swap them.")
    return f"{text.split(BEGIN)[0]}{BEGIN}\n\n{content}\n\n{END}{text.split(END)[1]}"


def _differing(root, made):
    """Paths of those pages that are stored otherwise, or not at all."""
    stored = {path: Path(root) / path for path in made}
    return [
        path for path, file in stored.items() if not file.is_file() or file.read_text(encoding="utf-8") != made[path]
    ]


def _course(lab_id):
    return lab_id.split("/")[0]


def _week(lab_id):
    return lab_id.split("/")[1].split("_")[0].removeprefix("week")


def _course_title(course):
    title = COURSES.get(course)
    return f"Course {course.removeprefix('course')}" + (f": {title}" if title else "")


def _lab_row(lab):
    return f"| [{plain(lab.title)}]({lab.id}.ipynb) | {plain(lab.builds)} | {lab.minutes} |"


def _places(plan, labs):
    """{topic: [Place]}, in the order of the notes."""
    found = {}
    for lab in (labs[lab_id] for lab_id in plan if lab_id in labs):
        for topic, has in ways(lab).items():
            found.setdefault(topic, []).append(Place(lab.id, lab.title, has))
    return found


def _topic_table(pairs, labs, places):
    rows = [_topic_row(topic, owner, labs.get(owner), places.get(topic, [])) for owner, topic in pairs]
    return "\n".join([HEAD, *rows]) + "\n"


def _topic_row(topic, owner, lab, places):
    """A topic's row. owner: id of its lab.    lab: that Lab, None where it is to come.    places: all that have it."""
    home = f"[{plain(lab.title)}](../{owner}.ipynb)" if lab else f"to come: `{owner.split('/')[1]}`"
    ordered = sorted(places, key=lambda place: place.lab != owner)
    cells = [_cell(ordered, owner, way) for way in ("built", "shown", "asked")]
    return f"| {' | '.join([plain(topic), home, *cells])} |"


def _cell(places, owner, way):
    """What stands in one way's cell: a line for each lab, the owner's without its title."""
    lines = []
    for place in places:
        said = ", ".join(_mention(place, way, name) for name in dict.fromkeys(place.has[way]))
        if said:
            lines.append(said if place.lab == owner else f"[{plain(place.title)}]({place.address}): {said}")
    return "<br>".join(lines)


def _mention(place, way, name):
    """An exercise, linked; an explorer or figure; a question's number."""
    return {"built": f"[`{name}`]({place.address})", "shown": f"`{name}`", "asked": str(name)}[way]
