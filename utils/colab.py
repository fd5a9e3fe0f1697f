"""Install the course on Google Colab: run by the notebooks' first cell, from the clone it has made.

Standard library only. Colab has its own NumPy and torch, and another NumPy would need a restart: what is there
stays as it is, only what is missing is added, and nothing that only JupyterLab needs.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

# Colab is the notebook's front end there; executing notebooks is not done on it
NOT_ON_COLAB = {"ipykernel", "jupyterlab", "nbclient"}
# Constrained to what is there, so that nothing that is added can change them
KEPT = ("numpy", "torch", "ipywidgets", "matplotlib", "ipykernel", "ipython")
NAME = re.compile(r"^[A-Za-z0-9._-]+")
AGAIN = "run this notebook's first cell again, then Runtime > Restart session, and begin at the top"


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


def update(clone):
    """Bring a clone up to date; returns (whether it changed, what to say about it).

    What keeps it as it is never stops a learner: the course that is there works.
    """
    if not (Path(clone) / ".git").exists():
        return False, ""
    before = _git(clone, "rev-parse", "HEAD").stdout
    fetch = _git(clone, "fetch", "--quiet")
    merge = _git(clone, "merge", "--quiet", "--ff-only", "@{upstream}")
    if fetch.returncode or merge.returncode:
        said = (fetch.stderr if fetch.returncode else merge.stderr) or "git gave no reason"
        reason = " ".join(line.strip() for line in said.splitlines() if line.strip() and not line.startswith("hint:"))
        anew = f" To fetch it anew: `!mv {Path(clone).name} old-course`, then this cell again."
        kept = f"The course was not brought up to date ({reason}); the one that is there is used."
        return False, kept + ("" if fetch.returncode else anew)
    if _git(clone, "rev-parse", "HEAD").stdout == before:
        return False, ""
    return (
        True,
        "The course was brought up to date. If other cells have run: Runtime > Restart session, then begin here.",
    )


def _git(clone, *arguments):
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return subprocess.run(
        ["git", "-C", str(clone), *arguments], env=environment, capture_output=True, text=True, errors="replace"
    )


def advice(lab_id, older):
    """What to do on Colab about a notebook that is older, or newer, than the course; None anywhere else."""
    if "google.colab" not in sys.modules:
        return None
    if older:
        command = f'from utils.colab import upgrade; upgrade("{lab_id}")'
        return f"Run `{command}` in a cell: your answers move into a new copy, which your browser downloads."
    return f"Bring the course up to date: {AGAIN}."


def upgrade(lab_id):
    """On Colab: carry the answers of the notebook that is open into a new one of its lab, and download that.

    lab_id: such as "course1/week1_introduction". The open notebook stays as it is.
    """
    name = f"{lab_id.split('/')[-1]}.ipynb"
    path = Path(tempfile.mkdtemp(prefix="upgraded-")) / name
    try:
        from google.colab import _message, files

        answer = _message.blocking_request("get_ipynb", request="", timeout_sec=60)
        path.write_text(json.dumps(answer["ipynb"]), encoding="utf-8")
    except Exception as error:  # whatever Colab's own inside makes of it; it promises nothing
        print(f"Colab did not hand over this notebook ({type(error).__name__}: {error}). Do it by hand:")
        print(f"File > Download > Download .ipynb, put it into Files on the left as {name}, then run in a cell")
        print(f"!python -P -m utils upgrade {name}")
        print(f"and download {name} there. File > Upload notebook opens it.")
        return
    # -P: another utils in the working folder is not looked at
    command = [sys.executable, "-P", "-m", "utils", "upgrade", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    if done.returncode:
        print(done.stderr.strip())
        return
    print("\n".join(line for line in done.stdout.splitlines()[1:] if "same folder" not in line))
    files.download(str(path))
    print(f"Your browser downloads {name}: File > Upload notebook opens it. This notebook stays as it is.")


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 (nothing has held the version yet here)
        print(f"the course needs Python 3.11 or newer, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    clone = Path(os.path.abspath(__file__)).parents[1]
    try:
        changed, sentence = update(clone)
        if sentence:
            print(sentence, flush=True)
        if changed:  # the newer script goes on: what it needs may be other things
            return subprocess.call([sys.executable, os.path.abspath(__file__)])
        added = install(clone)
    except (RuntimeError, OSError, ValueError) as error:
        print(f"pip could not install the course: {error}", file=sys.stderr)
        return 1
    print(f"The course is installed{', with ' + ', '.join(added) if added else ''}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
