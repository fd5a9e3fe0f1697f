"""The exercise entity_scores: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import sentiment as steps


def score_cases(rng):
    """By hand; wrong type and wrong end; the same entity elsewhere; none predicted; none there; no hit; many."""
    two = [[("PER", 0, 2), ("LOC", 4, 5)], [("ORG", 1, 4)]]
    cases = [
        ([[("PER", 0, 2), ("LOC", 4, 5)]], [[("PER", 0, 2)]]),
        (two, [[("PER", 0, 2), ("ORG", 4, 5)], [("ORG", 1, 3), ("LOC", 3, 4)]]),
        ([[("LOC", 0, 1)], []], [[], [("LOC", 0, 1)]]),
        ([[("LOC", 0, 1)], [("LOC", 0, 1)], [("PER", 2, 3)]], [[("LOC", 0, 1)], [], []]),
        (two, [[], []]),
        ([[], []], two),
        ([[]], [[]]),
        ([[("PER", 0, 2), ("LOC", 4, 5)]], [[("LOC", 4, 5)]]),
        ([[("PER", 0, 1), ("ORG", 2, 5)]], [[("PER", 1, 2), ("ORG", 3, 5)]]),
    ]
    for m in (4, 9):
        true = [[("PER", 3 * k, 3 * k + 2) for k in range(rng.integers(0, 4))] for _ in range(m)]
        predicted = [[(t, s, s + rng.integers(1, 3)) for t, s, _ in row if rng.random() < 0.8] for row in true]
        predicted = [[(t, int(s), int(e)) for t, s, e in row] + [("ORG", 20, 21)] * (m == 9) for row in predicted]
        cases.append((true, predicted))
    return cases


def by_loops(true, predicted):
    found = missed = wrong = 0
    for there, said in zip(true, predicted, strict=True):
        for entity in said:
            if entity in there:
                found += 1
            else:
                wrong += 1
        missed += sum(entity not in said for entity in there)
    precision = found / (found + wrong) if found + wrong > 0 else 0
    recall = found / (found + missed) if found + missed > 0 else 0
    return precision, recall, (2 * found / (2 * found + wrong + missed) if found else 0)


def by_numbered_sets(true, predicted):
    there, said = ({(i, *entity) for i, row in enumerate(rows) for entity in row} for rows in (true, predicted))
    found = len(there & said)
    p, r = found / max(len(said), 1), found / max(len(there), 1)
    return p, r, 2 * p * r / max(p + r, 1e-300)


def means_of_sentences(true, predicted):
    """Each sentence's three scores, averaged."""
    rows = []
    for there, said in zip(true, predicted, strict=True):
        p, r = (len(set(there) & set(said)) / max(len(some), 1) for some in (said, there))
        rows.append((p, r, 2 * p * r / (p + r) if p + r else 0.0))
    return tuple(map(float, np.mean(rows, axis=0)))


PRECISION = "precision = found / n_predicted if n_predicted else 0.0"
RECALL = "recall = found / n_true if n_true else 0.0"
FOUND = "found = sum(len(set(one) & set(other)) for one, other in zip(true, predicted, strict=True))"
F1 = "F1 = 2 * precision * recall / (precision + recall) if found else 0.0"


def of_places(drop):
    """found, where something of an entity is not compared.    drop: an expression for what is kept of one."""
    keep = f"{{{drop} for t, s, e in ROW}}"
    sets = " & ".join(keep.replace("ROW", name) for name in ("one", "other"))
    return slip(FOUND, f"found = sum(len({sets}) for one, other in zip(true, predicted, strict=True))")


