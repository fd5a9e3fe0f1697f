"""What the modules of a tree import, read from their text; nothing is run."""

import ast
import importlib.util
from functools import cache
from typing import NamedTuple


class Import(NamedTuple):
    """What an import says: where, of which module, which of its names, whether only when a function runs."""

    line: int
    module: str
    names: tuple[str, ...]
    lazy: bool


def modules(root):
    """{name: path} of every module below a folder that holds `utils`; what `new` copies is no module."""
    found = {}
    for path in sorted((root / "utils").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if "template" not in parts:
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(path, module):
    """Every import of a module, those relative to its package by their whole names."""
    around = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return imports_of(path.read_text(encoding="utf-8"), around)


@cache
def imports_of(source, around):
    return list(_imports(ast.parse(source), around, lazy=False))


def _imports(tree, around, lazy):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name, (), lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = importlib.util.resolve_name("." * node.level + (node.module or ""), around)
            yield Import(node.lineno, module, tuple(alias.name for alias in node.names), lazy)
        else:
            function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(node, around, lazy or function)


def targets(imported, found):
    """The modules that an import reaches, of which `from PACKAGE import MODULE` may name several."""
    inner = {f"{imported.module}.{name}" for name in imported.names} & found.keys()
    return inner or {imported.module}
