"""The exercise encoder_decoder: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import dense, lstm, one_hot
from utils.steps import translation as steps
from utils.steps.music import lstm_step


def pair_cases(rng):
    """One unit, two words, by hand; several sentences; as many inputs as outputs; one word in; one word out."""
    unit = {"W": np.ones((4, 2, 1)), "U": np.zeros((4, 1, 1)), "b": np.zeros((4, 1, 1))}
    unit["W"][3, 1] = -1
    top = {"W": np.array([[1.0, -1.0]]), "b": np.zeros(2)}
    X, Y = np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.array([[[1.0, 0.0], [0.0, 1.0]]])
    cases = [(X, Y, unit, {**unit, "b": unit["b"] + 0.5}, top)]
    for m, Tx, Ty, n_x, n_y, n_a in ((3, 4, 3, 4, 4, 2), (2, 3, 5, 5, 3, 4), (4, 1, 2, 2, 5, 3), (2, 5, 1, 3, 3, 3)):
        X, Y = rng.normal(size=(m, Tx, n_x)), one_hot(rng, m, Ty, n_y)
        cases.append((X, Y, lstm(rng, n_x, n_a), lstm(rng, n_y, n_a), dense(rng, n_a, n_y)))
    return cases


def by_shifted_words(X, Y, encoder, decoder, densor):
    state = np.zeros((len(X), encoder["b"].shape[2])), np.zeros((len(X), encoder["b"].shape[2]))
    for t in range(X.shape[1]):
        state = lstm_step(X[:, t], *state, encoder)
    told = np.concatenate([np.zeros_like(Y[:, :1]), Y[:, :-1]], axis=1)
    found = []
    for t in range(Y.shape[1]):
        state = lstm_step(told[:, t], *state, decoder)
        scores = np.exp(state[0] @ densor["W"] + densor["b"])
        found.append(scores / scores.sum(axis=1, keepdims=True))
    probabilities = np.stack(found, axis=1)
    return probabilities, np.log(probabilities[Y == 1].reshape(Y.shape[:2])).sum(axis=1)


def word_by_word(X, Y, encoder, decoder, densor):
    probabilities, log_p = np.zeros(Y.shape), []
    for i in range(len(X)):
        a, c = np.zeros((1, encoder["U"].shape[1])), np.zeros((1, encoder["U"].shape[1]))
        for x in X[i]:
            a, c = lstm_step(x[None], a, c, encoder)
        told, total = np.zeros((1, Y.shape[2])), 0
        for t in range(Y.shape[1]):
            a, c = lstm_step(told, a, c, decoder)
            shares = np.exp((a @ densor["W"])[0] + densor["b"])
            probabilities[i, t] = shares / np.sum(shares)
            total += np.log(probabilities[i, t, np.argmax(Y[i, t])])
            told = Y[i, t][None]
        log_p.append(total)
    return probabilities, np.array(log_p)


START = "    probabilities, before = np.zeros(Y.shape)"
STEP = "lstm_step(before, a, c, decoder)"
NEXT = "before = Y[:, t]"
READ = "a, c = lstm_step(X[:, t], a, c, encoder)"
SHARES = 'softmax(a @ densor["W"] + densor["b"])'
SUM = "np.sum(np.log(np.sum(Y * probabilities, axis=2)), axis=1)"

EXERCISE = Exercise(
    steps.encoder_decoder,
    points=10,
    returns=("probabilities", "log_p"),
    cases=pair_cases,
    mistakes={
        "The decoder starts from zeros and has not seen the sentence; it goes on from both states in which the encoder "
        "has ended.": slip(START, "    a = c = np.zeros_like(a)\n" + START),
        "Only a is handed over, and the decoder's c starts at 0; it goes on from both of the encoder's states.": slip(
            START, "    c = np.zeros_like(c)\n" + START
        ),
        "Only c is handed over, and the decoder's a starts at 0; it goes on from both of the encoder's states.": slip(
            START, "    a = np.zeros_like(a)\n" + START
        ),
        "a and c change places between encoder and decoder; hand over a as a, and c as c.": slip(
            START, "    a, c = c, a\n" + START
        ),
        "Each step of the encoder starts from zeros, so only the last word is left of the sentence; hand both states "
        "on.": slip(READ, "a, c = lstm_step(X[:, t], np.zeros_like(a), np.zeros_like(c), encoder)"),
        "The encoder's cell state stays 0: lstm_step returns a new c, too, and the next step needs both.": slip(
            READ, "a, _ = lstm_step(X[:, t], a, c, encoder)"
        ),
        "In the encoder a and c have changed places; lstm_step returns a, then c.": slip(
            READ, "c, a = lstm_step(X[:, t], a, c, encoder)"
        ),
        "Each step of the decoder starts from the states in which the encoder has ended; only the first one does, the "
        "others go on from both states of the decoder's step before.": slip(
            (START, "    first = a, c\n" + START), (STEP, "lstm_step(before, *first, decoder)")
        ),
        "The decoder's cell state does not move on, and each step starts from the encoder's c; lstm_step returns a new "
        "c, hand it on.": slip("a, c = " + STEP, "a, _ = " + STEP),
        "Step 0 of the decoder reads the last word of the translation, which np.roll or the index −1 brings to the "
        "front; it reads zeros.": slip("np.zeros(Y[:, 0].shape)", "Y[:, -1]"),
        "At step t the decoder reads the very word that it should name; it reads word t − 1, at step 0 zeros.": slip(
            STEP, "lstm_step(Y[:, t], a, c, decoder)"
        ),
        "The decoder reads its own most probable word; in teacher forcing it is told the true word, Y[:, t].": slip(
            NEXT, "before = np.eye(Y.shape[2])[np.argmax(probabilities[:, t], axis=1)]"
        ),
        "The decoder reads its own probabilities; in teacher forcing it is told the true word, Y[:, t].": slip(
            NEXT, "before = probabilities[:, t]"
        ),
        "The decoder reads zeros at every step; behind each step set what the next one reads to Y[:, t].": slip(
            NEXT, "pass"
        ),
        "The decoder runs with the encoder's weights; it has its own.": slip(STEP, "lstm_step(before, a, c, encoder)"),
        "The encoder runs with the decoder's weights; it has its own.": slip(
            "lstm_step(X[:, t], a, c, encoder)", "lstm_step(X[:, t], a, c, decoder)"
        ),
        "The sentence is read from its end; begin with step 0.": slip(
            "lstm_step(X[:, t]", "lstm_step(X[:, Tx - 1 - t]"
        ),
        "The softmax runs over the examples; each example's shares add up to 1. softmax works on rows, so hand it the "
        "scores as they are.": slip(
            'softmax(a @ densor["W"] + densor["b"])', 'softmax((a @ densor["W"] + densor["b"]).T).T'
        ),
        "The dense layer's bias is missing.": slip(' + densor["b"]', ""),
        "The dense layer reads the cell state c; it reads the hidden state a.": slip(
            'a @ densor["W"]', 'c @ densor["W"]'
        ),
        "Each word has a sigmoid of its own, so that the shares of a step do not add up to 1; a softmax compares all "
        "words.": slip(SHARES, '1 / (1 + np.exp(-(a @ densor["W"] + densor["b"])))'),
        "log_p is the probability itself; return its natural logarithm, the sum of the words' logarithms.": slip(
            SUM, "np.prod(np.sum(Y * probabilities, axis=2), axis=1)"
        ),
        "log_p is the mean over the words; the logarithm of a product is the sum.": slip(
            SUM, SUM.replace("np.sum(np.log", "np.mean(np.log")
        ),
        "log_p is the logarithm of a sum of probabilities; they multiply, so take each word's logarithm first, and add "
        "up then.": slip(SUM, "np.log(np.sum(Y * probabilities, axis=(1, 2)))"),
        "log_p is that of the most probable words; take the right word's probability, which Y picks out.": slip(
            SUM, "np.sum(np.log(np.max(probabilities, axis=2)), axis=1)"
        ),
        "log_p lacks the first word, whose probability counts like the others'.": slip(
            SUM, "np.sum(np.log(np.sum(Y * probabilities, axis=2))[:, 1:], axis=1)"
        ),
        "log_p is that of the last word alone; add up all of them.": slip(
            SUM, "np.log(np.sum(Y * probabilities, axis=2))[:, -1]"
        ),
        "log_p is a logarithm to base 2; take the natural one, np.log.": slip(SUM, SUM.replace("np.log", "np.log2")),
        "log_p is added up over the examples, too; each has one of its own, (m,).": slip(
            SUM, SUM.replace(", axis=1)", ")")
        ),
        "The sign of log_p is turned round: that is the loss.": slip("log_p = np.sum", "log_p = -np.sum"),
    },
    accepted={
        "Your probabilities are kept in float32, right to about seven digits; without that type they stay as precise "
        "as the weights.": slip("np.zeros(Y.shape)", "np.zeros(Y.shape, dtype=np.float32)"),
        "Your log_p is a list with a number for each sentence; with an array, (m,), one can go on computing.": slip(
            "return probabilities, log_p", "return probabilities, list(log_p)"
        ),
    },
    right=[by_shifted_words, word_by_word],
    hints=[
        "Two loops, one over X and one over Y. What does the second one start from, and what does it read at its step "
        "0?",
        "a, c of the encoder go on into the decoder; at step t it reads Y[:, t − 1]; ln p = Σ_t ln p of the right "
        "word, "
        "and Y picks it out: the sum of Y · probabilities over the words.",
        "for t in range(Tx): a, c = lstm_step(X[:, t], a, c, encoder); before = zeros (m, n_y); for t in range(Ty): "
        "a, c = lstm_step(before, …, decoder); probabilities[:, t] = softmax(…); before = Y[:, t]",
    ],
    topics=["encoder and decoder"],
)
