"""The exercise modelf: the NumPy lab's on each sentence without its padding; known mistakes."""

import numpy as np
import torch
from torch import nn

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation import lab as numpy_lab
from utils.labs.course5.week3_translation.common import one_hot
from utils.labs.course5.week3_translation.modelf import parameters_for
from utils.labs.course5.week3_translation_gpu.common import answered_by, cell_of, linear_of, lstm_of
from utils.steps.translation import modelf as in_numpy


def date_cases(rng):
    """One unit, two symbols in and out; more steps out than in, and fewer; equal sizes, no padding; one step each."""
    cases = []
    for lengths, Tx, Ty, n_x, n_y, n_a, n_s, n_e in (
        ([1, 2], 2, 2, 2, 2, 1, 1, 1),
        ([4, 2, 1], 4, 6, 5, 3, 2, 4, 3),
        ([3, 6], 7, 3, 3, 4, 3, 2, 2),
        ([4, 4, 4, 4], 4, 4, 4, 4, 2, 4, 4),
        ([1, 1], 1, 1, 3, 2, 2, 3, 2),
    ):
        m = len(lengths)
        states = rng.normal(size=(m, n_s)), rng.normal(size=(m, n_s))
        weights, X = parameters_for(rng, n_x, n_y, n_a, n_s, n_e), one_hot(rng, m, Tx, n_x)
        cases.append((Tx, Ty, weights, X, *states, np.array(lengths)))
    return cases


def without_padding(Tx, Ty, layers, X, s0, c0, lengths):
    """The NumPy lab's network on each sentence's words alone, (m, Ty, n_y)."""
    rows = []
    for i, n in enumerate(lengths):
        outputs = in_numpy(n, Ty, layers, X[i : i + 1, :n], s0[i : i + 1], c0[i : i + 1])
        rows.append(np.stack(outputs, axis=1)[0])
    return np.stack(rows)


def layers_of(parameters):
    """The arrays of the NumPy case as modules; the attention's stay arrays."""
    both = {name: lstm_of(parameters[name]) for name in ("forward", "backward")}
    others = {"post": cell_of(parameters["post"]), "densor": linear_of(parameters["densor"])}
    return {**both, "attention": parameters["attention"], **others}


def step_by_step(Tx, Ty, layers, X, s0, c0, lengths):
    """As in NumPy: scores and shares at each step."""
    a = steps.read_both_ways(X, lengths, layers["forward"], layers["backward"])
    state, outputs = (s0, c0), []
    real = torch.arange(X.shape[1], device=X.device).expand(len(X), -1) < lengths.unsqueeze(1)
    while len(outputs) < Ty:
        context = steps.one_step_attention(a, state[0], layers["attention"], real)[0].flatten(1)
        state = layers["post"](context, state)
        outputs.append(nn.functional.softmax(layers["densor"](state[0]), dim=-1))
    return torch.stack(outputs, 1)


def sentence_by_sentence(Tx, Ty, layers, X, s0, c0, lengths):
    rows = []
    for i, n in enumerate(lengths.tolist()):
        one = slice(i, i + 1)
        rows.append(steps.modelf(n, Ty, layers, X[one, :n], s0[one], c0[one], lengths[one]))
    return torch.cat(rows)


LOOK = 'context, _ = one_step_attention(a, s, layers["attention"], mask)'
STEP = 's, c = layers["post"](context[:, 0], (s, c))'

EXERCISE = TwinExercise(
    steps.modelf,
    of=answered_by(numpy_lab.exercises["modelf"], without_padding),
    points=16,
    cases=date_cases,
    inputs={"layers": layers_of},
    mistakes={
        "All places count as words; padding gets no share in the look: mask it by the lengths.": slip(
            "< lengths[:, None]", "< Tx + 0 * lengths[:, None]"
        ),
        "The mask leaves out each sentence's last word; the words are at places 0 to length − 1.": slip(
            "mask = torch.arange(Tx, device=X.device) < lengths[:, None]",
            "mask = torch.arange(Tx, device=X.device) < (lengths[:, None] - 1).clamp(min=1)",
        ),
        "The encoder takes all rows to be full, so that its backward LSTM begins in the padding; hand it the "
        "lengths.": slip("read_both_ways(X, lengths,", "read_both_ways(X, lengths * 0 + Tx,"),
        "Every step looks from s0, so that all contexts are the same; look from the state of now, s.": slip(
            LOOK, 'context, _ = one_step_attention(a, s0, layers["attention"], mask)'
        ),
        "The attention is asked with the cell state c; it compares the hidden state s.": slip(
            LOOK, 'context, _ = one_step_attention(a, c, layers["attention"], mask)'
        ),
        "Every step of the post-attention LSTM starts from s0 and c0; hand both states on.": slip(
            STEP, 's, c = layers["post"](context[:, 0], (s0, c0))'
        ),
        "The cell state starts anew at each step; hand on c, too.": slip(
            STEP, 's, _ = layers["post"](context[:, 0], (s, c))'
        ),
        "The hidden state and the cell state have changed places; the cell takes and returns s first.": slip(
            STEP, 's, c = layers["post"](context[:, 0], (c, s))'
        ),
        "The LSTM starts from zeros; s0 and c0 are given.": slip("s, c = s0, c0", "s, c = 0 * s0, 0 * c0"),
        "Both directions run with the forward LSTM; the one from the end has its own.": slip(
            'layers["backward"]', 'layers["forward"]'
        ),
        "The two directions have changed places; forward reads from the beginning.": slip(
            'layers["forward"], layers["backward"]', 'layers["backward"], layers["forward"]'
        ),
        "There are as many outputs as inputs; write Ty symbols.": slip("range(Ty)", "range(Tx)"),
        "The softmax runs over the steps; at each step the shares of all symbols add up to 1.": slip(
            "softmax(dim=2)", "softmax(dim=1)"
        ),
        "The outputs are scores; a softmax turns them into probabilities.": slip("scores.softmax(dim=2)", "scores"),
        "The steps stand in the first axis; sentences come first: torch.stack(…, dim=1).": slip(
            "torch.stack(states, dim=1)", "torch.stack(states, dim=0)"
        ),
        "The scores are made of the states before the step; first on with the states, then keep s.": slip(
            (STEP, "states.append(s)"), ("states.append(s)\n", STEP + "\n")
        ),
    },
    right=[step_by_step, sentence_by_sentence],
    hints=[
        "The NumPy lab's network with modules. Two things know of padding: the encoder, and the look.",
        "a = read_both_ways(X, lengths, …); mask = place < length; Ty times: context from s, then s, c by the cell; "
        "softmax(densor(s)) over the symbols.",
        "mask = torch.arange(Tx, device=X.device) < lengths[:, None]; context, _ = one_step_attention(a, s, "
        'layers["attention"], mask); s, c = layers["post"](context[:, 0], …); at the end layers["densor"](torch.stack('
        "states, dim=1)).softmax(dim=2)",
    ],
)
