"""The exercise offset_answers: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import units
from utils.steps import word_vectors as steps


def offset_cases(rng):
    """Four words in a plane, with and without the given ones; more questions than words; as many as words; one;
    only one word left, with a negative cosine, also near to the others' origin; the default."""
    plane = np.array([[1.0, 1.0, 4.0, 4.0, 3.0], [0.0, 1.0, 0.0, 1.0, 0.1]])
    cases = [(np.array([[0, 1, 2]]), plane, True), (np.array([[0, 1, 2]]), plane, False)]
    for m, d, n in ((12, 3, 8), (9, 6, 9), (20, 4, 40), (1, 5, 30), (15, 2, 25)):
        questions = np.array([rng.choice(n, 3, replace=False) for _ in range(m)])
        E = rng.normal(size=(d, n)) * rng.uniform(0.3, 4, size=n)
        cases += [(questions, E, True), (questions, E, False)]
    alone = np.array([[1.0, 2.0, 1.5, -3.0], [0.0, 0.5, 1.0, 0.2]])  # the only word left points the other way
    return [*cases, (np.array([[2, 0, 1]]), alone, True), (np.array([[2, 0, 1]]), 0.1 * alone, True), cases[4][:2]]


def by_loops(questions, E, exclude=True):
    answers = []
    for a, b, c in questions:
        target = E[:, b] - E[:, a] + E[:, c]
        cosines = [target @ e / np.linalg.norm(target) / np.linalg.norm(e) for e in E.T]
        if exclude:
            for given in (a, b, c):
                cosines[given] = -2
        answers.append(np.argmax(cosines))
    return np.array(answers)


def by_sorting(questions, E, exclude=True):
    targets = E[:, questions[:, 1]] - E[:, questions[:, 0]] + E[:, questions[:, 2]]
    order = np.argsort(-(units(E).T @ units(targets)), axis=0)  # (n_words, m)
    if not exclude:
        return order[0]
    return np.array(
        [next(w for w in column if w not in given) for column, given in zip(order.T, questions, strict=True)]
    )


def by_steps(questions, E, exclude=True):
    answers = []
    for a, b, c in questions:
        steps_from_c = E - E[:, [c]]
        lengths = np.linalg.norm(steps_from_c, axis=0)
        cosines = (E[:, b] - E[:, a]) @ steps_from_c / np.where(lengths > 0, lengths, 1.0)
        if exclude:
            cosines[[a, b, c]] = -np.inf
        answers.append(np.argmax(cosines))
    return np.array(answers)


EXERCISE = Exercise(
    steps.offset_answers,
    points=13,
    returns=("answers",),
    cases=offset_cases,
    mistakes={
        "a and b are exchanged; the target is e_b − e_a + e_c.": slip(
            "E[:, b] - E[:, a] + E[:, c]", "E[:, a] - E[:, b] + E[:, c]"
        ),
        "Your target lacks e_c; it is e_b − e_a + e_c.": slip("E[:, b] - E[:, a] + E[:, c]", "E[:, b] - E[:, a]"),
        "e_c is taken away; it is where the step begins, so add it.": slip("+ E[:, c]", "- E[:, c]"),
        "The words' lengths still count, so that long vectors win; divide each column of E by its length.": slip(
            "E / np.linalg.norm(E, axis=0)", "E"
        ),
        "You divide by the lengths of the rows; a word is a column: axis=0.": slip(
            "np.linalg.norm(E, axis=0)", "np.linalg.norm(E, axis=1, keepdims=True)"
        ),
        "You build the targets from vectors of length 1; the formula has the vectors as they are.": slip(
            "E[:, b] - E[:, a] + E[:, c]",
            "(E / np.linalg.norm(E, axis=0))[:, b] - (E / np.linalg.norm(E, axis=0))[:, a]"
            " + (E / np.linalg.norm(E, axis=0))[:, c]",
        ),
        "exclude is not looked at; with False, the three given words may win.": slip("if exclude:", "if True:"),
        "The three given words are never excluded; give them −∞ where exclude is True.": slip(
            "if exclude:", "if False:"
        ),
        "Only c is excluded; a and b are out of the question, too.": slip(
            "scores[np.arange(len(questions))[:, None], questions]", "scores[np.arange(len(questions)), c]"
        ),
        "Your indices exclude every question's words from all questions; each row has three of its own.": slip(
            "scores[np.arange(len(questions))[:, None], questions]", "scores[:, questions.ravel()]"
        ),
        "a is not excluded; all three given words are out of the question.": slip(
            "scores[np.arange(len(questions))[:, None], questions]",
            "scores[np.arange(len(questions))[:, None], questions[:, 1:]]",
        ),
        "Excluded words get −1, which beats what is smaller: a target may be longer than 1; give them −∞.": slip(
            "= -np.inf", "= -1"
        ),
        "You compare steps, as in exercise 3; here each e_w is compared with the target e_b − e_a + e_c.": by_steps,
        "You take the word at the smallest distance from the target; the nearest in direction is asked for.": slip(
            "targets.T @ units", "-np.linalg.norm(targets[:, :, None] - E[:, None, :], axis=0)"
        ),
        "You divide by the squared lengths; a length is the root of the sum of squares.": slip(
            "np.linalg.norm(E, axis=0)", "np.sum(E**2, axis=0)"
        ),
        "Excluded words get a score of 0, which beats negative ones; give them −∞.": slip("= -np.inf", "= 0"),
        "The smallest score wins; the largest is asked for.": slip("np.argmax(", "np.argmin("),
        "You look for the best question of each word; the best word of each question is along axis 1.": slip(
            "np.argmax(scores, axis=1)", "np.argmax(scores, axis=0)"
        ),
        "You return the best scores; the numbers of the words are asked for.": slip("np.argmax(", "np.max("),
    },
    right=[by_loops, by_sorting],
    hints=[
        "One product gives all scores, a row for each question, a column for each word. What is E divided by first?",
        "scores = targetsᵀ · units, with targets = E[:, b] − E[:, a] + E[:, c] and units = E / lengths of its columns.",
        "units = E / np.linalg.norm(E, axis=0); scores = targets.T @ units; "
        "scores[np.arange(len(questions))[:, None], questions] = -np.inf; np.argmax(scores, axis=1).",
    ],
    topics=["analogies"],
)
