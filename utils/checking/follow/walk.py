"""Where an attempt first goes wrong, and where next: it runs beside the reference, value by value.

One after the other, until every output is right:
1. The first value, in order of execution, that the reference has, too, and that differs: a small change of its line, of
   lines that lead to it or of loops around it puts it right, or else the reference's value takes its place.
2. A line that stops with an error: the reference's value takes the place of what it would have given.
3. A small change of any line that makes more outputs right than before.
4. A value whose name the reference does not know, in whose place one of its values makes more outputs right.
A value that spoils an output that was right is not replaced (the learner arranged things otherwise); at the end what
was not needed is taken back. What is left are the faults.
"""

import ast
import copy
import time
from dataclasses import dataclass, field

import numpy as np

from utils.checking.follow.answer import END, alike, numeric, parts_of, wrong_places
from utils.checking.follow.switches import Switches
from utils.checking.follow.watch import OPAQUE, Site, Visit, given_by, kept, names_in, statement_at, statements_of

FAULTS, CANDIDATES, CASES = 8, 12, 2  # of a search; values tried at one place; other cases that a change must stand


class Budget:
    """Seconds of this thread that a search may take; a busy machine does not shorten it."""

    def __init__(self, seconds):
        self.end = time.thread_time() + seconds

    @property
    def left(self):
        """Seconds left, at least a few hundredths."""
        return max(self.end - time.thread_time(), 0.05)

    @property
    def spent(self):
        return time.thread_time() > self.end


@dataclass(eq=False)
class Fault:
    """One thing that is wrong: a value at a line, and what puts it right.

    where: of the visit that shows it.    due, came: the right value and the attempt's, as far as both are known.
    loop: {name of a loop: its value} there.    words: what is wrong, in words, where they are known already.
    change: the small change that puts it right; where there is none, the reference's value took its place.
    """

    site: Site
    label: str
    order: float
    due: object = OPAQUE
    came: object = OPAQUE
    loop: dict = field(default_factory=dict)
    words: str = ""
    change: object = None
    replaced: dict = field(default_factory=dict)

    @property
    def line(self):
        return self.change.line if self.change else self.site.line

    @property
    def at(self):
        return self.change.slot.at if self.change else self.site.at


