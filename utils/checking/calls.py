"""Call a learner's function safely: on copies, with a time limit, keeping what it prints and warns."""

import builtins
import contextlib
import copy
import ctypes
import io
import signal
import sys
import threading
import time
import traceback
import warnings
from dataclasses import dataclass, field

AGAIN = 0.25  # seconds between alarms that nobody heeds


class TimeLimit(BaseException):
    """The call took too long. Not an Exception, so that a learner's `except Exception` lets it through."""


class Unfit(Exception):
    """What an attempt did that cannot be compared; its text goes on after the function's name."""


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeLimit in the body after `seconds`, and every AGAIN seconds from then on.

    A bare `except:` swallows one alarm, not all. In the main thread of a POSIX system signals ring, and reach calls
    that wait. Elsewhere another thread does, and reaches Python code only.
    """
    in_main = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    with _signals(seconds) if in_main else _watchdog(seconds):
        yield


@contextlib.contextmanager
def _signals(seconds):
    def ring(signum, frame):
        raise TimeLimit

    handler, (left, interval) = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)

    def end():
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, left, interval)  # whoever had set an alarm before still gets it

    with _surely(end):
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        yield


@contextlib.contextmanager
def _watchdog(seconds):
    caller, over = threading.get_ident(), threading.Event()

    def ring(error):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(caller), error)

    def watch():
        wait = seconds
        while not over.wait(wait):
            ring(ctypes.py_object(TimeLimit))
            wait = AGAIN

    thread = threading.Thread(target=watch, daemon=True)

    def end():
        over.set()
        thread.join()
        ring(None)  # takes back an alarm that has not reached us yet

    with _surely(end):
        thread.start()
        yield


@contextlib.contextmanager
def _surely(end):
    """After the body, do what has to be done, though an alarm may ring on the way: the next is AGAIN seconds off."""
    try:
        try:
            yield
        finally:
            end()
    finally:
        end()


def _refuse(sentence):
    def refuse(*_, **__):
        raise Unfit(sentence)

    return refuse


_NOBODY = _refuse("waits for somebody to type: take input(), breakpoint() and pdb out while it is checked.")
_OWN_ALARM = _refuse("sets an alarm or a handler of its own: take signal out while it is checked.")
OUT_OF_REACH = [(builtins, "input", _NOBODY), (sys, "breakpointhook", _NOBODY)]
OUT_OF_REACH += [(signal, name, _OWN_ALARM) for name in ("alarm", "setitimer", "signal") if hasattr(signal, name)]


@contextlib.contextmanager
def out_of_reach():
    """In the body, what would wait for an answer, or take the clock away, is an Unfit that says so."""
    before = [getattr(module, name) for module, name, _ in OUT_OF_REACH]

    def put_back():
        for (module, name, _), function in zip(OUT_OF_REACH, before, strict=True):
            setattr(module, name, function)

    with _surely(put_back):
        for module, name, refuse in OUT_OF_REACH:
            setattr(module, name, refuse)
        yield


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


class _Printed(io.StringIO):
    """What is printed; nobody can close it."""

    def close(self):
        pass


@contextlib.contextmanager
def quietly(limit):
    """In the body a learner's code may run: what it prints and warns is lost, after `limit` seconds it is TimeLimit."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(_Printed()),
        contextlib.redirect_stderr(io.StringIO()),
        time_limit(limit),
        out_of_reach(),
    ):
        warnings.simplefilter("ignore")
        yield


def call(function, arguments, limit=10.0):
    """Call `function` on a deep copy of `arguments` and report what happened. Raises KeyboardInterrupt alone.

    limit: seconds after which the call is given up.
    """
    run = Call(before=arguments, after=copy.deepcopy(arguments))
    printed = _Printed()
    start = time.perf_counter()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("always")
        try:
            with time_limit(limit), out_of_reach():
                start = time.perf_counter()
                run.value = function(*run.after)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # TimeLimit, SystemExit, GeneratorExit: none may end the notebook's process
            run.error, run.line = error, learner_line(error, function)
    run.seconds = time.perf_counter() - start
    run.printed = printed.getvalue()
    run.warned = [str(warning.message) for warning in caught]
    return run


def raised_in(error):
    """Name of the function in which `error` was raised, and the line of code there."""
    frames = traceback.extract_tb(error.__traceback__)
    return (frames[-1].name, frames[-1].line or "") if frames else ("", "")


def learner_frame(error, function):
    """(frame, line number in its file) of the deepest line of `function` itself on the way to `error`; None, None."""
    code, found = getattr(function, "__code__", None), (None, None)
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code is code:
            found = frame, number
    return found


def learner_line(error, function):
    """(line number within the function, text) of the deepest line of `function` itself on the way to `error`."""
    frame, found = learner_frame(error, function)
    if frame is None:
        return None
    code = frame.f_code
    lines = traceback.linecache.getlines(code.co_filename)
    text = lines[found - 1].strip() if 0 < found <= len(lines) else ""
    return found - code.co_firstlineno + 1, text
