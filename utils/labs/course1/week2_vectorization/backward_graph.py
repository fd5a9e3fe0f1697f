"""The exercise backward_graph: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import graph_cases
from utils.steps import vectorization as steps


def backward_in_one_go(a, b, c):
    return {"dJ_dv": 3, "dJ_du": 3, "dJ_da": 3, "dJ_db": 3 * c, "dJ_dc": 3 * b}


EXERCISE = Exercise(
    steps.backward_graph,
    points=20,
    returns=("gradients",),
    cases=graph_cases,
    mistakes={
        "Your dJ_db and dJ_dc are swapped: when b moves by one, u moves by c.": slip(
            ("dJ_db = dJ_du * c", "dJ_db = dJ_du * b"), ("dJ_dc = dJ_du * b", "dJ_dc = dJ_du * c")
        ),
        "Your dJ_db and dJ_dc stop at u; multiply them by dJ_du, the slope that arrives there.": slip(
            ("dJ_db = dJ_du * c", "dJ_db = c"), ("dJ_dc = dJ_du * b", "dJ_dc = b")
        ),
        "Your dJ_du and dJ_da are 1, the slopes of v; multiply them by dJ_dv to reach J.": slip(
            ("dJ_da = dJ_dv", "dJ_da = 1.0"), ("dJ_du = dJ_dv", "dJ_du = 1.0")
        ),
        "Your dJ_da is multiplied by a; v = a + u moves one for one with a.": slip(
            "dJ_da = dJ_dv", "dJ_da = dJ_dv * a"
        ),
        "Your dJ_dv is 1; J is 3v, so it moves by 3 when v moves by one.": slip("dJ_dv = 3.0", "dJ_dv = 1.0"),
        "Your dJ_dv is the value of J; its slope is 3, because J moves by 3 when v moves by one.": slip(
            "dJ_dv = 3.0", "dJ_dv = 3 * (a + b * c)"
        ),
        "Your dJ_db and dJ_dc are dJ_du itself; multiply by the node's own slope, c for b and b for c.": slip(
            ("dJ_db = dJ_du * c", "dJ_db = dJ_du"), ("dJ_dc = dJ_du * b", "dJ_dc = dJ_du")
        ),
        "You multiply dJ_du by u = bc; when b moves by one, u moves by c alone, and for c it is b.": slip(
            ("dJ_du * c", "dJ_du * b * c"), ("dJ_du * b\n", "dJ_du * b * c\n")
        ),
        "You add the slopes along the way; the chain rule multiplies them.": slip(
            ("dJ_du * c", "dJ_du + c"), ("dJ_du * b", "dJ_du + b")
        ),
    },
    right=[backward_in_one_go],
    hints=[
        "Start at J and go left. At every node, multiply the slope that arrives by the node's own slope.",
        "dJ/dv = 3; dJ/da = dJ/du = dJ/dv; dJ/db = dJ/du · c; dJ/dc = dJ/du · b.",
        "Five lines in the order dJ_dv, dJ_da, dJ_du, dJ_db, dJ_dc; the last two multiply dJ_du.",
    ],
    topics=["computational graph", "chain rule", "derivatives"],
)
