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

import numpy as np

AGAIN = 0.25  # seconds between alarms that nobody heeds


class TimeLimit(BaseException):
    """The call took too long. Not an Exception, so that a learner's `except Exception` lets it through."""


class Unfit(Exception):
    """What an attempt did that cannot be compared; its text goes on after the function's name."""


class _Signals:
    """An alarm of the system, for the main thread of a POSIX system: it reaches calls that wait."""

    def begin(self, seconds):
        """Raise TimeLimit in this thread after `seconds`, and every AGAIN seconds from then on, while `armed`."""
        self.armed = True
        self.handler, self.before = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)
        _set_handler(signal.SIGALRM, self._ring)
        _set_timer(signal.ITIMER_REAL, seconds, AGAIN)

    def _ring(self, signum, frame):
        if self.armed:
            raise TimeLimit

    def end(self):
        """Put back what was there before; whoever had set an alarm still gets it."""
        _set_timer(signal.ITIMER_REAL, 0)
        _set_handler(signal.SIGALRM, self.handler)
        _set_timer(signal.ITIMER_REAL, *self.before)


class _Watchdog:
    """Another thread that rings, where signals do not; it reaches Python code only."""

    def begin(self, seconds):
        """Raise TimeLimit in this thread after `seconds`, and every AGAIN seconds from then on, while `armed`."""
        self.armed, self.caller, self.over = True, threading.get_ident(), threading.Event()
        self.thread = threading.Thread(target=self._watch, args=[seconds], daemon=True)
        self.thread.start()

    def _watch(self, wait):
        while not self.over.wait(wait):
            if self.armed:
                self._ring(ctypes.py_object(TimeLimit))
            wait = AGAIN

    def _ring(self, error):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.caller), error)

    def end(self):
        """End the thread, and take back an alarm that has not reached us yet."""
        self.over.set()
        self.thread.join()
        self._ring(None)


def limited(function, seconds):
    """Call `function()` for at most `seconds`; returns (what it returned, the error that ended it or None).

    A bare `except:` in it swallows one alarm, not all. Meanwhile nobody waits for input, or sets an alarm. An alarm
    can ring at the very end, too: Python lets it in where something is called or a loop goes round, so what has to be
    done comes behind `armed = False`, with no call in between.
    """
    in_main = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    alarm, value, error = _Signals() if in_main else _Watchdog(), None, None
    before = [getattr(module, name) for module, name, _ in OUT_OF_REACH]
    try:
        try:
            alarm.begin(seconds)
            for module, name, refuse in OUT_OF_REACH:
                setattr(module, name, refuse)
            value = function()
            alarm.armed = False
        except BaseException as problem:
            alarm.armed = False
            error = problem
    finally:
        alarm.armed = False
        while True:
            try:
                for (module, name, _), own in zip(OUT_OF_REACH, before, strict=True):
                    setattr(module, name, own)
                alarm.end()
                break
            except TimeLimit:  # the one that the watchdog had sent off before
                continue
    return value, error


def _refuse(sentence):
    def refuse(*_, **__):
        raise Unfit(sentence)

    return refuse


_NOBODY = _refuse("waits for somebody to type: take input(), breakpoint() and pdb out while it is checked.")
_OWN_ALARM = _refuse("sets an alarm or a handler of its own: take signal out while it is checked.")
OUT_OF_REACH = [(builtins, "input", _NOBODY), (sys, "breakpointhook", _NOBODY)]
OUT_OF_REACH += [(signal, name, _OWN_ALARM) for name in ("alarm", "setitimer", "signal") if hasattr(signal, name)]
_set_handler, _set_timer = signal.signal, getattr(signal, "setitimer", None)  # ours, whatever an attempt finds


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


def compiled_quietly(source, file):
    """The code of a changed source or syntax tree; Python's warnings on it would be about nobody's code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return compile(source, file, "exec")


def quietly(function, limit):
    """`limited`, where what is printed and warned is lost: a learner's code may run in `function()`."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(_Printed()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        return limited(function, limit)


PLAIN = frozenset({int, float, bool, str, type(None), np.float64})  # what nothing can change


def copied(value, memo):
    """As copy.deepcopy, whose memo this is; quicker on the tuples, lists, dictionaries and arrays of arguments."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if id(value) in memo:
        return memo[id(value)]
    if kind is tuple:
        return tuple([copied(item, memo) for item in value])
    if kind is list:
        memo[id(value)] = new = []
        new.extend([copied(item, memo) for item in value])
        return new
    if kind is dict:
        memo[id(value)] = new = {}
        new.update({copied(key, memo): copied(item, memo) for key, item in value.items()})
        return new
    if kind is np.ndarray and not value.dtype.hasobject:
        memo[id(value)] = new = value.copy(order="K")
        return new
    return copy.deepcopy(value, memo)


def call(function, arguments, limit=10.0):
    """Call `function` on a deep copy of `arguments` and report what happened. Raises KeyboardInterrupt alone.

    limit: seconds after which the call is given up.
    """
    run = Call(before=arguments, after=copied(arguments, {}))
    printed = _Printed()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("always")
        start = time.perf_counter()
        # Whatever ends it, be it SystemExit or GeneratorExit, may not end the notebook's process
        run.value, run.error = limited(lambda: function(*run.after), limit)
        run.seconds = time.perf_counter() - start
    if isinstance(run.error, KeyboardInterrupt):
        raise run.error
    run.line = None if run.error is None else learner_line(run.error, function)
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
