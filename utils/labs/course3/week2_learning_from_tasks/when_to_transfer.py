"""The exercise when_to_transfer: its cases, right answers and known mistakes."""

import numpy as np
from scipy.stats import t

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TRANSFER
from utils.steps import learning_from_tasks as steps


def situation(rng, seeds, gain_frozen, gain_tuned, noise, own=0.001):
    """Errors from scratch that vary by seed, and those of the two ways of transfer, gains taken away."""
    scratch = 0.4 + noise * rng.normal(size=seeds)
    return (
        scratch,
        scratch - gain_frozen + own * rng.normal(size=seeds),
        scratch - gain_tuned + own * rng.normal(size=seeds),
    )


def transfer_cases(rng):
    """Round numbers for each of the three answers and each of the two conditions; then drawn situations."""
    scratch = np.array([0.50, 0.52, 0.54, 0.52])
    better = scratch - np.array([0.08, 0.10, 0.12, 0.10])
    best = better - np.array([0.02, 0.03, 0.04, 0.03])
    unsure = scratch - np.array([0.10, -0.06, 0.04, -0.02])
    cases = [
        (True, 8000, 100, scratch, better, better),
        (True, 8000, 100, scratch, better, best),
        (True, 8000, 100, scratch, best, better),
        (True, 8000, 100, scratch, unsure, unsure),
        (False, 8000, 100, scratch, better, best),
        (True, 100, 8000, scratch, better, best),
        (True, 500, 500, scratch, better, best),
        (True, 8000, 100, best, scratch, better),
        (True, 501, 500, scratch, better, best),
        (True, 900, 20, scratch, scratch, scratch),
    ]
    gains = [(0.1, 0.15), (0.15, 0.1), (0.1, 0.101), (-0.1, 0.05), (-0.05, -0.1), (0.0, 0.1), (0.02, 0.021)]
    for gain_frozen, gain_tuned in gains:
        for seeds, own in ((4, 0.003), (9, 0.02)):
            known = bool(rng.random() < 0.85)
            sizes = (5000, int(rng.integers(20, 2000)))
            cases.append((known, *sizes, *situation(rng, seeds, gain_frozen, gain_tuned, 0.1, own)))
    cases += [edge(rng, factor, which) for factor in (0.45, 0.7, 0.95, 1.05, 1.5) for which in ("first", "second")]
    return cases


def edge(rng, factor, which):
    """Differences of which the mean is `factor` times two of its standard errors, in one of the two comparisons."""
    noise = rng.normal(size=6)
    noise -= noise.mean()
    error = noise.std(ddof=1) / np.sqrt(6)
    gain = 0.01 * (noise + 2 * factor * error)
    scratch = 0.5 + 0.05 * rng.normal(size=6)
    if which == "first":
        return True, 4000, 60, scratch + 0.2, scratch, scratch - gain
    return True, 4000, 60, scratch, scratch - gain, scratch - gain + 0.1


def plan_by_names(same_input, n_source, n_target, scratch, frozen, tuned):
    errors = {"scratch": np.array(scratch), "frozen": np.array(frozen), "tuned": np.array(tuned)}
    chosen = "frozen"
    for simple, other in (("frozen", "tuned"), ("scratch", None)):
        candidate, rival = (other, simple) if other else (chosen, simple)
        d = errors[rival] - errors[candidate]
        beaten = d.sum() / len(d) > 2 * np.sqrt(np.sum((d - d.mean()) ** 2) / (len(d) - 1) / len(d))
        if other:
            chosen = other if beaten else simple
        elif not beaten:
            chosen = "scratch"
    return chosen if same_input and n_source > n_target else "scratch"


def plan_by_t(same_input, n_source, n_target, scratch, frozen, tuned):
    def t_of(better, worse):
        d = np.asarray(worse) - np.asarray(better)
        spread = d.std(ddof=1)
        return (np.inf * np.sign(d.mean()) if d.mean() else 0.0) if spread == 0 else d.mean() * len(d) ** 0.5 / spread

    if same_input and n_source > n_target:
        name, errors = "frozen", frozen
        if t_of(tuned, frozen) > 2:
            name, errors = "tuned", tuned
        if t_of(errors, scratch) > 2:
            return name
    return "scratch"


def _asks_student(same_input, n_source, n_target, scratch, frozen, tuned):
    """The quantile of the t distribution where the rule has 2."""

    def beats(errors, others):
        gain = np.asarray(others) - np.asarray(errors)
        return gain.mean() > t.ppf(0.975, len(gain) - 1) * gain.std(ddof=1) / np.sqrt(len(gain))

    if not same_input or n_source <= n_target:
        return "scratch"
    choice, errors = ("tuned", tuned) if beats(tuned, frozen) else ("frozen", frozen)
    return choice if beats(errors, scratch) else "scratch"


