"""Follow an attempt that is not right: which lines are wrong, and what is wrong there."""

import ast
import builtins
import inspect
import re
from dataclasses import dataclass

from utils.checking import relations as related
from utils.checking.exercise import Slip
from utils.checking.follow.answer import Answer, alike, wrong_places
from utils.checking.follow.repairs import Repairs, harmless
from utils.checking.follow.switches import Switches, transplants_from
from utils.checking.follow.variants import Words
from utils.checking.follow.walk import Budget, Search, being_filled
from utils.checking.follow.watch import Watched, loops_alike, names_in, tree_of
from utils.checking.follow.words import difference
from utils.checking.together import two_known
from utils.checking.values import is_number

SECONDS, WALK = 0.8, 0.35  # of this thread: of all that is tried; of that, for the walk
KNOWN = 0.5  # more, for two known mistakes at once
SAID, LONG = 2, 60  # faults that are said; characters of a line that is shown
MOST = 3  # outputs that are named
SHORT = 12  # characters of a string that may be a key


@dataclass(frozen=True)
class Said:
    """A fault that was found: its line within the function, None where it is not known, and the sentence on it.

    cause: whether the sentence names what to change, not only what is wrong.
    """

    line: int | None
    sentence: str
    cause: bool


def follow(exercise, attempt, trials, partly=True, seconds=SECONDS):
    """The faults of an attempt that is not right, as a list of Said, in order; [] where none is found for sure.

    trials: of the check, with their runs.    partly: whether a change counts that puts some outputs right.
    Whatever happens on the way, the check goes on without.
    """
    try:
        return Follower(exercise, attempt, trials, seconds).faults(partly)
    except Exception:
        return []


