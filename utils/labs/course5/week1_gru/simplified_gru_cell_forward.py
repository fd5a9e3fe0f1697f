"""The exercise simplified_gru_cell_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import both_parts, by_hand, cell_inputs, sigmoid_of
from utils.steps import gru as steps


def simplified_cases(rng):
    """One unit by hand; several, of several examples; as many units as inputs; gates that are nearly shut."""
    shut = cell_inputs(rng, 2, 3, 2, None, "uc")
    shut[2]["bu"] = np.full((3, 1), -8.0)
    return [
        by_hand("uc"),
        cell_inputs(rng, 3, 2, 4, None, "uc"),
        cell_inputs(rng, 2, 2, 2, None, "uc"),
        cell_inputs(rng, 1, 4, 3, None, "uc"),
        shut,
    ]


def by_two_products(xt, a_prev, parameters):
    u = sigmoid_of(both_parts(parameters["Wu"], a_prev, xt) + parameters["bu"])
    c = np.tanh(both_parts(parameters["Wc"], a_prev, xt) + parameters["bc"])
    return a_prev + u * (c - a_prev), u, c


BLEND = "a_next = ut * cct + (1 - ut) * a_prev"

EXERCISE = Exercise(
    steps.simplified_gru_cell_forward,
    points=8,
    returns=("a_next", "ut", "cct"),
    cases=simplified_cases,
    mistakes={
        "Your gate is turned round: near 1 it keeps the past; in the course's convention Γu near 1 takes the "
        "candidate, Γu · c̃ + (1 − Γu) · a_prev.": slip(BLEND, "a_next = ut * a_prev + (1 - ut) * cct"),
        "Your column has the inputs on top; a_prev stands above xt, as the columns of the weights do.": slip(
            "[a_prev, xt]", "[xt, a_prev]"
        ),
        "The past is kept whole beside the candidate; it keeps the share 1 − Γu.": slip("(1 - ut) * a_prev", "a_prev"),
        "The candidate enters whole; it enters with the share Γu.": slip("ut * cct +", "cct +"),
        "The past is gone: add the share 1 − Γu of a_prev.": slip(BLEND, "a_next = ut * cct"),
        "Γu weighs the past, too; its share is 1 − Γu, so that the two shares add up to 1.": slip(
            "(1 - ut) * a_prev", "ut * a_prev"
        ),
        "The gate goes through tanh; a share between 0 and 1 takes the sigmoid.": slip(
            'sigmoid(parameters["Wu"]', 'np.tanh(parameters["Wu"]'
        ),
        "The candidate goes through the sigmoid, so it could never pull the state below 0; it takes tanh.": slip(
            'np.tanh(parameters["Wc"]', 'sigmoid(parameters["Wc"]'
        ),
        "The gate's bias is missing; add bu.": slip(' + parameters["bu"]', ""),
        "The candidate's bias is missing; add bc.": slip(' + parameters["bc"]', ""),
        "The gate takes the candidate's weights; it has its own, Wu and bu.": slip(
            ('parameters["Wu"]', 'parameters["Wc"]'), ('parameters["bu"]', 'parameters["bc"]')
        ),
        "The candidate takes the gate's weights; it has its own, Wc and bc.": slip(
            ('parameters["Wc"]', 'parameters["Wu"]'), ('parameters["bc"]', 'parameters["bu"]')
        ),
        "You return the candidate before the gate; the order is a_next, ut, cct.": slip(
            "return a_next, ut, cct", "return a_next, cct, ut"
        ),
    },
    right=[by_two_products],
    hints=[
        "Both the gate and the candidate are one layer each that reads the same column. What differs is the "
        "activation: one is a share, the other a value.",
        "concat = [a_prev; xt], Γu = σ(Wu concat + bu), c̃ = tanh(Wc concat + bc), a_next = Γu · c̃ + (1 − Γu) · a_prev",
        'concat = np.concatenate([a_prev, xt], axis=0); ut = sigmoid(parameters["Wu"] @ concat + …); … ; '
        "a_next = ut * cct + (1 - …) * a_prev",
    ],
    topics=["GRU"],
)
