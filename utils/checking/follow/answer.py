"""What the reference computes on the way to a case's answer, to look up by name, by loop and by value."""

import difflib

import numpy as np

from utils.checking.follow.watch import OPAQUE, Site, Visit, kept
from utils.checking.values import close, compare_outputs, is_number

LIKE = 0.7  # how alike two names must be to stand for one thing, where no value says so
END = 10**9  # order of an output, after all other visits


def numeric(value):
    return isinstance(value, np.ndarray) or is_number(value)


def alike(a, b, exercise):
    """True where two kept values agree, a the one that is due; a value that was not kept agrees with all."""
    if a is OPAQUE or b is OPAQUE:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key], exercise) for key in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(alike(x, y, exercise) for x, y in zip(a, b, strict=True))
    if isinstance(a, slice) and isinstance(b, slice):
        return all(alike(getattr(a, at), getattr(b, at), exercise) for at in ("start", "stop", "step"))
    if type(a) is int and type(b) is float:
        return False  # range, shapes and indices refuse 4.0
    if numeric(a) and numeric(b):
        return close(a, b, max(exercise.rtol, 1e-6), max(exercise.atol, 1e-9))
    return type(a) is type(b) and a == b


def _form(value):
    """What holds a value: a dictionary, a list or an array; empty for all else, such as a string by mistake."""
    if isinstance(value, list | tuple):
        return "list"
    return "dictionary" if isinstance(value, dict) else "array" if numeric(value) else ""


def telling(value):
    """Whether a number, or an array, is more than a single whole number."""
    with np.errstate(invalid="ignore"):  # the remainder of infinity is nan, which tells, too
        return np.size(value) > 1 or bool(np.any(np.mod(np.real(value), 1)))


def wrong_places(exercise, expected, run):
    """The places of the output that are wrong; an error, or another number of outputs, is one place."""
    if run.error is not None:
        return {f"error: {type(run.error).__name__}"}
    leaves = compare_outputs(exercise, expected, run.value)
    if not leaves and expected not in ((), [], {}):
        return {"structure"}
    return {leaf.path for leaf in leaves if leaf.kind}


def parts_of(value):
    """The values at the ends of nested dictionaries, lists and tuples."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for child in value:
            yield from parts_of(child)
    else:
        yield value


class Answer:
    """The reference's visits on one case.

    watched: the reference, Watched with parts.    alias: {key of the attempt: key of the reference}, where one thing
    has two names; `pair` finds them.
    """

    def __init__(self, watched, trial, limit, alias):
        self.exercise, self.trace = watched.exercise, watched.trace(trial.arguments, limit)
        self.alias, self.by_key = alias, {}
        for visit in self.named:
            self.by_key.setdefault(visit.key, []).append(visit)
        for leaf in compare_outputs(self.exercise, trial.expected, trial.expected):  # the outputs have names, too
            if "[" not in leaf.path or leaf.path.endswith("']"):
                visit = Visit(END, Site(-1, (END, 0), leaf.path), (), kept(leaf.expected), leaf.path)
                self.by_key.setdefault(visit.key, [visit])
        known = [visit.value for visit in self.trace.visits] + [kept(value) for value in parts_of(trial.arguments)]
        self.values = [value for value in known if value is not OPAQUE]

    @property
    def named(self):
        return [visit for visit in self.trace.visits if visit.site.place != "part"]

    def visits(self, visit):
        """The reference's visits of what an attempt's visit is called."""
        found = self.by_key.get(self.alias.get(visit.key, visit.key), [])
        inner = [other for other in found if other.site.loops]
        return inner if visit.site.loops else found

    def due(self, visit, last=True):
        """The reference's visit that belongs to an attempt's, or None.

        last: whether the attempt's is the last of its name: what the reference has once is what is there in the end.
        """
        found = self.visits(visit)
        if visit.site.place == "element":
            found = [other for other in found if np.shape(other.value) == np.shape(visit.value)]
        # A list where the reference has a dictionary is another way
        if visit.site.place in ("name", "start", "appended"):
            found = [other for other in found if _form(visit.value) in (_form(other.value), "")]
        if len(found) == 1 and not last and not found[0].site.loops:
            return None
        return self._pick(found, visit)

    def _pick(self, candidates, visit):
        """Of several visits of one name, the one of the same round of the loops, else of the same value or number."""
        here = visit.counted
        rounds = [v for v in candidates if all(here[name] == v.counted[name] for name in here.keys() & v.counted)]
        narrowed = len(rounds) < len(candidates)
        rounds = [v for v in rounds if v.counted.keys() == here.keys()] or rounds
        equal = [v for v in rounds if alike(v.value, visit.value, self.exercise)]
        if equal or not rounds:
            return equal[0] if equal else None
        last = narrowed or (rounds[-1].site.loops and not visit.site.loops)
        return rounds[-1] if last else rounds[min(visit.nth, len(rounds) - 1)]

    def knows(self, value):
        """True for a value that the reference computes, too; single whole numbers prove nothing."""
        if value is OPAQUE:
            return True
        if not numeric(value) or not telling(value):
            return False
        return any(alike(known, value, self.exercise) for known in self.values)

    def pair(self, visits):
        """Find names of the attempt and of the reference, each unknown to the other, that stand for one thing."""
        mine = {}
        for visit in visits:
            if visit.site.place != "returned":
                mine.setdefault(visit.key, []).append(visit)
        scores = []
        for key, own in mine.items():
            for other, theirs in self.by_key.items():
                if key not in self.by_key and other not in mine and key[0] == other[0]:
                    score = self._likeness(key, own, other, theirs)
                    if score:
                        scores.append((score, key, other))
        for _, key, other in sorted(scores, key=lambda item: -item[0]):
            if key not in self.alias and other not in self.alias.values():
                self.alias[key] = other

    def _likeness(self, key, own, other, theirs):
        """How sure it is that two names stand for one thing: by the share of equal values, and by their letters."""
        pairs = [(visit.value, self._pick(theirs, visit)) for visit in own]
        pairs = [(a, b.value) for a, b in pairs if b and a is not OPAQUE and b.value is not OPAQUE]
        shapes_fit = all(
            numeric(a) and numeric(b) and np.shape(a) == np.shape(b) or type(a) is type(b) for a, b in pairs
        )
        if not pairs or not shapes_fit:
            return 0
        share = np.mean([alike(b, a, self.exercise) for a, b in pairs])
        some_tell = any(numeric(a) and telling(a) for a, _ in pairs)
        likeness = difflib.SequenceMatcher(None, key[1].lower(), other[1].lower()).ratio()
        return share + likeness / 2 if (share > 0 and some_tell) or likeness > LIKE else 0
