"""What a learner finds in place of an exercise's function: its source without its body, or with a bug in it."""

import ast
import inspect
import io
import textwrap
import tokenize
from itertools import groupby

BEGIN, END = "# YOUR CODE HERE", "# END OF YOUR CODE"
RAISE = "raise NotImplementedError"
TOOL_REMARKS = ("# noqa", "# fmt:", "# ruff:", "# pragma", "# type:")


class NotAnExercise(ValueError):
    """A function that cannot be shown as an exercise; the text says what to write instead."""


def stub_of(exercise):
    """What the learner finds: the stub, or for a bug to find the whole function with its bug planted."""
    source = whole_source(exercise.reference)
    return exercise.planted.source.edited(source) if exercise.planted else hollow(source)


def whole_source(function):
    """Source text of a plain function, from its first decorator to its last line."""
    name = getattr(function, "__name__", repr(function))
    if inspect.isclass(function):
        raise NotAnExercise(f"{name} is a class; only functions can be exercises so far: write a function.")
    try:
        source = inspect.getsource(function)
    except (TypeError, OSError):
        raise NotAnExercise(f"{name} has no source text; make it a plain `def` in utils.") from None
    return textwrap.dedent(source).rstrip("\n")


def hollow(source):
    """Take a function's body away and leave what guides: signature, docstring, the body's own comments.

    Where the body has parts between `# YOUR CODE HERE` and `# END OF YOUR CODE`, only these are taken away.
    Returns the source of a function that raises NotImplementedError.
    """
    function = _only_function(source)
    lines = source.splitlines()
    comments = _own_line_comments(source)
    first = _first_body_row(function, lines)
    regions = _regions(function.name, comments)
    if not regions:
        steps = _steps([c for c in comments if c[0] >= first], function.body[0].col_offset)
        return "\n".join([*lines[: first - 1], *steps])
    kept, row = [], 1
    for begin, end, indent in regions:
        inside = [c for c in comments if begin < c[0] < end]
        kept += lines[row - 1 : begin] + _steps(inside, indent)
        row = end
    return "\n".join(kept + lines[row - 1 :])


def _only_function(source):
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotAnExercise(f"The exercise's source does not parse: {error}.") from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        raise NotAnExercise("An exercise is one plain function (`def`); this source is something else.")
    return tree.body[0]


def _own_line_comments(source):
    """Rows, columns and texts of the comments that have a line to themselves."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [
        (*token.start, token.string)
        for token in tokens
        if token.type == tokenize.COMMENT and token.line[: token.start[1]].isspace()
    ]


def _first_body_row(function, lines):
    """Row after the docstring, or after the signature where there is none."""
    statement = function.body[0]
    is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if is_docstring and isinstance(statement.value.value, str):
        return statement.end_lineno + 1
    row = statement.lineno
    if lines[row - 1][: statement.col_offset].strip():
        raise NotAnExercise(f"{function.name}: put the body on lines of its own, below the signature.")
    # The comments above the first statement belong to the body, too
    while row > 1 and (lines[row - 2].strip().startswith("#") or not lines[row - 2].strip()):
        row -= 1
    return row


def _regions(name, comments):
    """Pairs of marker rows with their indentation."""
    markers = [c for c in comments if c[2] in (BEGIN, END)]
    if [c[2] for c in markers] != [BEGIN, END] * (len(markers) // 2) or len(markers) % 2:
        raise NotAnExercise(f"{name}: each `{BEGIN}` needs its `{END}` after it, and the other way round.")
    return [(begin[0], end[0], begin[1]) for begin, end in zip(markers[::2], markers[1::2], strict=True)]


def _steps(comments, indent):
    """Comments at one indentation, a blank line between steps, then the line that says: not written yet."""
    comments = [c for c in comments if not c[2].startswith(TOOL_REMARKS)]
    groups = groupby(enumerate(comments), key=lambda pair: (pair[1][0] - pair[0], pair[1][1]))
    steps = []
    for _, group in groups:
        steps += [""] * bool(steps) + [" " * indent + comment[2] for _, comment in group]
    return [*steps, " " * indent + RAISE]
