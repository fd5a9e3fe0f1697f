"""Small changes of an attempt that make every case right, found by trying them: of one line, else of two."""

import contextlib
import inspect
import itertools
import time

import numpy as np

from utils.checking.calls import TimeLimit, copied, quietly
from utils.checking.diagnose import output_of
from utils.checking.exercise import Exercise
from utils.checking.follow.answer import parts_of, wrong_places
from utils.checking.follow.switches import Change
from utils.checking.follow.variants import TRANSPLANT
from utils.checking.values import same

FORBIDDEN = {
    *("open", "exec", "eval", "compile", "__import__", "input", "breakpoint", "exit", "quit", "globals", "setattr"),
    *("save", "savez", "savez_compressed", "savetxt", "load", "loadtxt", "genfromtxt", "tofile", "fromfile", "memmap"),
    *("system", "popen", "remove", "unlink", "rmdir", "rmtree", "write", "seed", "sleep"),
}
CHUNK = 0.1  # seconds after which one pair of changes counts as endless
SHARE, WORST = 0.7, 1000  # of the time, for single changes; how wrong a case is that ends in an error
MORE = object()  # some pairs are left
LOOKED_AT = 30  # changes that make something better, of which is seen what they put right
BETTER = 8  # changes that make something better, with which others are tried
MODULES = ("numpy", "math", "torch", "collections", "copy", "functools", "heapq", "itertools", "operator", "re")


def harmless(function, deep=3):
    """Whether nothing but NumPy, PyTorch, the project's functions, plain Python and MODULES is called by its code."""
    code = getattr(function, "__code__", None)
    if code is None or deep == 0:
        return False
    names = set(code.co_names)
    for const in code.co_consts:
        if inspect.iscode(const):
            names |= set(const.co_names)
    for name in names:
        if name in FORBIDDEN:
            return False
        value = function.__globals__.get(name)
        if value is None or not callable(value) and not inspect.ismodule(value):
            continue
        home = value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None) or "builtins"
        ours = home.split(".")[0].lstrip("_") in (*MODULES, "utils", "builtins")
        if not ours and not (inspect.isfunction(value) and harmless(value, deep - 1)):
            return False
    return True


