"""The exercise modelf: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import attention, dense, lstm, one_hot
from utils.steps import translation as steps
from utils.steps.attention import one_step_attention
from utils.steps.music import lstm_step


def parameters_for(rng, n_x, n_y, n_a, n_s, n_e):
    return {
        "forward": lstm(rng, n_x, n_a),
        "backward": lstm(rng, n_x, n_a),
        "attention": attention(rng, 2 * n_a, n_s, n_e),
        "post": lstm(rng, 2 * n_a, n_s),
        "densor": dense(rng, n_s, n_y),
    }


def date_cases(rng):
    """One unit, two symbols in and out; more steps out than in, and fewer; sizes that are the same; one step each."""
    cases = []
    for m, Tx, Ty, n_x, n_y, n_a, n_s, n_e in (
        (1, 2, 2, 2, 2, 1, 1, 1),
        (3, 4, 6, 5, 3, 2, 4, 3),
        (2, 6, 3, 3, 4, 3, 2, 2),
        (4, 4, 4, 4, 4, 2, 4, 4),
        (2, 1, 1, 3, 2, 2, 3, 2),
    ):
        states = rng.normal(size=(m, n_s)), rng.normal(size=(m, n_s))
        cases.append((Tx, Ty, parameters_for(rng, n_x, n_y, n_a, n_s, n_e), one_hot(rng, m, Tx, n_x), *states))
    return cases


def by_hand_written_reader(Tx, Ty, parameters, X, s0, c0):
    m, n_a = len(X), parameters["forward"]["U"].shape[-1]
    a = np.zeros((m, Tx, 2 * n_a))
    for name, order, part in (("forward", range(Tx), slice(0, n_a)), ("backward", range(Tx)[::-1], slice(n_a, None))):
        h, memory = np.zeros((m, n_a)), np.zeros((m, n_a))
        for t in order:
            h, memory = lstm_step(X[:, t, :], h, memory, parameters[name])
            a[:, t, part] = h
    outputs, state = [], (s0, c0)
    for _ in range(Ty):
        context = one_step_attention(a, state[0], parameters["attention"])[0].reshape(m, -1)
        state = lstm_step(context, *state, parameters["post"])
        scores = np.exp(state[0] @ parameters["densor"]["W"] + parameters["densor"]["b"])
        outputs.append(scores / scores.sum(axis=1, keepdims=True))
    return outputs


def example_by_example(Tx, Ty, parameters, X, s0, c0):
    rows = [steps.modelf(Tx, Ty, parameters, X[i : i + 1], s0[i : i + 1], c0[i : i + 1]) for i in range(len(X))]
    return [np.concatenate([row[t] for row in rows]) for t in range(Ty)]


def with_a_relu(Tx, Ty, parameters, X, s0, c0):
    """As modelf, with the attention that the course's own assignment builds."""
    a = steps.read_both_ways(X, parameters["forward"], parameters["backward"])
    weights, outputs, s, c = parameters["attention"], [], s0, c0
    for _ in range(Ty):
        hidden = np.tanh(a @ weights["W_a"] + (s @ weights["W_s"])[:, None] + weights["b"])
        energies = np.maximum(0, hidden @ weights["v"])
        alphas = np.exp(energies) / np.sum(np.exp(energies), axis=1, keepdims=True)
        s, c = lstm_step(np.sum(alphas[..., None] * a, axis=1), s, c, parameters["post"])
        scores = np.exp(s @ parameters["densor"]["W"] + parameters["densor"]["b"])
        outputs.append(scores / scores.sum(axis=1, keepdims=True))
    return outputs


LOOK = 'context, _ = one_step_attention(a, s, parameters["attention"])'
STEP = 's, c = lstm_step(context[:, 0], s, c, parameters["post"])'

