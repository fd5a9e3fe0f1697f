"""The exercise multiply_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gradient_rules as rules


def product_cases(rng):
    """Two numbers, then matrices, a column and a matrix, a column and a row, a number and a matrix; zeros."""
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
    cases.append((rng.normal(size=(2, 2)), np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([[3.0, 0.0], [0.0, 4.0]])))
    return cases


def by_loops(g, a, b):
    wide_a, wide_b = np.broadcast_to(a, g.shape), np.broadcast_to(b, g.shape)
    parts_a, parts_b = np.zeros(g.shape), np.zeros(g.shape)
    for place in np.ndindex(g.shape):
        parts_a[place], parts_b[place] = g[place] * wide_b[place], g[place] * wide_a[place]
    return rules.unbroadcast(parts_a, a.shape), rules.unbroadcast(parts_b, b.shape)


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
        "You divide the product by one operand to find the other, which fails where it is 0: multiply g by the other "
        "operand.": slip(("g * b", "g * (a * b) / a"), ("g * a,", "g * (a * b) / b,")),
        "You sum g to the operand's shape and multiply then; each copy met another number, so multiply first.": slip(
            (DA, "unbroadcast(g, a.shape) * b"), (DB, "unbroadcast(g, b.shape) * a")
        ),
        "da is right, and db is left in the product's shape: b may have been copied, too.": slip(DB, "g * a"),
        "db is right, and da is left in the product's shape: a may have been copied, too.": slip(DA, "g * b"),
        "The shapes are exchanged: da is brought to the shape of a, db to that of b.": slip(
            (DA, "unbroadcast(g * b, b.shape)"), (DB, "unbroadcast(g * a, a.shape)")
        ),
        "unbroadcast wants a shape, such as a.shape, and you give it the array.": slip(
            (DA, "unbroadcast(g * b, a)"), (DB, "unbroadcast(g * a, b)")
        ),
        "This is the rule of the matrix product; here a and b are multiplied element by element, with *.": slip(
            (DA, "g @ b.T"), (DB, "a.T @ g")
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
