"""What every lab must hold: each thing that is wrong with one is a sentence that says where, and what to do."""

import ast
import inspect
import re

from utils.course_files import lab_ids
from utils.labs import load, loadable, names
from utils.labs.measured import file_of, measuring
from utils.labs.topics import all_topics, planned, table_of
from utils.publish import PublishError
from utils.publish.length import length
from utils.publish.master import Master

MINUTES, MOST_CELLS, MOST_WORDS = range(20, 91), 100, 3000
GUESSED = 5  # minutes that the heading may lie beside the count
QUESTIONS, QUESTIONS_OF_A_CASE = range(6, 9), range(10, 16)
CHOICES, MISTAKES, RIGHT, CASES, WAYS = 4, 3, 1, 2, 2


def problems(root, lab_id):
    """Sentences on what a lab lacks or has wrong, [] where it is whole.

    A draft may still have too little: too few questions, topics that are not covered.
    Raises PublishError where its master or its module is broken.
    """
    master = Master(root, lab_id)
    lab = master.lab
    found = [*_of_the_lab(lab), *_of_the_master(master)]
    for exercise in lab.exercises.values():
        found += [f"{exercise.name} {wrong}" for wrong in _of_the_exercise(exercise)]
    for number, question in enumerate(lab.quiz_questions, 1):
        found += [f"question {number} {wrong}" for wrong in _of_the_question(question)]
    found += _unknown_topics(lab)
    if not lab.draft:
        found += [*_too_little(lab), *_uncovered(lab), *_unwritten(master), *_too_long(master)]
    return [f"{lab_id}: {sentence}" for sentence in found]


def ways(lab):
    """{topic: {"built": [...], "shown": [...], "asked": [...]}}, by names of exercises, of figures, by questions."""
    covered = {}

    def add(topics, way, name):
        for topic in topics:
            covered.setdefault(topic, {"built": [], "shown": [], "asked": []})[way].append(name)

    for exercise in lab.exercises.values():
        add(exercise.topics, "built", exercise.name)
    for name, topics in lab.shows.items():
        add(topics, "shown", name)
    for number, question in enumerate(lab.quiz_questions, 1):
        add(question.topics, "asked", number)
    return covered


def _of_the_lab(lab):
    if lab.id not in planned():
        yield f"topics.toml has no table for it; add {table_of(lab.id)} with its topics."
    points = sum(exercise.points for exercise in lab.exercises.values())
    if points != 100:
        yield f"its exercises are worth {points} points; share out 100."
    if not lab.builds:
        yield "Lab(builds=…) is empty; say in a few words what one builds, for the README's table."
    if lab.id in measuring() and not file_of(lab.id).is_file():
        yield f"measured.json is missing; run `python -m utils measure {lab.id.split('/')[1]}`."


def _of_the_master(master):
    lab, text = master.lab, "\n".join(cell.source for cell in master.cells)
    heading = re.search(r"^# (.+)$", master.cells[0].source, re.MULTILINE) if master.cells else None
    if heading is None or heading[1].strip() != lab.title:
        yield f"{master.path.name} has to begin with the heading # {lab.title}, as Lab(title=…) says."
    started = re.findall(r"lab\.start\(edition=(\d+)\)", text)
    if started != [str(lab.edition)]:
        yield f"{master.path.name} has to say lab.start(edition={lab.edition}) once, as Lab(edition=…) does."
    if len(re.findall(r"^lab\.report\(\)", text, re.MULTILINE)) != 1:
        yield f"{master.path.name} has to close with one cell that says lab.report()."
    for name in [*(f"challenge({name})" for name in lab.challenges), *(f'decide("{name}"' for name in lab.decisions)]:
        if f"lab.{name}" not in text:
            yield f"{master.path.name} never says lab.{name.rstrip(')')}…): give it a cell, or take it out of the Lab."
    for name in re.findall(r"^lab\.challenge\((\w+)\)", text, re.MULTILINE):
        if name not in lab.challenges:
            yield f"{master.path.name} says lab.challenge({name}), and the Lab has none of that name: challenges=[…]."
    called = _called(master)
    for name in lab.shows:
        if name not in called:
            yield f"shows names {name}, which no cell of {master.path.name} calls; call it or take it out."
    for name in sorted(called):
        if name.startswith("explore_") and name not in lab.shows:
            yield f"{master.path.name} calls {name}; say in Lab(shows=…) which topics it shows."