EXERCISE = Exercise(
    steps.modelf,
    points=14,
    returns=("outputs",),
    cases=date_cases,
    mistakes={
        "Every step looks from s0, so all contexts are the same; look from the state of now, s.": slip(
            LOOK, 'context, _ = one_step_attention(a, s0, parameters["attention"])'
        ),
        "The attention is asked with the cell state c; it compares the hidden state s.": slip(
            LOOK, 'context, _ = one_step_attention(a, c, parameters["attention"])'
        ),
        "Every step of the post-attention LSTM starts from s0 and c0; hand both states on.": slip(
            STEP, 's, c = lstm_step(context[:, 0], s0, c0, parameters["post"])'
        ),
        "The cell state starts anew at each step; hand on c, too.": slip(
            STEP, 's, _ = lstm_step(context[:, 0], s, c, parameters["post"])'
        ),
        "The hidden state and the cell state have changed places; lstm_step returns a, then c.": slip(
            STEP, 'c, s = lstm_step(context[:, 0], s, c, parameters["post"])'
        ),
        "The LSTM starts from zeros; s0 and c0 are given.": slip(
            "s, c = s0, c0", "s, c = np.zeros_like(s0), np.zeros_like(c0)"
        ),
        "s0 and c0 have changed places.": slip("s, c = s0, c0", "s, c = c0, s0"),
        "Both directions run with the forward weights; the one from the end has its own.": slip(
            'parameters["backward"]', 'parameters["forward"]'
        ),
        "The two directions have changed places; forward reads from the beginning.": slip(
            'parameters["forward"], parameters["backward"]', 'parameters["backward"], parameters["forward"]'
        ),
        "There are as many outputs as inputs; write Ty symbols.": slip("range(Ty)", "range(Tx)"),
        "One symbol is missing; write Ty of them.": slip("range(Ty)", "range(Ty - 1)"),
        "The softmax runs over the examples; each example's shares add up to 1. softmax works on rows, so hand it the "
        "scores as they are.": slip("softmax(scores)", "softmax(scores.T).T"),
        "The outputs are scores; a softmax turns them into probabilities.": slip("softmax(scores)", "scores"),
        "Each symbol has a sigmoid of its own, so that the shares of a step do not add up to 1; take a softmax.": slip(
            "softmax(scores)", "1 / (1 + np.exp(-scores))"
        ),
        "The outputs are one-hot, the most probable symbol of each step; return the probabilities of all of "
        "them.": slip("softmax(scores)", "np.eye(scores.shape[1])[np.argmax(scores, axis=1)]"),
        "The softmax is taken twice; once turns the scores into probabilities.": slip(
            "softmax(scores)", "softmax(softmax(scores))"
        ),
        "The dense layer reads the cell state c; it reads the hidden state s.": slip(
            's @ parameters["densor"]["W"]', 'c @ parameters["densor"]["W"]'
        ),
        "The context is not read: the LSTM gets the encoder's state at its own step, a[:, t]; it gets the "
        "context.": slip(("for _ in range", "for t in range"), (STEP, STEP.replace("context[:, 0]", "a[:, t]"))),
        "The attention looks at X; it looks at the encoder's states, a.": slip(LOOK, LOOK.replace("(a, s", "(X, s")),
        "The dense layer's bias is missing.": slip(' + parameters["densor"]["b"]', ""),
        "The prediction is made before the LSTM's step; first on with the states, then the scores.": slip(
            (STEP, "pass"),
            ("outputs.append(softmax(scores))", "outputs.append(softmax(scores))\n        " + STEP),
        ),
        "The plain mean of the encoder's states takes the place of the context; look with one_step_attention.": slip(
            LOOK, "context = np.mean(a, axis=1, keepdims=True)"
        ),
    },
    accepted={
        "The attention that you call has a ReLU on its energies, as in the course's own assignment. It is correct "
        "there; here they stay as they are, so the probabilities differ a little.": with_a_relu,
    },
    right=[by_hand_written_reader, example_by_example],
    hints=[
        "The encoder runs once. Then Ty times the same four things: look, step, scores, shares. Which of them needs "
        "the "
        "state before the step, and which the one after?",
        "a = read_both_ways(X, …); s, c = s0, c0; context = one_step_attention(a, s, …)[0]; s, c = "
        "lstm_step(context[:, 0], s, c, …); ŷ = softmax(s W + b), for each example.",
        'for _ in range(Ty): context, _ = one_step_attention(a, s, parameters["attention"]); s, c = lstm_step(…); '
        "scores = "
        's @ parameters["densor"]["W"] + …; outputs.append(softmax(scores))',
    ],
    topics=["attention", "encoder and decoder", "dates"],
)
