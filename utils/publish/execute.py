"""Run a notebook in a kernel of its own, quietly and the same way every time."""

import os
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from utils.publish import PublishError

CELL_SECONDS = 600
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def kernel_environment(home, strict):
    """Environment of the kernel: no progress of the person who publishes, no forced drawing backend."""
    environment = {k: v for k, v in os.environ.items() if k not in ("MPLBACKEND", "COURSE_STRICT")}
    environment["COURSE_HOME"] = str(home)
    if strict:
        environment["COURSE_STRICT"] = "1"
    return environment


def run_notebook(notebook, folder, strict=True, allow_errors=False, clients=None):
    """Execute a notebook in place, in its folder; outputs keep no times and no widget state.

    strict: a check that is not passed raises.    allow_errors: go on after a cell that raises.
    clients: a list that holds the running client, for whoever wants to stop it.
    Raises PublishError with the cell and the reason.
    """
    resources = {"metadata": {"path": str(Path(folder))}}
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources=resources,
        record_timing=False,
        allow_errors=allow_errors,
        coalesce_streams=True,  # where a stream breaks in two is a matter of time
        extra_arguments=["--log-level=ERROR"],
    )
    with tempfile.TemporaryDirectory(prefix="course-home-") as home:
        clients = [] if clients is None else clients
        clients.append(client)
        try:
            client.execute(env=kernel_environment(home, strict))
        except CellExecutionError as error:
            raise PublishError(f"{_last_cell(notebook)} raised {error.ename}: {error.evalue}") from None
        except CellTimeoutError:
            raise PublishError(f"{_last_cell(notebook)} took more than {CELL_SECONDS} s.") from None
        except DeadKernelError:
            raise PublishError(f"the kernel died in {_last_cell(notebook)} (memory?).") from None
        finally:
            clients.remove(client)
    _strip(notebook)
    return notebook


def _last_cell(notebook):
    """The cell at which the run stopped: the last one with a number or outputs."""
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    started = [c for c in cells if c.get("execution_count") or c.get("outputs")]
    return f"the cell {started[-1].id!r}" if started else "the first cell"


def _strip(notebook):
    """Drop times, the kernel's version, and views of widgets that exist only while a kernel runs."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):
                output.data.pop(WIDGET_VIEW, None)
