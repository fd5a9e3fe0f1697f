"""A lab's questions as a Markdown cell, and the code cell that takes the answers."""

import ast

HOW_TO = 'Write a letter in place of each `None` below, such as `1: "a"`, and run the cell.'


def questions_text(questions):
    """All the questions with their choices, numbered from 1, and the stories before them; no keys, no reasons."""
    blocks = []
    for number, question in enumerate(questions, 1):
        choices = [f"- **{letter}.** {choice[0].strip()}" for letter, choice in question.choices.items()]
        if question.story:
            blocks.append(question.story.strip())
        blocks.append("\n".join([f"**Question {number}.** {question.text.strip()}", "", *choices]))
    return "\n\n".join([*blocks, HOW_TO])


def answers_code(questions, solved):
    """The cell in which the letters are written: None for the learner, the keys in the solution."""
    letters = [f'"{question.key}"' if solved else "None" for question in questions]
    lines = [f"    {number}: {letter}," for number, letter in enumerate(letters, 1)]
    return "\n".join(["answers = {", *lines, "}", "lab.quiz(answers)"])


def is_quiz_cell(source):
    """Whether a master's quiz cell says just what it has to."""
    wanted = "answers = lab.key()\nlab.quiz(answers)"
    return ast.unparse(ast.parse(source)) == wanted
