"""Which global names a piece of code needs, and which ones it leaves behind; nothing is run.

By the syntax tree and Python's rules of scopes: what `symtable` says of comprehensions differs between versions.
"""

import ast
import builtins
from contextlib import contextmanager

ALWAYS_THERE = set(dir(builtins)) | {"__name__", "__doc__", "__file__", "__builtins__", "__class__"}


def needed_names(source):
    """Global names that a source reads and does not bind itself at its top level; builtins left out."""
    scopes = _Scopes(source)
    needed = {name for scope in scopes.all for name in scope.read if scope.finds_globally(name)}
    return needed - scopes.top.bound - ALWAYS_THERE


def defined_names(source):
    """Names that a cell binds at its top level: imports, assignments, defs, classes, all kinds of targets."""
    return _Scopes(source).top.bound


class _Scope:
    """A module, class, function, comprehension or list of type parameters, and the names in it."""

    def __init__(self, kind, parent=None):
        self.kind, self.parent = kind, parent
        self.bound, self.read = set(), set()
        self.declared_global, self.declared_nonlocal = set(), set()

    def finds_globally(self, name):
        """Whether a name that is read here is looked up among the module's names: no scope around binds it."""
        scope, from_inside = self, False
        while scope.parent is not None:
            if name in scope.declared_global:
                return True
            hidden = scope.kind == "class" and from_inside  # a method does not see the names of its class
            if name in scope.bound - scope.declared_nonlocal and not hidden:
                return False
            scope, from_inside = scope.parent, from_inside or scope.kind != "types"
        return True


class _Scopes(ast.NodeVisitor):
    """All scopes of a source, the module's first."""

    def __init__(self, source):
        self.scope = self.top = _Scope("module")
        self.all = [self.top]
        self.visit(ast.parse(source))

    @contextmanager
    def inside(self, kind):
        around, self.scope = self.scope, _Scope(kind, self.scope)
        self.all.append(self.scope)
        yield
        self.scope = around

    @contextmanager
    def type_parameters(self, node):
        """Python 3.12's [T] behind a name has a scope around annotations, bases and the body."""
        if getattr(node, "type_params", ()):
            with self.inside("types"):
                self.visit_all(*node.type_params)
                yield
        else:
            yield

    def visit_all(self, *nodes):
        for node in nodes:
            if node is not None:
                self.visit(node)

    def bind(self, name):
        if name is not None:
            self.scope.bound.add(name)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.scope.read.add(node.id)
        elif isinstance(node.ctx, ast.Store) or self.scope is not self.top:  # del, too, makes a name a function's own
            self.bind(node.id)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name):
            self.scope.read.add(node.target.id)
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if node.value is None and self.scope is self.top:
            self.visit(node.annotation)  # `x: int` alone binds nothing
        else:
            self.generic_visit(node)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        scope = self.scope
        while scope.kind == "comprehension":
            scope = scope.parent
        scope.bound.add(node.target.id)

    def visit_alias(self, node):
        if node.name != "*":
            self.bind(node.asname or node.name.split(".")[0])

    def visit_Global(self, node):
        self.scope.declared_global.update(node.names)

    def visit_Nonlocal(self, node):
        self.scope.declared_nonlocal.update(node.names)

    def visit_named(self, node):
        """Nodes with a name of their own that they bind here, or None."""
        self.bind(node.name)
        self.generic_visit(node)

    visit_ExceptHandler = visit_MatchAs = visit_MatchStar = visit_named
    visit_TypeVar = visit_ParamSpec = visit_TypeVarTuple = visit_named

    def visit_MatchMapping(self, node):
        self.bind(node.rest)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self.bind(node.name)
        self.visit_all(*node.decorator_list, *node.args.defaults, *node.args.kw_defaults)
        with self.type_parameters(node):
            self.visit_all(*(argument.annotation for argument in _arguments(node)), node.returns)
            self.visit_body(node, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.visit_all(*node.args.defaults, *node.args.kw_defaults)
        self.visit_body(node, [node.body])

    def visit_body(self, node, body):
        with self.inside("function"):
            for argument in _arguments(node):
                self.bind(argument.arg)
            self.visit_all(*body)

    def visit_ClassDef(self, node):
        self.bind(node.name)
        self.visit_all(*node.decorator_list)
        with self.type_parameters(node):
            self.visit_all(*node.bases, *node.keywords)
            with self.inside("class"):
                self.visit_all(*node.body)

    def visit_TypeAlias(self, node):
        self.visit(node.name)
        with self.type_parameters(node):
            self.visit(node.value)

    def visit_comprehensions(self, node):
        first = node.generators[0]
        self.visit(first.iter)  # around it; the rest inside
        with self.inside("comprehension"):
            for part in node.generators:
                self.visit_all(part.target, None if part is first else part.iter, *part.ifs)
            self.visit_all(*(getattr(node, field, None) for field in ("elt", "key", "value")))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehensions


def _arguments(node):
    """All arguments of a function, those with stars included."""
    given = node.args
    several = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [argument for argument in several if argument is not None]