class Search:
    """The search for the faults of one attempt: on the simplest case that it fails, then on what is still wrong.

    switches: the attempt's.    answers: trial -> its Answer.    trial: of the case that fails; others: more trials.
    """

    def __init__(self, exercise, switches, answers, trial, others, budget):
        self.exercise, self.switches, self.watched = exercise, switches, switches.watched
        self.answers, self.first, self.all, self.budget = answers, trial, [trial, *others], budget
        self._turn_to(trial)
        self.forced, self.code = frozenset(), self.watched.code
        self.faults, self.complete = [], False

    def run(self, faults, changes=(), trial=None):
        """(Trace, places of the output that are wrong) of the attempt with some faults put right, and more changes."""
        trial = trial or self.trial
        replaced = {where: self._replacer(value, trial) for f in faults for where, value in f.replaced.items()}
        with Switches.set(self.code, [*(f.change for f in faults if f.change), *changes]):
            trace = self.watched.trace(trial.arguments, self.budget.left, replaced, self.code)
        try:
            return trace, wrong_places(self.exercise, trial.expected, trace.run)
        except RecursionError:  # a list that holds itself
            return trace, {"structure"}

    def _replacer(self, value, trial):
        """What replaces a value at a place: the answer's (value is None), or a given one."""

        def replace(visit, old):
            due = self.answers(trial).due(visit) if value is None else None
            new = due.value if due is not None else old if value is None else value
            if new is OPAQUE:
                return old
            if hasattr(old, "new_tensor") and numeric(new):
                return old.new_tensor(new)
            return copy.deepcopy(new)

        return replace

    def search(self):
        """Fill `faults`, in order of execution; `complete`, if with all of them put right every case is right."""
        faults, passed = [], set()
        while not self.budget.spent:
            faults = self._search_case(faults, passed)
            still = [trial for trial in self.all if self.run(faults, (), trial)[1]]
            self.complete = bool(faults) and not still
            if not still or self.trial in still or len(faults) >= FAULTS:
                break
            self._turn_to(still[0])
        self.faults = _one_a_line(sorted(faults, key=lambda fault: (fault.line, fault.order)))
        return self

    def _turn_to(self, trial):
        self.trial, self.answer = trial, self.answers(trial)
        self.others = [other for other in self.all if other is not trial][:CASES]

    def _search_case(self, faults, passed):
        """The faults that put the trial's case right, as far as they are found: those given, and more."""
        known = list(faults)
        trace, wrong = self.base, _ = self.run(faults)
        while wrong and len(faults) < FAULTS and not self.budget.spent:
            fault = self._step(trace, wrong, faults, passed)
            if fault is None:
                break
            new_trace, new_wrong = self.run([*faults, fault])
            if fault.change is None and _spoils(new_wrong, wrong):
                passed |= fault.replaced.keys()
                continue
            faults, trace, wrong = [*faults, fault], new_trace, new_wrong
        for fault in sorted((f for f in faults if f not in known), key=lambda fault: -fault.order):
            fewer = [other for other in faults if other is not fault]
            without, still = self.run(fewer)
            if still <= wrong and _at(without, fewer) == _at(trace, fewer):
                faults, trace = fewer, without
        return faults

    def _step(self, trace, wrong, faults, passed):
        rounds = self._other_rounds(trace, passed)
        if rounds is not None:
            return rounds
        found = self._first_off(trace, passed.union(*(fault.replaced for fault in faults)))
        if found is not None:
            return self._change_at(found, faults) or found
        stopped = self._stopped(trace, faults) if trace.run.error is not None else None
        return stopped or self._any_change(trace, wrong, faults) or self._any_value(trace, wrong, faults)

    # 1. the first value that differs

    def _other_rounds(self, trace, passed):
        """A loop that counts otherwise than the reference's, with the change that puts it right."""
        if trace.run.error is not None:
            return None
        for node in statements_of(self.watched.tree.body[0]):
            name = node.target.id if isinstance(node, ast.For) and isinstance(node.target, ast.Name) else None
            name = self.watched.loops.get(name, name)
            mine, theirs = _rounds(name, trace.visits), _rounds(name, self.answer.trace.visits)
            at = node.lineno, node.col_offset
            if name is None or not mine or not theirs or mine == theirs or ("loop", at) in passed:
                continue
            passed.add(("loop", at))
            for change in self.switches.at([at]):
                if _rounds(name, self.run([], [change])[0].visits) == theirs:
                    order = next((v.order for v in trace.visits if name in v.counted), 0) - 0.5
                    return Fault(Site(-2, at, name), name, order, words=f"{name} counts {mine}", change=change)
        return None

    def _first_off(self, trace, passed):
        last = {visit.key: visit for visit in trace.visits}
        for visit in trace.visits:
            due = self.answer.due(visit, last[visit.key] is visit) if visit.where not in passed else None
            if due is not None and not empty(due.value) and not alike(due.value, visit.value, self.exercise):
                values = due.value, visit.value
                return Fault(visit.site, visit.label, visit.order, *values, visit.counted, replaced={visit.where: None})
        return None

    def first_off(self):
        """The first value of the attempt, as it is written, that is other than the reference's of its name; or None."""
        self._turn_to(self.first)
        self.code = self.watched.code
        trace, passed = self.run([])[0], set()
        while (found := self._first_off(trace, passed)) and self._arranged_otherwise(found):
            passed |= found.replaced.keys()
        return found

    def _arranged_otherwise(self, fault):
        """Whether a value is one of the reference's, in a name that was only thought to stand for another of them."""
        visit = Visit(fault.order, fault.site, (), fault.came, fault.label)
        return visit.key in self.answer.alias and self.answer.knows(fault.came)

    def _change_at(self, fault, faults):
        """The fault with a small change that puts its value right in every case, or None."""
        places = [fault.site.at, *self.region(fault), *self._around(fault.site.at)]
        for change in self.switches.at(places):
            if self.budget.spent:
                return None
            if all(self._puts_right(change, fault, faults, trial) for trial in [self.trial, *self.others]):
                return Fault(fault.site, fault.label, fault.order, fault.due, fault.came, fault.loop, change=change)
        return None

    def _puts_right(self, change, fault, faults, trial):
        """Whether a change puts the fault's value right in a case; where that value is not come to, it may stand."""
        trace, _ = self.run(faults, [change], trial)
        answer, here = self.answers(trial), trial is self.trial
        replaced = {where for other in faults for where in other.replaced}
        last = {visit.key: visit for visit in trace.visits}
        for visit in trace.visits:
            ours = visit.where in fault.replaced and (visit.counted == fault.loop or not here)
            due = answer.due(visit, ours or last[visit.key] is visit) if visit.where not in replaced else None
            if ours:
                return due is not None and alike(due.value, visit.value, self.exercise)
            if due is not None and not empty(due.value) and not alike(due.value, visit.value, self.exercise):
                return not here
        return not here

    def region(self, fault):
        """Statements that lead to a fault through values which the reference does not know, the last first."""
        found, open_ = [], [fault.site.at]
        while open_:
            at = open_.pop()
            statement = statement_at(self.watched.tree, at)
            if statement is None or at in found:
                continue
            found.append(at)
            for name in names_in(statement):
                if not self._known(name, fault.order):
                    open_ += [place for place in self._giving(name) if place < fault.site.at]
        return sorted(found, reverse=True)

    def _known(self, name, order):
        """Whether the reference has the last value of a name, too; arguments and functions count as known."""
        visits = [
            v for v in self.base.visits if v.site.label == name and v.order <= order and v.site.place != "returned"
        ]
        return not visits or bool(self.answer.visits(visits[-1])) or self.answer.knows(visits[-1].value)

    def _giving(self, name):
        """(line, column) of the statements that give a name its value, or change it."""
        return [
            (node.lineno, node.col_offset)
            for node in statements_of(self.watched.tree.body[0])
            if not hasattr(node, "body") and name in given_by(node)
        ]

    def _around(self, at):
        """(line, column) of the loops and branches around a statement, the inner first."""
        return [
            (node.lineno, node.col_offset)
            for node in statements_of(self.watched.tree.body[0])
            if hasattr(node, "body") and node.lineno < at[0] <= node.end_lineno
        ][::-1]

    # 2. a line that stops

    def _stopped(self, trace, faults):
        statement = self._at_error(trace)
        at = (statement.lineno, statement.col_offset) if statement is not None else None
        sites = [site for site in self.watched.sites if site.at == at]
        if not sites or at in self.forced or getattr(statement, "value", None) is None:
            return None
        words = f"it stops with {type(trace.run.error).__name__}"
        order = max((visit.order for visit in trace.visits), default=0) + 0.5
        missing = self._missing(trace)
        for change in self.switches.at([at, *self._before(statement)]):
            if self.budget.spent:
                return None
            new_trace, _ = self.run(faults, [change])
            shown = [visit for visit in new_trace.visits if visit.site.at == at]
            due = self.answer.due(shown[-1]) if shown else None
            came = shown[-1].value if shown else OPAQUE
            if came is not OPAQUE and any(
                alike(value, came, self.exercise) for value in ([due.value] if due else missing)
            ):
                return Fault(sites[0], sites[0].label, order, words=words, change=change)
        return self._without(statement, sites, trace, faults, words, order)

    def _without(self, statement, sites, trace, faults, words, order):
        """A Fault that goes on behind a statement with the reference's values for what it would have given."""
        before = self.forced, self.code
        self.forced |= {(statement.lineno, statement.col_offset)}
        self.code = self.watched.with_forced(self.forced)
        first = sites[0]
        known = [site for site in sites if self.answer.visits(Visit(END, site, (), None, site.label))]
        best, least = None, None
        for value in [None] if known else self._missing(trace):
            replaced = {(site.number, site.label): value for site in sites}
            fault = Fault(first, first.label, order, words=words, replaced=replaced)
            new_trace, wrong = self.run([*faults, fault])
            later = self._at_error(new_trace)
            goes_on = new_trace.run.error is None or (later is not None and later.lineno > statement.lineno)
            if goes_on and (best is None or len(wrong) < least):
                best, least = fault, len(wrong)
        if best is None:
            self.forced, self.code = before
        return best

    def _at_error(self, trace):
        """The statement in which a run ended with an error, or None."""
        line = trace.run.line[0] if trace.run.line else 0
        for node in statements_of(self.watched.tree.body[0]):
            if node.lineno <= line <= node.end_lineno and not hasattr(node, "body"):
                return node
        return None

    def _before(self, statement):
        """(line, column) of the statements that gave the names in a statement their values."""
        names = names_in(statement)
        found = {visit.site.at for visit in self.base.visits if visit.site.label in names}
        return sorted((at for at in found if at[0] < statement.lineno), reverse=True)

    def _missing(self, trace):
        """Values of the reference that the attempt has not come to."""
        have = [visit.value for visit in trace.visits]
        found = [visit.value for visit in self.answer.trace.visits if numeric(visit.value)]
        have += [kept(value) for value in parts_of(list(self.trial.arguments))]
        return [value for value in found if not any(alike(value, mine, self.exercise) for mine in have)][:CANDIDATES]

    # 3. and 4. what makes more outputs right

    def _any_change(self, trace, wrong, faults):
        best, least = None, wrong
        for change in self.switches.at(None):
            if self.budget.spent:
                break
            _, new_wrong = self.run(faults, [change])
            if new_wrong < least and not _spoils(new_wrong, wrong):
                if all(self.run(faults, [change], other)[1] <= self.run(faults, (), other)[1] for other in self.others):
                    order = next((v.order for v in trace.visits if v.site.at == change.slot.at), END)
                    best, least = Fault(Site(-2, change.slot.at, ""), "", order, change=change), new_wrong
                    if not least:
                        break
        return best

    def _any_value(self, trace, wrong, faults):
        best, least = None, wrong
        for visit in self._unknown(trace, faults):
            for value in self._candidates(visit.value):
                if self.budget.spent:
                    return best
                fault = Fault(visit.site, visit.label, visit.order, value, visit.value, replaced={visit.where: value})
                _, new_wrong = self.run([*faults, fault])
                if new_wrong < least and not _spoils(new_wrong, wrong):
                    best, least = fault, new_wrong
                    if not least:
                        return best
        return best

    def _unknown(self, trace, faults):
        """The last visit of every place that the reference knows neither by name nor by value."""
        last, replaced = {}, {where for fault in faults for where in fault.replaced}
        for visit in trace.visits:
            last.setdefault(visit.where, []).append(visit)
        for where, visits in last.items():
            visit = visits[-1]
            looped = len(visits) > 1 and visit.site.place != "returned"
            known = self.answer.visits(visit) or self.answer.knows(visit.value)
            if where not in replaced and not looped and not known:
                yield visit

    def _candidates(self, came):
        """Values of the reference that may have been meant: of the same shape first, then of the same size."""
        if not numeric(came):
            return []
        outputs = [kept(value) for value in parts_of(self.trial.expected)]
        named = [visit.value for visit in self.answer.named[::-1]]
        parts = [visit.value for visit in self.answer.trace.visits[::-1] if visit.site.place == "part"]
        exact = [value for value in outputs + named + parts if numeric(value) and np.shape(value) == np.shape(came)]
        sized = [value for value in named + parts if numeric(value) and np.size(value) == np.size(came)]
        chosen = []
        for value in exact + sized:
            if len(chosen) == CANDIDATES:
                break
            if not any(alike(value, other, self.exercise) for other in [came, *chosen]):
                chosen.append(value)
        return chosen