GAIN = "gain = np.asarray(others) - np.asarray(errors)"
BOUND = "2 * gain.std(ddof=1) / np.sqrt(len(gain))"
PICK = '("tuned", tuned) if beats(tuned, frozen) else ("frozen", frozen)'
LAST = 'choice if beats(errors, scratch) else "scratch"'

EXERCISE = Exercise(
    steps.when_to_transfer,
    points=14,
    returns=("choice",),
    cases=transfer_cases,
    mistakes={
        "Whether the inputs are of the same kind counts for nothing with you; without that no trial is believed.": slip(
            "not same_input or n_source <= n_target", "n_source <= n_target"
        ),
        "The numbers of examples count for nothing with you; a source that has no more than the target gives "
        '"scratch".': slip("not same_input or n_source <= n_target", "not same_input"),
        "You ask for both faults at once; one of the two is enough to start from scratch.": slip(
            "not same_input or n_source", "not same_input and n_source"
        ),
        "A source with as many examples as the target is not larger; start from scratch there, too.": slip(
            "n_source <= n_target", "n_source < n_target"
        ),
        "You ask for a target that is larger than the source; it is the source that has to have more.": slip(
            "n_source <= n_target", "n_source >= n_target"
        ),
        "You take the lower mean, however uncertain it is; the gain has to be more than two standard errors.": slip(
            BOUND, "0"
        ),
        'Between "frozen" and "tuned" you take the lower mean; "tuned" has to be better by two standard errors there, '
        "too.": slip(PICK, '("tuned", tuned) if np.mean(tuned) < np.mean(frozen) else ("frozen", frozen)'),
        'Against "scratch" you take the lower mean; the transfer has to be better by two standard errors there, '
        "too.": slip(LAST, 'choice if np.mean(errors) < np.mean(scratch) else "scratch"'),
        "Your bound is the standard deviation of the differences; the standard error of their mean is that divided by "
        "the root of the number of seeds.": slip(BOUND, "2 * gain.std(ddof=1)"),
        "Your bound is one standard error; the rule asks for two.": slip(
            BOUND, "gain.std(ddof=1) / np.sqrt(len(gain))"
        ),
        "You divide by the number of seeds; the standard error divides by its root.": slip(
            BOUND, "2 * gain.std(ddof=1) / len(gain)"
        ),
        "Your standard deviation divides by n; of a few seeds it is estimated with n − 1, ddof=1.": slip(
            "gain.std(ddof=1)", "gain.std()"
        ),
        "You take the spread of the errors instead of their differences: seeds that are hard for both methods then "
        "count as uncertainty.": slip(
            BOUND,
            "2 * np.sqrt((np.var(errors, ddof=1) + np.var(others, ddof=1)) / len(gain))",
        ),
        "A difference in either direction counts as a win with you; only fewer errors do.": slip(
            "return gain.mean()", "return abs(gain.mean())"
        ),
        "The number of seeds is written in; take it from the errors.": slip("np.sqrt(len(gain))", "np.sqrt(6)"),
        "You take the quantile of Student's t; the rule of this exercise says two standard errors.": _asks_student,
        'You try "tuned" against "scratch" where "frozen" does not beat "scratch"; only the one that was chosen first '
        "is compared with it.": slip(
            LAST, 'choice if beats(errors, scratch) else "tuned" if beats(tuned, scratch) else "scratch"'
        ),
        "Your gain has the wrong sign: the method that errs less is better.": slip(
            GAIN, "gain = np.asarray(errors) - np.asarray(others)"
        ),
        'You take "tuned" where it beats "scratch", without comparing it with "frozen"; the simpler one is kept where '
        "it is not beaten.": slip(PICK, '("tuned", tuned) if beats(tuned, scratch) else ("frozen", frozen)'),
        'You keep "tuned" unless "frozen" beats it; "frozen" is the simpler one, and is kept unless it is '
        "beaten.": slip(PICK, '("frozen", frozen) if beats(frozen, tuned) else ("tuned", tuned)'),
        'You never fall back on "scratch" after the trial; the better way of transfer has to beat it.': slip(
            LAST, "choice"
        ),
        'You compare "frozen" with "scratch" even where "tuned" was chosen; compare the one that was chosen.': slip(
            "beats(errors, scratch)", "beats(frozen, scratch)"
        ),
        'You ask whether "scratch" beats the transfer; it is the transfer that has to be better beyond doubt.': slip(
            LAST, '"scratch" if beats(scratch, errors) else choice'
        ),
    },
    right=[plan_by_names, plan_by_t],
    hints=[
        "Write one small function that says whether one method beats another, and use it twice.",
        "d = errors of the other − errors of this one, seed by seed; this one wins if mean(d) > 2 · std(d, ddof=1) / "
        "√n.",
        'choice, errors = ("tuned", tuned) if beats(tuned, frozen) else …; return choice if beats(errors, …) else …',
    ],
    topics=[TRANSFER],
)
