"""A tiny course with one lab, in a temporary folder, and the real labs' names for the tests of stored notebooks."""

import importlib
import importlib.util
import sys

import nbformat
import pytest

from utils.publish import renew
from utils.publish.build import build, text_of

STEPS = '''
"""Two functions and the steps to them."""

import numpy as np


def double(x):
    """Twice x."""
    # Add x to itself
    return x + x  # a sum


def scaled(x, n):
    """x doubled n times.

    x: an array.    n: how often.
    """
    # YOUR CODE HERE
    # Start from a copy
    y = np.array(x)
    for _ in range(n):
        # each time, double it
        y = double(y)
    # END OF YOUR CODE
    return y
'''

LAB = """
from week9_tiny_steps import double, scaled

from utils.checking import Exercise, Lab, question, slip

HINTS = ["a", "b", "c"]
lab = Lab(
    "course1/week9_tiny",
    title="Tiny",
    edition=3,
    minutes=1,
    exercises=[
        Exercise(double, points=40, returns=("y",), cases=lambda rng: [(1.5,), (rng.random(3),)], right=[],
                 mistakes={"Add.": slip("+", "-")}, hints=HINTS),
        Exercise(scaled, points=60, returns=("y",), cases=lambda rng: [(rng.random(2), 2)], right=[],
                 mistakes={"Use n.": slip("range(n)", "range(n + 1)")}, hints=HINTS),
    ],
    quiz=[
        question("Is $1 + 1 = 2$?", key="b", choices={"a": ("no", "It is."), "b": ("yes", "By definition.")}),
        question("Is it 3?", key="a", choices={"a": ("never", "Right."), "b": ("at times", "No.")}),
    ],
)
"""

MASTER = """\
# %% [markdown]
# # Tiny: a lab's start

# %%
import numpy as np
from week9_tiny_lab import lab

lab.start(edition=3)

# %% [markdown]
# ## Exercise 1

# %% tags=["exercise"]
from week9_tiny_steps import double

# %% tags=["check"]
double = lab.check(double)

# %% [markdown]
# Now often.

# %%
print(double(4))

# %% tags=["exercise"]
from week9_tiny_steps import scaled

# %% tags=["check"]
scaled = lab.check(scaled)

# %% tags=["nbval-ignore-output"]
print(scaled(np.ones(2), 3))

# %% [markdown]
# ## Quiz

# %% tags=["quiz"]
answers = lab.key()
lab.quiz(answers)

# %%
lab.report()
"""

PYPROJECT = '[project]\nname = "tiny"\n[project.urls]\nRepository = "https://example.org/tiny"\n'


class Course:
    """The tiny course's folder and what tests change in it."""

    lab_id = "course1/week9_tiny"

    def __init__(self, root):
        self.root = root
        self.library = root / "library"
        self.master = root / "course1" / "source" / "week9_tiny.py"
        self.learner = root / "course1" / "week9_tiny.ipynb"
        self.solution = root / "course1" / "solutions" / "week9_tiny.ipynb"
        for folder in (self.library, self.master.parent):
            folder.mkdir(parents=True)
        (root / "pyproject.toml").write_text(PYPROJECT)
        self.master.write_text(MASTER)
        (self.library / "week9_tiny_steps.py").write_text(STEPS)
        (self.library / "week9_tiny_lab.py").write_text(LAB)

    def edit(self, old, new):
        text = self.master.read_text()
        assert old in text
        self.master.write_text(text.replace(old, new))


@pytest.fixture
def course(tmp_path, monkeypatch):
    made = Course(tmp_path / "course")
    monkeypatch.syspath_prepend(str(made.library))
    monkeypatch.setenv("PYTHONPATH", str(made.library))
    for name in ("week9_tiny_lab", "week9_tiny_steps"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    module = importlib.import_module("week9_tiny_lab")
    monkeypatch.setitem(sys.modules, "utils.labs.course1.week9_tiny", module)
    made.lab = module.lab
    yield made
    for name in ("week9_tiny_lab", "week9_tiny_steps"):
        sys.modules.pop(name, None)


@pytest.fixture
def mine(course):
    """The learner notebook of the tiny course as it is before its next edition, and ways to write in it."""
    return Mine(course)


class Mine:
    def __init__(self, course):
        self.course, self.path = course, course.learner
        self.notebook = build(course.root, course.lab_id)[0]
        self.save()

    def cell(self, cell_id):
        return next(cell for cell in self.notebook.cells if cell.id == cell_id)

    def write(self, cell_id, source):
        self.cell(cell_id).source = source
        self.save()

    def add_after(self, cell_id, cell):
        self.notebook.cells.insert(self.notebook.cells.index(self.cell(cell_id)) + 1, cell)
        self.save()

    def save(self):
        self.path.write_text(text_of(self.notebook))

    def next_edition(self):
        self.course.edit("Now often.", "Now as often as wanted.")
        self.course.lab.edition = 4

    def upgrade(self):
        self.before = self.path.read_bytes()
        done = renew.upgrade(self.path, self.course.root)
        self.notebook = nbformat.read(self.path, as_version=4)
        return done
