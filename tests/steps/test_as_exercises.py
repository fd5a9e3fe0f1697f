"""Every step is fit to be an exercise: its stub says what to do and what comes out, and nothing of how."""

import ast
import importlib
import inspect
import pkgutil

import pytest

import utils.steps
from utils.publish.hollow import RAISE, hollow, whole_source


def functions():
    """All public functions of utils.steps, by module and name."""
    for info in pkgutil.iter_modules(utils.steps.__path__):
        module = importlib.import_module(f"utils.steps.{info.name}")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{info.name}.{name}")


@pytest.mark.parametrize("function", list(functions()))
def test_the_stub_keeps_what_guides(function):
    source = whole_source(function)
    stub = hollow(source)
    (tree,) = ast.parse(stub).body
    assert [ast.unparse(node) for node in tree.body[1:]] == [RAISE]
    assert ast.get_docstring(tree) == ast.get_docstring(ast.parse(source).body[0])
    assert "eturns" in ast.get_docstring(tree) or function.__name__ in NOTHING_TO_RETURN
    work = [node for node in ast.walk(ast.parse(source).body[0]) if isinstance(node, ast.stmt)][2:]
    assert len(work) <= 2 or "    # " in stub.partition('"""')[2], "no comment says what the steps are"


# They change what they are given, or hand it back as a type that their first line names
NOTHING_TO_RETURN = {"backward", "as_variable"}
