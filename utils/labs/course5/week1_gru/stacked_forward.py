"""The exercise stacked_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import by_hand, weights
from utils.steps import recurrent_compositions as steps
from utils.steps.gru import gru_cell_forward, gru_forward


def layers(rng, n_x, widths, m, T_x):
    """x, a list of starting states, and a list of parameters."""
    below = [n_x, *widths[:-1]]
    parameters = [weights(rng, n_in, n_a, 2) for n_in, n_a in zip(below, widths, strict=True)]
    return rng.normal(size=(n_x, m, T_x)), [rng.normal(size=(n_a, m)) for n_a in widths], parameters


def stacked_cases(rng):
    """Two layers of one unit; three of other widths; of the same; one layer alone; as many inputs as units."""
    _, a0, parameters = by_hand()
    return [
        (np.array([[[1.0, 0.0, -1.0]]]), [a0, np.zeros((1, 1))], [parameters, parameters]),
        layers(rng, 3, [2, 4, 1], 2, 4),
        layers(rng, 2, [3], 4, 2),
        layers(rng, 2, [2, 2, 2], 3, 3),
    ]


def step_by_step(x, a0, parameters):
    """All layers at one step, then the next step."""
    now, columns, predictions = list(a0), [[] for _ in a0], []
    for t in range(x.shape[2]):
        below = x[:, :, t]
        for layer in range(len(now)):
            below, y, _ = gru_cell_forward(below, now[layer], parameters[layer])
            now[layer] = below
            columns[layer].append(below)
        predictions.append(y)
    return [np.stack(steps_, axis=2) for steps_ in columns], np.stack(predictions, axis=2)


def by_layers(x, a0, parameters):
    states = [x]
    for layer in range(len(parameters)):
        found, _, _ = gru_forward(states[-1], a0[layer], parameters[layer])
        states.append(found)
    _, y_pred, _ = gru_forward(states[-2], a0[-1], parameters[-1])
    return states[1:], y_pred


CALL = "below, y_pred, _ = gru_forward(below, state, weights)"

EXERCISE = Exercise(
    steps.stacked_forward,
    points=10,
    returns=("states", "y_pred"),
    cases=stacked_cases,
    mistakes={
        "Each layer reads the predictions of the one below; it reads its states.": slip(
            (CALL, "a, y_pred, _ = gru_forward(below, state, weights)"),
            ("states.append(below)", "states.append(a)\n        below = y_pred"),
        ),
        "You call the new states a, but file and hand on below, which stays x.": slip(
            CALL, "a, y_pred, _ = gru_forward(below, state, weights)"
        ),
        "From the third layer on you read the lowest layer's states; read those just below.": slip(
            "gru_forward(below, state", "gru_forward(states[0] if states else x, state"
        ),
        "Every layer reads x; from the second on, a layer reads the states of the one below.": slip(
            "gru_forward(below, state", "gru_forward(x, state"
        ),
        "Every layer starts from the first layer's state; each has its own.": slip("(below, state,", "(below, a0[0],"),
        "Layers start from zeros; each starts from its own a0.": slip(
            "(below, state,", "(below, np.zeros_like(state),"
        ),
        "Every layer has the first one's parameters; each has its own.": slip(
            "state, weights)", "state, parameters[0])"
        ),
        "A layer starts from where the one below has ended; it starts from its own a0.": slip(
            "(below, state,", "(below, state if below is x else below[:, :, -1],"
        ),
        "The top layer runs first; begin with the lowest, the first in both lists.": slip(
            "zip(a0, parameters, strict=True)", "zip(a0[::-1], parameters[::-1], strict=True)"
        ),
        "The states stand with the top layer first; append each behind those below.": slip(
            "states.append(below)", "states.insert(0, below)"
        ),
        "Only the top layer's states are returned; return a list with those of every layer.": slip(
            "return states, y_pred", "return below, y_pred"
        ),
        "The states are kept at the last step only; keep those of all steps.": slip(
            "states.append(below)", "states.append(below[:, :, -1])"
        ),
        "The last layer is left out; run all of them.": slip(
            "zip(a0, parameters, strict=True)", "zip(a0[:-1] or a0, parameters[:-1] or parameters, strict=True)"
        ),
    },
    right=[step_by_step, by_layers],
    hints=[
        "A layer's states (n_a, m, T_x) have the form of an input with n_a features. What does the next layer read?",
        "below = x; for each layer: below, y_pred, _ = gru_forward(below, its a0, its parameters), and keep below",
        "for state, weights in zip(a0, parameters): below, y_pred, _ = gru_forward(…); states.append(…); at the end "
        "return states, y_pred",
    ],
    topics=["deep recurrent networks"],
)
