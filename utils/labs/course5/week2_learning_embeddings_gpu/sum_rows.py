"""The exercise sum_rows: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import embeddings as steps


def row_cases(rng):
    """Three places by hand, one word twice; many repeats; none; one word alone; large numbers of words; one place."""
    cases = [(np.array([5, 2, 5]), np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]))]
    for ids in ([4, 0, 4, 2, 4, 0], [3, 1, 0], [2, 2, 2, 2], [900, 7, 900], [6]):
        cases.append((np.array(ids), rng.normal(size=(len(ids), 3))))
    return cases


def by_sorting(ids, values):
    order = torch.argsort(ids, stable=True)
    rows, counts = torch.unique_consecutive(ids[order], return_counts=True)
    return rows, torch.stack([some.sum(dim=0) for some in values[order].split(counts.tolist())])


def by_sparse_tensor(ids, values):
    """PyTorch's own: a sparse tensor that is coalesced."""
    whole = torch.sparse_coo_tensor(ids[None], values, (int(ids.max()) + 1, values.shape[1]), check_invariants=True)
    whole = whole.coalesce()
    return whole.indices()[0], whole.values()


def last_only(ids, values):
    rows, places = torch.unique(ids, return_inverse=True)
    sums = values.new_zeros(len(rows), values.shape[1])
    sums[places] += values
    return rows, sums


def means(ids, values):
    rows, places, counts = torch.unique(ids, return_inverse=True, return_counts=True)
    return rows, values.new_zeros(len(rows), values.shape[1]).index_add(0, places, values) / counts[:, None]


def in_order_of_places(ids, values):
    rows = torch.tensor(list(dict.fromkeys(ids.tolist())), device=ids.device)
    return rows, torch.stack([values[ids == row].sum(dim=0) for row in rows])


def descending(ids, values):
    rows, sums = steps.sum_rows(ids, values)
    return rows.flip(0), sums.flip(0)


ADDED = "sums.index_add(0, places, values)"

EXERCISE = TwinExercise(
    steps.sum_rows,
    of=None,
    points=12,
    returns=("rows", "sums"),
    cases=row_cases,
    mistakes={
        "A word that stands in several places keeps one row only: sums[places] += reads all, adds, writes one after "
        "the other; index_add adds place by place.": last_only,
        "You take means over the places of a word; its rows add up.": means,
        "Your sums belong to the words in the order of their places; sums of the words in ascending order are asked "
        "for.": in_order_of_places,
        "Your words run from the largest down; the order is ascending.": descending,
        "Words that occur twice stand in your rows twice; torch.unique gives each once.": slip(
            "return rows, " + ADDED, "return ids.sort().values, " + ADDED + "[places[ids.argsort()]]"
        ),
        "You return the values of all places; those of one word add up.": slip(
            "return rows, " + ADDED, "return rows, values"
        ),
        "You return the sums alone; which words they belong to comes first.": slip("return rows, ", "return "),
        "You return the places in place of the words; rows are the numbers that occur.": slip(
            "return rows,", "return places,"
        ),
        "rows and sums are exchanged; rows come first.": slip("return rows, " + ADDED, "return " + ADDED + ", rows"),
        "The values are added at the words' own numbers; their places among the different words are meant, the second "
        "thing that torch.unique gives.": slip(ADDED, "sums.index_add(0, ids, values)"),
        "index_add returns the sum and leaves sums as they were: return what it gives.": slip(
            "return rows, " + ADDED, ADDED + "\n    return rows, sums"
        ),
    },
    right=[by_sorting, by_sparse_tensor],
    hints=[
        "Which words occur, each once? And for each place: the how-manieth of these words stands there?",
        "rows, places = torch.unique(ids, return_inverse=True); then it is exercise 1 with places and len(rows).",
        "sums = values.new_zeros(len(rows), values.shape[1]); return rows, sums.index_add(0, …, values)",
    ],
    topics=["sparse gradients"],
)
