"""Which names a source needs and binds: the same on every version of Python."""

import ast
import sys

import pytest

from utils.publish.names import defined_names, needed_names

NEWER = pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 does not parse type parameters")

# source: names it binds, names it needs
CASES = {
    # Imports
    "import numpy as np, os.path": ("np os", ""),
    "from math import sin as sine, cos\nfrom os import *": ("sine cos", ""),
    "import numpy as np\nnp.ones(n)": ("np", "n"),
    "def f():\n    import math\n    return math.pi": ("f", ""),
    # Assignments
    "a, (b, *c) = d = x": ("a b c d", "x"),
    "a: int = 1\nb: Kind": ("a", "Kind"),
    "a.b = c\nd[e] = f": ("", "a c d e f"),
    "total += step": ("total", "step"),
    "x = 1\ndel x": ("x", ""),
    "del x": ("", ""),
    "print(a, len(b))": ("", "a b"),
    # Targets
    "for i, (j, *k) in pairs:\n    pass\nelse:\n    m = n": ("i j k m", "pairs n"),
    "with open(path) as f, g() as (a, b):\n    pass": ("f a b", "path g"),
    "try:\n    a = 1\nexcept Known as e:\n    print(e)\nexcept (K, L):\n    b = 2\nfinally:\n    c = 3": (
        "a b c e",
        "Known K L",
    ),
    "try:\n    pass\nexcept* Known as group:\n    pass": ("group", "Known"),
    "match value:\n    case Point(x=0, y=y) | Other(y): pass\n    case [a, *rest]: pass\n    case _: pass": (
        "y a rest",
        "value Point Other",
    ),
    "match value:\n    case {'k': b, **others} if b > most: 1\n    case named.constant as c: 1\n    case [*_]: 1": (
        "b c others",
        "value most named",
    ),
    # Comprehensions: their targets are their own
    "[j for j in range(3)]": ("", ""),
    "[j for j in js if j in allowed]": ("", "js allowed"),
    "{k: v + w for k, v in items for w in ws[k]}": ("", "items ws"),
    "{j for j in range(3)}\n(k for k in range(3))": ("", ""),
    "[[i * j for j in range(i)] for i in range(n)]": ("", "n"),
    "j = [j for j in j]": ("j", ""),
    "a = [b for b in c]\nprint(b)": ("a", "b c"),
    "[last := j for j in js]": ("last", "js"),
    "[[last := j for j in row] for row in rows]": ("last", "rows"),
    "def f(js):\n    [last := j for j in js]\n    return last": ("f", ""),
    "def f():\n    return [x for x in xs if x != own]\n    own = 1": ("f", "xs"),
    "lambda js: [x for x in js if (y := g(x))]": ("", "g"),
    "if (n := f()) > 1: pass": ("n", "f"),
    # Functions, and where their parts are evaluated
    "@decorated\ndef f(x, y=default, *args: Each, k: Kind = last, **more: Rest) -> Result:\n    return x + y + k + z": (
        "f",
        "decorated default Each Kind last Rest Result z",
    ),
    "def f(x=x): return x": ("f", "x"),
    "def f(a, /, b, *, c): return a + b + c, f": ("f", ""),
    "async def f():\n    async with g() as h:\n        async for i in h: yield i": ("f", "g"),
    "def f(x=(given := 3)): hidden = 1": ("f given", ""),
    "lambda x, *y, z=w: x + v": ("", "w v"),
    "f = lambda: (own := 1) + own": ("f", ""),
    "def f(x):\n    def g(y):\n        return x + y + h\n    return g": ("f", "h"),
    "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += m\n    return g": ("f", "m"),
    "def f():\n    global n\n    n = 1": ("f", ""),
    "def f():\n    global n\n    n += 1": ("f", "n"),
    "def f():\n    n = 1\n    def g():\n        global n\n        return n": ("f", "n"),
    "def f():\n    x = 1\n    del x\n    return x": ("f", ""),
    "def f():\n    x: int\n    return x": ("f", ""),
    "def f():\n    try:\n        pass\n    except Known as e:\n        raise e": ("f", "Known"),
    # Classes: their names are hidden from their methods and comprehensions
    "class C(Base, metaclass=Meta):\n    n = size\n    m = n\n    def f(self): return n + C.n": (
        "C",
        "Base Meta size n",
    ),
    "class C:\n    xs = [1]\n    ys = [x for x in xs]\n    zs = [xs for _ in xs]": ("C", "xs"),
    "class C:\n    def f(self): return super().f(), __class__": ("C", ""),
    "def f(k):\n    class C:\n        def g(self): return k\n    return C": ("f", ""),
    "class C(made := Base): pass": ("C made", "Base"),
    "f'{a!r:{width}} {[b for b in c]}'": ("", "a width c"),
}

# What Python 3.12 parses for the first time
NEWER_CASES = {
    "def f[T: Bound](x: T, y: Kind) -> T: return T, x": ("f", "Bound Kind"),
    "class C[T, *Ts, **P](Base[T]):\n    x: T\n    def f(self) -> Ts: return P": ("C", "Base"),
    "type Pair[T] = tuple[T, Other]": ("Pair", "Other"),
    "type Alias = Other": ("Alias", "Other"),
    "class C:\n    Own = int\n    def f[T](self, x: Own) -> T: return Own": ("C", "Own"),
}


@pytest.mark.parametrize("text", CASES)
def test_names_that_a_source_binds_and_needs(text):
    bound, needed = CASES[text]
    assert defined_names(text) == set(bound.split())
    assert needed_names(text) == set(needed.split())


@NEWER
@pytest.mark.parametrize("text", NEWER_CASES)
def test_type_parameters(text):
    bound, needed = NEWER_CASES[text]
    assert defined_names(text) == set(bound.split())
    assert needed_names(text) == set(needed.split())


class Anything:
    """Passes for a function, a number, a list of pairs, a context manager."""

    def __call__(self, *given, **named):
        return self

    def __iter__(self):
        return iter([("first", "second")])

    def __setitem__(self, key, value):
        pass

    def __enter__(self):
        return ("first", "second")

    def __exit__(self, *exception):
        pass

    def __gt__(self, other):
        return True

    __add__ = __radd__ = __getitem__ = lambda self, other: self


def conditional(text):
    """Names of branches that a run may not enter, or leaves again: of try, match and del."""
    found = {"x"} if "del x" in text else set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Try | ast.TryStar | ast.Match):
            found |= defined_names(ast.unparse(node))
    return found


def test_what_a_run_leaves_behind_was_said():
    """Python itself is the witness, for all sources that run to their end with values of no particular kind."""
    ran = 0
    for text in CASES:
        there = {name: Anything() for name in needed_names(text)}
        before = set(there)
        try:
            exec(compile(text, "a source", "exec"), there)
        except Exception:  # a pattern or a base that is no class, say
            continue
        left = {name for name in there if not name.startswith("__")} - before
        if "import *" not in text:
            assert left <= defined_names(text) and defined_names(text) - left <= conditional(text), text
            ran += 1
    assert ran >= 35
