"""A function that holds many variants of its lines at once, each behind a switch; it is compiled once.

`Z = W @ A` becomes `Z = W @ A if __c3 == 0 else W * A if __c3 == 1 else …`: switches that stand at 0 cost one
comparison, and the function does what its author wrote.
"""

import ast
import builtins
import contextlib
import copy
import itertools
from dataclasses import dataclass, field

from utils.checking.follow.variants import SIGNS, SWAPS, TRANSPLANT, Variant, variants
from utils.checking.follow.watch import SWITCH, Watched, compiled, names_in, statements_of

CHOICES = 100  # variants of one slot


@dataclass(eq=False)
class Slot:
    """A place with variants: a part of a statement.    at: (line, column) of the statement.    text: its first line.

    kind: value, iter (of a for), test (of an if), guard (of an if that raises an error), index (of what is given a
    value), assign (the whole statement).    choices: the variants; choice k of a switch is choices[k − 1].
    computed: names that the function gives a value.    called: names of functions that it calls.
    """

    number: int
    at: tuple[int, int]
    kind: str
    node: ast.AST
    choices: list[Variant] = field(default_factory=list, repr=False)
    computed: frozenset = frozenset()
    called: frozenset = frozenset()

    @property
    def line(self):
        return self.node.lineno if self.kind == "value" else self.at[0]

    @property
    def switch(self):
        return f"{SWITCH}{self.number}"


@dataclass(frozen=True)
class Change:
    """A choice of a slot."""

    slot: "Slot"
    number: int

    @property
    def variant(self):
        return self.slot.choices[self.number - 1]

    @property
    def line(self):
        return self.slot.line

    @property
    def rank(self):
        return self.variant.rank

    @property
    def bypasses(self):
        """Whether it is an expression of the reference's that leaves out a value which the attempt has computed."""
        return self.rank == TRANSPLANT and bool(self._left_out & self.slot.computed)

    @property
    def drops(self):
        """Whether it leaves out a value which the attempt has computed, or a function that it calls."""
        return bool(self._left_out & (self.slot.computed | self.slot.called))

    @property
    def _left_out(self):
        return set(names_in(self.slot.node)) - set(names_in(self.variant.node))

    def place(self):
        """The expression that is not right, in words."""
        text = ast.unparse(self.slot.node)
        if "_like(" in text:
            return f"`{text}` has the type of its argument, too: of whole numbers it cuts fractions off"
        return f"`{text}` is not what is due"

    def told(self):
        """What to do; empty for an expression of the reference's."""
        return "" if self.rank == TRANSPLANT else self.variant.told()


class Switches:
    """An attempt with all its changes in it: plain, to try them quickly, and watched.

    function: the attempt.    tree: its own.    words: see `Words`.
    """

    def __init__(self, function, tree, exercise, words, loops):
        self.slots = slots_of(tree)
        for slot in self.slots:
            fill(slot, words, CHOICES)
        off = {slot.switch: 0 for slot in self.slots}
        self.plain = compiled(switched(tree, self.slots), function, **off)
        self.watched = Watched(
            function, exercise, make_tree=lambda: switched(tree, self.slots), switches=off, loops=loops
        )

    def at(self, places):
        """The small changes of some statements, [(line, column)], those of the first statement first; None for all."""
        found = [
            (places.index(slot.at) if places else 0, change.rank, change)
            for slot in self.slots
            if places is None or slot.at in places
            for change in (Change(slot, number) for number in range(1, len(slot.choices) + 1))
            if change.rank != TRANSPLANT
        ]
        return [change for *_, change in sorted(found, key=lambda item: item[:2])]

    @staticmethod
    @contextlib.contextmanager
    def set(code, changes):
        """In the body, code holds some changes."""
        values = code.__globals__
        for change in changes:
            values[change.slot.switch] = change.number
        try:
            yield
        finally:
            Switches.clear(code, changes)

    @staticmethod
    def clear(code, changes):
        """Take changes out of code."""
        for change in changes:
            code.__globals__[change.slot.switch] = 0


