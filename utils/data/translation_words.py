"""The words of the small translation from English to French: their forms, their gender, and what goes with what.

A noun has one gender in both numbers, an adjective four forms and sometimes a fifth ("bel", before a vowel), a verb one
form for one doer and one for several. Where two French forms are the same ("souris", "heureux"), both are written.
"""

from typing import NamedTuple

VOWELS = "aeiouhâéèêîô"  # every h in this list of words is mute: l'homme


class Noun(NamedTuple):
    """A noun in both languages."""

    english: tuple  # one, several: ("cat", "cats")
    french: tuple  # one, several: ("chat", "chats")
    feminine: bool
    kind: str  # "person", "animal", "food", "opens" (a thing that opens), "place" (where one can be in), "thing"


class Adjective(NamedTuple):
    """An adjective in both languages."""

    english: str
    masculine: tuple  # one, several: ("noir", "noirs")
    feminine: tuple  # one, several: ("noire", "noires")
    before: bool  # whether it stands before its noun
    vowel: str  # the masculine form for one thing before a vowel: "bel"
    kinds: tuple  # the kinds of nouns that it stands with


class Verb(NamedTuple):
    """A verb in both languages, third person of the present."""

    english: tuple  # one, several: ("looks for", "look for")
    french: tuple  # one, several: ("cherche", "cherchent")
    kinds: tuple  # the kinds of nouns that can be its object
    animals: bool  # whether animals do it, too
    general: bool  # True where English without an article is French with "les": loves cats, aime les chats


def _nouns(kind, words):
    """One noun a line: English one/several, French one/several, m or f."""
    rows = [line.split() for line in words.strip().splitlines()]
    return [Noun(tuple(e.split("/")), tuple(f.split("/")), g == "f", kind) for e, f, g in rows]


NOUNS = (
    *_nouns("person", """
        girl/girls fille/filles f
        boy/boys garçon/garçons m
        woman/women femme/femmes f
        man/men homme/hommes m
        king/kings roi/rois m
        queen/queens reine/reines f
        child/children enfant/enfants m
        uncle/uncles oncle/oncles m
        aunt/aunts tante/tantes f
        prince/princes prince/princes m
        actor/actors acteur/acteurs m
        actress/actresses actrice/actrices f
        mother/mothers mère/mères f
        father/fathers père/pères m
    """),
    *_nouns("animal", """
        cat/cats chat/chats m
        dog/dogs chien/chiens m
        horse/horses cheval/chevaux m
        bird/birds oiseau/oiseaux m
        duck/ducks canard/canards m
        cow/cows vache/vaches f
        mouse/mice souris/souris f
        frog/frogs grenouille/grenouilles f
        donkey/donkeys âne/ânes m
        bee/bees abeille/abeilles f
        rabbit/rabbits lapin/lapins m
    """),
    *_nouns("food", """
        apple/apples pomme/pommes f
        pear/pears poire/poires f
        cake/cakes gâteau/gâteaux m
        orange/oranges orange/oranges f
        tomato/tomatoes tomate/tomates f
        lemon/lemons citron/citrons m
        carrot/carrots carotte/carottes f
        strawberry/strawberries fraise/fraises f
        pineapple/pineapples ananas/ananas m
        apricot/apricots abricot/abricots m
    """),
    *_nouns("opens", """
        door/doors porte/portes f
        window/windows fenêtre/fenêtres f
        letter/letters lettre/lettres f
        book/books livre/livres m
        umbrella/umbrellas parapluie/parapluies m
        bag/bags sac/sacs m
    """),
    *_nouns("place", """
        house/houses maison/maisons f
        car/cars voiture/voitures f
        garden/gardens jardin/jardins m
        boat/boats bateau/bateaux m
        church/churches église/églises f
        school/schools école/écoles f
        castle/castles château/châteaux m
    """),
    *_nouns("thing", """
        table/tables table/tables f
        chair/chairs chaise/chaises f
        flower/flowers fleur/fleurs f
        tree/trees arbre/arbres m
        hat/hats chapeau/chapeaux m
        coat/coats manteau/manteaux m
        key/keys clé/clés f
        star/stars étoile/étoiles f
        ladder/ladders échelle/échelles f
        watch/watches montre/montres f
    """),
)  # fmt: skip

THINGS = ("thing", "opens", "place")
COLOURED = ("animal", "food", *THINGS)
LIVING = ("person", "animal")
ALL = ("person", "animal", "food", *THINGS)


