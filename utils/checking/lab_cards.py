"""What the messages about a whole lab say: where one stands, the quiz, what is left open, the report."""

import os

from utils import colab
from utils.catalogue import after, entry_of
from utils.checking.challenge import OverBudget
from utils.checking.errors import endless, plain_text
from utils.checking.show import Card
from utils.checking.standing import Standing
from utils.checking.verdict import State


def other_edition(lab, edition):
    """The notebook and the package do not belong together."""
    age = "older" if edition < lab.edition else "newer"
    cure = colab.advice(lab.id, age == "older") or (
        f"Close it and run `python -m utils upgrade {lab.id}.ipynb`: your answers move over, a backup stays."
        if age == "older"
        else "Bring the package up to date (`git pull`, then `make setup`), and start the kernel again."
    )
    return Card(
        "note",
        f"This notebook is {age} than the course package (edition {edition}, now {lab.edition}).",
        [cure],
    )


def welcome(lab, best, lent, solution):
    """Where the learner stands when a lab is opened.

    best: the best results, by exercise.    lent: whether functions were lent.    solution: whether it is solved.
    """
    counted = f"{len(lab.exercises)} exercise{'s' * (len(lab.exercises) != 1)}"
    title = f"{lab.title}: {counted}, 100 points, about {lab.minutes} minutes"
    if solution:
        return Card("note", title, ["This is the solution: what it gets here is not kept as yours."])
    standing = Standing(entry_of(lab), best)
    step = standing.step
    sentences = [f"{step[0].upper()}{step[1:]}." if step else "Every exercise is correct, and the quiz is full."]
    if lent:
        sentences.append("You can begin at any exercise: the course's own functions stand in until you run yours.")
    return Card("note", title, sentences, bar=(standing.points, 100, "points"))


def quiz(questions, answers, name="Quiz"):
    """(number right, card) of a quiz, or of a case study by its `name`."""
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
            mark, (choice, reason) = "✓" if letter == question.key else "✗", question.choices[letter]
            lines.append(f"{number}. {question.text.strip()}\n{mark} {letter}: {choice.strip()}\n{reason.strip()}")
    lines += [
        f"{number!r}: there is no question of that number"
        for number in answers
        if number not in range(1, len(questions) + 1)
    ]
    answered = any(answers.get(number) is not None for number in range(1, len(questions) + 1))
    some = "note" if right else State.NOT_RIGHT.value if answered else State.NOT_WRITTEN.value
    state = State.CORRECT.value if right == len(questions) else some
    metadata = {"quiz": {"right": right, "of": len(questions)}}
    return right, Card(state, f"{name}: {right} of {len(questions)} right", lines, metadata=metadata)


def untried(challenge):
    """A challenge as shipped."""
    title = f"Challenge `{challenge.name}`: not tried yet"
    return Card("note", title, [challenge.task, _to_beat(challenge), challenge.budget])


def tried(challenge, score, best):
    """What a challenge came to.    best: the best score so far, this one counted in; None without."""
    beaten = "beats the baseline" if challenge.beats(score) else "does not beat the baseline yet"
    title = f"Challenge `{challenge.name}`: {challenge.shown(score)} {beaten}"
    reached = "no score to keep yet" if best is None else challenge.shown(best)  # nan is none
    return Card("note", title, [_to_beat(challenge), f"Your best so far: {reached}."])


def stopped(challenge, error, line):
    """A challenge that gave no score.    line: (number, text) of the learner's function where it stopped, or None."""
    at = f"Line {line[0]}, `{line[1]}`: " if line else ""
    why = plain_text(error) if isinstance(error, OverBudget) else f"{at}{type(error).__name__}: {plain_text(error)}"
    if endless(error):
        why = f"It was stopped after {challenge.seconds:.0f} seconds."
    return Card("note", f"Challenge `{challenge.name}`: no score", [why, challenge.budget])


def _to_beat(challenge):
    return f"To beat: {challenge.shown(challenge.baseline)}, {challenge.of}."


def undecided(decision, missing, choice=None):
    """A decision that is not taken yet.    missing: the decisions before it that are not, either.

    choice: what was given, if it is none of the options.
    """
    if missing:
        return Card("note", f"First decide {' and '.join(missing)}.", ["Run the cells above, with a letter in each."])
    wrong = [f"{choice!r} is none of the options."] if choice is not None else []
    options = [f"{letter}: {option}" for letter, option in decision.options.items()]
    how = f'Write a letter: lab.decide("{decision.name}", "{next(iter(decision.options))}").'
    return Card("note", f"{decision.name}: not decided yet", [*wrong, decision.question, *options, how])


def decided(decision, choice, ranked):
    """What a decision was worth beside the others.    ranked: [(letter, what it led to)], the best first."""
    title = f"{decision.name}: {choice} came out {_place(choice, ranked)} of {len(ranked)}"
    lines = [
        f"{'→' if letter == choice else ' '} {letter}: {decision.options[letter]}: {worth:.{decision.digits}f}"
        for letter, worth in ranked
    ]
    return Card("note", title, [f"The {decision.measure}, the best first:", *lines])


def _place(choice, ranked):
    return [letter for letter, _ in ranked].index(choice) + 1


def report(lab, best, scores, stopped, choices, solution):
    """Best result of every exercise, what is missing, and the next lab.

    scores: of the challenges, {name: best}.    stopped: names of those of which a try gave no score.
    choices: {decision: letter}.    solution: whether this is the solution.
    """
    standing, lines = Standing(entry_of(lab), best), []
    for name, exercise in lab.exercises.items():
        result = best.get(name, {"points": 0, "state": State.NOT_WRITTEN.value})
        mark = {"correct": "✓", "not right yet": "✗"}.get(result["state"], "○")
        lines.append(f"{mark} `{name}`: {result['state']}, {result['points']} of {exercise.points}")
    if "quiz" in best:
        lines.append(f"{lab.quiz_name}: {standing.quiz[0]} of {standing.quiz[1]} right")
    for name, challenge in lab.challenges.items():
        none = "tried, no score yet" if name in stopped else "not tried yet"
        reached = f"best {challenge.shown(scores[name])}" if name in scores else none
        lines.append(f"Challenge `{name}`: {reached}; to beat: {challenge.shown(challenge.baseline)}")
    for name, choice in choices.items():
        ranked = lab.decisions[name].ranked(choices)
        lines.append(f"Decided {name}: {choice}, {_place(choice, ranked)} of {len(ranked)}")
    if standing.missing:
        lines.append(f"Still missing: {', '.join(f'`{name}`' for name in standing.missing)}.")
    points = standing.points
    state = State.CORRECT if points == 100 else State.NOT_RIGHT if points else State.NOT_WRITTEN
    return Card(
        state.value,
        f"{lab.title}: {points} of 100 points",
        lines,
        bar=(points, 100, "points"),
        links=_next_lab(lab, solution),
        metadata={"report": {"points": points, "of": 100}},
    )


def _next_lab(lab, solution):
    """The link to the notebook of the lab that follows, from this one's folder."""
    following = after(lab.id)
    if following is None:
        return []
    path = f"{following.course}/{'solutions/' * solution}{following.id.split('/')[1]}.ipynb"
    here = f"{lab.id.split('/')[0]}{'/solutions' * solution}"
    return [(f"Next lab: {following.title}", os.path.relpath(path, here).replace(os.sep, "/"))]
