"""What a lab trains too long for its own notebook: measured once, kept beside the lab as measured.json.

`python -m utils measure LAB` measures it anew. The lab's package says how, in a module of its own: measured.py, with a
function `measure()` that returns dictionaries, lists and numbers. The notebook finds one of the kept results again.
"""

import importlib
import importlib.util
import json
from pathlib import Path

from threadpoolctl import threadpool_limits

from utils.course_files import CourseFileError
from utils.files import write_atomically
from utils.labs import full_name, names


def file_of(lab_id):
    """Where a lab's results are kept."""
    return Path(__file__).parent / lab_id / "measured.json"


def measuring():
    """The labs that keep results."""
    return [name for name in names() if importlib.util.find_spec(_module(name))]


def load_measured(lab_id):
    """The kept results of a lab ("course4/week2_residual_networks"), as its `measure` returned them."""
    return json.loads(file_of(lab_id).read_text(encoding="utf-8"))


def rows_where(table, **what):
    """The rows of a kept table that have these entries, such as seed=0, in the table's order."""
    return [row for row in table if all(row[name] == value for name, value in what.items())]


def measure(name):
    """Measure a lab's results anew, on one thread, and keep them; returns the file.

    Raises CourseFileError for a lab that keeps none.
    """
    lab_id = full_name(name)
    if lab_id not in measuring():
        raise CourseFileError(f"{lab_id} keeps no results: those that do are {', '.join(measuring())}")
    with threadpool_limits(1):
        results = importlib.import_module(_module(lab_id)).measure()
    write_atomically(file_of(lab_id), as_text(results))
    return file_of(lab_id)


def as_text(results):
    """JSON with a line for each entry of the outermost lists and dictionaries, so that a change can be read."""
    if isinstance(results, dict):
        lines = [f" {json.dumps(key)}: {_inner(value)}" for key, value in results.items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"
    return _inner(results) + "\n"


def _inner(value):
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return "[\n" + ",\n".join(f"  {json.dumps(entry)}" for entry in value) + "\n ]"
    return json.dumps(value)


def _module(lab_id):
    return f"{__package__}.{lab_id.replace('/', '.')}.measured"


def add_parsers(subparsers):
    """Add `measure` to the command line."""
    parser = subparsers.add_parser("measure", help="train anew what a lab's notebook only shows; takes minutes")
    parser.add_argument("lab", metavar="LAB", help="such as week2_residual_networks")
    parser.set_defaults(command=measure_command)


def measure_command(args):
    """Measure one lab and say where its results are."""
    print(f"Written: {measure(args.lab)}")
    return 0
