"""Small changes of an expression: what a learner most often has to change, the likeliest first."""

import ast
import copy
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from utils.checking.follow.watch import names_in

SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.FloorDiv: "//", ast.Pow: "**",
    ast.Mod: "%", ast.Gt: ">", ast.Lt: "<", ast.GtE: ">=", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
SWAPS = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.MatMult, ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv), ast.MatMult: (ast.Mult,), ast.FloorDiv: (ast.Div,), ast.Pow: (ast.Mult,),
    ast.Gt: (ast.Lt, ast.GtE, ast.LtE), ast.Lt: (ast.Gt, ast.LtE, ast.GtE), ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
}  # fmt: skip
FUNCTIONS = {
    "sum": ("mean",), "mean": ("sum",), "max": ("maximum", "mean", "sum"), "min": ("max",), "log2": ("log",),
    "log10": ("log",), "log1p": ("log",), "argmin": ("argmax",), "argmax": ("argmin",), "floor": ("ceil",),
    "ceil": ("floor",), "dot": ("multiply",), "multiply": ("dot",), "outer": ("dot",), "zeros": ("ones",),
    "ones": ("zeros",), "minimum": ("maximum",), "maximum": ("minimum",), "exp": ("log",), "log": ("exp",),
    "random": ("standard_normal",), "uniform": ("standard_normal",), "rand": ("standard_normal",), "std": ("var",),
    "var": ("std",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",), "cos": ("sin",), "sin": ("cos",),
}  # fmt: skip
UNDOES = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
OVER_AXES = ("sum", "mean", "max", "min", "norm", "argmax", "argmin", "argsort", "std", "var", "stack", "concatenate")
AXES = ("axis=1, keepdims=True", "axis=0, keepdims=True", "keepdims=True", "axis=1", "axis=0", "axis=-1")
TRANSPLANT = 9  # rank of an expression of the reference's, which shows where the fault is and is not said
LONG = 50  # characters of code that the words of a change show


@dataclass(frozen=True)
class Variant:
    """An expression with one change. words: what to do; empty where it is said by the code before and after.

    rank: the likeliest have 0.    added: names that the change brings in.    ends: whether it is what the reference
    returns, as one expression.
    """

    node: ast.expr
    rank: int
    words: str = ""
    before: ast.expr | None = None
    after: ast.expr | None = None
    grown: bool = False
    added: tuple[str, ...] = ()
    ends: bool = False

    def inside(self, node, new):
        """The same change, of a larger expression that this one is in."""
        if self.words or self.grown or not isinstance(node, ast.expr) or len(ast.unparse(node)) > LONG:
            return replace(self, node=new)
        return replace(self, node=new, before=node, after=new, grown=True)

    def told(self):
        """What to do, as a learner reads it."""
        return self.words or f"write `{ast.unparse(self.after)}` in place of `{ast.unparse(self.before)}`"


@dataclass
class Words:
    """What variants may write in: numbers, strings, names and entries of dictionaries, {as they are written: kind}.

    A name of one kind (number, array, dict, list, other) takes the place of one of the same.
    counts: whole numbers.    whole: names of whole numbers above 0, by which one divides.
    transplants: see `transplants_from`.    functions: {name of a function: its parameters}.
    """

    names: dict[str, str]
    strings: list[str]
    numbers: list[float]
    counts: list[int]
    whole: set[str]
    transplants: dict[str, list[Variant]]
    functions: dict[str, list[str]]


def variants(expression, words) -> Iterator[Variant]:
    """The variants of an expression, by rank."""
    return sorted(_variants(expression, words), key=lambda variant: variant.rank)


def _variants(node, words):
    if not isinstance(node, ast.Slice | ast.Starred | ast.keyword | ast.comprehension):
        yield from _operators(node, words)
        yield from _constants(node, words)
        yield from _calls(node, words)
        yield from _names(node, words)
        yield from _less(node)
        yield from _more(node, words)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_like"):
        return  # of its argument only the shape and the type count
    for field, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.expr | ast.keyword | ast.comprehension) and field not in ("func", "target"):
                if isinstance(node, ast.JoinedStr) and not isinstance(child, ast.FormattedValue):
                    continue
                for variant in _variants(child, words):
                    new = _with(node, field, index, variant.node)
                    if field == "right" and _idle(node, variant.node) or _senseless(new):
                        continue  # `m - 0` is `m`: what is left out is said so
                    yield variant.inside(node, new)
            elif field == "func" and isinstance(child, ast.Attribute):
                for variant in [*_function(child), *_variants(child.value, words)]:
                    new = (
                        variant.node if variant.words.startswith("use ") else _with(child, "value", None, variant.node)
                    )
                    yield variant.inside(node, _with(node, field, index, new))


