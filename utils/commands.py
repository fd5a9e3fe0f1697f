"""The commands about labs and learners: lab, progress, exercises."""

import json
import os
import subprocess
import sys
from pathlib import Path

from utils import labs
from utils.checking.progress import Progress, progress_file
from utils.checking.show import bar_text
from utils.checking.standing import next_of, standings, write_page
from utils.course_files import course_root
from utils.starting import ready

# A workspace of its own: tabs of the course are found again, and other work's tabs are left alone.
WORKSPACE = "/lab/workspaces/course/tree"


def add_parsers(subparsers):
    """Add this module's commands to the command line."""
    # With this prefix nothing looks like an option, and all stays in its order: JupyterLab's, but for --help
    lab = subparsers.add_parser(
        "lab", help="open JupyterLab on the course's front page", prefix_chars="\0", add_help=False
    )
    lab.add_argument("options", nargs="*", metavar="OPTION", help="handed on to JupyterLab; --help-all lists its own")
    lab.set_defaults(command=lab_command, describe=lab.format_help)
    progress = subparsers.add_parser("progress", help="show what you have reached; forget a lab with --reset")
    progress.add_argument("--reset", metavar="LAB", help="forget this lab's points")
    progress.set_defaults(command=progress_command)
    exercises = subparsers.add_parser("exercises", help="list every exercise of every lab")
    exercises.add_argument("--json", action="store_true", help="as a list of objects")
    exercises.set_defaults(command=exercises_command)


def jupyter_environment():
    """The environment for JupyterLab: Markdown opens rendered, no news from the network, kernels say what lacks."""
    paths = [str(Path(__file__).with_name("jupyter")), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    own = Path(__file__).with_name("jupyter") / "kernel_start.py"
    return os.environ | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
        "PYTHONSTARTUP": str(own),
        "COURSE_PYTHONSTARTUP": os.environ.get("PYTHONSTARTUP", ""),
    }


def front_page(root):
    """Address of the page that JupyterLab opens: what the learner has reached; README where that cannot be written."""
    return f"{WORKSPACE}/{write_page(root, Progress(progress_file())) or 'README.md'}"


def lab_command(args):
    """Open JupyterLab in the course's folder, on the page of what the learner has reached."""
    if args.options[:1] in (["-h"], ["--help"]):
        print(args.describe())
        return 0
    if not ready(course_root()):
        return 1
    command = [sys.executable, "-m", "jupyterlab", f"--LabApp.default_url={front_page(course_root())}", *args.options]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--allow-root")  # containers often have no other user
    try:
        return subprocess.call(command, cwd=course_root(), env=jupyter_environment())
    except KeyboardInterrupt:
        return 0


def progress_command(args):
    """Print a table of the labs, or forget one."""
    progress = Progress(progress_file())
    if args.reset:
        lab = labs.full_name(args.reset)
        forgotten = progress.reset(lab)
        print(f"{lab}: {'forgotten.' if forgotten else 'there was nothing to forget.'}")
        return 0
    from rich.console import Console
    from rich.table import Table

    found = standings(progress)
    table = Table("lab", "", "points", "correct", "quiz", "last", "next")
    for one in found:
        table.add_row(*_row(one))
    Console(width=None if sys.stdout.isatty() else 130).print(table)
    following = next_of(found)
    if following:
        print(f"Next: {following.entry.id}.ipynb, {following.step.replace('`', '')}.")
    return 0


def _row(one):
    entry, (right, questions) = one.entry, one.quiz
    correct = f"{len(entry.exercises) - len(one.missing)} of {len(entry.exercises)}"
    quiz = f"{right} of {questions}" if "quiz" in one.best else ""
    step = one.step.replace("`", "") if one.best else ""
    return entry.id, bar_text(one.points, 100), f"{one.points}/100", correct, quiz, one.last[:10], step


def describe_exercises():
    """One dictionary for each exercise: lab, name, reference, points, returns, mistakes, hints, topics."""
    return [
        {
            "lab": name,
            "name": exercise.name,
            "reference": f"{exercise.reference.__module__}:{exercise.name}",
            "points": exercise.points,
            "returns": list(exercise.returns),
            "mistakes": [known.sentence for known in exercise.mistakes],
            "hints": len(exercise.hints),
            "topics": exercise.topics,
        }
        for name in labs.loadable()
        for exercise in labs.load(name).exercises.values()
    ]


def exercises_command(args):
    """Print every exercise, for people or as JSON."""
    found = describe_exercises()
    if args.json:
        print(json.dumps(found, indent=2))  # in ASCII: the same in every terminal
        return 0
    lab = None
    for exercise in found:
        if exercise["lab"] != lab:
            lab = exercise["lab"]
            print(f"\n{lab}")
        print(f"  {exercise['points']:3d}  {exercise['name']}: {', '.join(exercise['topics'])}")
    return 0
