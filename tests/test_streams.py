"""What is printed is printed, whatever the terminal's encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from utils.course_files import course_root
from utils.streams import NAME, plain

ROOT = course_root()
POOR = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "LC_ALL=C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def run(*arguments, **environment):
    """Python in the course's folder; returns the process, finished, with bytes."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8", "COURSE_STRICT")}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=kept | environment, capture_output=True)


@pytest.mark.parametrize(
    "text, ascii, cp1252",
    [
        ("✓ f: correct · 5 of 5", b"+ f: correct * 5 of 5", b"+ f: correct \xb7 5 of 5"),
        ("ε ≥ 10⁻⁷, Σ, x², ½, ŷ̂", b"epsilon >= 10^-^7, Sigma, x^2, 1/2, y", None),
        ("██░ …", b"##. ...", b"##. \x85"),
        ("日", b"?", b"?"),
        ("n\udcffame", b"n\xffame", b"n\xffame"),
    ],
)
def test_what_an_encoding_lacks_is_written_plainly(text, ascii, cp1252):
    assert text.encode("ascii", NAME) == ascii
    assert cp1252 is None or text.encode("cp1252", NAME) == cp1252
    assert "n\udcffame".encode("utf-8", NAME) == b"n\xffame"


def test_every_letter_that_the_course_writes_has_something_plain():
    paths = [*(ROOT / "utils").rglob("*.py"), *(ROOT / "utils").rglob("*.toml"), *ROOT.glob("course*/source/*.py")]
    letters = {letter for path in paths for letter in path.read_text(encoding="utf-8") if ord(letter) > 127}
    assert [letter for letter in letters if plain(letter) == "?"] == []
    assert all(plain(letter).isascii() for letter in letters)


QUICK = ["progress", "upgrade …/✓.ipynb", "no·such"]
SLOW = ["exercises", "exercises --json"]  # these load every lab: in the poorest encoding each time, else in full
WHICH = [(command, encoding) for command in QUICK for encoding in POOR] + [(command, "ascii") for command in SLOW]
WHICH += [
    pytest.param(command, encoding, marks=pytest.mark.full)
    for command in SLOW
    for encoding in POOR
    if encoding != "ascii"
]


@pytest.mark.parametrize("command, encoding", WHICH)
def test_a_command_is_not_stopped_by_the_encoding(tmp_path, command, encoding):
    done = run("-m", "utils", *command.split(), COURSE_HOME=str(tmp_path), **POOR[encoding])
    assert b"UnicodeEncodeError" not in done.stderr and b"Traceback" not in done.stderr
    assert done.returncode == {"upgrade": 1, "no·such": 2}.get(command.split()[0], 0), done.stderr
    assert done.stdout or done.stderr


CHECKS = """
from utils.checking.show import Card, MARKS, show
from utils.labs.course1.week2_logistic_regression import lab
for state in MARKS:
    show(Card(state, f"{state} · 5 of 5", ["√2 ≥ 1"], bar=(5, 5, "points")))
lab.start(edition=lab.edition)
lab.check(lambda *_: None, "propagate")
lab.report()
print("α → β")
"""


@pytest.mark.parametrize("encoding", POOR)
def test_checks_outside_a_notebook_are_not_stopped_by_the_encoding(tmp_path, encoding):
    script = Path(tmp_path) / "script.py"
    script.write_text(CHECKS, encoding="utf-8")
    done = run(str(script), COURSE_HOME=str(tmp_path), **POOR[encoding])
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode("latin-1").splitlines()
    assert [line for line in lines if "sqrt2 >= 1" in line] == ["  sqrt2 >= 1"] * 4
    assert lines[0][0] == "+" and any(line.startswith("x not right yet") for line in lines)
    assert lines[2] == f"  {'#' * 20} 5/5 points" and lines[-1] == "alpha -> beta"
