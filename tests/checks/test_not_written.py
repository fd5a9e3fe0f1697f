"""A function without lines of its own is told from one that has been begun, whatever Python compiles it to."""

from textwrap import dedent

import pytest

from utils.checking.written import EMPTY, STUB, UNFINISHED, empty_body, unfinished


def made(body):
    namespace = {}
    text = "def f(x, y=3, *, z=None):\n" + "\n".join(f"    {line}" for line in dedent(body).strip().split("\n"))
    exec(compile(text, "an attempt", "exec"), namespace)
    return namespace["f"]


DOCSTRING = '"""What it does."""'


@pytest.mark.parametrize("docstring", ["", DOCSTRING])
@pytest.mark.parametrize("body", ["pass", "...", "# a comment\npass", "return None", "return"])
def test_a_body_without_lines_is_empty(body, docstring):
    assert empty_body(made(f"{docstring}\n{body}")) == EMPTY


def test_a_docstring_alone_is_empty():
    assert empty_body(made(DOCSTRING)) == EMPTY


@pytest.mark.parametrize("docstring", ["", DOCSTRING])
@pytest.mark.parametrize(
    "body", ["return 5", "return 'a'", "return x", "return 0.5", "return ()", "y = x", "return True"]
)
def test_a_line_that_does_something_is_not_empty(body, docstring):
    assert empty_body(made(f"{docstring}\n{body}")) is None


def test_what_has_no_code_of_its_own_is_not_empty():
    assert empty_body(len) is None and empty_body(int) is None


RAISES = ["raise NotImplementedError", "raise NotImplementedError()", "raise NotImplementedError('write me')"]


@pytest.mark.parametrize("docstring", ["", DOCSTRING])
@pytest.mark.parametrize("last", RAISES)
@pytest.mark.parametrize("above", ["", "# a step\n# another"])
def test_a_stub_is_not_begun_however_it_raises(last, above, docstring):
    assert unfinished(made(f"{docstring}\n{above}\n{last}")) == STUB


@pytest.mark.parametrize("docstring", ["", DOCSTRING])
@pytest.mark.parametrize("last", RAISES)
@pytest.mark.parametrize("above", ["w = x", "w = x + 1", "w = x\nw = w * 2", "for i in range(y):\n    print(i)"])
def test_lines_above_the_raise_are_a_beginning(above, last, docstring):
    assert unfinished(made(f"{docstring}\n{above}\n{last}")) == UNFINISHED
