"""From one sequence to another: an encoder and a decoder, without attention and with it. Examples first.

Sequences are X (m, Tx, n_x) here, as in Keras. Weights by name:

    an LSTM          {"W": (4, n_x, n_a), "U": (4, n_a, n_a), "b": (4, 1, n_a)}, gates i, f, o and the candidate
    a dense layer    {"W": (n_a, n_y), "b": (n_y,)}, with a softmax behind it
    the attention    as in `utils.steps.attention.one_step_attention`
"""

import numpy as np

from utils.steps.attention import one_step_attention
from utils.steps.music import lstm_step
from utils.steps.vectorization import softmax


def encoder_decoder(X, Y, encoder, decoder, densor):
    """Read a sentence into one pair of states, and say from them how probable a given translation is.

        ln p(y | x) = Σ_t ln p(y_t | x, y_1, …, y_(t−1))

    The decoder goes on from the states in which the encoder has ended. At step t it reads the true word t − 1 of the
    translation (teacher forcing), at step 0 zeros.

    X: (m, Tx, n_x) the sentences, a vector for each word.    Y: (m, Ty, n_y) their translations, one-hot.
    encoder: an LSTM for n_x inputs.    decoder: an LSTM for n_y inputs, with as many units.
    densor: {"W": (n_a, n_y), "b": (n_y,)}.
    At hand: `lstm_step(x, a, c, LSTM_cell)` of utils.steps.music, which returns the states a and c after a step, both
    (m, n_a), and `softmax(x)` of utils.steps.vectorization, which works on the rows of a matrix.
    Returns probabilities (m, Ty, n_y) of every word at every step, and log_p (m,), natural logarithms.
    """
    m, Tx, _ = X.shape
    # Both states are 0 before the first word is read
    a = c = np.zeros((m, encoder["U"].shape[-1]))
    # Read the sentence; only the last states stay
    for t in range(Tx):
        a, c = lstm_step(X[:, t], a, c, encoder)
    # Room for what the decoder says; before its first step it has been told nothing
    probabilities, before = np.zeros(Y.shape), np.zeros(Y[:, 0].shape)
    for t in range(Y.shape[1]):
        # On from the states, with the word before; scores of all words, and their shares
        a, c = lstm_step(before, a, c, decoder)
        probabilities[:, t] = softmax(a @ densor["W"] + densor["b"])
        # The next step is told the true word
        before = Y[:, t]
    # The right word's logarithm at each step, added up
    log_p = np.sum(np.log(np.sum(Y * probabilities, axis=2)), axis=1)
    return probabilities, log_p


def read_both_ways(X, forward, backward):
    """Run one LSTM from each end, and put both states of every step side by side.

    X: (m, Tx, n_x).    forward, backward: LSTMs of n_a units, see the top.
    At hand: `lstm_step(x, a, c, LSTM_cell)` of utils.steps.music.    Returns a (m, Tx, 2 n_a).
    """
    m, Tx, _ = X.shape
    # One LSTM from the first step to the last, the other one back; states in the order of the steps
    halves = []
    for cell, order in ((forward, range(Tx)), (backward, reversed(range(Tx)))):
        states, a, c = [None] * Tx, np.zeros((m, cell["U"].shape[-1])), np.zeros((m, cell["U"].shape[-1]))
        for t in order:
            a, c = lstm_step(X[:, t], a, c, cell)
            states[t] = a
        halves.append(np.stack(states, axis=1))
    return np.concatenate(halves, axis=2)


def modelf(Tx, Ty, parameters, X, s0, c0):
    """Read with an LSTM in both directions, then write Ty symbols, each after a new look at the whole input.

    In Keras, modelf(Tx, Ty, n_a, n_s, human_vocab_size, machine_vocab_size) builds a model, which gets X, s0 and c0
    later; here the weights stand where the sizes stood, and all comes at once. What has been written is not read again.

    Tx, Ty: steps in and out.
    parameters: {"forward", "backward": LSTMs of n_a units, "attention": of one_step_attention, "post": an LSTM of n_s
    units that reads the 2 n_a numbers of a context, "densor": {"W": (n_s, n_y), "b": (n_y,)}}.
    X: (m, Tx, n_x), one-hot.    s0, c0: (m, n_s) the post-attention LSTM's states before its first step.
    At hand: `read_both_ways(X, forward, backward)`, which returns a (m, Tx, 2 n_a);
    `one_step_attention(a, s_prev, parameters)`, which returns the context (m, 1, 2 n_a) and the attention weights;
    `lstm_step(x, a, c, LSTM_cell)` for x (m, n); `softmax(x)` of utils.steps.vectorization, which works on rows.
    Returns outputs, a list of Ty arrays (m, n_y): at each step the probabilities of all symbols.
    """
    # What the encoder makes of every symbol, knowing both sides of it
    a = read_both_ways(X, parameters["forward"], parameters["backward"])  # (m, Tx, 2 n_a)
    s, c = s0, c0
    outputs = []
    for _ in range(Ty):
        # Where to look, by the state before this step
        context, _ = one_step_attention(a, s, parameters["attention"])  # (m, 1, 2 n_a)
        # On with both states; the context is all that this step reads
        s, c = lstm_step(context[:, 0], s, c, parameters["post"])
        # Scores of all symbols, and a softmax for each example
        scores = s @ parameters["densor"]["W"] + parameters["densor"]["b"]  # (m, n_y)
        outputs.append(softmax(scores))
    return outputs
