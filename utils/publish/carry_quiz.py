"""Carry the letters of a quiz from an old notebook of a lab into a new one."""

import ast
import re

from utils.publish.moved import parsed

QUESTION = re.compile(r"^\*\*Question (\d+)\.\*\* ", re.MULTILINE)


def carry_quiz(source, before, target, after, notes):
    """Put the letters into the cell `target`; question by question if the questions are not what they were.

    source: the old cell's text.    before, after: texts of the old and the new questions, "" where there are none.
    Returns (whether letters were carried, whether the new cell now says all that the old one did).
    """
    letters, others = letters_of(source)
    if letters is not None and not others and not any(letters.values()):
        return False, True
    before, after = _blocks(before), _blocks(after)
    if not before or before == after:
        target.source = source
        return True, True
    if letters is None:
        notes.append("The quiz's questions are others now and your answers could not be read.")
        return False, False
    numbers = {text: number for number, text in before.items()}
    moved = {number: _letter(letters.get(numbers.get(text))) for number, text in after.items()}
    lines = [f'    {number}: "{letter}",' if letter else f"    {number}: None," for number, letter in moved.items()]
    target.source = "\n".join(["answers = {", *lines, "}", "lab.quiz(answers)"])
    notes.append("Some of the quiz's questions are others now; those are open again.")
    placed = sum(map(bool, moved.values()))
    return placed > 0, not others and placed == sum(map(bool, letters.values()))


def letters_of(source):
    """The dictionary that a cell calls answers, None if it cannot be read; and whether the cell says more than that."""
    body = getattr(parsed(source), "body", [])
    others = len(body) != 2 or "#" in source
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "answers":
            try:
                letters = ast.literal_eval(node.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                return None, True
            return (letters, others) if isinstance(letters, dict) else (None, True)
    return None, True


def _letter(value):
    return value if isinstance(value, str) and re.fullmatch(r"\w", value) else None


def _blocks(text):
    """Each question's text with its choices, by number."""
    parts = QUESTION.split(text)
    texts = [block.split("\n\nWrite a letter")[0].strip() for block in parts[2::2]]
    return dict(zip(map(int, parts[1::2]), texts, strict=True))
