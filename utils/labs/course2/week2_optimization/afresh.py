"""A learner's function made anew, so that nothing it keeps outside of its arguments lasts."""

import contextlib
import copy
import types

APART = types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType  # shared: only data is copied


def afresh(function):
    """A function that does the same, on copies of the data that it has at hand.

    What it writes into variables of the notebook, into defaults or attributes stays with the copy; so do what the
    functions of the notebook that it calls write. What is no plain function comes back as it is.
    """
    if not isinstance(function, types.FunctionType):
        return function
    namespace, memo = dict(function.__globals__), {}
    made, waiting = {}, [function]
    while waiting:
        one = waiting.pop()
        made[one] = _remade(one, namespace, memo)
        for name in _names(one.__code__) & namespace.keys():
            value = namespace[name]
            if isinstance(value, types.FunctionType) and value.__globals__ is function.__globals__:
                waiting += [value] if value not in made and value not in waiting else []
            elif not isinstance(value, APART):
                namespace[name] = _copied(value, memo)
    for name, value in namespace.items():
        namespace[name] = made.get(value, value) if isinstance(value, types.FunctionType) else value
    return made[function]


def _names(code):
    """The global names that a piece of code, or a function inside it, reads or writes."""
    inner = [_names(const) for const in code.co_consts if isinstance(const, types.CodeType)]
    return set(code.co_names).union(*inner)


def _remade(function, namespace, memo):
    cells = [types.CellType(_copied(cell.cell_contents, memo)) for cell in function.__closure__ or ()]
    defaults, attributes = _copied(function.__defaults__, memo), _copied(function.__dict__, memo)
    made = types.FunctionType(function.__code__, namespace, function.__name__, defaults, tuple(cells) or None)
    made.__kwdefaults__ = _copied(function.__kwdefaults__, memo)
    made.__dict__.update(attributes)
    return made


def _copied(value, memo):
    with contextlib.suppress(Exception):  # an open file, a generator: those stay what they are
        return copy.deepcopy(value, memo)
    return value
