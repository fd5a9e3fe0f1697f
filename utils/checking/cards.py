"""What the messages about one exercise say."""

import difflib

import numpy as np

from utils.catalogue import entry_of
from utils.checking.errors import plain_text
from utils.checking.relations import argument_names
from utils.checking.show import Card, Fold
from utils.checking.standing import Standing
from utils.checking.stubs import stub_of, whole_source
from utils.checking.verdict import State

MOST = 8  # findings that a card lists besides the first


def nearest(name, names):
    """Up to three of `names` that look like `name`; all of them if none does."""
    return difflib.get_close_matches(str(name), list(names), n=3, cutoff=0.5) or sorted(names)


def unknown(name, names, kind):
    """No exercise of this name, or none named."""
    if name is None:
        return Card("note", f"Say which {kind}: {', '.join(sorted(names))}.")
    return Card("note", f"There is no {kind} called {name!r}. Did you mean {' or '.join(nearest(name, names))}?")


def stale(name, why):
    """The function is not the one on the screen, so there is nothing to judge."""
    return Card(
        "note",
        f"`{name}` is not checked: its cell does not stand as you see it.",
        [why, "What is left is the function from before. Mend the cell, run it, then this check."],
        metadata={"exercise": name, "state": "stale", "points": 0},
    )


def lent(name):
    """A lent copy of the reference came to be checked."""
    return Card(
        "note",
        f"This `{name}` is the course's own, lent to you, not yours.",
        ["Run your exercise cell, then its check."],
        metadata={"exercise": name, "state": "lent", "points": 0},
    )


def broken_check(name, error):
    """The check itself failed."""
    return Card(
        "note",
        f"The check of `{name}` failed by itself, so it says nothing about your function, which you keep.",
        [f"Please report this: {type(error).__name__}: {error}"],
        metadata={"exercise": name, "state": "broken", "points": 0},
    )


def outcome(lab, exercise, result, best):
    """What a check found. best: the best results so far, by exercise, this one counted in."""
    name = exercise.name
    told = "the bug is not found yet" if exercise.planted and result.state == State.NOT_WRITTEN else result.state
    title = f"`{name}`: {told} · {result.points} of {exercise.points} points"
    if best[name]["points"] > result.points:
        title += f", your best {best[name]['points']}"
    sentences = [result.message, *result.notes]
    if result.wish:
        sentences.append(f"One thing more, for no points: {result.wish}")
    details = [finding.message for finding in result.findings if finding.message != result.message]
    if len(details) > MOST:
        details[MOST:] = [f"And {len(details) - MOST} more."]
    if result.state != State.CORRECT:
        sentences.append(f"Below, the course's own `{name}` is used until yours passes.")
    case = next((f.case for f in result.findings if f.case is not None), None)
    if result.state == State.NOT_RIGHT and case is not None:
        details.append(f'See your function on this case: `lab.try_("{name}", {case})`')
    if result.printed:
        details.append("Your function printed: " + _shortened(result.printed))
    return Card(
        result.state.value,
        title,
        sentences,
        details,
        bar=(Standing(entry_of(lab), best).points, 100, "points in this lab"),
        folded=[] if result.state == State.CORRECT else help_with(exercise),
        stuck=_stuck(name) if result.state == State.NOT_RIGHT else "",
        metadata={"exercise": name, "state": result.state.value, "points": result.points},
    )


def _stuck(name):
    return f'Stuck? `lab.hint("{name}")`, and in the end `lab.solution("{name}")`.'


def help_with(exercise):
    """The hints and the solution, closed. A bug to find keeps its last hint and the solution for whoever asks."""
    hints = exercise.hints[:2] if exercise.planted else exercise.hints
    folds = [Fold(f"Hint {number} of 3", hint) for number, hint in enumerate(hints, start=1)]
    if exercise.planted:
        more = f'`lab.hint("{exercise.name}", 3)` tells where the bug is, and lets the check speak of it.'
        return [*folds, Fold("Hint 3 of 3", more)]
    return [*folds, Fold("Solution", code=whole_source(exercise.reference))]


def no_case(exercise, number):
    """An exercise has no case of this number."""
    last = len(exercise.make_cases()) + len(exercise.make_wishes()) - 1
    return Card("note", f"`{exercise.name}` has the cases 0 to {last}; there is no case {number}.")


def trial(exercise, trial, faults):
    """A learner's function on one case: the inputs by name, what it gave, what is expected, what differs."""
    names = argument_names(exercise.reference, len(trial.arguments))
    lines = [f"{name} = {_in_full(value)}" for name, value in zip(names, trial.arguments, strict=True)]
    due = f"raises {type(trial.due_error).__name__}" if trial.due_error else _in_full(trial.expected)
    error = trial.run.error
    came = f"{type(error).__name__}: {plain_text(error)}" if error is not None else _in_full(trial.run.value)
    title = f"Your `{exercise.name}` on case {trial.number}: {'not right yet' if faults else 'right'}"
    return Card("note", title, faults[:2], code="\n".join([*lines, "", f"yours: {came}", f"expected: {due}"]))


def _in_full(value):
    """A value as one would print it, short where it is large."""
    with np.printoptions(precision=5, suppress=True, threshold=60, edgeitems=2, linewidth=110):
        if isinstance(value, np.ndarray):
            return f"{value!r}" if value.size <= 60 else f"array of shape {value.shape}:\n{value}"
        if isinstance(value, dict):
            entries = [f"{key!r}: {_in_full(entry)},".replace("\n", "\n    ") for key, entry in value.items()]
            return "\n    ".join(["{", *entries]) + "\n}"
        if isinstance(value, tuple):
            return "(" + ", ".join(map(_in_full, value)) + ")"
        return _shortened(repr(value))


def _shortened(text, lines=8, width=400):
    kept = "\n".join(text.strip().splitlines()[:lines])[:width]
    return kept + (" …" if len(kept) < len(text.strip()) else "")


def hint(exercise, tier):
    """One tier of an exercise's hints."""
    verb, then = ("hint", " for the next") if tier < 3 else ("solution", "")
    more = f'{"Once more" if tier < 3 else "Or"} `lab.{verb}("{exercise.name}")`{then}.'
    return Card("note", f"Hint {tier} of 3 for `{exercise.name}`", [exercise.hints[tier - 1], more])


def solution(exercise, source):
    """The reference's source."""
    return Card("note", f"One way to write `{exercise.name}`", code=source)


def stub(exercise, placed):
    """An exercise as it was at first.    placed: whether it already stands in a new cell."""
    where = "It is in a new cell below" if placed else "Copy it into a cell"
    title = f"`{exercise.name}` as it was at first"
    return Card("note", title, [f"{where}; your own lines stay where they are."], code=stub_of(exercise))
