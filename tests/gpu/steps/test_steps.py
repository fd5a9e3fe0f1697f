"""What learners write in PyTorch is held to the rules of what they write in NumPy."""

import importlib
import inspect
import pkgutil

import pytest

from tests.steps import test_as_exercises as rules

pytest.importorskip("torch")

import utils.gpu.steps  # noqa: E402


def functions():
    """All public functions of utils.gpu.steps, by module and name."""
    for info in pkgutil.iter_modules(utils.gpu.steps.__path__):
        module = importlib.import_module(f"utils.gpu.steps.{info.name}")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{info.name}.{name}")


@pytest.mark.parametrize("function", list(functions()))
def test_the_stub_keeps_what_guides(function):
    rules.test_the_stub_keeps_what_guides(function)


@pytest.mark.parametrize("function", list(functions()))
def test_functions_of_other_modules_are_named_where_they_are_needed(function):
    rules.test_functions_of_other_steps_are_named_where_they_are_needed(function)
