"""Small changes of a function's syntax tree, one at a time: what a slip of the hand would do."""

import ast
import copy

BINARY = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Mod: [ast.Mult],
    ast.FloorDiv: [ast.Mult],
}
COMPARE = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
FUNCTIONS = {
    "sum": ["mean"],
    "mean": ["sum"],
    "max": ["min"],
    "min": ["max"],
    "maximum": ["minimum"],
    "minimum": ["maximum"],
    "zeros": ["ones"],
    "ones": ["zeros"],
    "argmax": ["argmin"],
    "standard_normal": ["random"],
    "dot": ["multiply"],
}
# Calls that a forgetful hand leaves out: f(x, …) becomes x.
DROPPED = {"exp", "log", "sqrt", "abs", "squeeze", "copy", "deepcopy", "tanh", "float", "transpose", "square", "array"}
SILENT = {"print", "progress"}


def variants(node):
    """Yield every changed version of one node (the node itself stays as it is)."""
    maker = getattr(_Variants, type(node).__name__, None)
    if maker is not None:
        yield from maker(node)


def _with(node, **fields):
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


class _Variants:
    """One generator of changed versions for each type of node."""

    def BinOp(node):
        yield from (_with(node, op=other()) for other in BINARY.get(type(node.op), []))
        yield copy.deepcopy(node.left)
        yield copy.deepcopy(node.right)
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
            yield _with(node, left=node.right, right=node.left)

    def AugAssign(node):
        yield from (_with(node, op=other()) for other in BINARY.get(type(node.op), []))
        yield ast.Assign(targets=[node.target], value=node.value)
        yield ast.Pass()

    def Assign(node):
        # Without it, a later line fails at once; interesting where a name has a value already.
        yield ast.Pass()

    def Expr(node):
        if isinstance(node.value, ast.Call):
            yield ast.Pass()

    def UnaryOp(node):
        yield copy.deepcopy(node.operand)

    def Compare(node):
        for place, op in enumerate(node.ops):  # 0 < x < 1 has two
            for other in COMPARE.get(type(op), []):
                yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])

    def BoolOp(node):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())

    def Constant(node):
        value = node.value
        if isinstance(value, bool):
            yield ast.Constant(not value)
        elif isinstance(value, int):
            yield from (ast.Constant(value + step) for step in (1, -1))
        elif isinstance(value, float):
            yield from (ast.Constant(other) for other in (value * 2, value + 1, value * 1.1))
        elif isinstance(value, str):
            yield ast.Constant(value + "_")

    def Attribute(node):
        if node.attr == "T":
            yield copy.deepcopy(node.value)
        elif node.attr == "shape":
            return
        yield from (_with(node, attr=other) for other in FUNCTIONS.get(node.attr, []))

    def Call(node):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        method_of_value = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") != "np"
        if name in DROPPED | {"astype", "reshape"}:
            if method_of_value and not (node.args and name in DROPPED):
                yield copy.deepcopy(node.func.value)
            elif node.args:
                yield copy.deepcopy(node.args[0])
        for i in range(len(node.keywords)):
            yield _with(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
        for i in range(len(node.args) - 1):
            args = list(node.args)
            args[i], args[i + 1] = args[i + 1], args[i]
            yield _with(node, args=args)

    def Tuple(node):
        if isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
            yield _with(node, elts=node.elts[::-1])

    def IfExp(node):
        yield copy.deepcopy(node.body)
        yield copy.deepcopy(node.orelse)

    def If(node):
        yield _with(node, test=ast.Constant(True))
        yield _with(node, test=ast.Constant(False))


def _silent(node):
    """True for what no result depends on: messages of errors, printing, the label of a progress bar."""
    if isinstance(node, ast.Raise):
        return True
    return isinstance(node, ast.Expr) and (
        isinstance(node.value, ast.Constant) or getattr(getattr(node.value, "func", None), "id", "") in SILENT
    )


def _places(node, path=(), statement=None):
    """Yield (path, node, statement) for every node of a body that can be changed."""
    for name, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for i, child in enumerate(children):
            if not isinstance(child, ast.AST) or _silent(child):
                continue
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "progress" and name == "args" and i > 0:
                continue
            here = path + ((name, i if isinstance(value, list) else None),)
            inner = child if isinstance(child, ast.stmt) else statement
            yield here, child, inner
            yield from _places(child, here, inner)


def _replaced(tree, path, new):
    """A copy of the tree with the node at `path` replaced."""
    tree = copy.deepcopy(tree)
    parent = tree
    for name, i in path[:-1]:
        parent = getattr(parent, name) if i is None else getattr(parent, name)[i]
    name, i = path[-1]
    if i is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[i] = new
    return ast.fix_missing_locations(tree)


def mutants(source):
    """Yield (name, tree) of every mutant of a function's source; the name shows the changed line before and after.

    Changes that give the same text as another, or as the original, are left out.
    """
    module = ast.parse(source)
    function = module.body[0]
    original, seen = ast.unparse(function), set()
    body = ast.Module(body=function.body, type_ignores=[])
    for path, node, statement in _places(body):
        if isinstance(getattr(node, "ctx", None), ast.Store) and not isinstance(node, ast.Subscript):
            continue
        for new in variants(node):
            changed = _with(function, body=_replaced(body, path, new).body)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text == original or text in seen:
                continue
            seen.add(text)
            yield _name(original, text, statement), ast.Module(body=[changed], type_ignores=[])


def _name(before, after, statement):
    """`old line` → `new line`: the lines in which two texts differ."""
    old, new = before.splitlines(), after.splitlines()
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = next(
        (i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), min(len(old), len(new))
    )
    gone = " / ".join(line.strip() for line in old[start : max(len(old) - end, start)])
    come = " / ".join(line.strip() for line in new[start : max(len(new) - end, start)])
    return f"{gone or '(nothing)'} → {come or '(nothing)'}"
