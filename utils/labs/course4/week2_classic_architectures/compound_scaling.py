"""The exercise compound_scaling: its cases, right answers and known mistakes."""

import math

from utils.checking import Exercise, slip
from utils.steps import scaling


def scaling_cases(rng):
    return [(1,), (2, 2.0, 3.0, 5.0), (0,), (3,), (0.5, 1.3, 1.05, 1.2), (-1, 2.0, 1.5, 1.25)]


def scaling_by_one_power(phi, alpha=1.2, beta=1.1, gamma=1.15):
    return math.pow(alpha, phi), math.pow(beta, phi), math.pow(gamma, phi), (alpha * beta**2 * gamma**2) ** phi


EXERCISE = Exercise(
    scaling.compound_scaling,
    points=10,
    returns=("depth", "width", "resolution", "multiplications"),
    cases=scaling_cases,
    mistakes={
        "You multiply by phi; the step is taken phi times, so the factor is a power: alpha ** phi.": slip(
            "alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"
        ),
        "Powers are written **; in Python ^ is something else, and refuses numbers with a point.": slip(
            "alpha**phi, beta**phi, gamma**phi", "alpha ^ phi, beta ^ phi, gamma ^ phi"
        ),
        "Your cost grows with the width itself; more channels come in and more go out: the square.": slip(
            "width**2", "width"
        ),
        "Your cost grows with the resolution itself; there are more places down and across: the square.": slip(
            "resolution**2", "resolution"
        ),
        "Your cost grows with each factor once; width and resolution count with their squares.": slip(
            "depth * width**2 * resolution**2", "depth * width * resolution"
        ),
        "You square the depth, too; twice as many layers cost twice as much, no more.": slip(
            "depth * width**2", "depth**2 * width**2"
        ),
        "Your cost is one step's; take it phi times, as the factors are.": slip(
            "depth * width**2 * resolution**2", "alpha * beta**2 * gamma**2"
        ),
        "α · β² · γ² is near 2, not 2; multiply the factors that were given.": slip(
            "depth * width**2 * resolution**2", "2**phi"
        ),
        "You add the factors up; the directions multiply, for each of more layers is wider and looks at more "
        "places.": slip("depth * width**2 * resolution**2", "depth + width**2 + resolution**2"),
        "You return the growth beyond 1; a factor of 1 is the network as it was.": slip(
            "alpha**phi, beta**phi, gamma**phi", "alpha**phi - 1, beta**phi - 1, gamma**phi - 1"
        ),
        "Your cost takes the power φ twice; the three factors have it already.": slip(
            "depth * width**2 * resolution**2", "(depth * width**2 * resolution**2) ** phi"
        ),
        "An image has two sides, not three; the cost grows with the square of the resolution.": slip(
            "resolution**2", "resolution**3"
        ),
        "Base and exponent have changed places; it is alpha ** phi.": slip(
            "alpha**phi, beta**phi, gamma**phi", "phi**alpha, phi**beta, phi**gamma"
        ),
        "Powers, not products: alpha ** phi.": slip(
            ("alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"),
            ("depth * width**2 * resolution**2", "(alpha * beta**2 * gamma**2) ** phi"),
        ),
        "Your factors are always 1.2, 1.1 and 1.15; use alpha, beta and gamma as they come.": slip(
            "    depth, width, resolution = ",
            "    alpha, beta, gamma = 1.2, 1.1, 1.15\n    depth, width, resolution = ",
        ),
        "All four are powers, the cost as well: alpha ** phi, and so on.": slip(
            ("alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"),
            ("depth * width**2 * resolution**2", "alpha * beta**2 * gamma**2 * phi"),
        ),
    },
    right=[scaling_by_one_power],
    hints=[
        "Three powers; then ask for each direction what happens to the cost when it doubles.",
        "Depth α^φ, width β^φ, resolution γ^φ. Twice the depth costs 2, twice the width 4, twice the pixels along "
        "each side 4.",
        "depth, width, resolution = alpha ** phi, …, …; the cost is depth * width ** … * resolution ** ….",
    ],
    topics=["compound scaling, EfficientNet"],
)
