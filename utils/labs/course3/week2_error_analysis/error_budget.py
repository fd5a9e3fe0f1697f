"""The exercise error_budget, which comes with a bug to find: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps

SETS = ("human", "train", "train_dev", "dev", "test")
PARTS = ("avoidable bias", "variance", "data mismatch", "overfitting to dev")


def budget_cases(rng):
    """Round numbers, drawn situations of each kind, and sets that are easier than the one before."""
    cases = [({"human": 0.0, "train": 0.25, "train_dev": 0.375, "dev": 0.5, "test": 0.5},)]
    for largest in (0, 1, 2, 3, 1, 2):
        steps_up = rng.uniform(0, 0.05, 4)
        steps_up[largest] += 0.08
        errors = [0.01, *(0.01 + steps_up.cumsum())]
        cases.append(({name: round(float(error), 3) for name, error in zip(SETS, errors, strict=True)},))
    return [
        *cases,
        ({"human": 0.05, "train": 0.02, "train_dev": 0.08, "dev": 0.06, "test": 0.11},),
        ({"human": 0.2, "train": 0.02, "train_dev": 0.05, "dev": 0.09, "test": 0.1},),
    ]


def budget_wishes(rng):
    """Equal parts, of which the first is named."""
    return [({"human": 0.5, "train": 0.5, "train_dev": 0.5, "dev": 0.5, "test": 0.5},)]


def budget_by_neighbours(errors):
    parts = {part: errors[after] - errors[before] for part, before, after in zip(PARTS, SETS, SETS[1:], strict=False)}
    return parts, sorted(parts, key=lambda part: -parts[part])[0]


def budget_by_if(errors):
    human, train, train_dev, dev, test = (errors[name] for name in SETS)
    parts = dict(zip(PARTS, (train - human, train_dev - train, dev - train_dev, test - dev), strict=True))
    best = None
    for part, size in parts.items():
        if best is None or size > parts[best]:
            best = part
    return parts, best


def _by_size(errors):
    parts = steps.error_budget(errors)[0]
    return parts, max(parts, key=lambda part: abs(parts[part]))


VARIANCE = 'errors["train_dev"] - errors["train"]'
PLANTED = (
    "Your variance is the step from train to dev, the data mismatch included; dev has another distribution, so "
    "measure it on train-dev."
)

EXERCISE = Exercise(
    steps.error_budget,
    points=9,
    returns=("parts", "work_on"),
    cases=budget_cases,
    wishes=budget_wishes,
    mistakes={
        PLANTED: slip(VARIANCE, 'errors["dev"] - errors["train"]'),
        "Your mismatch is the step from train to dev, the variance included; begin at train-dev.": slip(
            'errors["dev"] - errors["train_dev"]', 'errors["dev"] - errors["train"]'
        ),
        "Your variance runs to dev, and your mismatch is the step of the variance: train to train-dev is the variance, "
        "train-dev to dev the mismatch.": slip(
            (VARIANCE, 'errors["dev"] - errors["train"]'),
            ('errors["dev"] - errors["train_dev"]', 'errors["train_dev"] - errors["train"]'),
        ),
        "Your bias is the whole training error; what people cannot do, either, is not avoidable: take away the human "
        "level.": slip('errors["train"] - errors["human"]', 'errors["train"]'),
        "variance and data mismatch are exchanged; train-dev differs from train by being new, dev by its "
        "distribution.": slip(('"variance":', '"data mismatch" :'), ('"data mismatch":', '"variance":')),
        "Your last part is the step from train-dev to test; begin at dev.": slip(
            'errors["test"] - errors["dev"]', 'errors["test"] - errors["train_dev"]'
        ),
        "Your parts have the opposite sign; each is the later error minus the earlier one.": slip(
            ('errors["train"] - errors["human"]', 'errors["human"] - errors["train"]'),
            (VARIANCE, 'errors["train"] - errors["train_dev"]'),
            ('errors["dev"] - errors["train_dev"]', 'errors["train_dev"] - errors["dev"]'),
            ('errors["test"] - errors["dev"]', 'errors["dev"] - errors["test"]'),
        ),
        "Your last part has the opposite sign; it is test minus dev.": slip(
            'errors["test"] - errors["dev"]', 'errors["dev"] - errors["test"]'
        ),
        "You name the smallest part; work on the largest.": slip("max(parts", "min(parts"),
        "You take the absolute size; a part below 0 is no loss.": _by_size,
        "You return the size of the largest part; return its name.": slip(
            "return parts, work_on", "return parts, parts[work_on]"
        ),
        "You always name the data mismatch; find the largest part.": slip(
            "max(parts, key=parts.get)", '"data mismatch"'
        ),
        "You name the part that comes last in the alphabet; compare sizes, key=parts.get.": slip(", key=parts.get", ""),
        "Your sizes are cut at 0; a set that is easier than the one before shows as a part below 0.": slip(
            "    # the largest one",
            "    parts = {name: max(size, 0.0) for name, size in parts.items()}\n    # the largest one",
        ),
        "Your bias is cut at 0; below 0 it says that the system fits the training set better than people do.": slip(
            'errors["train"] - errors["human"]', 'max(errors["train"] - errors["human"], 0.0)'
        ),
        "Your parts are shares of the test error; return the differences themselves.": slip(
            "return parts, work_on", 'return {name: size / errors["test"] for name, size in parts.items()}, work_on'
        ),
    },
    right=[budget_by_neighbours, budget_by_if],
    hints=[
        "Add up the four parts by hand: the sum has to be test minus human, whatever stands between.",
        "human → train: avoidable bias; train → train-dev: variance; train-dev → dev: data mismatch; dev → test: "
        "overfitting to dev. Each part begins where the one before ends.",
        'The second part has to end at errors["train_dev"], where the third begins.',
    ],
    topics=["error budget", "train-dev set"],
    planted=PLANTED,
    symptom="The four parts add up to more than the test error minus the human level.",
)
