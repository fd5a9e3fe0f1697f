"""Exercises and quiz of the lab on derivatives, computational graphs and vectorised code."""

import math

import numpy as np

from utils.checking import Lab, mistake, slip
from utils.labs.course1.week2_vectorization import matrices, pairs
from utils.labs.course1.week2_vectorization.quiz import QUESTIONS
from utils.steps import activations
from utils.steps import vectorization as steps

lab = Lab("course1/week2_vectorization", title="Derivatives, graphs and vectorised code", edition=2, minutes=70)


def number_cases(rng):
    return [(0.0,), (1.0,), (-2.0,), (float(rng.normal(scale=3)),), (12.0,)]


def array_cases(rng):
    return [
        (np.array([0.0, 1.0, -1.0]),),
        (2.0,),
        (rng.normal(scale=3, size=(4, 1)),),
        (rng.normal(scale=3, size=(2, 3)),),
        (np.array([[-30.0, 20.0]]),),
    ]


def graph_cases(rng):
    drawn = [tuple(float(value) for value in rng.normal(scale=3, size=3)) for _ in range(3)]
    return [(4.0, -2.0, 5.0), (1.0, 0.0, 7.0), *drawn]


def basic_sigmoid_by_exponent(x):
    return math.exp(x) / (1 + math.exp(x))


def sigmoid_with_math(z):
    return 1 / (1 + math.exp(-z))


def sigmoid_by_tanh(z):
    return (1 + np.tanh(z / 2)) / 2


def derivative_from_both_sides(z):
    return activations.sigmoid(z) * activations.sigmoid(-z)


def backward_in_one_go(a, b, c):
    return {"dJ_dv": 3, "dJ_du": 3, "dJ_da": 3, "dJ_db": 3 * c, "dJ_dc": 3 * b}


lab.exercise(
    steps.basic_sigmoid,
    points=5,
    returns=("s",),
    cases=number_cases,
    mistakes=[
        mistake(
            "Your curve falls where it should rise: 1 stands over 1 + e to the power of minus x.",
            slip("math.exp(-x)", "math.exp(x)"),
        ),
        mistake(
            "1 / 1 + … divides first and adds afterwards; put the whole denominator 1 + e^(−x) in brackets.",
            slip("1 / (1 + math.exp(-x))", "1 / 1 + math.exp(-x)"),
        ),
        mistake("Your denominator subtracts; it is 1 plus e^(−x).", slip("(1 + ", "(1 - ")),
    ],
    right=[basic_sigmoid_by_exponent],
    hints=[
        "math.exp(t) is e to the power of t. What is t here?",
        "σ(x) = 1 / (1 + e^(−x)), and the denominator needs its brackets.",
        "Return 1 / (1 + math.exp(…)) with the right exponent.",
    ],
    topics=["logistic regression", "vectorisation"],
)

lab.exercise(
    activations.sigmoid,
    points=10,
    returns=("s",),
    cases=array_cases,
    mistakes=[
        mistake("math.exp takes a single number; np.exp takes every element of an array.", sigmoid_with_math),
        mistake(
            "Your curve falls where it should rise: 1 stands over 1 + e to the power of minus z.",
            slip("np.exp(-z)", "np.exp(z)"),
        ),
        mistake(
            "1 / 1 + … divides first and adds afterwards; put the whole denominator 1 + e^(−z) in brackets.",
            slip("1 / (1 + np.exp(-z))", "1 / 1 + np.exp(-z)"),
        ),
    ],
    right=[sigmoid_by_tanh],
    hints=[
        "Your basic_sigmoid is nearly there. Which one function in it refuses an array?",
        "σ(z) = 1 / (1 + e^(−z)), where NumPy's exponential works on every element at once.",
        "Return 1 / (1 + np.exp(…)).",
    ],
    topics=["logistic regression", "vectorisation"],
)

