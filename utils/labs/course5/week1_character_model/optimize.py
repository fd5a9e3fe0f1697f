"""The exercise optimize: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import small_network
from utils.steps import character_model as steps
from utils.steps.character_model import clip, rnn_backward, rnn_forward


def step_cases(rng):
    """Three symbols from a state of zeros; other lengths, states and rates; one symbol; gradients that are cut."""

    def case(Y, n_a, symbols, rate, size=1.0, state=1.0):
        X = [None] + Y[:-1]
        a_prev = state * rng.normal(size=(n_a, 1))
        return X, Y, a_prev, small_network(rng, n_a, symbols, size), rate

    long = [int(number) for number in rng.integers(1, 4, 30)]
    return [
        case([1, 2, 0], 2, 4, 0.1, 0.5, 0.0),
        case([3, 1, 1, 2, 0], 3, 4, 0.01),
        case([0], 4, 3, 0.5),
        case([2, 2, 1, 2, 0], 5, 4, 0.05),
        case([*long, 0], 3, 4, 0.02, 4.0),
        case([*long[::-1], 0], 2, 4, 0.3, 6.0, 0.0),
    ]


def at_its_default(rng):
    X, Y = [None, 1, 2], [1, 2, 0]
    return [(X, Y, rng.normal(size=(3, 1)), small_network(rng))]


def by_hand_of_the_course(X, Y, a_prev, parameters, learning_rate=0.01):
    """In place, with three results."""
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    for name in parameters:
        parameters[name] += -learning_rate * gradients["d" + name]
    return loss, gradients, a[len(X) - 1]


def in_place_and_four(X, Y, a_prev, parameters, learning_rate=0.01):
    return *by_hand_of_the_course(X, Y, a_prev, parameters, learning_rate), parameters


def three_results(X, Y, a_prev, parameters, learning_rate=0.01):
    return steps.optimize(X, Y, a_prev, parameters, learning_rate)[:3]


def by_a_loop(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, states = rnn_backward(X, Y, parameters, cache)
    clipped, new = {}, {}
    for name, value in parameters.items():
        clipped["d" + name] = np.minimum(np.maximum(gradients["d" + name], -5), 5)
        new[name] = value - learning_rate * clipped["d" + name]
    return loss, clipped, states[-1], new


CLIPPED = "gradients = clip(gradients, 5)\n"
IN_PLACE = "as the course's own assignment does: whoever called has lost the old ones"

EXERCISE = Exercise(
    steps.optimize,
    points=14,
    returns=("loss", "gradients", "a_last", "parameters"),
    cases=step_cases,
    wishes=at_its_default,
    accepted={
        f"it changes the parameters in place and returns three results, {IN_PLACE}.": by_hand_of_the_course,
        f"it changes the parameters in place, {IN_PLACE}.": in_place_and_four,
    },
    mistakes={
        "The gradients are not clipped; cut them at 5 before the step, and go on with what clip returns.": slip(
            CLIPPED, "\n"
        ),
        "The gradients are clipped after the step, which has used them as they were; clip first.": slip(
            ("    " + CLIPPED, ""),
            ("gradients, learning_rate)\n", "gradients, learning_rate)\n    " + CLIPPED),
        ),
        "The limit of the clipping is 5; yours is another.": slip("clip(gradients, 5)", "clip(gradients, 1)"),
        "The gradients are clipped at the learning rate; the limit is 5.": slip(
            "clip(gradients, 5)", "clip(gradients, learning_rate)"
        ),
        "You go uphill; a step of gradient descent subtracts the learning rate times the gradient.": slip(
            "parameters, gradients, learning_rate)\n", "parameters, gradients, -learning_rate)\n"
        ),
        "The learning rate is left at 0.01; take the one that you are given.": slip(
            "gradients, learning_rate)\n", "gradients, 0.01)\n"
        ),
        "The parameters come back as they were; return those after the step.": slip(
            "parameters = update_parameters(", "update_parameters("
        ),
        "Three results come back, and the parameters are nowhere changed; the new ones are the fourth.": three_results,
        "You return the state after the first step; the last one is a[len(X) - 1].": slip("a[len(X) - 1]", "a[0]"),
        "You return the state from before the first step; the one after the last is a[len(X) - 1].": slip(
            "a[len(X) - 1]", "a_prev"
        ),
        "You return all states; the last one is asked for.": slip("a[len(X) - 1]", "a"),
        "The name is read from a state of zeros; it starts from a_prev.": slip(
            "rnn_forward(X, Y, a_prev, parameters)", "rnn_forward(X, Y, np.zeros_like(a_prev), parameters)"
        ),
        "The loss is divided by the number of symbols; it is the sum, as rnn_forward gives it.": slip(
            "return loss,", "return loss / len(X),"
        ),
        "The loss is that after the step; it is the one that the gradients belong to.": slip(
            "    return loss,", "    loss, _ = rnn_forward(X, Y, a_prev, parameters)\n    return loss,"
        ),
        "X and Y have changed places; X is what is read.": slip(
            "rnn_backward(X, Y, parameters, cache)", "rnn_backward(Y, X, parameters, cache)"
        ),
    },
    right=[by_a_loop],
    hints=[
        "Four calls in the order in which their results are needed. Between the way back and the step stands what this "
        "section is about.",
        "The way back needs the cache of the way forward; the step, W := W − learning rate · dW, takes the gradients "
        "that clip at 5 returns, and these come back, too. Of the states that the way back returns, take the last.",
        "loss, cache = rnn_forward(X, Y, a_prev, parameters); gradients, a = rnn_backward(X, Y, parameters, cache); "
        "gradients = clip(gradients, 5); parameters = update_parameters(parameters, …, …); return loss, gradients, "
        "a[len(X) - 1], parameters",
    ],
    topics=["names of dinosaurs", "clipping"],
)
