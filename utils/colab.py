"""Install the course on Google Colab: run by the notebooks' first cell, from the clone it has made.

Standard library only. Colab has its own NumPy and torch, and another NumPy would need a restart: what is there
stays as it is, only what is missing is added, and nothing that only JupyterLab needs.
"""

import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

# Colab is the notebook's front end there; publishing and executing notebooks is not done on it
NOT_ON_COLAB = {"ipykernel", "jupyterlab", "jupytext", "nbclient", "nbformat"}
# Constrained to what is there, so that nothing that is added can change them
KEPT = ("numpy", "torch", "ipywidgets", "matplotlib", "ipykernel", "ipython")
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def dependencies(clone):
    """The requirements that pyproject.toml lists, those of the GPU labs included, as text."""
    import tomllib

    project = tomllib.loads((Path(clone) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["dependencies"] + project.get("optional-dependencies", {}).get("torch", [])


def is_installed(name):
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def missing(requirements):
    """The requirements of which no version at all is installed, less what Colab does not need."""
    named = [(NAME.match(requirement).group().lower(), requirement) for requirement in requirements]
    return [requirement for name, requirement in named if name not in NOT_ON_COLAB and not is_installed(name)]


def pip(*arguments):
    """Run pip quietly; raises RuntimeError with its last error line."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR") and not line.endswith("Exception:")]
        raise RuntimeError((errors or lines or ["no reason given"])[-1].removeprefix("ERROR: "))


def add_missing(requirements):
    """Install requirements without touching the packages that have to stay."""
    kept = [f"{name}=={metadata.version(name)}" for name in KEPT if is_installed(name)]
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "kept.txt"
        constraints.write_text("\n".join(kept) + "\n", encoding="utf-8")
        pip("--constraint", str(constraints), *requirements)


def install(clone):
    """Install the course from its clone, and what it needs; returns the list of what was added."""
    added = missing(dependencies(clone))
    if added:
        add_missing(added)
    # Not editable: a running kernel would not see the path that an editable install adds
    pip("--no-deps", "--force-reinstall", str(clone))
    return added


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 (nothing has held the version yet here)
        print(f"the course needs Python 3.11 or newer, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    clone = Path(os.path.abspath(__file__)).parents[1]
    try:
        added = install(clone)
    except (RuntimeError, OSError, ValueError) as error:
        print(f"pip could not install the course: {error}", file=sys.stderr)
        return 1
    print(f"The course is installed{', with ' + ', '.join(added) if added else ''}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
