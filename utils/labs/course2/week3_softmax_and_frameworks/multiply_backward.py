"""The exercise multiply_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gradient_rules as rules


def product_cases(rng):
    """Two numbers, then matrices, a column and a matrix, a column and a row, a number and a matrix."""
    cases = [(np.array(1.0), np.array(3.0), np.array(2.0))]
    for shape, left, right in [
        ((2, 3), (2, 3), (2, 3)),
        ((2, 3), (2, 1), (2, 3)),
        ((4, 3), (4, 1), (1, 3)),
        ((2, 3), (), (2, 3)),
        ((2, 4), (2, 4), (4,)),
        ((2, 3, 2), (3, 1), (2, 1, 2)),
    ]:
        cases.append((rng.normal(size=shape), rng.normal(size=left), rng.normal(size=right)))
    return cases


def by_loops(g, a, b):
    wide_a, wide_b = np.broadcast_to(a, g.shape), np.broadcast_to(b, g.shape)
    shares_a, shares_b = np.zeros(g.shape), np.zeros(g.shape)
    for place in np.ndindex(g.shape):
        shares_a[place], shares_b[place] = g[place] * wide_b[place], g[place] * wide_a[place]
    return rules.unbroadcast(shares_a, a.shape), rules.unbroadcast(shares_b, b.shape)


def in_one_line(g, a, b):
    return tuple(rules.unbroadcast(g * other, one.shape) for one, other in ((a, b), (b, a)))


DA, DB = "unbroadcast(g * b, a.shape)", "unbroadcast(g * a, b.shape)"

EXERCISE = Exercise(
    rules.multiply_backward,
    points=8,
    returns=("da", "db"),
    cases=product_cases,
    mistakes={
        "When a moves by one, the product moves by b, not by a; the two are exchanged in both lines.": slip(
            (DA, "unbroadcast(g * a, a.shape)"), (DB, "unbroadcast(g * b, b.shape)")
        ),
        "Where an operand was copied its gradient has the product's shape: bring it to the operand's by "
        "unbroadcast.": slip((DA, "g * b"), (DB, "g * a")),
        "This is the rule of the sum; the product moves with a by b, and with b by a.": slip(
            ("g * b", "g"), ("g * a", "g")
        ),
        "You sum the copies before you multiply; each copy met another number, so multiply first.": slip(
            (DA, "unbroadcast(g, a.shape) * unbroadcast(np.broadcast_to(b, g.shape), a.shape)"),
            (DB, "unbroadcast(g, b.shape) * unbroadcast(np.broadcast_to(a, g.shape), b.shape)"),
        ),
        "g is missing: what comes back is the gradient of the product times the slope.": slip(
            ("g * b", "np.broadcast_to(b, g.shape)"), ("g * a", "np.broadcast_to(a, g.shape)")
        ),
        "You divide by what you should multiply with.": slip(("g * b", "g / b"), ("g * a", "g / a")),
        "The gradients are exchanged: return that of a first.": slip("return da, db", "return db, da"),
        "You multiply by both operands; the product moves with a by b alone, and with b by a alone.": slip(
            ("g * b", "g * a * b"), ("g * a,", "g * a * b,")
        ),
        "The gradient of b has a minus sign, as in a difference or a quotient; here there is none.": slip(
            "g * a", "-g * a"
        ),
        "You add g and the other operand; multiply them.": slip(("g * b", "g + b"), ("g * a", "g + a")),
    },
    right=[by_loops, in_one_line],
    hints=[
        "Hold b still and move a by one: by how much does a · b move? That, times g, comes back to a.",
        "da = g · b and db = g · a, each summed to its operand's shape.",
        "da = unbroadcast(g * …, a.shape); db = unbroadcast(g * …, b.shape)",
    ],
    topics=["automatic differentiation"],
)