def slots_of(tree):
    """The slots of a function's tree, without choices yet."""
    slots, computed = [], frozenset(names_in(tree, store=True))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = frozenset(function.id for function in calls if isinstance(function, ast.Name)) - set(dir(builtins))

    def add(at, kind, node):
        slots.append(Slot(len(slots), at, kind, node, computed=computed, called=called))

    for statement in statements_of(tree.body[0]):
        at = statement.lineno, statement.col_offset
        for kind, node in _expressions(statement):
            add(at, kind, node)
        if isinstance(statement, ast.AugAssign | ast.Assign | ast.Return):
            add(at, "assign", statement)
    return slots


def _expressions(statement):
    """(kind, expression) of what can vary in a statement; tuples and dictionaries that it writes, part by part."""
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return) and statement.value is not None:
        yield from (("value", part) for part in _parts(statement.value))
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield from (("value", inner) for part in statement.value.args for inner in _parts(part))
    if isinstance(statement, ast.For):
        yield "iter", statement.iter
    if isinstance(statement, ast.If | ast.While):
        yield "guard" if isinstance(statement.body[0], ast.Raise) else "test", statement.test
    for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
        if isinstance(target, ast.Subscript) and not isinstance(statement, ast.For):
            yield "index", target.slice


def _parts(value):
    if isinstance(value, ast.Tuple):
        for part in value.elts:
            yield from _parts(part)
    elif isinstance(value, ast.Dict):
        for part in value.values:
            yield from _parts(part)
    elif isinstance(value, ast.Starred):
        yield from _parts(value.value)
    elif value is not None:
        yield value


def assignments(statement):
    """Variants of how a statement gives its targets their values: += for =, another order, and the like."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if isinstance(target, ast.Subscript | ast.Name):
        yield Variant(ast.AugAssign(target, ast.Add(), statement.value), 1, "write += in place of =")
    if isinstance(target, ast.Tuple):
        for words, new in _exchanged(target):
            yield Variant(ast.Assign([new], statement.value, lineno=statement.lineno), 1, f"{words} on the left")
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
        for words, new in _exchanged(statement.value):
            yield Variant(ast.Return(new), 1, f"{words} behind return")
    if isinstance(statement, ast.AugAssign):
        sign = SIGNS.get(type(statement.op), "")
        yield Variant(
            ast.Assign([statement.target], statement.value, lineno=statement.lineno), 1, f"write = in place of {sign}="
        )
        for other in SWAPS.get(type(statement.op), ()):
            new = ast.AugAssign(statement.target, other(), statement.value)
            yield Variant(new, 0, f"write {SIGNS[other]}= in place of {sign}=")


def _exchanged(node):
    """(words, new tuple) with two of its parts in each other's place."""
    for i, j in itertools.combinations(range(len(node.elts)), 2):
        parts = [*node.elts]
        parts[i], parts[j] = parts[j], parts[i]
        yield f"exchange {ast.unparse(parts[j])} and {ast.unparse(parts[i])}", ast.Tuple(parts, node.ctx)


def fill(slot, words, most):
    """Give a slot its choices, at most so many; last the reference's own expressions of its kind."""
    found = assignments(slot.node) if slot.kind == "assign" else variants(slot.node, words)
    if isinstance(slot.node, ast.Name):  # another name; what else is wrong with it is wrong where it got its value
        slot.choices = [
            variant for variant in found if variant.added and isinstance(variant.node, ast.Name | ast.Subscript)
        ]
        return
    if slot.kind == "guard":  # an error that never comes would make every value right
        found = [variant for variant in found if _asks_alike(slot.node, variant.node)]
    if slot.kind == "iter":  # a loop that is never run, or goes over one thing twice, cures nothing
        found = [variant for variant in found if _still_counts(slot.node, variant)]
    slot.choices = list(found)[:most]
    text = ast.unparse(slot.node)
    slot.choices += [other for other in words.transplants.get(slot.kind, ()) if ast.unparse(other.node) != text]


