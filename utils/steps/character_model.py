"""A recurrent network that reads and writes names, letter by letter, under the course's names.

X is a list of numbers, one for each step: None at the first step, where nothing has been read yet, then the symbols.
Y is the same list one step on, with the end behind it. `parameters` of the network are, under the course's names,
{"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}, where n_x = n_y symbols.
"""

import numpy as np

from utils.steps.softmax import softmax

LONGEST = 50  # letters after which `sample` ends a name by itself


def initialize_parameters(n_a, n_x, n_y, rng):
    """Small random weights, Wax, Waa, then Wya, and biases of 0.    rng: np.random.Generator. Returns parameters."""
    # Standard normal numbers, a hundredth of their size
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    parameters = {name: 0.01 * rng.standard_normal(shape) for name, shape in shapes.items()}
    # Biases, as columns
    return parameters | {"b": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


def rnn_step_forward(parameters, a_prev, x):
    """One step of the network: the new state a_next (n_a, 1), and the probabilities p_t (n_y, 1) of the next symbol.

    a_prev: (n_a, 1).    x: (n_x, 1), one-hot, or zeros where nothing has been read.
    At hand: `softmax(Z)` of utils.steps.softmax, which works on columns. Returns a_next, p_t.
    """
    # As rnn_cell_forward, under this lab's names
    a_next = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + parameters["b"])
    # A softmax on what the state says of every symbol
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"])


def sample(parameters, char_to_ix, rng):
    """Let the network write a name, symbol by symbol, each drawn with its probability.

    It begins with a state of zeros and an input of zeros; each symbol that was drawn is the next input, one-hot. The
    name is over at the first "\\n"; after LONGEST = 50 letters without one, "\\n" is put behind them.

    parameters: of the network.    char_to_ix: {symbol: number}, "\\n" among them.
    rng: np.random.Generator; one draw for each symbol, rng.choice(how many, p=their probabilities (n_y,)).
    At hand: `rnn_step_forward(parameters, a_prev, x)`, `LONGEST`.
    Returns indices, the list of the numbers drawn; the last is that of "\\n".
    """
    end = char_to_ix["\n"]
    # Nothing has been read, and nothing is held
    x = np.zeros((parameters["Wax"].shape[1], 1))
    a = np.zeros((parameters["Waa"].shape[0], 1))
    indices = []
    # Until the end is drawn, or the name is too long
    while len(indices) < LONGEST:
        # A step of the network; draw from what it says
        a, y = rnn_step_forward(parameters, a, x)
        index = int(rng.choice(len(y), p=y.ravel()))
        indices.append(index)
        if index == end:
            return indices
        # What was drawn is read at the next step
        x = np.zeros_like(x)
        x[index] = 1
    return [*indices, end]


def rnn_forward(X, Y, a_prev, parameters):
    """Run the network over a name. Returns loss = −Σ ln ŷ_t[Y_t], and the cache (y_hat, a, x, a_prev).

    X, Y: lists of T numbers, X[0] is None.    a_prev: (n_a, 1), the state before the first step.
    At hand: `softmax(Z)` of utils.steps.softmax, which works on columns.
    y_hat: (n_y, T) probabilities.    a: (n_a, T) states.    x: (n_x, T), what is read, one-hot.
    """
    # One-hot columns, zeros where nothing has been read
    x = np.zeros((parameters["Wax"].shape[1], len(X)))
    for t, number in enumerate(X):
        if number is not None:
            x[number, t] = 1
    # As rnn_forward of utils.steps.rnn: what does not wait for the state is computed for all steps at once
    read, a, state = parameters["Wax"] @ x + parameters["b"], np.zeros((len(a_prev), len(X))), a_prev[:, 0]
    for t in range(len(X)):
        state = np.tanh(read[:, t] + parameters["Waa"] @ state)
        a[:, t] = state
    y_hat = softmax(parameters["Wya"] @ a + parameters["by"])
    return -np.sum(np.log(y_hat[Y, np.arange(len(Y))])), (y_hat, a, x, a_prev)


