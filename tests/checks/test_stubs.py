"""What the learner is given of a function, and which names code needs and leaves."""

import ast
import functools
import textwrap

import pytest

from utils.checking.stubs import NotAnExercise, hollow, whole_source
from utils.publish.names import defined_names, needed_names
from utils.steps import activations


def source(text):
    return textwrap.dedent(text).strip("\n")


def test_signature_docstring_and_steps_stay():
    given = source('''
        @decorate(kind="a")
        def f(
            x,
            rng=None,  # of its own
        ):
            """One sentence.

                y = 2x  # not a comment
            """
            # Start with nothing,
            # an empty list
            y = []  # gone
            for a in x:
                if a > 0:
                    # keep what is positive
                    y.append(a)
            text = """
            # not a comment either
            """
            return y
            # the end
    ''')
    assert hollow(given) == source('''
        @decorate(kind="a")
        def f(
            x,
            rng=None,  # of its own
        ):
            """One sentence.

                y = 2x  # not a comment
            """
            # Start with nothing,
            # an empty list

            # keep what is positive

            # the end
            raise NotImplementedError
    ''')


def test_only_the_marked_parts_are_taken_away():
    given = source('''
        def f(x):
            """Doc."""
            # stays
            y = 0
            while y < x:
                # YOUR CODE HERE
                # one step
                y += 1
                if y == 5:
                    # a second one
                    y += 1
                # END OF YOUR CODE
            # YOUR CODE HERE
            z = y
            # END OF YOUR CODE
            return z
    ''')
    assert hollow(given) == source('''
        def f(x):
            """Doc."""
            # stays
            y = 0
            while y < x:
                # YOUR CODE HERE
                # one step

                # a second one
                raise NotImplementedError
                # END OF YOUR CODE
            # YOUR CODE HERE
            raise NotImplementedError
            # END OF YOUR CODE
            return z
    ''')


def test_a_function_without_docstring_or_comments():
    assert hollow("def f(x):\n    y = x\n    return y") == "def f(x):\n    raise NotImplementedError"
    assert hollow("def f(x):\n\n    # step\n    return x") == "def f(x):\n    # step\n    raise NotImplementedError"


def test_remarks_to_tools_are_not_steps():
    assert "noqa" not in hollow("def f(x):\n    # noqa\n    return x")


@pytest.mark.parametrize(
    "text, words",
    [
        ("def f(x): return x", "lines of its own"),
        ("f = 3", "one plain function"),
        ("def f(x):\n    return x\n\n\ny = 3", "one plain function"),
        ("async def f(x):\n    return x", "one plain function"),
        ("def f(:", "does not parse"),
        ("def f(x):\n    # YOUR CODE HERE\n    return x", "END OF YOUR CODE"),
        ("def f(x):\n    # END OF YOUR CODE\n    # YOUR CODE HERE\n    return x", "END OF YOUR CODE"),
    ],
)
def test_what_cannot_be_hollowed_says_so(text, words):
    with pytest.raises(NotAnExercise, match=words):
        hollow(text)


def test_a_class_is_refused_clearly():
    class Layer:
        pass

    with pytest.raises(NotAnExercise, match="Layer is a class"):
        whole_source(Layer)
    with pytest.raises(NotAnExercise, match="no source text"):
        whole_source(functools.partial(print))


def test_a_real_step_becomes_a_stub_that_raises():
    namespace = {}
    exec(hollow(whole_source(activations.sigmoid)), namespace)
    assert namespace["sigmoid"].__doc__ == activations.sigmoid.__doc__
    with pytest.raises(NotImplementedError):
        namespace["sigmoid"](1.0)


def test_needed_names():
    text = source("""
        @decorated
        def f(x, rng=default, *, k: Kind = 3):
            import math
            def inner(y):
                return helper(y) + x + math.pi + np.sum([z for z in y if z in allowed])
            total = inner(x)
            total += len(x)
            return f(total)
    """)
    assert needed_names(text) == {"decorated", "default", "Kind", "helper", "np", "allowed"}


def test_defined_names():
    text = source("""
        import numpy as np, os.path
        from math import sin as sine
        a, (b, *c) = 1, (2, 3)
        d: int = 4
        for e in range(3):
            f = e
        with open("x") as g:
            pass
        def h(): hidden = 1
        class I: hidden = 2
        [j for j in range(3)]
        print(a)
    """)
    ast.parse(text)
    assert defined_names(text) == {"np", "os", "sine", *"abcdefgh", "I"}
