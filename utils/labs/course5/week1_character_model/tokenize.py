"""The exercise tokenize: its cases, right answers and known mistakes."""

from collections import defaultdict

from utils.checking import Exercise, slip
from utils.steps import language_model as steps

TRAIN = ["the cat sat", "the dog sat", "a dog ran"]


def token_cases(rng):
    """Three short sentences; capitals and spaces; more places than words; two places; ties; nothing known at all."""
    words = ["delta", "alpha", "Beta", "gamma", "alpha", "delta", "epsilon", "zeta", "beta"]
    drawn = [" ".join(rng.choice(words, 6)) for _ in range(5)]
    return [
        (["the cat ran", "a bird sat"], TRAIN, 3),
        (["The  DOG sat down ", "dog"], ["The dog ", " the DOG The"], 2),
        (TRAIN, TRAIN, 50),
        (["sat sat the"], TRAIN, 2),
        (drawn[3:], drawn[:3], 4),
        (["quite other words"], TRAIN, 2),
        (["b a c d"], ["d c b a", "b d"], 3),
    ]


def empty_ones(rng):
    return [(["", "the"], TRAIN, 2)]


def keys_too_many(due, came):
    """On words in the vocabulary that do not belong there; what was encoded is right all the same."""
    more = [word for word in came.value[0] if word not in due.value[0]]
    if not more:
        return None
    if isinstance(came.value[0], defaultdict):
        return (
            f"vocabulary holds {more[0]!r}, which is none of its words: looking a word up puts it into your "
            "defaultdict; take .get(word, 1)."
        )
    return f"vocabulary holds {more[0]!r} as well; it holds the two special tokens and the n_words words, and no more."


def by_a_dictionary(sentences, train, n_words):
    seen = {}
    for sentence in train:
        for word in sentence.lower().split():
            seen[word] = seen.get(word, 0) + 1
    ranked = sorted(sorted(seen), key=seen.get, reverse=True)
    numbers = {"<EOS>": 0, "<UNK>": 1}
    for word in ranked[:n_words]:
        numbers[word] = len(numbers)
    rows = []
    for sentence in sentences:
        row = []
        for word in sentence.lower().split():
            row.append(numbers[word] if word in numbers else 1)
        rows.append(row + [0])
    return numbers, rows


def by_zip(sentences, train, n_words):
    text = " ".join(train).lower().split()
    words = sorted(set(text), key=lambda word: (-text.count(word), word))[:n_words]
    tokens = ["<EOS>", "<UNK>"] + words
    numbers = dict(zip(tokens, range(len(tokens)), strict=True))
    return numbers, [
        [numbers.get(word, 1) for word in (one.lower() + " <EOS>").split()[:-1]] + [0] for one in sentences
    ]


TOKENS = '{token: number for number, token in enumerate(["<EOS>", "<UNK>", *frequent])}'