def _with(node, field, index, child):
    """A copy of a node with another child; the rest is shared."""
    new = copy.copy(node)
    if index is None:
        setattr(new, field, child)
    else:
        setattr(new, field, [*getattr(node, field)])
        getattr(new, field)[index] = child
    return new


def _idle(node, right):
    """Whether an operation does nothing with this on its right: + 0, - 0, * 1, / 1, ** 1."""
    if not isinstance(node, ast.BinOp) or not isinstance(right, ast.Constant) or isinstance(right.value, bool):
        return False
    return right.value == (0 if isinstance(node.op, ast.Add | ast.Sub) else 1)


def _senseless(node):
    """Whether nobody would write this, though it may give the right value: x - x, x / x, -0, n - x + x."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return node.operand.value == 0
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv) and ast.dump(node.left) == ast.dump(node.right):
        return True
    back = UNDOES.get(type(node.op))
    return bool(back) and _is(node.left, back) and ast.dump(node.left.right) == ast.dump(node.right)


def _is(node, operation):
    return isinstance(node, ast.BinOp) and isinstance(node.op, operation)


def _operators(node, words):
    if isinstance(node, ast.BinOp):
        for other in SWAPS.get(type(node.op), ()):
            if _idle(_with(node, "op", None, other()), node.right):
                continue
            if other is not ast.FloorDiv or _is_whole(node.left, words) and _is_whole(node.right, words):
                told = f"write {SIGNS[other]} in place of {SIGNS[type(node.op)]} in `{ast.unparse(node)}`"
                yield Variant(_with(node, "op", None, other()), 0, told)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in SWAPS.get(type(node.ops[0]), ()):
            told = f"write {SIGNS[other]} in place of {SIGNS[type(node.ops[0])]} in `{ast.unparse(node)}`"
            yield Variant(_with(node, "ops", 0, other()), 0, told)


def _is_whole(node, words):
    """Whether an expression can be a whole number only: a size, a count, and what + - * // make of these."""
    if isinstance(node, ast.BinOp):
        return not isinstance(node.op, ast.Div) and _is_whole(node.left, words) and _is_whole(node.right, words)
    text = ast.unparse(node)
    return text in words.whole or ".shape" in text or text.startswith("len(") or _is_int(node)


