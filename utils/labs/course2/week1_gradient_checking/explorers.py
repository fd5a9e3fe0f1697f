"""An explorer: one measured slope, as its step slides from 1 to a millionth of a millionth."""

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider

from utils.explorers.frame import explorer
from utils.labs.course2.week1_gradient_checking.plots import (
    STEPS,
    costs_artists,
    errors_artists,
    move_costs,
    move_errors,
)
from utils.labs.course2.week1_gradient_checking.steps_and_errors import (
    RULES,
    THETA,
    TYPES,
    X,
    bound,
    error_of,
    measured_slope,
)
from utils.steps.gradient_checking import relative_difference
from utils.steps.three_layer_network import backward_propagation, forward_propagation

PLACES = np.linspace(-2, 2, 401)
ERRORS = {
    (precision, rule): np.array([error_of(X, THETA, step, precision, rule) for step in STEPS])
    for precision in TYPES
    for rule in RULES
}


def stored_rises(epsilon, precision):
    """The costs at θ + PLACES · ε as they are stored, less that at θ, in units of ε: (401,)."""
    kind = TYPES[precision]
    costs = forward_propagation(kind(X), kind(THETA) + PLACES.astype(kind) * kind(epsilon))
    return (costs - forward_propagation(kind(X), kind(THETA))).astype(float) / epsilon


def step_artists(fig):
    """Draw both axes; returns what changes, for `update_step`."""
    left, right = fig.subplots(1, 2)
    return {
        "costs": costs_artists(left),
        "errors": errors_artists(right),
        "titles": [left.set_title(" "), right.set_title(" ")],
    }


def update_step(artists, epsilon, precision, rule):
    """Set the step, the precision and the rule."""
    slope, found = backward_propagation(X, THETA), measured_slope(X, THETA, epsilon, precision, rule)
    rises = stored_rises(epsilon, precision)
    ends = np.array([-1.0 if rule == "centred" else 0.0, 1.0])
    move_costs(artists["costs"], PLACES, rises, slope, (ends, np.interp(ends, PLACES, rises)))
    limit = bound(X, THETA, STEPS, precision, rule)
    move_errors(artists["errors"], ERRORS[precision, rule], limit, (epsilon, abs(found - slope)))
    left, right = artists["titles"]
    left.set_text(f"Measured {found:.6f}, true {slope:.6f}".replace("-", "−"))
    right.set_text(f"{precision}, {rule}: relative difference {relative_difference(found, slope):.0e}")


def draw_step(fig, epsilon, precision, rule):
    """Draw the cost close to θ as it is stored, and the error of the measured slope by step.

    epsilon: from 1e-12 to 1.    precision: "float64" or "float32".    rule: "centred" or "one-sided".
    """
    update_step(step_artists(fig), epsilon, precision, rule)


def explore_step():
    """Step, precision and rule. Opens where float32 cannot take the step at all and the measured slope is 0."""
    return explorer(
        step_artists,
        update=update_step,
        title="A measured slope by its step",
        figsize=(10.5, 4),
        epsilon=FloatLogSlider(value=1e-8, base=10, min=-12, max=0, step=0.25, description="ε"),
        precision=Dropdown(options=list(TYPES), value="float32"),
        rule=Dropdown(options=list(RULES), value="centred"),
    )
