"""What a lab lacks or has wrong is one sentence that says where and what to do."""

import types

import pytest

from utils.checking import Exercise, question, slip
from utils.labs import topics
from utils.publish import complete
from utils.publish.length import Length, code_lines, count_words, length
from utils.publish.master import Master


def made(reference, **changes):
    """An exercise that holds all that one must, but for the changes."""
    fields = {
        "points": 50,
        "returns": ("y",),
        "cases": lambda rng: [(1.0, 2), (2.0, 3)],
        "mistakes": {f"Wrong in the way {n}.": lambda *x: 0 for n in (1, 2, 3)},
        "right": [lambda *x: reference(*x)],
        "hints": ["a", "b", "c"],
        "topics": ["shapes"],
    }
    return Exercise(reference, **fields | changes)


def asked(choices=4, topics=("shapes",), why="why {}"):
    texts = {letter: (f"text {letter}", why.format(letter)) for letter in "abcd"[:choices]}
    return question("Which?", key="a", choices=texts, topics=topics)


@pytest.fixture
def tiny(course, monkeypatch):
    """The tiny lab as a whole one: tiny.problems(**changes) says what changes to it spoil."""
    planned = topics.planned() | {course.lab_id: topics.Planned(course.lab_id, ("tininess",), (), False)}
    for module in (complete, topics):
        monkeypatch.setattr(module, "planned", lambda: planned)
    counted = Length(cells=60, words=2000, minutes=30)
    monkeypatch.setattr(complete, "length", lambda master: counted)
    first, second = (exercise.reference for exercise in course.lab.exercises.values())
    wrong = {"Use n.": slip("range(n)", "range(n + 1)"), "One.": lambda *x: 1, "Two.": lambda *x: 2}
    bug = {"mistakes": wrong, "planted": "Use n.", "symptom": "It is too large."}
    fields = {
        "title": "Tiny: a lab's start",
        "minutes": 30,
        "builds": "a double",
        "quiz_questions": [*(asked() for _ in range(5)), asked(topics=("tininess",))],
        "shows": {"double": ["tininess"]},
    }

    def problems(spoilt=None, **changes):
        if spoilt and spoilt.get("right") == [None]:
            spoilt = {"right": [first]}  # the reference itself
        exercises = [made(first, **spoilt or {}), made(second, **bug)]
        vars(course.lab).update(fields | {"exercises": {e.name: e for e in exercises}} | changes)
        found = complete.problems(course.root, course.lab_id)
        assert all(sentence.startswith(f"{course.lab_id}: ") for sentence in found)
        return [sentence.removeprefix(f"{course.lab_id}: ") for sentence in found]

    return types.SimpleNamespace(
        problems=problems,
        counted=counted,
        questions=fields["quiz_questions"],
        edit=course.edit,
        first=first,
        second=second,
    )


def test_a_whole_lab_has_no_problems(tiny):
    assert tiny.problems() == []


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"minutes": 200}, "minutes=200, and 30 by count"),
        ({"builds": ""}, "Lab(builds=…) is empty"),
        ({"title": "Small"}, "week9_tiny.py has to begin with the heading # Small"),
        ({"edition": 4}, "week9_tiny.py has to say lab.start(edition=4) once"),
        (
            {"shows": {"double": ["tininess"], "triple": ["shapes"]}},
            "shows names triple, which no cell of",
        ),
        ({"challenges": {"faster": None}}, "week9_tiny.py never says lab.challenge(faster…): give it a cell"),
        ({"decisions": {"next": None}}, 'week9_tiny.py never says lab.decide("next"…): give it a cell'),
        ({"shows": {}}, "its topic 'tininess' is only asked; let a second of the three name it"),
        (
            {"shows": {"double": ["tininess", "smallness"]}},
            "double names the topic 'smallness', which",
        ),
    ],
)
def test_what_is_wrong_with_a_lab(tiny, changes, sentence):
    (said,) = tiny.problems(**changes)
    assert sentence in said


def test_a_lab_without_a_bug_to_find_is_told_unless_it_is_a_draft(tiny):
    (said,) = tiny.problems(exercises={"double": made(tiny.first), "scaled": made(tiny.second)})
    assert "it has no bug to find" in said
    assert not tiny.problems(exercises={"double": made(tiny.first), "scaled": made(tiny.second)}, draft=True)


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"words": 3001}, "it has 60 cells, 3,001 words, 30 minutes by count; 100 cells and 3,000 words are the most"),
        ({"cells": 101}, "it has 101 cells, 2,000 words"),
        ({"minutes": 36}, "minutes=30, and 36 by count"),
        ({"minutes": 24}, "minutes=30, and 24 by count"),
    ],
)
def test_a_lab_that_is_too_long_or_says_so_wrongly_is_told_unless_it_is_a_draft(tiny, changes, sentence):
    vars(tiny.counted).update(changes)
    (said,) = tiny.problems()
    assert sentence in said and tiny.problems(draft=True) == []