EXERCISE = Exercise(
    steps.entity_scores,
    points=12,
    returns=("precision", "recall", "F1"),
    cases=score_cases,
    mistakes={
        "Precision and recall are exchanged: precision is the share of what was predicted.": slip(
            "return precision, recall, F1", "return recall, precision, F1"
        ),
        "The type is not compared; a place with the wrong type is not found.": of_places("(s, e)"),
        "The end is not compared; half a name is not found.": of_places("(t, s)"),
        "The start is not compared; a name is found where start and end are right.": of_places("(t, e)"),
        "Entities of all sentences are put into one set, so that the same place in two sentences counts once.": slip(
            FOUND, "found = len({e for row in true for e in row} & {e for row in predicted for e in row})"
        ),
        "F1 is the plain mean of precision and recall; it is the harmonic one.": slip(
            "2 * precision * recall / (precision + recall)", "(precision + recall) / 2"
        ),
        "The factor 2 is missing in F1.": slip("2 * precision * recall", "precision * recall"),
        "Nothing predicted stops the function; the score is 0 there.": slip(" if n_predicted else 0.0", ""),
        "Nothing to be found stops the function; the score is 0 there.": slip(" if n_true else 0.0", ""),
        "Without a single hit F1 divides 0 by 0; the score is 0 there.": slip(" if found else 0.0", ""),
        "Where nothing was predicted, precision is 1; it is 0 here.": slip(
            PRECISION, "precision = found / n_predicted if n_predicted else 1.0"
        ),
        "Where nothing was to be found, recall is 1; it is 0 here.": slip(
            RECALL, "recall = found / n_true if n_true else 1.0"
        ),
        "Both are divided by the number of true entities; precision is a share of the predicted ones.": slip(
            PRECISION, "precision = found / n_true if n_true else 0.0"
        ),
        "Sentences are counted instead of entities.": slip("sum(map(len, true))", "len(true)"),
        "Each sentence's hits are divided by that sentence's entities, and the shares are averaged; add up first.": (
            slip(
                (PRECISION, "precision = sum(len(set(a) & set(b)) / max(len(b), 1) for a, b in zip(true, predicted)) / "
                 "len(true)"),
                (RECALL, "recall = sum(len(set(a) & set(b)) / max(len(a), 1) for a, b in zip(true, predicted)) / "
                 "len(true)"),
            )
        ),
        "All three scores are taken of each sentence and averaged; add up the numbers of all sentences first.": (
            means_of_sentences
        ),
        "Precision is the mean of the sentences' precisions; add up the numbers of all sentences first.": slip(
            PRECISION, "precision = float(np.mean([len(set(a) & set(b)) / max(len(b), 1) for a, b in "
            "zip(true, predicted)]))"
        ),
        "What is predicted in a sentence without a name is passed over; it is wrong, and counts.": slip(
            "sum(map(len, predicted))", "sum(len(b) for a, b in zip(true, predicted) if a)"
        ),
        "Entities are compared by their number in the list; one may stand at another place of the other list.": slip(
            FOUND, "found = sum(a == b for one, other in zip(true, predicted) for a, b in zip(one, other))"
        ),
        "The smaller number of entities counts as found, whatever they are; count those that stand in both lists.": (
            slip(FOUND, "found = sum(min(len(a), len(b)) for a, b in zip(true, predicted))")
        ),
        "Entities of one type that overlap count as found; start and end have to be right.": slip(
            FOUND, "found = sum(any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a in one) for one, other in "
            "zip(true, predicted) for b in other)"
        ),
        "Only sentences whose entities are all right count; each entity counts by itself.": slip(
            FOUND, "found = sum(len(a) if list(a) == list(b) else 0 for a, b in zip(true, predicted))"
        ),
        "F1 is the product of both; it is their harmonic mean.": slip(
            "2 * precision * recall / (precision + recall)", "precision * recall"
        ),
    },
    right=[by_loops, by_numbered_sets],
    hints=[
        "Three numbers decide: how many entities are there, how many were predicted, and how many stand in both lists "
        "of the same sentence.",
        "precision = found / predicted, recall = found / true, F1 = 2 precision · recall / (precision + recall); 0 "
        "where the denominator is 0.",
        "found = sum(len(set(one) & set(other)) for one, other in zip(true, predicted)); n_true = sum(map(len, true)), "
        "and n_predicted likewise; guard each division.",
    ],
    topics=["named-entity recognition"],
)  # fmt: skip
