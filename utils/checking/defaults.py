"""An attempt whose arguments have other defaults than the stub's: what it does with the stub's."""

import inspect
import types


def as_due(reference, attempt):
    """The attempt with the reference's defaults, and a sentence on those that differ; (None, "") where none does.

    Parameters are paired by their places, whatever the learner calls them.
    """
    if not isinstance(attempt, types.FunctionType):
        return None, ""
    pairs = zip(_parameters(attempt), _parameters(reference), strict=False)
    other = [(mine, due) for mine, due in pairs if _differ(mine.default, due.default)]
    if not other:
        return None, ""
    due = {mine.name: due.default for mine, due in other}
    defaults = tuple(due.get(p.name, p.default) for p in _parameters(attempt) if p.default is not p.empty)
    copy = types.FunctionType(attempt.__code__, attempt.__globals__, attempt.__name__, defaults, attempt.__closure__)
    copy.__kwdefaults__ = attempt.__kwdefaults__
    told = " and ".join(f"{mine.name} is {mine.default!r}, and should be {due.default!r}," for mine, due in other)
    return copy, f"In your first line {told} where none is given."


def _parameters(function):
    found = inspect.signature(function).parameters.values()
    return [parameter for parameter in found if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]


def _differ(mine, due):
    """Whether both are plain defaults that are not the same."""
    plain = (bool, int, float, str, type(None))
    return isinstance(mine, plain) and isinstance(due, plain) and (mine, type(mine)) != (due, type(due)) and mine != due
