"""The first cell of every notebook: on Colab it fetches and installs the course.

Anywhere it looks whether another utils, a file or a folder beside the notebook, stands before the course's package.
"""

import tomllib
from pathlib import Path

# What is installed and how stands in the clone (utils/colab.py): a notebook copied long ago still works.
# Git writes the index last: a clone without one was interrupted. It is put aside, never deleted.
COLAB_CELL = """\
# On Google Colab this cell fetches the course; anywhere else it only looks whether another utils hides the course's.
import importlib.util, os, subprocess, sys
if "google.colab" in sys.modules:
    script = '''test -e course-companion/.git/index || { rm -rf course.part
    git clone -q --depth 1 "${COURSE_REPOSITORY:-ADDRESS}" course.part || exit
    [ ! -e course-companion ] || mv course-companion course-companion.$(date +%s); mv course.part course-companion; }'''
    script += f" && '{sys.executable}' course-companion/utils/colab.py"
    done = subprocess.run(script, shell=True, stderr=subprocess.PIPE, text=True)
    importlib.invalidate_caches()
    if done.returncode:
        raise RuntimeError(f"The course could not be set up; run this cell again. {done.stderr.strip()}")
found = importlib.util.find_spec("utils")
place = found and [*(found.submodule_search_locations or [found.origin])][0]
if place and not os.path.exists(os.path.join(place, "course_files.py")):
    raise ImportError(f"{place} hides the course's package of the same name: rename it, then restart the kernel.")
""".rstrip("\n")


def repository(root):
    """Address of the course's repository, from the one place that holds it."""
    project = tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"]


def colab_cell(root):
    return COLAB_CELL.replace("ADDRESS", repository(root))
