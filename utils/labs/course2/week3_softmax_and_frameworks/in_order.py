"""The exercise in_order: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_softmax_and_frameworks import common
from utils.steps import automatic_differentiation as steps

TURNED = "Your list runs from the result back to the inputs; each Variable stands after its parents, so turn it round."
RECURSION = "Python stops a recursion after about a thousand calls, and this graph is deeper: keep a stack of your own."
EARLY = "A Variable of your list stands before one of its parents: place it only once all of its parents are placed."


def graph_cases(rng):
    """A sum of two products, an input alone, one used twice, a chain, ways of different lengths, equal numbers."""
    graphs = [common.product_and_sum(), common.squared(), common.chain(), common.diamond(), common.twins()]
    return [(result,) for result, _ in graphs] + [
        (common.squared()[1][0],),
        (common.small_net(rng)[0],),
        (common.inner_first()[0],),
        (common.input_first()[0],),
    ]


def deep_graph(rng):
    return [(common.deep()[0],)]


def faults_in_order(due, came):
    """The sentence on a list that holds what it should, in a wrong order; None where the order is right.

    due, came: Calls of the reference and of the attempt. Any order that keeps parents before children is right.
    """
    order = came.value
    if not _parents_first(order):
        return TURNED if _parents_first(order[::-1]) else EARLY
    return None


def _parents_first(order):
    placed = set()
    for node in order:
        if node in placed or any(parent not in placed for parent in node.parents):
            return False
        placed.add(node)
    return True


def by_recursion(result):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(result)
    return order


def by_recursion_on_a_list(result):
    """The same, told by the list itself; where Python's recursion ends, its words differ from those with a set."""
    order = []

    def visit(node):
        if node in order:
            return
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(result)
    return order


def by_counting(result):
    """Kahn's way: a Variable may go once as many parents as it has are placed."""
    children, missing, waiting = {}, {}, [result]
    while waiting:
        node = waiting.pop()
        if node not in missing:
            missing[node] = len(node.parents)
            for parent in node.parents:
                children.setdefault(parent, []).append(node)
                waiting.append(parent)
    order = [node for node, count in missing.items() if count == 0]
    for node in order:
        for child in children.get(node, []):
            missing[child] -= 1
            if missing[child] == 0:
                order.append(child)
    return order


def breadth_first(result):
    order = [result]
    for node in order:
        order += [parent for parent in dict.fromkeys(node.parents) if parent not in order]
    return order[::-1]


def by_value(result):
    order, seen = [], []

    def visit(node):
        if any(np.array_equal(node.data, data) for data in seen):
            return
        seen.append(node.data)
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(result)
    return order


def again_and_again(result):
    """As a recursion that remembers nothing would do it; with a stack, which ends on deep graphs, too."""
    order, stack = [], [(result, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        else:
            stack.append((node, True))
            stack += [(parent, False) for parent in node.parents[::-1]]
    return order


def without_a_second_look(result):
    order, placed, stack = [], set(), [(result, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            placed.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack += [(parent, False) for parent in node.parents if parent not in placed]
    return order


def without_inputs(result):
    return [node for node in steps.in_order(result) if node.parents]


def result_and_inner(result):
    return [node for node in steps.in_order(result) if node.parents or node is result]


def inputs_alone(result):
    return [node for node in steps.in_order(result) if not node.parents]


def parents_alone(result):
    return [*dict.fromkeys(result.parents), result]


def first_parents(result):
    order, node = [result], result
    while node.parents:
        node = node.parents[0]
        order.append(node)
    return order[::-1]


EXERCISE = Exercise(
    steps.in_order,
    points=10,
    returns=("order",),
    cases=graph_cases,
    wishes=deep_graph,
    judge=faults_in_order,
    mistakes={
        RECURSION: by_recursion,
        "This graph is deeper than the thousand calls or so after which Python stops a recursion: keep a stack of your "
        "own.": by_recursion_on_a_list,
        TURNED: slip("return order", "return order[::-1]"),
        EARLY: breadth_first,
        "A Variable that is used twice stands in your list twice: remember which you have met.": again_and_again,
        "A Variable stands in your list twice: between its push and its turn it may have been placed; look again when "
        "you take it from the stack.": without_a_second_look,
        "The result itself is missing; it stands last.": slip("return order", "return order[:-1]"),
        "The inputs are missing: a Variable without parents belongs to the list, too.": without_inputs,
        "A Variable without parents is missing; also an input belongs to the list.": result_and_inner,
        "Your list holds the inputs alone; everything between them and the result belongs to it.": inputs_alone,
        "Your list stops at the result's own parents; theirs belong to it, too, down to the inputs.": parents_alone,
        "You follow the first parent only; go on from each of them.": first_parents,
        "You take Variables that hold the same number for one; whether you have met a Variable is a question about "
        "the object.": by_value,
    },
    right=[by_counting, by_recursion, by_recursion_on_a_list],
    hints=[
        "Before you place a Variable, place its parents; and place none twice.",
        "visit(node): if it was met, stop; remember it; visit every parent; then append it. Without recursion: a stack "
        "of pairs (node, whether its parents are placed).",
        "stack = [(result, False)]; while stack: node, parents_placed = stack.pop(); if parents_placed: "
        "order.append(node); elif node not in seen: seen.add(node); stack.append((node, True)); stack.extend(…)",
    ],
    topics=["automatic differentiation"],
)
