"""The exercise choose_model: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import ml_strategy as steps


def drawn(rng, models):
    """Models with accuracy, milliseconds, megabytes and recall in coarse steps, so that some are equal."""
    return {
        f"model {k}": {
            "accuracy": round(float(rng.integers(80, 96)) / 100, 2),
            "ms": float(rng.integers(1, 12)) * 10,
            "MB": float(rng.integers(1, 9)),
            "recall": round(float(rng.integers(6, 11)) / 10, 1),
        }
        for k in range(models)
    }


def choice_cases(rng):
    """Three models by hand; a limit met exactly; none inside; equals; no limits; below 0; then drawn ones."""
    three = {
        "A": {"accuracy": 0.81, "ms": 12.0, "recall": 0.9},
        "B": {"accuracy": 0.84, "ms": 30.0, "recall": 0.7},
        "C": {"accuracy": 0.93, "ms": 260.0, "recall": 0.95},
    }
    equal = {"B": {"accuracy": 0.9, "ms": 50.0}, "A": {"accuracy": 0.9, "ms": 20.0}, "C": {"accuracy": 0.8, "ms": 1.0}}
    cases = [(three, "accuracy", {"ms": 40.0}, {}), (three, "accuracy", {"ms": 30.0}, {})]
    cases += [(three, "accuracy", {"ms": 40.0}, {"recall": 0.9}), (three, "accuracy", {"ms": 10.0}, {})]
    cases += [
        (equal, "accuracy", {"ms": 60.0}, {}),
        (three, "recall", {}, {}),
        (three, "recall", {}, {"accuracy": 0.84}),
    ]
    losses = {"A": {"minus loss": -3.0, "ms": 2.0}, "B": {"minus loss": -1.0, "ms": 2.0}}
    cases.append((losses, "minus loss", {"ms": 5.0}, {}))
    for models in (4, 9, 14, 20, 20):
        limits = {"ms": 70.0, "MB": 6.0}, {"recall": 0.7}
        cases.append((drawn(rng, models), "accuracy", *limits))
    return cases


def choice_wishes(rng):
    """No model at all."""
    return [({}, "accuracy", {"ms": 1.0}, {})]


def filter_then_take_the_best(measured, optimizing, at_most, at_least):
    inside = [
        model
        for model, values in measured.items()
        if not any(values[m] > limit for m, limit in at_most.items())
        and not any(values[m] < limit for m, limit in at_least.items())
    ]
    return max(inside, key=lambda model: measured[model][optimizing], default=None)


def by_loops(measured, optimizing, at_most, at_least):
    chosen, most = None, -float("inf")
    for model in measured:
        keeps = True
        for metric in at_most:
            if measured[model][metric] > at_most[metric]:
                keeps = False
        for metric in at_least:
            if measured[model][metric] < at_least[metric]:
                keeps = False
        if keeps and measured[model][optimizing] > most:
            chosen, most = model, measured[model][optimizing]
    return chosen


def _best_first_then_limits(measured, optimizing, at_most, at_least):
    model = max(measured, key=lambda model: measured[model][optimizing], default=None)
    if model is None:
        return None
    values = measured[model]
    keeps = all(values[m] <= limit for m, limit in at_most.items())
    return model if keeps and all(values[m] >= limit for m, limit in at_least.items()) else None


def _stops_at_the_first_outside(measured, optimizing, at_most, at_least):
    best = None
    for model, values in measured.items():
        if any(values[m] > limit for m, limit in at_most.items()):
            break
        if any(values[m] < limit for m, limit in at_least.items()):
            break
        if best is None or values[optimizing] > measured[best][optimizing]:
            best = model
    return best


def _most_room(measured, optimizing, at_most, at_least):
    inside = [
        model
        for model, values in measured.items()
        if all(values[m] <= limit for m, limit in at_most.items())
        and all(values[m] >= limit for m, limit in at_least.items())
    ]
    first = next(iter(at_most), optimizing)
    return min(inside, key=lambda model: measured[model][first], default=None)


BETTER = "values[optimizing] > measured[best][optimizing]"
INSIDE = """inside = all(values[metric] <= limit for metric, limit in at_most.items()) and all(
            values[metric] >= limit for metric, limit in at_least.items()
        )"""

EXERCISE = Exercise(
    steps.choose_model,
    points=12,
    returns=("model",),
    cases=choice_cases,
    wishes=choice_wishes,
    mistakes={
        "The limits are not looked at: a model outside one of them is out, however good it is.": slip(
            "if inside and (best", "if (best"
        ),
        "You take the best of all models and look at its limits afterwards; the best of those inside them is "
        "asked for.": _best_first_then_limits,
        "A value that is equal to its limit keeps it; compare with <= and >=.": slip(
            ("<= limit", "< limit"), (">= limit", "> limit")
        ),
        "One limit that is kept is enough for you; every one of them has to be.": slip(
            INSIDE,
            "kept = [values[m] <= limit for m, limit in at_most.items()]\n"
            "        kept += [values[m] >= limit for m, limit in at_least.items()]\n"
            "        inside = any(kept) or not kept",
        ),
        "Of the limits in at_most one that is kept is enough for you; every one has to be.": slip(
            "all(values[metric] <= limit", "any(values[metric] <= limit"
        ),
        "Of the limits in at_least one that is kept is enough for you; every one has to be.": slip(
            "all(\n            values[metric] >= limit", "any(\n            values[metric] >= limit"
        ),
        "You stop at the first model outside a limit; go on to the next.": _stops_at_the_first_outside,
        "Your best begins at 0; a metric may lie below 0, so begin with None, or with −∞.": slip(
            "(best is None or values[optimizing] > measured[best][optimizing])",
            "values[optimizing] > (0 if best is None else measured[best][optimizing])",
        ),
        "at_least is read as at_most: a value has to be at its limit or above it there.": slip(">= limit", "<= limit"),
        "at_most is read as at_least: a value has to be at its limit or below it there.": slip("<= limit", ">= limit"),
        "The limits of at_least are left out; a model that is below one of them is out, too.": slip(
            " and all(\n            values[metric] >= limit for metric, limit in at_least.items()\n        )", ""
        ),
        "The limits of at_most are left out; a model that is above one of them is out, too.": slip(
            INSIDE, "inside = all(values[metric] >= limit for metric, limit in at_least.items())"
        ),
        "You return the worst of the models inside; of the optimising metric more is better.": slip(
            BETTER, "values[optimizing] < measured[best][optimizing]"
        ),
        "Of several that are equally good you return the last; return the first.": slip(
            BETTER, "values[optimizing] >= measured[best][optimizing]"
        ),
        "You return the first model that keeps the limits; go on to the best one.": slip(
            "(best is None or values[optimizing] > measured[best][optimizing])", "best is None"
        ),
        "You return the value of the optimising metric; return the model's name.": slip(
            "return best", "return None if best is None else measured[best][optimizing]"
        ),
        "Among those inside you minimise a satisficing metric; only the optimising one decides.": _most_room,
        "Where no model keeps all limits you return one all the same; return None.": slip(
            "return best", "return best if best is not None else next(iter(measured), None)"
        ),
    },
    right=[filter_then_take_the_best, by_loops],
    hints=[
        "Two questions, one after the other: which models are inside every limit? Which of those is best?",
        "inside = all(value ≤ limit in at_most) and all(value ≥ limit in at_least); then the greatest value of the "
        "optimising metric, by a strict >, so that the first of equals stays.",
        "for model, values in measured.items(): if all(values[m] <= limit for m, limit in at_most.items()) and …: if "
        "best is None or values[optimizing] > …: best = model",
    ],
    topics=["optimising and satisficing metrics", "single-number metric"],
)