def test_a_minute_is_200_words_20_lines_or_a_question(course):
    """The tiny lab: two exercises of one and four lines; its text, its questions and the code in between."""
    counted = length(Master(course.root, course.lab_id))
    master = Master(course.root, course.lab_id)
    words = sum(count_words(cell.source) for cell in master.cells if cell.cell_type == "markdown")
    assert (counted.cells, counted.words) == (len(master.cells), words) and words > 0
    least = 2 * 1.5 + 0.5 * (1 + 4) + words / 200 + len(course.lab.quiz_questions)
    assert round(least) <= counted.minutes <= least + 2


def test_words_are_those_that_are_read():
    assert count_words("## 1. Two words – and <b>three</b>\n$$a = b$$\n$x$ is 5") == 8


def test_lines_are_neither_blank_nor_comments_nor_docstrings():
    source = 'def f(x):\n    """Twice\n    x."""\n\n    # add\n    return x + (\n        x\n    )\n'
    assert code_lines(source) == 3 and code_lines(source, body=True) == 2


@pytest.mark.parametrize(
    "spoilt, sentence",
    [
        ({"right": [None]}, "double has no right answer written another way; add one"),
        ({"right": []}, "double has no right answer written another way; add one"),
        ({"topics": []}, "double names no topic; add topics=[…]"),
        ({"hints": ["a", "a", "c"]}, "double has the same hint twice"),
        ({"cases": lambda rng: [(1.0,)]}, "double is tried on 1 case; give at least 2"),
        ({"cases": lambda rng: 1 / 0}, "double has cases that cannot be made (ZeroDivisionError: division by zero)"),
        ({"mistakes": {"One.": len, "Two.": len}}, "double knows 2 mistakes; give at least 3"),
        (
            {"mistakes": {"One.": len, "Two.": len, "three": len}},
            "double has the mistake 'three', which is no",
        ),
        (
            {"mistakes": {"One.": len, "Two.": len, "Three.": slip("gone", "x")}},
            "double has the mistake 'Three.', whose edit cannot be made (slip: there is no 'gone'",
        ),
        (
            {"mistakes": {"One.": len, "Two.": len, "Three.": slip("return", "return (")}},
            "double has the mistake 'Three.', whose edit cannot be made",
        ),
    ],
)
def test_what_is_wrong_with_an_exercise(tiny, spoilt, sentence):
    assert any(sentence in said for said in tiny.problems(spoilt))


def test_a_challenge_of_the_notebook_belongs_to_the_lab(tiny):
    tiny.edit("# %%\nlab.report()\n", "# %%\nlab.challenge(my_double)\n\n# %%\nlab.report()\n")
    (said,) = tiny.problems()
    assert "says lab.challenge(my_double), and the Lab has none of that name" in said


def test_a_lab_closes_with_its_report(tiny):
    tiny.edit("# %%\nlab.report()\n", "")
    assert tiny.problems() == ["week9_tiny.py has to close with one cell that says lab.report()."]


def test_points_that_are_no_points_are_refused_where_they_stand():
    with pytest.raises(ValueError, match="made is worth '50' points; give it a whole number above 0"):
        made(made, points="50")


def test_points_are_shared_out(tiny):
    assert tiny.problems({"points": 40}) == ["its exercises are worth 90 points; share out 100."]


@pytest.mark.parametrize(
    "last, sentence",
    [
        (asked(choices=3, topics=("tininess",)), "question 6 has 3 choices; give 4"),
        (asked(why="because", topics=("tininess",)), "question 6 gives a choice or a reason twice"),
    ],
)
def test_what_is_wrong_with_a_question(tiny, last, sentence):
    (said,) = tiny.problems(quiz_questions=[*tiny.questions[:5], last])
    assert sentence in said


def test_a_question_names_its_topics(tiny):
    said = tiny.problems(quiz_questions=[*tiny.questions, asked(topics=())])
    assert said == ["question 7 names no topic; add topics=[…] in the words of topics.toml."]


def test_an_explorer_says_what_it_shows(tiny):
    tiny.edit("print(double(4))", "explore_doubles = print\nexplore_doubles(double(4))")
    assert tiny.problems() == ["week9_tiny.py calls explore_doubles; say in Lab(shows=…) which topics it shows."]


def test_a_draft_may_have_too_little_and_nothing_wrong(tiny):
    few = {"quiz_questions": tiny.questions[:1], "shows": {}}
    assert len(tiny.problems(**few)) == 2
    assert tiny.problems(draft=True, **few) == []
    assert len(tiny.problems({"right": []}, draft=True, **few)) == 1


def test_the_template_s_paragraphs_are_written(tiny):
    tiny.edit("# Now often.", "# > To write: what comes now.")
    (said,) = tiny.problems()
    assert said == "week9_tiny.py still says 1 times what is to be written, first 'what comes now.'; write it."
    assert tiny.problems(draft=True) == []


def test_a_lab_that_is_not_planned_says_what_to_add(tiny, monkeypatch):
    monkeypatch.setattr(complete, "planned", dict)
    assert "topics.toml has no table for it; add [course1.week9.week9_tiny] with its topics." in tiny.problems()
