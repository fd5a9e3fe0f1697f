"""Strict runs, of CI and of class graders, in which a check that does not pass raises."""

import os

STRICT = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "": False,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


class CheckFailed(AssertionError):
    """A check that did not pass, in strict mode; shown with its own lines alone."""

    def _render_traceback_(self):
        return [f"CheckFailed: {self}"]


def strict():
    """True under COURSE_STRICT=1 (true, yes, on): checks raise, nothing is remembered between runs.

    Raises ValueError for what is neither a yes nor a no.
    """
    said = os.environ.get("COURSE_STRICT", "0")
    if said.strip().lower() not in STRICT:
        raise ValueError(f"COURSE_STRICT is {said!r}: set it to 1 to make checks raise, or to 0")
    return STRICT[said.strip().lower()]
