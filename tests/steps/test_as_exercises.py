"""Every step is fit to be an exercise: its stub says what to do and what comes out, and nothing of how."""

import ast
import importlib
import inspect
import pkgutil
import re

import pytest

import utils.steps
from utils.checking.stubs import RAISE, hollow, whole_source

# Their notebooks are handed out as they are, and say themselves what is at hand
PUBLISHED = {
    "activations",
    "vectorization",
    "introduction",
    "logistic_regression",
    "shallow_network",
    "deep_network",
    "deep_models",
}


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


@pytest.mark.parametrize("function", list(functions()))
def test_what_is_unpacked_from_a_cache_is_listed_where_the_cache_is_made(function):
    """A learner who writes the way back sees no code of the way there, only what its docstring says of the cache."""
    for node in ast.walk(ast.parse(whole_source(function))):
        if isinstance(node, ast.Assign) and getattr(node.value, "id", "").startswith("cache"):
            entries = [name.id for name in getattr(node.targets[0], "elts", [])]
            listed = documented_tuples(function.__module__)
            assert any(same_entries(entries, others) for others in listed), f"no docstring lists {entries}"


def documented_tuples(module):
    """The bracketed lists of all docstrings of a module, each as a list of its entries."""
    text = " ".join(ast.get_docstring(node) or "" for node in function_nodes(module))
    return [re.split(r",\s+", found) for found in re.findall(r"\(([^()]*)\)", text)]


def function_nodes(module):
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def same_entries(names, others):
    """Whether two lists name the same entries; what is not used is unpacked as _, and `caches` is said in words."""
    pairs = zip(names, others, strict=False)
    return len(names) == len(others) and all(a in ("_", "caches") or a == b for a, b in pairs)


@pytest.mark.parametrize("function", [case for case in functions() if case.id.split(".")[0] not in PUBLISHED])
def test_functions_of_other_steps_are_named_where_they_are_needed(function):
    """The stub has no imports: its docstring says what is at hand, and of a softmax which way it runs."""
    tree, names = ast.parse(whole_source(function)), vars(importlib.import_module(function.__module__))
    for name in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & names.keys():
        if getattr(names[name], "__module__", function.__module__) != function.__module__:
            assert f"`{name}" in function.__doc__, f"{function.__name__} does not say that {name} is at hand"
            if name == "softmax":
                way = "rows" if names[name].__module__.endswith("vectorization") else "columns"
                assert re.search(rf"`softmax\(.\)` of .*{way}", function.__doc__)


# They change what they are given, or hand it back as a type that their first line names
NOTHING_TO_RETURN = {"backward", "as_variable"}
