"""The exercise error_ceiling: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course3.week2_error_analysis.common import CATEGORIES, drawn_tags
from utils.steps import error_analysis as steps


def ceiling_cases(rng):
    """Four mistakes by hand; two categories that overlap; nothing solved; all solved; samples of drawn sizes."""
    by_hand = [["dark"], ["rotated", "dark"], [], ["rotated"]]
    cases = [(by_hand, 0.2, ["dark"]), (by_hand, 0.2, ["dark", "rotated"]), (by_hand, 0.5, [])]
    for share, solved in ((0.4, 1), (0.25, 2), (0.6, 3), (0.3, 4)):
        n = int(rng.integers(10, 60))
        chosen = [str(name) for name in rng.choice(CATEGORIES, solved, replace=False)]
        cases.append((drawn_tags(rng, n, share=share), float(rng.uniform(0.05, 0.4)), chosen))
    return [*cases, ([[], []], 0.1, ["dark"])]


def ceiling_wishes(rng):
    """No mistakes; a solved category that never occurs."""
    return [([], 0.1, ["dark"]), (drawn_tags(rng, 12), 0.3, ["covered by snow"])]


def ceiling_by_loop(tags, error, solved):
    if len(tags) == 0:
        raise ValueError("nothing was looked at")
    left_at_best = left_with_caution = 0
    for found in tags:
        hit = [tag in solved for tag in found]
        left_at_best += not any(hit)
        left_with_caution += not (found and all(hit))
    return error * left_at_best / len(tags), error * left_with_caution / len(tags)


def ceiling_by_differences(tags, error, solved):
    if not tags:
        raise ValueError("nothing was looked at")
    each = error / len(tags)
    touched = [found for found in tags if set(found).intersection(solved)]
    explained = [found for found in touched if not set(found).difference(solved)]
    return error - each * len(touched), error - each * len(explained)


def _sum_of_shares(tags, error, solved):
    if not tags:
        raise ValueError("nothing was looked at")
    counts = sum(sum(category in found for found in tags) for category in solved)
    alone = sum(sum(set(found) == {category} for found in tags) for category in solved)
    return error * (1 - counts / len(tags)), error * (1 - alone / len(tags))


TOUCHED = "bool(set(found) & set(solved)) for found in tags"
EXPLAINED = "bool(found) and set(found) <= set(solved) for found in tags"

EXERCISE = Exercise(
    steps.error_ceiling,
    points=13,
    returns=("ceiling", "cautious"),
    cases=ceiling_cases,
    wishes=ceiling_wishes,
    mistakes={
        "You add up the categories' counts; a mistake with two solved tags disappears once, so count mistakes.": (
            _sum_of_shares
        ),
        "For the ceiling you count a mistake once for each of its solved tags; it disappears once.": slip(
            "sum(bool(set(found) & set(solved)) for found in tags)",
            "sum(category in found for found in tags for category in solved)",
        ),
        "You return what disappears; return the error that is left.": slip(
            ("error * (1 - touched / len(tags))", "error * touched / len(tags)"),
            ("error * (1 - explained / len(tags))", "error * explained / len(tags)"),
        ),
        "You take away points instead of a part: the share of the mistakes is a share *of the error*, so "
        "multiply.": slip(
            ("error * (1 - touched / len(tags))", "error - touched / len(tags)"),
            ("error * (1 - explained / len(tags))", "error - explained / len(tags)"),
        ),
        "The two are exchanged; ceiling is the lower error, cautious the higher one.": slip(
            "return ceiling, cautious", "return cautious, ceiling"
        ),
        "Your cautious error is the ceiling again; a mistake that keeps an unsolved tag may stay.": slip(
            EXPLAINED, TOUCHED
        ),
        "Your ceiling is the cautious error; at best every mistake with *any* solved tag disappears.": slip(
            TOUCHED, EXPLAINED
        ),
        "Your ceiling wants all solved categories in one mistake; any of them is enough.": slip(
            TOUCHED, "bool(solved) and set(solved) <= set(found) for found in tags"
        ),
        "Your ceiling wants all solved categories in one mistake, which nothing solved always is; any of them is "
        "enough.": slip(TOUCHED, "set(solved) <= set(found) for found in tags"),
        "You refuse an empty list of solved categories; nothing solved leaves the error as it is. Refuse an empty "
        "sample.": slip("if not tags:", "if not solved:"),
        "In your cautious error mistakes without any tag disappear, too; nobody knows what they come from.": slip(
            "bool(found) and set(found)", "set(found)"
        ),
        "In your cautious error only mistakes with exactly one tag disappear; two tags that are both solved leave "
        "nothing, either.": slip("bool(found) and", "len(set(found)) == 1 and"),
        "In your cautious error a mistake has to have all of the solved tags; it has to have no other.": slip(
            "bool(found) and set(found) <= set(solved)", "set(found) == set(solved)"
        ),
        "You divide by the mistakes that have a tag; those without one are part of the sample.": slip(
            ("touched / len(tags)", "touched / max(sum(map(bool, tags)), 1)"),
            ("explained / len(tags)", "explained / max(sum(map(bool, tags)), 1)"),
        ),
        "You divide by the mistakes that have a tag, and there may be none; divide by the whole sample.": slip(
            ("touched / len(tags)", "touched / sum(map(bool, tags))"),
            ("explained / len(tags)", "explained / sum(map(bool, tags))"),
        ),
        "Only the first of the solved categories counts; take them all.": slip("set(solved)", "set(solved[:1])"),
        "You return shares of the mistakes; multiply by the error.": slip("error * ", ""),
        "You multiply by the error twice; a share of the mistakes is taken once.": slip("error * ", "error * error * "),
        "Your ceiling is what disappears; return the error that is left.": slip(
            "(1 - touched / len(tags))", "(touched / len(tags))"
        ),
        "Your cautious error is what disappears; return the error that is left.": slip(
            "(1 - explained / len(tags))", "(explained / len(tags))"
        ),
    },
    right=[ceiling_by_loop, ceiling_by_differences],
    hints=[
        "Go through the mistakes, not through the categories: does this one disappear, at best and with caution?",
        "ceiling = error · (1 − touched / n), cautious = error · (1 − explained / n): touched have any solved tag, "
        "explained have at least one tag and only solved ones.",
        "touched = sum(bool(set(found) & set(solved)) for found in tags); explained = sum(bool(found) and set(found) "
        "<= … for found in tags); each then: error * (1 - … / len(tags))",
    ],
    topics=["ceiling of a category"],
)
