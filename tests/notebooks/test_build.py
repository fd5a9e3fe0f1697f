"""From a master to its notebooks: what is made and what is refused."""

import nbformat
import pytest

from utils.publish import PublishError
from utils.publish.build import PUBLISHED_ID, as_learners_have_it, as_solved, build, slug, text_of

QUIZ_STUB = "answers = {\n    1: None,\n    2: None,\n}\nlab.quiz(answers)"


def cells(notebook):
    return {cell.id: cell for cell in notebook.cells}


def test_the_learner_notebook(course):
    learner, _ = build(course.root, course.lab_id)
    nbformat.validate(learner)
    assert [cell.id for cell in learner.cells] == [
        "colab",
        "tiny-a-lab-s-start-1",
        "tiny-a-lab-s-start-2",
        "exercise-1-1",
        "exercise-double",
        "check-double",
        "exercise-1-2",
        "exercise-1-3",
        "exercise-scaled",
        "check-scaled",
        "exercise-1-4",
        "quiz-1",
        "quiz-questions",
        "quiz-answers",
        "quiz-2",
    ]
    made = cells(learner)
    assert made["exercise-double"].source.endswith(
        '    """Twice x."""\n    # Add x to itself\n    raise NotImplementedError'
    )
    assert made["exercise-double"].metadata.tags == ["exercise"]
    assert made["exercise-1-4"].metadata.tags == ["nbval-ignore-output"]
    assert made["quiz-answers"].source == QUIZ_STUB
    assert "**Question 2.** Is it 3?\n\n- **a.** never\n- **b.** at times" in made["quiz-questions"].source
    assert learner.metadata.course == {"lab": course.lab_id, "edition": 3}
    assert learner.metadata.kernelspec.name == "python3"
    for secret in ("lab.key(", "By definition.", "return x + x", "# a sum"):
        assert secret not in text_of(learner)


def test_the_solution(course):
    learner, solution = build(course.root, course.lab_id)
    made = cells(solution)
    assert made["exercise-double"].source.endswith("    # Add x to itself\n    return x + x  # a sum")
    assert made["quiz-answers"].source == QUIZ_STUB.replace("1: None", '1: "b"').replace("2: None", '2: "a"')
    assert list(made) == list(cells(learner))


def test_building_twice_gives_the_same_bytes(course):
    first, second = build(course.root, course.lab_id), build(course.root, course.lab_id)
    assert [text_of(n) for n in first] == [text_of(n) for n in second]


def test_every_id_is_valid_and_recognised(course):
    course.edit("## Quiz", "## " + "Ünïcode & $x^2$ " * 9)
    learner, _ = build(course.root, course.lab_id)
    ids = [cell.id for cell in learner.cells]
    assert len(set(ids)) == len(ids)
    assert all(PUBLISHED_ID.fullmatch(i) and len(i) <= 64 for i in ids)
    assert slug("…") == "cell"
    for foreign in ("3f2b1c9e-12ab-4cde-8f00-123456789012", "a1b2c3d4", "12345678"):
        assert not PUBLISHED_ID.fullmatch(foreign)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("import numpy as np\n", "", "scaled needs|print"),
        ("scaled = lab.check(scaled)", "lab.check(scaled)", "its check has to follow directly"),
        ('# %% tags=["check"]\ndouble', "# %%\ndouble", "its check has to follow directly"),
        ("from week9_tiny_steps import double", "from week9_tiny_steps import double, scaled", "exactly one"),
        ("from week9_tiny_steps import double", "from week9_tiny_steps import triple", "triple is no exercise"),
        ("from week9_tiny_steps import double", "from week9_nowhere import double", "cannot be imported"),
        ("from week9_tiny_steps import double", "# why\nfrom week9_tiny_steps import double", "comments would be lost"),
        ("answers = lab.key()\n", "", "the quiz cell is"),
        ('# %% tags=["quiz"]\nanswers = lab.key()\nlab.quiz(answers)', "", "no cell"),
        ("lab.report()", "lab.report(", "not valid Python"),
        ("lab.report()", "print(lab.key())", "shows the answers"),
        ('# %% tags=["exercise"]\nfrom week9_tiny_steps import scaled', "# %%\nscaled = 1", "no cell for the exercise"),
    ],
)
def test_a_master_that_is_refused(course, old, new, words):
    course.edit(old, new)
    if words.startswith("scaled needs"):
        # np is needed by scaled only: the cell that prints comes later
        words = "scaled needs np, which no earlier cell defines"
    with pytest.raises(PublishError, match=words) as caught:
        build(course.root, course.lab_id)
    assert "week9_tiny.py" in str(caught.value)


def test_a_missing_name_names_line_and_cell(course):
    course.edit("import numpy as np\n", "")
    with pytest.raises(PublishError, match=r"week9_tiny.py, line \d+, cell 8 \(from week9_tiny_steps import scaled\)"):
        build(course.root, course.lab_id)


def test_an_earlier_exercise_may_be_used_only_after_it(course):
    text = course.master.read_text()
    swapped = text.replace("double", "DOUBLE").replace("scaled", "double").replace("DOUBLE", "scaled")
    course.master.write_text(swapped)
    with pytest.raises(PublishError, match="scaled needs double, which no earlier cell defines"):
        build(course.root, course.lab_id)


@pytest.mark.parametrize(
    "learner, solution",
    [
        ("lab.start(edition=3)", "lab.start(edition=3, solution=True)"),
        ("[next](../course4/week1_x.ipynb)", "[next](../../course4/solutions/week1_x.ipynb)"),
        ("[next](week2_y.ipynb), ../course4", "[next](week2_y.ipynb), ../course4"),
    ],
)
def test_what_the_solution_says_otherwise_can_be_taken_back(learner, solution):
    assert as_solved(learner) == solution and as_learners_have_it(solution) == learner
