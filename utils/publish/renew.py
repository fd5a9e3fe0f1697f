"""Give a learner the newest version of a lab, with his answers or pristine; the old file is always kept."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from utils.course_files import (
    CourseFileError,
    back_up,
    course_root,
    find_lab_id,
    lab_ids,
    learner_path,
)
from utils.files import write_atomically

ASK_TO_REOPEN = "If it is open in JupyterLab, close it there without saving and open it again."


@dataclass
class Renewed:
    """What was done to a notebook.

    lab: its id.    notebook, backup: paths; backup is None where nothing had to be kept.
    carried: names of the answers carried over ("quiz" for the quiz).    kept: how many cells of the learner's own.
    at_end: how many more stand at the end, since they had no place.
    notes: sentences about what needs a look.    changed: False if the notebook was up to date already.
    """

    lab: str
    notebook: Path
    backup: Path | None = None
    carried: list[str] = field(default_factory=list)
    kept: int = 0
    at_end: int = 0
    notes: list[str] = field(default_factory=list)
    changed: bool = True


def upgrade(path, root=None):
    """Carry the answers of a learner's notebook into the newest version of its lab.

    path: the notebook.    root: the course's folder, found by itself if None.
    Returns a Renewed. Raises CourseFileError with a sentence, and then nothing was changed.
    """
    from utils.publish.build import build, text_of
    from utils.publish.carry import carry
    from utils.publish.earlier import said_before

    path, root = Path(path), Path(root) if root else course_root()
    old = _read(path)
    lab_id = _lab_of(old, path, root)
    new, _ = build(root, lab_id)
    done = Renewed(lab_id, path, **carry(old, new, said_before(root, lab_id)))
    if _same_cells(old, new):
        done.changed = False
        return done
    done.backup = _replace(path, text_of(new))
    return done


def reset(lab, folder=None, root=None):
    """Put the pristine learner notebook of a lab back.

    lab: its id or name, or the path of its notebook.    folder: where to; the lab's own place if None.
    Returns a Renewed. Raises CourseFileError with a sentence, and then nothing was changed.
    """
    from utils.publish.build import build, text_of

    root = Path(root) if root else course_root()
    lab_id = find_lab_id(root, lab)
    given = Path(str(lab))
    if given.suffix == ".ipynb" and given.is_file():
        path = given
    else:
        path = Path(folder) / f"{lab_id.split('/')[1]}.ipynb" if folder else learner_path(root, lab_id)
    text = text_of(build(root, lab_id)[0])
    if path.is_file() and path.read_bytes() == text.encode():
        return Renewed(lab_id, path, changed=False)
    return Renewed(lab_id, path, backup=_replace(path, text))


def _read(path):
    """The notebook of a file, an Earlier."""
    from utils.publish.earlier import earlier

    try:
        notebook = earlier(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise CourseFileError(f"There is no notebook {path}.") from None
    except OSError as error:
        raise CourseFileError(f"{path} cannot be read ({error.strerror}); nothing was changed.") from None
    except UnicodeDecodeError:
        notebook = None
    if notebook is None:
        raise CourseFileError(
            f"{path} is not a whole notebook; nothing was changed. `python -m utils reset LAB` gives the pristine lab "
            "back and keeps the broken file beside it."
        )
    return notebook


def _lab_of(notebook, path, root):
    """Id of the lab that a notebook says it is, else of the one it is named after."""
    said = notebook.lab
    if said in lab_ids(root):
        return said
    try:
        return find_lab_id(root, path.name)
    except CourseFileError as error:
        what = f"{path.name} says that it is of the lab {said!r}. " if said else f"{path.name} names no lab. "
        raise CourseFileError(f"{what}{error} Nothing was changed.") from None


def _same_cells(old, new):
    before, after = ([(cell.cell_type, cell.source) for cell in notebook.cells] for notebook in (old, new))
    return before == after and old.edition == new.metadata.course.edition


def _replace(path, text):
    """Back a file up, then put the text in its place at once; returns the backup, None if there was no file."""
    try:
        backup = back_up(path) if path.exists() else None
        write_atomically(path, text)
    except OSError as error:
        raise CourseFileError(
            f"The folder {path.resolve().parent} cannot be written ({error.strerror}); {path.name} is as it was."
        ) from None
    return backup


def add_parsers(subparsers):
    parser = subparsers.add_parser("upgrade", help="carry your answers into the newest version of a lab")
    parser.add_argument("notebook", nargs="+", metavar="NOTEBOOK", help="such as course1/week2_vectorization.ipynb")
    parser.set_defaults(command=upgrade_command)
    parser = subparsers.add_parser("reset", help="give the pristine lab back; yours is kept beside it")
    parser.add_argument("lab", metavar="LAB", help="such as week2_vectorization, or a notebook's path")
    parser.add_argument("--folder", metavar="FOLDER", help="write it there instead of the lab's own place")
    parser.set_defaults(command=reset_command)


def upgrade_command(args):
    """Upgrade some notebooks; returns the exit code."""
    return max([_tell(upgrade, "newest version", notebook) for notebook in args.notebook])


def reset_command(args):
    """Reset a lab; returns the exit code."""
    return _tell(reset, "pristine version", args.lab, args.folder)


def _tell(action, what, *arguments):
    """Do it and say what was done."""
    try:
        done = action(*arguments)
    except CourseFileError as error:
        print(error, file=sys.stderr)
        return 1
    if not done.changed:
        print(f"{done.notebook} is the {what} already; nothing was changed.")
        return 0
    print(f"{done.notebook} is now the {what} of {done.lab}. {ASK_TO_REOPEN}")
    if action is upgrade:
        print(f"Answers carried over: {', '.join(done.carried) or 'none, since none was written'}.")
    if done.kept:
        print(f"Cells of your own kept in place: {done.kept}.")
    if done.at_end:
        print(f"Cells kept at the end, since they had no place: {done.at_end}.")
    for note in done.notes:
        print(note)
    if done.backup:
        print(f"The notebook as it was: {done.backup.name}, in the same folder.")
    return 0