class Follower:
    """What is known of one attempt: its cases, the reference's values in them, its changes."""

    def __init__(self, exercise, attempt, trials, seconds):
        self.exercise, self.attempt, self.seconds, self.budget = exercise, attempt, seconds, Budget(seconds)
        self.all, self.trials = trials, [trial for trial in trials if trial.due_error is None]
        self.reference = Watched(exercise.reference, exercise, parts=True)
        self.loops = loops_alike(tree_of(attempt), self.reference.tree)
        self.watched = Watched(attempt, exercise, loops=self.loops)
        self.kept, self.alias = {}, {}

    def answer(self, trial):
        """The reference's visits on a trial's case."""
        if trial.number not in self.kept:
            self.kept[trial.number] = Answer(self.reference, trial, self.seconds, self.alias)
        return self.kept[trial.number]

    def faults(self, partly=True):
        """See `follow`. What makes every case right comes first, then what is known, then what differs."""
        failing = [trial for trial in self.trials if wrong_places(self.exercise, trial.expected, trial.run)]
        if not failing or not harmless(self.attempt):
            return []
        self.trial = failing[0]
        self.base = self.watched.trace(self.trial.arguments, self.budget.left)
        self.answer(self.trial).pair(self.base.visits)
        switches = Switches(self.attempt, self.watched.tree, self.exercise, self._words(), self.loops)
        self.repairs = Repairs(self.exercise, switches, self.trial, self.trials, self.budget)
        others = [trial for trial in self.trials if trial is not self.trial]
        self.search = Search(self.exercise, switches, self.answer, self.trial, others, Budget(WALK)).search()
        return (
            self._of_changes(self._cures())
            or [Said(None, sentence, True) for sentence in two_known(self.exercise, self.all, self.seconds, KNOWN)]
            or self._beside_a_known()
            or self._of_changes(self._transplants())
            or (self._partly() if partly else [])
            or self._as_found()
        )

    def _cures(self):
        """Small changes that make every case right: one, else those of the walk, else two; [] where none do."""
        changes = [fault.change for fault in self.search.faults]
        walked = self.search.complete and all(changes) and self.repairs.everywhere(changes)
        if walked and len(changes) == 1:
            return changes
        self.repairs.try_all()
        single = self.repairs.single()
        if single or (walked and len(changes) <= SAID):
            return [single] if single else changes
        return self.repairs.pair(self._likely()) or (changes if walked else [])

    def _transplants(self):
        """Expressions of the reference's that make every case right in place of the attempt's; [] where none do."""
        single = self.repairs.single(transplants=True)
        return [single] if single else self.repairs.pair(self._likely(), transplants=True) or []

    def _likely(self):
        """Lines that are thought wrong."""
        return {
            line for fault in self.search.faults for line in (fault.line, *(at[0] for at in self.search.region(fault)))
        }

    def _as_found(self):
        """What is said without a cure: the faults of a walk that came to its end, else the first value that differs."""
        if self.search.complete:
            return [self._of_fault(fault) for fault in self.search.faults[:SAID]]
        first = self.search.first_off()
        return [self._of_first(first)] if first and not being_filled(first.due, first.came) else []

    # --- what is said

    def _of_changes(self, changes):
        """What is said of lines that changes put right, one each: it is what is wrong once the others are made."""
        said = []
        for change in sorted(changes, key=lambda change: change.line)[:SAID]:
            others = [other for other in changes if other is not change]
            known = self._known([(trial, self.repairs.call(others, trial)) for trial in self.trials])
            fault = next((fault for fault in self.search.faults if fault.line == change.line), None)
            what = known or change.told() or (difference(fault, self.search) if fault else change.place())
            said.append(self._said(change.line, what, bool(known or change.told())))
        return said

    def _partly(self):
        """What is said of changes that put some of the outputs right; what is wrong with the others stays open."""
        if self.search.complete and len(self.search.faults) > 1:
            return []
        said = []
        for change, outputs in self.repairs.partly()[:SAID]:
            named = [output for output in outputs if not output.startswith("error")][:MOST]
            effect = f"puts {' and '.join(named)} right" if named else "ends the error"
            said.append(self._said(change.line, f"{change.told()}, which {effect}", True))
        return said

    def _beside_a_known(self):
        """What is said of a change that leaves one known mistake, and of this one; [] where there is none."""
        looked_at = self.repairs.looked_at
        for mistake in self.exercise.mistakes:
            runs = [self.exercise.call_of(mistake, trial.number, trial.arguments, self.seconds) for trial in looked_at]
            for change in [one for one in self.repairs.like(runs) if not brings_in(one, mistake)][:1]:
                known = self._known([(trial, self.repairs.call([change], trial)) for trial in self.trials])
                if known:
                    return [self._said(change.line, change.told(), True), Said(None, known, True)]
        return []

    def _of_fault(self, fault):
        """What is said of a fault of a walk that has come to its end."""
        others = [other for other in self.search.faults if other is not fault]
        known = self._known([(trial, self.search.run(others, (), trial)[0].run) for trial in self.search.all])
        told = fault.change.told() if fault.change else ""
        what = known or told or fault.words or difference(fault, self.search)
        return self._said(fault.line, what, bool(known or told))

    def _of_first(self, fault):
        """What is said where the search has not come to an end: a fact, not yet a fault."""
        first = f"{fault.label} is the first value that is other than the course's own"
        before = sorted({at[0] for at in self.search.region(fault)} - {fault.site.line})
        rounds = [f"{name} = {value}" for name, value in fault.loop.items() if is_number(value)]
        here = f", at {', '.join(rounds)}" if rounds else ""
        return self._said(fault.site.line, f"{first}{here}: {difference(fault, self.search)}", False, before)

    def _known(self, runs):
        """The sentence of the known mistake that does in every case what these runs do, or None."""
        if not any(wrong_places(self.exercise, trial.expected, run) for trial, run in runs):
            return None
        for mistake in self.exercise.mistakes:
            theirs = (self.exercise.call_of(mistake, trial.number, trial.arguments, self.seconds) for trial, _ in runs)
            if all(_same_run(run, other, self.exercise) for (_, run), other in zip(runs, theirs, strict=True)):
                return mistake.sentence
        return None

    def _said(self, line, what, cause, before=()):
        """A Said: with the line as it is written, and the learner's own functions that it calls.

        before: lines that lead to it through values which the reference does not know, and may be wrong instead.
        """
        statements = [n for n in ast.walk(self.watched.tree) if isinstance(n, ast.stmt) and n.lineno == line]
        text = ast.unparse(statements[0]).splitlines()[0] if statements else self._as_written(line)
        text = text.removesuffix(":")
        text = text if len(text) <= LONG else text[: LONG - 1] + "…"
        helpers = self._helpers(statements[0]) if statements else []
        called = f", or in {' or '.join(helpers)}, which it calls" if helpers else ""
        if before:
            called += f", or {_listed(before)} before, which lead{'s' * (len(before) == 1)} to it"
        return Said(line, f"Line {line}, `{text}`{called}: {what.rstrip('.')}.", cause)

    def _as_written(self, line):
        """A line that begins no statement: a part of a longer one."""
        lines, _ = inspect.getsourcelines(self.attempt)
        return lines[line - 1].partition("#")[0].strip().rstrip(",")

    def _helpers(self, statement):
        """Functions of the learner's own that a statement calls: from inside the function, or from the same cell."""
        inside = {n.name for n in ast.walk(self.watched.tree.body[0]) if isinstance(n, ast.FunctionDef)}
        file = self.attempt.__code__.co_filename
        beside = {
            name
            for name, value in self.attempt.__globals__.items()
            if inspect.isfunction(value) and value.__code__.co_filename == file
        }
        return [name for name in names_in(statement) if name in (inside | beside) - {self.attempt.__name__}]

    # --- what changes may be made of

    def _words(self):
        """The Words that changes of the attempt may write in."""
        function, reference = self.watched.tree.body[0], self.reference.tree
        mine, theirs = ([a.arg for a in tree.args.args] for tree in (function, reference.body[0]))
        names = [name for name in mine + names_in(function, store=True) if name != "_"]
        given = dict(zip(mine, self.trial.arguments, strict=False))
        values = {v.label: v.value for v in self.base.visits} | given
        entries = [ast.unparse(node) for node in ast.walk(function) if _is_entry(node)]
        constants = _constants_of(reference)
        functions = {
            name: value
            for name, value in self.attempt.__globals__.items()
            if callable(value) and name in self.attempt.__code__.co_names
        }
        known = {name: name for name in [*names, *functions, *dir(builtins), "np", "torch"]}
        known |= {other[1]: own[1] for own, other in self.alias.items() if own[0] == other[0] == "value"}
        known |= dict(zip(theirs, mine, strict=False))
        return Words(
            names={name: _kind(_entry_of(name, values)) for name in dict.fromkeys(names + entries)},
            strings=sorted({value for value in constants if isinstance(value, str) and len(value) < SHORT}),
            numbers=sorted({value for value in constants if isinstance(value, float)}),
            counts=sorted({value for value in constants if type(value) is int and value > 2}),
            whole={name for name, value in values.items() if type(value) is int and value > 0},
            transplants=transplants_from(reference, known),
            functions={n: related.argument_names(f, None) for n, f in functions.items() if inspect.isfunction(f)},
        )


