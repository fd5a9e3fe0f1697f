"""Run a function with its values watched.

A copy of the function is compiled from its own source with a call of `see` behind every value that gets a name, is put
into a dictionary, a list or an array, or is returned. `see` keeps the value, and can hand back another one: so a fault
is proven. No sys.settrace: debuggers, coverage and other threads are left alone.
"""

import ast
import copy
import inspect
import textwrap
from dataclasses import dataclass

import numpy as np

from utils.checking.calls import compiled_quietly
from utils.checking.values import is_number

VISITS, NUMBERS, ENTRIES = 200, 20_000, 100  # kept of one site; in one array; in one dictionary or list
SWITCH = "__c"  # names of switches begin so
OPAQUE = object()  # in place of a value that is too large to keep, or of no kind that can be compared


@dataclass(frozen=True)
class Site:
    """A place in the source where a value gets its name.

    at: (line within the function, column) of its statement.    loops: names that the loops around it count with.
    place: name, start (of what is changed later on), entry (of a dictionary), element (of an array), appended,
    returned, part (of an expression).
    """

    number: int
    at: tuple[int, int]
    label: str
    loops: tuple[str, ...] = ()
    place: str = "name"

    @property
    def line(self):
        return self.at[0]


@dataclass
class Visit:
    """A value that passed a site. nth: of all visits of its key, from 0.    loop: values of the site's loops."""

    order: int
    site: Site
    loop: tuple
    value: object
    label: str
    nth: int = 0

    @property
    def key(self):
        """What the value is called wherever it is kept: dW1 for the variable and for grads["dW1"]."""
        bare = self.label.rsplit("['", 1)[-1].removesuffix("']")
        return self.site.place if self.site.place in ("start", "element", "appended") else "value", bare

    @property
    def where(self):
        """What tells the visit's place from others: its site, and its label, where keys are made as the code runs."""
        return self.site.number, self.label

    @property
    def counted(self):
        """{name of a loop: its value} for the loops around."""
        return dict(zip(self.site.loops, self.loop, strict=False))


@dataclass
class Trace:
    """What one watched run did: its Call, and its visits in order."""

    run: object
    visits: list


def tree_of(function):
    """The syntax tree of a function's own source, its def on line 1. Raises ValueError where it has none to read."""
    try:
        lines, _ = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError) as error:
        raise ValueError(f"no source to read: {error}") from error
    tree.body = tree.body[:1]
    if not isinstance(tree.body[0], ast.FunctionDef) or tree.body[0].decorator_list:
        raise ValueError("not the source of a plain function")
    return tree


def compiled(tree, function, **more):
    """The function that a tree defines, in the namespace of the function that it was made from."""
    namespace = dict(function.__globals__) | more
    _locate(tree)
    exec(compiled_quietly(tree, f"<{function.__name__}, followed>"), namespace)
    made = namespace[tree.body[0].name]  # a function may be called otherwise than it was written
    made.__defaults__, made.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return made


def _locate(tree):
    """As ast.fix_missing_locations, for trees whose parts are shared many times: each is looked at once."""
    stack, seen = [(tree, 1)], set()
    while stack:
        node, line = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        fields = node.__dict__
        if "lineno" in node._attributes:
            if fields.get("end_lineno") is None or "lineno" not in fields:
                node.lineno = node.end_lineno = fields.get("lineno", line)
                node.col_offset = node.end_col_offset = fields.get("col_offset", 0)
            line = node.lineno
        for value in list(fields.values()):
            if isinstance(value, ast.AST):
                stack.append((value, line))
            elif isinstance(value, list):
                stack += [(child, line) for child in value if isinstance(child, ast.AST)]


class Watched:
    """A function that can be run with its values kept and replaced.

    parts: keep the values of parts of expressions, too.    make_tree: gives a tree with switches in it, new at each
    call, in place of the function's own.    switches: {name: where it stands at first}.    loops: {name that a loop
    counts with: what it is called in the visits}.
    Raises ValueError where the function cannot be watched: no source, a closure, a generator.
    """

    def __init__(self, function, exercise, parts=False, make_tree=None, switches=None, loops=None):
        if getattr(function, "__closure__", None) or not inspect.isfunction(function):
            raise ValueError("a closure, or no function of Python")
        if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
            raise ValueError("a generator or a coroutine")
        self.function, self.exercise = function, exercise
        self.tree, self.switches = tree_of(function), switches or {}
        self.loops = loops or {}
        self.parts, self.make_tree = parts, make_tree or (lambda: copy.deepcopy(self.tree))
        self.code = self._compiled(self.make_tree())

    def _compiled(self, tree):
        watch = _Watch(self.parts, self.exercise.returns, self.loops)
        seen = watch.function(tree)
        self.sites = watch.sites
        return compiled(seen, self.function, __see=self.see, **self.switches)

    def with_forced(self, forced):
        """The watched code in which some statements, {(line, column)}, compute nothing: what they give is replaced."""
        tree = self.make_tree()
        for at in forced:
            statement = statement_at(tree, at)
            statement.value = _nothing(statement.value)
        return self._compiled(tree)

    def trace(self, arguments, limit, replaced=None, code=None):
        """The Trace of a run.

        replaced: {where: (visit, value) -> the value to go on with}.    code: of an edited tree, in place of its own.
        """
        self._replaced, self._visits, self._counts, self._order = replaced or {}, [], {}, 0
        run = self.exercise.call(code or self.code, arguments, limit)
        return Trace(run, self._visits)

    def see(self, number, value, loop, key=None):
        site = self.sites[number]
        label = site.label if key is None else f"{site.label}[{key!r}]"
        count = self._counts[number, label] = self._counts.get((number, label), 0) + 1
        self._order += 1
        if count > VISITS:
            return value
        visit = Visit(self._order, site, tuple(map(_plain, loop)), kept(value), label)
        visit.nth = self._counts[visit.key] = self._counts.get(visit.key, -1) + 1
        self._visits.append(visit)
        replace = self._replaced.get((number, label))
        return replace(visit, value) if replace else value


