"""Which global names a piece of code needs, and which ones it leaves behind; nothing is run."""

import builtins
import symtable

ALWAYS_THERE = set(dir(builtins)) | {"__name__", "__doc__", "__file__", "__builtins__"}


def needed_names(source):
    """Global names that a function's source reads, builtins and its own name left out."""
    top = symtable.symtable(source, "exercise", "exec")
    own = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_namespace()}
    needed = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    for table in _tables_below(top):
        needed |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return needed - own - ALWAYS_THERE


def _tables_below(table):
    for child in table.get_children():
        yield child
        yield from _tables_below(child)


def defined_names(source):
    """Names that a cell binds at its top level: imports, assignments, defs, classes, loop and with targets."""
    top = symtable.symtable(source, "cell", "exec")
    return {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
