"""Imports of the first edition, rewritten to where the modules and their names are now."""

import ast
import io
import re
import warnings
from dataclasses import dataclass, field

_LABS = {
    "introduction": "course1.week1_introduction",
    "vectorization": "course1.week2_vectorization",
    "logistic_regression": "course1.week2_logistic_regression",
    "shallow_network": "course1.week3_shallow_network",
    "deep_network": "course1.week4_deep_network_steps",
    "deep_models": "course1.week4_deep_network_application",
    "convolution": "course4.week1_convolution_steps",
    "feature_maps": "course4.week1_cnn_application",
    "cnn_application_gpu": "course4.week1_cnn_application_gpu",
    "architectures": "course4.week2_classic_architectures",
    "residual_networks": "course4.week2_residual_networks",
    "residual_networks_gpu": "course4.week2_residual_networks_gpu",
}
_GPU = {
    "data": ("augment", "batches", "cifar", "images"),
    "models": ("modules", "residual", "weights"),
    "training": ("checkpoints", "compiled", "history", "plan", "run", "state"),
}

# Module -> module, for what a learner's notebook may import.
MODULES = {
    **{f"utils.plots.{name}": f"utils.labs.{lab}.plots" for name, lab in _LABS.items()},
    **{f"utils.explorers.{name}": f"utils.labs.{lab}.explorers" for name, lab in _LABS.items()},
    "utils.explorers.deep_network_walk": "utils.labs.course1.week4_deep_network_steps.explorer_of_the_walk",
    "utils.explorers.convolution_photograph": "utils.labs.course4.week1_convolution_steps.explorer_of_filters",
    "utils.training_run": "utils.training.run",
    "utils.checkpoints": "utils.training.checkpoints",
    **{f"utils.gpu.{name}": f"utils.gpu.{part}.{name}" for part, names in _GPU.items() for name in names},
    "utils.gpu.eager_images": "utils.gpu.models.images",
    "utils.gpu.eager_sequences": "utils.gpu.models.sequences",
    "utils.gpu.machines": "utils.labs.course4.week1_cnn_application_gpu.machines",
    "utils.gpu.train": "utils.gpu.training.loop",
    "utils.models.architectures": "utils.data.architectures",
}

# (Old module, name) -> (module, name), where a name did not go with its module or is called something else.
NAMES = {
    ("utils.plots.logistic_regression", "weights_in_colour"): ("utils.plots.weights", "weights_in_colour"),
    ("utils.plots.logistic_regression", "weights_signed"): ("utils.plots.weights", "weights_signed"),
    **{("utils.plots.deep_network", n): ("utils.plots.diagrams", n) for n in ("PATCH", "arrow", "box", "edge", "unit")},
    ("utils.explorers.introduction", "best_knobs"): ("utils.labs.course1.week1_introduction.explorers", "best_pair"),
    ("utils.training", "KEYS"): ("utils.training.loop", "KEYS"),
    ("utils.gpu.train", "fit"): ("utils.gpu.training", "fit_module"),
    ("utils.gpu.train", "evaluate"): ("utils.gpu.training", "evaluate_module"),
    ("utils.gpu.history", "History"): ("utils.gpu.training", "ModuleHistory"),
    ("utils.gpu.run", "Run"): ("utils.gpu.training.run", "ModuleRun"),
    ("utils.gpu.checkpoints", "write_checkpoint"): ("utils.gpu.training.checkpoints", "save_tensors"),
    ("utils.gpu.checkpoints", "read_checkpoint"): ("utils.gpu.training.checkpoints", "load_tensors"),
}

# (Module, name) -> what does its work now, where the name cannot simply be exchanged.
_ROWS = "rows_where of utils.labs.measured gives the rows that have some entries"
GONE = {
    ("utils.labs.course4.week2_classic_architectures.measured", "row_of"): _ROWS,
    ("utils.labs.course4.week2_residual_networks.measured", "rows_of"): _ROWS,
}

_STRINGS = r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\''
_QUIET = re.compile(_STRINGS + r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*')
_REST = r"(?:\\\r?\n|[^\r\n;()])*"
_IMPORT = re.compile(rf"(?<![\w.])(?:from\b{_REST}?\bimport\b[ \t]*(?:\([^()]*\)|{_REST})|import\b{_REST})")
_OLD_PATH = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, MODULES))})(?!\w)")
_DROPPED = "\0"


@dataclass
class Rewritten:
    """source: the text with its imports rewritten.    changed: pairs, an import and what it is now.

    left: sentences without their full stop, about what only its writer can change.
    """

    source: str
    changed: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def rewrite(source):
    """Rewrite the imports of a cell that name what moved; nothing else of it changes. Returns a Rewritten.

    What is no Python, a half-written cell or one with magics, is taken import by import.
    """
    done, paths = Rewritten(source), []
    for start, end in reversed(_places(source)):
        before = source[start:end]
        after = _statements(before)
        done.left[:0], paths[:0] = _to_see_to(parsed(before).body[0])
        if after != [before]:
            done.changed.insert(0, (_plain(before), "; ".join(map(_plain, after))))
            done.source = _put(done.source, start, end, after)
    done.left += map(_whereabouts, dict.fromkeys(paths + _still_named(done.source)))
    return done


