"""The exercise glove_gradient, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_learning_embeddings.glove_loss import glove_cases
from utils.steps import glove as steps


def at_once(W, W_context, b, b_context, X, x_max=100.0, alpha=0.75):
    met = X > 0
    errors = W.T @ W_context + b[:, None] + b_context - np.log(np.where(met, X, 1))
    g = np.where(met, 2 * np.minimum(1, X / x_max) ** alpha * errors, 0)
    return W_context @ g.T, W @ g, g.sum(axis=1), g.sum(axis=0)


PLANTED = "A context's gradient goes to the column of word i; W_context[:, j] took part, so it belongs to column j."
TO_WORD, TO_CONTEXT = "dW[:, i] += g * W_context[:, j]", "dW_context[:, j] += g * W[:, i]"

EXERCISE = Exercise(
    steps.glove_gradient,
    points=10,
    returns=("dW", "dW_context", "db", "db_context"),
    cases=glove_cases,
    mistakes={
        PLANTED: slip(TO_CONTEXT, "dW_context[:, i] += g * W[:, j]"),
        "The column is right, the factor is not: dW_context[:, j] receives g times the word's vector, W[:, i].": slip(
            TO_CONTEXT, "dW_context[:, j] += g * W[:, j]"
        ),
        "The factor is right, the column is not: g times W[:, i] belongs to the context's, dW_context[:, j].": slip(
            TO_CONTEXT, "dW_context[:, i] += g * W[:, i]"
        ),
        "The word's gradient is filed at column j; W[:, i] took part, so it belongs to column i.": slip(
            TO_WORD, "dW[:, j] += g * W_context[:, i]"
        ),
        "Each vector receives itself times g; a product hands each factor the other one.": slip(
            (TO_WORD, "dW[:, i] += g * W[:, i]"), (TO_CONTEXT, "dW_context[:, j] += g * W_context[:, j]")
        ),
        "The factor 2 of the square is missing.": slip("g = 2 * glove", "g = glove"),
        "The weight f(X) is missing in g.": slip("2 * glove_weight(X[i, j], x_max, alpha) * error", "2 * error"),
        "The error's biases are missing; g is that of the whole prediction.": slip(" + b[i] + b_context[j]", ""),
        "The bias of context j is filed at i; it is db_context[j].": slip("db_context[j] += g", "db_context[i] += g"),
        "The bias of word i is filed at j; it is db[i].": slip("db[i] += g", "db[j] += g"),
        "The biases keep one pair's gradient; add up over all pairs, +=.": slip(
            ("db[i] += g", "db[i] = g"), ("db_context[j] += g", "db_context[j] = g")
        ),
        "The contexts' vectors keep one pair's gradient; add up over all pairs, +=.": slip(
            "dW_context[:, j] += g", "dW_context[:, j] = g"
        ),
        "The sign is turned: that is the step, not the gradient.": slip("g = 2 * glove", "g = -2 * glove"),
        "x_max and alpha are not handed on to the weight.": slip(
            "glove_weight(X[i, j], x_max, alpha)", "glove_weight(X[i, j])"
        ),
    },
    right=[at_once],
    hints=[
        "Which of the four results is wrong, and where? With W = W_context and b = b_context nothing can be seen: what "
        "do two words do to each other there that they do not do otherwise?",
        "g_ij = 2 f(X_ij) error_ij; dw_i = Σ_j g_ij w̃_j, dw̃_j = Σ_i g_ij w_i, db_i = Σ_j g_ij, db̃_j = Σ_i g_ij",
        "Look at where W's vector goes: it is dW_context[:, j] += g * W[:, i].",
    ],
    topics=["GloVe"],
    planted=PLANTED,
    symptom="As it came: for counts of a text, and both sides alike in vectors and biases, all four gradients agreed "
    "with centred differences; with different ones dW_context did not, and the other three did.",
)
