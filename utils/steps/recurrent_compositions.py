"""Recurrent networks put together: two that read in opposite directions, several on top of one another.

The layers of utils.layers.recurrent do the same with examples first: `Bidirectional`, and `Sequential` of layers.
"""

import numpy as np

from utils.steps.gru import gru_forward


def bidirectional_forward(x, a0, a0_back, parameters, parameters_back):
    """Run two GRUs over the same sequences, one from each end, and put their states together.

    At step t the first one has read the steps 1 … t, the second one the steps T_x … t; both states stand in column t,
    the first one's on top.

    x: (n_x, m, T_x).    a0: (n_a, m) the state of the first GRU before step 1.
    a0_back: (n_b, m) the state of the second GRU before step T_x, where it begins.
    parameters, parameters_back: of the two GRUs, as in gru_cell_forward; their own predictions are not used.
    At hand: `gru_forward(x, a0, parameters)`.
    Returns a (n_a + n_b, m, T_x).
    """
    # From the first step to the last
    ahead, _, _ = gru_forward(x, a0, parameters)
    # From the last step to the first: the same function, on sequences whose time runs the other way
    back, _, _ = gru_forward(x[:, :, ::-1], a0_back, parameters_back)
    # Turn these states round again, so that both halves of a column speak of the same step
    return np.concatenate([ahead, back[:, :, ::-1]], axis=0)


def stacked_forward(x, a0, parameters):
    """Run several GRUs on top of one another: each reads the states of the one below.

    x: (n_x, m, T_x), what the lowest reads.    a0: list with one (n_a, m) for each layer, the lowest first; layers may
    have different numbers of units.
    parameters: list with one dictionary for each layer, as in gru_cell_forward.
    At hand: `gru_forward(x, a0, parameters)`.
    Returns states, a list with the a (n_a, m, T_x) of each layer, and y_pred (n_y, m, T_x), the top layer's prediction.
    """
    states = []
    # What the next layer will read
    below = x
    # From the lowest layer to the top: its input is what stands below it, at the same step
    for state, weights in zip(a0, parameters, strict=True):
        below, y_pred, _ = gru_forward(below, state, weights)
        states.append(below)
    return states, y_pred
