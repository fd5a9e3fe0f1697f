"""The exercise optimize: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week2_logistic_regression.common import _columns, _weights
from utils.steps import logistic_regression as steps
from utils.steps.logistic_regression import propagate


def optimize_cases(rng):
    readable = (
        np.zeros((2, 1)),
        0.0,
        np.array([[1.0, -2.0, 0.5], [2.0, 0.5, 1.0]]),
        np.array([[1, 0, 0]]),
        3,
        0.1,
    )
    settings = [(3, 4, 101, 0.05), (1, 5, 210, 0.3), (4, 2, 1, 0.7)]
    drawn = [(*_weights(rng, n), *_columns(rng, n, m), steps, rate) for n, m, steps, rate in settings]
    return [readable, *drawn]


def optimize_on_copies(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b, costs, i = w.copy(), float(b), [], 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        costs += [cost] if i % 100 == 0 else []
        i += 1
    return {"w": w, "b": b}, grads, costs


def gradient_before_the_loop(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = propagate(w, b, X, Y)
    costs = []
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def cost_after_the_step(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, _ = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(propagate(w, b, X, Y)[1])
    return {"w": w, "b": b}, grads, costs


PLANTED = "w -= … changes the caller's array in place; write w = w − α dw, which makes a new one."


EXERCISE = Exercise(
    steps.optimize,
    points=25,
    returns=("params", "grads", "costs"),
    cases=optimize_cases,
    mistakes={
        "You climb: step against the gradient, w − α dw and b − α db.": slip(
            ("w = w - ", "w = w + "), ("b = b - ", "b = b + ")
        ),
        PLANTED: slip(
            ("w = w - learning_rate", "w -= learning_rate"),
            ("b = b - learning_rate", "b -= learning_rate"),
            ("One step downhill; make a new w, because the caller still holds the old one", "One step downhill"),
        ),
        "Your steps leave out the learning rate; multiply each slope by learning_rate.": slip(
            "learning_rate * grads", "grads"
        ),
        "Your learning rate is fixed at 0.009; use the argument learning_rate.": slip(
            "learning_rate * grads", "0.009 * grads"
        ),
        "Neither w nor b ever changes; assign the result of the step to w and b themselves.": slip(
            ("w = w - ", "_ = w - "), ("b = b - ", "_ = b - ")
        ),
        "Your loop starts at 1 and takes one step too few; range(num_iterations) starts at 0.": slip(
            "range(num_iterations)", "range(1, num_iterations)"
        ),
        "Your loop always takes 100 steps; take num_iterations of them.": slip("range(num_iterations)", "range(100)"),
        "Your bias never moves; b takes a step too.": slip("b = b - ", "_ = b - "),
        "Your gradient is computed once, before the loop; call propagate anew in "
        "every iteration.": gradient_before_the_loop,
        "Your return stands inside the loop and ends it after one step; move it to the left.": slip(
            "\n    return", "\n        return"
        ),
        "You keep the cost of every iteration; keep each hundredth, i % 100 == 0.": slip("i % 100 == 0", "True"),
        "Your costs leave out iteration 0; i % 100 == 0 includes it.": slip("i % 100 == 0", "i % 100 == 0 and i > 0"),
        "You keep the costs of steps 99, 199, …; keep 0, 100, 200, … with i % 100 == 0, i counting from 0.": slip(
            "i % 100 == 0", "(i + 1) % 100 == 0"
        ),
        "i / 100 == 0 is true for i = 0 alone; the remainder of a division is i % 100.": slip(
            "i % 100 == 0", "i / 100 == 0"
        ),
        "You keep costs only when print_cost is set; keep them always, and print them only then.": slip(
            "if i % 100 == 0", "if print_cost and i % 100 == 0"
        ),
        "Your costs belong to the parameters after the step; keep the cost that propagate "
        "gave before it.": cost_after_the_step,
    },
    right=[optimize_on_copies],
    hints=[
        "Print w before and after a call, yours, outside of the function.",
        "A name inside the function and a name outside may stand for one array. Which line writes into that array?",
        'w -= … writes into the array; w = w - learning_rate * grads["dw"] makes a new one. For b, a number, both do.',
    ],
    topics=["gradient descent", "learning rate"],
    planted=PLANTED,
    symptom="Called twice with the same names as arguments, it gives two results: the second run starts elsewhere.",
)
