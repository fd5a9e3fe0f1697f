"""Call a learner's function safely: on copies, with a time limit, keeping what it prints and warns."""

import contextlib
import copy
import io
import signal
import threading
import time
import traceback
import warnings
from dataclasses import dataclass, field


class TimeLimit(BaseException):
    """The call took too long. Not an Exception, so that a learner's `except Exception` lets it through."""


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeLimit in the body after `seconds`. Works in the main thread of a POSIX system, else does nothing."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signum, frame):
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class Call:
    """What one call did: its value or its error, and the arguments as it left them."""

    before: tuple
    after: tuple
    value: object = None
    error: BaseException | None = None
    line: tuple[int, str] | None = None  # of the function itself on the way to its error: number, text
    printed: str = ""
    warned: list[str] = field(default_factory=list)
    seconds: float = 0.0


def call(function, arguments, limit=10.0):
    """Call `function` on a deep copy of `arguments` and report what happened. Never raises an Exception.

    limit: seconds after which the call is given up (POSIX main thread only).
    """
    run = Call(before=arguments, after=copy.deepcopy(arguments))
    printed = io.StringIO()
    start = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            with time_limit(limit):
                run.value = function(*run.after)
        except (Exception, SystemExit, TimeLimit) as error:
            run.error, run.line = error, learner_line(error, function)
    run.seconds = time.perf_counter() - start
    run.printed = printed.getvalue()
    run.warned = [str(warning.message) for warning in caught]
    return run


def raised_in(error):
    """Name of the function in which `error` was raised, and the line of code there."""
    frames = traceback.extract_tb(error.__traceback__)
    return (frames[-1].name, frames[-1].line or "") if frames else ("", "")


def learner_line(error, function):
    """(line number within the function, text) of the deepest line of `function` itself on the way to `error`."""
    code = getattr(function, "__code__", None)
    found = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code is code:
            found = number
    if found is None:
        return None
    lines = traceback.linecache.getlines(code.co_filename)
    text = lines[found - 1].strip() if 0 < found <= len(lines) else ""
    return found - code.co_firstlineno + 1, text
