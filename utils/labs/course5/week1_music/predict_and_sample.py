"""The exercise predict_and_sample: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_music.common import drawn_states, half_open, no_states, one_step, shared_weights
from utils.steps import music as steps


def drawing_cases(rng):
    """Two tokens by hand; warm and cold; an end that comes soon; states that are not 0; one step; a long tune."""
    cases = [(one_step(*half_open()), np.zeros((1, 1, 2)), *no_states(1, 1), 5, 1.0, 1, np.random.default_rng(0))]
    for n_values, n_a, Ty, temperature, end in (
        (5, 3, 12, 1.0, 0),
        (6, 4, 15, 0.5, 5),
        (4, 3, 20, 2.5, 3),
        (3, 2, 1, 1.0, 2),
    ):
        x = np.eye(n_values)[[[int(rng.integers(n_values))]]]
        model = one_step(*shared_weights(rng, n_values, n_a))
        cases.append((model, x, *drawn_states(rng, 1, n_a), Ty, temperature, end, np.random.default_rng(n_values)))
    cell, dense = shared_weights(rng, 9, 5, 1.5)
    dense["b"][2] = -30.0  # an end that never comes
    cases.append((one_step(cell, dense), np.zeros((1, 1, 9)), *no_states(1, 5), 60, 0.8, 2, np.random.default_rng(1)))
    return cases


def very_cold(rng):
    """A temperature at which powers of the probabilities are rounded to 0."""
    model = one_step(*shared_weights(rng, 5, 3))
    return [(model, np.zeros((1, 1, 5)), *no_states(1, 3), 6, 0.001, 0, np.random.default_rng(0))]


def by_powers(inference_model, x_initializer, a_initializer, c_initializer, Ty=100, temperature=1.0, end=0, rng=None):
    """Powers in place of logarithms, divided by the largest first."""
    x, a, c, written = x_initializer[0], a_initializer, c_initializer, []
    while len(written) < Ty and (not written or written[-1] != end):
        out, a, c = inference_model(x, a, c)
        powers = (out[0] / out.max()) ** (1 / temperature)
        written.append(int(rng.choice(out.shape[1], p=powers / powers.sum())))
        x = np.zeros_like(out)
        x[0, written[-1]] = 1
    return np.eye(x_initializer.shape[2])[written], np.array(written).reshape(-1, 1)


def by_sums(inference_model, x_initializer, a_initializer, c_initializer, Ty=100, temperature=1.0, end=0, rng=None):
    """Where a number from 0 to 1 falls among the probabilities added up, as rng.choice does it."""
    n_values, results = x_initializer.shape[2], []
    x, a, c = x_initializer.reshape(1, n_values), a_initializer, c_initializer
    for _ in range(Ty):
        out, a, c = inference_model(x, a, c)
        scores = np.log(out.ravel()) / temperature
        sums = np.cumsum(np.exp(scores - scores.max()))
        x = np.zeros((1, n_values))
        x[0, np.searchsorted(sums / sums[-1], rng.random(), side="right")] = 1
        results.append(x[0])
        if x[0, end]:
            break
    results = np.array(results)
    return results, results.argmax(axis=1)[:, None]


DRAW = "index = rng.choice(n_values, p=p)"
SCALE = "np.log(out[0])[:, np.newaxis] / temperature"
BACK = "x = np.eye(n_values)[[index]]  # (1, n_values)"

EXERCISE = Exercise(
    steps.predict_and_sample,
    points=16,
    returns=("results", "indices"),
    cases=drawing_cases,
    wishes=very_cold,
    mistakes={
        "You take the most probable token at every step, as the course's own lab does; asked for is a draw, "
        "rng.choice(…, p=p).": slip(DRAW, "index = int(np.argmax(p))"),
        "All tokens are equally probable in your draw; give rng.choice the probabilities, p=p.": slip(
            "rng.choice(n_values, p=p)", "rng.choice(n_values)"
        ),
        "The temperature does nothing: divide the logarithms by it; dividing the probabilities is undone once they sum "
        "to 1 again.": slip(SCALE, "np.log(out[0])[:, np.newaxis]"),
        "The temperature acts the wrong way: below 1 probable tokens have to become more probable, so divide.": slip(
            "/ temperature", "* temperature"
        ),
        "The probabilities go through a second softmax; take their logarithms first.": slip(
            SCALE, "out[0][:, np.newaxis] / temperature"
        ),
        "What the next step reads is the most probable token, not the one that was drawn.": slip(
            BACK, "x = np.eye(n_values)[[int(np.argmax(out))]]"
        ),
        "Every step reads x_initializer again; from the second step on it reads the token that was drawn.": slip(
            f"        {BACK}\n", ""
        ),
        "The next step reads the probabilities; it was trained on one token, one-hot.": slip(BACK, "x = out"),
        "The states are not handed on: every step starts from a_initializer and c_initializer; take those that the "
        "step before has left.": slip(
            "out, a, c = inference_model(x, a, c)", "out, *_ = inference_model(x, a_initializer, c_initializer)"
        ),
        "The hidden state starts anew from a_initializer at every step; hand a on, too.": slip(
            "out, a, c = inference_model(x, a, c)", "out, _, c = inference_model(x, a, c)"
        ),
        "The cell state starts anew from c_initializer at every step; hand c on, too.": slip(
            "out, a, c = inference_model(x, a, c)", "out, a, _ = inference_model(x, a, c)"
        ),
        "The softmax runs over the tunes, of which there is one, so that it gives 1 for every token: it works on "
        "columns, so turn the logarithms round before it.": slip(
            f"softmax({SCALE})[:, 0]", "softmax(np.log(out) / temperature)[0]"
        ),
        "You draw with a generator of your own, begun anew at every step; draw with rng, the argument.": slip(
            "rng.choice(n_values, p=p)", "np.random.default_rng(0).choice(n_values, p=p)"
        ),
        "Each token gets the same probability. If your softmax ran over one row, it gave 1 everywhere: it works on "
        "columns, so turn the logarithms round before it.": slip(
            f"softmax({SCALE})[:, 0]", "np.full(n_values, 1 / n_values)"
        ),
        "results holds the last step's probabilities in every row; it holds the tokens that were drawn, one-hot.": slip(
            "return np.eye(n_values)[indices[:, 0]], indices", "return np.repeat(out, len(indices), axis=0), indices"
        ),
        "You draw with a generator of your own; draw with rng, the argument.": slip(
            "indices = []", "indices, rng = [], np.random.default_rng(0)"
        ),
        "The states are exchanged: inference_model takes x, a, c and returns ŷ, a, c.": slip(
            "inference_model(x, a, c)", "inference_model(x, c, a)"
        ),
        "The tune goes on behind its end; stop as soon as the token `end` has been drawn.": slip(
            "        if index == end:\n            break\n", ""
        ),
        "The end itself is missing in your tune; keep it, then stop.": slip(
            ("        indices.append(index)\n", ""),
            ("            break\n", "            break\n        indices.append(index)\n"),
        ),
        "Your tune stops at token 0, whatever `end` is.": slip("index == end", "index == 0"),
        "The tune starts from states of 0; it starts from a_initializer and c_initializer.": slip(
            "a, c = x_initializer[:, 0, :], a_initializer, c_initializer",
            "a, c = x_initializer[:, 0, :], 0 * a_initializer, 0 * c_initializer",
        ),
        "indices is a flat row; it is a column, (T, 1).": slip(
            "return np.eye(n_values)[indices[:, 0]], indices", "return np.eye(n_values)[indices[:, 0]], indices[:, 0]"
        ),
        "results has three axes, because indices is a column; take the unit matrix's rows by indices[:, 0].": slip(
            "return np.eye(n_values)[indices[:, 0]], indices", "return np.eye(n_values)[indices], indices"
        ),
        "results holds probabilities; it holds the tokens that were drawn, one-hot.": slip(
            ("indices = []", "indices, rows = [], []"),
            ("indices.append(index)", "indices.append(index)\n        rows.append(out[0])"),
            ("return np.eye(n_values)[indices[:, 0]], indices", "return np.array(rows), indices"),
        ),
        "results holds the numbers; it holds the tokens one-hot, (T, n_values).": slip(
            "return np.eye(n_values)[indices[:, 0]], indices", "return indices, indices"
        ),
    },
    right=[by_powers, by_sums],
    hints=[
        "Three things go from a step to the next: the token that was drawn, a and c. What ends the loop early?",
        "p = softmax(ln ŷ / temperature), which is ŷ^(1/temperature) divided by its sum; index drawn with p; the next "
        "input is its one-hot row; stop when index == end.",
        "out, a, c = inference_model(x, a, c); p = softmax(np.log(out[0])[:, np.newaxis] / …)[:, 0]; "
        "index = rng.choice(n_values, p=p); indices.append(index); … x = np.eye(n_values)[[index]]",
    ],
    topics=["music generation"],
)
