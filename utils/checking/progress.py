"""What a learner has reached, kept in one small JSON file per user."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from utils.files import write_atomically

FORMAT = 1


def progress_file():
    """Path of the progress file: in the folder COURSE_HOME if that is set, else where the system keeps user data."""
    home = os.environ.get("COURSE_HOME") or platformdirs.user_data_dir("course-companion", appauthor=False)
    return Path(home) / "progress.json"


class Progress:
    """Best result per lab and exercise. A file that cannot be read or written is said once; work goes on in memory.

    path: the JSON file, or None to keep everything in memory (strict runs).    say: how a sentence reaches the user.
    """

    def __init__(self, path, say=lambda sentence: print(sentence, file=sys.stderr)):
        self.path = None if path is None else Path(path)
        self.say = say
        self.labs = {}

    def best(self, lab):
        """{exercise: {"points", "of", "state", "when"}} of a lab; {} if it was never begun."""
        self._load()
        return self.labs.get(lab, {})

    def record(self, lab, name, points, of, state):
        """Keep a result if it beats what was there, and write the file."""
        self._load()
        results = self.labs.setdefault(lab, {})
        before = results.get(name)
        better = before is None or points > before["points"]
        if not better and not (points == before["points"] < of):  # as many points, not all: the latest state counts
            return
        when = datetime.now(UTC).isoformat(timespec="seconds")
        results[name] = {"points": points, "of": of, "state": str(state), "when": when}
        self._save()

    def reset(self, lab):
        """Forget a lab. Returns True if there was anything to forget."""
        self._load()
        there = self.labs.pop(lab, None) is not None
        if there:
            self._save()
        return there

    def _load(self):
        if self.path is None:
            return
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            self._set_aside(error)
            return
        try:
            self.labs = _checked(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._set_aside(error)

    def _set_aside(self, error):
        """Move an unreadable file out of the way, so that it is kept and progress can be saved again."""
        spare = self.path.with_name(f"{self.path.stem}.unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.json")
        try:
            os.replace(self.path, spare)
        except OSError:
            self._in_memory(f"The progress file {self.path} cannot be read ({_reason(error)})")
        else:
            self.say(
                f"The progress file could not be read ({_reason(error)}). It is kept as {spare}; a new one begins."
            )

    def _save(self):
        if self.path is None:
            return
        try:
            text = json.dumps({"format": FORMAT, "labs": self.labs}, indent=1, sort_keys=True)
            write_atomically(self.path, text + "\n")
        except OSError as error:
            self._in_memory(f"The progress file {self.path} cannot be written ({_reason(error)})")

    def _in_memory(self, why):
        self.say(f"{why}: progress is kept until this notebook is closed, and no longer.")
        self.path = None


def _reason(error):
    return getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"


def _checked(data):
    """The labs of a progress file. Raises ValueError or KeyError where it is not one."""
    if data["format"] != FORMAT:
        raise ValueError(f"its format is {data['format']!r}, this version reads {FORMAT}")
    for results in data["labs"].values():
        for result in results.values():
            if not (isinstance(result["points"], int) and isinstance(result["of"], int)):
                raise ValueError("points must be whole numbers")
            result["state"], result["when"]
    return data["labs"]
