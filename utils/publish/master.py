"""Read a master and check, without running it, that a notebook can be made from it."""

import ast
import importlib
import io
import re
import tokenize

import jupytext

from utils.checking.stubs import NotAnExercise, stub_of, whole_source
from utils.course_files import find_lab_id, master_path
from utils.publish import PublishError
from utils.publish.names import defined_names, needed_names
from utils.publish.quiz import is_quiz_cell

# A tag, or a word in a comment, with which nbval compares less of a cell, or nothing
NOT_COMPARED = re.compile(r"(nbval|pytest-validate)-.*|raises-exception|needs-torch")
NBVAL_COMMENT = re.compile(r"(NBVAL|PYTEST_VALIDATE)_\w+")


def load_lab(root, lab_id):
    """The `lab` object of the module that belongs to a master."""
    name = f"utils.labs.{lab_id.replace('/', '.')}"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise PublishError(f"{lab_id}: its lab module {name} cannot be imported ({what}).") from error
    lab = getattr(module, "lab", None)
    if lab is None:
        raise PublishError(f"{lab_id}: {name} has no `lab`; write `lab = Lab({lab_id!r}, …)` there.")
    if lab.id != lab_id:
        raise PublishError(f"{lab_id}: {name} says Lab({lab.id!r}); the id has to be {lab_id!r}.")
    return lab


class Master:
    """The cells of a master, each exercise resolved to its function.

    exercises: index of an exercise cell -> (name, whole source, stub).    quiz: index of the quiz cell, or None.
    """

    def __init__(self, root, lab_id):
        self.id = find_lab_id(root, lab_id)
        self.path = master_path(root, self.id)
        self.lab = load_lab(root, self.id)
        self.cells = jupytext.reads(self.path.read_text(encoding="utf-8"), fmt="py:percent").cells
        self.where = self._line_numbers()
        self.exercises, self.quiz = {}, None
        self._resolve_exercises()
        self._resolve_quiz()
        self._hold_comparison()
        self._hold_names()

    def refuse(self, index, problem):
        """Stop with a sentence that says which cell of which master has what problem."""
        cell = self.cells[index]
        first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "empty")
        line = f", line {self.where[index]}" if index < len(self.where) else ""
        raise PublishError(f"{self.path.name}{line}, cell {index + 1} ({first[:60]}): {problem}")

    def tagged(self, index, tag):
        return tag in self.cells[index].metadata.get("tags", [])

    def _line_numbers(self):
        lines = self.path.read_text(encoding="utf-8").splitlines()
        marks = [number for number, line in enumerate(lines, 1) if line.startswith("# %%")]
        return marks if len(marks) == len(self.cells) else []

    def _parse(self, index):
        try:
            return ast.parse(self.cells[index].source)
        except SyntaxError as error:
            self.refuse(index, f"it is not valid Python ({error.msg}, line {error.lineno} of the cell).")

    def _resolve_exercises(self):
        for index, cell in enumerate(self.cells):
            if cell.cell_type == "code" and self.tagged(index, "exercise"):
                name, source, stub = self._exercise(index)
                if name in [known for known, *_ in self.exercises.values()]:
                    self.refuse(index, f"{name} has two exercise cells; keep one.")
                self.exercises[index] = (name, source, stub)
                self._hold_check(index, name)
        placed = [name for name, *_ in self.exercises.values()]
        missing = [name for name in self.lab.exercises if name not in placed]
        if missing:
            raise PublishError(
                f"{self.path.name}: no cell for the exercise{'s' * (len(missing) > 1)} {', '.join(missing)}; add a "
                'cell `# %% tags=["exercise"]` with its import, then its check cell.'
            )

    def _exercise(self, index):
        """Name, whole source and stub of the function that an exercise cell imports."""
        body = self._parse(index).body
        statement = body[0] if len(body) == 1 else None
        if not isinstance(statement, ast.ImportFrom) or len(statement.names) != 1 or statement.names[0].asname:
            self.refuse(index, "an exercise cell holds exactly one `from utils.… import name`.")
        if _comments(self.cells[index].source):
            self.refuse(index, "its comments would be lost; put them into the text above or into the function.")
        name = statement.names[0].name
        exercise = self.lab.exercises.get(name)
        if exercise is None:
            known = ", ".join(self.lab.exercises) or "none"
            self.refuse(index, f"{name} is no exercise of the lab module ({known}); add lab.exercise(…).")
        try:
            found = getattr(importlib.import_module(statement.module), name)
        except (ImportError, AttributeError) as error:
            self.refuse(index, f"it cannot be imported ({error}).")
        if found is not exercise.reference:
            self.refuse(index, f"{name} here is not the function that the lab module checks against.")
        try:
            return name, whole_source(found), stub_of(exercise)
        except NotAnExercise as error:
            self.refuse(index, str(error))

    def _hold_check(self, index, name):
        """The very next cell checks the exercise."""
        after = index + 1
        wanted = f"{name} = lab.check({name})"
        good = after < len(self.cells) and self.cells[after].cell_type == "code" and self.tagged(after, "check")
        if not good or wanted not in [ast.unparse(node) for node in self._parse(after).body]:
            self.refuse(index, f'its check has to follow directly: a cell `# %% tags=["check"]` with `{wanted}`.')

    def _resolve_quiz(self):
        code = [i for i, cell in enumerate(self.cells) if cell.cell_type == "code"]
        quizzes = [i for i in code if self.tagged(i, "quiz")]
        for index in quizzes[1:]:
            self.refuse(index, "a lab has one quiz cell; this is the second.")
        if quizzes and not self.lab.quiz_questions:
            self.refuse(quizzes[0], "the lab module has no questions; add lab.questions(…).")
        if self.lab.quiz_questions and not quizzes:
            raise PublishError(f'{self.path.name}: the lab has questions but no cell `# %% tags=["quiz"]`; add it.')
        if quizzes and not (self._parse(quizzes[0]) and is_quiz_cell(self.cells[quizzes[0]].source)):
            self.refuse(quizzes[0], "the quiz cell is `answers = lab.key()`, then `lab.quiz(answers)`.")
        for index in code:
            if index not in quizzes and "lab.key(" in self.cells[index].source:
                self.refuse(index, "`lab.key()` shows the answers; it belongs in the quiz cell only.")
        self.quiz = quizzes[0] if quizzes else None

    def _hold_comparison(self):
        """What a lab's checks, its quiz and its report say is compared in every run of the solution."""
        for index, cell in enumerate(self.cells):
            judged = re.search(r"\blab\.(check|quiz|report)\(", cell.source)
            if cell.cell_type == "code" and judged:
                left_out = [tag for tag in cell.metadata.get("tags", []) if NOT_COMPARED.fullmatch(tag)]
                left_out += [word[0] for word in NBVAL_COMMENT.finditer(cell.source)]
                if left_out:
                    self.refuse(index, f"{judged[0]}…) is what a run is judged by: take away {', '.join(left_out)}.")

    def _hold_names(self):
        """Every global name that an exercise needs is defined by an earlier cell."""
        defined = set()
        for index, cell in enumerate(self.cells):
            if cell.cell_type != "code":
                continue
            self._parse(index)
            if index in self.exercises:
                name, source, _ = self.exercises[index]
                missing = sorted(needed_names(source) - defined)
                if missing:
                    names = ", ".join(missing)
                    self.refuse(index, f"{name} needs {names}, which no earlier cell defines; import it before.")
            defined |= defined_names(cell.source)


def _comments(source):
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    found = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [text for text in found if not text.startswith(("# noqa", "# ruff:"))]
