"""Can JupyterLab work here, and its notebooks? What keeps them from that is mended, or one sentence."""

import importlib.util
import os
import sys
import tempfile

# Beginnings of the names of Matplotlib's backends that draw into a notebook
SHOWN_IN_NOTEBOOKS = ("module://", "inline", "widget", "ipympl", "nbagg", "notebook")


def ready(root):
    """Say what is in JupyterLab's way here, if anything is; returns whether it can start all the same."""
    in_the_way = obstacle()
    sentence = in_the_way or drawback(root)
    if sentence:
        print(sentence, file=sys.stderr)
    return not in_the_way


def obstacle():
    """Why JupyterLab cannot start with this Python, as a sentence; None where nothing is in its way."""
    if importlib.util.find_spec("jupyterlab") is None:
        return (
            f"JupyterLab is not installed for this Python, {sys.executable}. Run `make setup`, then use "
            ".venv/bin/python in place of python; or install the course into this one: pip install -e ."
        )
    from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

    cure = "Name a folder that you can write in: HOME=FOLDER before the command."
    try:
        folders = [jupyter_data_dir(), jupyter_runtime_dir()]
    except RuntimeError:  # neither HOME nor a user that the system knows
        return f"JupyterLab finds no home folder to keep its settings in. {cure}"
    for folder in folders:
        reason = not_writable(folder)
        if reason:
            return f"JupyterLab has to write in {folder}, and cannot ({reason}). {cure}"
    return None


def drawback(root):
    """What will not work in JupyterLab though it starts, as a sentence; None where all does."""
    reason = not_writable(root)
    if reason is None:
        return None
    return (
        f"The course's folder {root} cannot be written in ({reason}): its notebooks open, and are not saved. "
        "Copy the folder to a place of your own to keep what you write."
    )


def not_writable(folder):
    """Why no file can be made in a folder, in the system's words; None where one can. The folder is made if need be."""
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror or str(error)


def figures_inline():
    """In a notebook, show figures below their cells though MPLBACKEND, set in the shell, says otherwise.

    ipykernel leaves a variable that is set as it is, and with agg no figure would ever be seen.
    """
    wanted = os.environ.get("MPLBACKEND", "").lower()
    if not wanted or wanted.startswith(SHOWN_IN_NOTEBOOKS) or "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if hasattr(shell, "kernel"):  # not in IPython's terminal
        shell.run_line_magic("matplotlib", "inline")
