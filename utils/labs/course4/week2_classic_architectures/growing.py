"""The exercise on compound scaling."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases
from utils.steps import scaling


def add_compound_scaling(lab):
    lab.exercise(
        scaling.compound_scaling,
        points=10,
        returns=("depth", "width", "resolution", "multiplications"),
        cases=cases.scaling_cases,
        mistakes=[
            mistake(
                "You multiply by phi; the step is taken phi times, so the factor is a power: alpha ** phi.",
                slip("alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"),
            ),
            mistake(
                "Powers are written **; in Python ^ is something else, and refuses numbers with a point.",
                slip("alpha**phi, beta**phi, gamma**phi", "alpha ^ phi, beta ^ phi, gamma ^ phi"),
            ),
            mistake(
                "Your cost grows with the width itself; more channels come in and more go out: the square.",
                slip("width**2", "width"),
            ),
            mistake(
                "Your cost grows with the resolution itself; there are more places down and across: the square.",
                slip("resolution**2", "resolution"),
            ),
            mistake(
                "Your cost grows with each factor once; width and resolution count with their squares.",
                slip("depth * width**2 * resolution**2", "depth * width * resolution"),
            ),
            mistake(
                "You square the depth, too; twice as many layers cost twice as much, no more.",
                slip("depth * width**2", "depth**2 * width**2"),
            ),
            mistake(
                "Your cost is one step's; take it phi times, as the factors are.",
                slip("depth * width**2 * resolution**2", "alpha * beta**2 * gamma**2"),
            ),
            mistake(
                "α · β² · γ² is near 2, not 2; multiply the factors that were given.",
                slip("depth * width**2 * resolution**2", "2**phi"),
            ),
            mistake(
                "You add the factors up; the directions multiply, for each of more layers is wider and looks at more "
                "places.",
                slip("depth * width**2 * resolution**2", "depth + width**2 + resolution**2"),
            ),
            mistake(
                "You return the growth beyond 1; a factor of 1 is the network as it was.",
                slip("alpha**phi, beta**phi, gamma**phi", "alpha**phi - 1, beta**phi - 1, gamma**phi - 1"),
            ),
            mistake(
                "Your cost takes the power φ twice; the three factors have it already.",
                slip("depth * width**2 * resolution**2", "(depth * width**2 * resolution**2) ** phi"),
            ),
            mistake(
                "An image has two sides, not three; the cost grows with the square of the resolution.",
                slip("resolution**2", "resolution**3"),
            ),
            mistake(
                "Base and exponent have changed places; it is alpha ** phi.",
                slip("alpha**phi, beta**phi, gamma**phi", "phi**alpha, phi**beta, phi**gamma"),
            ),
            mistake(
                "Powers, not products: alpha ** phi.",
                slip(
                    ("alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"),
                    ("depth * width**2 * resolution**2", "(alpha * beta**2 * gamma**2) ** phi"),
                ),
            ),
            mistake(
                "Your factors are always 1.2, 1.1 and 1.15; use alpha, beta and gamma as they come.",
                slip(
                    "    depth, width, resolution = ",
                    "    alpha, beta, gamma = 1.2, 1.1, 1.15\n    depth, width, resolution = ",
                ),
            ),
            mistake(
                "All four are powers, the cost as well: alpha ** phi, and so on.",
                slip(
                    ("alpha**phi, beta**phi, gamma**phi", "alpha * phi, beta * phi, gamma * phi"),
                    ("depth * width**2 * resolution**2", "alpha * beta**2 * gamma**2 * phi"),
                ),
            ),
        ],
        right=[cases.scaling_by_one_power],
        hints=[
            "Three powers; then ask for each direction what happens to the cost when it doubles.",
            "Depth α^φ, width β^φ, resolution γ^φ. Twice the depth costs 2, twice the width 4, twice the pixels along "
            "each side 4.",
            "depth, width, resolution = alpha ** phi, …, …; the cost is depth * width ** … * resolution ** ….",
        ],
        topics=["EfficientNet", "compound scaling"],
    )
