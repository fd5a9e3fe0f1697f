"""What stands in the code of an attempt, read without running it."""

import ast
import dis
import inspect
import re
import textwrap

STUB = "Nothing written yet: replace the line `raise NotImplementedError` by your own lines, then run both cells."
EMPTY = "Nothing written yet: the function has no lines of its own. Write them, then run both cells."
UNFINISHED = "You have begun, but the line `raise NotImplementedError` is still there: delete it once your lines stand."


def _empty():
    pass


def _documented():
    """A docstring, as stubs have."""


def empty_body(attempt):
    """EMPTY if the function's body is empty (pass, … or a docstring alone), else None."""
    code = getattr(attempt, "__code__", None)
    empty = {_empty.__code__.co_code, _documented.__code__.co_code}
    return EMPTY if code is not None and code.co_code in empty and code.co_consts[-1:] == (None,) else None


def unfinished(attempt):
    """STUB, or UNFINISHED where lines have been written above the raise."""
    code = attempt.__code__
    lines = {line for _, _, line in code.co_lines() if line} - {code.co_firstlineno}
    return UNFINISHED if len(lines) > 1 else STUB  # bytes of a line, unlike lines, differ from Python to Python


def globals_read(attempt):
    """Names that a function reads from outside, in order; [] for what is not written in Python."""
    code = getattr(attempt, "__code__", None)
    read = [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"] if code else []
    return list(dict.fromkeys(read))


def return_in_a_loop(attempt):
    """The line of a return that ends a loop in its first round whatever happens; None where there is none.

    A `continue` may go on before it is come to, as in a search for the first that fits.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(attempt)))
    except (OSError, TypeError, SyntaxError, AttributeError):
        return None
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For | ast.While) and isinstance(loop.body[-1], ast.Return):
            if not any(isinstance(part, ast.Continue) for part in ast.walk(loop)):
                return loop.body[-1].lineno
    return None


def returns_none(attempt, name):
    """Why an attempt at `name` gave None: no return, returns that a call can pass by, or one that gives None itself."""
    returns = _returns(attempt)
    if not any(one.value is not None for one in returns):
        return f"{name} returns None: does it end with a return?"
    if any(isinstance(one.value, ast.Constant) and one.value.value is None for one in returns):
        return f"{name} returns None here, where something else is due: which of its returns is come to?"
    return f"{name} returns None here: either no return is come to, or what it returns is None."


def _returns(attempt):
    """The return statements of a function itself; [] where its source is not at hand."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(attempt))).body[0].body
    except (OSError, TypeError, SyntaxError, AttributeError, IndexError):
        return []
    found, left = [], list(body)
    while left:
        node = left.pop()
        if isinstance(node, ast.Return):
            found.append(node)
        elif not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            left += ast.iter_child_nodes(node)
    return found


def same_code(one, other):
    """Whether two functions, or code objects, do the same by the letter: bytecode, constants and names."""
    one, other = (getattr(code, "__code__", code) for code in (one, other))
    if not (inspect.iscode(one) and inspect.iscode(other)):
        return type(one) is type(other) and one == other
    plain = [(code.co_code, code.co_names, code.co_varnames, code.co_freevars) for code in (one, other)]
    constants = len(one.co_consts) == len(other.co_consts) and all(map(same_code, one.co_consts, other.co_consts))
    return plain[0] == plain[1] and constants


def holds_code(function, slip):
    """Whether what a slip writes still stands in a function's code; True where there is none to read."""
    try:
        code = _bare(inspect.getsource(function))
    except (OSError, TypeError):
        return True
    return all(_bare(new) in code if _bare(new) else _bare(old) not in code for old, new in slip.edits)


def _bare(code):
    """Code without comments and spaces, in one kind of quotes."""
    return re.sub(r"#.*|\s", "", code).replace('"', "'")
