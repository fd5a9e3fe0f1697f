"""Maps of word vectors by t-SNE and by principal components, and how far their distances can be trusted."""

import numpy as np

from utils.data.corpus import NUMBER
from utils.labs.course5.week2_word_vectors.common import KINDS, units

MAPPED = list(dict.fromkeys(word for kind in KINDS.values() for word in kind))
KIND_OF = {word: kind for kind, some in KINDS.items() for word in some}
ITERATIONS = 500


def tsne_map(V, perplexity, seed, directions=True, start="random"):
    """A map of the columns of V: (2, m). From a random start, so that seeds differ.

    directions: whether the columns are scaled to length 1 first.    start: or "pca", the two principal components.
    """
    from sklearn.manifold import TSNE

    model = TSNE(perplexity=perplexity, init=start, random_state=seed, max_iter=ITERATIONS)
    rows = (units(V) if directions else V).T
    return model.fit_transform(rows.astype(np.float32)).T.astype(float)


def pca_map(V):
    """The two directions in which the columns of V, scaled to length 1, differ most: (2, m)."""
    rows = units(V) - units(V).mean(axis=1, keepdims=True)
    return np.linalg.svd(rows, full_matrices=False)[0][:, :2].T @ rows


def mapped_vectors(E):
    """The vectors of the words that are on the map, in the order of MAPPED."""
    return E[:, [NUMBER[word] for word in MAPPED]]


def distances(V):
    """Of all pairs of columns: (m, m)."""
    squares = np.sum(V**2, axis=0)
    return np.sqrt(np.maximum(squares[:, None] + squares - 2 * V.T @ V, 0))


def rank_correlation(one, other):
    """Spearman's: the correlation of the ranks. Ties do not occur among distances."""
    ranks = [np.argsort(np.argsort(some)) for some in (one, other)]
    return float(np.corrcoef(*ranks)[0, 1])


def trust(V, flat, near=10):
    """How far the distances of a map (2, m) can be trusted, against those of V's directions.

    Returns "near": the share of each word's `near` nearest that are among its nearest on the map, too; "all": the rank
    correlation of all distances; and "far": that of the pairs which are farther apart than the median.
    """
    true, drawn = distances(units(V)), distances(flat)
    upper = np.triu_indices(len(true), 1)
    far = true[upper] > np.median(true[upper])
    nearest = [np.argsort(some, axis=1)[:, 1 : near + 1] for some in (true, drawn)]
    kept = [len(set(a) & set(b)) / near for a, b in zip(*nearest, strict=True)]
    return {
        "near": round(float(np.mean(kept)), 3),
        "all": round(rank_correlation(true[upper], drawn[upper]), 3),
        "far": round(rank_correlation(true[upper][far], drawn[upper][far]), 3),
    }


def nearest_kinds(flat):
    """For each kind of words, the kind whose mean lies nearest to its own: {kind: kind}.

    flat: vectors or places (d, m), in the order of MAPPED.
    """
    kinds = np.array([KIND_OF[word] for word in MAPPED])
    apart = distances(np.stack([flat[:, kinds == kind].mean(axis=1) for kind in KINDS], axis=1))
    np.fill_diagonal(apart, np.inf)
    return {kind: list(KINDS)[k] for kind, k in zip(KINDS, apart.argmin(axis=1), strict=True)}


def kinds_right(V, flat):
    """How many kinds have the same nearest kind on a map (2, m) as by the directions of V."""
    true, drawn = nearest_kinds(units(V)), nearest_kinds(flat)
    return sum(true[kind] == drawn[kind] for kind in KINDS)


def two_clouds(rng, m=60, d=50, ratio=10, apart=400.0):
    """Two clouds side by side, one `ratio` times as wide as the other: (d, 2 m), and which cloud each belongs to."""
    points = rng.normal(size=(d, 2 * m))
    points[:, m:] *= ratio
    points[0, m:] += apart
    return points, np.arange(2 * m) >= m


def width(points):
    """The root of the mean squared distance from the mean."""
    return float(np.sqrt(np.mean(np.sum((points - points.mean(axis=1, keepdims=True)) ** 2, axis=0))))
