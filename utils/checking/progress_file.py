"""Where the progress file is, and what in it can be relied on.

    {"format": 1, "labs": {lab: {exercise or "quiz": {"points", "of", "state", "when"},
                                 "challenge: NAME": the same, and {"score", "higher_is_better"}}}}

An open challenge's entry is worth 0 of 0 points: versions of the course that know no challenges read it, count
nothing for it and write it back as it was, so that the format is still 1.
"""

import json
import math
import os
from codecs import BOM_UTF8
from datetime import datetime
from pathlib import Path

import platformdirs

from utils.checking.verdict import State

FORMAT = 1
CHALLENGE = "challenge: "
MOST_POINTS = 100  # those of a whole lab; more was not written by the course


class NewerFormatError(Exception):
    """The file was written by a later version of the course."""


def progress_file():
    """Path of the progress file: in the folder COURSE_HOME if that is set, else where the system keeps user data.

    It is not absolute where COURSE_HOME is not, or where no home folder is known: then it is no place to write to.
    """
    home = os.path.expanduser(os.environ.get("COURSE_HOME", ""))
    try:
        return Path(home or platformdirs.user_data_dir("course-companion", appauthor=False)) / "progress.json"
    except (RuntimeError, KeyError):  # no HOME, and nobody of this user's number
        return Path("~/progress.json")


def as_text(labs):
    """The file's whole content."""
    return json.dumps({"format": FORMAT, "labs": labs}, indent=1, sort_keys=True) + "\n"


def understood(content):
    """What a file holds: (labs, wrong). labs: all that is right.    wrong: what is not, in a few words, "" if nothing.

    content: bytes. Raises NewerFormatError.
    """
    try:
        data = json.loads(content.removeprefix(BOM_UTF8).decode())  # some editors put a mark before the text
    except (ValueError, RecursionError) as error:
        return {}, f"{type(error).__name__}: {error}"
    if not isinstance(data, dict):
        return {}, "it holds no labs"
    version = data.get("format")
    if _is_number(version) and version > FORMAT:
        raise NewerFormatError(f"format {version}, and this version of the course reads {FORMAT}")
    labs, wrong = _right_labs(data.get("labs"))
    if not _is_number(version) or version != FORMAT:
        wrong.insert(0, f"its format is {version!r}")
    more = f" and {len(wrong) - 3} more" if wrong[3:] else ""
    return labs, ", ".join(wrong[:3]) + more


def _right_labs(labs):
    """The results that are right, and a list of what is not."""
    if not isinstance(labs, dict):
        return {}, ["it holds no labs"]
    right, wrong = {}, []
    for lab, results in labs.items():
        if not isinstance(results, dict):
            wrong.append(f"{lab!r} holds no results")
            continue
        right[lab] = {}
        for name, entry in results.items():
            mended = _mended(name, entry)
            if mended is not None:
                right[lab][name] = mended
            if mended is None or mended != entry:
                wrong.append(f"{name!r} of {lab!r}")
    return right, wrong


def _mended(name, entry):
    """An entry as it should be, None if its points or its score are not to be relied on."""
    if not isinstance(entry, dict):
        return None
    points, of = entry.get("points"), entry.get("of")
    if not (type(points) is type(of) is int and 0 <= points <= of <= MOST_POINTS):
        return None
    if name.startswith(CHALLENGE):
        score = entry.get("score")
        if not (_is_number(score) and math.isfinite(score) and isinstance(entry.get("higher_is_better"), bool)):
            return None
    state, when = entry.get("state"), entry.get("when")
    if state not in list(State):
        state = State.CORRECT if points == of else State.NOT_RIGHT if points else State.NOT_WRITTEN
    return {**entry, "state": str(state), "when": when if _is_time(when) else ""}


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_time(when):
    try:
        return when == "" or bool(datetime.fromisoformat(when))
    except (TypeError, ValueError):
        return False