def _listed(lines):
    """Numbers of lines as words: "line 3", "lines 3, 4 and 6"."""
    *others, last = map(str, lines)
    return f"lines {', '.join(others)} and {last}" if others else f"line {last}"


def brings_in(change, mistake):
    """Whether a change writes what a known mistake, too, writes in place of the right code."""
    if not isinstance(mistake.source, Slip):
        return False
    edits = [_words_of(new) - _words_of(old) for old, new in mistake.source.edits]
    new, old = (_words_of(ast.unparse(node)) for node in (change.variant.node, change.slot.node))
    return bool((new - old) & set().union(*edits))


def _words_of(text):
    """Names, numbers and signs of a text; numbers by their value."""
    found = re.findall(r"\d[\d.]*(?:e[-+]?\d+)?|\w+|[^\w\s]+", text)
    return {float(word) if word[0].isdigit() and word.count(".") < 2 else word for word in found}


def _constants_of(tree):
    """The constants that a function computes with: not those of its docstring and of the errors that it raises."""
    words = {ast.get_docstring(tree.body[0], clean=False)}
    said = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]
    return [node.value for node in nodes if node.value not in words]


def _same_run(a, b, exercise):
    if a.error is not None or b.error is not None:
        return type(a.error) is type(b.error) and str(a.error) == str(b.error)
    return alike(a.value, b.value, exercise)


def _is_entry(node):
    """True for an entry of a dictionary that is read by a key written there."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


def _entry_of(name, values):
    """The value of a name, or of an entry such as cache['A1']."""
    if name in values:
        return values[name]
    holder, _, key = name.partition("['")
    return values[holder].get(key[:-2]) if isinstance(values.get(holder), dict) else None


def _kind(value):
    if is_number(value):
        return "number"
    return "array" if hasattr(value, "shape") else type(value).__name__
