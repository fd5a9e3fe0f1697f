"""The exercise beam_errors, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.steps import beam_search as steps


def sentences(rng, m, V, longest):
    """For each of m sentences a list of words up to its end, 0."""
    return [[*(int(k) for k in rng.integers(1, V, size=rng.integers(0, longest))), 0] for _ in range(m)]


def error_cases(rng):
    """By hand, the last with equal scores; many of unequal length, at three α; all right; single ones."""
    humans, outputs = [[2, 0], [1, 1, 0], [1, 0], [1, 1, 0]], [[1, 0], [2, 0], [1, 0], [1, 2, 0]]
    cases = [([by_hand()] * 4, humans, outputs, 0.7)]
    for alpha in (0.0, 0.7, 1.0):
        models = [random_model(rng.integers(1000), 5, 0, 0.1) for _ in range(12)]
        humans, outputs = sentences(rng, 12, 5, 6), sentences(rng, 12, 5, 6)
        outputs[3], outputs[7] = list(humans[3]), list(humans[7])
        cases.append((models, humans, outputs, alpha))
    models = [random_model(rng.integers(1000), 4, 0, 0.1) for _ in range(4)]
    humans = sentences(rng, 4, 4, 5)
    return [*cases, (models, humans, [list(words) for words in humans], 0.7), *one_by_one(rng), *between(rng)]


def one_by_one(rng):
    """Single sentences, one of which loses by its sum and wins by its mean."""
    cases = []
    while len(cases) < 3:
        model, (human,), (output,) = (
            random_model(rng.integers(1000), 4, 0),
            sentences(rng, 1, 4, 7),
            sentences(rng, 1, 4, 7),
        )
        sums = [sum(model([words[:t]])[0][word] for t, word in enumerate(words)) for words in (human, output)]
        if human != output and (sums[0] > sums[1]) != (sums[0] / len(human) > sums[1] / len(output)):
            cases.append(([model], [human], [output], 1.0))
    return cases


def between(rng):
    """Single sentences at α between 0 and 1, where sum or mean put the blame on the other side."""
    cases = []
    for alpha, other in ((0.5, 1.0), (0.5, 1.0), (0.6, 0.0)):
        blame = None
        while not blame:
            model = random_model(rng.integers(1000), 4, 0)
            human, output = sentences(rng, 2, 4, 7)
            search = [score_of(model, human, power) > score_of(model, output, power) for power in (alpha, other)]
            blame = human != output and search[0] != search[1]
        cases.append(([model], [human], [output], alpha))
    return cases


def score_of(model, words, alpha):
    rows = [model([words[:t]])[0] for t in range(len(words))]
    return sum(row[word] for row, word in zip(rows, words, strict=True)) / len(words) ** alpha


def by_scores(models, humans, outputs, alpha):
    causes = []
    for model, human, output in zip(models, humans, outputs, strict=True):
        if list(human) == list(output):
            causes.append("right")
        elif score_of(model, output, alpha) < score_of(model, human, alpha):
            causes.append("search")
        else:
            causes.append("model")
    wrong = [cause for cause in causes if cause != "right"]
    return causes, (np.mean([cause == "search" for cause in wrong]) if wrong else 0.0)


def by_numbers(models, humans, outputs, alpha):
    causes = ["right"] * len(humans)
    search = model_count = 0
    for i in range(len(humans)):
        if humans[i] == outputs[i]:
            continue
        found = {}
        for name, words in (("human", humans[i]), ("output", outputs[i])):
            log_p = 0.0
            for t in range(len(words)):
                log_p += models[i]([words[:t]])[0, words[t]]
            found[name] = log_p * len(words) ** -alpha
        if found["human"] > found["output"]:
            causes[i], search = "search", search + 1
        else:
            causes[i], model_count = "model", model_count + 1
    return causes, search / max(search + model_count, 1)


PLANTED = (
    "The sums of logarithms decide: both are divided by the same length, or by none; divide each by its own length, "
    "as the "
    "search did."
)
SCORE = "scores.append(log_p / len(words) ** alpha)"
BLAME = '"search" if scores[0] > scores[1] else "model"'

EXERCISE = Exercise(
    steps.beam_errors,
    points=12,
    returns=("causes", "share"),
    cases=error_cases,
    mistakes={
        PLANTED: slip(SCORE, "scores.append(log_p / len(output) ** alpha)"),
        "You divide by the number of words whatever alpha is; divide by its power, as the search does.": slip(
            SCORE, "scores.append(log_p / len(words))"
        ),
        "You divide by the number of words, or by alpha times it, as soon as alpha is not 0; alpha is a power, "
        "len(words) ** alpha.": slip(SCORE, "scores.append(log_p / len(words) if alpha else log_p)"),
        "You divide by len(words) ** 0.7 whatever alpha is; take the alpha that is handed in.": slip(
            SCORE, "scores.append(log_p / len(words) ** 0.7)"
        ),
        "You multiply by the power of the length; a long sentence's sum is divided by it.": slip(
            SCORE, "scores.append(log_p * len(words) ** alpha)"
        ),
        "The blame is turned round: where the person's translation scores higher, the search has missed it.": slip(
            BLAME, '"model" if scores[0] > scores[1] else "search"'
        ),
        "The share is one of all sentences; those that are right have no cause, leave them out.": slip(
            'wrong = len(causes) - causes.count("right")', "wrong = len(causes)"
        ),
        "Where no sentence is wrong you divide by 0; the share is 0.0 then.": slip(" if wrong else 0.0", ""),
        "That is the model's share; the search's is asked for.": slip(
            'causes.count("search") / wrong', 'causes.count("model") / wrong'
        ),
        'Sentences that are right are put down to the model; they are "right".': slip(
            'causes.append("right")\n            continue', "pass"
        ),
        "Equal length is not equality: compare the lists themselves.": slip(
            "if human == output", "if len(human) == len(output)"
        ),
        "The person's words are asked for behind the output's beginnings; each translation goes behind its own.": slip(
            "[words[:t]]", "[output[:t]]"
        ),
        'The right sentences are left out of the list; they stand in it as "right".': slip(
            'causes.append("right")\n            continue', "continue"
        ),
        "Every word is asked for as the first of a sentence; hand the model the words before it, words[:t].": slip(
            "[words[:t]]", "[[]]"
        ),
        "The model is shown the word that it should judge; hand it the words before it, words[:t].": slip(
            "[words[:t]]", "[words[: t + 1]]"
        ),
        "The end is left out of the sum; the model had to choose it, too.": slip(
            "enumerate(words))", "enumerate(words[:-1]))"
        ),
        "The probabilities are added; add their logarithms, which the model gives.": slip(
            "sum(log_probabilities([words[:t]])[0][word]", "sum(np.exp(log_probabilities([words[:t]])[0][word])"
        ),
        "The end is not counted in the length; the search counts it.": slip(
            SCORE, "scores.append(log_p / max(len(words) - 1, 1) ** alpha)"
        ),
    },
    right=[by_scores, by_numbers],
    hints=[
        "Try it at alpha = 0, where all is well, then at alpha = 1 on a sentence whose two translations differ in "
        "length. "
        "By which numbers has beam search chosen, and which are compared here?",
        "score(y) = ln p(y | x) / T_y^α with T_y the length of y itself: of the person's for the person's, of the "
        "output's for the output's.",
        "Look at the line that appends a score: it is scores.append(log_p / len(words) ** alpha).",
    ],
    topics=["errors of beam search", "length normalisation"],
    planted=PLANTED,
    symptom="As it came: with alpha = 0 every cause was right, and where both translations had the same length; else "
    "some causes were wrong.",
)
