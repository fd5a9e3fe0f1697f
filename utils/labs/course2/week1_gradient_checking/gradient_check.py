"""The exercise gradient_check: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gradient_checking as steps
from utils.steps.three_layer_network import backward_propagation, forward_propagation


def gradient_check_cases(rng):
    """Steps so large that the difference shows; whole numbers; a positive slope; slopes of 1e-12; opposite signs.

    The signs are opposite where x is a byte: −x wraps round in the backward pass, −2 to 254.
    """
    by_hand = (1.0, 0.0, 1.0)
    tiny = (20.0, 1.5, 0.05)
    wrapped = (np.array(2, dtype=np.uint8), 0.4, 0.1)
    drawn = [(*rng.normal(0, 2, 2), step) for step in (0.3, 0.7, 2.0)]
    return [by_hand, (2, 1, 1), (-1.5, 0.8, 0.5), tiny, *drawn, wrapped]


def gradient_check_wishes(rng):
    """Both slopes are 0."""
    return [(0.0, 3.0, 1e-3)]


def with_norms(x, theta, epsilon=1e-7, print_msg=False):
    costs = [forward_propagation(x, theta + step) for step in (epsilon, -epsilon)]
    gradapprox = (costs[0] - costs[1]) / 2 / epsilon
    grad = backward_propagation(x, theta)
    both = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return np.linalg.norm(gradapprox - grad) / both if both else 0.0


EXERCISE = Exercise(
    steps.gradient_check,
    points=10,
    returns=("difference",),
    cases=gradient_check_cases,
    wishes=gradient_check_wishes,
    mistakes={
        "Where both slopes are 0 you return 1.0; they agree, so return 0.0.": slip("else 0.0", "else 1.0"),
        "You divide by ε; θ − ε and θ + ε are 2ε apart.": slip("/ (2 * epsilon)", "/ epsilon"),
        "You divide by 2 and multiply by ε, for / 2 * epsilon is read from the left; put 2 * epsilon in "
        "brackets.": slip("/ (2 * epsilon)", "/ 2 * epsilon"),
        "Your minus cost is taken at θ, so you measure about half the slope; take it at θ − ε.": slip(
            "forward_propagation(x, theta - epsilon)", "forward_propagation(x, theta)"
        ),
        "Your measurement is one-sided, (J(θ + ε) − J(θ)) / ε; step to both sides and divide by 2ε.": slip(
            ("forward_propagation(x, theta - epsilon)", "forward_propagation(x, theta)"),
            ("/ (2 * epsilon)", "/ epsilon"),
        ),
        "You move x; the slope asked for is that with respect to θ, so move theta.": slip(
            ("(x, theta + epsilon)", "(x + epsilon, theta)"), ("(x, theta - epsilon)", "(x - epsilon, theta)")
        ),
        "Your plus and minus are exchanged, so that the measured slope has the wrong sign.": slip(
            "(J_plus - J_minus)", "(J_minus - J_plus)"
        ),
        "You return the distance itself; divide it by |grad| + |gradapprox|.": slip(
            "np.abs(grad - gradapprox) / total if", "np.abs(grad - gradapprox) if"
        ),
        "You divide by |grad| alone; divide by |grad| + |gradapprox|, so that neither is favoured.": slip(
            "np.abs(grad) + np.abs(gradapprox)", "np.abs(grad)"
        ),
        "You divide by |grad + gradapprox|, where opposite signs cancel; add the sizes, |grad| + |gradapprox|.": slip(
            "np.abs(grad) + np.abs(gradapprox)", "np.abs(grad + gradapprox)"
        ),
        "You divide by the larger size; divide by the sum of both, |grad| + |gradapprox|.": slip(
            "np.abs(grad) + np.abs(gradapprox)", "np.maximum(np.abs(grad), np.abs(gradapprox))"
        ),
        "Your step is always 1e-7; use the argument epsilon.": slip(
            ("theta + epsilon", "theta + 1e-7"), ("theta - epsilon", "theta - 1e-7"), ("(2 * epsilon)", "2e-7")
        ),
        "Your difference has a sign; it is a distance, so take its absolute value.": slip(
            "np.abs(grad - gradapprox)", "(grad - gradapprox)"
        ),
        "You add a small number to the sizes, which drowns tiny slopes; where both are 0, return 0.0, and else divide "
        "by the sizes alone.": slip("np.abs(grad) + np.abs(gradapprox)", "np.abs(grad) + np.abs(gradapprox) + 1e-8"),
        "You treat tiny slopes as 0; only where both are exactly 0 is the difference 0.0.": slip(
            "total > 0", "total > 1e-7"
        ),
        "Where both slopes are 0 you return infinity; they agree, so return 0.0.": slip("else 0.0", "else np.inf"),
        "Where both slopes are 0 you divide 0 by 0; they agree, so return 0.0.": slip(
            "np.abs(grad - gradapprox) / total if total > 0 else 0.0", "np.abs(grad - gradapprox) / total"
        ),
    },
    right=[with_norms],
    hints=[
        "Two costs, one on each side of θ, give a slope without calculus. One number then says how far two are apart.",
        "gradapprox = (J(θ + ε) − J(θ − ε)) / (2ε);  difference = |grad − gradapprox| / (|grad| + |gradapprox|).",
        "gradapprox = (forward_propagation(x, theta + epsilon) − forward_propagation(x, theta − epsilon)) / (2 * "
        "epsilon); grad = backward_propagation(x, theta); divide their distance by their sizes.",
    ],
    topics=["gradient checking"],
)
