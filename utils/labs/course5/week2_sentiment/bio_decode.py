"""The exercise bio_decode: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import sentiment as steps

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


def decode_cases(rng):
    """By hand; two that touch; one at the end; an I without a B; an I of another type; none; no words; any tags."""
    texts = [
        "O B-PER I-PER O O B-LOC",
        "B-LOC B-LOC O",
        "O O B-ORG I-ORG I-ORG",
        "O I-PER I-PER O",
        "B-PER I-LOC I-LOC O I-ORG",
        "I-ORG B-ORG I-ORG",
        "B-PER O I-PER",
        "O O O",
        "",
    ]
    drawn = [[TAGS[k] for k in rng.integers(0, len(TAGS), n)] for n in (8, 12, 20)]
    return [(text.split(),) for text in texts] + [(tags,) for tags in drawn] + [(["B-LOC"],)]


def longer_names(rng):
    return [("B-WORK-OF-ART I-WORK-OF-ART O".split(),)]


def by_borders(tags):
    """Where an entity begins, and how far each goes on."""
    entities = []
    for place, tag in enumerate(tags):
        before = tags[place - 1] if place else "O"
        if tag == "O" or (tag[0] == "I" and before[2:] == tag[2:]):
            continue
        end = place + 1
        while end < len(tags) and tags[end] == "I-" + tag[2:]:
            end += 1
        entities.append((tag[2:], place, end))
    return entities


def with_a_guard(tags):
    """An O behind the sentence closes what is open."""
    entities, current = [], None
    for i, tag in enumerate([*tags, "O"]):
        kind = None if tag == "O" else tag.split("-", 1)[1]
        if current and tag == "I-" + current[0]:
            continue
        if current:
            entities.append((current[0], current[1], i))
        current = None if kind is None else (kind, i)
    return entities


def within(tags):
    """From entity to entity, but on by one tag alone."""
    entities, i = [], 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        name, j = tags[i][2:], i + 1
        while j < len(tags) and tags[j] == "I-" + name:
            j += 1
        entities.append((name, i, j))
        i += 1
    return entities


def last_type_kept(tags):
    """The type of a closed entity is not forgotten, so an I of it opens nothing."""
    entities, kind, start = [], None, None
    for i, tag in enumerate([*tags, "O"]):
        letter, _, name = tag.partition("-")
        if start is not None and (letter != "I" or name != kind):
            entities.append((kind, start, i))
            start = None
        if start is None and letter != "O" and (letter == "B" or name != kind):
            kind, start = name, i
    return entities


CLOSE = 'if kind is not None and (letter != "I" or name != kind):'
LAST = "    if kind is not None:\n        entities.append((kind, start, len(tags)))\n"
OPEN = 'if kind is None and letter != "O":'

EXERCISE = Exercise(
    steps.bio_decode,
    points=14,
    returns=("entities",),
    cases=decode_cases,
    wishes=longer_names,
    mistakes={
        "An entity that goes on to the sentence's end is lost; close it after the loop.": slip(LAST, ""),
        "A B directly behind an entity of its own type goes on with it; every B begins a new one.": slip(
            CLOSE, 'if kind is not None and (letter == "O" or name != kind):'
        ),
        "An I of another type goes on with the open entity; its type has to be the same.": slip(
            CLOSE, 'if kind is not None and letter != "I":'
        ),
        "An I that continues nothing is dropped; it begins an entity.": slip(
            OPEN, 'if kind is None and letter == "B":'
        ),
        "Every I begins an entity; one that continues an entity of its own type belongs to it.": slip(
            CLOSE, "if kind is not None:"
        ),
        "The end is the last word's place; it is the first place behind the entity.": slip(
            ("entities.append((kind, start, place))", "entities.append((kind, start, place - 1))"),
            ("entities.append((kind, start, len(tags)))", "entities.append((kind, start, len(tags) - 1))"),
        ),
        "The end of an entity inside the sentence is one place too far.": slip(
            "entities.append((kind, start, place))", "entities.append((kind, start, place + 1))"
        ),
        "The end of an entity at the sentence's end is one place too early; it is len(tags).": slip(
            "len(tags))", "len(tags) - 1)"
        ),
        "An entity keeps the type of the tag that closes it; it has the type that it began with.": slip(
            "entities.append((kind, start, place))", "entities.append((name, start, place))"
        ),
        "The place and the end are exchanged: an entity is (type, start, end).": slip(
            ("(kind, start, place)", "(kind, place, start)"), ("(kind, start, len(tags))", "(kind, len(tags), start)")
        ),
        "The types still have B- or I- in front; only the part behind it is the type.": slip(
            "kind, start = name, place", "kind, start = tag, place"
        ),
        "The length stands where the end belongs; an entity is (type, start, end).": slip(
            ("(kind, start, place)", "(kind, start, place - start)"),
            ("(kind, start, len(tags))", "(kind, start, len(tags) - start)"),
        ),
        "A closed entity stays open, and comes again at the next tags; after closing, nothing is open.": slip(
            "            kind = None\n", ""
        ),
        "Places are counted from 1; the first word's place is 0.": slip("enumerate(tags)", "enumerate(tags, start=1)"),
        "The tag right behind an entity opens none; it is not yet part of anything, and may begin the next one.": slip(
            OPEN, 'elif kind is None and letter != "O":'
        ),
        "Each I within an entity begins another one, inside it; go on behind the entity.": within,
        "An O does not close what is open; it ends the entity before it.": slip(
            'letter, _, name = tag.partition("-")',
            'letter, _, name = tag.partition("-")\n        if letter == "O":\n            continue',
        ),
        "After an O, an I of the last entity's type begins nothing; forget the type when an entity is closed.": (
            last_type_kept
        ),
        "An I of another type closes the open entity, which stays open all the same; then nothing is open.": slip(
            "            kind = None\n", '            kind = kind if letter == "I" else None\n'
        ),
        "Only the first letter of the type is kept.": slip(
            "kind, start = name, place", "kind, start = name[:1], place"
        ),
    },
    right=[by_borders, with_a_guard],
    hints=[
        "Walk through the tags and remember what is open: nothing, or a type and where it began. Two questions at each "
        "tag: does it close what is open, and does it open something?",
        "An open entity is closed by O, by any B, and by an I of another type. Then, where nothing is open, a B or an "
        "I opens one. What is open behind the last tag ends there.",
        'letter, _, name = tag.partition("-"); if kind is not None and (letter != "I" or name != kind): append '
        "(kind, start, place), kind = None; if kind is None and letter != \"O\": kind, start = name, place; after the "
        "loop, append what is still open with end len(tags).",
    ],
    topics=["named-entity recognition"],
)  # fmt: skip
