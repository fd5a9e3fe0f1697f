"""The exercise complete_analogy: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_word_vectors.common import drawn_map
from utils.steps import word_vectors as steps
from utils.steps.word_vectors import cosine_similarity


def analogy_cases(rng):
    """A parallelogram with decoys; words in capitals, also of one that would win; many words; an a that would win; one
    word left, also in the opposite direction."""
    plane = {"low": [0.0, 0.0], "high": [0.5, 2.0], "cold": [4.0, 0.2], "warm": [4.5, 2.1], "tepid": [4.4, 0.4]}
    plane = {word: np.array(vector) for word, vector in plane.items()} | {"hot": np.array([5.2, 4.0])}
    cases = [("low", "high", "cold", plane), ("LOW", "High", "cold", plane)]
    near = {"low": [0.0, 0.0], "high": [0.5, 2.0], "near": [0.05, 0.0], "hot": [1.5, 2.5]}
    cases.append(("low", "HIGH", "near", {word: np.array(vector) for word, vector in near.items()}))
    for d in (2, 3, 5, 8, 3, 4):
        words = [f"w{k}" for k in range(30)]
        some = drawn_map(rng, words, d)
        cases.append((*rng.choice(words, 3, replace=False).tolist(), some))
    behind = {"a": [0.0, 0.1], "b": [1.0, 0.0], "c": [-5.0, 0.2], "d": [-4.0, 1.5], "e": [-6.0, 0.0]}
    cases.append(("a", "b", "c", {word: np.array(vector) for word, vector in behind.items()}))
    words = ["one", "two", "three", "four"]  # a single word is left
    back = {"a": [0.0, 1.0], "b": [1.0, 1.0], "c": [3.0, 0.0], "d": [1.0, 0.0]}
    cases.append(("a", "b", "c", {word: np.array(vector) for word, vector in back.items()}))
    return [*cases, ("one", "two", "three", drawn_map(rng, words, 3))]


def by_lists(word_a, word_b, word_c, word_to_vec_map):
    given = [word.lower() for word in (word_a, word_b, word_c)]
    e_a, e_b, e_c = (word_to_vec_map[word] for word in given)
    rest = [word for word in word_to_vec_map if word not in given]
    cosines = [cosine_similarity(word_to_vec_map[word] - e_c, e_b - e_a) for word in rest]
    return rest[int(np.argmax(cosines))]


def by_rows(word_a, word_b, word_c, word_to_vec_map):
    given = {word_a.lower(), word_b.lower(), word_c.lower()}
    rest = [word for word in word_to_vec_map if word not in given]
    steps_from_c = np.array([word_to_vec_map[word] for word in rest]) - word_to_vec_map[word_c.lower()]
    step = word_to_vec_map[word_b.lower()] - word_to_vec_map[word_a.lower()]
    return rest[np.argmax(steps_from_c @ step / np.linalg.norm(steps_from_c, axis=1))]


STEP = "cosine_similarity(e_b - e_a, e_w - e_c)"
LOWER = (
    "word_a, word_b, word_c = word_a.lower(), word_b.lower(), word_c.lower()\n"
    "    e_a, e_b, e_c = word_to_vec_map[word_a], word_to_vec_map[word_b], word_to_vec_map[word_c]"
)
AS_WRITTEN = "e_a, e_b, e_c = (word_to_vec_map[word.lower()] for word in (word_a, word_b, word_c))"
SKIP = "if w in (word_a, word_b, word_c):"

EXERCISE = Exercise(
    steps.complete_analogy,
    points=13,
    returns=("best_word",),
    cases=analogy_cases,
    mistakes={
        "The opposite word wins: the steps are e_b − e_a and e_w − e_c, and the largest cosine is asked for.": slip(
            "e_b - e_a", "e_a - e_b"
        ),
        "You compare e_b − e_a + e_c with e_w, as exercise 4 will; here the two steps are compared.": slip(
            STEP, "cosine_similarity(e_b - e_a + e_c, e_w)"
        ),
        "You compare the step from a to b with the candidate itself; take e_c away from it.": slip(
            STEP, "cosine_similarity(e_b - e_a, e_w)"
        ),
        "You compare the steps from a to c and from b to the candidate; it is a to b, and c to the candidate.": slip(
            STEP, "cosine_similarity(e_c - e_a, e_w - e_b)"
        ),
        "Your steps are compared by the dot product, which prefers candidates far from c; take the cosine.": slip(
            STEP, "np.dot(e_b - e_a, e_w - e_c)"
        ),
        "Your steps are compared by their distance; the course compares directions, with the cosine.": slip(
            STEP, "-np.linalg.norm((e_b - e_a) - (e_w - e_c))"
        ),
        "The three given words are candidates, too; skip them.": slip(SKIP, "if w is None:"),
        "Only c is skipped; a and b are no answers either.": slip(SKIP, "if w == word_c:"),
        "a and b are skipped, c is not; it is no answer either.": slip(SKIP, "if w in (word_a, word_b):"),
        "b and c are skipped, a is not; it is no answer either.": slip(SKIP, "if w in (word_b, word_c):"),
        "The given words are skipped as they are written; compare them in lower case, as the map has them.": slip(
            LOWER, AS_WRITTEN
        ),
        "Your first step is e_b itself; take e_a away from it.": slip(STEP, "cosine_similarity(e_b, e_w - e_c)"),
        "The best cosine is not kept, so the last word that beats the first bar wins; set it with the word.": slip(
            "best_word, best_cosine = w, cosine", "best_word = w"
        ),
        "Your best cosine begins at 0, so that where all are negative no word is found; begin at −∞.": slip(
            "None, -np.inf", "None, 0.0"
        ),
        "Your best cosine begins at −1, which a word in the opposite direction does not beat; begin at −∞.": slip(
            "None, -np.inf", "None, -1.0"
        ),
        "Words in capitals are not found; the map has lower case only, so call lower() first.": slip(
            "word_a.lower(), word_b.lower(), word_c.lower()", "word_a, word_b, word_c"
        ),
        "You return the cosine with the word; the word alone is asked for.": slip(
            "return best_word", "return best_word, best_cosine"
        ),
        "You return the cosine; the word is asked for.": slip("return best_word", "return best_cosine"),
    },
    right=[by_lists, by_rows],
    hints=[
        "Two steps are compared: from a to b, and from c to each candidate.",
        "d = argmax over w of cos(e_b − e_a, e_w − e_c), over all words but a, b and c.",
        "if w in (word_a, word_b, word_c): continue; cosine = cosine_similarity(e_b - e_a, e_w - e_c); keep w and the "
        "cosine where it is larger than the best so far, which begins at -np.inf.",
    ],
    topics=["analogies"],
)
