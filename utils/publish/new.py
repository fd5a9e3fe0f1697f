"""`python -m utils new LAB`: the files of a lab that publishes and passes its tests at once.

They are made from `template`, a small course in which a lab of one exercise stands under made-up names.
"""

import contextlib
import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from utils.course_files import CourseFileError
from utils.files import write_atomically
from utils.labs.topics import planned, table_of

TEMPLATE = Path(__file__).with_name("template")
LAB_ID = re.compile(r"course[1-9]/week[1-9](_[a-z0-9]+)+")
TOPIC_LINE = re.compile(r'^( *)"a topic",\n', re.MULTILINE)
NOTHING = "Nothing was written."


@dataclass(frozen=True)
class New:
    """A lab just made.    files: paths below the course's folder.    steps: name of the module of its references."""

    lab: str
    files: tuple[str, ...]
    steps: str


def new(root, lab_id):
    """Write the files of a lab that topics.toml plans and that is not there yet.

    root: the course's folder.    lab_id: "course2/week1_gradient_checking".
    Returns a New. Raises CourseFileError with a sentence, and then nothing was written.
    """
    root, topics = Path(root), _planned(lab_id).owns
    steps = _free_steps(root, lab_id.split("/")[1].split("_", 1)[1])
    files = filled_in(lab_id, steps, topics)
    shared = [path for path in files if path.endswith("__init__.py") and lab_id not in path]  # the whole course's
    there = [path for path in files if (root / path).exists()]
    own = [path for path in there if path not in shared]
    if own:
        more = f" and {len(own) - 1} files more" if own[1:] else ""
        raise CourseFileError(f"{lab_id} is there already: {own[0]}{more}. {NOTHING}")
    if not topics:
        raise CourseFileError(
            f"{lab_id} has no topics of its own in topics.toml. A twin in PyTorch begins as a copy of another twin: "
            f"see docs/adding_a_lab.md. {NOTHING}"
        )
    missing = {path: text for path, text in files.items() if path not in there}
    _write_all({root / path: text for path, text in missing.items()})
    return New(lab_id, tuple(missing), steps)


def filled_in(lab_id, steps, topics):
    """The template as files of a lab: {path below the course's folder: text}."""
    course, name = lab_id.split("/")
    title = name.split("_", 1)[1].replace("_", " ").capitalize()
    names = {"courseN": course, "weekK_subject": name, "the_steps": steps, "Title of the lab": title}

    def said(text):
        for word, ours in names.items():
            text = text.replace(word, ours)
        return TOPIC_LINE.sub(lambda line: "".join(f'{line[1]}"{topic}",\n' for topic in topics), text)

    found = sorted(TEMPLATE.rglob("*.py"))
    return {said(path.relative_to(TEMPLATE).as_posix()): said(path.read_text(encoding="utf-8")) for path in found}


def _planned(lab_id):
    """What topics.toml plans for a lab; CourseFileError where that is nothing."""
    near = difflib.get_close_matches(lab_id, planned(), n=1, cutoff=0.75)
    near += [known for known in planned() if known.split("/")[1] == lab_id]
    hint = f" Did you mean {near[-1]}?" if near else ""
    if not LAB_ID.fullmatch(lab_id):
        raise CourseFileError(f"A lab is called like course2/week1_gradient_checking, not {lab_id!r}.{hint} {NOTHING}")
    if lab_id not in planned():
        first = f"For a new one, add {table_of(lab_id)} with its topics first."
        raise CourseFileError(f"topics.toml plans no lab {lab_id}.{hint} {first} {NOTHING}")
    return planned()[lab_id]


def _free_steps(root, subject):
    """A name in utils/steps, and for its tests, that nothing has yet: the subject's, else one that says whose it is."""
    places = f"utils/steps/{subject}.py", f"tests/steps/test_{subject}.py"
    return f"{subject}_lab" if any((root / place).exists() for place in places) else subject


def _write_all(files):
    """Write every file or, where one cannot be written, none: what there is of them goes, with its new folders."""
    folders = {folder for path in files for folder in path.parents if not folder.exists()}
    written = []
    try:
        for path, text in files.items():
            write_atomically(path, text)
            written.append(path)
    except BaseException as error:
        for path in written:
            path.unlink()
        for folder in sorted(folders, reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise CourseFileError(f"{path} cannot be written ({error.strerror}). {NOTHING}") from None
        raise


def add_parsers(subparsers):
    parser = subparsers.add_parser("new", help="begin a lab: files that publish and pass their tests at once")
    parser.add_argument("lab", metavar="LAB", help="planned in topics.toml, such as course2/week1_gradient_checking")
    parser.set_defaults(command=new_command)


def new_command(args):
    """Make a lab and say what comes next; returns the exit code."""
    from utils.course_files import course_root

    made = new(course_root(), args.lab)
    print(f"{made.lab} has {len(made.files)} files, with one exercise as an example:")
    print(*(f"  {file}" for file in made.files), sep="\n")
    if not made.lab.endswith(f"_{made.steps}"):
        print(f"utils/steps had that subject already: the example's function stands in utils/steps/{made.steps}.py.")
    print("\nNext, its two notebooks, all of its tests, and the page that says what a lab holds and how it lands:")
    print(f"  .venv/bin/python -m utils publish {made.lab}")
    print(f"  make test-lab LAB={made.lab}")
    print("  docs/adding_a_lab.md")
    return 0
