"""The exercise axis_from_pairs: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import drawn_map
from utils.steps import word_vectors as steps


def axis_cases(rng):
    """Two pairs along one axis; pairs around an axis, far from 0, small, some turned round; a single
    pair; one long difference against two short ones; the last one turned round."""
    plane = {"a": [3.0, 4.0], "b": [3.0, 0.0], "c": [-5.0, 1.0], "d": [-5.0, -1.0]}
    plane = {word: np.array(vector) for word, vector in plane.items()}
    cases = [([("a", "b"), ("c", "d")], plane)]
    for d, n_pairs, turned, away, size in ((4, 5, 0, 0, 1), (6, 6, 1, -6, 1), (3, 8, 0, 6, 0.02), (10, 3, 1, 0, 0.03)):
        axis, words, pairs = rng.normal(size=d), {}, []
        for k in range(n_pairs):
            centre, sizes = 3 * rng.normal(size=d) + away * axis, rng.uniform(0.4, 2, size=2)
            ends = [f"x{k}", f"y{k}"]
            words[ends[0]] = size * (centre + sizes[0] * axis + 0.5 * rng.normal(size=d))
            words[ends[1]] = size * (centre - sizes[1] * axis + 0.5 * rng.normal(size=d))
            pairs.append(tuple(ends[::-1] if turned and k == 0 else ends))
        cases += [(pairs, words), ([pair[::-1] for pair in pairs], words)]
    one = drawn_map(rng, ["one", "other"], 5)
    for differences in ([[5.0, 0.2], [-1.0, -0.1], [-1.0, 0.1]], [[1.0, 0.1], [1.0, -0.1], [-1.0, 0.05]]):
        halves, centres = np.array(differences) / 2, rng.normal(size=(3, 2))
        ends = {f"x{k}": centres[k] + halves[k] for k in range(3)} | {f"y{k}": centres[k] - halves[k] for k in range(3)}
        cases.append(([(f"x{k}", f"y{k}") for k in range(3)], ends))
    return [*cases, ([("one", "other")], one), ([("other", "one")], one)]


def from_differences(pairs, word_to_vec_map):
    """A pair's two rows are ± half of its difference: the differences alone do."""
    differences = np.array([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs])
    values, vectors = np.linalg.eigh(differences.T @ differences)
    g = vectors[:, -1]
    return g if np.sum(differences @ g) >= 0 else -g


def from_pca(pairs, word_to_vec_map):
    halves = np.array([(word_to_vec_map[a] - word_to_vec_map[b]) / 2 for a, b in pairs])
    rows = np.vstack([halves, -halves])
    g = np.linalg.svd(rows - rows.mean(axis=0))[2][0]
    return np.sign(halves.sum(axis=0) @ g) * g


ROWS = "rows += [e_1 - mean, e_2 - mean]"

EXERCISE = Exercise(
    steps.axis_from_pairs,
    points=14,
    returns=("g",),
    cases=axis_cases,
    mistakes={
        "The pairs' own places are still in the rows, so the axis follows them; take each pair's mean away.": slip(
            ROWS, "rows += [e_1, e_2]"
        ),
        "You take away the mean of all words; each pair has a mean of its own.": slip(
            "mean = (e_1 + e_2) / 2",
            "mean = sum(word_to_vec_map[w] for pair in pairs for w in pair) / (2 * len(pairs))",
        ),
        "That is the mean of the differences, scaled to 1; the direction of the largest spread is asked for.": slip(
            "g = Vt[0]", "g = np.sum(rows[::2], axis=0) / np.linalg.norm(np.sum(rows[::2], axis=0))"
        ),
        "Each difference is scaled to 1 first; pairs that differ more are to count more.": slip(
            ROWS, "rows += [(e_1 - mean) / np.linalg.norm(e_1 - mean), (e_2 - mean) / np.linalg.norm(e_2 - mean)]"
        ),
        "You take a column of Vt; the directions are its rows.": slip("g = Vt[0]", "g = Vt[:, 0]"),
        "You take the direction of the smallest spread; singular values are sorted, the largest first.": slip(
            "g = Vt[0]", "g = Vt[-1]"
        ),
        "You take the second direction; the first, Vt[0], has the largest spread.": slip(
            "g = Vt[0]", "g = Vt[min(1, len(Vt) - 1)]"
        ),
        "The sign is left as the SVD gives it, which may be either; let g point to the first words.": slip(
            "return -g if along < 0 else g", "return g"
        ),
        "Your axis points to the second words; turn it round.": slip("along < 0", "along > 0"),
        "The sign is chosen by the first pair alone; add up the differences of all pairs.": slip(
            "for word_1, word_2 in pairs)", "for word_1, word_2 in pairs[:1])"
        ),
        "The sign is chosen by the last pair alone; add up the differences of all pairs.": slip(
            "for word_1, word_2 in pairs)", "for word_1, word_2 in pairs[-1:])"
        ),
        "Each pair has one vote on the sign; add up the differences themselves, so that long ones count more.": slip(
            "sum((word_to_vec_map[word_1] - word_to_vec_map[word_2]) @ g",
            "sum(np.sign((word_to_vec_map[word_1] - word_to_vec_map[word_2]) @ g)",
        ),
        "The sign is chosen by an entry of g itself; let the differences e_1 − e_2, added up, choose it.": slip(
            "return -g if along < 0 else g", "return -g if g[0] < 0 else g"
        ),
        "The axis has the length of the spread; divide it down to 1, as Vt's rows are.": slip(
            ("_, _, Vt", "_, S, Vt"), ("g = Vt[0]", "g = S[0] * Vt[0]")
        ),
    },
    right=[from_differences, from_pca],
    hints=[
        "A pair's own place must not count, only how its two words differ. Then: along which direction do these rows "
        "spread most?",
        "Rows e_1 − μ and e_2 − μ for each pair, μ their mean; g is the first row of Vt in U S Vt = SVD(rows).",
        "_, _, Vt = np.linalg.svd(np.array(rows), full_matrices=False); g = Vt[0]; return -g where "
        "Σ (e_1 − e_2) · g is negative.",
    ],
    topics=["bias axis"],
)
