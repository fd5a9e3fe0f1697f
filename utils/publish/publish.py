"""Write the notebooks of some labs, and the pages that tell of all."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from utils.course_files import back_up, lab_ids, learner_path, solution_path
from utils.files import write_atomically
from utils.publish import PublishError
from utils.publish.build import build, stub_mark, text_of
from utils.publish.compare import MOST_BYTES, learner_problem, read_notebook, solution_problem
from utils.publish.execute import run_notebook
from utils.publish.length import length
from utils.publish.master import Master
from utils.publish.pages import PagesNeedPyTorch, write_pages


def publish(root, labs=None, force=False, jobs=2, say=print):
    """Write the learner notebook of each lab, its solution and the pages of labs and topics where not up to date.

    labs: ids; None publishes all.    force: execute the solutions in any case.    jobs: labs at a time.
    say: called with one sentence for each lab, and for the pages where there is something to say.
    Returns the list of what went wrong, empty when all went well.
    """
    labs = lab_ids(root) if labs is None else list(labs)
    clients = []
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        runs = [(lab, pool.submit(publish_lab, Path(root), lab, force, clients)) for lab in labs]
        problems = [problem for lab, run in runs if (problem := _outcome(lab, run, say))]
        return problems + _publish_pages(root, say)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for client in list(clients):
            _stop(client)
        raise
    finally:
        pool.shutdown()


def publish_lab(root, lab_id, force=False, clients=None):
    """Publish one lab; returns what was done in a few words."""
    learner, solution = build(root, lab_id)
    done = [_write_learner(learner_path(root, lab_id), learner)]
    path = solution_path(root, lab_id)
    if not force and solution_problem(path, solution) is None:
        return f"{done[0]}; solution up to date (--force runs it again, after a change of quiz, figures or functions)"
    path.parent.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    run_notebook(solution, path.parent, clients=clients)
    text = text_of(solution)
    write_atomically(path, text)
    seconds, size = time.perf_counter() - start, len(text.encode())
    too_large = ", too large: fewer or smaller pictures" if size >= MOST_BYTES else ""
    counted = length(Master(root, lab_id))
    return f"{done[0]}; solution executed in {seconds:.1f} s, {size / 1e6:.2f} MB{too_large}; {counted}"


def _outcome(lab_id, run, say):
    try:
        say(f"{lab_id}: {run.result()}")
    except (PublishError, OSError) as error:
        say(f"{lab_id}: not published: {error}")
        return f"{lab_id}: {error}"
    return None


def _publish_pages(root, say):
    """Write the pages that differ; returns what went wrong. That PyTorch is not there is only told: labs do without."""
    try:
        written = write_pages(root)
    except (PublishError, OSError) as error:
        say(str(error))
        return [] if isinstance(error, PagesNeedPyTorch) else [str(error)]
    if written:
        say(f"{' and '.join(written)} written anew from the labs")
    return []


def _write_learner(path, built):
    """Write a learner notebook if it differs; somebody's answers in it are backed up first."""
    if learner_problem(path, built) is None:
        return "learner notebook up to date"
    kept = f", the answers in the old one are in {back_up(path).name}" if _holds_work(path) else ""
    write_atomically(path, text_of(built))
    return f"learner notebook written{kept}"


def _holds_work(path):
    """Whether a learner notebook has been run or written in."""
    if not path.exists():
        return False
    notebook = read_notebook(path)
    if notebook is None:
        return path.stat().st_size > 0
    for cell in notebook.cells:
        stub = cell.metadata.get("course", {}).get("stub")
        written = stub is not None and stub != stub_mark(cell.source)
        if cell.cell_type == "code" and (written or cell.get("outputs") or cell.get("execution_count")):
            return True
    return False


def _stop(client):
    """Kill a client's kernel at once; its run then ends by itself."""
    process = getattr(getattr(client.km, "provisioner", None), "process", None)
    if process is not None and process.poll() is None:
        os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
