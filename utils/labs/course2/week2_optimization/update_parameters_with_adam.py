"""The exercise update_parameters_with_adam: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week2_optimization.common import (
    at_start,
    drawn,
    in_single_precision,
    readable,
    whole_numbers,
    writing_into_what_is_given,
)
from utils.steps import optimization as steps


def adam_cases(rng):
    """Round numbers at step 2; the first step; later ones, with settings that count; a late one."""
    one = {"W1": (1, 1), "b1": (1, 1)}
    return [
        (*readable(), 2, 0.1, 0.5, 0.75, 1.0),
        (*at_start(rng), 1),
        (*drawn(rng), 3, 0.05, 0.8, 0.95, 1e-3),
        (*drawn(rng), 2),
        (*drawn(rng, one, size=1e4), 5000, 0.3),
        (*drawn(rng, one, size=1e-7), 4, 0.01),
    ]


def adam_wishes(rng):
    """Whole numbers; single precision; both β 0."""
    single = in_single_precision(*drawn(rng))
    return [(*whole_numbers(), 1, 0.25), (*single, 2, 0.1), (*drawn(rng), 2, 0.1, 0.0, 0.0)]


def adam_by_layers(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    parameters, v, s = dict(parameters), dict(v), dict(s)
    L = len(parameters) // 2
    v_corrected = {}
    s_corrected = {}
    for number in [str(layer) for layer in range(1, L + 1)]:
        for name in ("dW" + number, "db" + number):
            v[name] = beta1 * v[name] + (1 - beta1) * grads[name]
            v_corrected[name] = v[name] / (1 - beta1**t)
            s[name] = beta2 * s[name] + (1 - beta2) * grads[name] ** 2
            s_corrected[name] = s[name] / (1 - beta2**t)
            step = v_corrected[name] / (np.sqrt(s_corrected[name]) + epsilon)
            parameters[name[1:]] = parameters[name[1:]] - learning_rate * step
    return parameters, v, s, v_corrected, s_corrected


def adam_by_averages(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v = {name: beta1 * v[name] + (1 - beta1) * grads[name] for name in v}
    s = {name: beta2 * s[name] + (1 - beta2) * np.square(grads[name]) for name in s}
    v_hat = {name: average / (1 - np.power(beta1, t)) for name, average in v.items()}
    s_hat = {name: average / (1 - np.power(beta2, t)) for name, average in s.items()}
    moved = {}
    for key in parameters:
        moved[key] = parameters[key] - learning_rate * v_hat["d" + key] / (s_hat["d" + key] ** 0.5 + epsilon)
    return moved, v, s, v_hat, s_hat


PLANTED = "Both corrections take beta1; that of s takes beta2."
RETURN = "return updated, v_new, s_new, v_corrected, s_corrected"
ROOT = "np.sqrt(s_corrected[name])"

EXERCISE = Exercise(
    steps.update_parameters_with_adam,
    points=18,
    returns=("parameters", "v", "s", "v_corrected", "s_corrected"),
    cases=adam_cases,
    wishes=adam_wishes,
    accepted=writing_into_what_is_given(
        steps.update_parameters_with_adam, {"parameters": (0, 0), "v": (2, 1), "s": (3, 2)}
    ),
    mistakes={
        "The corrected averages go back into v and s, where they are corrected again at each step and explode; keep "
        "them apart.": slip(RETURN, "return updated, v_corrected, s_corrected, v_corrected, s_corrected"),
        "Your step takes v and s uncorrected; take the corrected copies, which matter most at the first steps.": slip(
            f"v_corrected[name] / ({ROOT}", "v_new[name] / (np.sqrt(s_new[name])"
        ),
        "The average of the gradients is not corrected in your step, that of the squares is; take v_corrected.": slip(
            "learning_rate * v_corrected[name]", "learning_rate * v_new[name]"
        ),
        "The average of the squares is not corrected in your step; take s_corrected under the root.": slip(
            ROOT, "np.sqrt(s_new[name])"
        ),
        PLANTED: slip("beta2**t", "beta1**t"),
        "Both corrections take beta2; that of v takes beta1.": slip("beta1**t", "beta2**t"),
        "s_corrected is s as it is; divide it by 1 − beta2ᵗ.": slip(" / (1 - beta2**t)", ""),
        "v_corrected is v as it is; divide it by 1 − beta1ᵗ.": slip(" / (1 - beta1**t)", ""),
        "The correction of s divides by 1 − beta2, whatever t is; it takes beta2 to the power of t.": slip(
            "beta2**t", "beta2"
        ),
        "The correction of v divides by 1 − beta1, whatever t is; it takes beta1 to the power of t.": slip(
            "beta1**t", "beta1"
        ),
        "The correction of s takes beta2 times t; it takes beta2 to the power of t.": slip("beta2**t", "beta2 * t"),
        "The correction of s is one step ahead of that of v; both take the power t.": slip(
            "beta2**t", "beta2 ** (t + 1)"
        ),
        "The correction takes beta times t; it takes beta to the power of t.": slip(
            ("beta1**t", "beta1 * t"), ("beta2**t", "beta2 * t")
        ),
        "The correction divides by 1 − beta, whatever t is; it takes beta to the power of t.": slip(
            ("beta1**t", "beta1"), ("beta2**t", "beta2")
        ),
        "The corrections count the steps from 0; t is 1 at the first step already, so take it as it is.": slip(
            ("beta1**t", "beta1 ** (t - 1)"), ("beta2**t", "beta2 ** (t - 1)")
        ),
        "The corrections are one step ahead; t is 1 at the first step already, so take it as it is.": slip(
            ("beta1**t", "beta1 ** (t + 1)"), ("beta2**t", "beta2 ** (t + 1)")
        ),
        "s averages the gradients themselves; it averages their squares.": slip("grads[name] ** 2", "grads[name]"),
        "v averages the squares; it averages the gradients themselves.": slip(
            "(1 - beta1) * grads[name]", "(1 - beta1) * grads[name] ** 2"
        ),
        "Both averages keep the share beta1; that of the squares keeps beta2.": slip(
            "beta2 * s[name] + (1 - beta2)", "beta1 * s[name] + (1 - beta1)"
        ),
        "Your step is RMSprop's, along the last gradient; Adam moves along the corrected average.": slip(
            "learning_rate * v_corrected[name]", "learning_rate * grads[name]"
        ),
        "The root is missing: s_corrected is a mean of squares, and only its root has the size of a gradient.": slip(
            ROOT, "s_corrected[name]"
        ),
        "Your epsilon stands inside the root, where it counts as its own root does; add it to the root.": slip(
            f"({ROOT} + epsilon)", "np.sqrt(s_corrected[name] + epsilon)"
        ),
        "Without epsilon a gradient that has always been 0 gives 0 / 0; add epsilon to the root.": slip(
            f"({ROOT} + epsilon)", ROOT
        ),
        "Your epsilon is added to the step, behind the division; put the root and epsilon into brackets.": slip(
            f"({ROOT} + epsilon)", f"{ROOT} + epsilon"
        ),
        "Your epsilon is always 1e-8; use the argument.": slip("+ epsilon", "+ 1e-8"),
        "Your step goes uphill; subtract it.": slip("value - ", "value + "),
        "The learning rate is missing; multiply the step by it.": slip("learning_rate * ", ""),
        "Your learning rate is always 0.01; use the argument.": slip("learning_rate * ", "0.01 * "),
        "v_corrected and s_corrected are v and s as they are; divide each by its own 1 − betaᵗ.": slip(
            (" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", "")
        ),
        "You return v and s as they came; return the averages that have taken in the gradients.": slip(
            RETURN, "return updated, v, s, v_corrected, s_corrected"
        ),
        "The biases stay where they were; every parameter has its averages and moves.": slip(
            "updated[key] = ", 'updated[key] = value if key[0] == "b" else '
        ),
    },
    right=[adam_by_layers, adam_by_averages],
    hints=[
        "Four quantities for each parameter: two averages that are carried on, and a corrected copy of each for this "
        "step.",
        "v := β₁ v + (1 − β₁) dW, s := β₂ s + (1 − β₂) dW²; v̂ = v / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ); "
        "W := W − α v̂ / (√ŝ + ε).",
        "v_new[name] = beta1 * v[name] + …; v_corrected[name] = v_new[name] / (1 - beta1**t); s the same with beta2 "
        "and squares; updated[key] = … - learning_rate * v_corrected[name] / (…)",
    ],
    topics=["Adam", "bias correction"],
    planted=PLANTED,
    symptom="On a gradient that never changes the first step is ten times the learning rate long; it should be once.",
)