def _plain(value):
    return value if isinstance(value, int | str) else repr(type(value))


def kept(value):
    """A copy of a value that is small enough, tensors as arrays; else OPAQUE."""
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        value = value.detach().cpu().numpy()
    if isinstance(value, np.ndarray):
        return value.copy() if value.size <= NUMBERS and value.dtype.kind in "biufc" else OPAQUE
    if is_number(value) or isinstance(value, str | None):
        return value
    if isinstance(value, slice):
        return slice(kept(value.start), kept(value.stop), kept(value.step))
    if isinstance(value, dict) and len(value) <= ENTRIES:
        return {key: kept(entry) for key, entry in value.items()}
    if type(value) in (list, tuple) and len(value) <= ENTRIES:
        return type(value)(map(kept, value))
    return OPAQUE


def names_in(node, store=False):
    """Names that a piece of code uses, each once; with store=True those that it gives a value."""
    kind = ast.Store if store else ast.Load
    found = (part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, kind))
    return list(dict.fromkeys(part.id for part in sorted(found, key=lambda part: (part.lineno, part.col_offset))))


def statement_at(tree, at):
    """The statement that begins at (line, column), or None."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
    return next((node for node in statements if (node.lineno, node.col_offset) == at), None)


def _is_key(index):
    """True for an index that makes a string, as keys of dictionaries do."""
    index = as_written(index)
    if isinstance(index, ast.BinOp):
        return _is_key(index.left) or _is_key(index.right)
    return isinstance(index, ast.JoinedStr) or (isinstance(index, ast.Constant) and isinstance(index.value, str))


CHANGES = ("append", "extend", "insert", "pop", "update", "setdefault", "fill")


def statements_of(node):
    """All statements inside a block, in order; not those of functions defined in it, not those behind switches."""
    for field in ("body", "orelse", "finalbody", "handlers"):
        of_switch = (
            field == "body" and isinstance(getattr(node, "test", None), ast.Compare) and is_switch(node.test.left)
        )
        for inner in [] if of_switch else getattr(node, field, None) or []:
            if not isinstance(inner, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
                yield inner
                yield from statements_of(inner)


def loops_alike(tree, other):
    """{name that a loop of a tree counts with: the name in another tree}, where both have as many loops."""
    mine, theirs = (
        [node.target.id for node in ast.walk(t) if isinstance(node, ast.For) and isinstance(node.target, ast.Name)]
        for t in (tree, other)
    )
    return dict(zip(mine, theirs, strict=True)) if len(mine) == len(theirs) else {}


def given_by(statement):
    """Names to which one statement gives a value, or whose value it changes."""
    found = set(changed_by(statement))
    for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
        if isinstance(target, ast.Name | ast.Tuple | ast.List):
            found |= set(names_in(target, store=True))
    return found


def changed_by(statement):
    """Names whose value one statement changes in place, or adds to."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id
    for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            yield target.value.id
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES:
        if isinstance(call.func.value, ast.Name):
            yield call.func.value.id


def _nothing(value):
    """None in place of a value, one for each part of a tuple or a dictionary."""
    if isinstance(value, ast.Tuple):
        return ast.Tuple([_nothing(part) for part in value.elts], ast.Load())
    if isinstance(value, ast.Dict):
        return ast.Dict(value.keys, [_nothing(part) for part in value.values])
    return ast.Constant(None)


def as_written(node):
    """What an author wrote where now a switch stands: see `switches`."""
    while isinstance(node, ast.IfExp) and isinstance(node.test, ast.Compare) and is_switch(node.test.left):
        node = node.body
    return node


def is_switch(node):
    return isinstance(node, ast.Name) and node.id.startswith(SWITCH)


def _load(target):
    new = copy.copy(target)
    new.ctx = ast.Load()
    return new


