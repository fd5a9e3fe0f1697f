"""What is promised of a lab's two notebooks, as functions that name what is broken; each returns a list of problems."""

import copy

from tests.notebooks.outputs import errors, messages, states
from utils.checking import State
from utils.publish.build import START, as_solved, exercise_of
from utils.publish.compare import without_outputs
from utils.publish.execute import run_notebook
from utils.publish.names import defined_names, needed_names

ANSWERED = {"exercise", "quiz"}  # tags of the cells that a learner writes in
JUDGED = ANSWERED | {"check"}


def answers_missing(learner, solution):
    """Where the learner's notebook with the solution's answers in it is not the solution, cell by cell.

    Two things more differ: the solution's first cell says that it is the solution, and so earns nothing; its links to
    labs of other courses lead to their solutions.
    """
    answers = {cell.id: cell for cell in solution.cells if exercise_of(cell.id) or cell.id == "quiz-answers"}
    with_answers = [answers.get(cell.id, cell) for cell in copy.deepcopy(learner.cells)]
    starts = [cell for cell in with_answers if START.search(cell.source)]
    for cell in with_answers:
        cell.source = as_solved(cell.source)
    pairs = zip(_plain(with_answers, learner), _plain(solution.cells, solution), strict=False)
    problems = [f"lab.start stands in {len(starts)} cells"] * (len(starts) != 1)
    problems += [f"{due['id']} differs" for came, due in pairs if came != due]
    if len(learner.cells) != len(solution.cells):
        problems.append(f"{len(learner.cells)} cells, and {len(solution.cells)} in the solution")
    if learner.metadata != solution.metadata:
        problems.append("the notebooks' metadata differ")
    return problems + [f"{name} is no cell of the learner's" for name in answers if name not in _ids(learner)]


def marks_missing(solution, lab):
    """What the stored text does not say: every exercise correct, all points, a full quiz.

    nbval compares this text with that of its own, strict run, as `publish` lets no such cell out of the comparison.
    """
    said = {cell.id: _text(cell) for cell in solution.cells if cell.cell_type == "code"}
    due = {
        f"check-{name}": f"{name}: correct · {exercise.points} of {exercise.points} points"
        for name, exercise in lab.exercises.items()
    }
    questions = len(lab.quiz_questions)
    due["quiz-answers"] = f"{lab.quiz_name}: {questions} of {questions} right"
    problems = [f"{cell}: {words!r} is not said" for cell, words in due.items() if words not in said.get(cell, "")]
    reports = [text for text in said.values() if f"{lab.title}: 100 of 100 points" in text]
    return problems + ["no report says 100 of 100 points"] * (len(reports) != 1)


def unlike_shipped(learner, folder, lab):
    """What is wrong with a learner's notebook as it is shipped; runs all of what it is given."""
    run = run_notebook(learner, folder, strict=False, allow_errors=True)
    problems = [f"{cell}: {error}" for cell, error in errors(run)]
    found = dict(states(run))
    unlike = [name for name in lab.exercises if found.get(name) != State.NOT_WRITTEN]
    problems += [f"{name} is {found.get(name, 'not checked')}" for name in unlike]
    points = [message["report"]["points"] for message in messages(run, "report")]
    quiz = [message["quiz"]["right"] for message in messages(run, "quiz")]
    return problems + [f"points {points}, quiz {quiz}"] * ((points, quiz) != ([0], [0]))


def skeleton(notebook):
    """A notebook less the code whose names no exercise, check, quiz or report asks for: figures, training."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = [i for i, cell in enumerate(code) if JUDGED & set(cell.metadata.get("tags", []))]
    kept += [i for i, cell in enumerate(code) if "lab.start(" in cell.source or "lab.report(" in cell.source]
    for i in kept:  # grows as it goes
        for name in needed_names(code[i].source):
            maker = next((j for j in range(i - 1, -1, -1) if name in defined_names(code[j].source)), None)
            kept += [maker] * (maker is not None and maker not in kept)
    notebook.cells = [code[i] for i in sorted(kept)]
    return notebook


def _plain(cells, notebook):
    """Cells as data, less outputs and the fingerprints of stubs."""
    plain = without_outputs({**notebook, "cells": cells})["cells"]
    for cell in plain:
        cell["metadata"].pop("course", None)
    return plain


def _ids(notebook):
    return {cell.id for cell in notebook.cells}


def _text(cell):
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", []))
