"""The exercise one_step_attention: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import attention
from utils.steps import attention as steps


def look_cases(rng):
    """Two positions by hand; several examples; as many examples as positions; one position; large energies."""
    hand = {"W_a": np.array([[1.0]]), "W_s": np.array([[1.0]]), "b": np.array([0.0]), "v": np.array([2.0])}
    cases = [(np.array([[[1.0], [-1.0]]]), np.array([[0.5]]), hand)]
    for m, Tx, n_a, n_s, n_e in ((3, 4, 2, 5, 3), (4, 4, 3, 3, 3), (2, 5, 4, 2, 6), (3, 1, 2, 2, 2)):
        cases.append((rng.normal(size=(m, Tx, n_a)), rng.normal(size=(m, n_s)), attention(rng, n_a, n_s, n_e)))
    large = attention(rng, 2, 2, 3)
    large["v"] = large["v"] * 20
    return [*cases, (rng.normal(size=(2, 3, 2)), rng.normal(size=(2, 2)), large)]


def all_at_once(a, s_prev, parameters):
    hidden = np.tanh(a @ parameters["W_a"] + (s_prev @ parameters["W_s"])[:, None] + parameters["b"])
    energies = np.einsum("mte,e->mt", hidden, parameters["v"])
    alphas = np.exp(energies) / np.sum(np.exp(energies), axis=1, keepdims=True)
    return np.einsum("mt,mtn->mn", alphas, a)[:, None], alphas[..., None]


def joined(a, s_prev, parameters):
    """As the official assignment does: repeat the state, and put it beside the activations."""
    repeated = np.repeat(s_prev[:, None, :], a.shape[1], axis=1)
    concat = np.concatenate([a, repeated], axis=-1)
    W = np.concatenate([parameters["W_a"], parameters["W_s"]], axis=0)
    energies = np.tanh(concat @ W + parameters["b"]) @ parameters["v"][:, None]
    shares = np.exp(energies - energies.max(axis=1, keepdims=True))
    alphas = shares / shares.sum(axis=1, keepdims=True)
    return np.swapaxes(alphas, 1, 2) @ a, alphas


def state_first(a, s_prev, parameters):
    """The state stands before the activations, the weights behind each other as they are named."""
    concat = np.concatenate([np.repeat(s_prev[:, None, :], a.shape[1], axis=1), a], axis=-1)
    W = np.concatenate([parameters["W_a"], parameters["W_s"]], axis=0)
    energies = np.tanh(concat @ W + parameters["b"]) @ parameters["v"]
    shares = np.exp(energies - energies.max(axis=1, keepdims=True))
    alphas = (shares / shares.sum(axis=1, keepdims=True))[:, :, None]
    return np.sum(alphas * a, axis=1, keepdims=True), alphas


def state_without_an_axis(a, s_prev, parameters):
    state = s_prev @ parameters["W_s"]
    hidden = np.tanh(a @ parameters["W_a"] + state + parameters["b"])
    energies = hidden @ parameters["v"]
    alphas = np.exp(energies) / np.sum(np.exp(energies), axis=1, keepdims=True)
    return np.sum(alphas[..., None] * a, axis=1, keepdims=True), alphas[..., None]


INNER = 'a[:, t] @ parameters["W_a"] + s_prev @ parameters["W_s"] + parameters["b"]'
ENERGY = 'energies[:, t] = hidden @ parameters["v"]'

EXERCISE = Exercise(
    steps.one_step_attention,
    points=12,
    returns=("context", "alphas"),
    cases=look_cases,
    mistakes={
        "The softmax runs over the examples; the shares of each example's positions add up to 1.": slip(
            "softmax(energies)[:", "softmax(energies.T).T[:"
        ),
        "The energies of all examples go through one softmax; each example has its own.": slip(
            "softmax(energies)[:", "softmax(energies.reshape(1, -1)).reshape(energies.shape)[:"
        ),
        "The small layer has no tanh; without it the state adds the same to all energies and cancels in the "
        "softmax.": slip("np.tanh(" + INNER + ")", INNER),
        "The small layer goes through a ReLU; it takes tanh.": slip(
            "np.tanh(" + INNER + ")", "np.maximum(0, " + INNER + ")"
        ),
        "The small layer goes through a sigmoid; it takes tanh.": slip(
            "np.tanh(" + INNER + ")", "1 / (1 + np.exp(-(" + INNER + ")))"
        ),
        "The tanh is around a_t W_a alone, so that state and bias add the same to all energies and cancel in the "
        "softmax; it goes around the whole sum.": slip(
            "np.tanh(" + INNER + ")", 'np.tanh(a[:, t] @ parameters["W_a"]) + s_prev @ parameters["W_s"]'
        ),
        "The state has no influence: it is left out, or added behind the tanh, where it cancels in the softmax; add "
        "s_prev W_s inside the tanh.": slip(' + s_prev @ parameters["W_s"]', ""),
        "s_prev W_s has no axis for the positions, so it is added to the wrong axes, or does not fit; make it "
        "(m, 1, n_e) with [:, np.newaxis].": state_without_an_axis,
        "The state is put before the activations, while the weights have W_a first; join both in the same "
        "order.": state_first,
        "The activations are left out, so all positions get the same share; add a_t W_a.": slip(
            'a[:, t] @ parameters["W_a"] + ', ""
        ),
        "The layer's bias b is missing.": slip(' + parameters["b"])', ")"),
        "The layer's units are added up without their weights v.": slip(ENERGY, "energies[:, t] = hidden.sum(axis=1)"),
        "The softmax is missing: the energies themselves weigh the activations.": slip(
            "softmax(energies)[:", "energies[:"
        ),
        "The energies are divided by their sum, without an exponential; shares come from a softmax.": slip(
            "softmax(energies)[:", "(energies / energies.sum(axis=1, keepdims=True))[:"
        ),
        "All shares are 1, because the softmax runs over single numbers; it runs over the positions.": slip(
            "softmax(energies)[:", "np.ones_like(energies)[:"
        ),
        "The weighed activations are not added up; sum over the positions, axis 1.": slip(
            "np.sum(alphas * a, axis=1, keepdims=True)", "alphas * a"
        ),
        "The context is the plain mean of the activations; weigh them with alphas.": slip(
            "np.sum(alphas * a, axis=1, keepdims=True)", "np.mean(a, axis=1, keepdims=True)"
        ),
        "The context is divided by the number of positions; the shares add up to 1 already.": slip(
            "np.sum(alphas * a,", "np.mean(alphas * a,"
        ),
        "The context is the one activation with the largest share; it is the sum of all, weighed.": slip(
            "np.sum(alphas * a, axis=1, keepdims=True)",
            "np.take_along_axis(a, alphas.argmax(axis=1)[:, :, np.newaxis], axis=1)",
        ),
        "The context has lost its time axis; keep it, with length 1: (m, 1, n_a).": slip(", keepdims=True)", ")"),
        "alphas is (m, Tx); it is a column for each example, (m, Tx, 1).": slip(
            "return context, alphas", "return context, alphas[:, :, 0]"
        ),
        "You return the energies; alphas are the shares behind the softmax.": slip(
            "return context, alphas", "return context, energies[:, :, np.newaxis]"
        ),
    },
    accepted={
        "Your energies go through a ReLU, as in the course's own assignment. It is correct there; here they stay as "
        "they "
        "are, so that positions with energies below 0 still differ.": slip(
            ENERGY, 'energies[:, t] = np.maximum(0, hidden @ parameters["v"])'
        ),
        "Your context and alphas are kept in float32, right to about seven digits; without that type they stay as "
        "precise as the activations.": slip(
            "return context, alphas", "return context.astype(np.float32), alphas.astype(np.float32)"
        ),
    },
    right=[all_at_once, joined],
    hints=[
        "First one number for each position: how well does it fit the state? Then shares of these numbers, along the "
        "positions. Then a weighed sum.",
        "e_t = tanh(a_t W_a + s_prev W_s + b) · v for each example; α = softmax over t; context = Σ_t α_t a_t, (m, 1, "
        "n_a).",
        "for t in range(Tx): hidden = np.tanh(a[:, t] @ …W_a + s_prev @ …W_s + …b); energies[:, t] = hidden @ …v; "
        "alphas = softmax(energies)[:, :, np.newaxis]; np.sum(alphas * a, axis=…, keepdims=True)",
    ],
    topics=["attention", "score functions of attention"],
)
