"""The exercise sample: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import OTHER, SMALL, by_hand_network, small_network
from utils.steps import character_model as steps


def writing_cases(rng):
    """Two units by hand; random networks and draws; one that never ends; one whose end has another number."""
    endless = small_network(rng)
    endless["by"] = np.array([[-60.0], [0.0], [0.5], [1.0]])
    sticky = small_network(rng, 5)
    sticky["by"][0] -= 1.5
    seeds = [np.random.default_rng(int(seed)) for seed in rng.integers(0, 1000, 7)]
    other = small_network(rng, 4, 3)
    other["by"][1] -= 2
    return [
        (by_hand_network(), SMALL, np.random.default_rng(1)),
        (sticky, SMALL, seeds[0]),
        (sticky, SMALL, seeds[1]),
        (sticky, SMALL, seeds[2]),
        (endless, SMALL, seeds[3]),
        (other, OTHER, seeds[4]),
        (other, OTHER, seeds[5]),
        (small_network(rng, 2), SMALL, seeds[6]),
    ]


def ends_at_the_limit(rng):
    """A network that reads nothing: of its 50 draws from this generator the last is the end, and no other."""
    zeros = {name: np.zeros_like(array) for name, array in small_network(rng, 2).items()}
    shares = np.array([[0.02], *[[0.98 / 3]] * 3])
    return [(zeros | {"by": np.log(shares)}, SMALL, np.random.default_rng(605))]


def by_arrays(parameters, char_to_ix, rng):
    Waa, Wax, Wya = parameters["Waa"], parameters["Wax"], parameters["Wya"]
    b, by = parameters["b"], parameters["by"]
    vocab_size, n_a = by.shape[0], Waa.shape[1]
    x, a_prev = np.zeros((vocab_size, 1)), np.zeros((n_a, 1))
    indices, idx, counter = [], -1, 0
    newline_character = char_to_ix["\n"]
    while idx != newline_character and counter != 50:
        a = np.tanh(np.dot(Wax, x) + np.dot(Waa, a_prev) + b)
        z = np.dot(Wya, a) + by
        y = np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)))
        idx = rng.choice(range(vocab_size), p=y.ravel())
        indices.append(idx)
        x = np.zeros((vocab_size, 1))
        x[idx] = 1
        a_prev = a
        counter += 1
    if counter == 50 and idx != newline_character:
        indices.append(char_to_ix["\n"])
    return indices


def by_cumulated_sums(parameters, char_to_ix, rng):
    state, read, found = np.zeros_like(parameters["b"]), np.zeros_like(parameters["by"]), []
    for _ in range(50):
        sums = parameters["Wax"] @ read + parameters["Waa"] @ state + parameters["b"]
        state = np.tanh(sums)
        scores = np.exp(parameters["Wya"] @ state + parameters["by"])
        shares = (scores / scores.sum())[:, 0]
        index = int(np.searchsorted(np.cumsum(shares) / shares.sum(), rng.random(), side="right"))
        found.append(index)
        if index == char_to_ix["\n"]:
            break
        read = np.eye(len(scores))[:, [index]]
    else:
        found.append(char_to_ix["\n"])
    return found


DRAW = "index = int(rng.choice(len(y), p=y.ravel()))"

EXERCISE = Exercise(
    steps.sample,
    points=16,
    returns=("indices",),
    cases=writing_cases,
    wishes=ends_at_the_limit,
    mistakes={
        "You take the most probable symbol, which is greedy decoding: it writes one name only, again and again. Draw "
        "with "
        "rng.choice(…, p=y.ravel()).": slip(DRAW, "index = int(np.argmax(y))"),
        "You draw without the probabilities, so every symbol is as likely; give p=y.ravel().": slip(
            "rng.choice(len(y), p=y.ravel())", "rng.choice(len(y))"
        ),
        "You make a generator of your own; use the rng that you were given.": slip(
            "rng.choice", "np.random.default_rng(0).choice"
        ),
        "The network reads zeros at every step; what was drawn is its next input, x[index] = 1.": slip(
            "x[index] = 1", "pass"
        ),
        "The old 1 stays in x, so that the network reads all symbols at once; start from zeros at each step.": slip(
            "x = np.zeros_like(x)\n", "\n"
        ),
        "The network reads the probabilities themselves; it reads the symbol that was drawn, one-hot.": slip(
            "x[index] = 1", "x = y"
        ),
        "The state is not handed on: every step starts from zeros. The new state goes into the next step.": slip(
            "a, y = rnn_step_forward", "_, y = rnn_step_forward"
        ),
        "It starts with \\n as its input; before the first symbol there is none: zeros.": slip(
            "a = np.zeros((parameters", "x[end] = 1\n    a = np.zeros((parameters"
        ),
        "The symbol that ends the name is missing from the list; it is drawn like any other, and belongs to it.": slip(
            ("        indices.append(index)\n", ""),
            ("            return indices", "            return indices\n        indices.append(index)"),
        ),
        "A name that does not end by itself lacks its \\n; put it behind the 50 letters.": slip(
            "return [*indices, end]", "return indices"
        ),
        "\\n is put behind every name; one that ended by itself has it already.": slip(
            "            return indices", "            return [*indices, end]"
        ),
        "Where the fiftieth symbol is the end already, another comes behind it; put \\n behind 50 letters only.": slip(
            "if index == end:", "if index == end and len(indices) < LONGEST:"
        ),
        "\\n is taken to have the number 0; ask char_to_ix for it.": slip('end = char_to_ix["\\n"]', "end = 0"),
        "Your names stop after 49 letters; up to 50 are allowed.": slip("< LONGEST", "< LONGEST - 1"),
        "Your names stop after 51 letters; 50 are the most.": slip("< LONGEST", "<= LONGEST"),
        "You return letters; numbers are asked for.": slip(
            (
                "            return indices",
                "            return [{v: k for k, v in char_to_ix.items()}[i] for i in indices]",
            ),
            ("return [*indices, end]", "return [{v: k for k, v in char_to_ix.items()}[i] for i in [*indices, end]]"),
        ),
    },
    right=[by_arrays, by_cumulated_sums],
    hints=[
        "One step of the network, one draw, and what was drawn is read next. What does it read at the first step, and "
        "when is it over?",
        "a, y = rnn_step_forward(parameters, a, x); index drawn with p = y; x := one-hot of index; stop at the number "
        "of "
        "\\n, or after 50 letters, and then put \\n behind them.",
        'end = char_to_ix["\\n"]; while len(indices) < LONGEST: a, y = rnn_step_forward(…); index = '
        "int(rng.choice(len(y), p=y.ravel())); append it; if index == end: return indices; x = np.zeros_like(x); "
        "x[index] = 1. At the end return [*indices, end].",
    ],
    topics=["sampling"],
)
