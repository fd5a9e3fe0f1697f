"""The exercise gru_parameters_from_pytorch: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gru as steps


def arrays(rng, n_x, n_a):
    """The four arrays of a torch.nn.GRU layer."""
    k = 3 * n_a
    return rng.normal(size=(k, n_x)), rng.normal(size=(k, n_a)), rng.normal(size=k), rng.normal(size=k)


def pytorch_cases(rng):
    """One unit in round numbers; more inputs than units; fewer; as many."""
    readable = np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [20.0], [30.0]])
    biases = np.array([0.1, 0.2, 0.3]), np.array([0.01, 0.02, 0.03])
    return [(*readable, *biases), arrays(rng, 4, 2), arrays(rng, 1, 3), arrays(rng, 2, 2)]


def by_slices(weight_ih, weight_hh, bias_ih, bias_hh):
    n = weight_hh.shape[1]
    found = {}
    for k, gate in enumerate("ruc"):
        rows = slice(k * n, (k + 1) * n)
        found["W" + gate] = np.hstack([weight_hh[rows], weight_ih[rows]])
        found["b" + gate] = bias_ih[rows].reshape(n, 1) + (0 if gate == "c" else bias_hh[rows].reshape(n, 1))
    found["bca"] = bias_hh[2 * n :].reshape(n, 1)
    found["Wu"], found["bu"] = -1 * found["Wu"], -1 * found["bu"]
    return found


END = '"Wu": -Wz, "bu": -bz'

EXERCISE = Exercise(
    steps.gru_parameters_from_pytorch,
    points=12,
    returns=("parameters",),
    cases=pytorch_cases,
    mistakes={
        "The update gate is not turned round: PyTorch's z keeps where Γu renews. σ(−v) is 1 − σ(v), so Wu and bu take "
        "a minus.": slip(END, '"Wu": Wz, "bu": bz'),
        "Only the update gate's weights are turned round; its bias stands in the same sum, and takes a minus, "
        "too.": slip('"bu": -bz', '"bu": bz'),
        "Only the update gate's bias is turned round; its weights stand in the same sum, and take a minus, too.": slip(
            '"Wu": -Wz', '"Wu": Wz'
        ),
        "1 − b is not what turns a sigmoid round; σ(−v) is 1 − σ(v), so put a minus before bz.": slip(
            '"bu": -bz', '"bu": 1 - bz'
        ),
        "1 − W is not what turns a sigmoid round; σ(−v) is 1 − σ(v), so put a minus before Wz and bz.": slip(
            END, '"Wu": 1 - Wz, "bu": 1 - bz'
        ),
        "The reset gate is turned round; only the update gate differs between the two conventions.": slip(
            '{"Wr": Wr, "br": br, ' + END, '{"Wr": -Wr, "br": -br, "Wu": Wz, "bu": bz'
        ),
        "Both gates are turned round; the reset gate is the same in both conventions.": slip(
            '"Wr": Wr, "br": br', '"Wr": -Wr, "br": -br'
        ),
        "Your columns have the inputs first; a_prev stands above xt, so the state's columns come first.": slip(
            "[weight_hh, weight_ih]", "[weight_ih, weight_hh]"
        ),
        "The first block is taken for the update gate; PyTorch's order is r, z, n.": slip(
            ("Wr, Wz, Wc = np.split", "Wz, Wr, Wc = np.split"), ("br, bz, _ = np.split", "bz, br, _ = np.split")
        ),
        "The first block of weights is taken for the update gate's; PyTorch's order is r, z, n.": slip(
            "Wr, Wz, Wc = np.split", "Wz, Wr, Wc = np.split"
        ),
        "The first block of biases is taken for the update gate's; PyTorch's order is r, z, n.": slip(
            "br, bz, _ = np.split", "bz, br, _ = np.split"
        ),
        "The gates lack their second bias; bias_ih and bias_hh are added in the same sum.": slip(
            "(bias_ih + bias_hh)[:, np.newaxis]", "bias_ih[:, np.newaxis]"
        ),
        "The candidate's two biases are added into bc; the reset gate multiplies one of them, so bc is that of the "
        "inputs alone.": slip("for bias in (bias_ih, bias_hh))", "for bias in (bias_ih + bias_hh, bias_hh))"),
        "bc and bca are exchanged: the one that the reset gate multiplies comes from bias_hh.": slip(
            "bc, bca = (", "bca, bc = ("
        ),
        "The gates' biases are left as rows of numbers; the course has them as columns (n_a, 1).": slip(
            "br, bz, _ = np.split((bias_ih + bias_hh)[:, np.newaxis], 3)",
            "br, bz, _ = np.split(bias_ih + bias_hh, 3)",
        ),
        "Biases are left as rows of numbers; the course has them as columns (n_a, 1).": slip(
            (
                "br, bz, _ = np.split((bias_ih + bias_hh)[:, np.newaxis], 3)",
                "br, bz, _ = np.split(bias_ih + bias_hh, 3)",
            ),
            ("np.split(bias[:, np.newaxis], 3)", "np.split(bias, 3)"),
        ),
    },
    right=[by_slices],
    hints=[
        "Three blocks of rows, in which order? And what do you do to the sum v inside a sigmoid so that 1 − σ(v) comes "
        "out?",
        "1 − σ(v) = σ(−v): Wu = −W_z, bu = −(b_iz + b_hz). Wr and br as they are. Wc = [W_hn, W_in], bc = b_in, "
        "bca = b_hn.",
        "weights = np.concatenate([weight_hh, weight_ih], axis=1); Wr, Wz, Wc = np.split(weights, 3); biases likewise, "
        'as columns; return {…, "Wu": -Wz, "bu": -bz, …}',
    ],
    topics=["GRU"],
)