class _Watch:
    """Puts the calls of `see` into the tree of a function, and lists their sites."""

    def __init__(self, parts, returns, called):
        self.called = called
        self.parts, self.returns, self.sites, self.loops, self.at = parts, returns, [], (), (1, 0)
        self.changed = set()

    def function(self, tree):
        node = tree.body[0]
        self.changed = {name for part in statements_of(node) for name in changed_by(part)}
        node.body = self._body(node.body)
        return tree

    def _body(self, statements):
        return [new for statement in statements for new in self._statement(statement)]

    def see(self, value, label, place="name", key=None):
        site = Site(len(self.sites), self.at, label, tuple(self.called.get(name, name) for name in self.loops), place)
        self.sites.append(site)
        loops = ast.Tuple([ast.Name(name, ast.Load()) for name in self.loops], ast.Load())
        return ast.Call(ast.Name("__see", ast.Load()), [ast.Constant(site.number), value, loops, *(key or [])], [])

    def _statement(self, node):
        self.at = node.lineno, node.col_offset
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
            return [node]
        if hasattr(node, "body"):
            return self._block(node)
        if self.parts and getattr(node, "value", None) is not None and not isinstance(node, ast.Expr):
            node.value = _Parts(self).visit(node.value)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            return self._assignment(node)
        if isinstance(node, ast.Return) and node.value is not None:
            several = len(self.returns) > 1 and not isinstance(node.value, ast.Tuple)
            node.value = self._returned(node.value, ["the returned value"] if several else self.returns)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.args:
            call = node.value
            if isinstance(call.func, ast.Attribute) and call.func.attr == "append":
                call.args[0] = self.see(call.args[0], f"{ast.unparse(call.func.value)}.append", "appended")
        return [node]

    def _block(self, node):
        outer, after = self.loops, {}
        for part in statements_of(node):
            after |= {name: (part.lineno, part.col_offset) for name in given_by(part)}
        if isinstance(node, ast.For):
            self.loops = (*outer, *names_in(node.target, store=True))
        for name in ("body", "orelse", "finalbody"):
            if getattr(node, name, None):
                setattr(node, name, self._body(getattr(node, name)))
        for handler in getattr(node, "handlers", []):
            handler.body = self._body(handler.body)
        self.loops = outer
        if not isinstance(node, ast.For | ast.While):
            return [node]
        return [node, *(self._if_there(name, at) for name, at in after.items())]

    def _if_there(self, name, at):
        """See a name behind a loop, where it is left from a statement inside; one that has no value stays without."""
        self.at = at
        unbound = ast.ExceptHandler(ast.Name("NameError", ast.Load()), None, [ast.Pass()])
        return ast.Try([self._name(name)], [unbound], [], [])

    def _name(self, name, place="name"):
        """`name = see(name)`; a name that has no value yet stays without."""
        return ast.Assign([ast.Name(name, ast.Store())], self.see(ast.Name(name, ast.Load()), name, place))

    def _assignment(self, node):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if isinstance(node.value, ast.Dict) and len(targets) == 1 and isinstance(targets[0], ast.Name):
            node.value = self._returned(node.value, [targets[0].id], "entry")
        place = "start" if isinstance(node, ast.Assign) else "name"
        return [node, *(new for target in targets for new in self._target(target, place))]

    def _target(self, target, place):
        if isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                yield from self._target(element, place)
        elif isinstance(target, ast.Name) and target.id != "_":
            yield self._name(target.id, place if target.id in self.changed else "name")
        elif isinstance(target, ast.Subscript) and _is_key(target.slice):
            value = self.see(_load(target), ast.unparse(target.value), "entry", [_load(target.slice)])
            yield ast.Assign([target], value)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            label = target.value.id
            if any(isinstance(part, ast.Compare) for part in ast.walk(as_written(target.slice))):
                yield ast.Expr(self.see(_load(target.value), label))
            else:
                yield ast.Assign([target], self.see(_load(target), label, "element"))

    def _returned(self, value, names, place="returned"):
        """Sees what is returned part by part: outputs of a tuple, entries of a dictionary written there."""
        if isinstance(value, ast.Tuple) and len(names) == len(value.elts):
            value.elts = [self._returned(child, [name]) for child, name in zip(value.elts, names, strict=True)]
            return value
        if isinstance(value, ast.Dict) and all(isinstance(key, ast.Constant) for key in value.keys):
            pairs = zip(value.values, value.keys, strict=True)
            value.values = [self._returned(child, [f"{names[0]}[{key.value!r}]"], place) for child, key in pairs]
            return value
        return value if isinstance(as_written(value), ast.Name) else self.see(value, names[0], place)


class _Parts(ast.NodeTransformer):
    """Sees the parts of an expression; what has names of its own inside (a comprehension, a lambda) stays whole."""

    def __init__(self, watch):
        self.watch = watch

    def generic_visit(self, part):
        text = ast.unparse(part) if isinstance(part, ast.BinOp | ast.Call | ast.UnaryOp | ast.Compare) else None
        super().generic_visit(part)
        return part if text is None else self.watch.see(part, text, "part")

    def visit_Lambda(self, part):
        return part

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_JoinedStr = visit_Lambda