EXERCISE = Exercise(
    steps.tokenize,
    points=8,
    returns=("vocabulary", "encoded"),
    cases=token_cases,
    wishes=empty_ones,
    judge=keys_too_many,
    mistakes={
        "The vocabulary is made of the sentences to encode; it is made of train, which alone may be looked at.": slip(
            "for sentence in train for", "for sentence in sentences for"
        ),
        "Your sentences have no end; put the number of <EOS> behind each.": slip(
            'encoded[-1].append(vocabulary["<EOS>"])', "pass"
        ),
        "The end stands in front of the sentence; it comes behind its last word.": slip(
            'encoded[-1].append(vocabulary["<EOS>"])', 'encoded[-1].insert(0, vocabulary["<EOS>"])'
        ),
        "Words that the vocabulary lacks are left out; each becomes the number of <UNK>.": slip(
            'vocabulary.get(word, vocabulary["<UNK>"]) for word in sentence.lower().split()',
            "vocabulary[word] for word in sentence.lower().split() if word in vocabulary",
        ),
        "Unknown words become the end of the sentence; theirs is the number of <UNK>, 1.": slip(
            'vocabulary["<UNK>"])', 'vocabulary["<EOS>"])'
        ),
        "The two special tokens take places of the n_words; they come in addition.": slip(
            "[:n_words]", "[: n_words - 2]"
        ),
        "One of the special tokens takes a place of the n_words; they come in addition.": slip(
            "[:n_words]", "[: n_words - 1]"
        ),
        "All words are taken; only the n_words most frequent ones get a number.": slip("[:n_words]", ""),
        "The rarest words are taken; sort by falling frequency.": slip("(-counts[word], word)", "(counts[word], word)"),
        "Words are taken in the order of the alphabet; the most frequent ones come first.": slip(
            "(-counts[word], word)", "word"
        ),
        "The chosen words are numbered by the alphabet; the most frequent one comes first.": slip(
            ("frequent = sorted(counts", "frequent = sorted(sorted(counts"), ("[:n_words]", "[:n_words])")
        ),
        "Words of the same frequency stand in the order in which they occur; the alphabet decides there.": slip(
            "(-counts[word], word)", "-counts[word]"
        ),
        "Words of the same frequency stand in falling order of the alphabet; a comes before b.": slip(
            "sorted(counts, key=lambda word: (-counts[word], word))",
            "sorted(counts, key=lambda word: (counts[word], word), reverse=True)",
        ),
        "Capitals make another word of your training sentences; turn all of them into lower case.": slip(
            "in train for word in sentence.lower().split()", "in train for word in sentence.split()"
        ),
        "Capitals make unknown words of your sentences; turn them into lower case before you look a word up.": slip(
            'vocabulary["<UNK>"]) for word in sentence.lower().split()',
            'vocabulary["<UNK>"]) for word in sentence.split()',
        ),
        "Your words include empty ones where two spaces follow each other; split() without an argument takes them as "
        "one.": slip(".split()", '.split(" ")'),
        "You count letters; a word is what stands between spaces, sentence.lower().split().": slip(
            "for word in sentence.lower().split())", "for word in sentence.lower())"
        ),
        "<EOS> is turned into lower case, too, and so becomes an unknown word; put its number behind the words "
        "afterwards.": slip('vocabulary["<EOS>"])', 'vocabulary.get("<eos>", vocabulary["<UNK>"]))'),
        "<UNK> has number 0 and <EOS> 1; it must be the other way round.": slip(
            '["<EOS>", "<UNK>", ', '["<UNK>", "<EOS>", '
        ),
        "The words' numbers begin at 0, where the special tokens stand; those come first.": slip(
            '["<EOS>", "<UNK>", *frequent]', '[*frequent, "<EOS>", "<UNK>"]'
        ),
        "The words' numbers begin at 1, which <UNK> has already; they begin at 2.": slip(
            TOKENS, '{"<EOS>": 0, "<UNK>": 1} | {word: number for number, word in enumerate(frequent, 1)}'
        ),
        "The words' numbers begin at 0 again, which <EOS> has already; they begin at 2.": slip(
            TOKENS, '{"<EOS>": 0, "<UNK>": 1} | {word: number for number, word in enumerate(frequent)}'
        ),
        "Your vocabulary leads from numbers to tokens; it is {token: number}.": slip(
            "return vocabulary, encoded", "return {number: token for token, number in vocabulary.items()}, encoded"
        ),
        "All sentences stand in one list; give a list for each.": slip(
            "return vocabulary, encoded", "return vocabulary, [number for row in encoded for number in row]"
        ),
    },
    right=[by_a_dictionary, by_zip],
    hints=[
        "Two parts: count and rank the words of train, then look every word up. What do you give for a word that you "
        "do not find?",
        'sorted by (−count, word), the first n_words; numbers from 0 for ["<EOS>", "<UNK>", then those]; each sentence '
        "is [number or that of <UNK> for each word] and the number of <EOS>.",
        "counts = Counter(…); frequent = sorted(counts, key=lambda word: (-counts[word], word))[:n_words]; "
        'vocabulary = {token: number for number, token in enumerate(["<EOS>", "<UNK>", *frequent])}; '
        'vocabulary.get(word, …) for each word; append vocabulary["<EOS>"].',
    ],
    topics=["tokens, end and unknown", "characters against words"],
)
