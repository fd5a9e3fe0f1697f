"""The exercise error_table: its cases, right answers and known mistakes."""

from collections import Counter

from utils.checking import Exercise, slip
from utils.labs.course3.week2_error_analysis.common import CATEGORIES, drawn_tags
from utils.steps import error_analysis as steps


def table_cases(rng):
    """Four mistakes by hand; equal counts; a category that never occurs; many; no mistakes; none with a tag."""
    return [
        ([["dark"], ["rotated", "dark"], [], ["rotated", "dark"]], ["rotated", "dark"]),
        ([["a"], ["b"], ["b", "c"], ["c", "a"]], ["b", "c", "a"]),
        ([["blurred"], ["dark", "blurred"]], CATEGORIES),
        (drawn_tags(rng, 40), CATEGORIES),
        (drawn_tags(rng, 25, share=0.15), CATEGORIES),
        ([], ["dark", "blurred"]),
        ([[], [], []], ["dark"]),
    ]


def table_wishes(rng):
    """A tag that is no category."""
    return [([["dark"], ["blury"]], CATEGORIES)]


def table_by_counter(tags, categories):
    counted = Counter(tag for found in tags for tag in found)
    alone = Counter(found[0] for found in tags if len(found) == 1)
    rows = [(category, counted[category], alone[category]) for category in categories]
    return sorted(rows, key=lambda row: -row[1]), len([found for found in tags if not found])


def table_by_dictionary(tags, categories):
    counts, alone, untagged = dict.fromkeys(categories, 0), dict.fromkeys(categories, 0), 0
    for found in map(set, tags):
        if not found:
            untagged += 1
        for tag in found:
            if tag not in counts:
                raise ValueError(f"what is {tag}?")
            counts[tag] += 1
            alone[tag] += len(found) == 1
    order = sorted(categories, key=counts.get, reverse=True)
    return [(category, counts[category], alone[category]) for category in order], untagged


def _each_mistake_once(tags, categories):
    if any(tag not in categories for found in tags for tag in found):
        raise ValueError("no such category")
    first = [found[0] if found else None for found in tags]
    rows = [(category, first.count(category), sum(found == [category] for found in tags)) for category in categories]
    return sorted(rows, key=lambda row: row[1], reverse=True), first.count(None)


def _only_what_occurs(tags, categories):
    counts = Counter(tag for found in tags for tag in found)
    if set(counts) - set(categories):
        raise ValueError("no such category")
    rows = [(tag, counts[tag], sum(found == [tag] for found in tags)) for tag in counts]
    return sorted(rows, key=lambda row: row[1], reverse=True), sum(not found for found in tags)


COUNT, ALONE = "sum(category in found for found in tags)", "sum(set(found) == {category} for found in tags)"

EXERCISE = Exercise(
    steps.error_table,
    points=12,
    returns=("rows", "untagged"),
    cases=table_cases,
    wishes=table_wishes,
    mistakes={
        "Only the first tag of each mistake is counted; a mistake counts in every row whose tag it has.": (
            _each_mistake_once
        ),
        "Your alone counts every mistake with the tag, other tags or not; count those with no other tag.": slip(
            ALONE, COUNT
        ),
        "Your count takes the mistakes with this tag alone; others with more tags count in it, too.": slip(
            COUNT, ALONE
        ),
        "count and alone are exchanged in your rows; a row is (category, count, alone).": slip(
            "(category, count, alone)", "(category, alone, count)"
        ),
        "Your alone counts the mistakes that have other tags as well; it is the rest of count.": slip(
            ALONE, "sum(category in found and len(found) > 1 for found in tags)"
        ),
        "Your alone counts mistakes with two tags, too; in alone the tag has no other beside it.": slip(
            ALONE, "sum(category in found and len(found) <= 2 for found in tags)"
        ),
        "Your alone counts mistakes with exactly one tag, whichever it is; it has to be this row's.": slip(
            ALONE, "sum(len(found) == 1 for found in tags)"
        ),
        "The rows come with the smallest count first; the largest is what one reads first.": slip(", reverse=True", ""),
        "The rows stay in the order of categories; sort them by their count.": slip(
            "rows.sort(key=lambda row: row[1], reverse=True)", "pass"
        ),
        "The rows are sorted by alone; the count decides.": slip("row[1], reverse", "row[2], reverse"),
        "Equal counts come in the order of their names, backwards; leave them in the order of categories.": slip(
            "key=lambda row: row[1]", "key=lambda row: (row[1], row[0])"
        ),
        "Rows with equal counts stand in reversed order: sort with reverse=True, which keeps equal ones in "
        "place.": slip(
            "rows.sort(key=lambda row: row[1], reverse=True)", "rows = sorted(rows, key=lambda row: row[1])[::-1]"
        ),
        "Equal counts are put in order by alone; they stay in the order of categories.": slip(
            "row[1], reverse", "row[1:], reverse"
        ),
        "Your untagged counts the mistakes that have tags; it is those with none.": slip(
            "len(found) == 0", "len(found) > 0"
        ),
        "Your untagged takes away the counts from the number of mistakes; mistakes with two tags are taken away "
        "twice.": slip("sum(len(found) == 0 for found in tags)", "len(tags) - sum(row[1] for row in rows)"),
        "Your untagged takes away the mistakes with one tag alone; those with two tags have tags, too: count empty "
        "lists.": slip("sum(len(found) == 0 for found in tags)", "len(tags) - sum(row[2] for row in rows)"),
        "Your rows are those of the tags that occur, in the order in which they occur; make one for each of "
        "categories, in their order.": _only_what_occurs,
        "Your untagged is the number of all mistakes; count those whose list is empty.": slip(
            "sum(len(found) == 0 for found in tags)", "len(tags)"
        ),
        "You count mistakes with one tag as untagged; untagged have none.": slip("len(found) == 0", "len(found) <= 1"),
        "Categories that never occur are missing; each has a row, if with 0.": slip(
            "        rows.append(", "        if count:\n            rows.append("
        ),
        "Your rows are shares; they are whole numbers, so that one sees how few they are.": slip(
            "count, alone))", "count / max(len(tags), 1), alone / max(len(tags), 1)))"
        ),
        "Only rows come back; return rows, untagged.": slip("return rows, untagged", "return rows"),
    },
    right=[table_by_counter, table_by_dictionary],
    hints=[
        "Take one category at a time, and go through all mistakes for it. A mistake may count in several rows.",
        "count: mistakes whose list has the category; alone: those whose list has it and nothing else; untagged: empty "
        "lists.",
        "count = sum(category in found for found in tags); alone = sum(set(found) == {category} for …); then "
        "rows.sort(key=lambda row: row[1], reverse=True)",
    ],
    topics=["error analysis"],
)
