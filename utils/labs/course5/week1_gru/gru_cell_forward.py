"""The exercise gru_cell_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import both_parts, by_hand, cell_inputs, sigmoid_of
from utils.steps import gru as steps
from utils.steps.softmax import softmax


def cell_cases(rng):
    """One unit by hand; several, of several examples; as many units as inputs; no past at all."""
    x, a, parameters = cell_inputs(rng, 2, 3, 2)
    return [
        by_hand(),
        cell_inputs(rng, 3, 2, 4, 3),
        cell_inputs(rng, 2, 2, 2),
        cell_inputs(rng, 1, 4, 3, 1),
        (x, np.zeros_like(a), parameters),
    ]


def large_sums(rng):
    """Predictions whose sums are in the thousands."""
    x, a, parameters = cell_inputs(rng, 2, 3, 2, 3)
    return [(x, a, parameters | {"by": np.array([[3000.0], [2999.0], [-5000.0]])})]


def by_two_products(xt, a_prev, parameters):
    p = parameters
    rt = sigmoid_of(both_parts(p["Wr"], a_prev, xt) + p["br"])
    ut = sigmoid_of(both_parts(p["Wu"], a_prev, xt) + p["bu"])
    cct = np.tanh(both_parts(p["Wc"], rt * a_prev, xt) + p["bc"])
    a_next = a_prev + ut * (cct - a_prev)
    return a_next, softmax(p["Wy"] @ a_next + p["by"]), (a_next, a_prev, rt, ut, cct, xt, p)


def in_place(xt, a_prev, parameters):
    """The column is written once, and its upper part changed for the candidate."""
    n_a = len(a_prev)
    column = np.vstack([a_prev, xt])
    rt, ut = (1 / (1 + np.exp(-(parameters["W" + g] @ column + parameters["b" + g]))) for g in "ru")
    column[:n_a] *= rt
    cct = np.tanh(np.dot(parameters["Wc"], column) + parameters["bc"])
    a_next = (1 - ut) * a_prev + ut * cct
    scores = np.dot(parameters["Wy"], a_next) + parameters["by"]
    powers = np.exp(scores - scores.max(axis=0))
    return a_next, powers / powers.sum(axis=0), (a_next, a_prev, rt, ut, cct, xt, parameters)


RESET = "[rt * a_prev, xt]"
BLEND = "a_next = ut * cct + (1 - ut) * a_prev"

EXERCISE = Exercise(
    steps.gru_cell_forward,
    points=14,
    returns=("a_next", "yt_pred", "cache"),
    cases=cell_cases,
    wishes=large_sums,
    mistakes={
        "Your update gate is turned round: near 1 it keeps the past, as PyTorch's does; the course's Γu near 1 takes "
        "the candidate.": slip(BLEND, "a_next = ut * a_prev + (1 - ut) * cct"),
        "Your reset gate is turned round: near 1 it removes the past; Γr near 1 keeps it, so multiply by Γr.": slip(
            RESET, "[(1 - rt) * a_prev, xt]"
        ),
        "The candidate sees the whole past; multiply a_prev by Γr before it goes into the candidate's column.": slip(
            RESET, "[a_prev, xt]"
        ),
        "The reset gate acts behind the weights, as in PyTorch; in the course it multiplies a_prev before them.": slip(
            'parameters["Wc"] @ concat_reset',
            'rt * (parameters["Wc"][:, : len(rt)] @ a_prev) + parameters["Wc"][:, len(rt) :] @ xt',
        ),
        "Your reset gate multiplies the inputs, too; only the past goes through it.": slip(
            'parameters["Wc"] @ concat_reset',
            'parameters["Wc"][:, : len(rt)] @ (rt * a_prev) + rt * (parameters["Wc"][:, len(rt) :] @ xt)',
        ),
        "The reset gate multiplies the whole product, inputs too; it multiplies a_prev, before the weights.": slip(
            'parameters["Wc"] @ concat_reset', 'rt * (parameters["Wc"] @ concat)'
        ),
        "The candidate's bias is missing; add bc.": slip(' + parameters["bc"]', ""),
        "The update gate's bias is missing; add bu.": slip(' + parameters["bu"]', ""),
        "The reset gate's bias is missing; add br.": slip(' + parameters["br"]', ""),
        "The update gate stands in the candidate's column; the reset gate belongs there.": slip(
            RESET, "[ut * a_prev, xt]"
        ),
        "The blend takes the past that went through the reset gate; it takes a_prev itself.": slip(
            "(1 - ut) * a_prev", "(1 - ut) * rt * a_prev"
        ),
        "The blend takes the reset gate; the update gate belongs there.": slip(
            BLEND, "a_next = rt * cct + (1 - rt) * a_prev"
        ),
        "Your columns have the inputs on top; the state stands above xt, as the columns of the weights do.": slip(
            ("[a_prev, xt]", "[xt, a_prev]"), (RESET, "[xt, rt * a_prev]")
        ),
        "Both gates take Wr and br; the update gate has its own, Wu and bu.": slip(
            ('parameters["Wu"]', 'parameters["Wr"]'), ('parameters["bu"]', 'parameters["br"]')
        ),
        "The two gates are exchanged: reset takes Wr and br, update Wu and bu.": slip(
            ('rt = sigmoid(parameters["Wr"] @ concat + parameters["br"])', "HOLD"),
            (
                'ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])',
                'ut = sigmoid(parameters["Wr"] @ concat + parameters["br"])',
            ),
            ("HOLD", 'rt = sigmoid(parameters["Wu"] @ concat + parameters["bu"])'),
        ),
        "The past is kept whole beside the candidate; it keeps the share 1 − Γu.": slip("(1 - ut) * a_prev", "a_prev"),
        "The candidate goes through the sigmoid; it takes tanh.": slip(
            'np.tanh(parameters["Wc"]', 'sigmoid(parameters["Wc"]'
        ),
        "A gate goes through tanh; both are shares between 0 and 1 and take the sigmoid.": slip(
            'ut = sigmoid(parameters["Wu"]', 'ut = np.tanh(parameters["Wu"]'
        ),
        "The prediction is made of the candidate; it is made of the new state.": slip(
            'parameters["Wy"] @ a_next', 'parameters["Wy"] @ cct'
        ),
        "The prediction is left as weighted sums; put them through the softmax.": slip(
            'softmax(parameters["Wy"] @ a_next + parameters["by"])', 'parameters["Wy"] @ a_next + parameters["by"]'
        ),
        "The prediction lacks its bias; add by.": slip(' + parameters["by"]', ""),
        "Your cache holds the two gates in the other order; it is (a_next, a_prev, rt, ut, cct, xt, parameters).": slip(
            "a_prev, rt, ut, cct", "a_prev, ut, rt, cct"
        ),
    },
    right=[by_two_products, in_place],
    hints=[
        "Two gates read [a_prev; xt]. The candidate reads another column: its upper part has gone through one of them.",
        "Γr = σ(Wr [a_prev; xt] + br), Γu = σ(Wu [a_prev; xt] + bu), c̃ = tanh(Wc [Γr · a_prev; xt] + bc), "
        "a_next = Γu · c̃ + (1 − Γu) · a_prev",
        "concat_reset = np.concatenate([rt * a_prev, xt], axis=0); "
        'cct = np.tanh(parameters["Wc"] @ concat_reset + …); a_next = ut * … + (1 - ut) * …; '
        'yt_pred = softmax(parameters["Wy"] @ a_next + …)',
    ],
    topics=["GRU"],
)
