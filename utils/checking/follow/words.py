"""What is wrong with a value, in words: its shape, how it relates to the right one, where the two first differ."""

import numpy as np

from utils.checking import relations as related
from utils.checking.follow.answer import numeric
from utils.checking.follow.watch import OPAQUE
from utils.checking.values import describe, first_difference, is_number, leaves, shape_message

CASES = 3  # other cases on which a relation is looked at


def difference(fault, search):
    """What is wrong with a fault's value, without a full stop.    search: the Search that found it."""
    due, came, name, exercise = fault.due, fault.came, fault.label.removesuffix(".append"), search.exercise
    if due is OPAQUE or came is OPAQUE:
        return f"{name or 'this'} is not right"
    if type(due) is int and isinstance(came, float) and came == due:
        return f"{name} is {came!r}, a float; a whole number is due"
    if isinstance(due, dict | list | tuple):
        wrong = [leaf for leaf in leaves(due, came, name, exercise) if leaf.kind]
        return wrong[0].message.rstrip(".") if wrong else f"{name} is not right"
    if isinstance(came, str) and numeric(due):
        return f"{name} is the string {came!r}: unpacking a dictionary, or a loop over it, gives its keys"
    if not (numeric(due) and numeric(came)):
        if type(due) is type(came):
            return f"{name} is {came!r}, and {due!r} is due"
        return f"{name} is {describe(came, exercise.say)}, and {describe(due, exercise.say)} is due"
    if np.shape(due) != np.shape(came):
        return shape_message(np.asarray(due), np.asarray(came), name, exercise).rstrip(".")
    size = _size(due, search) if type(due) is int else None
    if size:
        return f"{name} should be {due}, which is {size} here, and is {came}"
    return _relation(fault, search) or first_difference(name, np.asarray(due), np.asarray(came))


def _size(due, search):
    """What of the arguments a whole number is the size of, in words; None where several or none have it."""
    names = related.argument_names(search.exercise.reference, len(search.first.arguments))
    sizes = related.named_sizes(names, search.first.arguments)
    found = [name for name, size in sizes.items() if size == due]
    return found[0] if due > 1 and found else None


def _relation(fault, search):
    """How the value relates to the right one in several cases, or None."""
    due, came, exercise = fault.due, fault.came, search.exercise
    whole = all(is_number(value) and float(value).is_integer() for value in (due, came))
    if fault.loop or fault.site.place == "element" or whole:
        return None
    seen = [((due, came), search.first.arguments), *_elsewhere(fault, search)]
    if len(seen) < 2 and np.size(due) < 3:
        return None
    pairs, cases = [pair for pair, _ in seen], [arguments for _, arguments in seen]
    names = related.argument_names(exercise.reference, len(cases[0]))
    sizes = [related.named_sizes(names, case) for case in cases]
    sentence = related.relation(fault.label, pairs, sizes, cases, names, exercise.rtol, exercise.atol)
    return sentence.rstrip(".") if sentence else None


def _elsewhere(fault, search):
    """((due, came), arguments) of the same place in other cases."""
    for trial in [other for other in search.all if other is not search.first][:CASES]:
        if search.budget.spent:
            return
        trace, _ = search.run([], (), trial)
        visit = next((v for v in trace.visits if v.site == fault.site and v.label == fault.label), None)
        due = search.answers(trial).due(visit) if visit is not None else None
        if due is not None and numeric(due.value) and numeric(visit.value):
            if np.shape(due.value) == np.shape(visit.value):
                yield (due.value, visit.value), trial.arguments
