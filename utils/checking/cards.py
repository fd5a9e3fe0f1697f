"""What a lab's messages say."""

import difflib

import numpy as np

from utils.checking.errors import plain_text
from utils.checking.relations import argument_names
from utils.checking.show import Card, in_notebook
from utils.checking.verdict import State


def nearest(name, names):
    """Up to three of `names` that look like `name`; all of them if none does."""
    return difflib.get_close_matches(str(name), list(names), n=3, cutoff=0.5) or sorted(names)


def unknown(name, names, kind):
    """No exercise of this name, or none named."""
    if name is None:
        return Card("note", f"Say which {kind}: {', '.join(sorted(names))}.")
    return Card("note", f"There is no {kind} called {name!r}. Did you mean {' or '.join(nearest(name, names))}?")


def lent(name):
    """The reference, lent after a failed check, came back to be checked."""
    return Card(
        "note",
        f"This is the {name} that the last check lent you, not yours.",
        ["Run your exercise cell once more, then its check."],
        metadata={"exercise": name, "state": "lent", "points": 0},
    )


def broken_check(name, error):
    """The check itself failed."""
    return Card(
        "note",
        f"The check of {name} failed by itself, so it says nothing about your function, which you keep.",
        [f"Please report this: {type(error).__name__}: {error}"],
        metadata={"exercise": name, "state": "broken", "points": 0},
    )


def other_edition(lab, edition):
    """The notebook and the package do not belong together."""
    age = "older" if edition < lab.edition else "newer"
    cure = (
        f"Close it and run `python -m utils upgrade {lab.id}.ipynb`: your answers move over, a backup stays."
        if age == "older"
        else "Bring the package up to date (`git pull`, then `make setup`), and start the kernel again."
    )
    return Card(
        "note",
        f"This notebook is {age} than the course package (edition {edition}, now {lab.edition}).",
        [cure],
    )


def welcome(lab, best):
    """Where the learner stands when a lab is opened."""
    points = _points(lab, best)
    todo = [name for name in lab.exercises if best.get(name, {}).get("state") != State.CORRECT]
    done = len(lab.exercises) - len(todo)
    counted = f"{len(lab.exercises)} exercise{'s' * (len(lab.exercises) != 1)}"
    title = f"{lab.title}: {counted}, 100 points, about {lab.minutes} minutes"
    if not best:
        sentence = f"You begin here. First exercise: {todo[0]}." if todo else ""
    elif todo:
        sentence = f"So far {done} of {len(lab.exercises)} exercises are correct. Next: {todo[0]}."
    else:
        sentence = "Every exercise is correct."
    return Card("note", title, [sentence], bar=(points, 100, "points"))


def _points(lab, best):
    return sum(result["points"] for name, result in best.items() if name in lab.exercises)


def outcome(lab, exercise, result, best):
    """What a check found. best: the best results so far, by exercise, this one counted in."""
    name = exercise.name
    title = f"{name}: {result.state} · {result.points} of {exercise.points} points"
    if best[name]["points"] > result.points:
        title += f", your best {best[name]['points']}"
    sentences = [result.message, *result.notes]
    if result.wish:
        sentences.append(f"Beyond the course's own assignment: {result.wish}")
    details = [finding.message for finding in result.findings[1:] if finding.message != result.message]
    if result.state != State.CORRECT:
        sentences.append(f"Below, the course's own {name} is used until yours passes.")
    case = next((f.case for f in result.findings if f.case is not None), None)
    if result.state == State.NOT_RIGHT and case is not None:
        details.append(f'See your function on this case: lab.try_("{name}", {case})')
    if result.state == State.NOT_RIGHT:
        sentences.append(f'Stuck? lab.hint("{name}"), and in the end lab.solution("{name}").')
    if result.printed:
        details.append("Your function printed: " + _shortened(result.printed))
    return Card(
        result.state.value,
        title,
        sentences,
        details,
        bar=(_points(lab, best), 100, "points in this lab"),
        metadata={"exercise": name, "state": result.state.value, "points": result.points},
    )


