"""The labs, found by their identifier: "course1/week2_vectorization" is utils.labs.course1.week2_vectorization."""

import importlib
import pkgutil
from pathlib import Path

from utils.checking.cards import nearest


class UnknownLab(LookupError):
    """No lab of this name; the message has the nearest names."""


def names():
    """The identifiers of all labs, in the order of the courses. Other modules are parts of labs."""
    found = []
    for course in pkgutil.iter_modules(__path__):
        folder = Path(__path__[0]) / course.name
        found += [
            f"{course.name}/{lab.name}" for lab in pkgutil.iter_modules([str(folder)]) if lab.name.startswith("week")
        ]
    return sorted(found)


def full_name(name):
    """A lab's identifier from what a user typed: an identifier, its last part alone, or a notebook's path.

    Raises UnknownLab where no lab, or more than one, is meant.
    """
    parts = Path(str(name)).with_suffix("").parts
    known = names()
    wanted = "/".join(parts[-2:])
    if wanted in known:
        return wanted
    ending = [lab for lab in known if parts and lab.split("/")[1] == parts[-1]]
    if len(ending) == 1:
        return ending[0]
    near = ending or nearest(wanted, known)
    raise UnknownLab(f"there is no lab called {str(name)!r}; the nearest: {', '.join(near)}")


def load(name):
    """The Lab of a name (see `full_name`)."""
    return importlib.import_module("utils.labs." + full_name(name).replace("/", ".")).lab
