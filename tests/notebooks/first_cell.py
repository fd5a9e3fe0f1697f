"""The notebooks' first cell in a process of its own, with Git at hand."""

import os
import subprocess

from utils.course_files import course_root
from utils.publish.colab_cell import colab_cell

ROOT = course_root()
ON_COLAB = """\
import sys, types
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.ModuleType("google.colab")
"""


def git(*arguments, folder):
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def run_cell(python, folder, before="", after="", **environment):
    """Run the cell in a process of its own; returns it, finished."""
    folder.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "COURSE_REPOSITORY", "VIRTUAL_ENV")}
    code = before + colab_cell(ROOT) + after
    return subprocess.run(
        [str(python), "-c", code], cwd=folder, env=kept | environment, capture_output=True, text=True, timeout=900
    )