def _asks_alike(test, other):
    """Whether both compare something, in the same way and with the same."""
    if not isinstance(test, ast.Compare) or not isinstance(other, ast.Compare):
        return False
    one, two = ([ast.dump(part) for part in (*node.ops, *node.comparators)] for node in (test, other))
    return one == two


def _still_counts(iterated, variant):
    """Whether a loop with this change still goes over things: nothing of a list is exchanged, no sign turned."""
    if isinstance(iterated, ast.Tuple | ast.List) and set(names_in(iterated)) - set(names_in(variant.node)):
        return False
    return not variant.words.startswith(("put a minus", "square", "take the square", "write `1 - "))


def transplants_from(tree, names):
    """{kind: Variants} that are expressions of a reference, in an attempt's names; without those that it has not.

    names: {name in the reference: in the attempt}.
    """
    found, returned = {}, {(s.lineno, s.col_offset) for s in statements_of(tree.body[0]) if isinstance(s, ast.Return)}
    for slot in slots_of(tree):
        if slot.kind == "assign":
            continue
        parts = [slot.node]
        if slot.kind == "value":
            parts += [part for part in ast.walk(slot.node) if isinstance(part, ast.BinOp | ast.Call | ast.Subscript)]
        for part in parts:
            if all(name in names for name in names_in(part) if not name.startswith("np")):
                kept = found.setdefault(slot.kind, {})
                new = _renamed(part, names)
                kept.setdefault(
                    ast.unparse(new), Variant(new, TRANSPLANT, ends=part is slot.node and slot.at in returned)
                )
    return {kind: list(kept.values()) for kind, kept in found.items()}


def _renamed(node, names):
    new = copy.deepcopy(node)
    for part in ast.walk(new):
        if isinstance(part, ast.Name):
            part.id = names.get(part.id, part.id)
    return new


def switched(tree, slots):
    """A copy of a function's tree with all choices of its slots in it; what does not vary is shared."""
    by_node = {id(slot.node): slot for slot in slots if slot.choices}
    return ast.Module([_switched(tree.body[0], by_node)], [])


def _switched(node, by_node):
    new = copy.copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            setattr(new, name, [_child(child, name, by_node) for child in value])
        else:
            setattr(new, name, _child(value, name, by_node))
    slot = by_node.get(id(node))
    if slot is None:
        return new
    if slot.kind == "assign":
        for number, choice in enumerate(slot.choices, start=1):
            other = ast.fix_missing_locations(ast.copy_location(copy.deepcopy(choice.node), node))
            new = ast.If(_is(slot, number), [other], [new])
            ast.copy_location(new, node).col_offset = 0  # another place than its statement's
        return new
    if slot.kind == "index":
        new = _as_value(new)
    others = [_as_value(choice.node) if slot.kind == "index" else choice.node for choice in slot.choices]
    chain = others[-1]
    for number in range(len(others) - 1, 0, -1):
        chain = ast.IfExp(_is(slot, number), others[number - 1], chain)
    return ast.IfExp(_is(slot, 0), new, chain)


def _child(child, name, by_node):
    inner = isinstance(child, ast.stmt | ast.expr | ast.excepthandler | ast.match_case | ast.withitem)
    return _switched(child, by_node) if inner else child


def _is(slot, number):
    return ast.Compare(ast.Name(slot.switch, ast.Load()), [ast.Eq()], [ast.Constant(number)])


def _as_value(index):
    """An index as an expression of its own: slices become calls of slice."""
    if isinstance(index, ast.Tuple):
        return ast.Tuple([_as_value(part) for part in index.elts], ast.Load())
    if isinstance(index, ast.Slice):
        ends = [end or ast.Constant(None) for end in (index.lower, index.upper, index.step)]
        return ast.Call(ast.Name("slice", ast.Load()), ends, [])
    return index
