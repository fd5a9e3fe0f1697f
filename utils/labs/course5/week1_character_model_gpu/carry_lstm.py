"""The exercise carry_lstm, a bug to find: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps


def weight_cases(rng):
    """Two units whose numbers tell their places; other sizes; one unit; as many inputs as units."""
    W, U, b = np.arange(8.0).reshape(4, 1, 2), np.arange(16.0).reshape(4, 2, 2), -np.arange(8.0).reshape(4, 1, 2)

    def case(n_x, n_a):
        return tuple(rng.standard_normal(shape) for shape in ((4, n_x, n_a), (4, n_a, n_a), (4, 1, n_a)))

    return [(W, U, b), case(3, 2), case(2, 1), case(3, 3), case(1, 4)]


def block_by_block(W, U, b):
    i, f, o, g = range(4)
    gates = (i, f, g, o)
    bias = torch.cat([b[k, 0] for k in gates])
    return torch.cat([W[k].T for k in gates]), torch.cat([U[k].T for k in gates]), bias, bias * 0


def by_permuted_axes(W, U, b):
    def rows(V):
        V = torch.stack([V[0], V[1], V[3], V[2]])
        return V.permute(0, 2, 1).flatten(0, 1)

    bias = rows(b)[:, 0]
    return rows(W), rows(U), bias, torch.zeros(len(bias), dtype=b.dtype, device=b.device)


PLANTED = (
    "The blocks of U are not transposed; torch multiplies by the transposed matrix there as well: "
    "U[order].transpose(1, 2)."
)

EXERCISE = TwinExercise(
    steps.carry_lstm,
    of=None,
    points=15,
    returns=("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    cases=weight_cases,
    differentiable=False,
    topics=["recurrent weights between frameworks", "LSTM"],
    mistakes={
        PLANTED: slip("U[order].transpose(1, 2)", "U[order]"),
        "The blocks of W are not transposed, and torch multiplies by the transposed: W[order].transpose(1, 2).": slip(
            "W[order].transpose(1, 2)", "W[order]"
        ),
        "Neither W nor U is transposed; torch multiplies by the transposed matrix.": slip(".transpose(1, 2)", ""),
        "The blocks keep our order i, f, o, g; torch's is i, f, g, o.": slip("[0, 1, 3, 2]", "[0, 1, 2, 3]"),
        "Update and forget have changed places; only output and candidate do: [0, 1, 3, 2].": slip(
            "[0, 1, 3, 2]", "[1, 0, 2, 3]"
        ),
        "The blocks stand in reverse; torch's order is i, f, g, o, which is [0, 1, 3, 2].": slip(
            "[0, 1, 3, 2]", "[3, 2, 1, 0]"
        ),
        "The order of the bias is still ours; its blocks move with those of the weights.": slip("b[order]", "b"),
        "The order of W is still ours; its blocks move with those of U and b.": slip("W[order]", "W"),
        "The order of U is still ours; its blocks move with those of W and b.": slip("U[order]", "U"),
        "Both biases hold b, and torch adds them; one of the two has to be zeros.": slip(
            "torch.zeros_like(bias_ih)", "bias_ih"
        ),
        "The biases are exchanged: b goes to the input's side, zeros to the past's.": slip(
            "bias_ih, torch.zeros_like(bias_ih)", "torch.zeros_like(bias_ih), bias_ih"
        ),
        "W and U are exchanged; weight_ih belongs to the input, weight_hh to the past.": slip(
            "return weight_ih, weight_hh,", "return weight_hh, weight_ih,"
        ),
        "The blocks stand side by side; they are stacked one below the other, (4 n_a, …).": slip(
            ("transpose(1, 2).reshape(4 * n_a, n_x)", "permute(1, 0, 2).reshape(n_x, 4 * n_a)"),
            ("transpose(1, 2).reshape(4 * n_a, n_a)", "permute(1, 0, 2).reshape(n_a, 4 * n_a)"),
        ),
    },
    right=[block_by_block, by_permuted_axes],
    hints=[
        "At the first step the state is zeros. So which of the four arrays does the first step not see?",
        "Our rows are multiplied from the left, x W[k] + a U[k]; torch computes x W̃ᵀ + a Ũᵀ. Compare what happens to W "
        "with what happens to U.",
        "weight_hh = U[order].transpose(1, 2).reshape(4 * n_a, n_a)",
    ],
    planted=PLANTED,
    symptom="With one unit the outputs agree with NumPy's; with more, the first step agrees and the later ones do not.",
)