def _at(trace, faults):
    """What the attempt itself computes at the places that are replaced: what comes before them may matter there."""
    places = {where for fault in faults for where in fault.replaced}
    return [(visit.label, repr(visit.value)) for visit in trace.visits if visit.where in places]


def _rounds(name, visits):
    """The values that a loop's name takes, each once."""
    return list(dict.fromkeys(visit.counted[name] for visit in visits if name in visit.counted))


def empty(value):
    """Whether it is what a value begins as, before anything is found for it."""
    return value is None or isinstance(value, dict | list | tuple) and not value


def being_filled(due, came):
    """Whether a value lacks some of what is due and has nothing else wrong, as before its loop has come to an end."""
    if isinstance(due, dict) and isinstance(came, dict):
        return came.keys() < due.keys()
    if isinstance(due, list) and isinstance(came, list):
        return len(came) < len(due) or any(value is None for value in came)
    arrays = isinstance(due, np.ndarray) and isinstance(came, np.ndarray) and due.shape == came.shape and due.size > 1
    if not arrays or due.dtype.kind not in "fiu" or came.dtype.kind not in "fiu":
        return False
    return not came[~np.isclose(due, came, equal_nan=True)].any()


def _one_a_line(faults):
    """Of several faults of one line, the first."""
    first = {}
    for fault in faults:
        first.setdefault(fault.line, fault)
    return list(first.values())


def _spoils(new, old):
    """True if a replacement makes an output wrong that was right before; an error that comes instead is worse, too."""
    if any(place.startswith(("error", "structure")) for place in old):
        return any(place.startswith(("error", "structure")) for place in new - old)
    return not new <= old