def parsed(source):
    """The tree of a text, None where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\d" in somebody's string, for example
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _plain(statement):
    """An import in one line, without comments."""
    return ast.unparse(parsed(statement))


def _places(source):
    """Start and end of each import statement in a text."""
    tree = parsed(source)
    if tree is None:
        return _places_by_line(source)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted(_span(source, node) for node in found)


def _places_by_line(source):
    """The same for a text that does not parse as a whole: what is an import by itself, outside strings and comments."""
    quiet = _QUIET.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), source)
    spans = [(found.start(), found.start() + len(found.group().rstrip())) for found in _IMPORT.finditer(quiet)]
    return [(start, end) for start, end in spans if parsed(source[start:end]) is not None]


def _span(source, node):
    return _offset(source, node.lineno, node.col_offset), _offset(source, node.end_lineno, node.end_col_offset)


def _offset(source, line, column):
    """Place in a text of a line and a column as ast counts them, the column in bytes."""
    lines = list(io.StringIO(source, newline=""))
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def _statements(text):
    """The statements that an import becomes; the first keeps the layout of the one that was."""
    node = parsed(text).body[0]
    if isinstance(node, ast.Import):
        return [_changed_modules(text, node)]
    if node.level or not node.module:
        return [text]
    targets = [_target(node.module, alias.name) for alias in node.names]
    modules = [module for module, _ in targets]
    home = MODULES.get(node.module, node.module)
    home = home if home in modules else modules[0]
    names = [_named(name, alias) for (_, name), alias in zip(targets, node.names, strict=True)]
    others = {}
    for module, name in zip(modules, names, strict=True):
        if module != home:
            others.setdefault(module, []).append(name)
    kept = [name if module == home else None for module, name in zip(modules, names, strict=True)]
    first = text if home == node.module and None not in kept else _changed_names(text, node, home, kept)
    return [first, *(f"from {module} import {', '.join(some)}" for module, some in others.items())]


def _target(module, name):
    """Where a name of a module is now, and as what; the name can be a module itself."""
    if (module, name) in NAMES:
        return NAMES[module, name]
    if f"{module}.{name}" in MODULES:
        return tuple(MODULES[f"{module}.{name}"].rsplit(".", 1))
    return MODULES.get(module, module), name


def _named(name, alias):
    wanted = alias.asname or alias.name
    return name if name == wanted else f"{name} as {wanted}"


def _changed_modules(text, node):
    """`import a.b as c, d` with the modules' paths exchanged."""
    for alias in reversed(node.names):
        if alias.name in MODULES:
            start, _ = _span(text, alias)
            path = re.compile(r"\w+(?:\s*\.\s*\w+)*").match(text, start)
            text = text[:start] + MODULES[alias.name] + text[path.end() :]
    return text


def _changed_names(text, node, module, kept):
    """`from … import …` with another module and the names kept; None stands for a name that is dropped."""
    spans = [_span(text, alias) for alias in node.names]
    if None in kept and not text.endswith(")"):
        edits = [(spans[0][0], spans[-1][1], ", ".join(filter(None, kept)))]
    else:
        edits = []
        for (start, end), name, alias in zip(spans, kept, node.names, strict=True):
            if name is None:
                edits += _dropped(text, start, end)
            elif name != _named(alias.name, alias):
                edits.append((start, end, name))
    path = re.compile(r"from[\s\\]*([\w.][\w.\s\\]*?)[\s\\]+import\b").match(text)
    for start, end, new in reversed([(*path.span(1), module), *edits]):
        text = text[:start] + new + text[end:]
    return _closed_up(text)


def _dropped(text, start, end):
    """The edits that drop a name between parentheses, and the comma behind it."""
    comma = re.compile(r"(?:\s|#.*+)*+,").match(text, end)
    return [(start, end, _DROPPED)] + ([(comma.end() - 1, comma.end(), _DROPPED)] if comma else [])


def _closed_up(text):
    """The text without the marks of dropped names, and without the lines and spaces that only they needed."""
    text = re.sub(rf"(?m)^[ \t]*{_DROPPED}[ \t{_DROPPED}]*\r?\n", "", text)
    text = re.sub(rf"[ \t]*{_DROPPED}[ \t{_DROPPED}]*(?=\r?\n)", "", text)
    text = re.sub(rf",[ \t]*{_DROPPED}[ \t{_DROPPED}]*(?=\))", "", text)
    return re.sub(rf"{_DROPPED}[ \t{_DROPPED}]*", "", text)


def _put(source, start, end, statements):
    """The source with statements in place of one: below one another where it had its lines to itself."""
    first, *more = statements
    indent = re.search(r"[^\r\n]*\Z", source[:start]).group()
    rest = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)").match(source, end)
    if indent.strip() or not rest:
        return source[:start] + "; ".join(statements) + source[end:]
    newline = "\r\n" if "\r\n" in source else "\n"
    below = "".join(newline + indent + statement for statement in more)
    return source[:start] + first + source[end : rest.end()] + below + source[rest.end() :]


def _to_see_to(node):
    """Of an import: sentences about names that are gone, and modules taken whole whose names did not all go along."""
    module, names = getattr(node, "module", None), [alias.name for alias in node.names]
    gone = [f"{name} is gone; {GONE[module, name]}" for name in names if (module, name) in GONE]
    whole = [f"{module}.{name}".removesuffix(".*") if module else name for name in names]
    return gone, [path for path in whole if path in MODULES and any(old == path for old, _ in NAMES)]


def _still_named(source):
    """Old paths that stand outside imports, such as utils.gpu.train.fit(…) in a line, or in a half-written one."""
    said = _QUIET.sub(lambda match: " " if re.match(rf"#|{_STRINGS}", match.group()) else match.group(), source)
    return _OLD_PATH.findall(said)


def _whereabouts(path):
    """A sentence that says where a module is now, and the names that did not go with it."""
    others = [f"its {name} is {'.'.join(new)}" for (old, name), new in NAMES.items() if old == path]
    return ", ".join([f"{path} is {MODULES[path]} now", *others])
