"""`python -m tests.oldest`: the oldest versions that pyproject.toml allows, a requirement a line, for make test-oldest.

Those of the course itself and of what its tests need; PyTorch is left out.
"""

import re
import tomllib
from pathlib import Path

TESTS_NEED = ("hypothesis", "nbval", "pytest", "pytest-xdist", "ruff")


def oldest():
    """["babel==2.14", …]; ValueError where a requirement names no floor."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = []
    for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]:
        floor = re.fullmatch(r"([A-Za-z0-9_.-]+)>=([0-9.]+)", requirement)
        if floor is None:
            raise ValueError(f"pyproject.toml: {requirement!r} names no oldest version, as numpy>=2.0 does")
        if requirement in project["dependencies"] or floor[1] in TESTS_NEED:
            found.append(f"{floor[1]}=={floor[2]}")
    return found


if __name__ == "__main__":
    print("\n".join(oldest()))