def _is_int(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _in_place(node, new, rank, added=()):
    return Variant(new, rank, before=node, after=new, added=tuple(added))


def _constants(node, words):
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        values = [not value]
    elif isinstance(value, int):
        values = [*dict.fromkeys((0, 1, 2, *words.counts, value + 1, value - 1, -value))]
    elif isinstance(value, float):
        values = [*dict.fromkeys((*words.numbers, 0.0, 1.0, -value))]
    elif isinstance(value, str):
        values = sorted(words.strings, key=lambda s: -difflib.SequenceMatcher(None, s, value).ratio())[:6]
    else:
        values = []
    for other in values:
        if other != value or type(other) is not type(value):
            yield _in_place(node, ast.Constant(other), 0 if type(value) is not int or other in (0, 1, 2) else 1)


def _function(node):
    for other in FUNCTIONS.get(node.attr, ()):
        yield Variant(_with(node, "attr", None, other), 0, f"use {other} in place of {node.attr}")


def _calls(node, words):
    """A keyword less, another axis, two arguments exchanged; two indices exchanged."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        new = _with(node, "slice", None, ast.Tuple(node.slice.elts[::-1], ast.Load()))
        yield Variant(new, 1, f"exchange the two indices of `{ast.unparse(node)}`")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield from _slices(node)
    if isinstance(node, ast.IfExp):
        new = _with(_with(node, "body", None, node.orelse), "orelse", None, node.body)
        yield Variant(new, 1, f"exchange what comes before if and behind else in `{ast.unparse(node)}`")
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield Variant(ast.Tuple(node.elts[::-1], node.ctx), 1, f"exchange the two parts of `{ast.unparse(node)}`")
    if not isinstance(node, ast.Call):
        return
    text = ast.unparse(node)
    for keyword in node.keywords:
        others = [other for other in node.keywords if other is not keyword]
        yield Variant(_with(node, "keywords", None, others), 0, f"leave out {ast.unparse(keyword)} in `{text}`")
    if isinstance(node.func, ast.Attribute) and node.func.attr in OVER_AXES:
        for code in AXES:
            more = expression(f"f({code})").keywords
            kept = [old for old in node.keywords if old.arg not in [key.arg for key in more]]
            yield Variant(_with(node, "keywords", None, kept + more), 0, f"write {code} in `{text}`")
    if isinstance(node.func, ast.Name) and node.func.id == "sorted" and not node.keywords:
        more = [ast.keyword("reverse", ast.Constant(True))]
        yield Variant(_with(node, "keywords", None, more), 1, f"write reverse=True in `{text}`")
    for name in _not_handed_on(node, words):
        more = [*node.keywords, ast.keyword(name, ast.Name(name, ast.Load()))]
        yield Variant(_with(node, "keywords", None, more), 1, f"hand {name} on in `{text}`", added=(name,))
    for first in range(len(node.args) - 1):
        args = [*node.args]
        args[first], args[first + 1] = args[first + 1], args[first]
        one, other = ast.unparse(node.args[first]), ast.unparse(node.args[first + 1])
        yield Variant(_with(node, "args", None, args), 1, f"exchange {one} and {other} in `{text}`")


def _foreign(node, words):
    """True for a module or a function: a name, or what is taken from it, that is none of the attempt's."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id not in words.names


def _not_handed_on(node, words):
    """Parameters of a called function for which a name of the same spelling is there and which get nothing."""
    parameters = words.functions.get(node.func.id, []) if isinstance(node.func, ast.Name) else []
    given = {keyword.arg for keyword in node.keywords} | set(parameters[: len(node.args)])
    return [name for name in parameters if name not in given and name in words.names]


def _slices(node):
    """The other end of a sequence, the other direction."""
    text, part = ast.unparse(node), node.slice
    if part.step is not None:
        yield Variant(node.value, 1, f"leave out the index of `{text}`")
    elif part.lower is None or part.upper is None:
        first = part.upper or part.lower
        ends = [(None, first), (first, None)]
        if isinstance(first, ast.UnaryOp):
            ends += [(None, first.operand), (first.operand, None)]
        elif first is not None:
            ends += [(None, ast.UnaryOp(ast.USub(), first)), (ast.UnaryOp(ast.USub(), first), None)]
        for lower, upper in ends:
            new = _with(node, "slice", None, ast.Slice(lower, upper, None))
            if ast.unparse(new) != text:
                yield _in_place(node, new, 1)


def _names(node, words):
    """Another name, another entry, a transpose."""
    number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    if not isinstance(node, ast.Name | ast.Subscript | ast.Attribute) and not number:
        return
    if _foreign(node, words):
        return
    text = ast.unparse(node)
    kind = "number" if number else words.names.get(text)
    for other, its_kind in words.names.items():
        fits = its_kind == kind if kind else its_kind in ("number", "array")
        if other != text and fits:
            yield _in_place(node, expression(other), 1, [other])
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield Variant(node.value, 0, f"leave out .T behind `{ast.unparse(node.value)}`")
    elif not number and not text.endswith(".shape"):
        yield Variant(ast.Attribute(node, "T", ast.Load()), 1, f"transpose: `{text}.T` in place of `{text}`")


def _sides(node):
    """The two sides of an operation as they are written in it, with their brackets."""
    whole, left, right = (ast.unparse(part) for part in (node, node.left, node.right))
    left = f"({left})" if whole.startswith(f"({left})") else left
    return left, f"({right})" if whole.endswith(f"({right})") else right


def _less(node):
    """A term, a sign, a call less; both sides exchanged."""
    if isinstance(node, ast.BinOp):
        sign, left, right = SIGNS.get(type(node.op), ""), *_sides(node)
        yield Variant(node.left, 1, f"leave out `{sign} {right}` behind `{left}`")
        yield Variant(node.right, 1, f"leave out `{left} {sign}` before `{right}`")
        if not isinstance(node.op, ast.Add | ast.Mult):
            new = _with(_with(node, "left", None, node.right), "right", None, node.left)
            yield Variant(new, 1, f"exchange both sides of `{left} {sign} {right}`")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        sign = "the minus sign" if isinstance(node.op, ast.USub) else "not"
        yield Variant(node.operand, 1, f"leave out {sign} before `{ast.unparse(node.operand)}`")
    if (
        isinstance(node, ast.Call)
        and len(node.args) == 1
        and not node.keywords
        and not isinstance(node.args[0], ast.Starred)
        and not isinstance(getattr(node.args[0], "value", None), str)  # text alone is always true
    ):
        yield Variant(node.args[0], 1, f"leave out {ast.unparse(node.func)} around `{ast.unparse(node.args[0])}`")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        if not isinstance(node.func.value, ast.Name) or node.func.value.id not in ("np", "torch", "math"):
            yield Variant(node.func.value, 1, f"leave out .{node.func.attr}() behind `{ast.unparse(node.func.value)}`")
    if isinstance(node, ast.Subscript) and not (isinstance(node.slice, ast.Constant)):
        yield Variant(node.value, 2, f"leave out the index behind `{ast.unparse(node.value)}`")


def _more(node, words):
    """A sign, a factor, a divisor, a summand, a power more."""
    if not isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.UnaryOp | ast.Attribute):
        return
    text = ast.unparse(node)
    if (
        _foreign(node, words)
        or isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "range"
    ):
        return
    if text.endswith((".shape", ".T")) or _is_truth(node) or re.match(r"(np|torch)\.(zeros|empty)", text):
        return
    if words.names.get(text, "array") not in ("number", "array"):
        return
    if text not in words.whole and ".shape" not in text and "len(" not in text:
        yield Variant(ast.UnaryOp(ast.USub(), node), 2, f"put a minus sign before `{text}`")
    used = names_in(node)
    for name in [name for name, kind in words.names.items() if kind in ("number", "array")]:
        other = expression(name)
        if name in words.whole and name != text:
            yield Variant(ast.BinOp(node, ast.Div(), other), 2, f"divide `{text}` by {name}", added=(name,))
        if name != text and name not in used:
            yield Variant(ast.BinOp(node, ast.Mult(), other), 3, f"multiply `{text}` by {name}", added=(name,))
            yield Variant(ast.BinOp(node, ast.Add(), other), 3, f"add {name} to `{text}`", added=(name,))
        if words.names.get(text) == "array" and name != text:
            index = ast.Subscript(node, other, ast.Load())
            yield Variant(index, 3, f"take the entries {name} of `{text}`: `{text}[{name}]`", added=(name,))
    yield Variant(ast.BinOp(ast.Constant(1), ast.Sub(), node), 3, f"write `1 - {text}` in place of `{text}`")
    yield Variant(ast.BinOp(node, ast.Pow(), ast.Constant(2)), 3, f"square `{text}`")
    yield Variant(ast.BinOp(node, ast.Pow(), ast.Constant(0.5)), 3, f"take the square root of `{text}`")
    yield Variant(ast.BinOp(node, ast.Add(), ast.Constant(1)), 3, f"add 1 to `{text}`")
    yield Variant(ast.BinOp(node, ast.Sub(), ast.Constant(1)), 3, f"subtract 1 from `{text}`")


def _is_truth(node):
    """Whether an expression is true or false: nothing is added to it."""
    asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    name = (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) if asks else ""
    return isinstance(node, ast.Compare | ast.BoolOp) or name in ("startswith", "endswith", "isinstance", "any", "all")


def expression(code):
    """The syntax tree of an expression."""
    return ast.parse(code, mode="eval").body