def no_case(exercise, number):
    """An exercise has no case of this number."""
    last = len(exercise.make_cases()) + len(exercise.make_wishes()) - 1
    return Card("note", f"{exercise.name} has the cases 0 to {last}; there is no case {number}.")


def trial(exercise, trial, faults):
    """A learner's function on one case: the inputs by name, what it gave, what is expected, what differs."""
    names = argument_names(exercise.reference, len(trial.arguments))
    lines = [f"{name} = {_in_full(value)}" for name, value in zip(names, trial.arguments, strict=True)]
    due = f"raises {type(trial.due_error).__name__}" if trial.due_error else _in_full(trial.expected)
    error = trial.run.error
    came = f"{type(error).__name__}: {plain_text(error)}" if error is not None else _in_full(trial.run.value)
    title = f"Your {exercise.name} on case {trial.number}: {'not right yet' if faults else 'right'}"
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
    more = (
        f'Once more lab.hint("{exercise.name}") for the next.' if tier < 3 else f'Or lab.solution("{exercise.name}").'
    )
    return Card("note", f"Hint {tier} of 3 for {exercise.name}", [exercise.hints[tier - 1], more])


def solution(exercise, source):
    """The reference's source."""
    return Card("note", f"One way to write {exercise.name}", code=source)


def quiz(questions, answers):
    """(number right, card) of a quiz."""
    if not isinstance(answers, dict):
        return 0, Card("note", 'The answers are a dictionary: {1: "b", 2: None, …}, one letter for each question.')
    right, lines = 0, []
    for number, question in enumerate(questions, start=1):
        answer = answers.get(number)
        letter = answer.strip().lower() if isinstance(answer, str) else answer
        if letter is None:
            lines.append(f"{number}. ○ not answered yet")
        elif not isinstance(letter, str) or letter not in question.choices:
            lines.append(f"{number}. ✗ {answer!r} is none of the choices {', '.join(question.choices)}")
        else:
            right += letter == question.key
            lines.append(f"{number}. {'✓' if letter == question.key else '✗'} {letter}: {question.choices[letter][1]}")
    lines += [
        f"{number!r}: there is no question of that number"
        for number in answers
        if number not in range(1, len(questions) + 1)
    ]
    answered = any(answers.get(number) is not None for number in range(1, len(questions) + 1))
    state = State.CORRECT if right == len(questions) else State.NOT_RIGHT if answered else State.NOT_WRITTEN
    title = f"Quiz: {right} of {len(questions)} right"
    metadata = {"quiz": {"right": right, "of": len(questions)}}
    return right, Card(state.value, title, lines, metadata=metadata)


def report(lab, best):
    """Best result of every exercise."""
    points = _points(lab, best)
    lines = []
    for name, exercise in lab.exercises.items():
        result = best.get(name, {"points": 0, "state": State.NOT_WRITTEN.value})
        mark = {"correct": "✓", "not right yet": "✗"}.get(result["state"], "○")
        lines.append(f"{mark} {name}: {result['state']}, {result['points']} of {exercise.points}")
    if "quiz" in best:
        lines.append(f"Quiz: {best['quiz']['points']} of {best['quiz']['of']} right")
    state = State.CORRECT if points == 100 else State.NOT_RIGHT if points else State.NOT_WRITTEN
    return Card(
        state.value,
        f"{lab.title}: {points} of 100 points",
        lines,
        bar=(points, 100, "points"),
        metadata={"report": {"points": points, "of": 100}},
    )


def explain_missing_names(lab):
    """In a notebook, follow a NameError on an exercise's name by the sentence that cures it."""
    if not in_notebook():
        return
    from IPython import get_ipython

    def explain(shell, kind, error, trace, tb_offset=None):
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        if getattr(error, "name", None) in lab.exercises:
            print(f"{error.name} does not exist yet: run its exercise cell, the one above its check, first.")

    get_ipython().set_custom_exc((NameError,), explain)
