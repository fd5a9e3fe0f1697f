"""Sentences with named entities, drawn from templates: persons, places and organisations, all of them invented.

The structure is planted, and said here. Everything is in lower case, as from speech, so that a capital gives no name
away. Names have one to three words. They overlap, as names do: surnames are often places ("mara ashford", "ashford"),
and organisations are called after places ("bank of ashford", "ashford steel").

The words of the names are divided among training, dev and test, and so are the templates and the things. A new name is
therefore a new word in a new sentence, and not every new word is a name. All other words of the templates for dev and
test stand in templates for training, too.
"""

from typing import NamedTuple

from utils.data.arguments import whole_number

TYPES = ("PER", "LOC", "ORG")
PARTS = ("train", "dev", "test")
GIVEN = (
    *("mara", "jonas", "ines", "tobias", "lena", "viktor", "clara", "emil", "nadia", "oskar", "petra", "hugo"),
    *("irene", "felix", "selma", "anton", "greta", "bruno", "wanda", "casper", "edith", "rafael", "tilda", "marek"),
    *("alma", "konrad", "yvonne", "silas", "dora", "niklas", "vera", "matteo", "ronja", "albin", "sonja", "ezra"),
)
SURNAMES = (
    *(
        "lindqvist",
        "moreau",
        "tanaka",
        "okafor",
        "petrov",
        "keller",
        "silva",
        "novak",
        "haas",
        "demir",
        "costa",
        "berg",
    ),
    *("farkas", "olsen", "rossi", "dubois", "ivanov", "santos", "weiss", "kaya", "lund", "marin", "popov", "schaefer"),
)
PLACES = tuple(
    start + end
    for start in ("ash", "bram", "corn", "dun", "elm", "fen", "green", "hart", "kirk", "lang", "mill", "nor")
    for end in ("ford", "bury", "haven")
)
KINDS = ("steel", "motors", "press", "airways", "foods", "textiles")
INSTITUTES = ("bank", "university", "museum")
THINGS = (
    *("table", "lamp", "piano", "bicycle", "camera", "ladder", "carpet", "kettle", "mirror", "engine", "boat", "wagon"),
    *("violin", "stove", "basket", "barrel", "clock", "tent", "drum", "shovel", "candle", "pump", "desk", "harp"),
)
TEMPLATES = {
    "train": (
        "{P} works for {O} in {L}", "{P} left {O} last week", "{O} has opened an office in {L}",
        "the mayor of {L} met {P} on monday", "shares of {O} fell after {P} left", "{P} was born in {L}",
        "the train from {L} to {L} was late", "{P} and {P} bought a {X} in {L}", "the {X} was made by {O}",
        "{O} sold the {X} to {P} last year", "on monday {P} flew from {L} to {L}", "nobody at {O} knew {P}",
        "it was a {X} that {P} bought", "the {L} {L} train leaves at noon", "guests {P} {P} and {P} came late",
        "{P} told {P} that {O} was for sale", "a {X} fell on {P} in {L}", "the head of {O} said that the {X} was sold",
        "workers at {O} in {L} went home", "{L} has a new mayor", "a letter from {P} reached {O}",
        "she put the {X} near the old {X}", "the new {X} was late last week",
        "according to {P} the office in {L} is old",
        "{O} {O} and {P} each bought a {X}", "the road to {L} was closed at noon", "we saw {P} near the {X}",
        "{P} said no to {O}", "in {L} the {X} is made by workers", "the office of {O} is near the road to {L}",
        "last week {P} met the mayor of {L}", "{P} flew to {L} on monday", "the head of {O} flew from {L} to {L}",
        "guests from {L} left at noon", "guests {P} and {P} left for {L} last week", "{P} said that {O} left {L}",
        "the train to {L} was closed on monday", "a {X} from {O} was sold to {P}", "{O} said that the {X} was late",
        "nobody in {L} bought the {X}", "nobody knew that {P} works for {O}", "last year {O} bought {O}",
        "the mayor said that a {X} fell on the road", "the {L} {L} road is old", "according to {O} nobody left",
        "at noon {P} was near the {X} in {L}", "{P} and the head of {O} came to {L}", "the letter to {O} was late",
        "a letter to {P} from {P} was sold", "{P} has left {O} for {O}", "workers said that {L} has a new road",
        "{P} {P} and {P} met in {L}", "shares of {O} and {O} fell last year", "{L} is near {L}",
    ),
    "dev": (
        "last year {P} left {L} for {L}", "the head of {O} met {P} in {L}", "{P} sold a {X} to {P}",
        "the {X} near the road was late", "on monday workers at {O} said no", "{O} has bought the {X} from {P}",
        "a new office of {O} has opened", "guests from {L} came to {L} at noon",
    ),
    "test": (
        "according to {O} the {X} was sold in {L}", "last week {P} flew to {L}", "the mayor said that {P} works in {L}",
        "{P} met the head of {O} at noon", "{O} bought a {X} from {O}", "the old {X} fell near the road",
        "on monday the {L} {L} train was closed", "guests {P} {P} and {P} left for {L}", "a letter to {P} was late",
        "nobody in {L} knew that {O} has left", "{P} and the mayor of {L} bought the {X}", "shares of {O} fell in {L}",
    ),
}  # fmt: skip