lab.exercise(
    activations.sigmoid_derivative,
    points=10,
    returns=("ds",),
    cases=array_cases,
    mistakes=[
        mistake(
            "You multiply z by 1 − z; that needs the sigmoid's output, so compute s = sigmoid(z) first.",
            slip("s * (1 - s)", "z * (1 - z)"),
        ),
        mistake("Your second factor is 1 − z; it is 1 − s, with s = sigmoid(z).", slip("s * (1 - s)", "s * (1 - z)")),
        mistake(
            "np.dot sums products; here every element keeps its own product, s * (1 - s).",
            slip("s * (1 - s)", "np.dot(s, 1 - s)"),
        ),
        mistake("1 − s² belongs to tanh; the sigmoid's slope is s (1 − s).", slip("s * (1 - s)", "1 - s**2")),
        mistake("You return the sigmoid itself; its slope is s (1 − s).", slip("s * (1 - s)", "s")),
        mistake("s * 1 − s multiplies first and gives 0; put 1 − s in brackets.", slip("s * (1 - s)", "s * 1 - s")),
        mistake("You return 1 − s alone; multiply it by s.", slip("s * (1 - s)", "1 - s")),
    ],
    right=[derivative_from_both_sides],
    hints=[
        "The slope can be written with the sigmoid's own value; no new exponential is needed.",
        "With s = σ(z): σ'(z) = s (1 − s).",
        "Two lines: s = sigmoid(z), then return s times one minus s.",
    ],
    topics=["derivatives", "activation functions"],
)

lab.exercise(
    steps.forward_graph,
    points=8,
    returns=("values",),
    cases=graph_cases,
    mistakes=[
        mistake("u is the product bc; you add b and c.", slip("u = b * c", "u = b + c")),
        mistake("v is a plus u; you multiply them.", slip("v = a + u", "v = a * u")),
        mistake("The 3 multiplies the whole sum v, the a in it too.", slip("J = 3 * v", "J = a + 3 * u")),
        mistake("The 3 multiplies the whole sum v, the u in it too.", slip("J = 3 * v", "J = 3 * a + u")),
    ],
    right=[lambda a, b, c: {"u": c * b, "v": b * c + a, "J": 3 * a + 3 * b * c}],
    hints=[
        "Each node uses only the node before it and, for v, the input a.",
        "u = bc, then v = a + u, then J = 3v.",
        'Three lines, then return {"u": u, "v": v, "J": J}.',
    ],
    topics=["computational graph"],
)

lab.exercise(
    steps.backward_graph,
    points=15,
    returns=("gradients",),
    cases=graph_cases,
    mistakes=[
        mistake(
            "Your dJ_db and dJ_dc are swapped: when b moves by one, u moves by c.",
            slip(("dJ_db = dJ_du * c", "dJ_db = dJ_du * b"), ("dJ_dc = dJ_du * b", "dJ_dc = dJ_du * c")),
        ),
        mistake(
            "Your dJ_db and dJ_dc stop at u; multiply them by dJ_du, the slope that arrives there.",
            slip(("dJ_db = dJ_du * c", "dJ_db = c"), ("dJ_dc = dJ_du * b", "dJ_dc = b")),
        ),
        mistake(
            "Your dJ_du and dJ_da are 1, the slopes of v; multiply them by dJ_dv to reach J.",
            slip(("dJ_da = dJ_dv", "dJ_da = 1.0"), ("dJ_du = dJ_dv", "dJ_du = 1.0")),
        ),
        mistake(
            "Your dJ_da is multiplied by a; v = a + u moves one for one with a.",
            slip("dJ_da = dJ_dv", "dJ_da = dJ_dv * a"),
        ),
    ],
    right=[backward_in_one_go],
    hints=[
        "Start at J and go left. At every node, multiply the slope that arrives by the node's own slope.",
        "dJ/dv = 3; dJ/da = dJ/du = dJ/dv; dJ/db = dJ/du · c; dJ/dc = dJ/du · b.",
        "Five lines in the order dJ_dv, dJ_da, dJ_du, dJ_db, dJ_dc; the last two multiply dJ_du.",
    ],
    topics=["computational graph", "chain rule", "derivatives"],
)

pairs.add_dot_loop(lab)
pairs.add_dot_vectorised(lab)
matrices.add_image2vector(lab)
matrices.add_normalize_rows(lab)
matrices.add_softmax(lab)
pairs.add_L1(lab)
pairs.add_L2(lab)
lab.questions(*QUESTIONS)
