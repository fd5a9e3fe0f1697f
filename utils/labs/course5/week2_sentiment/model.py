"""The exercise model: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import BY_HAND, softmax_of, some_text, word_map
from utils.steps import sentiment as steps
from utils.steps.sentiment import averaged_gradients, sentence_to_avg


def model_cases(rng):
    """Three sentences by hand, one step each; two; several passes; three classes; more sentences than numbers."""
    two = ["happy", "sad am"]
    cases = [([*two, "am"], np.array([0, 1, 0]), BY_HAND, 0.1, 1, np.random.default_rng(0))]
    cases.append((two, np.array([1, 0]), BY_HAND, 0.5, 3, np.random.default_rng(1)))
    for d, n_y, m, passes in ((3, 2, 5, 4), (2, 3, 6, 2), (4, 3, 4, 0)):
        X, Y = [some_text(rng, 1 + k % 4) for k in range(m)], np.arange(m) % n_y
        cases.append((np.array(X), rng.permutation(Y), word_map(rng, d), 0.3, passes, np.random.default_rng(m)))
    return cases


def by_hand_written_steps(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    """As the course writes it: one-hot labels, the gradient in the loop."""
    m = Y.shape[0]
    n_y = len(np.unique(Y))
    n_h = next(iter(word_to_vec_map.values())).shape[0]
    rng = rng or np.random.default_rng(1)
    W = rng.standard_normal((n_y, n_h)) / np.sqrt(n_h)
    b = np.zeros((n_y,))
    Y_oh = np.eye(n_y)[Y.reshape(-1)]
    for _ in range(num_iterations):
        for i in range(m):
            avg = sentence_to_avg(X[i], word_to_vec_map)
            a = softmax_of(np.dot(W, avg) + b)
            dz = a - Y_oh[i]
            W = W - learning_rate * np.dot(dz.reshape(n_y, 1), avg.reshape(1, n_h))
            b = b - learning_rate * dz
    pred = np.zeros((m, 1))
    for i in range(m):
        pred[i] = np.argmax(softmax_of(np.dot(W, sentence_to_avg(X[i], word_to_vec_map)) + b))
    return pred, W, b


def by_arrays(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    averages = np.array([sentence_to_avg(x, word_to_vec_map) for x in X])
    d = averages.shape[1]
    W = rng.standard_normal((max(Y) + 1, d)) / d**0.5
    b = np.zeros(max(Y) + 1)
    for _ in range(num_iterations):
        for x, y in zip(X, Y, strict=True):
            gradients = averaged_gradients(x, y, word_to_vec_map, W, b)[1]
            W, b = W - learning_rate * gradients["dW"], b - learning_rate * gradients["db"]
    return np.argmax(averages @ W.T + b, axis=1).reshape(-1, 1), W, b


def adding_up(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    """Gradients add up within a pass, and each step takes the sum so far."""
    n_y, d = int(np.max(Y)) + 1, len(next(iter(word_to_vec_map.values())))
    rng = np.random.default_rng(1) if rng is None else rng
    W, b = rng.standard_normal((n_y, d)) / np.sqrt(d), np.zeros(n_y)
    for _ in range(num_iterations):
        dW, db = 0, 0
        for sentence, y in zip(X, Y, strict=True):
            gradients = averaged_gradients(sentence, y, word_to_vec_map, W, b)[1]
            dW, db = dW + gradients["dW"], db + gradients["db"]
            W, b = W - learning_rate * dW, b - learning_rate * db
    pred = [[np.argmax(W @ sentence_to_avg(x, word_to_vec_map) + b)] for x in X]
    return np.array(pred), W, b


def whole_batches(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    """One step for each pass, with the sum of all gradients."""
    n_y, d = int(np.max(Y)) + 1, len(next(iter(word_to_vec_map.values())))
    rng = np.random.default_rng(1) if rng is None else rng
    W, b = rng.standard_normal((n_y, d)) / np.sqrt(d), np.zeros(n_y)
    for _ in range(num_iterations):
        found = [averaged_gradients(x, y, word_to_vec_map, W, b)[1] for x, y in zip(X, Y, strict=True)]
        W = W - learning_rate * sum(one["dW"] for one in found)
        b = b - learning_rate * sum(one["db"] for one in found)
    pred = [[np.argmax(W @ sentence_to_avg(x, word_to_vec_map) + b)] for x in X]
    return np.array(pred), W, b


def answers_on_the_way(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    """Each answer is that of the weights just before the sentence's last step."""
    n_y, d = int(np.max(Y)) + 1, len(next(iter(word_to_vec_map.values())))
    W, b, pred = rng.standard_normal((n_y, d)) / np.sqrt(d), np.zeros(n_y), np.zeros((len(X), 1))
    for _ in range(num_iterations):
        for i, (sentence, y) in enumerate(zip(X, Y, strict=True)):
            pred[i] = np.argmax(W @ sentence_to_avg(sentence, word_to_vec_map) + b)
            gradients = averaged_gradients(sentence, y, word_to_vec_map, W, b)[1]
            W, b = W - learning_rate * gradients["dW"], b - learning_rate * gradients["db"]
    return pred, W, b