class Tagged(NamedTuple):
    """m sentences and the entities in them."""

    words: list  # m lists of words
    entities: list  # m lists of (type, start, end), from left to right; the words start … end − 1 are the name


class Entities(NamedTuple):
    """Sentences to learn from, to choose by and to measure on: `test` has new names, `known` those for training."""

    train: Tagged
    dev: Tagged
    test: Tagged
    known: Tagged


def load_entities(rng, m_train=600, m_dev=200, m_test=300):
    """Sentences with their entities; dev, test and known have templates of their own.

    rng: np.random.Generator.    m_train, m_dev, m_test: numbers of sentences; `known` has m_test.
    Returns Entities. Raises ValueError for a number that is not whole or below 2.
    """
    for name, m in {"m_train": m_train, "m_dev": m_dev, "m_test": m_test}.items():
        whole_number(name, m, "sentences")
    return Entities(
        draw_tagged(rng, m_train, "train", "train"),
        draw_tagged(rng, m_dev, "dev", "dev"),
        draw_tagged(rng, m_test, "test", "test"),
        draw_tagged(rng, m_test, "test", "train"),
    )


def draw_tagged(rng, m, templates, names):
    """m sentences in the templates of one part with the names of one part, "train", "dev" or "test"."""
    drawn = [_fill(_pick(rng, TEMPLATES[templates]), (names,), rng) for _ in range(m)]
    return Tagged([words for words, _ in drawn], [entities for _, entities in drawn])


def untagged(rng, m):
    """m sentences in templates for training, with names and things of all parts, mixed, and nothing that names a type.

    Returns a list of m lists of words.
    """
    whole_number("m", m, "sentences")
    return [_fill(_pick(rng, TEMPLATES["train"]), PARTS, rng)[0] for _ in range(m)]


def share_of(names, part):
    """The names or things that belong to a part: of each six, four are for training, one for dev, one for test."""
    places = {"train": (0, 1, 2, 3), "dev": (4,), "test": (5,)}[part]
    return tuple(name for number, name in enumerate(names) if number % 6 in places)


def draw_name(kind, part, rng):
    """The words of one name.    kind: of TYPES.    part: "train", "dev" or "test"."""
    given, surnames, places = (share_of(names, part) for names in (GIVEN, SURNAMES, PLACES))
    if kind == "LOC":
        return [_pick(rng, places)]
    if kind == "PER":
        chance = rng.random()
        surname = _pick(rng, places if rng.random() < 0.3 else surnames)
        return [_pick(rng, given)] if chance < 0.3 else [surname] if chance < 0.4 else [_pick(rng, given), surname]
    if rng.random() < 0.4:
        return [_pick(rng, INSTITUTES), "of", _pick(rng, places)]
    return [_pick(rng, places if rng.random() < 0.5 else surnames), _pick(rng, KINDS)]


def _fill(template, parts, rng):
    """A template's words with names and things of these parts in its places, and the entities."""
    words, entities, kinds = [], [], {f"{{{kind[0]}}}": kind for kind in TYPES}
    for word in template.split():
        part = parts[0] if len(parts) == 1 else _pick(rng, parts)
        if word in kinds:
            name = draw_name(kinds[word], part, rng)
            entities.append((kinds[word], len(words), len(words) + len(name)))
            words += name
        else:
            words.append(_pick(rng, share_of(THINGS, part)) if word == "{X}" else word)
    return words, entities


def _pick(rng, things):
    return things[rng.integers(len(things))]
