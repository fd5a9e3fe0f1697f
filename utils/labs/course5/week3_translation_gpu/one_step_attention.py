"""The exercise one_step_attention: the NumPy lab's on each sentence without its padding; known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation import lab as numpy_lab
from utils.labs.course5.week3_translation.common import attention
from utils.labs.course5.week3_translation_gpu.common import answered_by, masks
from utils.steps.attention import one_step_attention as in_numpy


def look_cases(rng):
    """Two words and padding by hand; other sizes; no padding; padding between; as many sentences as places; large."""
    hand = {"W_a": np.array([[1.0]]), "W_s": np.array([[1.0]]), "b": np.array([0.0]), "v": np.array([2.0])}
    cases = [(np.array([[[1.0], [-1.0], [3.0]]]), np.array([[0.5]]), hand, masks([2], 3))]
    between = np.array([[False, True, False, True], [True, False, False, True], [False, False, True, False]])
    for mask, n_a, n_s, n_e in (
        (masks([4, 2, 1], 5), 2, 5, 3),
        (masks([4, 4, 4, 4], 4), 3, 3, 3),
        (between, 4, 2, 6),
        (masks([1, 1], 1), 2, 2, 2),
        (masks([1, 3, 2], 3), 2, 3, 4),
    ):
        a, s_prev = rng.normal(size=(*mask.shape, n_a)), rng.normal(size=(len(mask), n_s))
        cases.append((a, s_prev, attention(rng, n_a, n_s, n_e), mask))
    large = attention(rng, 2, 2, 3)
    large["v"] = large["v"] * 40
    return [*cases, (rng.normal(size=(2, 3, 2)), rng.normal(size=(2, 2)), large, masks([2, 3], 3))]


def without_padding(a, s_prev, parameters, mask):
    """The NumPy lab's look at each sentence's words alone; no share for the rest."""
    context, alphas = np.zeros((len(a), 1, a.shape[2])), np.zeros((*mask.shape, 1))
    for i, real in enumerate(mask):
        context[i : i + 1], alphas[i, real] = in_numpy(a[i : i + 1, real], s_prev[i : i + 1], parameters)
    return context, alphas


def by_products(a, s_prev, parameters, mask):
    hidden = a.matmul(parameters["W_a"]).add(s_prev.matmul(parameters["W_s"]).unsqueeze(1)).add(parameters["b"]).tanh()
    hidden = torch.where(mask, hidden.matmul(parameters["v"]), torch.full_like(mask, -1e30, dtype=a.dtype))
    alphas = torch.softmax(hidden, 1).unsqueeze(2)
    return alphas.transpose(1, 2) @ a, alphas


def joined(a, s_prev, parameters, mask):
    """As the official assignment does: the state is repeated and put beside the activations."""
    concat = torch.cat([a, s_prev[:, None].expand(-1, a.shape[1], -1)], dim=-1)
    energies = torch.tanh(concat @ torch.cat([parameters["W_a"], parameters["W_s"]]) + parameters["b"])
    energies = (energies @ parameters["v"]).masked_fill(mask.logical_not(), -torch.inf)
    shares = (energies - energies.amax(dim=1, keepdim=True)).exp()
    alphas = (shares / shares.sum(dim=1, keepdim=True)).unsqueeze(-1)
    return torch.einsum("mtk,mtn->mkn", alphas, a), alphas


SHARES = 'energies.masked_fill(~mask, float("-inf")).softmax(dim=1)[:, :, None]'
CONTEXT = "(alphas * a).sum(dim=1, keepdim=True)"
INNER = 'a @ parameters["W_a"] + (s_prev @ parameters["W_s"])[:, None] + parameters["b"]'

EXERCISE = TwinExercise(
    steps.one_step_attention,
    of=answered_by(numpy_lab.exercises["one_step_attention"], without_padding),
    points=14,
    cases=look_cases,
    mistakes={
        "The mask is not used: padding gets shares like words.": slip(SHARES, "energies.softmax(dim=1)[:, :, None]"),
        "The energies at padding are set to 0, whose exponential is 1; a share of 0 needs minus infinity.": slip(
            'float("-inf")', "0.0"
        ),
        "The shares at padding are cleared after the softmax, so that those of the words no longer add up to 1; mask "
        "the energies.": slip(SHARES, "(energies.softmax(dim=1) * mask)[:, :, None]"),
        "The mask is turned round: the words get no share, padding gets all of it.": slip(
            "masked_fill(~mask", "masked_fill(mask & (mask.sum(dim=1, keepdim=True) < mask.shape[1])"
        ),
        "The softmax runs over the sentences; the shares of each sentence's places add up to 1.": slip(
            'masked_fill(~mask, float("-inf")).softmax(dim=1)', "masked_fill(~mask, -1e30).softmax(dim=0)"
        ),
        "The small layer has no tanh; without it the state adds the same to all energies and cancels in the "
        "softmax.": slip("torch.tanh(" + INNER + ")", "(" + INNER + ")"),
        "The state is left out, so that every step of the decoder would look at the same place; add s_prev W_s.": slip(
            ' + (s_prev @ parameters["W_s"])[:, None]', ' + 0 * (s_prev @ parameters["W_s"])[:, None]'
        ),
        "The activations are left out, so that all places get the same share; add a_t W_a.": slip(
            'a @ parameters["W_a"] + ', '0 * a @ parameters["W_a"] + '
        ),
        "The layer's bias b is missing.": slip(' + parameters["b"])', ")"),
        "The layer's units are added up without their weights v.": slip(
            'hidden @ parameters["v"]', "hidden.sum(dim=2)"
        ),
        "The context is the plain mean of the states; weight them with alphas.": slip(
            CONTEXT, "(mask[:, :, None] * a).sum(dim=1, keepdim=True) / mask.sum(dim=1)[:, None, None]"
        ),
        "The context is divided by the number of places; the shares add up to 1 already.": slip(
            "(alphas * a).sum(", "(alphas * a).mean("
        ),
        "The context has lost its time axis; keep it, with length 1: (m, 1, n_a).": slip(", keepdim=True", ""),
        "alphas is (m, Tx); it is a column for each sentence, (m, Tx, 1).": slip(
            "return context, alphas", "return context, alphas[:, :, 0]"
        ),
    },
    accepted={
        "Your energies go through a ReLU, as in the course's own assignment. It is correct there; here they stay as "
        "they are, so that places with energies below 0 still differ.": slip(
            'energies = hidden @ parameters["v"]', 'energies = (hidden @ parameters["v"]).relu()'
        ),
    },
    right=[by_products, joined],
    hints=[
        "The NumPy lab's function without its loop over the places. What must an energy be, so that its exponential "
        "is 0?",
        "e = tanh(a W_a + s_prev W_s + b) v, with s_prev W_s (m, n_e) between the axes of places: [:, None]; −∞ at "
        "padding; α = softmax over the places; context = Σ_t α_t a_t.",
        "energies = torch.tanh(a @ …W_a + (s_prev @ …W_s)[:, None] + …b) @ …v; alphas = energies.masked_fill(~mask, "
        'float("-inf")).softmax(dim=1)[:, :, None]; (alphas * a).sum(dim=1, keepdim=True)',
    ],
)
