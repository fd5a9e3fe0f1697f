"""The first cell of every notebook: on Colab it fetches and installs the course, elsewhere it does nothing."""

import tomllib
from pathlib import Path

# What is installed and how stands in the clone (utils/colab.py): a notebook copied long ago still works.
COLAB_CELL = """\
# On Google Colab this cell fetches the course; anywhere else it does nothing.
import importlib, subprocess, sys
if "google.colab" in sys.modules:
    script = '[ -e course-companion ] || git clone -q --depth 1 "${COURSE_REPOSITORY:-ADDRESS}" course-companion'
    script += f" && '{sys.executable}' course-companion/utils/colab.py"
    done = subprocess.run(script, shell=True, stderr=subprocess.PIPE, text=True)
    importlib.invalidate_caches()
    assert done.returncode == 0, f"The course could not be set up; run this cell again. {done.stderr.strip()}"
""".rstrip("\n")


def repository(root):
    """Address of the course's repository, from the one place that holds it."""
    project = tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"]


def colab_cell(root):
    return COLAB_CELL.replace("ADDRESS", repository(root))
