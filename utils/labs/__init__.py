"""The labs, found by their identifier: "course1/week2_vectorization" is utils.labs.course1.week2_vectorization."""

import importlib
import importlib.util
import pkgutil
from pathlib import Path

from utils.course_files import match_lab
from utils.labs.topics import planned


def names():
    """The identifiers of all labs, in the order of the courses. Other modules are parts of labs."""
    found = []
    for course in pkgutil.iter_modules(__path__):
        folder = Path(__path__[0]) / course.name
        found += [
            f"{course.name}/{lab.name}" for lab in pkgutil.iter_modules([str(folder)]) if lab.name.startswith("week")
        ]
    return sorted(found)


def loadable():
    """Those of `names` that can be loaded here: without PyTorch, those that need it cannot."""
    return [name for name in names() if importlib.util.find_spec("torch") or not needs_torch(name)]


def needs_torch(name):
    """Whether a lab can do nothing without PyTorch, as topics.toml says."""
    return name in planned() and planned()[name].needs_torch


def full_name(name):
    """A lab's identifier from what a user typed; CourseFileError, with the nearest names, where none is meant."""
    return match_lab(name, names())


def load(name):
    """The Lab of a name (see `full_name`)."""
    return importlib.import_module("utils.labs." + full_name(name).replace("/", ".")).lab