class Repairs:
    """The small changes of an attempt, tried on its cases.    outcomes: {what came of it: changes}.

    switches: the attempt's, Switches.    trials: all of them; trial: the simplest that fails.
    """

    def __init__(self, exercise, switches, trial, trials, budget):
        self.exercise, self.trial, self.budget = exercise, trial, budget
        self.trials = self.looked_at = trials
        self.switches = switches
        self.singles, self.telling, self.likely, self.better, self.outcomes = [], [], {}, [], {}

    def call(self, changes, trial):
        """The Call of the attempt with some changes on a case."""
        code = self.switches.plain
        with self.switches.set(code, changes):
            return self.exercise.call(code, trial.arguments, self.budget.left)

    def right(self, changes, trial):
        run = self.call(changes, trial)
        try:
            return run.error is None and not wrong_places(self.exercise, trial.expected, run)
        except (RecursionError, ValueError):  # a list that holds itself, a number too long to be written
            return False

    def everywhere(self, changes):
        """Whether the changes make every case right."""
        return all(self.right(changes, trial) for trial in self.trials)

    def try_all(self):
        """Try every change alone: `singles`, those that make all right, and `telling`, one of each outcome and slot."""
        start = time.thread_time()
        _, as_it_is, self.before = self._outcomes([])
        changes = sum(len(slot.choices) for slot in self.switches.slots)
        if changes * (time.thread_time() - start) > SHARE * self.budget.left:  # too slow for all cases
            self.looked_at = [self.trial]
            _, as_it_is, self.before = self._outcomes([])
        for slot in self.switches.slots:
            seen = set()
            for number in range(1, len(slot.choices) + 1):
                if self.budget.spent:
                    return
                change = Change(slot, number)
                right, outcome, wrong = self._outcomes([change])
                if wrong < self.before:
                    self.outcomes.setdefault(outcome, []).append(change)
                if right and self.everywhere([change]):
                    self.singles.append(change)
                if outcome == as_it_is or outcome not in seen:
                    seen.add(outcome)
                    self.telling.append(change)
                    self.likely[change] = change.rank + (0 if wrong < self.before else 3)
                if wrong < self.before and change.rank != TRANSPLANT:
                    self.better.append((wrong, change.rank, change))

    def _outcomes(self, changes):
        """(whether every case is right, what tells these outcomes from others, how wrong they are)."""
        found, wrong = [], []

        def run():
            for trial in self.looked_at:
                value, error = self._value(trial)
                found.append(error or _signature(value))
                wrong.append(WORST if error else _wrong_parts(value, trial.expected, self.exercise))

        with self.switches.set(self.switches.plain, changes):
            _, problem = quietly(run, CHUNK)
        _pass_on(problem)
        wrong = sum(wrong) + WORST * (len(self.looked_at) - len(wrong))
        return not wrong, tuple(found), wrong

    def _value(self, trial):
        """(value, words of its error or None) of the attempt as the switches stand."""
        code = self.switches.plain
        if type(self.exercise).call is not Exercise.call:  # a twin's calls take more than arrays
            run = self.exercise.call(code, trial.arguments, CHUNK)
            return run.value, run.error and _error(run.error)
        try:
            return code(*copied(trial.arguments, {})), None
        except Exception as error:
            return None, _error(error)

    def like(self, runs):
        """The small changes that do some good and leave, in the cases looked at, what a known mistake gives there.

        The likeliest first. Of other changes nobody knows that they do not bring the known mistake in.

        runs: of the known mistake, a Call for each.
        """
        due = tuple(run.error and _error(run.error) or _signature(run.value) for run in runs)
        found = [change for change in self.outcomes.get(due, ()) if change.rank != TRANSPLANT and not change.drops]
        return sorted(found, key=lambda change: (change.rank, change.line))

    def partly(self):
        """[(change, outputs)], of different lines, that put some outputs right in every case and spoil none."""
        before, found = self._wrong_outputs([]), []
        for *_, change in sorted(self.better, key=lambda item: item[:2])[:LOOKED_AT]:
            now = self._wrong_outputs([change])
            if now < before and not change.drops:
                found.append((change, before - now))
        chosen, lines, right = [], set(), set()
        for change, outputs in sorted(found, key=lambda item: (-len(item[1]), item[0].rank, item[0].line)):
            if change.line not in lines and not outputs & right:
                chosen.append((change, sorted(outputs)))
                lines, right = lines | {change.line}, right | outputs
        return chosen

    def _wrong_outputs(self, changes):
        runs = [(trial, self.call(changes, trial)) for trial in self.trials]
        return {output_of(path) for trial, run in runs for path in wrong_places(self.exercise, trial.expected, run)}

    def single(self, transplants=False):
        """The likeliest Change that alone makes every case right, or None.

        transplants: of the reference's expressions, in place of small changes.
        """
        found = [c for c in self.singles if (c.rank == TRANSPLANT) == transplants and not c.bypasses]
        return min(found, key=lambda change: (change.rank, change.line), default=None)

    def pair(self, likely, transplants=False):
        """Two Changes, of different lines, that together make every case right, or None.

        likely: lines that are thought wrong.    transplants: of the reference's expressions, too.
        """
        if not transplants:
            pair = self._from_better()
            if pair:
                return pair
        scored, alone = {}, set(self.singles)
        for change in self.telling:
            if change.variant.ends:
                continue  # the whole answer in one line: it would hide any other fault
            if change not in alone and (transplants or change.rank != TRANSPLANT) and not change.bypasses:
                scored.setdefault(self.likely[change] - 2 * (change.line in likely), []).append(change)
        return self._right_everywhere(pair for pair in _pairs(scored) if pair[0].line != pair[1].line)

    def _from_better(self):
        """A pair of a change that makes some cases or outputs better, and any other."""
        best = [change for *_, change in sorted(self.better, key=lambda item: item[:2])]
        first = {}
        for change in best:
            first.setdefault(change.slot, []).append(change)
        firsts = [change for changes in first.values() for change in changes[:2]][:BETTER]
        others = self.switches.at(None)
        return self._right_everywhere((one, other) for one in firsts for other in others if one.line != other.line)

    def _right_everywhere(self, pairs):
        """The first of many pairs that makes every case right; None where there is none, or time is over."""
        while not self.budget.spent:
            pair = self._next_right(pairs)
            if pair is None or self.everywhere(pair):
                return pair
        return None

    def _next_right(self, pairs):
        """The next of many pairs that makes the simplest case right; None at the end, or where time is over."""
        if type(self.exercise).call is not Exercise.call:  # a twin's calls take more than arrays
            return next((pair for pair in pairs if self.budget.spent or self.right(pair, self.trial)), None)
        code, expected = self.switches.plain, self.trial.expected
        rtol, atol = self.exercise.rtol, self.exercise.atol

        def search():
            """A right pair; None at the pairs' end; MORE where some are left."""
            end = time.perf_counter() + CHUNK / 2
            for pair in pairs:
                tried[:] = pair
                with self.switches.set(code, pair), contextlib.suppress(Exception):
                    if _near(code(*copied(self.trial.arguments, {})), expected, rtol, atol):
                        return pair
                if time.perf_counter() > end:
                    return MORE
            return None

        tried = []
        while not self.budget.spent:
            found, problem = quietly(search, CHUNK)
            self.switches.clear(code, tried)  # an alarm may have left them on
            _pass_on(problem)
            if problem is None and found is not MORE:
                return found
        return None


