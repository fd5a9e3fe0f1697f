"""The exercise forward_graph: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import graph_cases
from utils.steps import vectorization as steps

EXERCISE = Exercise(
    steps.forward_graph,
    points=8,
    returns=("values",),
    cases=graph_cases,
    mistakes={
        "u is the product bc; you add b and c.": slip("u = b * c", "u = b + c"),
        "v is a plus u; you multiply them.": slip("v = a + u", "v = a * u"),
        "The 3 multiplies the whole sum v, the a in it too.": slip("J = 3 * v", "J = a + 3 * u"),
        "The 3 multiplies the whole sum v, the u in it too.": slip("J = 3 * v", "J = 3 * a + u"),
    },
    right=[lambda a, b, c: {"u": c * b, "v": b * c + a, "J": 3 * a + 3 * b * c}],
    hints=[
        "Each node uses only the node before it and, for v, the input a.",
        "u = bc, then v = a + u, then J = 3v.",
        'Three lines, then return {"u": u, "v": v, "J": J}.',
    ],
    topics=["computational graph"],
)
