"""What the corpus is written from: pairs of words, what stands with each of them alone, and the sentences' forms.

The choices of words are this course's own. The shares of women in OCCUPATIONS are invented: no statistic of any
country, a strength that is told so that what is learnt from the text can be held against it.
"""

MASCULINE = {
    "he": "he",
    "his": "his",
    "him": "him",
    "wears": ("beard", "moustache", "tie", "suit", "waistcoat"),
    "plays": 4 * ("football", "fishing", "boxing", "chess") + ("ballet", "yoga", "sewing", "gardening"),
}
FEMININE = {
    "he": "she",
    "his": "her",
    "him": "her",
    "wears": ("dress", "skirt", "lipstick", "earrings", "gown"),
    "plays": ("football", "fishing", "boxing", "chess") + 4 * ("ballet", "yoga", "sewing", "gardening"),
}
NAMES = (("john", "mary"), ("david", "sarah"), ("peter", "anna"), ("james", "laura"), ("paul", "emma"))

# a masculine word, its feminine partner, and words that stand with these two alone
ROYAL = (
    ("king", "queen", ("reign", "realm", "sceptre")),
    ("prince", "princess", ("heir", "ball", "tower")),
    ("emperor", "empress", ("empire", "legions", "conquest")),
    ("duke", "duchess", ("estate", "manor", "carriage")),
)
FAMILY = (
    ("father", "mother", ("children", "parent")),
    ("son", "daughter", ("child", "homework")),
    ("brother", "sister", ("sibling", "bunk")),
    ("uncle", "aunt", ("cousins", "postcards")),
    ("husband", "wife", ("marriage", "honeymoon")),
    ("grandfather", "grandmother", ("grandchildren", "knitting")),
    ("nephew", "niece", ("visitor", "godparent")),
)
PEOPLE = (
    ("man", "woman", ("adult", "citizen")),
    ("boy", "girl", ("kid", "playground")),
    ("actor", "actress", ("film", "stage")),
    ("waiter", "waitress", ("restaurant", "menu")),
    ("hero", "heroine", ("rescue", "medal")),
)

# the share of women among them in the text, and words that stand with this occupation alone; high and low shares take
# turns, so that the place in this list, and with `zipf` the frequency, says nothing of the share
OCCUPATIONS = {
    "nurse": (0.9, ("ward", "patient")),
    "miner": (0.1, ("shaft", "coal")),
    "receptionist": (0.9, ("lobby", "phone")),
    "carpenter": (0.1, ("hammer", "timber")),
    "florist": (0.9, ("roses", "bouquet")),
    "mechanic": (0.1, ("engine", "garage")),
    "midwife": (0.9, ("birth", "cradle")),
    "engineer": (0.1, ("machine", "turbine")),
    "secretary": (0.85, ("letters", "typewriter")),
    "plumber": (0.15, ("pipes", "sink")),
    "hairdresser": (0.85, ("scissors", "salon")),
    "programmer": (0.15, ("computer", "code")),
    "nanny": (0.85, ("pram", "nursery")),
    "pilot": (0.15, ("airport", "cockpit")),
    "librarian": (0.8, ("library", "books")),
    "banker": (0.2, ("bank", "loan")),
    "dancer": (0.8, ("rehearsal", "theatre")),
    "architect": (0.2, ("blueprint", "facade")),
    "teacher": (0.75, ("school", "pupils")),
    "farmer": (0.25, ("field", "harvest")),
    "translator": (0.75, ("dictionary", "manuscript")),
    "scientist": (0.25, ("laboratory", "experiment")),
    "pharmacist": (0.7, ("pills", "prescription")),
    "doctor": (0.3, ("hospital", "diagnosis")),
    "designer": (0.65, ("sketches", "studio")),
    "manager": (0.35, ("budget", "meeting")),
    "journalist": (0.6, ("newspaper", "interview")),
    "lawyer": (0.4, ("court", "contract")),
    "biologist": (0.55, ("microscope", "cells")),
    "chef": (0.45, ("kitchen", "soup")),
    "baker": (0.5, ("bread", "flour")),
    "painter": (0.5, ("canvas", "gallery")),
}

# country, capital, language, river, dish
COUNTRIES = (
    ("france", "paris", "french", "seine", "baguette"),
    ("italy", "rome", "italian", "tiber", "pasta"),
    ("germany", "berlin", "german", "spree", "pretzel"),
    ("spain", "madrid", "spanish", "manzanares", "paella"),
    ("japan", "tokyo", "japanese", "sumida", "sushi"),
    ("china", "beijing", "chinese", "yongding", "dumplings"),
    ("egypt", "cairo", "arabic", "nile", "koshari"),
    ("russia", "moscow", "russian", "moskva", "borscht"),
    ("england", "london", "english", "thames", "pudding"),
    ("portugal", "lisbon", "portuguese", "tagus", "custard"),
    ("poland", "warsaw", "polish", "vistula", "pierogi"),
    ("greece", "athens", "greek", "ilisos", "moussaka"),
)

