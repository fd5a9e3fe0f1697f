"""The exercise gradients, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week3_softmax_and_frameworks import common
from utils.steps import automatic_differentiation as steps

ONE_ALONE = (
    "A Variable that is used in several places keeps the part of one of them only: add up what its uses send back."
)
BUG = "You add the part to the gradient of the Variable that sent it; it belongs to what the parent has so far."


def graph_cases(rng):
    """a · b + a by hand, a square, a chain, ways of different lengths, equal numbers, a layer, an input left out;
    inner Variables asked for, a rule that hands out one array twice, a result of shape (1, 1)."""
    return [
        *(common.product_and_sum(), common.squared(), common.chain(), common.diamond(), common.twins()),
        *(common.small_net(rng), common.stray(rng)),
        (common.squared()[1][0], [common.squared()[1][0]]),
        *(common.inner_first(), common.all_asked(), common.one_array_for_both(), common.one_by_one()),
    ]


def of_many(rng):
    a = steps.Variable(rng.normal(size=(2, 3)))
    return [(a * a, [a])]


def by_lists(result, inputs):
    if result.data.size > 1:
        raise ValueError("one number, please")
    order = steps.in_order(result)
    sent = {id(node): [] for node in order}
    sent[id(result)].append(np.ones_like(result.data))
    found = {}
    for node in order[::-1]:
        found[id(node)] = sum(sent[id(node)])
        for parent, part in zip(node.parents, node.rule(found[id(node)]), strict=True):
            sent[id(parent)].append(part)
    return [found.get(id(node), np.zeros_like(node.data)) for node in inputs]


def in_place(result, inputs):
    if result.data.size != 1:
        raise ValueError("one number, please")
    nodes = steps.in_order(result)
    total = {node: np.zeros(node.data.shape) for node in nodes + list(inputs)}
    total[result] += 1
    for node in nodes[::-1]:
        for i, part in enumerate(node.rule(total[node])):
            total[node.parents[i]] += part
    return [total[node] for node in inputs]


def added_in_place(result, inputs):
    if result.data.size != 1:
        raise ValueError("one number, please")
    total = {result: np.ones(result.data.shape)}
    for node in reversed(steps.in_order(result)):
        for parent, part in zip(node.parents, node.rule(total[node]), strict=True):
            if parent in total:
                total[parent] += part
            else:
                total[parent] = part
    return [total.get(node, np.zeros(node.data.shape)) for node in inputs]


def taken_away(result, inputs):
    if result.data.size != 1:
        raise ValueError("one number, please")
    total = {result: np.ones(result.data.shape)}
    for node in reversed(steps.in_order(result)):
        if node.parents:
            gradient = total.pop(node)
            for parent, part in zip(node.parents, node.rule(gradient), strict=True):
                total[parent] = total.get(parent, 0) + part
    return [total.get(node, np.zeros(node.data.shape)) for node in inputs]


ADD, BACK = "total[parent] = total[parent] + part", "in reversed(nodes):"

EXERCISE = Exercise(
    steps.gradients,
    points=8,
    returns=("gradients",),
    cases=graph_cases,
    wishes=of_many,
    mistakes={
        BUG: slip(ADD, "total[parent] = total[node] + part"),
        ONE_ALONE: slip(ADD, "total[parent] = part"),
        "You go from the inputs to the result, while no gradient has arrived yet: go through the list backwards.": slip(
            BACK, "in nodes:"
        ),
        "The result's own gradient is 0, and so is all that follows from it: it is 1.": slip(
            "np.ones(result.data.shape)", "np.zeros(result.data.shape)"
        ),
        "The rule is asked with 1 in place of the Variable's gradient: these are derivatives of single steps, without "
        "the chain rule.": slip("node.rule(total[node])", "node.rule(np.ones(node.data.shape))"),
        "The rule is asked with the Variable's data; it wants the gradient that has arrived there.": slip(
            "node.rule(total[node])", "node.rule(node.data)"
        ),
        "Parts of several uses are multiplied; along one way factors multiply, the ways themselves add up.": slip(
            ADD, "total[parent] = part if not total[parent].any() else total[parent] * part"
        ),
        "You multiply into a table of zeros, and zeros stay: add the parts up.": slip(
            ADD, "total[parent] = total[parent] * part"
        ),
        "You add in place, into an array that another Variable may hold, too: total[parent] + part makes a new one.": (
            added_in_place
        ),
        "You take a gradient away once it has been passed on; also an inner Variable's may be asked for.": taken_away,
        "The result's own gradient has lost its shape: ones of result.data.shape.": slip(
            "np.ones(result.data.shape)", "np.array(1.0)"
        ),
        "You subtract what comes back; add it.": slip("total[parent] + part", "total[parent] - part"),
        "The parts go to the parents in the wrong order: the rule's first gradient belongs to the first parent.": slip(
            "zip(node.parents, parts", "zip(node.parents[::-1], parts"
        ),
        "You return the gradients of all Variables; return those of the inputs, in their order.": slip(
            "for node in inputs]", "for node in nodes]"
        ),
        "An input that the result does not depend on has no entry in your table: its gradient is 0.": slip(
            "[*inputs, *nodes]", "nodes"
        ),
        "A result of several numbers has no one gradient: raise a ValueError.": slip("result.data.size != 1", "False"),
    },
    right=[by_lists, in_place],
    hints=[
        "Follow a + b on paper, line by line. The rule sends 1 to each of them; where does the other 1 come from?",
        "Gradients that arrive at a Variable on different ways are added up: its entry becomes what it held before, "
        "plus the part that is sent to it.",
        "total[parent] = total[parent] + …",
    ],
    topics=["automatic differentiation"],
    planted=BUG,
    symptom="For a + b it gives 2 and 2, where both slopes are 1; for tanh(a), too, it gives 1 too much.",
)
