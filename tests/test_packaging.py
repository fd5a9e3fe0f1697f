"""What stands in more than one file about installing agrees."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def tracked():
    """Files that git knows; the test is skipped where there is no git."""
    try:
        said = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / line for line in said.splitlines() if (ROOT / line).is_file()]


def name(requirement):
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower()


def test_conda_takes_python_and_this_project_and_nothing_else():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    items = [line.strip()[2:] for line in lines if line.strip().startswith("- ")]
    floor = PROJECT["requires-python"]
    assert items == ["conda-forge", f"python{floor}", "pip", "pip:", "-c constraints.txt", "-e ."]
    assert f"name: {PROJECT['name']}" in lines


def test_every_direct_requirement_has_one_tried_version():
    extras = [line for group in PROJECT["optional-dependencies"].values() for line in group]
    pinned = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in pinned)
    names = [line.split("==")[0].lower().replace("_", "-") for line in pinned]
    assert len(set(names)) == len(names)
    assert {name(line) for line in PROJECT["dependencies"] + extras} <= set(names)
    assert "torch==2.13.0" in pinned


def test_the_repository_address_stands_once():
    address = PROJECT["urls"]["Repository"]
    holding = [
        path
        for path in tracked()
        if path.suffix != ".ipynb" and address in path.read_bytes().decode("utf-8", "replace")
    ]
    assert [path.name for path in holding] == ["pyproject.toml"]


def test_ci_runs_the_readme_command():
    assert "make test" in (ROOT / ".ci" / "run").read_text()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first_screen = "\n".join(readme.splitlines()[:30])
    assert "make lab" in first_screen and "make test" in first_screen


def test_what_the_readme_leads_to_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", readme)
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert not missing


def test_no_path_of_one_machine_is_in_the_tree():
    pattern = re.compile(r"/(work|root|home/[a-z]+|tmp)/[a-z.]")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix not in (".png", ".npz")
        for match in pattern.finditer(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not found


def test_the_readme_s_command_for_nbval_is_one_that_pytest_takes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"COURSE_STRICT=1 pytest (--nbval .*) course\*/solutions", readme)[1]
    notebook = "course1/solutions/week2_vectorization.ipynb"
    whole = [sys.executable, "-m", "pytest", *command.split(), "--collect-only", notebook]
    done = subprocess.run(whole, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and f"{notebook}::Cell 0" in done.stdout, done.stdout + done.stderr


def test_every_night_everything_runs():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    nightly = workflow[workflow.index("  full:") :].split("\n  browser:")[0]
    assert "schedule:" in workflow and "github.event_name == 'schedule'" in nightly and "make test-full" in nightly
    everyday = workflow[workflow.index("  test:") : workflow.index("  full:")]
    assert ".ci/run" in everyday and all(f'"3.{minor}"' in everyday for minor in (11, 12, 13))
