"""Is what is stored what the masters give?"""

import json
from pathlib import Path

import nbformat

from utils.course_files import lab_ids, learner_path, solution_path
from utils.publish import PublishError
from utils.publish.build import build, text_of
from utils.publish.pages import stale_pages

MOST_BYTES = 1_000_000


def read_notebook(path):
    """A stored notebook, or None where there is no whole one."""
    try:
        notebook = nbformat.reads(Path(path).read_text(encoding="utf-8"), as_version=4)
    except Exception:  # whatever nbformat makes of a file that is no notebook
        return None
    return notebook if isinstance(notebook.get("cells"), list) else None


def without_outputs(notebook):
    """A notebook as plain data, less what running it changes."""
    plain = json.loads(json.dumps(notebook))
    for cell in plain["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    return plain


def unexecuted(notebook):
    """Ids of the code cells that hold code and no number."""
    return [
        cell.get("id", "?")
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip() and cell.get("execution_count") is None
    ]


def failed(notebook):
    """Ids of the code cells that hold an error."""
    return [
        cell.get("id", "?")
        for cell in notebook.cells
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]


def solution_problem(path, built):
    """Why a stored solution is not the built one, executed; None where it is."""
    if not path.exists():
        return "is missing"
    stored = read_notebook(path)
    if stored is None:
        return "is not a whole notebook"
    if without_outputs(stored) != without_outputs(built):
        return "is stale"
    if unexecuted(stored):
        return f"is not executed ({', '.join(unexecuted(stored)[:3])})"
    if failed(stored):
        return f"holds an error ({', '.join(failed(stored)[:3])})"
    if path.stat().st_size >= MOST_BYTES:
        return f"is {path.stat().st_size / 1e6:.1f} MB, over 1 MB: fewer or smaller pictures"
    return None


def learner_problem(path, built):
    """Why a stored learner notebook is not the built one, byte for byte; None where it is."""
    if not path.exists():
        return "is missing"
    return None if path.read_bytes() == text_of(built).encode() else "is stale"


def orphans(root):
    """Notebooks that were published once and whose master is gone."""
    root = Path(root)
    known = lab_ids(root)
    solutions = [(p, f"{p.parts[-3]}/{p.stem}") for p in sorted(root.glob("course*/solutions/*.ipynb"))]
    learners = [(p, f"{p.parts[-2]}/{p.stem}") for p in sorted(root.glob("course*/*.ipynb"))]
    found = [(path, lab) for path, lab in solutions if lab not in known]
    for path, lab in learners:
        notebook = read_notebook(path)
        if lab not in known and notebook and notebook.metadata.get("course", {}).get("lab") == lab:
            found.append((path, lab))
    return [path for path, _ in found]


def check(root, labs=None):
    """Compare everything stored with what the masters give; writes nothing.

    labs: ids of the labs to look at; None looks at all, and for orphans.
    Returns a list of sentences, one for each stale file.
    """
    root, problems = Path(root), []
    for lab_id in lab_ids(root) if labs is None else labs:
        try:
            learner, solution = build(root, lab_id)
        except PublishError as error:
            problems.append(str(error))
            continue
        for path, problem in [
            (learner_path(root, lab_id), learner_problem(learner_path(root, lab_id), learner)),
            (solution_path(root, lab_id), solution_problem(solution_path(root, lab_id), solution)),
        ]:
            if problem:
                problems.append(f"{path.relative_to(root)} {problem}.")
    if labs is None:
        problems += [f"{path.relative_to(root)} has no master any more: delete it." for path in orphans(root)]
        problems += stale_pages(root)
    return problems
