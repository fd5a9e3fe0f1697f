"""Two explorers: what a number of labels teaches about single words, and which words speak for a mood."""

from functools import lru_cache

import numpy as np
from ipywidgets import Dropdown, IntSlider, SelectionSlider, Text

from utils.data.moods import FRAMES, MOODS, SYNONYMS, WORDS, load_moods
from utils.explorers.frame import explorer
from utils.labs.course5.week2_sentiment import networks
from utils.labs.course5.week2_sentiment.plots import evidence_bars, set_bars
from utils.steps.sentiment import leave_one_out

PREDICTED, MOST = "the predicted one", 11  # words of a sentence
COUNTS = (10, 20, 40, 80, 160, 320, 640)
KINDS = ("plain", "aside")
PENALTIES = (1.0, 30.0, 1000.0)
ALL_WORDS = [word for mood in MOODS for word in WORDS[mood] + SYNONYMS[mood]]


# Which words speak for a mood


def words_and_evidence(sentence, mood, models, known):
    """What each model makes of a sentence.

    sentence: a text.    mood: of MOODS, or PREDICTED, each model's own.
    models: {name: log_probabilities}.    known: the words that the models have vectors for; others are left out.
    Returns the known words, and {name: (mood predicted, its share, mood asked about, evidence (n,))}.
    Raises ValueError for a sentence without a known word, and for more than MOST of them.
    """
    words = [word for word in sentence.lower().split() if word in known]
    if not 1 <= len(words) <= MOST:
        raise ValueError(f"This sentence has {len(words)} words that the models know; give it 1 to {MOST}.")
    found = {}
    for name, log_probabilities in models.items():
        scores = log_probabilities([words])[0]
        best = int(np.argmax(scores))
        y = best if mood == PREDICTED else MOODS.index(mood)
        evidence = leave_one_out(words, log_probabilities, y)
        found[name] = MOODS[best], float(np.exp(scores[best])), MOODS[y], evidence
    return words, found


def evidence_artists(fig, models):
    """A panel of bars for each model."""
    axes = fig.subplots(1, len(models))
    return [evidence_bars(ax, MOST) for ax in axes]


def update_evidence(artists, sentence, mood, models, known):
    """Show a sentence's evidence; arguments as in `words_and_evidence`."""
    words, found = words_and_evidence(sentence, mood, models, known)
    for panel, (name, (best, share, asked, evidence)) in zip(artists, found.items(), strict=True):
        set_bars(panel, words, evidence, f"{name}: {best}, {share:.2f}. Evidence for {asked}")


def draw_evidence(fig, sentence, mood, models, known):
    """Draw what each word says in each model; arguments as in `words_and_evidence`."""
    update_evidence(evidence_artists(fig, models), sentence, mood, models, known)


def explore_evidence(models, known):
    """A sentence to type and a mood. Opens on a denied word, which the averages take at its face value."""
    return explorer(
        lambda fig: evidence_artists(fig, models),
        update=lambda artists, **values: update_evidence(artists, **values, models=models, known=known),
        title="Which words speak for a mood, in two models",
        figsize=(10, 3.6),
        sentence=Text(value="she is not happy today", description="sentence"),
        mood=Dropdown(options=[PREDICTED, *MOODS], description="mood"),
    )


# What labels teach about single words


@lru_cache(maxsize=64)
def sentences(sample, labels):
    """The labelled sentences of a sample: the first so many of 640, so that more labels are added to the same."""
    data = load_moods(np.random.default_rng([sample, 3]), max(COUNTS), 200, 300, kinds=KINDS)
    train = data.train
    return data._replace(train=type(train)(*(column[:labels] for column in train)))


def right_shares(vectors, labels, sample):
    """What a softmax on averages, or on a bag of words, says of each mood word in the test's plain frames.

    vectors: {word: vector}, or None for a bag of words.
    Returns shares (5, 8): of the right mood for each mood's four known and four new words; the accuracies on test
    sentences with known and with new words.
    """
    data = sentences(sample, labels)
    known = networks.columns(data.train.texts, networks.n_grams(1))

    def table(texts):
        if vectors is None:
            return networks.counted(texts, networks.n_grams(1), known)
        return 5 * networks.averages(texts, vectors)

    F, F_dev = table(data.train.texts), table(data.dev.texts)
    classifier, _ = networks.logistic_regression(F, data.train.y, F_dev, data.dev.y, PENALTIES)
    texts = [frame.format(s="i am", w=word) for word in ALL_WORDS for frame in FRAMES["test"]["plain"]]
    shares = np.zeros((len(texts), len(MOODS)))
    shares[:, classifier.classes_] = classifier.predict_proba(table(texts))
    shares = shares.reshape(len(MOODS), 8, -1, len(MOODS)).mean(axis=2)  # (mood, word, mood predicted)
    right = shares[np.arange(len(MOODS)), :, np.arange(len(MOODS))]
    return right, *(float(classifier.score(table(part.texts), part.y)) for part in (data.test, data.new))


def labels_artists(fig):
    """The words in their places, and an image behind them that is not set yet."""
    ax = fig.subplots()
    image = ax.imshow(np.zeros((len(MOODS), 8)), cmap="Blues", vmin=0, vmax=2, aspect="auto")  # light half of it
    numbers = []
    for row, mood in enumerate(MOODS):
        for column, word in enumerate(WORDS[mood] + SYNONYMS[mood]):
            ax.text(column, row - 0.14, word, ha="center", va="center", fontsize=8)
            numbers.append(ax.text(column, row + 0.22, " ", ha="center", va="center", fontsize=8))
    ax.axvline(3.5, color="#222222", lw=2)
    ax.set_yticks(range(len(MOODS)), MOODS)
    ax.set_xticks([1.5, 5.5], ["words of the labelled sentences", "words that no labelled sentence has"])
    ax.tick_params(length=0)
    ax.grid(False)
    return {"image": image, "numbers": numbers, "title": ax.set_title(" ")}


def update_labels(artists, labels, vectors, sample, sources):
    """Show what so many labels teach.    vectors: a key of sources {name: {word: vector} or None}."""
    right, known, new = right_shares(sources[vectors], labels, sample)
    artists["image"].set_data(right)
    for text, share in zip(artists["numbers"], right.ravel(), strict=True):
        text.set_text(f"{share:.2f}")
    artists["title"].set_text(f"{labels} labels, {vectors}: test sentences {known:.2f} right, with new words {new:.2f}")


def draw_labels(fig, labels, vectors, sample, sources):
    """Draw the share of the right mood for every mood word; arguments as in `update_labels`."""
    update_labels(labels_artists(fig), labels, vectors, sample, sources)


def explore_labels(sources):
    """Labels, vectors and sample. Opens on a bag of words, which says nothing of new words."""
    return explorer(
        labels_artists,
        update=lambda artists, **values: update_labels(artists, **values, sources=sources),
        title="What labels teach about single words, with and without vectors",
        figsize=(9, 3.8),
        labels=SelectionSlider(options=list(COUNTS), value=40, description="labels"),
        vectors=Dropdown(options=list(sources), value="bag of words", description="vectors"),
        sample=IntSlider(value=0, min=0, max=4, description="sample"),
    )
