"""The grammar of the small translation: one sentence at a time, drawn in English and French together."""

from utils.data.translation_words import ADJECTIVES, LIVING, NOUNS, PREPOSITIONS, VERBS, VOWELS


def name(word):
    """How a word is named in pairs of words: an adjective as it is, a verb and a noun in the singular."""
    return word.english if isinstance(word.english, str) else word.english[0]


def elided(before, after):
    """The form of a French word before another: "le" and "oiseau" give "l'", "le" and "chat" give "le".

    before: one of "le", "la", "de", "ne", as the other words keep their form.    after: the next word.
    """
    return f"{before[0]}'" if after[0] in VOWELS else before


def sentence(draws):
    """One sentence: one clause, or two with "and" between them.

    draws: what chooses, with `chance(p)` and `pick(things)`.
    Returns the English words, the French words, and the set of pairs (adjective, noun) and (verb, noun) in it.
    """
    english, french, pairs = _clause(draws)
    if draws.chance(0.15):
        english_2, french_2, pairs_2 = _clause(draws)
        return [*english, "and", *english_2], [*french, "et", *french_2], pairs | pairs_2
    return english, french, pairs


def _clause(draws):
    """Who does what, at times not, and at times where."""
    verb, pairs = draws.pick(VERBS), set()
    doers = _of_kind(LIVING if verb.animals else ("person",))
    several = draws.chance(0.3)
    english, french = _phrase(draws, draws.pick(doers), several, pairs, _article(draws, several, 0.75), 0.3)
    if not several and draws.chance(0.1):
        second = _phrase(draws, draws.pick(doers), False, pairs, "the", 0.2)
        english, french, several = [*english, "and", *second[0]], [*french, "et", *second[1]], True
    negated = draws.chance(0.3)
    english += [*("do" if several else "does", "not")[: 2 * negated], *verb.english[several or negated].split()]
    form = verb.french[several]
    french += [elided("ne", form), form, "pas"] if negated else [form]
    objects = _object(draws, verb, negated, pairs)
    places = _place(draws, pairs) if draws.chance(0.25) else ([], [])
    return [*english, *objects[0], *places[0]], [*french, *objects[1], *places[1]], pairs


def _of_kind(kinds):
    return [noun for noun in NOUNS if noun.kind in kinds]


def _article(draws, several, the):
    """The article of what is spoken of: "the" with this probability, and always for several."""
    return "the" if several or draws.chance(the) else "a"


def _object(draws, verb, negated, pairs):
    """What it is done to: the cat, a cat, cats; after "ne … pas" French has "de" for the last two."""
    noun, several = draws.pick(_of_kind(verb.kinds)), draws.chance(0.35)
    pairs.add((name(verb), noun.english[0]))
    article = "the" if draws.chance(0.5) else "a"
    if verb.general:
        article = "general" if several and article == "a" else "the"
    elif article == "a" and negated:
        article = "not a"
    return _phrase(draws, noun, several, pairs, article, 0.5)


def _place(draws, pairs):
    """Where: a preposition with its noun; "de" and "le" are one word, "du"."""
    english, french, kinds = draws.pick(PREPOSITIONS)
    several = draws.chance(0.2)
    phrase = _phrase(draws, draws.pick(_of_kind(kinds)), several, pairs, _article(draws, several, 0.75), 0.25)
    after = [*french, *phrase[1]]
    if french[-1] == "de":
        one = {"le": "du", "les": "des"}.get(phrase[1][0])
        after = [*french[:-1], one, *phrase[1][1:]] if one else [*french[:-1], elided("de", phrase[1][0]), *phrase[1]]
    return [*english.split(), *phrase[0]], after


def _phrase(draws, noun, several, pairs, article, p):
    """A noun with its article, and with probability p an adjective, at times one on either side.

    article: "the"; "a", for several none in English; "not a" after a negated verb; "general", none and "les".
    Returns the English words and the French words.
    """
    able = [adjective for adjective in ADJECTIVES if noun.kind in adjective.kinds]
    adjectives = [draws.pick(able)] if draws.chance(p) else []
    if adjectives and adjectives[0].before and draws.chance(0.15):
        adjectives.append(draws.pick([adjective for adjective in able if not adjective.before]))
    pairs.update((adjective.english, noun.english[0]) for adjective in adjectives)
    english = [*(adjective.english for adjective in adjectives), noun.english[several]]
    if article == "the":
        english.insert(0, "the")
    elif not several:
        english.insert(0, "an" if english[0][0] in "aeiou" else "a")
    front = [_agree(adjective, noun, several) for adjective in adjectives if adjective.before]
    back = [_agree(adjective, noun, several) for adjective in adjectives if not adjective.before]
    french = [*front, noun.french[several], *back]
    return english, [_french_article(article, noun, several, french[0], bool(front)), *french]


def _agree(adjective, noun, several):
    """The adjective's form for this noun; one before it asks whether the noun begins with a vowel."""
    if noun.feminine or several:
        return (adjective.feminine if noun.feminine else adjective.masculine)[several]
    mute = adjective.before and elided("le", noun.french[0]) == "l'"
    return adjective.vowel if mute else adjective.masculine[0]


def _french_article(article, noun, several, after, adjective_first):
    if article == "not a" or (article == "a" and several and adjective_first):
        return elided("de", after)  # pas de chat, de petits chats
    if article == "a":
        return "des" if several else ("une" if noun.feminine else "un")
    return "les" if several else elided("la" if noun.feminine else "le", after)
