"""The exercise symmetry_report: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week3_shallow_network.common import network
from utils.steps import shallow_network as steps


def symmetry_cases(rng):
    """Two copies and a loner; all alike; none alike; alike but for one entry; copies up to the last digit."""

    def made(W1, b1, W2):
        W1, W2 = np.array(W1, dtype=float), np.array(W2, dtype=float)
        return {"W1": W1, "b1": np.array(b1, dtype=float).reshape(-1, 1), "W2": W2, "b2": np.zeros((len(W2), 1))}

    pairs = network(rng, 3, 5, 2)
    for key in ("W1", "b1"):
        pairs[key][[3, 4]] = pairs[key][[0, 1]]
    pairs["W2"][:, [3, 4]] = pairs["W2"][:, [0, 1]]
    pairs["W1"][3] *= 1 + 1e-13
    return [
        (made([[1, 2], [0, 1], [1, 2]], [0, 0, 0], [[3, 1, 3]]),),
        (made(np.zeros((4, 2)), np.zeros(4), np.zeros((1, 4))),),
        (network(rng, 2, 3),),
        (made([[1, 2]] * 4, [0, 0, 1, 0], [[3, 4, 3, 3], [1, 1, 1, 1]]),),
        (pairs,),
        (made([[1, 2], [1, 2]], [0, 0], [[1, 1], [5, 6]]),),
    ]


def symmetry_by_pairs(parameters):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    n_h, groups, taken = W1.shape[0], [], set()
    for i in range(n_h):
        if i in taken:
            continue
        alike = [
            j
            for j in range(i, n_h)
            if np.allclose(W1[i], W1[j]) and np.allclose(b1[i], b1[j]) and np.allclose(W2[:, i], W2[:, j])
        ]
        taken |= set(alike)
        groups.append(alike)
    return {"distinct_units": len(groups), "groups": groups}


def _columns_taken_for_rows(parameters):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    groups = []
    for i in range(len(W1)):
        for group in groups:
            j = group[0]
            if np.allclose(W1[i], W1[j]) and np.allclose(b1[i], b1[j]) and np.allclose(W2[i], W2[j]):
                group.append(i)
                break
        else:
            groups.append([i])
    return {"groups": groups, "distinct_units": len(groups)}


def _sorted_by_value(parameters):
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T]).round(9)
    distinct, kind = np.unique(units, axis=0, return_inverse=True)
    groups = [np.flatnonzero(kind.ravel() == number).tolist() for number in range(len(distinct))]
    return {"groups": groups, "distinct_units": len(groups)}


EXERCISE = Exercise(
    steps.symmetry_report,
    points=8,
    returns=("report",),
    cases=symmetry_cases,
    mistakes={
        "W2 has a column for each hidden unit: unit i is W2[:, i], not W2[i].": _columns_taken_for_rows,
        "The groups are right, and in another order: the one with unit 0 comes first.": _sorted_by_value,
        "A unit that has joined a group also opens one of its own; stop looking once it has joined, with break.": slip(
            "                break\n", ""
        ),
        "You compare the rows of W1 only; a unit is also its bias and its column of W2.": slip(
            '[parameters["W1"], parameters["b1"], parameters["W2"].T]', '[parameters["W1"]]'
        ),
        "You leave out W2; units that are listened to differently get different slopes, so they are no copies.": slip(
            ', parameters["W2"].T]', "]"
        ),
        "You leave out b1; units with different biases are no copies.": slip('parameters["b1"], ', ""),
        "You compare exactly; after many steps copies differ in the last digit, so use np.allclose.": slip(
            "np.allclose(units[unit], units[group[0]])", "np.array_equal(units[unit], units[group[0]])"
        ),
        "You count the units from 1; NumPy counts rows from 0.": slip(
            'return {"groups": groups,',
            'groups = [[unit + 1 for unit in group] for group in groups]\n    return {"groups": groups,',
        ),
        "Units without a copy are missing; each of them is a group of one.": slip(
            'return {"groups": groups,',
            'groups = [group for group in groups if len(group) > 1]\n    return {"groups": groups,',
        ),
        "distinct_units counts all units; count the groups.": slip("len(groups)}", "len(units)}"),
        "W2 has a column for each hidden unit, W1 a row: turn W2 over before you put them side by side.": slip(
            'parameters["W2"].T]', 'parameters["W2"]]'
        ),
    },
    right=[symmetry_by_pairs],
    hints=[
        "Put all that is known about a unit into one row: its row of W1, its bias, its column of W2.",
        "units = [W1 | b1 | W2ᵀ], a row for each unit; a unit joins the first group whose first member is close to it.",
        'units = np.hstack([parameters["W1"], parameters["b1"], …]); for unit in range(len(units)): look for a group '
        "with np.allclose(units[unit], units[group[0]]), else groups.append([unit])",
    ],
    topics=["symmetry"],
)