def _adjective(english, masculine, feminine, place, kinds):
    """masculine: one/several, or one/several/before a vowel.    feminine: one/several.    place: before or after."""
    one, several, vowel = (*masculine.split("/"), masculine.split("/")[0])[:3]
    return Adjective(english, (one, several), tuple(feminine.split("/")), place == "before", vowel, kinds)


ADJECTIVES = (
    _adjective("red", "rouge/rouges", "rouge/rouges", "after", ("food", *THINGS)),
    _adjective("green", "vert/verts", "verte/vertes", "after", ("food", *THINGS)),
    _adjective("yellow", "jaune/jaunes", "jaune/jaunes", "after", COLOURED),
    _adjective("black", "noir/noirs", "noire/noires", "after", ("animal", *THINGS)),
    _adjective("white", "blanc/blancs", "blanche/blanches", "after", ("animal", *THINGS)),
    _adjective("grey", "gris/gris", "grise/grises", "after", ("animal", *THINGS)),
    _adjective("heavy", "lourd/lourds", "lourde/lourdes", "after", COLOURED),
    _adjective("expensive", "cher/chers", "chère/chères", "after", ("food", *THINGS)),
    _adjective("happy", "heureux/heureux", "heureuse/heureuses", "after", LIVING),
    _adjective("clever", "intelligent/intelligents", "intelligente/intelligentes", "after", LIVING),
    _adjective("tired", "fatigué/fatigués", "fatiguée/fatiguées", "after", LIVING),
    _adjective("big", "grand/grands", "grande/grandes", "before", COLOURED),
    _adjective("small", "petit/petits", "petite/petites", "before", ALL),
    _adjective("pretty", "joli/jolis", "jolie/jolies", "before", ("animal", *THINGS)),
    _adjective("beautiful", "beau/beaux/bel", "belle/belles", "before", ALL),
    _adjective("old", "vieux/vieux/vieil", "vieille/vieilles", "before", (*LIVING, *THINGS)),
    _adjective("new", "nouveau/nouveaux/nouvel", "nouvelle/nouvelles", "before", THINGS),
    _adjective("young", "jeune/jeunes", "jeune/jeunes", "before", LIVING),
    _adjective("good", "bon/bons", "bonne/bonnes", "before", ("food",)),
)


def _verb(english, french, kinds, animals=False, general=False):
    return Verb(tuple(english.split("/")), tuple(french.split("/")), kinds, animals, general)


VERBS = (
    _verb("sees/see", "voit/voient", ALL, animals=True),
    _verb("finds/find", "trouve/trouvent", ALL, animals=True),
    _verb("looks for/look for", "cherche/cherchent", ALL, animals=True),
    _verb("looks at/look at", "regarde/regardent", ALL, animals=True),
    _verb("follows/follow", "suit/suivent", LIVING, animals=True),
    _verb("eats/eat", "mange/mangent", ("food",), animals=True),
    _verb("loves/love", "aime/aiment", ALL, animals=True, general=True),
    _verb("waits for/wait for", "attend/attendent", LIVING, animals=True),
    _verb("helps/help", "aide/aident", LIVING),
    _verb("listens to/listen to", "écoute/écoutent", LIVING),
    _verb("draws/draw", "dessine/dessinent", ALL),
    _verb("carries/carry", "porte/portent", ("animal", "food", "thing")),
    _verb("washes/wash", "lave/lavent", ALL),
    _verb("opens/open", "ouvre/ouvrent", ("opens", "place")),
    _verb("buys/buy", "achète/achètent", COLOURED),
    _verb("sells/sell", "vend/vendent", COLOURED),
    _verb("wants/want", "veut/veulent", COLOURED),
    _verb("has/have", "a/ont", COLOURED),
)

# English, French, the kinds of nouns after it; "près de" takes the article into itself: près du, près des
PREPOSITIONS = (
    ("in", ("dans",), ("place",)),
    ("near", ("près", "de"), ("thing", "place", "opens", *LIVING)),
    ("behind", ("derrière",), ("thing", "place", "opens", *LIVING)),
    ("in front of", ("devant",), ("thing", "place", *LIVING)),
    ("under", ("sous",), ("thing",)),
)
GRAMMAR = {
    "english": ("the", "a", "an", "and", "does", "do", "not"),
    "french": (*("le", "la", "l'", "les", "un", "une", "des", "de", "d'", "du"), *("et", "ne", "n'", "pas")),
}
