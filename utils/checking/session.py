"""The one part that looks at the notebook itself: which cell ran last, and which names are there.

It may refuse to judge, or lend what is missing; it never changes what a check finds.
"""

import builtins
import inspect
import re
import types

from utils.checking.show import in_notebook

LENT = "lent by the course"  # the mark on a copy of a reference
SESSION = "_course_session"  # the name, in IPython's shell, of its Session


def lent_copy(function):
    """A copy of a reference that is marked as lent, and does the same."""
    copy = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__, copy.__doc__, copy.__module__ = function.__kwdefaults__, function.__doc__, function.__module__
    setattr(copy, LENT, True)
    return copy


def is_lent(function):
    """Whether a function is a lent copy."""
    return getattr(function, LENT, False) is True


def begin(exercises, lending):
    """Watch the notebook's cells, if this is one, for a lab's exercises.

    exercises: {name: Exercise}.    lending: whether to lend what the namespace lacks.
    Returns whether something was lent.
    """
    if not in_notebook():
        return False
    session = _session() or Session(_shell())
    session.watch(exercises)
    return lending and session.lend(exercises)


def stale(name):
    """Why the function of this name is not the one on the screen, as a sentence; None where it is, or nobody knows."""
    session = _session()
    return session.unmade.get(name) if session else None


def offer(source):
    """Put a text into a new cell below the one that runs; returns whether there is a notebook to do that."""
    if not in_notebook():
        return False
    _shell().set_next_input(source, replace=False)
    return True


class Session:
    """What IPython's events tell of the cells that hold exercises.

    unmade: {exercise: why its function was not made by the last run of its cell}.
    """

    def __init__(self, shell):
        self.shell, self.exercises, self.unmade, self._before, self._cell = shell, {}, {}, {}, None
        shell.events.register("pre_run_cell", self._begins)
        shell.events.register("post_run_cell", self._ended)
        shell.set_custom_exc((NameError,), _explain_missing_name)
        setattr(shell, SESSION, self)

    def watch(self, exercises):
        """Watch a lab's exercises, {name: Exercise}."""
        self.exercises, self.unmade = exercises, {}

    def lend(self, exercises):
        """Give every exercise, and every name that one needs, that the notebook has not made; True if any exercise."""
        names, lent = self.shell.user_ns, False
        for name, exercise in exercises.items():
            if name not in names:
                names[name], lent = lent_copy(exercise.reference), True
        for exercise in exercises.values():
            for name in _needed(exercise.reference):
                names.setdefault(name, exercise.reference.__globals__[name])
        return lent

    def _begins(self, info):
        self._cell = info
        self._before = {name: self.shell.user_ns.get(name) for name in self.exercises}

    def _ended(self, result):
        cell = result.info or self._cell
        error = result.error_before_exec or result.error_in_exec
        text, own = cell.raw_cell or "", (getattr(cell, "cell_id", None) or "").removeprefix("exercise-")
        defined = re.findall(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)", text, re.MULTILINE)
        for name in self.exercises:
            if self.shell.user_ns.get(name) is not self._before.get(name):
                self.unmade.pop(name, None)
            elif error is not None and (name == own or name in defined):
                self.unmade[name] = f"The last run of the cell that defines {name} ended in {_in_words(error)}"
            elif name == own and name not in defined:
                instead = f": it defines {', '.join(defined)}" if defined else ""
                self.unmade[name] = f"The cell of {name} no longer defines {name}{instead}."


def _in_words(error):
    """An error and the line of the cell that it is about."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    words = error.msg if isinstance(error, SyntaxError) else str(error)
    article = "an" if type(error).__name__[0] in "AEIO" else "a"
    where = f" (line {line})" if line else ""
    return f"{article} {type(error).__name__}{where}: {words}."


def _needed(function):
    """Names that a function reads from its module, in the functions within it, too."""
    codes, found = [function.__code__], []
    while codes:
        code = codes.pop()
        found += code.co_names
        codes += [constant for constant in code.co_consts if inspect.iscode(constant)]
    return [name for name in found if name in function.__globals__ and not hasattr(builtins, name)]


def _explain_missing_name(shell, kind, error, trace, tb_offset=None):
    """Show a NameError as usual; where a cell itself misses a name, as after a restart, say what brings it."""
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None and trace.tb_frame.f_code.co_name == "<module>" and error.name:
        print(f"If a cell above makes {error.name}, run it first: Run, then Run All Above Selected Cell.")


def _shell():
    from IPython import get_ipython

    return get_ipython()


def _session():
    return getattr(_shell(), SESSION, None) if in_notebook() else None