def _called(master):
    """Names of the functions that the master's code cells call."""
    code = [cell.source for cell in master.cells if cell.cell_type == "code"]
    calls = [node.func for source in code for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {func.id for func in calls if isinstance(func, ast.Name)}


def _of_the_exercise(exercise):
    if not inspect.getdoc(exercise.reference):
        yield "has no docstring; it is all that a learner has: shapes, what returns, what it raises."
    if len([right for right in exercise.right if right is not exercise.reference]) < RIGHT:
        yield "has no right answer written another way; add one to right=[…]."
    if not exercise.topics:
        yield "names no topic; add topics=[…] in the words of topics.toml."
    if len(set(exercise.hints)) != len(exercise.hints):
        yield "has the same hint twice; three hints go from a nudge to almost the code."
    yield from _of_the_mistakes(exercise)
    try:
        cases = len(exercise.make_cases())
    except Exception as error:
        yield f"has cases that cannot be made ({type(error).__name__}: {error}); mend cases=…."
        return
    if cases < CASES:
        yield f"is tried on {cases} case{'s' * (cases != 1)}; give at least {CASES}, simple first, then odd shapes."


def _of_the_mistakes(exercise):
    if len(exercise.mistakes) < MISTAKES:
        yield f"knows {len(exercise.mistakes)} mistakes; give at least {MISTAKES}, about ten are good."
    for known in exercise.mistakes:
        if not known.sentence.endswith("."):
            yield f"has the mistake {known.sentence!r}, which is no sentence: end it with a full stop."
        try:
            known.function  # noqa: B018  a slip is applied when it is first asked for
        except (ValueError, SyntaxError) as error:
            yield f"has the mistake {known.sentence!r}, whose edit cannot be made ({error}); mend the edit."


def _of_the_question(question):
    if len(question.choices) != CHOICES:
        yield f"has {len(question.choices)} choices; give {CHOICES}, each wrong one a real slip."
    texts, reasons = zip(*question.choices.values(), strict=True)
    if len(set(texts)) < len(texts) or len(set(reasons)) < len(reasons):
        yield "gives a choice or a reason twice; each choice has a reason of its own."
    if not question.topics:
        yield "names no topic; add topics=[…] in the words of topics.toml."


def _unknown_topics(lab):
    for topic, where in ways(lab).items():
        if topic not in all_topics():
            places = [*where["built"], *where["shown"], *(f"question {number}" for number in where["asked"])]
            yield f"{places[0]} names the topic {topic!r}, which topics.toml does not have; use its words."


def _too_little(lab):
    count = len(lab.quiz_questions)
    due = QUESTIONS_OF_A_CASE if lab.case_study else QUESTIONS
    if count not in due:
        name = lab.quiz_name.lower()
        yield f"its {name} has {count} question{'s' * (count != 1)}; write {due.start} to {due.stop - 1}."
    if not any(exercise.planted for exercise in lab.exercises.values()):
        yield "it has no bug to find; give one exercise planted=… and symptom=…."


def _too_long(master):
    """What of a lab's length is beyond a sitting, or not what its heading says."""
    counted, lab = length(master), master.lab
    if counted.cells > MOST_CELLS or counted.words > MOST_WORDS:
        yield f"it has {counted}; {MOST_CELLS} cells and {MOST_WORDS:,} words are the most: cut it."
    if counted.minutes not in MINUTES or abs(counted.minutes - lab.minutes) > GUESSED:
        yield (
            f"minutes={lab.minutes}, and {counted.minutes} by count (docs/adding_a_lab.md, The fields): "
            f"a lab takes {MINUTES.start} to {MINUTES.stop - 1} and says what is counted."
        )


def _uncovered(lab):
    covered = ways(lab)
    for topic in planned()[lab.id].owns if lab.id in planned() else ():
        has = [way for way, names in covered.get(topic, {}).items() if names]
        if len(has) < WAYS:
            only = f"only {has[0]}" if has else "neither built, shown nor asked"
            yield (
                f"its topic {topic!r} is {only}; let a second of the three name it: an exercise (topics=…), "
                "an explorer or figure (shows=…), a question (topics=…)."
            )


def _unwritten(master):
    left = [words for cell in master.cells for words in re.findall(r"To write: (.{1,30})", cell.source)]
    if left:
        yield f"{master.path.name} still says {len(left)} times what is to be written, first {left[0]!r}; write it."


def check(root, labs=None):
    """The problems of some labs; those of all labs, drafts and folders without a master where labs is None."""
    found = []
    for lab_id in lab_ids(root) if labs is None else labs:
        try:
            found += problems(root, lab_id)
        except PublishError as error:
            found.append(str(error))
    return found if labs is not None else found + drafts() + strays(root)


def drafts():
    """A sentence for each lab that is a draft."""
    named = [name for name in loadable() if load(name).draft]
    return [f"{name} is a draft: take draft=True out of its Lab when it holds all that a lab must." for name in named]


def strays(root):
    """A sentence for each lab module without a master."""
    return [
        f"utils/labs/{name} has no master; write {'/source/'.join(name.split('/'))}.py."
        for name in names()
        if name not in lab_ids(root)
    ]