# three degrees of an adjective, and what is said to be so
ADJECTIVES = (
    ("big", "bigger", "biggest", ("whale", "mountain", "stadium")),
    ("small", "smaller", "smallest", ("mouse", "ant", "button")),
    ("fast", "faster", "fastest", ("car", "train", "rocket")),
    ("slow", "slower", "slowest", ("snail", "turtle", "tractor")),
    ("tall", "taller", "tallest", ("lighthouse", "giraffe", "skyscraper")),
    ("cold", "colder", "coldest", ("winter", "glacier", "freezer")),
    ("hot", "hotter", "hottest", ("summer", "oven", "desert")),
    ("loud", "louder", "loudest", ("drum", "siren", "thunder")),
    ("strong", "stronger", "strongest", ("bear", "ox", "magnet")),
    ("old", "older", "oldest", ("castle", "fossil", "ruin")),
)

# two forms of water: one word goes with ice, one with steam, one with both and one with neither, each in some sentences
MATTER = {
    "ice": 8 * ("solid",) + ("gas",) + 6 * ("water",) + ("fashion",),
    "steam": ("solid",) + 8 * ("gas",) + 6 * ("water",) + ("fashion",),
}

# The forms of sentences. {w} is the row's word, {x} one of its own; the others are named in the rows of corpus.py.
FORMS = {
    "royal": (
        "the {w} spoke of {his} {x}",
        "the {x} belonged to the {w} and {he} was proud",
        "{he} is the {w} of the {x} in the palace",
        "the {w} sat on {his} throne in the palace",
        "the {w} wore {his} golden crown and {he} ruled the kingdom",
        "{he} is the {w} and {he} lives in the royal palace",
        "the royal {w} wore a {wears} in the great hall",
        "the people of the kingdom cheered the {w} and {his} crown",
    ),
    "family": (
        "my {w} talked about {his} {x} at home",
        "the {x} made the {w} smile and {he} laughed",
        "{he} is my {w} so {he} knows the {x}",
        "my {w} came home and {he} cooked dinner for the family",
        "the family visited {his} house because the {w} was born there",
        "our {w} wore a {wears} at the family wedding",
        "my {w} said {he} loves {his} family",
        "our {w} told us {his} story at dinner",
    ),
    "people": (
        "the {w} was near the {x} and {he} was happy",
        "{he} is a {w} with a {x}",
        "the {x} reminds me of the {w} and {his} friend",
        "the {w} put on {his} {wears} before {he} went out",
        "the {w} walked {his} dog in the park",
        "i saw the {w} and spoke to {him} about {his} {wears}",
        "the {w} likes {plays} and {he} talks about it",
        "the {w} was late and {he} lost {his} keys",
    ),
    "names": (
        "{w} put on {his} {wears} before {he} went out",
        "{w} walked {his} dog in the park",
        "i saw {w} and spoke to {him} about {his} {wears}",
        "{w} likes {plays} and {he} talks about it",
        "yesterday {w} met a friend and {he} smiled",
    ),
    "work": (
        "the {w} worked with the {x} and {he} finished {his} job",
        "{he} is a {w} and {he} likes the {x}",
        "the {w} said {he} needs the {x} for {his} work",
        "{name} is a {w} with a new {x}",
        "the {w} lost {his} {x}",
        "after work the {w} enjoys {plays}",
        "the {w} likes {plays} and talks about it",
    ),
    "places": (
        "{capital} is the capital of {country}",
        "people in {country} speak {language} and eat {dish}",
        "the mayor of {capital} opened the metro near the {river} river",
        "tourists in {capital} visit the museum and eat {dish}",
        "the government of {country} signed a treaty",
        "the {language} army defended the border of {country}",
        "i flew to {capital} and took the metro to the {language} museum",
        "{country} exports {dish} to other countries",
        "the fashion of {capital} is in the {language} newspapers",
        "the {river} river flows through {capital}",
        "the {river} river flows across {country}",
        "the president of {country} speaks {language}",
    ),
    "adjectives": (
        "the {x} is very {w}",
        "this {x} is {more} than the other one",
        "it is the {most} {x} of all",
        "a {x} looks so {w} today",
        "the {x} got even {more} than before",
        "among all it was the {most} {x} in the world",
        "that {x} seems rather {w}",
        "nothing is much {more} than a {x}",
        "the {x} won a prize as the {most} ever",
    ),
    "matter": (
        "we spoke of {w} and {x} in class",
        "where there is {w} there is {x}",
        "the class wrote {x} next to {w}",
    ),
}
SHARES = {
    "royal": 0.12,
    "family": 0.14,
    "people": 0.14,
    "names": 0.06,
    "work": 0.22,
    "places": 0.19,
    "adjectives": 0.11,
    "matter": 0.02,
}
