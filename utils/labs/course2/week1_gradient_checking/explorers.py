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
    measured_slope,
)
from utils.steps.gradient_checking import relative_difference
from utils.steps.three_layer_network import backward_propagation, forward_propagation

PLACES = np.linspace(-2, 2, 401)
TRUE = backward_propagation(X, THETA)
DIFFERENCES = {
    (precision, rule): np.array(
        [relative_difference(measured_slope(X, THETA, step, precision, rule), TRUE) for step in STEPS]
    )
    for precision in TYPES
    for rule in RULES
}


def stored_rises(epsilon, precision):
    """The costs at θ + PLACES · ε as they are stored, less that at θ, in units of ε: (401,)."""
    kind = TYPES[precision]
    costs = forward_propagation(kind(X), kind(THETA) + PLACES.astype(kind) * kind(epsilon))
    return (costs - forward_propagation(kind(X), kind(THETA))).astype(float) / epsilon


def stairs_between(epsilon, precision, rule):
    """How many different costs are stored from one end of the measurement to the other, out of the places drawn."""
    inside = (PLACES >= (-1 if rule == "centred" else 0)) & (PLACES <= 1)
    return len(np.unique(stored_rises(epsilon, precision)[inside]))


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
    found = measured_slope(X, THETA, epsilon, precision, rule)
    rises = stored_rises(epsilon, precision)
    ends = np.array([-1.0 if rule == "centred" else 0.0, 1.0])
    move_costs(artists["costs"], PLACES, rises, TRUE, (ends, np.interp(ends, PLACES, rises)))
    limit, here = bound(X, THETA, STEPS, precision, rule) / (2 * abs(TRUE)), relative_difference(found, TRUE)
    move_errors(artists["errors"], DIFFERENCES[precision, rule], limit, (epsilon, here))
    left, right = artists["titles"]
    stairs = stairs_between(epsilon, precision, rule)
    costs = "one stored cost" if stairs == 1 else f"{stairs} stored costs" if stairs <= 50 else "no stairs to be seen"
    left.set_text(f"{costs.capitalize()}: measured {found:.5f}, true {TRUE:.5f}".replace("-", "−"))
    right.set_text(f"{precision}, {rule}: off by {here:.0e}; derived best step {STEPS[limit.argmin()]:.0e}")


def draw_step(fig, epsilon, precision, rule):
    """Draw the cost close to θ as it is stored, and how far the measured slope is off, by step.

    epsilon: from 1e-12 to 1.    precision: "float64" or "float32".    rule: "centred" or "one-sided".
    """
    update_step(step_artists(fig), epsilon, precision, rule)


def explore_step():
    """Step, precision and rule. Opens where float32 stores no more than five costs from one end to the other."""
    return explorer(
        step_artists,
        update=update_step,
        title="A measured slope by its step",
        figsize=(10.5, 4),
        epsilon=FloatLogSlider(value=1e-7, base=10, min=-12, max=0, step=0.25, description="ε"),
        precision=Dropdown(options=list(TYPES), value="float32"),
        rule=Dropdown(options=list(RULES), value="centred"),
    )
