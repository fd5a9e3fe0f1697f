"""How bias, analogies and maps come out over several texts and starts.

A seed writes a text and starts the vectors that are learnt from it. The stored vectors are those of seed 0.
`python -m utils measure week2_word_vectors` measures anew, about five minutes on one core.
"""

import numpy as np

from utils.data.word_vectors import load_word_vectors
from utils.labs.course5.week2_word_vectors import baselines, bias, maps
from utils.labs.course5.week2_word_vectors.common import OCCUPIED
from utils.labs.course5.week2_word_vectors.training import WINDOW, D, corpus_of, train_vectors
from utils.steps.word_vectors import offset_answers

BIASES, SEEDS = (-1.0, -0.5, 0.0, 0.5, 1.0), tuple(range(10, 20))
SEARCH, JUDGE = (5, 6), (10, 11, 12, 13, 14)
RANKS, LONG, WIDE = (25, 50, 75, 100, 150, 200, 300), 12, 100
PERPLEXITIES, MAP_SEEDS, RATIO = (5, 15, 30, 50), (0, 1, 2, 3, 4), 10


def measure():
    """The tables: {"bias", "analogies", "rank", "maps", "clouds"}."""
    rank = best_rank()
    return {
        "bias": [bias_row(strength, seed) for strength in BIASES for seed in SEEDS],
        "rank": rank,
        "analogies": [row for seed in JUDGE for row in analogy_rows(seed, rank)],
        "maps": map_rows(),
        "clouds": [cloud_row(perplexity, seed) for perplexity in PERPLEXITIES for seed in MAP_SEEDS],
    }


def bias_row(strength, seed):
    """What vectors tell that were learnt from a text of this strength; at 0, of the shares that 1 would have had."""
    corpus = corpus_of(seed, strength)
    E = train_vectors(corpus, seed)
    shares = bias.told_shares(strength or 1.0)
    places = bias.places_on(bias.axis_of(E, corpus.words), E[:, OCCUPIED])
    found = bias.measures(E, corpus.words, shares, np.random.default_rng(seed))
    return {"bias": strength, "seed": seed} | found | {"places": places.round(3).tolist()}


def best_rank():
    """The length of shortened counted rows that answers most analogies on the texts of SEARCH."""

    def right(d):
        return np.mean([baselines.right_by_relation(offset_answers, E[:d]).mean() for E in longest])

    # Columns are sorted by their weight: the first d rows of the longest are the shortened rows of d
    longest = [baselines.shortened(baselines.counted_rows(corpus_of(seed), WINDOW), max(RANKS)) for seed in SEARCH]
    return max(RANKS, key=right)


def analogy_rows(seed, rank):
    """The shares of right answers by relation, of every kind of vectors and every way to answer, on one text."""
    corpus = corpus_of(seed)
    E, P = train_vectors(corpus, seed), baselines.counted_rows(corpus, WINDOW)
    cosine = offset_answers
    tried = [
        ("skip-gram", "cosine", E, cosine),
        ("skip-gram", "steps", E, baselines.answers_by_steps),
        ("skip-gram", "distance", E, baselines.answers_by_distance),
        ("skip-gram", "near c", E, baselines.answers_near_c),
        ("skip-gram", "near b", E, baselines.answers_near_b),
        ("skip-gram", "b + c", E, baselines.answers_by_sums),
        (f"skip-gram, {LONG} epochs", "cosine", train_vectors(corpus, seed, LONG), cosine),
        (f"skip-gram, {WIDE} numbers, {LONG} epochs", "cosine", train_vectors(corpus, seed, LONG, WIDE), cosine),
        ("random", "cosine", baselines.random_vectors(D, np.random.default_rng(seed)), cosine),
        ("counted rows", "cosine", P, cosine),
        (f"counted rows, {D} numbers", "cosine", baselines.shortened(P, D), cosine),
        (f"counted rows, {rank} numbers", "cosine", baselines.shortened(P, rank), cosine),
    ]
    return [{"seed": seed, "vectors": name, "way": way} | answered(answer, some) for name, way, some, answer in tried]


def answered(answer, E):
    """Right with the given words excluded, right without, and how often a given word wins then, by relation."""
    found = {
        "right": baselines.right_by_relation(answer, E),
        "right without exclusion": baselines.right_by_relation(answer, E, False),
        "given": baselines.given_by_relation(answer, E),
    }
    return {name: shares.round(3).tolist() for name, shares in found.items()}


def map_rows():
    """The trust in maps of the stored vectors, and how alike maps of different seeds are."""
    E = np.stack(list(load_word_vectors().values()), axis=1)
    V = maps.mapped_vectors(E)
    rows = [{"map": "principal components", "seed": 0} | judged(V, maps.pca_map(V))]
    for perplexity in PERPLEXITIES:
        drawn = [maps.tsne_map(V, perplexity, seed) for seed in MAP_SEEDS]
        rows += tsne_rows("t-SNE", V, perplexity, drawn)
    from_pca = [maps.tsne_map(V, 15, seed, start="pca") for seed in MAP_SEEDS[:2]]
    return rows + tsne_rows("t-SNE from principal components", V, 15, from_pca)


def tsne_rows(name, V, perplexity, drawn):
    """One row for each map; maps differ in the seed alone."""
    upper, rows = np.triu_indices(V.shape[1], 1), []
    first = maps.distances(drawn[0])[upper]
    for seed, flat in zip(MAP_SEEDS, drawn, strict=False):
        like = round(maps.rank_correlation(first, maps.distances(flat)[upper]), 3)
        row = {"map": name, "perplexity": perplexity, "seed": seed, "like seed 0": like}
        rows.append(row | judged(V, flat))
    return rows


def judged(V, flat):
    return maps.trust(V, flat) | {"kinds": maps.kinds_right(V, flat)}


def cloud_row(perplexity, seed):
    """How much wider the wider of two clouds is on the map; in truth it is RATIO times as wide."""
    points, wide = maps.two_clouds(np.random.default_rng(seed), ratio=RATIO)
    flat = maps.tsne_map(points, perplexity, seed, directions=False)
    ratio = maps.width(flat[:, wide]) / maps.width(flat[:, ~wide])
    return {"perplexity": perplexity, "seed": seed, "ratio": round(ratio, 3)}
