"""Where a learner stands in a lab, and in the whole course: points, what is missing, what comes next."""

from dataclasses import dataclass

from utils.catalogue import COURSES, entries
from utils.files import write_atomically

PAGE = "my_course.md"


@dataclass(frozen=True)
class Standing:
    """What somebody has reached in a lab.    best: the Progress's results of it, {name: result}."""

    entry: object
    best: dict

    @property
    def points(self):
        of = self.entry.exercises
        return sum(min(result["points"], of[name]) for name, result in self.best.items() if name in of)

    @property
    def missing(self):
        """Names of the exercises that are not correct, in order."""
        return [name for name in self.entry.exercises if self.best.get(name, {}).get("state") != "correct"]

    @property
    def quiz(self):
        """(right, number of questions)."""
        return min(self.best.get("quiz", {}).get("points", 0), self.entry.quiz), self.entry.quiz

    @property
    def last(self):
        """When something was reached last; "" if nothing was."""
        return max((result["when"] for result in self.best.values()), default="")

    @property
    def step(self):
        """What to do next, in a few words; "" where all is done."""
        right, questions = self.quiz
        if self.missing:
            number = list(self.entry.exercises).index(self.missing[0]) + 1
            return f"{'continue' if self.best else 'begin'} at exercise {number}, `{self.missing[0]}`"
        return "" if right == questions else f"answer the quiz: {right} of {questions} right"


def standings(progress):
    """The Standing of every lab, in the course's order."""
    return [Standing(entry, progress.best(entry.id)) for entry in entries()]


def next_of(found):
    """The Standing to go on with: the lab worked on last if it is not done, else the first that is not; or None."""
    open_ones = [one for one in found if one.step]
    latest = max(found, key=lambda one: one.last, default=None)
    return latest if latest in open_ones and latest.last else next(iter(open_ones), None)


def page(found):
    """Markdown: what to do next, and every lab with its points, minutes and next step."""
    following = next_of(found)
    text = "# My course\n\nWhat you have reached, and what comes next. [README](README.md) says how the course works.\n"
    if following:
        text += f"\n**Next: [{following.entry.title}]({following.entry.id}.ipynb)**, {following.step}.\n"
    course = None
    for one in found:
        if one.entry.course != course:
            course = one.entry.course
            text += f"\n## Course {course.removeprefix('course')}: {COURSES[course]}\n"
            text += "\n| Week | Lab | Points | Quiz | Minutes | |\n|--:|---|--:|--:|--:|---|\n"
        text += _row(one)
    return text


def _row(one):
    entry, (right, questions) = one.entry, one.quiz
    quiz = f"{right} of {questions}" if "quiz" in one.best else ""
    points = f"{one.points} of 100" if one.best else ""
    step = one.step if one.best else ""
    done = "done" if one.best and not one.step else step
    cells = [entry.week, f"[{entry.title}]({entry.id}.ipynb)", points, quiz, str(entry.minutes), done]
    return f"| {' | '.join(cells)} |\n"


def write_page(root, progress):
    """Write the page into the course's folder; returns its name, or None where that cannot be done."""
    try:
        write_atomically(root / PAGE, page(standings(progress)))
    except OSError:
        return None
    return PAGE
