"""Where the course's files are, and how they are written so that none is ever lost."""

import difflib
import os
import re
from datetime import datetime
from pathlib import Path

BACKUP_MARK = ".backup-"


class CourseFileError(Exception):
    """Something about a file that the user can put right; its text is the whole message."""


def _is_course(folder):
    return (folder / "pyproject.toml").is_file() and any(folder.glob("course*/source"))


def course_root():
    """Find the course's folder: beside the installed package, above the working folder, or in its clone."""
    here = Path.cwd()
    candidates = [Path(__file__).resolve().parents[1], here, *here.parents, here / "course-companion"]
    for folder in candidates:
        if _is_course(folder):
            return folder
    raise CourseFileError(
        "The course's folder was not found: run this inside it (the folder that holds pyproject.toml and course1)."
    )


def lab_ids(root):
    """List the labs that have a master, such as "course1/week2_vectorization", in the course's order."""
    return [f"{path.parts[-3]}/{path.stem}" for path in sorted(Path(root).glob("course*/source/*.py"))]


def master_path(root, lab_id):
    course, name = lab_id.split("/")
    return Path(root) / course / "source" / f"{name}.py"


def learner_path(root, lab_id):
    return Path(root) / f"{lab_id}.ipynb"


def solution_path(root, lab_id):
    course, name = lab_id.split("/")
    return Path(root) / course / "solutions" / f"{name}.ipynb"


def plain_stem(path):
    """Name of a notebook without what copies and backups add to it."""
    stem = Path(path).name.removesuffix(".ipynb").removesuffix(".py").split(BACKUP_MARK)[0]
    return re.sub(r"([ _-]*\(\d+\)|-Copy\d*| - Copy| copy)+$", "", stem)


def find_lab_id(root, wanted):
    """Recognise a lab of this folder by its id, its bare name or any of its files; see `match_lab`."""
    return match_lab(wanted, lab_ids(root))


def match_lab(wanted, known):
    """The one lab of `known` that a user means by an id, a bare name or a file; otherwise name the nearest ones."""
    wanted = str(wanted).replace("\\", "/")
    parts = [part for part in wanted.split("/") if part not in (".", "source", "solutions")]
    stem = plain_stem(parts[-1]) if parts else ""
    full = "/".join([*parts[-2:-1], stem])
    matches = [lab for lab in known if lab == full] or [lab for lab in known if lab.split("/")[1] == stem]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise CourseFileError(f"{wanted!r} is the name of several labs: {', '.join(matches)}.")
    by_name = {lab.split("/")[1]: lab for lab in known}
    near = [by_name[name] for name in difflib.get_close_matches(stem, by_name, n=3, cutoff=0.4)]
    hint = f" Did you mean {' or '.join(near)}?" if near else f" The labs are: {', '.join(known) or 'none'}."
    raise CourseFileError(f"There is no lab {wanted!r}.{hint}")


def back_up(path, now=None):
    """Copy a file next to itself under a name with the time in it; never overwrites another backup.

    Returns the copy's path.
    """
    path = Path(path).resolve()
    stamp = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    content = path.read_bytes()
    for number in range(1, 1000):
        again = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}{BACKUP_MARK}{stamp}{again}{path.suffix}")
        try:
            file = open(copy, "xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        return copy
    raise CourseFileError(f"There are too many backups of {path.name} from this second; wait a moment.")