def _pass_on(problem):
    """Raise an error that was no end of time."""
    if problem is not None and not isinstance(problem, TimeLimit):
        raise problem


def _wrong_parts(came, due, exercise):
    """How many entries of what is due are wrong; a wrong kind, length or shape counts as many."""
    if isinstance(due, dict) and isinstance(came, dict) and due.keys() == came.keys():
        return sum(_wrong_parts(came[key], due[key], exercise) for key in due)
    if isinstance(due, list | tuple) and isinstance(came, list | tuple) and len(due) == len(came):
        return sum(_wrong_parts(a, b, exercise) for a, b in zip(came, due, strict=True))
    if _near(came, due, exercise.rtol, exercise.atol):
        return 0
    return 1 if type(came) is type(due) and getattr(came, "shape", None) == getattr(due, "shape", None) else 2


def _near(came, due, rtol, atol):
    try:
        return _close(came, due, rtol, atol)
    except Exception:  # what cannot be compared is not right
        return False


def _close(came, due, rtol, atol):
    """As `same`, but quick: thousands of values are compared."""
    if isinstance(due, np.ndarray) and isinstance(came, np.ndarray):
        return came.shape == due.shape and bool((np.abs(came - due) <= atol + rtol * np.abs(due)).all())
    if isinstance(due, dict) and isinstance(came, dict):
        return due.keys() == came.keys() and all(_close(came[key], due[key], rtol, atol) for key in due)
    if isinstance(due, list | tuple) and isinstance(came, list | tuple):
        return len(due) == len(came) and all(_close(a, b, rtol, atol) for a, b in zip(came, due, strict=True))
    return same(came, due, rtol, atol)


def _pairs(scored):
    """Pairs of changes, those of the least sum of scores first.    scored: {score: changes}."""
    for total in sorted({a + b for a in scored for b in scored}):
        for a in sorted(scored):
            if total - a in scored and a < total - a:
                yield from itertools.product(scored[a], scored[total - a])
            elif a == total - a:
                yield from itertools.combinations(scored[a], 2)


def _error(error):
    try:
        return f"{type(error).__name__}: {error}"[:80]
    except Exception:
        return type(error).__name__


def _signature(value):
    """What tells one value from another."""
    parts = []
    try:
        for part in parts_of(value):
            array = np.asarray(part) if not hasattr(part, "detach") else part.detach().cpu().numpy()
            if array.dtype.kind in "fc":
                array = np.round(array, 9)
            parts.append((array.shape, array.tobytes() if array.dtype.kind != "O" else repr(part)))
    except (RecursionError, ValueError):
        return "odd"
    return tuple(parts)
