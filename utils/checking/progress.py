"""What a learner has reached, kept in one small JSON file per user."""

import math
import sys
from datetime import UTC, datetime
from pathlib import Path

from utils.checking.progress_file import CHALLENGE, NewerFormatError, as_text, progress_file, understood
from utils.files import locked, write_atomically

__all__ = ["Progress", "progress_file"]

PATIENCE = 3.0  # seconds to wait for another notebook that has the lock and writes nothing


class Progress:
    """Best result per lab and exercise. What cannot be written is said once, kept, and tried again with the next one.

    path: the JSON file, or None to keep everything in memory (strict runs).    say: how a sentence reaches the user.
    """

    def __init__(self, path, say=lambda sentence: print(sentence, file=sys.stderr)):
        self.path = None if path is None else Path(path)
        self.say = say
        self.labs = {}
        self._unsaved, self._in_trouble, self._told_of_no_locks = [], False, False

    def best(self, lab):
        """{exercise: {"points", "of", "state", "when"}} of a lab; {} if it was never begun."""
        self._load()
        results = self.labs.get(lab, {})
        return {name: result for name, result in results.items() if not name.startswith(CHALLENGE)}

    def scores(self, lab):
        """{challenge: best score} of a lab."""
        self._load()
        results = self.labs.get(lab, {})
        return {n.removeprefix(CHALLENGE): r["score"] for n, r in results.items() if n.startswith(CHALLENGE)}

    def record(self, lab, name, points, of, state):
        """Keep a result if it beats what was there, and write the file."""
        self._change(lab, name, {"points": int(points), "of": int(of), "state": str(state), "when": _now()})

    def keep_score(self, lab, name, score, higher_is_better=True):
        """Keep the score of an open challenge if it beats what was there; True if it does. Of nan and inf: never."""
        if not math.isfinite(score):
            return False
        result = {"score": float(score), "higher_is_better": bool(higher_is_better)}
        return self._change(lab, CHALLENGE + name, {"points": 0, "of": 0, "state": "correct", "when": _now()} | result)

    def reset(self, lab):
        """Forget a lab. Returns True if there was anything to forget."""
        return self._change(lab, None, None)

    def _change(self, *change):
        """Make a change of the form (lab, name, result), and save it; True if it changes anything."""
        self._load()
        changes = _apply(self.labs, *change)
        if changes:
            self._unsaved.append(change)
        if self._unsaved:
            self._save()
        return changes

    def _load(self):
        if self.path is not None and not self.path.is_absolute():
            self._only_in_memory(
                f"There is no place for the progress file, since {str(self.path.parent)!r} is not a folder's whole "
                "path. Set COURSE_HOME to one, such as ~/course"
            )
        if self.path is None:
            return
        try:
            if self._read():
                self._save()
        except OSError as error:
            self._trouble("read", error)

    def _read(self):
        """Take what the file holds, and what is not yet saved on top; returns what is wrong in the file."""
        try:
            labs, wrong = understood(self.path.read_bytes())
        except FileNotFoundError:
            return ""
        except NewerFormatError as error:
            self._only_in_memory(f"The progress file {self.path} is of a newer version ({error}) and left as it is")
            return ""
        if wrong:  # then this notebook may know more
            changes = [(lab, name, result) for lab in self.labs for name, result in self.labs[lab].items()]
        else:
            changes = self._unsaved
        for change in changes:
            _apply(labs, *change)
        self.labs = labs
        return wrong

    def _save(self):
        """Read the file, put this notebook's results to it and write it, while no other notebook does."""
        if self.path is None:
            self._unsaved.clear()
            return
        try:
            with locked(self.path, 0.0 if self._in_trouble else PATIENCE) as held:
                if not held:
                    self._tell_of_no_locks()
                wrong = self._read()
                if self.path is not None:
                    kept = self._keep_aside() if wrong else None
                    write_atomically(self.path, as_text(self.labs))
        except OSError as error:
            self._trouble("written", error)
            return
        self._unsaved.clear()
        self._in_trouble = False
        if self.path is not None and kept:
            self.say(
                f"The progress file could not be read as a whole ({wrong}). It is kept as {kept}; what was right "
                "in it still counts."
            )

    def _keep_aside(self):
        """Copy a file that is not right, so that nothing in it is lost; returns the copy's path."""
        copy = self.path.with_name(f"{self.path.stem}.unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.json")
        write_atomically(copy, self.path.read_bytes())
        return copy

    def _trouble(self, what, error):
        """Say, the first time, that a file is out of reach."""
        if not self._in_trouble:
            reason = error.strerror or f"{type(error).__name__}: {error}"
            self.say(
                f"The progress file {self.path} cannot be {what} ({reason}): your points are kept in this notebook, "
                "and saved with the next check that can. They are lost if it is closed before."
            )
        self._in_trouble = True

    def _tell_of_no_locks(self):
        if not self._told_of_no_locks:
            self.say(f"The folder of {self.path} has no file locks: check in one notebook at a time.")
        self._told_of_no_locks = True

    def _only_in_memory(self, why):
        self.say(f"{why}: progress is kept until this notebook is closed, and no longer.")
        self.path = None


def _now():
    return datetime.now(UTC).isoformat(timespec="seconds")


def _apply(labs, lab, name, result):
    """Make a change in a dictionary of labs: keep a result if it beats what is there, or forget a lab (name None)."""
    if name is None:
        return labs.pop(lab, None) is not None
    results = labs.setdefault(lab, {})
    better = name not in results or _beats(result, results[name])
    if better:
        results[name] = result
    return better


def _beats(result, before):
    if "score" in result:
        sign = 1 if result["higher_is_better"] else -1
        return sign * result["score"] > sign * before["score"]
    points, of = result["points"], result["of"]
    if of != before["of"]:  # the exercise is worth something else now: compare shares
        return points * before["of"] >= before["points"] * of
    return points > before["points"] or points == before["points"] < of  # not all: the latest state counts
