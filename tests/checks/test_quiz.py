"""The quiz: every answer is explained, strange ones are met."""

import pytest

from utils.checking import CheckFailed, Lab, question


@pytest.fixture
def lab(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    questions = [
        question("Is it?", key="b", choices={"a": ("No", "It is."), "b": ("Yes", "So it is."), "c": ("?", "Think.")}),
        question("Again?", key="a", choices={"a": ("No", "Once."), "b": ("Yes", "Not twice."), "c": ("?", "Hm.")}),
    ]
    return Lab("course1/trial", title="A trial", edition=1, minutes=5, quiz=questions)


@pytest.mark.parametrize(
    "answers, words",
    [
        ({1: None, 2: None}, ["0 of 2 right", "1. ○ not answered yet"]),
        (
            {1: "b", 2: "b"},
            ["• Quiz: 1 of 2 right", "1. Is it?", "✓ b: Yes", "So it is.", "✗ b: Yes", "Not twice."],
        ),
        ({1: " B ", 2: "a"}, ["✓ Quiz: 2 of 2 right"]),
        ({1: "a"}, ["✗ Quiz: 0 of 2 right"]),
        ({1: "x", 2: 3}, ["'x' is none of the choices a, b, c", "3 is none of the choices"]),
        ({1: "b", 7: "a"}, ["1 of 2 right", "7: there is no question of that number"]),
        (["b", "a"], ["The answers are a dictionary"]),
        ({1: ["b"]}, ["['b'] is none of the choices"]),
    ],
)
def test_answers_are_explained(lab, capsys, answers, words):
    lab.quiz(answers)
    said = capsys.readouterr().out
    assert all(word in said for word in words), said


def test_the_key_is_right_and_strict_mode_raises_on_less(lab, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_STRICT", "1")
    lab.quiz(lab.key())
    with pytest.raises(CheckFailed, match="1 of 2"):
        lab.quiz({1: "b"})


def test_a_key_must_be_a_choice():
    with pytest.raises(ValueError, match="none of the choices"):
        question("?", key="z", choices={"a": ("x", "y")})
