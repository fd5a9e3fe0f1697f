"""The exercise multitask_forward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TASKS, drawn_tasks, readable_tasks
from utils.steps import learning_from_tasks as steps
from utils.steps.learning_from_tasks import layers_forward


def forward_cases(rng):
    """Round numbers; one task; three tasks on two layers; one example; as many examples as questions."""
    return [
        readable_tasks(),
        drawn_tasks(rng, [3, 4], {"loop": 1}, 5),
        drawn_tasks(rng, [4, 5, 3], {"a": 2, "b": 1, "c": 4}, 6),
        drawn_tasks(rng, [2, 3, 3], {"a": 1, "b": 2}, 1),
        drawn_tasks(rng, [3, 2], {"digit": 4, "texture": 4}, 4),
    ]


def forward_by_one_product(X, shared, heads):
    A, cache = layers_forward(X, shared)
    W = np.vstack([head["W"] for head in heads.values()])
    b = np.vstack([head["b"] for head in heads.values()])
    all_of_them = 1 / (1 + np.exp(-(W.dot(A) + b)))
    ends = np.cumsum([len(head["b"]) for head in heads.values()])
    return dict(zip(heads, np.split(all_of_them, ends[:-1]), strict=True)), cache


def forward_by_tanh(X, shared, heads):
    A, cache = layers_forward(X, shared)
    return {t: (1 + np.tanh((heads[t]["W"] @ A + heads[t]["b"]) / 2)) / 2 for t in heads}, cache


def _softmax_over_a_task(X, shared, heads):
    A, cache = layers_forward(X, shared)
    predictions = {}
    for task, head in heads.items():
        Z = head["W"] @ A + head["b"]
        E = np.exp(Z - Z.max(axis=0))
        predictions[task] = E / E.sum(axis=0)
    return predictions, cache


def _softmax_over_all(X, shared, heads):
    A, cache = layers_forward(X, shared)
    scores = {task: np.exp(head["W"] @ A + head["b"]) for task, head in heads.items()}
    total = sum(score.sum(axis=0) for score in scores.values())
    return {task: score / total for task, score in scores.items()}, cache


def _one_behind_the_other(X, shared, heads):
    A, cache = layers_forward(X, shared)
    predictions, keep = {}, A
    for task, head in heads.items():
        predictions[task] = 1 / (1 + np.exp(-(head["W"] @ keep + head["b"])))
        keep = keep * predictions[task].mean(axis=0)
    return predictions, cache


SCORE = 'head["W"] @ A + head["b"]'
SIGMOID = f"1 / (1 + np.exp(-({SCORE})))"

EXERCISE = Exercise(
    steps.multitask_forward,
    points=10,
    returns=("predictions", "cache"),
    cases=forward_cases,
    mistakes={
        "You take a softmax over the questions of a task, as if exactly one could be answered by yes; several may "
        "be, or "
        "none, so each has a sigmoid of its own.": _softmax_over_a_task,
        "You take a softmax over the questions of all tasks; each question has a sigmoid of its own.": (
            _softmax_over_all
        ),
        "You return the scores; a sigmoid makes probabilities of them.": slip(SIGMOID, SCORE),
        "You return decisions; return the probabilities, which the loss needs.": slip(
            SIGMOID, f"({SIGMOID} > 0.5).astype(float)"
        ),
        "Your sigmoid has the wrong sign: a high score is a yes.": slip("np.exp(-(", "np.exp(+("),
        "The minus reaches only the product, not the bias; put both into brackets.": slip(
            f"-({SCORE})", '-(head["W"] @ A) + head["b"]'
        ),
        "The heads have a ReLU instead of a sigmoid, and its results are no probabilities.": slip(
            SIGMOID, f"np.maximum({SCORE}, 0)"
        ),
        "Your head has a ReLU before its sigmoid; the score goes in as it is.": slip(
            f"-({SCORE})", f"-np.maximum({SCORE}, 0)"
        ),
        "The heads have a tanh, from −1 to 1; a probability comes from a sigmoid.": slip(SIGMOID, f"np.tanh({SCORE})"),
        "The biases of the heads are missing; add b to the product.": slip(SCORE, 'head["W"] @ A'),
        "What one head says changes what the next one reads; all of them read the same A.": _one_behind_the_other,
        "You return A in place of the cache; backward needs the whole cache.": slip(
            "return predictions, cache", "return predictions, A"
        ),
        "The two results are exchanged: first the predictions, then the cache.": slip(
            "return predictions, cache", "return cache, predictions"
        ),
        "You return the predictions of the last task alone; there is an entry for each.": slip(
            "return predictions, cache", "return {task: predictions[task]}, cache"
        ),
    },
    right=[forward_by_one_product, forward_by_tanh],
    hints=[
        "The shared layers run once, whatever the number of tasks; then there is a loop over the heads.",
        "Ŷ_t = σ(W_t A + b_t) for each task t, with σ(z) = 1 / (1 + e⁻ᶻ).",
        "A, cache = layers_forward(X, shared); for task, head in heads.items(): predictions[task] = 1 / (1 + np.exp(-("
        "…)))",
    ],
    topics=[TASKS],
)
