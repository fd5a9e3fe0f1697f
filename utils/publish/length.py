"""How long a lab is: cells, words of text, and minutes, counted by a rule instead of guessed.

A minute is 200 words, 20 lines of given code or a question; an explorer takes three, an exercise 1½ and ½ for each
line of its body. A line is neither blank nor a comment nor a docstring; set-up, checks, quiz and report do not count.
"""

import ast
import re
from dataclasses import dataclass

WORDS, LINES, EXPLORER, EXERCISE, LINE = 200, 20, 3, 1.5, 0.5


@dataclass
class Length:
    cells: int
    words: int
    minutes: int

    def __str__(self):
        return f"{self.cells} cells, {self.words:,} words, {self.minutes} minutes by count"


def length(master):
    """Length of a master's lab; its questions and their reasons, which are no cells of the master, are not in words."""
    lab = master.lab
    words = sum(count_words(cell.source) for cell in master.cells if cell.cell_type == "markdown")
    given = [cell.source for index, cell in enumerate(master.cells) if _is_given(master, index)]
    bodies = [code_lines(source, body=True) for _, source, _ in master.exercises.values()]
    minutes = words / WORDS + sum(map(code_lines, given)) / LINES + len(lab.quiz_questions)
    minutes += EXPLORER * sum(len(re.findall(r"^explore_\w+\(", source, re.MULTILINE)) for source in given)
    minutes += sum(EXERCISE + LINE * lines for lines in bodies)
    return Length(len(master.cells), words, round(minutes))


def count_words(text):
    """Words of a text cell as they are read: a formula on lines of its own, tags and marks are none."""
    text = re.sub(r"\$\$.*?\$\$|<[^>]+>", " ", text, flags=re.DOTALL)
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _is_given(master, index):
    """Whether a cell is code to be read: not an exercise, its check, the quiz, the report, nor the set-up."""
    cell = master.cells[index]
    special = any(master.tagged(index, tag) for tag in ("exercise", "check", "quiz"))
    return cell.cell_type == "code" and not special and not re.search(r"\blab\.(start|report)\(", cell.source)


def code_lines(source, body=False):
    """Lines of code without blank ones, comments and docstrings.    body: without the function's first line, too."""
    tree = ast.parse(source)
    lines = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    if body:
        lines -= set(range(1, _first(tree).lineno))
    return len(lines)


def _first(tree):
    """The first statement of a function's body."""
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef)).body[0]