def rnn_backward(X, Y, parameters, cache):
    """The gradients of the loss, {"dWax", "dWaa", "dWya", "db", "dby"}, and the T states, a list of (n_a, 1).

    X, Y, parameters: as in rnn_forward.    cache: (y_hat, a, x, a_prev) from it. Returns gradients, and the list.
    """
    y_hat, a, x, a_prev = cache
    # Softmax and cross-entropy together: what was predicted, less 1 where the symbol was
    dy = y_hat.copy()
    dy[Y, np.arange(len(Y))] -= 1
    # To the states, each from its own step's prediction; then through time, as rnn_backward of utils.steps.rnn
    dz, back = (parameters["Wya"].T @ dy), np.zeros(len(a))
    for t in reversed(range(len(X))):
        dz[:, t] = (dz[:, t] + back) * (1 - a[:, t] ** 2)
        back = parameters["Waa"].T @ dz[:, t]
    before = np.hstack([a_prev, a[:, :-1]])  # the state that each step has read
    gradients = {"dWax": dz @ x.T, "dWaa": dz @ before.T, "dWya": dy @ a.T}
    gradients |= {"db": np.sum(dz, axis=1, keepdims=True), "dby": np.sum(dy, axis=1, keepdims=True)}
    return gradients, [a[:, [t]] for t in range(len(X))]


def update_parameters(parameters, gradients, learning_rate):
    """A step of gradient descent. Returns new parameters; W takes its gradient from "dW"."""
    return {name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()}


def clip(gradients, maxValue):
    """Cut every entry of every gradient to the range from −maxValue to maxValue.

    gradients: {"dWax", "dWaa", "dWya", "db", "dby"}, or other names, arrays of any shape.    maxValue: above 0.
    Returns a new dictionary with the same names, float64; the arrays that were given stay as they are.
    """
    clipped = {}
    # Entry by entry: what lies outside goes to the nearer end
    for name, gradient in gradients.items():
        clipped[name] = np.clip(gradient, -maxValue, maxValue)
    return clipped


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    """Learn from one name: forward, backward, clip at 5, and a step of gradient descent.

    X, Y: lists of T numbers, X[0] is None.    a_prev: (n_a, 1), the state before the first step.
    parameters: of the network; the arrays that were given stay as they are.
    At hand: `rnn_forward(X, Y, a_prev, parameters)`, which returns loss, cache;
    `rnn_backward(X, Y, parameters, cache)`, which returns gradients, a; `clip(gradients, maxValue)`;
    `update_parameters(parameters, gradients, learning_rate)`, which returns new ones.
    Returns loss, gradients after clipping, a[T − 1] (n_a, 1), the state after the last step, and the new parameters.
    """
    # Forward through the whole name, then back
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    # Cut off what is too large, before it is used
    gradients = clip(gradients, 5)
    # A step downhill
    parameters = update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1], parameters


def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, rng=0):
    """Train a network to write names, one name for each step, at a learning rate of 0.01; then let it write some.

    data: a list of names.    ix_to_char: {number: symbol}.    char_to_ix: {symbol: number}.    n_a: units.
    dino_names: how many names it writes at the end.    vocab_size: symbols.
    rng: a generator or a whole number; np.random.default_rng(rng) takes both. It draws the order of the names
    (rng.permutation), then the weights, then the names that are written.
    At hand: `initialize_parameters(n_a, n_x, n_y, rng)`, `optimize(X, Y, a_prev, parameters, learning_rate)`,
    `sample(parameters, char_to_ix, rng)`.
    Returns parameters, losses (the loss of each step, a list), and names (a list of strings).
    """
    rng = np.random.default_rng(rng)
    # One order for all rounds through the names; small weights
    order = rng.permutation(len(data))
    parameters = initialize_parameters(n_a, vocab_size, vocab_size, rng)
    losses = []
    for j in range(num_iterations):
        # What is read, and what should be said at each step
        letters = [char_to_ix[letter] for letter in data[order[j % len(data)]]]
        X = [None] + letters
        Y = letters + [char_to_ix["\n"]]
        # Every name is read from a state of zeros
        loss, _, _, *new = optimize(X, Y, np.zeros((n_a, 1)), parameters, 0.01)
        # An optimize that changes the arrays in place, as the course's assignment does, may return three things
        parameters = new[0] if new else parameters
        losses.append(loss)
    # Write, without the symbol that ends a name
    names = []
    for _ in range(dino_names):
        names.append("".join(ix_to_char[number] for number in sample(parameters, char_to_ix, rng)[:-1]))
    return parameters, losses, names