STEP = 'W = W - learning_rate * gradients["dW"]\n            b = b - learning_rate * gradients["db"]'

EXERCISE = Exercise(
    steps.model,
    points=14,
    returns=("pred", "W", "b"),
    cases=model_cases,
    accepted={
        "Your gradients add up within a pass, and each step takes the sum so far: it trains, with steps that grow; "
        "here each step takes its own sentence's gradient.": adding_up,
    },
    mistakes={
        "There is one step for each pass, with the sum of the gradients; take a step after each sentence.": (
            whole_batches
        ),
        "The steps go up the slope; subtract the gradient.": slip("- learning_rate *", "+ learning_rate *"),
        "The learning rate is left out of the steps.": slip("learning_rate * gradients", "gradients"),
        "The biases never move; take their step, too.": slip('b = b - learning_rate * gradients["db"]', "pass"),
        "The weights never move; take their step, too.": slip('W = W - learning_rate * gradients["dW"]', "pass"),
        "W starts without the division by √d.": slip(" / np.sqrt(d)", ""),
        "W is divided by d at the start; divide by √d.": slip("np.sqrt(d)", "d"),
        "W starts from zeros; draw it from rng.": slip("rng.standard_normal((n_y, d))", "np.zeros((n_y, d))"),
        "W starts from uniform numbers; the start is rng.standard_normal.": slip(
            "rng.standard_normal((n_y, d))", "rng.random((n_y, d))"
        ),
        "The sentences are gone through once, whatever num_iterations is.": slip(
            "for _ in range(num_iterations):", "for _ in range(min(num_iterations, 1)):"
        ),
        "There is one pass too many.": slip("range(num_iterations)", "range(num_iterations + 1)"),
        "The sentences come in reverse; take them in the order of X.": slip(
            "zip(X, Y, strict=True)", "zip(X[::-1], Y[::-1], strict=True)"
        ),
        "The sentences come in another order in each pass; take them in the order of X.": slip(
            "zip(X, Y, strict=True)", "[(X[i], Y[i]) for i in rng.permutation(len(X))]"
        ),
        "The generator that is handed over is not used; default_rng(1) is for None alone.": slip(
            " if rng is None else rng", ""
        ),
        "There are always five classes; count those of Y.": slip("n_y = int(np.max(Y)) + 1", "n_y = 5"),
        "W has a row for each sentence; it has one for each class.": slip("int(np.max(Y)) + 1", "len(X)"),
        "The steps are divided by the number of sentences; each takes one sentence's whole gradient.": slip(
            "learning_rate * gradients", "learning_rate / len(X) * gradients"
        ),
        "The biases take one step in each pass, the last sentence's; take one after each sentence.": slip(
            STEP, STEP.replace("            b = b", "        b = b")
        ),
        "The predictions are those of the weights on the way; predict after the loops, with the last W and b.": (
            answers_on_the_way
        ),
        "The predictions are the highest scores; take their places, np.argmax.": slip("np.argmax(", "np.max("),
        "The predictions are the lowest class's; take the highest score.": slip("np.argmax(", "np.argmin("),
        "The biases are missing in the predictions.": slip("word_to_vec_map) + b)", "word_to_vec_map))"),
        "pred is flat; it is a column (m, 1), as in the course.": slip("np.zeros((len(X), 1))", "np.zeros(len(X))"),
        "pred holds the labels that were given; predict with W and b.": slip(
            "pred[i] = np.argmax(W @ sentence_to_avg(sentence, word_to_vec_map) + b)", "pred[i] = Y[i]"
        ),
        "A wrong step: the biases take the gradient of the weights' mean; each has its own in db.": slip(
            'gradients["db"]', 'gradients["dW"].mean(axis=1)'
        ),
    },
    right=[by_hand_written_steps, by_arrays],
    hints=[
        "Two loops, one within the other, and in the inner one a step with the weights as they are by now.",
        "For each pass and each sentence: W := W − α dW, b := b − α db. At the end ŷ = argmax(W avg + b).",
        'averaged_gradients(sentence, y, word_to_vec_map, W, b)[1] gives gradients["dW"] and gradients["db"]; pred = '
        "np.zeros((m, 1)), and pred[i] = np.argmax(W @ sentence_to_avg(…) + b) after the loops.",
    ],
    topics=["sentiment from averages"],
)
